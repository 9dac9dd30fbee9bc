"""Every command with every kind of bad input: an exit code that says so, one clear message, and no traceback."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from lovp_graph.cli import COMMANDS, main
from lovp_graph.dataset import assemble, serialise
from lovp_graph.errors import LovpGraphError, ProblemsFoundError
from lovp_graph.site.context import Site
from lovp_graph.store import EmbeddedStore
from tests.chance import LONG
from tests.conftest import EXAMPLE, PROJECT

ESCAPES = "\x1b]0;owned\x07\x1b[2J\x9b31m"
"""Codes that would name a terminal's window, clear its screen and colour it."""


LONGEST = 6000
"""Characters of a line of a message: it may repeat what was typed, and no more."""


def run(arguments: list[str], **more: object) -> Result:
    return CliRunner().invoke(main, arguments, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dataset") / "lovp.nq"
    path.write_bytes(serialise(assemble(EXAMPLE))["lovp.nq"])
    return path


def refused(result: Result) -> str:
    """What a command said that ended as it must: no fault of the program, no terminal codes, few lines."""
    said = result.output
    assert result.exit_code in {1, 2, 3}, said
    assert isinstance(result.exception, SystemExit), repr(result.exception)
    assert "Traceback" not in said
    assert "a fault of the program" not in said
    assert said.strip(), "it must say something"
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", said), said
    assert max(map(len, said.splitlines())) < LONGEST
    return said


# --- files that are none


def folder(place: Path) -> None:
    place.mkdir()


def empty(place: Path) -> None:
    place.touch()


def binary(place: Path) -> None:
    place.write_bytes(bytes(range(256)) * 50)


def nul(place: Path) -> None:
    place.write_bytes(b"a: b\0c\n")


def utf16(place: Path) -> None:
    place.write_bytes("a: één\n".encode("utf-16"))


def latin(place: Path) -> None:
    place.write_bytes("a: één\n".encode("latin-1"))


def loop(place: Path) -> None:
    place.symlink_to(place)


def dangling(place: Path) -> None:
    place.symlink_to(place.parent / "weg")


def long_line(place: Path) -> None:
    place.write_bytes(b"x" * 3_000_000)


def zeros(place: Path) -> None:
    """A device that never ends."""
    place.symlink_to("/dev/zero")


def brackets(place: Path) -> None:
    place.write_bytes(b"[" * 200_000)


def huge(place: Path) -> None:
    with place.open("wb") as file:
        file.truncate(100_000_000)


def escapes(place: Path) -> None:
    place.write_bytes(f"a{ESCAPES}: b{ESCAPES}\n{ESCAPES}\n".encode())


KINDS: list[Callable[[Path], None]] = [
    folder, empty, binary, nul, utf16, latin, loop, dangling, long_line, zeros, brackets, huge, escapes,
]  # fmt: skip
THEME = "gezag"
TEXT = str(EXAMPLE / "texts" / "kust-2030-01-15.txt")
DATA = ["--data", str(EXAMPLE)]
DATASET = ["--dataset", "{dataset}"]
"""The same, built before, so that it need not be checked each time."""

NOBODY = "http://127.0.0.1:9/"
"""An address at which nothing answers."""

# Where a command takes a file: the arguments with {bad}, and what it is called.
PLACES: dict[str, tuple[list[str], str]] = {
    "register TEXT": (["register", "{bad}"], "bad.txt"),
    "register TEXT.pdf": (["register", "{bad}"], "bad.pdf"),
    "draft FILE": (["draft", "{bad}", *DATA, "--out", "{out}"], "bad.docx"),
    "draft --explain": (["draft", "{bad}", *DATA, "--explain", "1"], "bad.txt"),
    "ask FILE": (["ask", "{bad}", *DATASET], "bad.rq"),
    "ask --dataset": (["ask", "meetings", "--dataset", "{bad}"], "bad.nq"),
    "trace --dataset": (["trace", THEME, "--dataset", "{bad}"], "bad.trig"),
    "brief --agenda": (["brief", "--meeting", "2030-04-10", "--agenda", "{bad}", *DATASET], "bad.txt"),
    "export --dataset": (["export", "turtle", "--dataset", "{bad}", "--out", "{out}"], "bad.nq"),
    "site --dataset": (["site", "--dataset", "{bad}", "--out", "{out}"], "bad.nq"),
    "serve --dataset": (["serve", "--dataset", "{bad}", "--port", "0"], "bad.trig"),
    "diff": (["diff", "{dataset}", "{bad}"], "bad.nq"),
    "publish --dataset": (["publish", NOBODY, "--dataset", "{bad}"], "bad.nq"),
}
# Such a file is no fault there.
FINE = {
    ("register TEXT", "long_line"), ("register TEXT", "escapes"), ("register TEXT.pdf", "long_line"),
    ("register TEXT.pdf", "escapes"), ("brief --agenda", "escapes"), ("brief --agenda", "nul"),
    ("brief --agenda", "brackets"),
}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_file_that_is_none_is_one_message(
    place: str, kind: Callable[[Path], None], dataset: Path, tmp_path: Path
) -> None:
    arguments, name = PLACES[place]
    bad, out = tmp_path / name, tmp_path / "out"
    kind(bad)
    result = run([part.format(bad=bad, out=out, dataset=dataset) for part in arguments])
    if (place, kind.__name__) in FINE:
        assert result.exit_code == 0, result.output
        assert "\x1b" not in result.output
        return
    said = refused(result)
    assert name in said
    assert not out.exists() or not any(out.iterdir())


def test_files_to_check_that_are_none_are_told_in_one_run(tmp_path: Path) -> None:
    kinds = [kind for kind in KINDS if kind not in (folder, loop, dangling)]  # which are wrong use
    for kind in kinds:
        kind(tmp_path / f"bad-{kind.__name__}.yaml")
    said = refused(run(["check", *map(str, sorted(tmp_path.iterdir())), *DATA]))
    for kind in kinds:
        assert f"bad-{kind.__name__}.yaml:" in said
    for kind in (folder, loop, dangling):
        kind(tmp_path / "bad.yaml")
        assert "bad.yaml" in refused(run(["check", str(tmp_path / "bad.yaml"), *DATA]))
        (tmp_path / "bad.yaml").rmdir() if kind is folder else (tmp_path / "bad.yaml").unlink()


def pipe(place: Path) -> None:
    """A pipe that nobody writes into: who waits for it waits for ever."""
    os.mkfifo(place)


def test_every_file_of_a_data_folder_that_is_none_is_told_in_one_run(example: Path, tmp_path: Path) -> None:
    for kind in (*KINDS, pipe):
        kind(example / "summaries" / f"bad-{kind.__name__}.yaml")
    command = [sys.executable, "-m", "lovp_graph.cli", "build", "--data", str(example), "--out", str(tmp_path / "out")]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300, cwd=PROJECT)
    assert done.returncode == 3, done.stderr
    for kind in (*KINDS, pipe):
        assert f"bad-{kind.__name__}.yaml:" in done.stderr, kind.__name__
    assert "Traceback" not in done.stderr
    assert "\x1b" not in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["actors.yaml", "dataset.ttl", "sentences/kust-2030-01-15.csv"])
