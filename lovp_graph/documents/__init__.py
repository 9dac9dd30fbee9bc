"""A summary's file becomes title, dates, sections, paragraphs and numbered sentences.

Nothing here knows RDF. Offsets count code points of the text as it stands in the file (of PDF,
DOCX and HTML: as extracted), from 0, the end exclusive.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lovp_graph import files
from lovp_graph.documents import apart, formats
from lovp_graph.documents.formats import SUFFIXES
from lovp_graph.documents.layout import Block, blocks, lexicon
from lovp_graph.documents.sentences import digest, fold, spans
from lovp_graph.errors import DocumentError

__all__ = ["LARGEST", "SUFFIXES", "Document", "Section", "Sentence", "content", "from_bytes", "parse", "read"]

LARGEST = max(formats.MAX_BYTES.values())  # no file with more bytes than this is read


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
    """Read a summary in PDF, DOCX, HTML or plain text: its text, in which offsets count, and what it consists of.

    The text of a plain-text file is the file itself; of the other formats it is the text as
    extracted, a line for each heading, paragraph, item and row. Raises DocumentError when the
    file cannot be read, is of another kind, or holds no sentence.
    """
    return from_bytes(content(path), str(path))


def content(path: Path) -> bytes:
    """The bytes of a file, to give to `from_bytes`; of one that is too large hardly more than it may have.

    Raises DocumentError when it cannot be read.
    """
    try:
        return files.read(path, LARGEST)
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror}); check the name and the permissions") from error


def from_bytes(data: bytes, name: str) -> tuple[str, Document]:
    """The same for the content of a file; `name` is what messages call it. The content decides its format."""
    kind = formats.recognise(data, name)
    if kind == "text":
        text = _plain(data, name)
        found = blocks(text)
    else:
        text, found = apart.blocks_of(kind, data, name)
    document = parse(text, found)
    if not document.sentences:
        raise DocumentError(f"{name}: no sentence found; give the text of a summary")
    return text, document


def _plain(data: bytes, name: str) -> str:
    if data.startswith(formats.UTF16_MARKS):
        raise DocumentError(f"{name}: in UTF-16; save the text as UTF-8")
    if b"\0" in data:
        raise DocumentError(
            f"{name}: this is not plain text (it holds NUL bytes), nor PDF, DOCX or HTML; save the summary as one of "
            "these"
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DocumentError(f"{name}:{line}: not UTF-8 (byte {error.start}); save the text as UTF-8") from error


def parse(text: str, found: Sequence[Block] | None = None) -> Document:
    """Divide the text of a summary. Headings are not numbered as sentences.

    `found` are its blocks; without them the text is taken to be wrapped, and they are made out.
    """
    found = blocks(text) if found is None else found
    title = ""
    if found and found[0].kind == "heading":
        title = fold(text[found[0].start : found[0].end])
        found = found[1:]
    sections = [Section(0, "", None)]
    sentences: list[Sentence] = []
    plain: int | None = None  # the last heading without a bullet
    group: int | None = None  # the heading without text that later headings stand under
    ranked: list[tuple[int, int]] = []  # rank and number of the headings that a lower one would stand under
    paragraph = 0
    for index, block in enumerate(found):
        if block.kind == "heading":
            heading = fold(text[block.start : block.end])
            number = len(sections)
            if heading.lower().rstrip(".:") in lexicon()["closing_headings"]:
                group = None
            while block.level and ranked and ranked[-1][0] >= block.level:
                ranked.pop()
            above = ranked[-1][1] if block.level and ranked else group
            parent = plain if block.bullet else above
            if block.level:
                ranked.append((block.level, number))
            plain = plain if block.bullet else number
            sections.append(Section(number, heading, parent))
            following = found[index + 1] if index + 1 < len(found) else None
            if (
                group is None
                and not block.bullet
                and following
                and following.kind == "heading"
                and not following.bullet
                and following.level <= block.level  # else its rank says what it stands under
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
