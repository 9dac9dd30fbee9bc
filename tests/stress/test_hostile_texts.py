"""A dataset in which every text attacks, through all that prints or writes for people."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import docx
import openpyxl  # type: ignore[import-untyped]
import pytest
from click.testing import CliRunner

from lovp_graph.cli import main
from tests.conftest import FIXTURES
from tests.hostile import hostile_quads

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> str:
    import pyoxigraph as ox  # noqa: PLC0415

    path = tmp_path_factory.mktemp("hostile") / "hostile.nq"
    path.write_bytes(ox.serialize(hostile_quads(), format=ox.RdfFormat.N_QUADS) or b"")
    return str(path)


def out(*arguments: str, findings: bool = False) -> bytes:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == (3 if findings else 0), result.output
    assert not CONTROL.search(result.stderr)
    return result.stdout_bytes


ASKED = [
    ["ask", "commitments", "--reference-date", "2040-01-01"],
    ["ask", "meetings"],
    ["ask", "theme-timeline", "--theme", "gezag"],
    ["trace", "gezag"],
    ["brief", "--meeting", "2031-01-01", "--themes", "gezag"],
]


def questions(dataset: str) -> list[list[str]]:
    known = [[*one, "--dataset", dataset] for one in ASKED]
    return [one for one in known if CliRunner().invoke(main, one).exit_code == 0]


def test_no_text_commands_a_terminal(dataset: str) -> None:
    asked = questions(dataset)
    assert len(asked) >= 3
    for one in asked:
        printed = out(*one).decode()
        assert not CONTROL.search(printed), one
        marked = out(*one, "--format", "md").decode()
        assert not CONTROL.search(marked), one
        assert not re.search(r"(?<!\\)<(?:script|img|svg)", marked)
        assert "](javascript:" not in marked.replace("\\]", "")
    told = out("diff", str(FIXTURES / "history"), dataset, findings=True).decode()
    assert not CONTROL.search(told)
    assert all(line.startswith(("  ", *"abcdefghijklmnopqrstuvwxyz")) for line in told.splitlines())


def test_no_cell_becomes_a_formula(dataset: str, tmp_path: Path) -> None:
    asked = [*ASKED[0], "--dataset", dataset]
    rows = list(csv.reader(io.StringIO(out(*asked, "--format", "csv").decode("utf-8-sig")), delimiter=";"))
    assert len(rows) > 3
    assert not any(cell.lstrip()[:1] in {"=", "+", "@"} for row in rows for cell in row)
    out(*asked, "--out", str(tmp_path / "x.xlsx"))
    out("export", "xlsx", "--dataset", dataset, "--out", str(tmp_path / "y.xlsx"))
    for name in ("x.xlsx", "y.xlsx"):
        book = openpyxl.load_workbook(tmp_path / name)
        assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_a_note_opens_in_a_word_processor(dataset: str, tmp_path: Path) -> None:
    out("trace", "gezag", "--dataset", dataset, "--out", str(tmp_path / "note.docx"))
    assert any("<script>" in paragraph.text for paragraph in docx.Document(str(tmp_path / "note.docx")).paragraphs)