@pytest.mark.parametrize("kind", [zeros, escapes, *([binary, nul] if LONG else [])], ids=lambda kind: kind.__name__)
def test_a_part_of_a_data_folder_that_is_none_is_told(
    name: str, kind: Callable[[Path], None], example: Path, tmp_path: Path
) -> None:
    (example / name).unlink()
    kind(example / name)
    for command in (["check"], ["draft", TEXT, "--out", str(tmp_path / "out")]):
        result = run([*command, "--data", str(example)])
        if command[0] == "draft" and result.exit_code == 0:
            continue  # sentences of other summaries are of no use to drafting
        assert Path(name).stem in refused(result) or "in the data" in result.output


@pytest.mark.parametrize("kind", [*KINDS, pipe], ids=lambda kind: kind.__name__)
def test_the_words_of_the_pages_that_are_none_are_told(kind: Callable[[Path], None], tmp_path: Path) -> None:
    kind(tmp_path / "site.yaml")
    with pytest.raises(LovpGraphError) as caught:
        _ = Site(EmbeddedStore([]), {}, tmp_path / "site.yaml").own
    problems = caught.value.problems if isinstance(caught.value, ProblemsFoundError) else []
    told = [problem.text() for problem in problems] or [str(caught.value)]
    assert all("site.yaml" in one for one in told)


