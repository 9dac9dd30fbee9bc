"""A file of data becomes lines by itself, wherever that is done."""

from __future__ import annotations

import pickle
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from lovp_graph.annotations import load
from lovp_graph.dataset import assemble
from lovp_graph.mapping import Source, mapped, pack, probable_summary, unpack
from lovp_graph.resources import ID
from tests.conftest import EXAMPLE, FIXTURES

SUMMARY = EXAMPLE / "summaries" / "kust-2030-04-10.yaml"
REGISTER = EXAMPLE / "sentences" / "kust-2030-04-10.csv"


@pytest.fixture
def source() -> Source:
    return Source(SUMMARY, SUMMARY.read_bytes(), REGISTER, REGISTER.read_bytes())


def test_a_document_is_mapped_from_its_content_alone(source: Source) -> None:
    here = mapped(Source(SUMMARY, None, REGISTER, None))
    elsewhere = replace(source, path=Path("/nowhere") / SUMMARY.name, register=Path("/nowhere") / REGISTER.name)
    assert mapped(pickle.loads(pickle.dumps(elsewhere))) == here  # noqa: S301 - our own
    assert here.block.lines() == sorted(here.block.lines())
    assert (here.summary, here.sentences, here.problems) == ("kust-2030-04-10", 7, ())
    assert here.things[f"{ID}uitspraak/kust-2030-04-10-002"] == 27


@pytest.mark.parametrize(
    ("path", "register"),
    [
        (SUMMARY, REGISTER),
        (EXAMPLE / "actors.yaml", None),
        (FIXTURES / "ten-mistakes.yaml", FIXTURES / "ten-mistakes.csv"),
        (FIXTURES / "ten-mistakes.yaml", EXAMPLE / "actors.yaml"),  # what is no register
    ],
)
def test_what_is_kept_of_a_document_is_all_of_it(path: Path, register: Path | None) -> None:
    source = Source(path, path.read_bytes(), register, register.read_bytes() if register else None)
    made = mapped(source)
    assert unpack(pack(made), source) == made
    moved = replace(source, path=Path("/elsewhere") / path.name)
    assert unpack(pack(made), moved) == mapped(moved)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"id: summary/x-1\ntype: Summary\n", "x-1"),
        (b"# a remark\r\ntype: Summary\r\nid:  summary/x-1  \r\n", "x-1"),
        (b"type: Summary\n", "file"),
        (b"graph:\n  - id: summary/x-1\n", "file"),
        (b'id: "summary/x-1"\n', "file"),  # only probable: found out when it is read
    ],
)
def test_the_probable_summary(content: bytes, expected: str) -> None:
    assert probable_summary(Path("file.yaml"), content) == expected


def test_a_register_that_was_not_the_probable_one(example: Path, tmp_path: Path) -> None:
    """An id in quotation marks, in a file of another name: the register is found all the same."""
    text = SUMMARY.read_text(encoding="utf-8").replace("id: summary/kust-2030-04-10", 'id: "summary/kust-2030-04-10"')
    draft = tmp_path / "draft.yaml"
    draft.write_text(text, encoding="utf-8")
    dataset = assemble(example, [draft])
    assert dataset.problems == []
    assert dataset.registers["kust-2030-04-10"] == REGISTER.relative_to(EXAMPLE) or (
        dataset.registers["kust-2030-04-10"] == example / "sentences" / REGISTER.name
    )
    assert len(dataset.graphs.lines("https://w3id.org/lovp/graph/summary/kust-2030-04-10")) == len(
        assemble(example).graphs.lines("https://w3id.org/lovp/graph/summary/kust-2030-04-10")
    )


def test_an_id_that_another_file_has_stays_with_the_first(example: Path) -> None:
    path = example / "summaries" / "kust-2030-01-15.yaml"
    (example / "summaries" / "kust-2031.yaml").write_text(
        path.read_text(encoding="utf-8").replace("id: summary/kust-2030-01-15", "id: summary/kust-2031"),
        encoding="utf-8",
    )
    shutil.copy(example / "sentences" / "kust-2030-01-15.csv", example / "sentences" / "kust-2031.csv")
    dataset = assemble(example)
    own = load(path)
    told = [problem for problem in dataset.problems if problem.code == "duplicate-id"]
    assert len(told) == sum(thing.startswith(ID) for thing, _ in own.positions.things()) - 1  # all but the summary
    assert {problem.path.name for problem in told} == {"kust-2031.yaml"}
    assert "kust-2030-01-15.yaml:" in told[0].message
    assert dataset.positions.find(f"{ID}uitspraak/kust-2030-01-15-002", "https://w3id.org/lovp/ns/gist") == (path, 48)


def test_a_sentence_belongs_to_its_register(example: Path) -> None:
    path = example / "actors.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: actor/dijkgraaf", "id: zin/kust-2030-01-15-3", 1))
    dataset = assemble(example)
    place = dataset.positions.find(f"{ID}zin/kust-2030-01-15-3")
    assert place
    assert place[0] == path  # as the general files are read first
    assert dataset.positions.find(f"{ID}zin/kust-2030-01-15-4") == (example / "sentences" / "kust-2030-01-15.csv", 5)


def test_what_cannot_be_read_is_said(example: Path) -> None:
    (example / "summaries" / "kust-2030-04-10.yaml").unlink()
    (example / "summaries" / "kust-2030-04-10.yaml").mkdir()
    (example / "sentences" / "kust-2030-01-15.csv").write_bytes(b"\xff")
    codes = {problem.code for problem in assemble(example).problems}
    assert {"unreadable", "encoding"} <= codes
