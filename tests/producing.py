"""The same text, made into the formats and layouts in which summaries are published."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
from docx.document import Document as Word
from fpdf import FPDF

from lovp_graph.documents import Document, parse
from lovp_graph.documents.layout import blocks
from lovp_graph.documents.sentences import fold

Parts = list[tuple[str, str]]  # kind and text of each block
VOWELS = "aeiouyë"
# Where a typesetter may divide a word: "samen-werking", "verga-dering".
DIVIDE = re.compile(rf"(?<=[{VOWELS}])([^\W\d_{VOWELS}]?)(?=[^\W\d_{VOWELS}][{VOWELS}])")


def parts_of(text: str) -> Parts:
    """The headings, paragraphs and items of a plain text, as they read."""
    return [
        ("item" if block.bullet and block.kind == "item" else "sub-heading" if block.bullet else block.kind,
         fold(text[block.start : block.end]))
        for block in blocks(text)
    ]  # fmt: skip


def outline(document: Document) -> tuple[Any, ...]:
    """What must be the same in every format: all but the offsets."""
    return (
        document.title,
        document.dates,
        [(section.number, section.heading) for section in document.sections],
        [(one.number, one.section, one.paragraph, one.sha256) for one in document.sentences],
    )


def expected(text: str) -> tuple[Any, ...]:
    return outline(parse(text))


def divided(text: str) -> str:
    """With a soft hyphen in the longer words."""
    return re.sub(
        r"[^\W\d_]{9,}", lambda word: word[0][:2] + DIVIDE.sub("\\1\u00ad", word[0][2:-2]) + word[0][-2:], text
    )


# --- DOCX


def as_docx(parts: Parts, make: Callable[[Word, str, str, bool], None]) -> bytes:
    document = docx.Document()
    for index, (kind, text) in enumerate(parts):
        make(document, kind, text, index == 0)
    return saved(document)


def saved(document: Word) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def styled(document: Word, kind: str, text: str, first: bool) -> None:
    style = {"item": "List Bullet", "sub-heading": "List Bullet", "paragraph": "Normal"}.get(kind, "Heading 2")
    document.add_paragraph(text, style="Title" if first and kind == "heading" else style)


def bold(document: Word, kind: str, text: str, first: bool) -> None:
    paragraph = document.add_paragraph("• " if kind in ("item", "sub-heading") else "")
    run = paragraph.add_run(text)
    run.bold = kind in ("heading", "sub-heading") or None
    document.add_paragraph()


def unstyled(document: Word, kind: str, text: str, first: bool) -> None:
    """In one style, with soft line breaks within paragraphs."""
    paragraph = document.add_paragraph("- " if kind in ("item", "sub-heading") else "")
    for index, word in enumerate(text.split()):
        if index and index % 9 == 0:
            paragraph.add_run().add_break()
            paragraph.add_run(word)
        else:
            paragraph.add_run(f" {word}" if index else word)


# --- HTML


def as_html(parts: Parts, *, marked: bool = True, divide: bool = False) -> str:
    """An article between what stands around it on a page."""
    lines: list[str] = []
    for index, (kind, text) in enumerate(parts):
        body = html.escape(divided(text) if divide else text)
        if kind in ("item", "sub-heading"):
            lines.append(f"<ul><li>{body}</li></ul>")
        elif kind == "heading":
            tag = "h1" if index == 0 else "h2"
            lines.append(f"<{tag}>{body}</{tag}>" if marked else f"<p><strong>{body}</strong></p>")
        else:
            lines.append(f"<p>\n  {body.replace('. ', '.  ')}\n</p>")
    return "\n".join(lines)


def page(content: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="nl"><head><meta charset="utf-8"><title>Kust | Nieuws</title><style>p {{ color: red }}</style></head>
<body><header><a href="/">Home</a> <p>Zoek op deze site.</p></header><nav><ul><li>Nieuws</li><li>Dossiers</li></ul></nav>
<main><article>{content}<script>document.write("<p>Niet lezen.</p>")</script></article></main>
<aside><h2>Meer</h2><p>Lees ook dit. En dat.</p></aside><form><p>Vond u dit nuttig? Zeg het.</p></form>
<footer><p>Deel deze pagina. Over ons.</p></footer></body></html>"""


# --- PDF


PAPERS = {"a4": (210.0, 297.0), "a5": (148.0, 210.0)}  # millimetres