@pytest.mark.parametrize(
    "change",
    [
        "title: Overleg",
        "lead: [a, b]",
        "entrances: x",
        "entrances: [x]",
        "entrances: [{nl: x, en: y}]",
        "name: {nl: x}",
    ],
)
def test_words_of_the_pages_that_have_another_form_are_told(change: str, tmp_path: Path) -> None:
    lines = (PROJECT / "data" / "site.yaml").read_text(encoding="utf-8").splitlines()
    key = change.partition(":")[0]
    kept = [line for line in lines if not line.startswith((f"{key}:", "  -" if key == "entrances" else "#"))]
    (tmp_path / "site.yaml").write_text("\n".join([*kept, change]), encoding="utf-8")
    with pytest.raises(LovpGraphError, match=f"site.yaml: {key} must be as in"):
        _ = Site(EmbeddedStore([]), {}, tmp_path / "site.yaml").own


# --- places that cannot be written

WRITERS: dict[str, list[str]] = {
    "build": ["build", *DATA, "--out", "{out}"],
    "register": ["register", TEXT, "--out", "{out}"],
    "draft": ["draft", TEXT, *DATA, "--out", "{out}"],
    "diff": ["diff", "{dataset}", "{other}", "--rdf", "{out}"],
    "ask": ["ask", "meetings", *DATASET, "--out", "{out}/answer.xlsx"],
    "trace": ["trace", THEME, *DATASET, "--out", "{out}/note.docx"],
    "export of a file": ["export", "gexf", *DATASET, "--out", "{out}/x.gexf"],
    "export of a folder": ["export", "csv", *DATASET, "--out", "{out}"],
}
PLACES_TO_WRITE: dict[str, Callable[[Path], Path]] = {
    "within a file": lambda place: Path(__file__) / "out",
    "where nothing can be made": lambda place: Path("/proc/lovp-graph/out"),
    "a name that is too long": lambda place: place / ("x" * 300),
    "a loop of links": lambda place: _linked(place / "loop"),
    "a folder that only reads": lambda place: Path("/proc"),
}


def _linked(place: Path) -> Path:
    loop(place)
    return place


@pytest.mark.parametrize("command", WRITERS)
@pytest.mark.parametrize("where", PLACES_TO_WRITE)
def test_a_place_that_cannot_be_written_is_one_message(command: str, where: str, dataset: Path, tmp_path: Path) -> None:
    out, other = PLACES_TO_WRITE[where](tmp_path), tmp_path / "other.nq"
    other.write_bytes(dataset.read_bytes().partition(b"\n")[2])
    said = refused(run([part.format(out=out, dataset=dataset, other=other) for part in WRITERS[command]]))
    lost = "holds other files, which would be lost" in said  # a folder is replaced, with all that stands in it
    assert lost if (command, str(out)) == ("export of a folder", "/proc") else "cannot be" in said
    assert "written" in said or lost
    assert len([line for line in said.splitlines() if line.startswith("lovp-graph:")]) <= 1


# --- values

