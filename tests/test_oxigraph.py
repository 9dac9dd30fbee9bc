"""Oxigraph as WebAssembly: fetched by npm where npm is, carried by the page and by the wheel, and missed politely."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from lovp_graph.cli import main
from lovp_graph.errors import LovpGraphError
from lovp_graph.resources import oxigraph_folder
from lovp_graph.site import about, oxigraph, questions, sparql
from lovp_graph.site.context import ASKING, Site
from lovp_graph.store import Store
from release import dependencies
from tests.conftest import EXAMPLE, FIXTURES, PROJECT, lacking

TOOLS = ("make", "sh", "rm", "mkdir", "cp", "env")
FETCHED = "lovp_graph/_carried/oxigraph/package.json"

FAILING = "#!/bin/sh\necho offline >&2\nexit 1\n"
WORKING = """#!/bin/sh
echo "$@" >> npm-calls
mkdir -p npm/node_modules/oxigraph
cd npm/node_modules/oxigraph
for name in web.js web_bg.wasm package.json README.md; do echo "$name" > "$name"; done
"""


@pytest.fixture
def here() -> Path:
    if not oxigraph.is_here():
        lacking(f"{oxigraph.MISSING} (run make first)")
    return oxigraph_folder()


# --- fetching


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The part of a checkout that fetches, in a folder with a space in its name, and a path without npm."""
    folder = tmp_path / "a checkout"
    shutil.copytree(PROJECT / "npm", folder / "npm", ignore=shutil.ignore_patterns("node_modules"))
    shutil.copy(PROJECT / "Makefile", folder)
    (folder / "bin").mkdir()
    for tool in TOOLS:
        (folder / "bin" / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")
    return folder


def _fetch(checkout: Path, npm: str = "") -> subprocess.CompletedProcess[str]:
    if npm:
        (checkout / "bin" / "npm").write_text(npm, encoding="utf-8")
        (checkout / "bin" / "npm").chmod(0o755)
    environment = {"PATH": str(checkout / "bin")}
    return subprocess.run(["make", FETCHED], cwd=checkout, env=environment, capture_output=True, text=True, check=False)


def test_without_npm_the_build_goes_on(checkout: Path) -> None:
    made = _fetch(checkout)
    assert (made.returncode, made.stderr) == (0, "")
    assert not (checkout / FETCHED).exists()


def test_without_a_network_the_build_goes_on_and_it_is_tried_again_the_next_time(checkout: Path) -> None:
    made = _fetch(checkout, FAILING)
    assert made.returncode == 0
    assert made.stderr.splitlines() == [
        "offline",
        "npm could not fetch Oxigraph; 'npm ci --prefix npm' says why",
    ]
    assert not (checkout / FETCHED).exists()
    assert _fetch(checkout, WORKING).returncode == 0
    assert (checkout / FETCHED).exists()


def test_it_is_fetched_once_and_anew_when_the_pin_changes(checkout: Path) -> None:
    for _ in range(2):
        made = _fetch(checkout, WORKING)
        assert (made.returncode, made.stderr) == (0, "")
    assert sorted(path.name for path in (checkout / FETCHED).parent.iterdir()) == [
        "package.json",
        "web.js",
        "web_bg.wasm",
    ]
    calls = (checkout / "npm-calls").read_text(encoding="utf-8").splitlines()
    assert len(calls) == 1
    assert {"ci", "--ignore-scripts"} <= set(calls[0].split())
    later = (checkout / FETCHED).stat().st_mtime + 10
    os.utime(checkout / "npm" / "package-lock.json", (later, later))
    # What the pin no longer names does not stay.
    assert _fetch(checkout, FAILING).returncode == 0
    assert not (checkout / FETCHED).exists()


def test_one_version_is_pinned_by_its_digest_and_no_address_is_named() -> None:
    wanted = json.loads((PROJECT / "npm" / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads((PROJECT / "npm" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert set(locked) == {"", *(f"node_modules/{name}" for name in wanted)}
    for name, version in wanted.items():
        entry = locked[f"node_modules/{name}"]
        assert entry["version"] == version
        assert len(base64.b64decode(entry["integrity"].removeprefix("sha512-"))) == 64
    for path in (PROJECT / "npm").glob("*.json"):
        assert "http" not in path.read_text(encoding="utf-8")


def test_what_was_fetched_is_the_version_that_is_pinned(here: Path) -> None:
    locked = json.loads((PROJECT / "npm" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert oxigraph.carried().version == locked["node_modules/oxigraph"]["version"]
    assert json.loads((here / "package.json").read_text(encoding="utf-8"))["license"] == "MIT OR Apache-2.0"


def test_a_release_says_what_is_pinned() -> None:
    (part,) = (one for one in dependencies.parts()["carried"] if one["name"] == "oxigraph")
    locked = json.loads((PROJECT / "npm" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    entry = locked["node_modules/oxigraph"]
    assert (part["version"], part["page"]) == (entry["version"], ASKING)
    assert part["hashes"] == {"SHA-512": base64.b64decode(entry["integrity"].removeprefix("sha512-")).hex()}


# --- in the page


def test_a_page_carries_it_whole_with_its_licence(here: Path, history: Store) -> None:
    site = Site(history, {}, FIXTURES / "history" / "site.yaml")
    ((path, content),) = sparql.pages(site)
    text = content.decode()
    assert path == ASKING
    program = text.partition('id="engine-program">')[2].partition("</script>")[0]
    assert zlib.decompress(base64.b64decode(program)) == (here / "web_bg.wasm").read_bytes()
    assert "Permission is hereby granted, free of charge" in text
    assert f"</a> {oxigraph.carried().version} (MIT)" in text


def test_its_script_is_no_module_in_the_page(here: Path) -> None:
    script = (here / "web.js").read_text(encoding="utf-8")
    assert "\nexport " in script
    made = oxigraph.plain(script)
    assert "export " not in made.replace("//", "\n")
    assert "import.meta" not in made
    assert made.count("\nclass ") == script.count("\nclass ") + script.count("\nexport class ")


@pytest.mark.parametrize(
    "script", ["export default 1;", "import x from 'y';\nasync function __wbg_init() {}", "var other;"]
)
def test_one_that_is_made_in_another_way_is_an_error(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, content in (("web.js", script), ("web_bg.wasm", ""), ("package.json", '{"version": "9.9"}')):
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.setattr(oxigraph, "oxigraph_folder", lambda: tmp_path)
    with pytest.raises(LovpGraphError, match=r"web\.js: oxigraph 9\.9 is made in a way"):
        oxigraph.carried.__wrapped__()


# --- where it is not there


@pytest.mark.parametrize("present", [[], ["web.js", "package.json"], ["web.js", "web_bg.wasm"]])
def test_without_it_the_other_pages_are_there_and_say_what_is_missing(
    present: list[str], history: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in present:
        (tmp_path / name).touch()
    monkeypatch.setattr(oxigraph, "oxigraph_folder", lambda: tmp_path)
    site = Site(history, {}, FIXTURES / "history" / "site.yaml")
    assert not site.asks
    assert list(sparql.pages(site)) == []
    for path, content in [*about.pages(site), *questions.pages(site)]:
        text = content.decode()
        assert ASKING not in text, path
        assert ("ontbreekt in deze uitgave" in text) == (path in {"over.html", "vragen.html"}), path


def test_the_command_says_what_is_missing_and_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(oxigraph, "oxigraph_folder", lambda: tmp_path)
    out = tmp_path / "site"
    result = CliRunner().invoke(main, ["site", "--data", str(EXAMPLE), "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert not (out / ASKING).exists()
    said = result.stderr.splitlines()[-1]
    assert said == f"without sparql.html, on which questions are asked: {oxigraph.MISSING}"
    assert (out / "vragen.html").is_file()


def test_with_it_the_command_says_nothing_of_it(here: Path, tmp_path: Path) -> None:
    out = tmp_path / "site"
    result = CliRunner().invoke(main, ["site", "--data", str(EXAMPLE), "--out", str(out)])
    assert "without" not in result.stderr
    assert (out / ASKING).is_file()
    assert f"{ASKING}#vraag=commitments" in (out / "vragen.html").read_text(encoding="utf-8")
    assert ASKING in (out / "over.html").read_text(encoding="utf-8")
