"""A web page becomes blocks: what its author marked as headings, paragraphs, items and rows."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import Any

from lovp_graph.documents.layout import Block, Piece, assemble, stands_out_as_heading
from lovp_graph.errors import DocumentError

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = {
    *HEADINGS, "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "form", "header", "hgroup", "hr", "html", "legend", "li", "main", "ol",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
LEFT_OUT = {
    "aside", "audio", "button", "canvas", "dialog", "datalist", "footer", "form", "head", "header", "iframe", "input",
    "math", "nav", "noscript", "object", "script", "select", "style", "svg", "template", "textarea", "video",
}  # fmt: skip
ROLES_LEFT_OUT = {"banner", "complementary", "contentinfo", "navigation", "search"}
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
DECLARED = re.compile(rb"\s*<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
MARKS = [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")]
# What a page says of its encoding, and what it then is: browsers read Latin-1 as Windows-1252.
ENCODINGS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "cp1252": "cp1252", "iso8859-15": "iso8859-15", "utf-8": "utf-8",
    "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8",  # it could not be read as ASCII if it were
}  # fmt: skip


def blocks_of(data: bytes, name: str) -> tuple[str, list[Block]]:
    """The text of a page, a line for each block, and its blocks; menus, headers and footers are left out."""
    from lxml import html  # noqa: PLC0415 - takes long to import, and plain text needs none of it

    text = _decoded(data, name)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    if not text.strip():
        return "", []
    page = html.document_fromstring(text.encode("utf-8"), parser=parser)
    return assemble(_Reader(page).pieces())


def _decoded(data: bytes, name: str) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            found, body = encoding, data[len(mark) :]
            break
    else:
        said = DECLARED.match(data[:1024]) or META.search(data[:4096])
        named = said.group(1).decode("ascii") if said else "utf-8"
        try:
            found, body = ENCODINGS[codecs.lookup(named).name], data
        except (LookupError, ValueError) as error:
            raise DocumentError(f"{name}: in the encoding {named}, which is not read; save it as UTF-8") from error
    try:
        text = body.decode(found)
    except UnicodeDecodeError as error:
        raise DocumentError(f"{name}: not {found.upper()} (byte {error.start}); save the page as UTF-8") from error
    if "\0" in text:
        raise DocumentError(f"{name}: this is no web page (it holds NUL bytes); save the page anew")
    return text


@dataclass
class _Reader:
    """Goes through a page once, in order, and never deeper into Python's stack than this."""

    page: Any
    found: list[Piece] = field(default_factory=list)
    buffer: list[tuple[str, bool]] = field(default_factory=list)  # text, and whether it is bold
    level: int = 0  # of the heading being read
    bold: int = 0
    item: bool = False  # whether the next paragraph is the first of a list item
    cells: list[str] | None = None  # of the row being read

    def pieces(self) -> list[Piece]:
        """The paragraphs of the page, in order."""
        from lxml import etree  # noqa: PLC0415

        root = self._root()
        titles = [found for found in self.page.iter("h1") if found.text_content().strip()]
        if not any(found is root or root in found.iterancestors() for found in titles) and len(titles) == 1:
            self.found.append(Piece(titles[0].text_content(), "heading", 1))
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped: Any = None
        for event, element in walk:
            if event == "start":
                if element is not root and self._is_left_out(element):
                    skipped = element
                    walk.skip_subtree()
                else:
                    self._open(element)
                continue
            if element is skipped:
                skipped = None
            else:
                self._close(element)
            if element is not root:
                self._add(element.tail)
        self._flush()
        return self.found

    def _root(self) -> Any:
        """Where the text stands: the page's main part, its only article, or all of it."""
        mains = [*self.page.iter("main"), *self.page.xpath("//*[@role='main']")]
        articles = [one for one in self.page.iter("article") if next(one.iterancestors("article"), None) is None]
        for root in mains or (articles if len(articles) == 1 else []):
            if root.text_content().strip():
                return root
        body = self.page.find("body")
        return self.page if body is None else body

    def _is_left_out(self, element: Any) -> bool:
        tag = element.tag
        if tag in ("form", "header"):
            # Some pages are one form; the header of an article holds its title.
            return not any(True for _ in element.iter("h1", "main", "article"))
        if tag == "sup" and (element.find(".//a") is not None or element.getparent().tag == "a"):
            return True  # the mark of a footnote
        return (
            tag in LEFT_OUT
            or element.get("hidden") is not None
            or element.get("role") in ROLES_LEFT_OUT
            or bool(HIDDEN.search(element.get("style") or ""))
        )

    def _open(self, element: Any) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self._flush()
        if tag in HEADINGS:
            self.level = HEADINGS[tag]
        elif tag in ("b", "strong"):
            self.bold += 1
        elif tag == "li":
            self.item = True
        elif tag == "tr" and self.cells is None and _holds_cells_only(element):
            self.cells = []
        elif tag == "br":
            self._break()
        self._add(element.text)

    def _close(self, element: Any) -> None:
        tag = element.tag
        if tag in ("b", "strong"):
            self.bold -= 1
        elif tag in ("td", "th") and self.cells is not None:
            self.cells.append(_joined(self.buffer))
            self.buffer.clear()
        elif tag == "tr" and self.cells is not None:
            self._row()
        elif tag in BLOCKS:
            self._flush()
            if tag in HEADINGS:
                self.level = 0
            elif tag == "li":
                self.item = False

    def _add(self, text: str | None) -> None:
        if text:
            self.buffer.append((re.sub(r"\s+", " ", text), self.bold > 0))

    def _break(self) -> None:
        """A line break is white space; a second one ends the paragraph."""
        for part, _ in reversed(self.buffer):
            if part == "\n":
                self._flush()
                return
            if part.strip():
                break
        self.buffer.append(("\n", self.bold > 0))

    def _row(self) -> None:
        cells = [cell.strip() for cell in self.cells or [] if cell.strip()]
        self.cells = None
        self.found.append(Piece(" ".join(cells), "row" if len(cells) > 1 else "none"))

    def _flush(self) -> None:
        if self.cells is not None:  # paragraphs within a cell
            self.buffer.append((" ", False))
            return
        text = " ".join(_joined(self.buffer).split())
        bold = all(bold for part, bold in self.buffer if part.strip())
        self.buffer.clear()
        if not text:
            return
        if self.level:
            self.found.append(Piece(text, "heading", self.level))
        elif self.item:
            self.found.append(Piece(text, "item"))
        elif bold and stands_out_as_heading(text):
            self.found.append(Piece(text, "heading"))
        else:
            self.found.append(Piece(text))
        self.item = False


def _joined(buffer: list[tuple[str, bool]]) -> str:
    return "".join(part for part, _ in buffer)


def _holds_cells_only(row: Any) -> bool:
    """Whether a row is one of data; a table can also be there for the layout of the page."""
    if any(True for _ in row.iter("table", "ul", "ol", *HEADINGS)):
        return False
    return all(sum(1 for _ in cell.iter("p", "div")) <= 1 for cell in row.iter("td", "th"))