VALUES = {
    "escapes": ESCAPES,
    "long": "x" * 5000,
    "quotes": "\"'`\\} UNION { ?a ?b ?c } #",
    "surrogate": "\udcff",
    "empty": "",
    "bidi": "\u202ewolkenkrabber\u202c",
    "lines": "a\nb\r\x85",
}
TAKERS: dict[str, list[str]] = {
    "a command": ["{value}"],
    "an option": ["build", "--{value}"],
    "ask QUESTION": ["ask", "{value}", *DATASET],
    "ask --theme": ["ask", "commitments", "--theme", "{value}", *DATASET],
    "ask --reference-date": ["ask", "commitments", "--reference-date", "{value}", *DATASET],
    "ask --endpoint": ["ask", "meetings", "--endpoint", "{value}"],
    "trace THEME": ["trace", "{value}", *DATASET],
    "trace --since": ["trace", THEME, "--since", "{value}", *DATASET],
    "brief --meeting": ["brief", "--meeting", "{value}", *DATASET],
    "brief --themes": ["brief", "--meeting", "2030-04-10", "--themes", "{value}", *DATASET],
    "export FORMAT": ["export", "{value}", *DATASET],
    "export --actor": ["export", "turtle", "--actor", "{value}", *DATASET, "--out", "{out}"],
    "check FILE": ["check", "{value}", *DATA],
    "check --lang": ["check", "--lang", "{value}", *DATA],
    "register TEXT": ["register", "{value}"],
    "draft FILE": ["draft", "{value}", "--out", "{out}"],
    "draft --explain": ["draft", TEXT, *DATA, "--explain", "{value}"],
    "site --data": ["site", "--data", "{value}", "--out", "{out}"],
    "serve --port": ["serve", "--port", "{value}"],
    "diff": ["diff", "{value}", "{dataset}"],
    "publish ENDPOINT": ["publish", "{value}", *DATASET],
    "publish --data": ["publish", NOBODY, "--data", "{value}"],
}
NO_FAULT = {("ask --theme", "empty"), ("ask --reference-date", "empty"), ("trace --since", "empty"),
            ("an option", "empty")}  # fmt: skip


@pytest.mark.parametrize("command", TAKERS)
@pytest.mark.parametrize("kind", VALUES)
def test_a_value_that_is_none_is_one_message(command: str, kind: str, dataset: Path, tmp_path: Path) -> None:
    if (command, kind) in NO_FAULT:
        return
    refused(run([part.format(value=VALUES[kind], out=tmp_path, dataset=dataset) for part in TAKERS[command]]))
    assert list(tmp_path.iterdir()) == []


# --- every command


def test_every_command_stands_in_the_tables() -> None:
    """Where it takes a file (`check` and `build` have tests of their own), and where it takes a value."""
    assert {arguments[0] for arguments, _ in PLACES.values()} | {"check", "build"} == set(COMMANDS)
    assert {arguments[0] for arguments in TAKERS.values()} >= set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_fault_that_no_command_expects_is_one_message(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(*_: object, **__: object) -> None:
        raise RuntimeError(f"so kan het niet{ESCAPES}")

    monkeypatch.setattr(main.get_command(click.Context(main), name), "make_context", fault)
    result = run([name])
    assert isinstance(result.exception, SystemExit), result.output
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("lovp-graph: so kan het niet")
    assert "(RuntimeError; a fault of the program: --debug shows where)" in result.stderr
    assert "\x1b" not in result.stderr
    assert isinstance(run(["--debug", name]).exception, RuntimeError)


# --- names of files that give orders


def test_a_name_of_a_file_does_not_reach_the_terminal_as_it_is(tmp_path: Path) -> None:
    name = f"kust-2030-01-15{ESCAPES}"
    text, note = tmp_path / f"{name}.txt", tmp_path / f"{name}.yaml"
    shutil.copy(TEXT, text)
    note.write_text("id: x\n", encoding="utf-8")
    broken = tmp_path / f"{name}.pdf"
    broken.write_bytes(b"%PDF-1.7")
    for arguments in (
        ["register", str(text), "--out", str(tmp_path / ESCAPES)],
        ["draft", str(text), str(broken), *DATA, "--out", str(tmp_path / ESCAPES)],
        ["draft", str(text), *DATA, "--out", str(tmp_path / ESCAPES)],
        ["check", str(note), *DATA],
        ["build", *DATA, "--out", str(tmp_path / f"b{ESCAPES}")],
        ["ask", "meetings", "--dataset", str(note)],
    ):
        result = run(arguments)
        assert isinstance(result.exception, SystemExit | None), result.exception
        assert "\x1b" not in result.output, arguments
        assert "\x9b" not in result.output, arguments
        assert "2030-01-15" in result.output or "lovp.nq" in result.output


def test_with_debug_it_is_shown_where_an_error_came_from(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    binary(bad)
    assert isinstance(run(["--debug", "register", str(bad)]).exception, LovpGraphError)
