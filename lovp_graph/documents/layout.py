"""A document becomes blocks: headings, list items and paragraphs.

A summary that was copied out of a PDF has lost its layout: a blank line may stand after
every wrapped line or only between paragraphs, and a heading may be glued to the text
around it. What survives is the width of the page. A line after which the next word would
still have fitted was ended on purpose, so that is the main evidence used here.

Other formats hand over their paragraphs as pieces, with what they mark as a heading, item or
row of a table. From there on all formats are treated alike, so that they give the same blocks.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any, Literal

Kind = Literal["heading", "item", "paragraph"]
Mark = Literal["heading", "item", "row", "none"]

TERMINAL = re.compile(r"[.?!:;][)\]\"'’”]*$")
# A line's text without white space, byte-order mark and zero-width characters around it.
VISIBLE = re.compile(r"[^\s\ufeff\u200b-\u200f\u2060](?:.*[^\s\ufeff\u200b-\u200f\u2060])?")
WORD_CHARACTER = re.compile(r"[^\W_]")  # a rule, an ornament or a lone bullet holds none
YEAR_AT_END = re.compile(r"\b(?:19|20)\d\d$")
WORD = re.compile(r"[^\W\d_]+")
MAX_HEADING_CHARACTERS = 120  # the longest heading seen is 71; a wrapped one fills two lines
MAX_CLOSED_HEADING_WORDS = 6
MAX_QUESTION_WORDS = 12  # of a heading that is a whole question
MAX_MARKED_CHARACTERS = 240  # what is bold or large and longer than this is no heading
SENTENCE_WITHIN = re.compile(r"[.?!…][\"'’”)\]]*\s+[\"'‘“(\[]*[A-ZÀ-ÖØ-Þ]")
# Control characters (but for white space), lone surrogates and noncharacters, which no text holds.
UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffe\uffff]")
MARKED_TOO_OFTEN = 0.4  # share of lines with two trailing spaces from which those mean nothing
MIN_WRAPPED = 0.1  # share of lines that go on in lower case, below which the text is not wrapped at all
FULL_LINE = 0.985  # share of the page width up to which a next word counts as fitting


ITEM_SIGN = "• "  # what an item is written with where the document only marks it as one


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
    """Consecutive lines that form one heading, list item or paragraph; offsets into the text.

    `level` is the rank of a heading where the document gives one (1 is the highest), else 0.
    """

    kind: Kind
    start: int
    end: int
    bullet: bool
    level: int = 0


@dataclass(frozen=True)
class Piece:
    """A paragraph of a document in which they are marked; `mark` is what else the document says of it."""

    text: str
    mark: Mark = "none"
    level: int = 0


def assemble(pieces: Iterable[Piece]) -> tuple[str, list[Block]]:
    """The text of a document, a line for each piece and a blank line between them, and its blocks."""
    candidates: list[_Candidate] = []
    marked: list[tuple[str, int, int]] = []  # the sign of an item, where its text begins, its rank
    lines: list[str] = []
    offset = 0
    for piece in pieces:
        seen = VISIBLE.search(" ".join(UNREADABLE.sub("", piece.text).split()))
        if not seen or not WORD_CHARACTER.search(seen.group()):
            continue
        text, mark = seen.group(), piece.mark
        sign = bullet_of(text)
        body = text[len(sign) :]
        if mark == "item" and not sign:
            sign = ITEM_SIGN
        lines.append(sign + body)
        candidates.append(_Candidate(body, bool(sign), 1, mark))
        marked.append((sign, offset, piece.level))
        offset += len(lines[-1]) + 2
    kinds = _kinds(candidates)
    found = [
        Block(kind, start + len(sign), start + len(line), bool(sign), level if kind == "heading" else 0)
        for kind, line, (sign, start, level) in zip(kinds, lines, marked, strict=True)
    ]
    return "\n\n".join(lines) + "\n", found


def stands_out_as_heading(text: str) -> bool:
    """Whether a paragraph in bold or large type is short enough for a heading, and not a sentence."""
    return len(text) <= MAX_MARKED_CHARACTERS and text[-1:] not in (".", "!", ";", ":", ",")


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
    return line.text[0].islower() and not bullet_of(line.text)


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
    if bullet_of(line.text):
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
    glued = TERMINAL.search(before) and not TERMINAL.search(last) and looks_like_heading(last)
    return [group[:-1], group[-1:]] if glued else [group]


def bullet_of(text: str) -> str:
    """The bullet that opens `text` with the white space behind it, or an empty string."""
    for sign in lexicon()["bullets"]:
        if text.startswith(sign) and len(text) > len(sign) and text[len(sign)].isspace():
            return text[: len(text) - len(text[len(sign) :].lstrip())]
    return ""


def looks_like_heading(text: str) -> bool:
    """Whether a line may be a heading: short, and not the end or the middle of a sentence."""
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


def _looks_like_question_heading(before: _Candidate, it: _Candidate, after: _Candidate) -> bool:
    """Whether a question that stands alone between paragraphs is the heading of the second: "Wie leidt dit?"."""
    words = WORD.findall(it.text.lower())
    return (
        it.lines == 1
        and it.text[-1] == "?"
        and 0 < len(words) <= MAX_QUESTION_WORDS
        and words[0] in {*lexicon()["question_words"], *lexicon()["finite_verbs"]}
        and it.text[0].isupper()
        and not SENTENCE_WITHIN.search(it.text)
        and all(
            other.mark == "none" and not other.bullet and SENTENCE_WITHIN.search(other.text)
            for other in (before, after)
        )
    )


@dataclass(frozen=True)
class _Candidate:
    """What is to be called a heading, an item or a paragraph: its text without a bullet."""

    text: str
    bullet: bool
    lines: int
    mark: Mark


def _classify(groups: list[list[Line]]) -> list[Block]:
    candidates: list[_Candidate] = []
    starts: list[int] = []
    for group in groups:
        text = " ".join(line.text for line in group)
        sign = bullet_of(text)
        candidates.append(_Candidate(text[len(sign) :], bool(sign), len(group), "none"))
        starts.append(group[0].start + len(sign))
    return [
        Block(kind, start, group[-1].end, candidate.bullet)
        for kind, start, group, candidate in zip(_kinds(candidates), starts, groups, candidates, strict=True)
    ]


def _kinds(candidates: list[_Candidate]) -> list[Kind]:
    """What each one is: a heading where the document says so or where it looks like one."""
    found: list[Kind] = []
    for index, it in enumerate(candidates):
        before = candidates[index - 1] if index else None
        after = candidates[index + 1] if index + 1 < len(candidates) else None
        in_list = it.bullet and ((after is not None and after.bullet) or (index > 0 and found[-1] == "item"))
        kind: Kind = "item" if it.bullet else "paragraph"
        if it.mark == "heading" or (after and it.mark != "row" and not in_list and _is_heading(before, it, after)):
            kind = "heading"
        found.append(kind)
    return found


def _is_heading(before: _Candidate | None, it: _Candidate, after: _Candidate) -> bool:
    if looks_like_heading(it.text):
        return True
    text_follows = after.mark != "heading" and not after.bullet and not looks_like_heading(after.text)
    if text_follows and _looks_like_closed_heading(it.text, it.lines):
        return True
    return before is not None and not it.bullet and _looks_like_question_heading(before, it, after)
