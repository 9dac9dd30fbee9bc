"""Whoever has the published texts can prove that they are the ones that were annotated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path

from lovp_graph import documents, registers
from lovp_graph.errors import DocumentError, Problem
from lovp_graph.messages import problem
from lovp_graph.registers import Row


@dataclass(frozen=True)
class Verification:
    """How a text compares with its register: sentences that agree, and what differs."""

    slug: str
    text: Path
    agreeing: int
    total: int
    problems: tuple[Problem, ...]


def verify(slug: str, text: Path, register: Path) -> Verification:
    """Hold the text of summary `slug` against its register, sentence by sentence."""
    rows, problems = registers.read(register)
    if not text.is_file():
        return Verification(slug, text, 0, len(rows), (*problems, problem(text, 0, "text-missing", slug=slug)))
    try:
        content, document = documents.read(text)
    except DocumentError as error:
        unreadable = problem(text, 0, "unreadable", reason=str(error))
        return Verification(slug, text, 0, len(rows), (*problems, unreadable))
    sentences = registers.from_document(document)
    agreeing = sum(_key(row) == _key(sentence) for row, sentence in zip(rows, sentences, strict=False))
    differing = _differences(text, content, rows, sentences)
    return Verification(slug, text, agreeing, len(rows), (*problems, *differing))


def _key(row: Row) -> Row:
    """A row without the line of the file that it was read from."""
    return replace(row, line=0)


def _differences(path: Path, content: str, rows: list[Row], sentences: list[Row]) -> Iterator[Problem]:
    """What differs. A sentence that only moved is named as moved, not as another text."""
    numbers = {row.sha256: row.number for row in rows}
    for row, sentence in zip_longest(rows, sentences):
        if sentence is None:
            yield problem(path, 0, "text-lacks", number=row.number)
            continue
        line = content.count("\n", 0, sentence.start) + 1
        if row is not None and _key(row) == _key(sentence):
            continue
        if sentence.sha256 in numbers:
            yield problem(path, line, "text-moved", number=sentence.number, other=numbers[sentence.sha256])
        elif row is None:
            yield problem(path, line, "text-new", number=sentence.number, total=len(rows))
        else:
            yield problem(path, line, "text-differs", number=row.number)