@dataclass(frozen=True)
class Layout:
    """How a PDF is set."""

    font: str = "helvetica"
    size: float = 11
    heading_font: str = ""  # the font of the text, unless another is named
    heading_size: float = 0  # the size of the text, unless another is named
    heading_bold: bool = True
    justified: bool = False
    divide: bool = False
    gap: float = 6  # points between paragraphs
    leading: float = 1.25
    paper: str = "a4"
    margin: float = 20  # millimetres
    header: str = ""
    footer: str = ""


LAYOUTS = {
    "plain": Layout(),
    "justified": Layout(justified=True, font="times"),
    "justified and hyphenated": Layout(justified=True, divide=True, margin=45),
    "running lines": Layout(header="Kustoverleg - openbaar verslag", footer="Pagina {page} van {{nb}}", paper="a5"),
    "page numbers alone": Layout(footer="- {page} -", paper="a5", gap=0, justified=True),
    "two fonts": Layout(font="times", heading_font="helvetica", heading_size=15, size=12),
    "headings in larger type": Layout(heading_size=14, heading_bold=False),
    "headings by a gap alone": Layout(heading_bold=False, gap=9),
    "dense": Layout(gap=0),
    "dense and narrow": Layout(gap=0, margin=50, paper="a4", footer="{page}"),
    "wide leading": Layout(leading=1.9, gap=10, paper="a5"),
    "small pages": Layout(paper="a5", margin=15, size=13, divide=True, header="{page} | Verslag"),
}


class _Printer(FPDF):
    def __init__(self, layout: Layout) -> None:
        super().__init__(format=PAPERS[layout.paper], unit="mm")
        self.layout = layout
        self.core_fonts_encoding = "windows-1252"

    def header(self) -> None:
        if self.layout.header:
            self._running(self.layout.header, 8)

    def footer(self) -> None:
        if self.layout.footer:
            self._running(self.layout.footer, -12)

    def _running(self, text: str, place: float) -> None:
        self.set_y(place)
        self.set_font(self.layout.font, "", 8)
        self.cell(0, 4, text.format(page=self.page_no()).replace("{{", "{").replace("}}", "}"), align="C")
        self.set_y(self.t_margin)


def as_pdf(parts: Parts, layout: Layout) -> bytes:
    printer = _Printer(layout)
    printer.set_margins(layout.margin, 20, layout.margin)
    printer.set_auto_page_break(True, 20)
    printer.add_page()
    point = 25.4 / 72
    for index, (kind, text) in enumerate(parts):
        heading = kind in ("heading", "sub-heading")
        size = (layout.heading_size or layout.size) if heading else layout.size
        size = size + 4 if index == 0 and heading and layout.heading_bold else size
        printer.set_font(
            (layout.heading_font or layout.font) if heading else layout.font,
            "B" if heading and layout.heading_bold else "",
            size,
        )
        if heading and index and layout.gap:
            printer.ln(layout.gap * point)
        printer.multi_cell(
            0,
            size * layout.leading * point,
            ("• " if kind in ("item", "sub-heading") else "") + (divided(text) if layout.divide else text),
            align="J" if layout.justified and not heading else "L",
            new_x="LMARGIN",
            new_y="NEXT",
        )
        printer.ln(layout.gap * point)
    return bytes(printer.output())


STYLES = {
    "paper": "@page { size: A4; margin: 2.2cm } body { font: 11pt/1.35 serif } p { margin: 0 0 6pt }",
    "justified": "@page { size: A5; margin: 1.6cm } body { font: 10pt/1.3 sans-serif; text-align: justify }",
    "dense": "@page { size: A4; margin: 3cm } body { font: 12pt/1.2 serif } p, h1, h2 { margin: 0; font-size: 12pt }",
    "narrow": "@page { size: A5; margin: 2.5cm } body { font: 11pt/1.3 sans-serif; text-align: justify; hyphens: manual }",
    "columns": "@page { size: A4; margin: 2cm } body { font: 10pt/1.3 serif; column-count: 2; text-align: justify }"
    " h1 { column-span: all } p { margin: 0 0 5pt } h2 { font-size: 11pt }",
    "indented": "@page { size: A5; margin: 2cm } body { font: 11pt/1.3 serif } p { margin: 0; text-indent: 1.5em }"
    " h1 + p, h2 + p { text-indent: 0 } h1, h2 { font-size: 13pt; margin: 9pt 0 3pt }",
}  # fmt: skip


def tuning_texts(project: Path) -> dict[str, str]:
    """The invented texts, by name."""
    folders = [
        project / "tests" / "fixtures" / "example" / "texts",
        project / "benchmarks" / "genre" / "tuning" / "lbp" / "texts",
    ]
    return {path.stem: path.read_text(encoding="utf-8") for folder in folders for path in sorted(folder.glob("*.txt"))}
