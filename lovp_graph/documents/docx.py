"""A Word document becomes blocks, by its styles, lists, tables and bold type."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from lovp_graph.documents.layout import Block, Piece, assemble, lexicon, stands_out_as_heading
from lovp_graph.errors import DocumentError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# What stands in a paragraph but is no text of it: what was deleted or moved away, drawings, comments.
LEFT_OUT = {W + "del", W + "moveFrom", W + "drawing", W + "pict", W + "object", W + "pPr", W + "rPr", FALLBACK}
SPACES = {W + "br", W + "cr", W + "tab", W + "ptab"}
OFF = {"0", "false", "off", "none"}
OUTLINE_LEVEL = re.compile("[0-8]")  # 9 is the level of what is no heading
CHUNK = 1 << 16
MAX_BOLD_SHARE = 0.5  # of the text, from which bold type marks no headings


def blocks_of(data: bytes, name: str) -> tuple[str, list[Block]]:
    """The text of a document, a line for each block, and its blocks; footnotes are left out."""
    import docx  # noqa: PLC0415 - takes long to import, and plain text needs none of it

    document = docx.Document(io.BytesIO(_unpacked(data, name)))
    reader = _Reader(document)
    return assemble(reader.pieces(document.element.body))


def _unpacked(data: bytes, name: str) -> bytes:
    """The same parts, packed without compression, for a library that reads each at one stroke.

    A part that unpacks to more than its archive says would take all memory then. None may declare
    entities: Word writes none, and they can be made to expand without end.
    """
    contents: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.infolist():
            if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise DocumentError(f"{name}: not a document that Word wrote (its compression); save it anew in Word")
            with archive.open(part) as file:
                content = b"".join(iter(partial(file.read, CHUNK), b""))
            if any("<!DOCTYPE".encode(encoding) in content for encoding in ("ascii", "utf-16-le", "utf-16-be")):
                raise DocumentError(
                    f"{name}: not a document that Word wrote (it declares XML entities); save it anew in Word"
                )
            contents[part.filename] = content
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as plain:
        for part_name, content in contents.items():
            plain.writestr(part_name, content)
    return out.getvalue()


@dataclass
class _Paragraph:
    text: str
    bold: int  # how many of its visible characters are bold
    visible: int
    mark_deleted: bool  # its end was deleted, so that the next paragraph continues it


@dataclass
class _Style:
    heading: int | None  # the rank of a heading, 0 where it has none
    item: bool
    bold: bool
    foreign: bool


@dataclass
class _Reader:
    document: Any
    styles: dict[str, _Style] = field(default_factory=dict)
    default: str = ""
    mostly_bold: bool = False

    def __post_init__(self) -> None:
        elements = {one.get(W + "styleId"): one for one in self.document.styles.element.iter(W + "style")}
        for identifier, one in elements.items():
            if one.get(W + "type") == "paragraph" and one.get(W + "default") not in (None, *OFF):
                self.default = identifier
            self.styles[identifier] = _style(one, elements)

    def pieces(self, body: Any) -> list[Piece]:
        """The paragraphs and rows of the document, in order."""
        found = [self._paragraph(one) for one in body.iter(W + "p")]
        visible = sum(one.visible for one in found)
        self.mostly_bold = sum(one.bold for one in found) > visible * MAX_BOLD_SHARE
        return list(self._pieces(body))

    def _pieces(self, container: Any) -> Iterator[Piece]:
        before = ""  # the beginning of a paragraph of which the end was deleted
        for element in _inside(container):
            if element.tag == W + "tbl":
                yield from self._table(element)
            elif element.tag == W + "p":
                paragraph = self._paragraph(element)
                if paragraph.mark_deleted:
                    before += paragraph.text
                    continue
                yield from self._piece(element, paragraph, before)
                before = ""
        if before:
            yield Piece(before)

    def _piece(self, element: Any, paragraph: _Paragraph, before: str) -> Iterator[Piece]:
        style = self._style_of(element)
        text = " ".join((before + paragraph.text).split())
        properties = element.find(W + "pPr")
        numbering = None if properties is None else properties.find(f"{W}numPr/{W}numId")
        outline = None if properties is None else properties.find(W + "outlineLvl")
        bold = paragraph.visible and paragraph.bold == paragraph.visible and not self.mostly_bold
        if not text or style.foreign:
            return
        if style.heading is not None:
            yield Piece(text, "heading", style.heading)
        elif outline is not None and OUTLINE_LEVEL.fullmatch(outline.get(W + "val") or ""):
            yield Piece(text, "heading", int(outline.get(W + "val")) + 1)
        elif style.item if numbering is None else numbering.get(W + "val") != "0":
            yield Piece(text, "item")
        elif bold and stands_out_as_heading(text):
            yield Piece(text, "heading")
        else:
            yield Piece(text)

    def _table(self, table: Any) -> Iterator[Piece]:
        for row in _inside(table, W + "tr"):
            cells = list(_inside(row, W + "tc"))
            filled = [cell for cell in cells if any(one.text.strip() for one in self._own(cell))]
            layout = any(
                sum(bool(one.text.strip()) for one in self._own(cell)) > 1 or cell.find(W + "tbl") is not None
                for cell in filled
            )
            if layout or len(filled) == 1:  # a table that is there for the layout of the page
                for cell in filled:
                    yield from self._pieces(cell)
            else:
                yield Piece(" ".join(one.text for cell in filled for one in self._own(cell)), "row")

    def _own(self, cell: Any) -> list[_Paragraph]:
        return [self._paragraph(one) for one in _inside(cell, W + "p")]

    def _style_of(self, paragraph: Any) -> _Style:
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        identifier = self.default if named is None else named.get(W + "val")
        return self.styles.get(identifier, _Style(None, False, False, False))

    def _paragraph(self, element: Any) -> _Paragraph:
        parts: list[str] = []
        bold = visible = 0
        style = self._style_of(element)
        for run in _inside(element, W + "r"):
            if _is_on(run.find(f"{W}rPr/{W}vanish")):
                continue
            text = _text_of(run)
            length = len("".join(text.split()))
            visible += length
            own = run.find(f"{W}rPr/{W}b")
            named = run.find(f"{W}rPr/{W}rStyle")
            character = None if named is None else self.styles.get(named.get(W + "val"))
            inherited = style.bold or bool(character and character.bold)
            bold += length if (inherited if own is None else _is_on(own)) else 0
            parts.append(text)
        deleted = element.find(f"{W}pPr/{W}rPr/{W}del") is not None
        return _Paragraph("".join(parts), bold, visible, deleted)


def _inside(container: Any, wanted: str | None = None) -> Iterator[Any]:
    """The elements of a container that are `wanted` (paragraphs and tables by default), in order.

    Goes into wrappers (insertions, links, content controls), not into what is left out.
    """
    tags = {W + "p", W + "tbl"} if wanted is None else {wanted}
    waiting = list(reversed(container))
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str) or element.tag in LEFT_OUT:
            continue
        if element.tag in tags:
            yield element
        elif element.tag not in (W + "tbl", W + "tr", W + "tc", W + "p", W + "r"):
            waiting.extend(reversed(element))


def _text_of(run: Any) -> str:
    parts: list[str] = []
    for element in run:
        if element.tag == W + "t":
            parts.append(element.text or "")
        elif element.tag in SPACES:
            parts.append(" ")
        elif element.tag == W + "noBreakHyphen":
            parts.append("-")
        elif element.tag == W + "softHyphen":
            parts.append("\u00ad")
        elif element.tag == W + "sym":
            parts.append(_symbol(element.get(W + "char") or ""))
    return "".join(parts)


def _symbol(code: str) -> str:
    return chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{4}", code) else ""


def _is_on(element: Any) -> bool:
    return element is not None and (element.get(W + "val") or "1").lower() not in OFF


def _style(element: Any, elements: dict[str, Any]) -> _Style:
    """What a style means, with what it takes from the styles it is based on."""
    found = _Style(None, False, False, False)
    bold: bool | None = None
    seen: set[str] = set()
    while element is not None and element.get(W + "styleId") not in seen:
        seen.add(element.get(W + "styleId"))
        named = element.find(W + "name")
        name = ("" if named is None else named.get(W + "val") or "").lower()
        outline = element.find(f"{W}pPr/{W}outlineLvl")
        if found.heading is None:
            found.heading = _rank(name, None if outline is None else outline.get(W + "val"))
        numbered = element.find(f"{W}pPr/{W}numPr/{W}numId")
        found.item = found.item or (numbered is not None and numbered.get(W + "val") != "0") or _is(name, "item_styles")
        found.foreign = found.foreign or _is(name, "foreign_styles")
        own = element.find(f"{W}rPr/{W}b")
        if bold is None and own is not None:
            bold = _is_on(own)
        based = element.find(W + "basedOn")
        element = None if based is None else elements.get(based.get(W + "val"))
    found.bold = bool(bold)
    return found


def _rank(name: str, outline: str | None) -> int | None:
    if match := _pattern("heading_styles").fullmatch(name):
        return int(match.group(1) or 1)
    return int(outline) + 1 if outline and OUTLINE_LEVEL.fullmatch(outline) else None


def _is(name: str, styles: str) -> bool:
    return bool(_pattern(styles).fullmatch(name))


@cache
def _pattern(styles: str) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in lexicon()[styles])
    return re.compile(rf"(?:{names})\s*(\d)?(?: char)?")
