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
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any, Literal

Kind = Literal["heading", "item", "paragraph"]

TERMINAL = re.compile(r"[.?!:;][)\]\"'’”]*$")
WORD = re.compile(r"[^\W\d_]+")
MAX_HEADING_CHARACTERS = 120  # the longest heading seen is 71; a wrapped one fills two lines
MAX_DOTTED_HEADING_WORDS = 6
MARKED_TOO_OFTEN = 0.4  # share of lines with two trailing spaces from which those mean nothing
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
        visible = body.strip()
        if visible:
            start = offset + len(body) - len(body.lstrip())
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
    usual_gap: int  # blank lines between two lines of one paragraph
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
    wrapped = [(a, b) for a, b in pairwise(lines) if b.text[0].islower()]
    if not wrapped:  # nothing was wrapped: every line is a block of its own
        return Page(_number_of_characters, math.inf, 0, marks_ends=True)
    measures: list[tuple[float, float, Callable[[str], float]]] = []
    for measure in (_proportional_width, _number_of_characters):
        widest = max(measure(line.text) for line in lines)
        too_wide = sorted(measure(_with_next_word(a, b)) for a, b in wrapped)
        # One odd line (a table, an address) must not decide: leave out the lowest twentieth.
        lowest = too_wide[len(too_wide) // 20]
        measures.append((widest / lowest, min(widest, lowest) * FULL_LINE, measure))
    _, width, best = min(measures, key=lambda found: found[0])
    gaps = Counter(b.blanks_before for _, b in wrapped)
    usual_gap = gaps.most_common(1)[0][0]
    marked = sum(line.marked_end for line in lines) / len(lines)
    return Page(best, width, usual_gap, marked < MARKED_TOO_OFTEN)


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
    if line.text[0].islower():
        return False
    marked = before.marked_end and page.marks_ends
    wide_gap = line.blanks_before > max(page.usual_gap, 1)
    gap_in_dense_text = line.blanks_before > 0 and (_is_dense(lines, index - 1) or _is_dense(lines, index + 1))
    return marked or wide_gap or gap_in_dense_text or page.has_room(before, line)


def _is_dense(lines: list[Line], index: int) -> bool:
    """Whether line `index` goes on directly from the line before it, other than over a page break."""
    if not 0 < index < len(lines):
        return False
    line = lines[index]
    return line.blanks_before == 0 and not line.indented and line.text[0].islower()


def _without_glued_heading(group: list[Line]) -> list[list[Line]]:
    """Split a heading off that is glued to the paragraph before it.

    A heading of one long word does not fit on the paragraph's last line, so the width does
    not betray it; that it follows a full stop and has none of its own does.
    """
    if len(group) < 2:
        return [group]
    before, last = group[-2].text, group[-1].text
    glued = TERMINAL.search(before) and not TERMINAL.search(last) and _looks_like_heading(last, 1)
    return [group[:-1], group[-1:]] if glued else [group]


def _bullet(text: str) -> str:
    """The bullet that opens `text` with the white space behind it, or an empty string."""
    for sign in lexicon()["bullets"]:
        if text.startswith(sign) and len(text) > len(sign) and text[len(sign)].isspace():
            return text[: len(text) - len(text[len(sign) :].lstrip())]
    return ""


def _looks_like_heading(text: str, lines: int) -> bool:
    if lines > 2 or len(text) > MAX_HEADING_CHARACTERS or text[0].islower():
        return False
    if not TERMINAL.search(text):
        return True
    words = WORD.findall(text)
    verbs = set(lexicon()["finite_verbs"])
    return text.endswith(".") and len(words) <= MAX_DOTTED_HEADING_WORDS and not verbs.intersection(words)


def _classify(groups: list[list[Line]]) -> list[Block]:
    texts = [" ".join(line.text for line in group) for group in groups]
    bullets = [_bullet(text) for text in texts]
    found: list[Block] = []
    for index, group in enumerate(groups):
        bullet = bullets[index]
        body = texts[index][len(bullet) :]
        last = index + 1 == len(groups)
        in_list = bool(bullet) and ((not last and bool(bullets[index + 1])) or (index > 0 and found[-1].kind == "item"))
        kind: Kind = "paragraph"
        if not last and not in_list and _looks_like_heading(body, len(group)):
            kind = "heading"
        elif bullet:
            kind = "item"
        found.append(Block(kind, group[0].start + len(bullet), group[-1].end, bool(bullet)))
    return found
