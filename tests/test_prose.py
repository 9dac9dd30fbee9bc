"""Documents as Markdown, plain text, HTML and DOCX: what goes in as text comes out as text."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from html.parser import HTMLParser

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from lovp_graph import prose
from lovp_graph.prose import Block, Heading, Item, Paragraph

DOCUMENT: list[Block] = [
    Heading(1, "Winkeldiefstal"),
    Paragraph("Wat er is gezegd."),
    Paragraph("Een machine heeft geannoteerd.", muted=True),
    Heading(2, "Toegezegd"),
    Item("De minister gaat aan de slag.", "toezegging", "overleg van 16 april 2025, zin 14–15, lovp-2025-04-16-012"),
    Item("Nog niet afgedaan.", level=1),
    Item("Ook dit.", level=1),
    Item("Nog een.", "zorg"),
    Paragraph("Slot."),
]
HOSTILE = [
    "<script>alert(1)</script>",
    "</title></style><script>alert(1)</script>",
    "*bold*",
    "**bold** _x_ ~~y~~ `code`",
    "# x",
    "x #",
    "- x",
    "+ x",
    "---",
    "===",
    "~~~",
    "```",
    "> x",
    "1. x",
    "12) x",
    "1.",
    "[a](http://x)",
    "![a](http://x)",
    "<http://x>",
    "&amp; &#60;",
    "a | b",
    "\\* \\",
    "{title} %s $x",
    '" onload="x',
    "a\x00\x1b[31mb\x9bc",
    "a\n\n# b\r\n\tc\u2028d",
    "a\ud800b\uffff",
]


class Page(HTMLParser):
    """The elements of a page with their text; fails when a tag is not closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.texts: list[tuple[str, str]] = []  # the block element and its own text
        self.policy = ""
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        attributes = dict(attrs)
        if attributes.get("http-equiv") == "Content-Security-Policy":
            self.policy = attributes["content"] or ""
        if tag not in {"meta", "hr", "br", "img"}:
            self.open.append(tag)
            if tag in {"title", "style", "h1", "h2", "h3", "h4", "p", "li"}:
                self.texts.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.texts and set(self.open) & {"title", "style", "h1", "h2", "h3", "h4", "p", "li"}:
            tag, text = self.texts[-1]
            self.texts[-1] = (tag, text + data)

    def blocks(self) -> list[tuple[str, str]]:
        return [(tag, text.strip()) for tag, text in self.texts if tag not in {"title", "style"}]


def folded(text: str) -> str:
    text = "".join(c for c in text if c.isspace() or not (ord(c) < 32 or 127 <= ord(c) < 160 or c in "\ufffe\uffff"))
    text = "".join(c for c in text if not 0xD800 <= ord(c) < 0xE000)
    return re.sub(r"[\t-\r\x1c-\x20\x85\u2028\u2029]+", " ", text).strip()


def everywhere(text: str) -> list[Block]:
    return [
        Heading(1, text),
        Paragraph(text),
        Paragraph(text, muted=True),
        Heading(4, text),
        Item(text),
        Item(text, text, text, 1),
        Item("", text),
        Item("", "", text),
        Paragraph(text),
        Item(text, "", text),
    ]


def expected(text: str) -> list[tuple[str, str]]:
    x = folded(text)
    items = [("li", line) for line in (x, f"{x}: {x} ({x})", f"{x}:", f"({x})")]
    return [("h1", x), ("p", x), ("p", x), ("h4", x), *items, ("p", x), ("li", f"{x} ({x})")] if x else []


def in_docx(content: bytes) -> list[tuple[str, str]]:
    names = {"Normal": "p", "List Bullet": "li", "List Bullet 2": "li", "Heading 1": "h1", "Heading 4": "h4"}
    return [(names[p.style.name or ""], p.text) for p in docx.Document(io.BytesIO(content)).paragraphs if p.style]


def check_text_stays_text(text: str) -> None:
    blocks, wanted = everywhere(text), expected(text)
    for parser in (MarkdownIt("commonmark"), MarkdownIt("commonmark").enable(["table", "strikethrough"])):
        page = Page(parser.render(prose.to_markdown(blocks)))
        assert page.blocks() == wanted
        assert set(page.tags) <= {"h1", "h4", "p", "em", "strong", "ul", "li"}
    page = Page(prose.to_html(blocks, text))
    assert page.blocks() == wanted
    assert page.texts[0] == ("title", folded(text))
    assert "script" not in page.tags
    assert page.tags.count("meta") == 3
    x = folded(text)
    lines = f"{x}\n{'=' * len(x)}\n\n{x}\n\n{x}\n\n{x}\n\n- {x}\n  - {x}: {x} ({x})\n- {x}:\n- ({x})\n\n{x}\n\n- {x} ({x})\n"
    assert prose.to_text(blocks, 10_000) == (lines if x else "")


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text: str) -> None:
    check_text_stays_text(text)
    content = prose.to_docx(everywhere(text), text)
    assert in_docx(content) == expected(text)
    assert docx.Document(io.BytesIO(content)).core_properties.title == folded(text)


