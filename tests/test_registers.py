"""The sentence register: written and read back, and what can be wrong with one."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovp_graph import documents, files, registers
from lovp_graph.registers import COLUMNS, Row
from tests.conftest import EXAMPLE

HEADER = ",".join(COLUMNS)
DIGEST = "a" * 64


@pytest.mark.parametrize("text", sorted((EXAMPLE / "texts").glob("*.txt")), ids=lambda path: path.stem)
def test_a_text_gives_its_register_byte_for_byte(text: Path) -> None:
    _, document = documents.read(text)
    expected = (EXAMPLE / "sentences" / f"{text.stem}.csv").read_bytes()
    assert registers.write(registers.from_document(document)).encode() == expected


def test_the_real_texts_give_the_registers_in_the_repository(texts: Path) -> None:
    folder = EXAMPLE.parent.parent.parent / "data" / "sentences"
    for text in sorted(texts.glob("*.txt")):
        _, document = documents.read(text)
        assert registers.write(registers.from_document(document)).encode() == (folder / f"{text.stem}.csv").read_bytes()


def rows() -> st.SearchStrategy[list[Row]]:
    lengths = st.lists(
        st.tuples(st.integers(0, 5), st.integers(1, 500), st.binary(min_size=32, max_size=32)), max_size=30
    )

    def build(parts: list[tuple[int, int, bytes]]) -> list[Row]:
        found, position = [], 0
        for number, (gap, length, digest) in enumerate(parts, start=1):
            start = position + gap
            position = start + length
            found.append(Row(number, number // 4, number // 2, start, position, digest.hex()))
        return found

    return lengths.map(build)


@given(rows())
def test_what_is_written_is_read_back(written: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.csv")
        path.write_text(registers.write(written), encoding="utf-8")
        read, problems = registers.read(path)
    assert problems == []
    assert [Row(r.number, r.section, r.paragraph, r.start, r.end, r.sha256) for r in read] == written
    assert [row.line for row in read] == list(range(2, len(read) + 2))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", [(1, "register-columns")]),
        ("a,b\n", [(1, "register-columns")]),
        (f"{HEADER}\n1,0,1,0,5\n", [(2, "register-row")]),
        (f"{HEADER}\n1,0,1,0,5,xyz\n", [(2, "register-row")]),
        (f"{HEADER}\n1,0,1,0,vijf,{DIGEST}\n", [(2, "register-row")]),
        (f"{HEADER}\n\n1,0,1,5,5,{DIGEST}\n", [(2, "register-row"), (3, "register-order")]),
        (f"{HEADER}\n1,0,1,-1,5,{DIGEST}\n", [(2, "register-row")]),
        (f"{HEADER}\n2,0,1,0,5,{DIGEST}\n", [(2, "register-order")]),
        (f"{HEADER}\n1,0,1,5,5,{DIGEST}\n", [(2, "register-order")]),
        (f"{HEADER}\n1,0,1,0,5,{DIGEST}\n2,0,1,4,9,{DIGEST}\n", [(3, "register-order")]),
    ],
)
def test_a_faulty_register_is_a_problem_on_its_line(
    content: str, expected: list[tuple[int, str]], tmp_path: Path
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(content, encoding="utf-8")
    assert [(problem.line, problem.code) for problem in registers.read(path)[1]] == expected


def test_the_columns_are_named_where_they_are_others(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n", encoding="utf-8")
    (problem,) = registers.read(path)[1]
    assert HEADER in problem.message


def test_a_missing_register_says_how_to_make_it(tmp_path: Path) -> None:
    (problem,) = registers.read(tmp_path / "weg.csv")[1]
    assert "lovp-graph register" in problem.message
    assert problem.line == 0


def test_a_register_is_read_up_to_a_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registers, "MAX_MEGABYTES", 1)
    path = tmp_path / "x.csv"
    largest = f"{HEADER}\n".ljust(files.MEGABYTE, "x")
    path.write_text(largest, encoding="utf-8")
    assert {problem.code for problem in registers.read(path)[1]} == {"register-row"}
    path.write_text(largest + "x", encoding="utf-8")
    (problem,) = registers.read(path)[1]
    assert (problem.line, problem.code) == (0, "too-large")
    assert "1 MB" in problem.message


def test_a_register_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"\xff\xfe")
    assert [(problem.line, problem.code) for problem in registers.read(path)[1]] == [(0, "encoding")]
