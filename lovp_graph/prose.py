"""A document of a few kinds of blocks, written as Markdown, plain text, an HTML page or DOCX.

Whatever stands in a block is text and stays text: each writer escapes it for its own format. White
space is folded to one space and control characters are left out, as no format has a use for them.
"""

from __future__ import annotations

import base64
import hashlib
import html
import io
import re
import textwrap
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import docx
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; a muted one is a remark."""

    text: str
    muted: bool = False


@dataclass(frozen=True)
class Item:
    """A bullet: a short word before the text, and where it comes from; level 1 belongs to the item before it."""

    text: str
    label: str = ""
    source: str = ""
    level: int = 0


Block = Heading | Paragraph | Item

# Of characters below U+00A0 only what prints; the rest is what XML and UTF-8 cannot carry.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACE = re.compile(r"[\t-\r\x1c-\x20\x85\u2028\u2029]+")  # not the no-break space: that one is meant

_MARKDOWN = {"plain": "{}", "label": "**{}**", "muted": "*{}*"}
_HTML = {"plain": "{}", "label": "<strong>{}</strong>", "muted": "<small>{}</small>"}
_MARKDOWN_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~]|(?<!\S)#")
_MARKDOWN_START = re.compile(r"^(?:([0-9]{1,9})(?=[.)](?: |$))|(?=[-+]))")  # what would begin a list or a rule

STYLE = """
:root { color-scheme: light dark; }
body { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; font: 1rem/1.55 system-ui, sans-serif;
  overflow-wrap: break-word; color: #1b1b1b; background: #ffffff; }
h1, h2, h3, h4 { line-height: 1.25; margin: 1.6em 0 .5em; break-after: avoid; }
h1 { margin-top: 0; }
ul { padding-left: 1.3rem; }
li { margin: .35em 0; }
small { color: #595959; }
@media screen and (prefers-color-scheme: dark) {
  body { color: #e8e8e8; background: #16181c; }
  small { color: #a9b0ba; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10.5pt; color: #000000; }
  p, li { orphans: 2; widows: 2; }
}
"""

_DATE = datetime(1980, 1, 1, tzinfo=UTC)  # no zip file knows an earlier one; the same blocks give the same bytes
_DARK, _GREY = RGBColor(0x1B, 0x1B, 0x1B), RGBColor(0x59, 0x59, 0x59)


def to_markdown(blocks: Iterable[Block]) -> str:
    """The document as CommonMark."""

    def written(block: Block) -> str:
        line = " ".join(_MARKDOWN[kind].format(_MARKDOWN_SPECIAL.sub(r"\\\g<0>", text)) for kind, text in _spans(block))
        line = _MARKDOWN_START.sub(r"\1\\", line)
        if isinstance(block, Heading):
            return f"{'#' * block.level} {line}"
        return f"{'  ' * block.level}- {line}" if isinstance(block, Item) else line

    return _stacked(blocks, written)


def to_text(blocks: Iterable[Block], width: int) -> str:
    """The document for a terminal that is `width` columns wide."""

    def written(block: Block) -> str:
        indent = "  " * block.level if isinstance(block, Item) else ""
        bullet, hang = ("- ", "  ") if isinstance(block, Item) else ("", "")
        lines = textwrap.wrap(
            " ".join(text for _, text in _spans(block)),
            max(width, 20),
            initial_indent=indent + bullet,
            subsequent_indent=indent + hang,
            break_long_words=False,  # identifiers and addresses are there to be copied
            break_on_hyphens=False,
        )
        if isinstance(block, Heading) and block.level <= 2:
            lines.append("=-"[block.level - 1] * max(map(len, lines)))
        return "\n".join(lines)

    return _stacked(blocks, written)


def to_html(blocks: Iterable[Block], title: str) -> str:
    """The document as a page that needs nothing from elsewhere and may fetch nothing either."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    lines = [
        "<!doctype html>",
        '<html lang="nl">',
        "<head>",
        '<meta charset="utf-8">',
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{html.escape(_clean(title))}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
    ]
    depth = 0  # how many lists are open, each with an open item
    for block in _cleaned(blocks):
        wanted = block.level + 1 if isinstance(block, Item) else 0
        if wanted > depth:
            lines.append("<ul>")
        elif depth:
            lines.append("</li></ul>" * (depth - wanted) + ("</li>" if wanted else ""))
        depth = wanted
        line = " ".join(_HTML[kind].format(html.escape(text)) for kind, text in _spans(block))
        if isinstance(block, Item):
            lines.append(f"<li>{line}")
        else:
            tag = f"h{block.level}" if isinstance(block, Heading) else "p"
            lines.append(f"<{tag}>{line}</{tag}>")
    lines += ["</li></ul>" * depth, "</main>", "</body>", "</html>"]
    return "".join(f"{line}\n" for line in lines if line)


def to_docx(blocks: Iterable[Block], title: str) -> bytes:
    """The document for a word processor, on A4 and in Dutch."""
    document = docx.Document()
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "nl-NL")
    for level in range(1, 5):
        document.styles[f"Heading {level}"].font.color.rgb = _DARK  # the template's blue is too light to read
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    properties = document.core_properties
    properties.title = _clean(title)[:255]  # the format has no room for more
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.language = "nl-NL"
    properties.created = properties.modified = _DATE
    for block in _cleaned(blocks):
        style = f"Heading {block.level}" if isinstance(block, Heading) else "Normal"
        if isinstance(block, Item):
            style = "List Bullet 2" if block.level else "List Bullet"
        paragraph = document.add_paragraph(style=style)
        for number, (kind, text) in enumerate(_spans(block)):
            run = paragraph.add_run(f" {text}" if number else text)
            if kind == "label":
                run.bold = True
            elif kind == "muted":
                run.font.size, run.font.color.rgb = Pt(9), _GREY
    saved, written = io.BytesIO(), io.BytesIO()
    document.save(saved)
    # python-docx stamps each part with the time of saving.
    with zipfile.ZipFile(saved) as parts, zipfile.ZipFile(written, "w") as archive:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, _DATE.timetuple()[:6])
            entry.create_system = 3  # on Windows too
            archive.writestr(entry, parts.read(name), zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _clean(text: str) -> str:
    return _SPACE.sub(" ", _FORBIDDEN.sub("", text)).strip()


def _cleaned(blocks: Iterable[Block]) -> list[Block]:
    """The blocks in clean text, without empty ones; an item with none before it cannot be nested."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Item):
            nested = block.level > 0 and bool(found) and isinstance(found[-1], Item)
            clean: Block = Item(_clean(block.text), _clean(block.label), _clean(block.source), int(nested))
        else:
            clean = replace(block, text=_clean(block.text))
        if _spans(clean):
            found.append(clean)
    return found


def _spans(block: Block) -> list[tuple[str, str]]:
    """The stretches of a block's text, each with how it looks."""
    if isinstance(block, Item):
        label = f"{block.label}:" if block.label else ""
        source = f"({block.source})" if block.source else ""
        spans = [("label", label), ("plain", block.text), ("muted", source)]
    else:
        spans = [("muted" if isinstance(block, Paragraph) and block.muted else "plain", block.text)]
    return [(kind, text) for kind, text in spans if text]


def _stacked(blocks: Iterable[Block], written: Callable[[Block], str]) -> str:
    """The blocks below each other: items close together, an empty line between all others."""
    out, before = "", False
    for block in _cleaned(blocks):
        item = isinstance(block, Item)
        out += ("\n" if out and not (item and before) else "") + written(block) + "\n"
        before = item
    return out
