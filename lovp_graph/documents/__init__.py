"""A summary's file becomes title, dates, sections, paragraphs and numbered sentences.

Nothing here knows RDF. Offsets count code points of the text as it stands in the file,
from 0, the end exclusive.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lovp_graph.documents.layout import blocks, lexicon
from lovp_graph.documents.sentences import digest, fold, spans
from lovp_graph.errors import DocumentError

__all__ = ["Document", "Section", "Sentence", "from_bytes", "parse", "read"]

MAX_BYTES = 5_000_000  # a summary is some 10 kB; the minutes of a whole council day stay far below this


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it. Number 0 is the text before the first heading.

    `parent` is the number of the section that this one stands under, if any.
    """

    number: int
    heading: str
    parent: int | None


@dataclass(frozen=True)
class Sentence:
    """A sentence with its place: `section` and `paragraph` are numbers, `text` reads folded."""

    number: int
    section: int
    paragraph: int
    start: int
    end: int
    text: str
    sha256: str


@dataclass(frozen=True)
class Document:
    """What a summary consists of; `dates` are the meetings' dates in the title's own order."""

    title: str
    dates: tuple[date, ...]
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]


def read(path: Path) -> tuple[str, Document]:
    """Read a plain-text summary in UTF-8: its text, which the offsets count in, and what it consists of.

    Raises DocumentError when the file cannot be read, is not text, or holds no sentence.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DocumentError(f"{path}: larger than {MAX_BYTES // 1_000_000} MB; give one summary as plain text")
        return from_bytes(path.read_bytes(), str(path))
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror}); check the name and the permissions") from error


def from_bytes(data: bytes, name: str) -> tuple[str, Document]:
    """The same for the content of a file; `name` is what messages call it."""
    if b"\0" in data:
        raise DocumentError(f"{name}: this is not plain text (it holds NUL bytes); save the summary as UTF-8 text")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError(f"{name}:{line}: not UTF-8 (byte {error.start}); save the text as UTF-8") from error
    document = parse(text)
    if not document.sentences:
        raise DocumentError(f"{name}: no sentence found; give the text of a summary")
    return text, document


def parse(text: str) -> Document:
    """Divide the text of a summary. Headings are not numbered as sentences."""
    found = blocks(text)
    title = ""
    if found and found[0].kind == "heading":
        title = fold(text[found[0].start : found[0].end])
        found = found[1:]
    sections = [Section(0, "", None)]
    sentences: list[Sentence] = []
    plain: int | None = None  # the last heading without a bullet
    group: int | None = None  # the heading without text that later headings stand under
    paragraph = 0
    for index, block in enumerate(found):
        if block.kind == "heading":
            heading = fold(text[block.start : block.end])
            number = len(sections)
            if heading.lower().rstrip(".:") in lexicon()["closing_headings"]:
                group = None
            parent = plain if block.bullet else group
            plain = plain if block.bullet else number
            sections.append(Section(number, heading, parent))
            following = found[index + 1] if index + 1 < len(found) else None
            if (
                group is None
                and not block.bullet
                and following
                and following.kind == "heading"
                and not following.bullet
            ):
                group = number
            continue
        paragraph += 1
        for start, end in spans(text, block.start, block.end):
            body = text[start:end]
            sentences.append(
                Sentence(len(sentences) + 1, len(sections) - 1, paragraph, start, end, fold(body), digest(body))
            )
    return Document(title, _dates(title), tuple(sections), tuple(sentences))


def _dates(title: str) -> tuple[date, ...]:
    """The dates in a title; one without a year takes the year of the next that has one.

    Impossible dates (31 February) are left out.
    """
    months = lexicon()["months"]
    pattern = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(months)})(?:\s+(\d{{4}}))?", re.IGNORECASE)
    year: int | None = None
    found: list[date] = []
    for day, month, own_year in reversed(pattern.findall(title)):
        year = int(own_year) if own_year else year
        if year is None:
            continue
        try:
            found.append(date(year, months.index(month.lower()) + 1, int(day)))
        except ValueError:
            continue
    return tuple(reversed(found))
