"""What was made before is used again only where nothing that it was made from has changed, and then it is the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import Mock

import pyshacl
import pytest

from lovp_graph import cache as caching
from lovp_graph import fingerprint as printing
from lovp_graph import resources
from lovp_graph.cache import Cache, folder, key
from lovp_graph.dataset import assemble, written
from lovp_graph.errors import Problem
from lovp_graph.validation import validate
from lovp_graph.workers import Cores, Workers
from tests.conftest import EXAMPLE, PROJECT

Files = dict[str, bytes]


@dataclass
class Built:
    """What a build came to: its files and findings, and how much of what was made."""

    files: Files
    problems: list[Problem]
    made: Counter[str]


def build(data: Path, place: Path | None, workers: Workers | None = None) -> Built:
    cache = Cache(place)
    dataset = assemble(data, cache=cache, workers=workers)
    problems = dataset.problems + validate(dataset, cache, workers).problems
    return Built({name: b"".join(parts) for name, parts in written(dataset, cache).items()}, problems, cache.made)


@pytest.fixture(scope="module")
def fresh() -> Built:
    """The example, built without a cache."""
    return build(EXAMPLE, None)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, fresh: Built) -> Path:
    """A cache of the example."""
    place = tmp_path_factory.mktemp("kept")
    assert build(EXAMPLE, place).made == fresh.made
    return place


@pytest.fixture
def cache(kept: Path, tmp_path: Path) -> Path:
    """A cache of the example, to be changed at will."""
    return Path(shutil.copytree(kept, tmp_path / "cache"))


@pytest.fixture
def ontology(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The ontology and the queries in a folder where they can be changed."""
    for name in ("ontology", "queries"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    monkeypatch.setattr(resources, "_folder", lambda name: tmp_path / name)
    yield tmp_path
    printing.fingerprint.cache_clear()


def test_all_is_made_once(fresh: Built, cache: Path, example: Path) -> None:
    assert fresh.problems == []
    assert fresh.made == {"mapped": 7, "findings": 3, "trig": 3}
    again = build(example, cache)  # in another folder, what is the same is the same
    assert again == Built(fresh.files, [], Counter())


def test_nothing_is_validated_when_nothing_changed(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spy = Mock(wraps=pyshacl.validate)
    monkeypatch.setattr(pyshacl, "validate", spy)
    build(EXAMPLE, cache)
    assert spy.call_count == 0
    build(EXAMPLE, None)
    assert spy.call_count == 1


def edit(path: Path, was: str, becomes: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, becomes, 1), encoding="utf-8")


SUMMARY = "data/summaries/kust-2030-04-10.yaml"
REGISTER = "data/sentences/kust-2030-04-10.csv"
BROADER = '"The police budget over several years and the choices that it requires."@en ;\n  skos:broader '
REMARK = "# Let op\n"
NOTHING: dict[str, int] = {}

# What changes, and how much is made anew: files mapped, fragments validated, graphs written as TriG.
# The example has two summaries and five other files, and its base graph is validated as one fragment.
CHANGES: dict[str, tuple[str, str, str, dict[str, int]]] = {
    # In the data:
    "a gist": (SUMMARY, "nog altijd bezorgd", "nog steeds bezorgd", {"mapped": 1, "findings": 1, "trig": 1}),
    "a remark in a summary": (SUMMARY, "\nstatement:", f"\n{REMARK}statement:", {"mapped": 1}),
    "a statement that a statement elsewhere links to": (
        "data/summaries/kust-2030-01-15.yaml", "type: Commitment", "type: Agreement", {"mapped": 1, "findings": 2, "trig": 1}
    ),
    "a register": (REGISTER, "379,472", "379,471", {"mapped": 1, "findings": 1, "trig": 1}),
    "the label of an actor": ("data/actors.yaml", '"dijkgraaf"', '"graaf"', {"mapped": 1, "findings": 1, "trig": 1}),
    "the kind of an actor that all name": (
        "data/actors.yaml", '"dijkgraaf"}', '"dijkgraaf"}\n    deprecated: true', {"mapped": 1, "findings": 3, "trig": 1}
    ),
    "the day of a meeting": (
        "data/meetings.yaml", "date: 2030-01-15", "date: 2030-01-14", {"mapped": 1, "findings": 3, "trig": 1}
    ),
    "the day of a meeting when something is due": (
        "data/meetings.yaml", "date: 2030-04-10", "date: 2030-04-11", {"mapped": 1, "findings": 3, "trig": 3}
    ),
    "the description of the dataset": ("data/dataset.ttl", "", REMARK, NOTHING),
    "the words of the pages": ("data/site.yaml", "", REMARK, NOTHING),
    # In what comes with the program:
    "the definition of a theme": ("ontology/themes.ttl", '"Gezag over de politie"@nl', '"Het gezag"@nl', {"findings": 1, "trig": 1}),
    "a theme becomes part of another": (
        "ontology/themes.ttl", BROADER, f"{BROADER}thema:gezag , ", {"findings": 3, "trig": 3}
    ),
    "a remark in the ontology": ("ontology/lovp.ttl", "", REMARK, NOTHING),
    "the shapes": ("ontology/shapes.ttl", "", REMARK, {"findings": 3}),
    "the JSON-LD context": ("ontology/context.jsonld", "", " ", {"mapped": 7, "findings": 3, "trig": 3}),
    "a question": ("queries/themes.rq", "", REMARK, NOTHING),
}  # fmt: skip


@pytest.fixture
def places(example: Path, ontology: Path) -> Path:
    """The folder in which all that can change stands."""
    example.rename(ontology / "data")
    return ontology


@pytest.mark.parametrize("change", CHANGES)
def test_only_what_a_change_touches_is_made_anew(change: str, cache: Path, places: Path) -> None:
    name, was, becomes, expected = CHANGES[change]
    edit(places / name, was, becomes)
    found = build(places / "data", cache)
    anew = build(places / "data", None)
    assert (found.files, found.problems) == (anew.files, anew.problems)
    assert found.made == expected


def test_a_summary_more_is_work_for_that_summary(cache: Path, example: Path) -> None:
    for part, ending in (("summaries", "yaml"), ("sentences", "csv")):
        path = example / part / f"kust-2030-04-10.{ending}"
        text = path.read_text(encoding="utf-8").replace("meeting/kust-2030-04-10", "meeting/kust-2030-02")
        (example / part / f"kust-2030-02-01.{ending}").write_text(text.replace("kust-2030-04-10", "kust-2030-02-01"))
    found = build(example, cache)
    assert found.made == {"mapped": 1, "findings": 2, "trig": 2}  # the summary, and the base graph that lists it
    assert {str(one.path.stem) for one in found.problems} <= {"meetings", "kust-2030-02-01"}


def test_what_comes_out_is_the_same_on_all_cores(tmp_path: Path, fresh: Built) -> None:
    with Cores(2) as workers:
        assert build(EXAMPLE, None, workers) == fresh
        assert build(EXAMPLE, tmp_path, workers) == fresh
        assert build(EXAMPLE, tmp_path, workers) == Built(fresh.files, [], Counter())


@pytest.mark.parametrize(
    "harm",
    [
        lambda content: b"",
        lambda content: content[: len(content) // 2],
        lambda content: content[:-1] + bytes([content[-1] ^ 1]),
        lambda content: bytes([content[0] ^ 1]) + content[1:],
        lambda content: b"something else",
    ],
    ids=["emptied", "cut off", "a bit at the end", "a bit at the start", "written by others"],
)
def test_a_broken_entry_counts_as_none_and_is_made_good(
    harm: Callable[[bytes], bytes], cache: Path, fresh: Built
) -> None:
    entries = [path for path in sorted(cache.rglob("*")) if path.is_file()]
    assert len(entries) == fresh.made.total()
    whole = {path: path.read_bytes() for path in entries}
    for path in entries:
        path.write_bytes(harm(path.read_bytes()))
    found = build(EXAMPLE, cache)
    assert found == fresh
    assert {path: path.read_bytes() for path in entries} == whole


def test_an_entry_under_the_name_of_another_counts_as_none(cache: Path, fresh: Built) -> None:
    entries = [path for path in sorted((cache / "mapped").rglob("*")) if path.is_file()]
    contents = [path.read_bytes() for path in entries]
    for path, content in zip(entries, contents[1:] + contents[:1], strict=True):
        path.write_bytes(content)
    found = build(EXAMPLE, cache)
    assert (found.files, found.problems, found.made) == (fresh.files, [], {"mapped": 7})


def test_a_folder_that_cannot_be_used_is_no_hindrance(tmp_path: Path, fresh: Built) -> None:
    (tmp_path / "file").write_bytes(b"")
    for place in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/nothing")):
        assert build(EXAMPLE, place) == fresh


def test_builds_at_once_share_a_cache(tmp_path: Path, fresh: Built) -> None:
    environment = {**os.environ, "LOVP_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "lovp_graph.cli", "build", "--data", str(EXAMPLE), "--out"]
    at_once = [
        subprocess.Popen([*command, str(tmp_path / str(number))], env=environment, stdout=subprocess.DEVNULL)
        for number in range(3)
    ]
    assert [one.wait() for one in at_once] == [0, 0, 0]
    for number in range(3):
        assert {path.name: path.read_bytes() for path in (tmp_path / str(number)).iterdir()} == fresh.files
    assert build(EXAMPLE, tmp_path / "cache").made == Counter()


def test_what_has_not_been_used_for_longest_goes(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for number in range(5):
        cache.put("kind", key(str(number)), b"x" * 68)  # a hundred bytes with its digest
        os.utime(cache._path("kind", key(str(number))), (number, number))
    assert cache.get("kind", key("0")) is not None
    cache.tidy(250)
    assert [number for number in range(5) if cache.get("kind", key(str(number)))] == [0, 4]


def test_a_cache_from_which_all_came_is_left_alone(tmp_path: Path) -> None:
    Cache(tmp_path).put("kind", key("a"), b"x")
    cache = Cache(tmp_path)
    cache.tidy(0)
    assert cache.get("kind", key("a")) == b"x"


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LOVP_CACHE": "/a"}, Path("/a")),
        ({"LOVP_CACHE": ""}, None),
        ({"XDG_CACHE_HOME": "/x", "LOCALAPPDATA": "/l"}, Path("/x/lovp-graph")),
        ({"LOCALAPPDATA": "/l"}, Path("/l/lovp-graph")),
        ({"HOME": "/h"}, Path("/h/.cache/lovp-graph")),
    ],
)
def test_where_entries_are_kept(
    variables: dict[str, str], expected: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOVP_CACHE", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert folder() == expected


def test_a_key_tells_parts_apart() -> None:
    assert len({key("ab", "c"), key("a", "bc"), key("abc"), key("abc", ""), key(b"abc", b"d")}) == 5
    assert key("é") == key("é".encode())


def test_another_version_of_the_program_uses_nothing_of_this_one(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = key("a")
    monkeypatch.setattr(caching, "fingerprint", lambda: "another")
    assert key("a") != ours


def test_the_program_is_known_by_its_code_its_context_and_its_libraries(
    ontology: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def printed() -> str:
        printing.fingerprint.cache_clear()
        return printing.fingerprint()

    package = Path(shutil.copytree(printing.PACKAGE, tmp_path / "package"))
    monkeypatch.setattr(printing, "PACKAGE", package)
    found = [printed(), printed()]
    for change in ("mapping.py", "documents/layout.py", "messages.toml"):
        edit(package / change, "", REMARK)
        found.append(printed())
    edit(ontology / "ontology" / "context.jsonld", "", " ")
    found.append(printed())
    monkeypatch.setattr(printing, "version", lambda name: "0")
    found.append(printed())
    assert len(found) - 1 == len(set(found))
    edit(ontology / "ontology" / "lovp.ttl", "", REMARK)
    edit(
        package / "site" / "base.html.j2" if (package / "site" / "base.html.j2").exists() else package / "py.typed",
        "",
        "",
    )
    assert printed() == found[-1]