@given(st.text() | st.text("*_`#<>[]()!&;~|\\\\\"'=+-.:1a \n\u00a0", max_size=12))
def test_any_text_stays_text(text: str) -> None:
    check_text_stays_text(text)


def test_markdown() -> None:
    assert prose.to_markdown(DOCUMENT) == (
        "# Winkeldiefstal\n\nWat er is gezegd.\n\n*Een machine heeft geannoteerd.*\n\n## Toegezegd\n\n"
        "- **toezegging:** De minister gaat aan de slag."
        " *(overleg van 16 april 2025, zin 14–15, lovp-2025-04-16-012)*\n"
        "  - Nog niet afgedaan.\n  - Ook dit.\n- **zorg:** Nog een.\n\nSlot.\n"
    )
    assert prose.to_markdown([Paragraph("2025-04-16: 1.5 C#")]) == "2025-04-16: 1.5 C#\n"


def test_plain_text() -> None:
    text = prose.to_text(DOCUMENT, 44)
    assert text == (
        "Winkeldiefstal\n==============\n\nWat er is gezegd.\n\nEen machine heeft geannoteerd.\n\n"
        "Toegezegd\n---------\n\n"
        "- toezegging: De minister gaat aan de slag.\n  (overleg van 16 april 2025, zin 14–15,\n"
        "  lovp-2025-04-16-012)\n  - Nog niet afgedaan.\n  - Ook dit.\n- zorg: Nog een.\n\nSlot.\n"
    )
    nested = prose.to_text([Item("a"), Item("bbbb " * 5, level=1)], 0)  # as a pipe may say that it is
    assert nested == "- a\n  - bbbb bbbb bbbb\n    bbbb bbbb\n"


def test_nesting_in_html() -> None:
    page = prose.to_html(DOCUMENT, "x")
    body = re.sub(r"\n", "", page[page.index("<ul>") : page.index("<p>Slot")])
    assert re.sub(r"<strong>.*?</strong> |<small>.*?</small>", "", body) == (
        "<ul><li>De minister gaat aan de slag. <ul><li>Nog niet afgedaan.</li><li>Ook dit.</li></ul></li>"
        "<li>Nog een.</li></ul>"
    )
    Page(prose.to_html([Item("a"), Item("b", level=1)], "x"))
    orphan = [Item("a", level=1), Item("b", level=1)]
    assert Page(prose.to_html(orphan, "x")).tags.count("ul") == 2


def test_the_page_allows_its_own_style_and_nothing_else() -> None:
    page = Page(prose.to_html(DOCUMENT, "x"))
    (style,) = (text for tag, text in page.texts if tag == "style")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert page.policy == f"default-src 'none'; style-src 'sha256-{digest}'"
    assert not re.search(r"url\(|@import|://", style)


def test_the_colours_of_the_page_differ_enough() -> None:
    def luminance(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark, _ = re.split(r"@media", prose.STYLE)
    for scheme in (light, dark):
        text, ground, muted = (luminance(colour) for colour in re.findall(r"#([0-9a-f]{6})", scheme))
        for colour in (text, muted):
            assert (max(colour, ground) + 0.05) / (min(colour, ground) + 0.05) >= 4.5


def test_docx() -> None:
    content = prose.to_docx(DOCUMENT, "Een thema")
    document = docx.Document(io.BytesIO(content))
    styles = [paragraph.style.name for paragraph in document.paragraphs if paragraph.style]
    bullets = ["List Bullet", "List Bullet 2", "List Bullet 2", "List Bullet"]
    assert styles == ["Heading 1", "Normal", "Normal", "Heading 2", *bullets, "Normal"]
    label, text, source = document.paragraphs[4].runs
    assert (label.text, label.bold) == ("toezegging:", True)
    assert (text.text, text.bold) == (" De minister gaat aan de slag.", None)
    assert source.text.startswith(" (overleg van 16 april 2025")
    assert source.font.size is not None
    assert source.font.size.pt == 9
    assert document.paragraphs[2].runs[0].font.size == source.font.size
    languages = {element.get(qn("w:val")) for element in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"nl-NL"}
    properties = document.core_properties
    assert (properties.title, properties.author, properties.last_modified_by) == ("Een thema", "", "")
    assert properties.comments == ""
    assert properties.created == properties.modified
    assert prose.to_docx([], "x" * 300)


def test_docx_has_the_same_bytes_every_time() -> None:
    content = prose.to_docx(DOCUMENT, "x")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None
    assert prose.to_docx(DOCUMENT, "x") == content


def test_a_document_without_blocks_is_empty() -> None:
    empty: list[Block] = [Paragraph(" \n"), Item("")]
    assert prose.to_markdown(empty) == prose.to_text(empty, 80) == ""
    assert "<main>\n</main>" in prose.to_html(empty, "")
