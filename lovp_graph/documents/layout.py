"""Lines of a wrapped plain text become blocks: headings, list items and paragraphs.

A summary that was copied out of a PDF has lost its layout: a blank line may stand after
every wrapped line or only between paragraphs, and a heading may be glued to the text
around it. What survives is the width of the page. A line after which the next word would
still have fitted was ended on purpose, so that is the main evidence used here.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any, Literal

Kind = Literal["heading", "item", "paragraph"]

TERMINAL = re.compile(r"[.?!:;][)\]\"'’”]*$")
# A line's text without white space, byte-order mark and zero-width characters around it.
VISIBLE = re.compile(r"[^\s\ufeff\u200b-\u200f\u2060](?:.*[^\s\ufeff\u200b-\u200f\u2060])?")
WORD_CHARACTER = re.compile(r"[^\W_]")  # a rule, an ornament or a lone bullet holds none
YEAR_AT_END = re.compile(r"\b(?:19|20)\d\d$")
WORD = re.compile(r"[^\W\d_]+")
MAX_HEADING_CHARACTERS = 120  # the longest heading seen is 71; a wrapped one fills two lines
MAX_CLOSED_HEADING_WORDS = 6
MARKED_TOO_OFTEN = 0.4  # share of lines with two trailing spaces from which those mean nothing
MIN_WRAPPED = 0.1  # share of lines that go on in lower case, below which the text is not wrapped at all
FULL_LINE = 0.985  # share of the page width up to which a next word counts as fitting


@cache
def lexicon() -> dict[str, Any]:
    """The layout lexicon (`lexicon/layout.toml`), read once."""
    source = resources.files("lovp_graph") / "lexicon" / "layout.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Line:
    """A line that holds text: `start` and `end` delimit its visible characters in the file."""

    text: str
    start: int
    end: int
    indented: bool  # one leading space: how a page break shows
    marked_end: bool  # two trailing spaces: how a paragraph's end shows
    blanks_before: int
    empty_paragraph_before: bool  # a line of spaces only


@dataclass(frozen=True)
class Block:
    """Consecutive lines that form one heading, list item or paragraph; offsets into the text."""

    kind: Kind
    start: int
    end: int
    bullet: bool


def blocks(text: str) -> list[Block]:
    """Divide `text` into headings, items and paragraphs, in order.

    Offsets count code points of `text` from 0, the end exclusive; bullets are left out of them.
    """
    lines = _lines(text)
    groups = _groups(lines)
    return _classify(groups)


def _lines(text: str) -> list[Line]:
    found: list[Line] = []
    offset = blanks = 0
    empty_paragraph = False
    for raw in text.splitlines(keepends=True):
        body = raw.rstrip("\r\n\f\v\x1c\x1d\x1e\x85\u2028\u2029")
        seen = VISIBLE.search(body)
        if seen and WORD_CHARACTER.search(body):
            visible, start = seen.group(), offset + seen.start()
            found.append(
                Line(
                    text=visible,
                    start=start,
                    end=start + len(visible),
                    indented=body[0].isspace(),
                    marked_end=body.endswith("  "),
                    blanks_before=blanks,
                    empty_paragraph_before=empty_paragraph,
                )
            )
            blanks, empty_paragraph = 0, False
        else:
            blanks += 1
            empty_paragraph = empty_paragraph or bool(body)
        offset += len(raw)
    return found


def _goes_on(line: Line) -> bool:
    """Whether a line in lower case certainly continues the line before it; the bullet "o" does not."""
    return line.text[0].islower() and not _bullet(line.text)


def _proportional_width(text: str) -> float:
    widths = lexicon()["widths"]
    default = widths["default"]
    return float(sum(widths.get(character, default) for character in text))


def _number_of_characters(text: str) -> float:
    return float(len(text))


def _with_next_word(line: Line, following: Line) -> str:
    return f"{line.text} {following.text.split()[0]}"


@dataclass(frozen=True)
class Page:
    """How the lines of a text were set: what tells a wrapped line from one that was ended."""

    measure: Callable[[str], float]
    width: float  # up to here, in units of `measure`, a next word would have fitted
    gaps: list[int]  # blank lines that may stand before each line inside a paragraph
    marks_ends: bool  # whether two trailing spaces mean something here

    def has_room(self, line: Line, following: Line) -> bool:
        """Whether the first word of `following` would have fitted on `line`."""
        return self.measure(_with_next_word(line, following)) <= self.width


def _page(lines: list[Line]) -> Page:
    """See how the lines were set.

    A line that goes on in lower case was certainly wrapped, so it and the next word together
    were too wide. Of the two measures (proportional type, characters) the one under which
    that is true with the least contradiction is the one the page was set in.
    """
    marks_ends = sum(line.marked_end for line in lines) < len(lines) * MARKED_TOO_OFTEN
    wrapped = [(a, b) for a, b in pairwise(lines) if _goes_on(b)]
    if len(wrapped) < len(lines) * MIN_WRAPPED:  # a paragraph a line: there is always room
        return Page(_number_of_characters, math.inf, _gaps(lines), marks_ends)
    measures: list[tuple[float, float, Callable[[str], float]]] = []
    for measure in (_proportional_width, _number_of_characters):
        widest = max(measure(line.text) for line in lines)
        too_wide = sorted(measure(_with_next_word(a, b)) for a, b in wrapped)
        # One odd line (a table, an address) must not decide: leave out the lowest twentieth.
        lowest = too_wide[len(too_wide) // 20]
        exact = measure is _number_of_characters
        measures.append((widest / lowest, min(widest, lowest) * (1 if exact else FULL_LINE), measure))
    _, width, best = min(measures, key=lambda found: found[0])
    return Page(best, width, _gaps(lines), marks_ends)


def _gaps(lines: list[Line]) -> list[int]:
    """For each line, how many blank lines may stand before it inside a paragraph.

    That is what stands before the nearest lines that certainly go on, above and below it: the
    larger of the two, for where the spacing changes. A page break (an indent of its own)
    swallows blank lines, so it tells nothing.
    """
    tells = [False, *(_goes_on(b) and a.indented == b.indented for a, b in pairwise(lines))]
    above, below = [0] * len(lines), [0] * len(lines)
    for index in range(1, len(lines)):
        above[index] = lines[index - 1].blanks_before if tells[index - 1] else above[index - 1]
    for index in range(len(lines) - 2, -1, -1):
        below[index] = lines[index + 1].blanks_before if tells[index + 1] else below[index + 1]
    return [max(pair) for pair in zip(above, below, strict=True)]


def _groups(lines: list[Line]) -> list[list[Line]]:
    """Lines that belong together, in order."""
    if not lines:
        return []
    page = _page(lines)
    groups = [[lines[0]]]
    for index in range(1, len(lines)):
        if _begins_block(lines, index, page):
            groups.append([])
        groups[-1].append(lines[index])
    return [part for group in groups for part in _without_glued_heading(group)]


def _begins_block(lines: list[Line], index: int, page: Page) -> bool:
    """Whether a new block begins at line `index`; the surest evidence is asked first."""
    before, line = lines[index - 1], lines[index]
    if line.empty_paragraph_before:
        return True
    # A dash that a wrapped sentence happens to begin a line with is no bullet.
    if _bullet(line.text):
        return bool(TERMINAL.search(before.text)) or page.has_room(before, line)
    if _goes_on(line):
        return False
    if index == 1 and YEAR_AT_END.search(before.text):  # a title may fill its line
        return True
    marked = before.marked_end and page.marks_ends
    wide_gap = line.blanks_before > page.gaps[index]
    return marked or wide_gap or page.has_room(before, line)


def _without_glued_heading(group: list[Line]) -> list[list[Line]]:
    """Split a heading off that is glued to the paragraph before it.

    A heading of one long word does not fit on the paragraph's last line, so the width does
    not betray it; that it follows a full stop and has none of its own does.
    """
    if len(group) < 2:
        return [group]
    before, last = group[-2].text, group[-1].text
    glued = TERMINAL.search(before) and not TERMINAL.search(last) and _looks_like_heading(last)
    return [group[:-1], group[-1:]] if glued else [group]


def _bullet(text: str) -> str:
    """The bullet that opens `text` with the white space behind it, or an empty string."""
    for sign in lexicon()["bullets"]:
        if text.startswith(sign) and len(text) > len(sign) and text[len(sign)].isspace():
            return text[: len(text) - len(text[len(sign) :].lstrip())]
    return ""


def _looks_like_heading(text: str) -> bool:
    return len(text) <= MAX_HEADING_CHARACTERS and not text[0].islower() and not TERMINAL.search(text)


def _looks_like_closed_heading(text: str, lines: int) -> bool:
    """Whether a line that ends like a sentence may be a heading, if text follows it: "MBO.", "Hoe verder?"."""
    words = WORD.findall(text.lower())
    if lines > 1 or text[0].islower() or len(words) > MAX_CLOSED_HEADING_WORDS:
        return False
    telling = set(lexicon()["finite_verbs"])
    if text[-1] != "?":
        telling.update(lexicon()["function_words"])
    return text[-1] in ".:?" and not telling.intersection(words)


def _classify(groups: list[list[Line]]) -> list[Block]:
    texts = [" ".join(line.text for line in group) for group in groups]
    bullets = [_bullet(text) for text in texts]
    found: list[Block] = []
    for index, group in enumerate(groups):
        bullet = bullets[index]
        body = texts[index][len(bullet) :]
        last = index + 1 == len(groups)
        in_list = bool(bullet) and ((not last and bool(bullets[index + 1])) or (index > 0 and found[-1].kind == "item"))
        text_follows = not last and not bullets[index + 1] and not _looks_like_heading(texts[index + 1])
        kind: Kind = "paragraph"
        if last or in_list:
            kind = "item" if bullet else "paragraph"
        elif _looks_like_heading(body) or (text_follows and _looks_like_closed_heading(body, len(group))):
            kind = "heading"
        elif bullet:
            kind = "item"
        found.append(Block(kind, group[0].start + len(bullet), group[-1].end, bool(bullet)))
    return found
