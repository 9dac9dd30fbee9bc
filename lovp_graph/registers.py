"""The sentence register of a summary: which sentences it has, where they stand, what they digest to.

The register stands in the repository in place of the text. It is a CSV file with the columns
of `COLUMNS`; offsets count code points of the text from 0, the end exclusive.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lovp_graph import files
from lovp_graph.errors import Problem
from lovp_graph.messages import problem

if TYPE_CHECKING:
    from lovp_graph.documents import Document  # its readers need not be loaded for a register

MAX_MEGABYTES = 20  # that of the largest text that is read has half of it

COLUMNS = ("number", "section", "paragraph", "start", "end", "sha256")


@dataclass(frozen=True)
class Row:
    """One sentence: numbers count from 1, section 0 is the opening, `line` is the CSV's line."""

    number: int
    section: int
    paragraph: int
    start: int
    end: int
    sha256: str
    line: int = 0


def from_document(document: Document) -> list[Row]:
    """The register of a summary that was read."""
    return [
        Row(sentence.number, sentence.section, sentence.paragraph, sentence.start, sentence.end, sentence.sha256)
        for sentence in document.sentences
    ]


def write(rows: list[Row]) -> str:
    """The register as CSV text, the same for the same rows on every machine."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((row.number, row.section, row.paragraph, row.start, row.end, row.sha256) for row in rows)
    return out.getvalue()


def read(path: Path, content: bytes | None = None) -> tuple[list[Row], list[Problem]]:
    """The rows of a register file, and what is wrong with it; `content` is what it holds, if that has been read."""
    try:
        if content is None:
            content = files.read_regular(path, MAX_MEGABYTES * files.MEGABYTE)
        if len(content) > MAX_MEGABYTES * files.MEGABYTE:
            return [], [problem(path, 0, "too-large", limit=MAX_MEGABYTES)]
        text = content.decode("utf-8-sig")
    except OSError as error:
        return [], [problem(path, 0, "unreadable", reason=f"{error.strerror}; make it with `lovp-graph register`")]
    except UnicodeDecodeError:
        return [], [problem(path, 0, "encoding")]
    lines = [line.split(",") for line in text.splitlines()]  # no cell of a register is quoted
    if not lines or tuple(lines[0]) != COLUMNS:
        return [], [problem(path, 1, "register-columns", value=",".join(COLUMNS))]
    rows: list[Row] = []
    problems: list[Problem] = []
    for line, cells in enumerate(lines[1:], start=2):
        row = _row(cells, line)
        if row is None:
            problems.append(problem(path, line, "register-row"))
            continue
        if row.number != len(rows) + 1 or row.end <= row.start or (rows and row.start < rows[-1].end):
            problems.append(problem(path, line, "register-order"))
        rows.append(row)
    return rows, problems


def _row(cells: list[str], line: int) -> Row | None:
    if len(cells) != len(COLUMNS) or not re.fullmatch(r"[0-9a-f]{64}", cells[-1]):
        return None
    if not all(re.fullmatch(r"0|[1-9][0-9]{0,8}", cell) for cell in cells[:-1]):
        return None
    number, section, paragraph, start, end = (int(cell) for cell in cells[:-1])
    return Row(number, section, paragraph, start, end, cells[-1], line)
