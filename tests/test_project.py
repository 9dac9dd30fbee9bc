"""The project as others get it: the wheel, the lock file, the configuration."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import lovp_graph
from lovp_graph import resources
from lovp_graph.questions import names
from lovp_graph.resources import oxigraph_folder
from tests.conftest import FIXTURES, PROJECT, lacking

CONFIGURATION = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))


def tracked() -> list[Path]:
    """The files that git tracks or would track."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True).stdout
    return [PROJECT / name for name in listing.split("\0") if name and (PROJECT / name).is_file()]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, laid out as it is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=PROJECT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def test_the_wheel_carries_what_npm_fetched(installed: Path) -> None:
    if not oxigraph_folder().is_dir():
        lacking("Oxigraph was not fetched; run make where npm is installed")
    fetched, carried = (
        {path.name: path.read_bytes() for path in folder.iterdir()}
        for folder in (oxigraph_folder(), installed / "lovp_graph" / "_carried" / "oxigraph")
    )
    assert carried == fetched


def test_the_wheel_carries_ontology_and_data_and_works_on_its_own(installed: Path, tmp_path: Path) -> None:
    carried = installed / "lovp_graph" / "_carried"
    for folder in ("ontology", "data"):
        files = {path.relative_to(PROJECT / folder) for path in (PROJECT / folder).rglob("*") if path.is_file()}
        assert files == {path.relative_to(carried / folder) for path in (carried / folder).rglob("*") if path.is_file()}
    code = "import sys; sys.path.insert(0, sys.argv[1]); from lovp_graph import cli; cli.main(['check'])"
    environment = {"PATH": "/usr/bin:/bin"}
    result = subprocess.run(
        [sys.executable, "-c", code, str(installed)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "nothing found" in result.stderr


def test_the_carried_folders_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert resources.ontology_folder() == PROJECT / "ontology"
    (tmp_path / "_carried" / "data").mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    assert resources.data_folder() == tmp_path / "_carried" / "data"


def test_the_lock_file_pins_every_dependency_by_hash_and_names_no_index() -> None:
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?://|file:|--index|--find-links", lock)
    pinned = {name.lower() for name in re.findall(r"^([A-Za-z0-9_.-]+)==", lock, re.MULTILINE)}
    wanted = CONFIGURATION["project"]["dependencies"] + CONFIGURATION["dependency-groups"]["dev"]
    for requirement in wanted:
        assert re.split(r"[<>=!~ \[]", requirement)[0].lower() in pinned
    for block in re.split(r"\n(?=[A-Za-z0-9])", lock.strip()):
        assert "--hash=sha256:" in block, block


def test_the_version_stands_in_one_place() -> None:
    version = CONFIGURATION["project"]["version"]
    others = [
        path.relative_to(PROJECT)
        for path in tracked()
        if path.suffix in {".py", ".toml", ".yaml", ".yml", ".cfg"}
        and f'"{version}"' in path.read_text(encoding="utf-8")
    ]
    assert others == [Path("pyproject.toml")]
    changelog = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\S+)", changelog, re.MULTILINE)[0] == version


def test_no_generated_file_and_no_path_of_a_machine_is_tracked() -> None:
    for path in tracked():
        relative = path.relative_to(PROJECT)
        assert "_carried" not in relative.parts
        assert relative.parts[0] not in {"build", "dist", "drafts", "texts", ".venv"}
        assert path.suffix not in {".pyc", ".orig", ".whl"}
        text = path.read_text(encoding="utf-8", errors="ignore")
        assert str(PROJECT.parent) + "/" not in text, relative
        assert str(Path.home()) + "/" not in text, relative


def test_the_readme_shows_what_the_build_prints() -> None:
    """The transcript on the first screen is the real one."""
    command = [sys.executable, "-m", "lovp_graph.cli", "build", "--out"]
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as out:
        result = subprocess.run([*command, out], check=True, capture_output=True, text=True)
    for line in [*result.stdout.splitlines(), result.stderr.partition(":")[0]]:
        assert line.rstrip() in readme, line


def test_the_readme_shows_what_trace_prints() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    shown = readme.partition("$ lovp-graph trace Veiligheidsagenda --since 2026\n")[2].partition("```")[0]
    command = [sys.executable, "-m", "lovp_graph.cli", "trace", "Veiligheidsagenda", "--since", "2026"]
    result = subprocess.run(command, check=True, capture_output=True, text=True)
    assert shown.count("\n") > 5
    for line in shown.splitlines():
        assert line == "…" or line in result.stdout.splitlines(), line


def test_the_numbers_of_the_readme_are_measured() -> None:
    readme = " ".join((PROJECT / "README.md").read_text(encoding="utf-8").split())
    vocabulary = (PROJECT / "ontology" / "lovp.ttl").read_text(encoding="utf-8")
    themes = (PROJECT / "ontology" / "themes.ttl").read_text(encoding="utf-8")
    mistakes = sum(
        path.read_text(encoding="utf-8").count("- breaks:") for path in (FIXTURES / "mistakes").glob("*.yaml")
    )
    classes = vocabulary.count(" a owl:Class")
    properties = vocabulary.count(" a owl:ObjectProperty") + vocabulary.count(" a owl:DatatypeProperty")
    assert f"{classes} classes and {properties} properties" in readme
    assert f"a thesaurus of {themes.count(' a skos:Concept ;')} themes" in readme
    assert f"their {mistakes} constraints" in readme
    assert f"{len(names())} saved questions" in readme
    measured = subprocess.run(
        [sys.executable, "benchmarks/agreement.py"], cwd=PROJECT, check=True, capture_output=True, text=True
    )
    _, types, speakers = measured.stdout.splitlines()[-1].rsplit(maxsplit=2)
    assert f"types of {types} of the sentences and on the speakers of {speakers}" in readme


FIGURE = re.compile(r"(?<![\d.,])\d(?:[\d.,]*\d)?(?: (?:ms|s|min|MB|GB|times)\b)?")


def test_the_figures_of_speed_are_those_of_the_report() -> None:
    """They are measured by `make bench` and copied, with their units as they stand there."""
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    told = readme.partition("\n## How fast it is\n")[2].partition("\n## ")[0]
    figures = FIGURE.findall(" ".join(told.split()))
    measured = set(FIGURE.findall((PROJECT / "benchmarks" / "report.md").read_text(encoding="utf-8")))
    measured |= {figure.partition(" ")[0] for figure in measured}
    assert figures
    assert [figure for figure in figures if figure not in measured] == []


def test_every_fixture_is_used() -> None:
    """A fixture that no test collects would check nothing."""
    tests = "".join(path.read_text(encoding="utf-8") for path in (PROJECT / "tests").glob("*.py"))
    for path in (PROJECT / "tests" / "fixtures").iterdir():
        assert path.name.split(".")[0] in tests, path.name


def test_the_package_is_typed() -> None:
    assert (Path(lovp_graph.__file__).parent / "py.typed").is_file()
