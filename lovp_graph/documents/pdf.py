"""A PDF becomes blocks: pdfium says where each character stands, the rest is put back here.

A PDF knows no paragraphs. What tells them apart is set out in `_begins_piece`, in order of
certainty; what is printed around the text (running headers, page numbers, footnotes) goes
first, and then pages are joined.
"""

from __future__ import annotations

import ctypes
import re
import statistics
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise, takewhile
from typing import Any, Literal

from lovp_graph.documents.layout import (
    TERMINAL,
    YEAR_AT_END,
    Block,
    Piece,
    assemble,
    bullet_of,
    lexicon,
    looks_like_heading,
    stands_out_as_heading,
)
from lovp_graph.documents.sentences import fold
from lovp_graph.errors import DocumentError

MAX_PAGES = 300
MAX_CHARACTERS = 5_000_000
LINE_END_SIGNS = {0x02: "-", 0xFFFE: "-"}  # what pdfium reports for a hyphen at a line's end
HYPHENS = "-\u00ad\u2010"
BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
FORCE_BOLD = 1 << 18  # the flag of the font descriptor, PDF 32000-1, table 123
FILLED_AND_STROKED = 2  # text render mode by which bold is imitated
NUMBER = re.compile(r"\d+")
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
LAST_PART = re.compile(r"[^\W_]+(?:-[^\W_]+)*$")
FIRST_PART = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
SUSPENDED_PART = re.compile(r"\s(?:en|of) -$")  # "vergaring en -" + "deling"
FOOTNOTE = re.compile(r"[\d*†][\d*†]?")

# In units of the type size:
SAME_BASELINE = 0.25  # how far the characters of one line may differ in height
RAISED = 0.65  # up to how far a footnote mark is raised
BESIDE = 0.7  # the distance below which two lines stand side by side
SPACE = 0.25  # a space
ROOM = 0.1  # how much room must be left over to be sure
INDENT = 0.6  # the smallest indent that is meant

SMALL = 0.86  # share of the type size below which type is smaller
LARGE = 1.07  # and above which it is larger
WIDE_GAP = 1.22  # share of the usual distance of lines above which a gap is meant
MARGIN_LINES = 4  # so many lines at the head and foot of a page may be running ones
MARGIN = 0.1  # share of the page's height that may hold a running line on a single page
RUNNING = 0.3  # share of the pages that a running line stands on; left and right pages may differ
COLUMN_LINES = 4  # a column has at least so many lines
COLUMN_CHARACTERS = 15  # of so many characters, which a table has not
SAME_PLACE = 4.0  # points by which the place of a running line may differ between pages
JUSTIFIED = 0.8  # share of the wrapped lines that end at the right margin, from which the text is justified
DIVIDES = 0.015  # share of the lines that end in a hyphen, from which the typesetter divides words


@dataclass
class Word:
    """Characters without white space between them, in one type, on one line."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool
    glued: bool  # whether no white space stands before it


@dataclass
class Line:
    """A printed line."""

    page: float  # a second column counts as half a page further
    height: float  # of its page
    words: list[Word] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What it reads."""
        return "".join(("" if word.glued or not index else " ") + word.text for index, word in enumerate(self.words))

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.words[-1].right

    @property
    def size(self) -> float:
        """The size of most of its type."""
        sizes: Counter[float] = Counter()
        for word in self.words:
            sizes[round(word.size, 1)] += len(word.text)
        return sizes.most_common(1)[0][0]

    @property
    def baseline(self) -> float:
        """How high it stands on the page, from below."""
        size = self.size
        return max(self.words, key=lambda word: (abs(word.size - size) < 0.1, len(word.text))).baseline

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        words = [word for word in self.words if WORD.search(word.text)]
        return bool(words) and all(word.bold for word in words)

    def first_width(self) -> float:
        """The width of what stands before its first white space."""
        right = self.words[0].right
        for word in self.words[1:]:
            if not word.glued:
                break
            right = word.right
        return right - self.left


def blocks_of(data: bytes, name: str) -> tuple[str, list[Block]]:
    """The text of a PDF, a line for each block, and its blocks, without running lines and footnotes."""
    if b"%%EOF" not in data:  # pdfium would read what is left of it, and sentences would be missing
        raise DocumentError(f"{name}: broken; the end of this PDF is missing. Fetch or save it anew")
    lines = _body([_lines(words, page, height) for page, (words, height) in enumerate(_pages(data, name))])
    if not lines:
        raise DocumentError(
            f"{name}: this PDF holds no text, only images (a scan?); have its text recognised (OCR), or give the "
            "summary in another form"
        )
    return assemble(_pieces(lines))


# --- what pdfium says


def _pages(data: bytes, name: str) -> list[tuple[list[Word], float]]:
    """The words and the height of each page."""
    import pypdfium2  # noqa: PLC0415 - takes long to import, and plain text needs none of it
    from pypdfium2 import raw  # noqa: PLC0415

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise DocumentError(f"{name}: protected with a password; save it without one") from error
        raise DocumentError(f"{name}: broken; it opens like a PDF but cannot be read. Fetch or save it anew") from error
    try:
        if len(document) > MAX_PAGES:
            raise DocumentError(f"{name}: more than {MAX_PAGES} pages; give the pages of one summary")
        found: list[tuple[list[Word], float]] = []
        total = 0
        for index in range(len(document)):
            page = document[index]
            text = page.get_textpage()
            total += raw.FPDFText_CountChars(text)
            if total > MAX_CHARACTERS:
                raise DocumentError(
                    f"{name}: more than {MAX_CHARACTERS // 1_000_000} million characters; give one summary"
                )
            found.append((_words(raw, text), page.get_height()))
            text.close()
            page.close()
        return found
    finally:
        document.close()


@dataclass(frozen=True)
class _Type:
    size: float
    bold: bool


def _type(raw: Any, text: Any, index: int) -> _Type:
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(text, index, matrix)
    size = raw.FPDFText_GetFontSize(text, index) * ((matrix.b**2 + matrix.d**2) ** 0.5 or 1.0)
    flags = ctypes.c_int()
    buffer = ctypes.create_string_buffer(256)
    raw.FPDFText_GetFontInfo(text, index, buffer, 256, flags)
    stroked = False
    shape = raw.FPDFText_GetTextObject(text, index)
    if shape:
        stroked = raw.FPDFTextObj_GetTextRenderMode(shape) == FILLED_AND_STROKED
    bold = (
        stroked
        or bool(BOLD.search(buffer.value.decode("utf-8", "replace")))
        or bool(flags.value & FORCE_BOLD)
        or raw.FPDFText_GetFontWeight(text, index) >= 600
    )
    return _Type(size or 1.0, bold)


def _words(raw: Any, text: Any) -> list[Word]:
    """The words of a page in the order in which it prints them."""
    found: list[Word] = []
    types: dict[int, _Type] = {}  # by text object, the type of its first character
    space = True
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(raw.FPDFText_CountChars(text)):
        unit = raw.FPDFText_GetUnicode(text, index)
        sign = LINE_END_SIGNS.get(unit) or chr(unit if unit < 0x110000 else 0xFFFD)
        if sign.isspace() or unit == 0:
            space = True
            continue
        if raw.FPDFText_GetCharAngle(text, index) not in (0.0, -1.0) and _is_turned(raw, text, index):
            continue  # a watermark, or the label of a chart
        raw.FPDFText_GetLooseCharBox(text, index, box)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        key = ctypes.cast(raw.FPDFText_GetTextObject(text, index), ctypes.c_void_p).value or 0
        if key not in types:
            types[key] = _type(raw, text, index)
        own = types[key]
        last = found[-1] if found else None
        if (
            last
            and not space
            and abs(last.baseline - y.value) < 0.1
            and -own.size / 2 < box.left - last.right < own.size
            and (last.size, last.bold) == (own.size, own.bold)
        ):
            last.text += sign
            last.right = max(last.right, box.right)
        else:
            found.append(Word(sign, box.left, box.right, y.value, own.size, own.bold, not space))
        space = False
    for word in found:
        word.text = word.text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return found


def _is_turned(raw: Any, text: Any, index: int) -> bool:
    angle = float(raw.FPDFText_GetCharAngle(text, index)) % 6.283185307
    return 0.05 < angle < 6.233


def _lines(words: list[Word], page: int, height: float) -> list[Line]:
    """The lines of a page, from top to bottom unless it is set in columns."""
    found: list[Line] = []
    for word in words:
        place = _place_on(found[-1], word) if found else "below"
        if place == "on":
            found[-1].words.append(word)
        elif place == "below":
            word.glued = False
            found.append(Line(page, height, [word]))
    found = [line for line in found if line.text.strip()]
    beside = any(a.baseline - b.baseline < BESIDE * a.size for a, b in pairwise(_from_top(found)))
    return found if beside else sorted(found, key=lambda line: -line.baseline)


def _place_on(line: Line, word: Word) -> Literal["on", "below", "mark"]:
    """Whether a word stands on a line, below it, or is the mark of a footnote on it."""
    above = word.baseline - line.baseline
    raised = word.size < line.size * SMALL and 0 < above <= RAISED * line.size
    # "m2" keeps its figure.
    if raised and word.text.isdigit() and len(line.words[-1].text) > 2:
        return "mark"
    same = abs(above) <= SAME_BASELINE * max(word.size, line.size)
    after_raised = line.size < word.size * SMALL and -RAISED * word.size <= above < 0
    follows = word.left >= line.right - word.size / 2
    return "on" if follows and (same or raised or after_raised) else "below"


# --- what is printed around the text


def _body(pages: list[list[Line]]) -> list[Line]:
    """The lines of all pages without running headers and footers, page numbers and footnotes."""
    pages = _without_running_lines(pages)
    pages = [_without_page_numbers(lines) for lines in pages]
    usual = _usual_size([line for lines in pages for line in lines])
    pages = [_without_columns(_without_small_margins(lines, usual)) for lines in pages]
    return [line for lines in pages for line in _without_footnotes(lines, usual)]


def _from_top(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: -line.baseline)


def _without_running_lines(pages: list[list[Line]]) -> list[list[Line]]:
    """Leave out the lines at the edge of a page that return at the same place of others, but for their figures."""
    places: dict[str, list[Line]] = {}
    for lines in pages:
        ordered = _from_top(lines)
        for line in {id(line): line for line in (*ordered[:MARGIN_LINES], *ordered[-MARGIN_LINES:])}.values():
            places.setdefault(NUMBER.sub("#", fold(line.text)), []).append(line)
    often = max(2.0, len(pages) * RUNNING)
    running = {
        id(line)
        for same in places.values()
        if len(same) >= often
        for line in same
        if len({other.page for other in same if abs(other.baseline - line.baseline) <= SAME_PLACE}) >= often
    }
    found = []
    for lines in pages:
        outside: set[int] = set()
        for one_way in (_from_top(lines), _from_top(lines)[::-1]):
            # Nothing stands between a running line and the edge, but for others and the page's number.
            outer = takewhile(lambda line: id(line) in running or _is_page_number(line), one_way)
            outside.update(id(line) for line in outer if id(line) in running)
        found.append([line for line in lines if id(line) not in outside])
    return found


@cache
def _page_numbers() -> re.Pattern[str]:
    forms = "|".join(
        re.escape(form).replace("N", r"\d{1,3}").replace(r"\ ", r"\s*") for form in lexicon()["page_numbers"]
    )
    return re.compile(rf"(?:{forms})", re.IGNORECASE)


def _is_page_number(line: Line) -> bool:
    return bool(_page_numbers().fullmatch(line.text.strip()))


def _without_page_numbers(lines: list[Line]) -> list[Line]:
    ordered = _from_top(lines)
    numbers = {id(line) for line in (*ordered[:1], *ordered[-1:]) if _is_page_number(line)}
    return [line for line in lines if id(line) not in numbers]


def _without_small_margins(lines: list[Line], usual: float) -> list[Line]:
    """Leave out the small type that stands in a page's margin, away from the text: what runs on one page only."""
    ordered = _from_top(lines)
    outside: set[int] = set()
    for one_way in (ordered, ordered[::-1]):
        for index in range(1, len(one_way)):
            small = all(line.size < usual * 0.93 for line in one_way[:index])
            line, other = one_way[index - 1], one_way[index]
            if not small or MARGIN < line.baseline / line.height < 1 - MARGIN:
                break
            if abs(line.baseline - other.baseline) > 2 * usual:
                outside.update(id(one) for one in one_way[:index])
    return [line for line in lines if id(line) not in outside]


def _without_footnotes(lines: list[Line], usual: float) -> list[Line]:
    """Leave out the small type at the foot of a page, if it opens like a footnote."""
    first = len(lines)
    while first and lines[first - 1].size < usual * 0.93:
        first -= 1
    notes = [index for index in range(first, len(lines)) if FOOTNOTE.match(lines[index].words[0].text)]
    return lines[: notes[0]] if notes and first else lines


def _without_columns(lines: list[Line]) -> list[Line]:
    """Put the second of two columns below the first, as if it stood on a page of its own."""
    places = Counter(round(line.left) for line in lines)
    middle = min(places, default=0) + (max((line.right for line in lines), default=0) - min(places, default=0)) * 0.4
    second = max((place for place in places if place > middle), key=lambda place: places[place], default=0)
    inside = [line for line in lines if line.left >= second - 2]
    outside = [line for line in lines if line.left < second - 2]
    across = [line.baseline for line in outside if line.right > second - 2]
    if (
        min(len(inside), len(outside) - len(across)) < COLUMN_LINES
        or statistics.mean(len(line.text) for line in inside) < COLUMN_CHARACTERS
        or (across and min(across) < max(line.baseline for line in inside))
    ):
        return lines
    shift = min(line.left for line in inside) - min(line.left for line in outside)
    for line in inside:
        line.page += 0.5
        for word in line.words:
            word.left -= shift
            word.right -= shift
    return [*_from_top(outside), *_from_top(inside)]


def _usual_size(lines: list[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


# --- lines that belong together


@dataclass(frozen=True)
class _Setting:
    """How the text of a document is set."""

    size: float
    bold: bool  # whether most of it is bold
    right: float  # a word that would end before this would have fitted
    leading: float  # the usual distance of two lines, in units of the type size; 0 where there is none
    justified: bool  # whether a wrapped line always ends at the right margin

    def has_room(self, line: Line, following: Line) -> bool:
        """Whether the first word of `following` would have fitted on `line`."""
        if self.justified and TERMINAL.search(line.text) and not self.stands_out(line):
            return line.right < self.right - ROOM * line.size
        return line.right + SPACE * line.size + following.first_width() < self.right - ROOM * line.size

    def stands_out(self, line: Line) -> bool:
        """Whether a line is set in bold or larger type."""
        return (line.bold and not self.bold) or line.size > self.size * LARGE


def _goes_on(line: Line) -> bool:
    return line.text[0].islower() and not bullet_of(line.text)


def _setting(lines: list[Line]) -> _Setting:
    size = _usual_size(lines)
    usual = [line for line in lines if abs(line.size - size) < size * 0.05]
    bold = sum(len(line.text) for line in usual if line.bold) > sum(len(line.text) for line in usual) / 2
    wrapped = [
        (a, b) for a, b in pairwise(lines) if _goes_on(b) and a.size == b.size == size and not TERMINAL.search(a.text)
    ]
    too_wide = sorted(
        a.right + SPACE * size + b.first_width()
        for a, b in wrapped
        if a.text[-1] not in HYPHENS + "/–" and a.page == b.page
    )
    rights = sorted(line.right for line in usual)
    right = rights[-1]
    if len(too_wide) > 4:
        right = min(right, too_wide[len(too_wide) // 20])
    # An overfull line or a table may stand out, so it is the usual end that counts.
    margin = statistics.median(a.right for a, _ in wrapped) if wrapped else right
    at_margin = [a for a, _ in wrapped if abs(a.right - margin) < ROOM * size]
    justified = len(wrapped) > 2 and len(at_margin) >= len(wrapped) * JUSTIFIED
    right = margin if justified else right
    gaps = [(a.baseline - b.baseline) / size for a, b in wrapped if a.page == b.page and a.baseline > b.baseline]
    if not gaps:
        gaps = [
            (a.baseline - b.baseline) / size for a, b in pairwise(usual) if a.page == b.page and a.baseline > b.baseline
        ][:1]
    return _Setting(size, bold, right, statistics.median(gaps) if gaps else 0.0, justified)


def _pieces(lines: list[Line]) -> list[Piece]:
    setting = _setting(lines)
    groups = [[lines[0]]]
    for index in range(1, len(lines)):
        following = lines[index + 1] if index + 1 < len(lines) else None
        filled_title = index == 1 and YEAR_AT_END.search(lines[0].text) and not _goes_on(lines[1])
        if filled_title or _begins_piece(groups[-1], lines[index], following, setting):
            groups.append([])
        groups[-1].append(lines[index])
    groups = [part for group in groups for part in _without_glued_heading(group, setting)]
    words = _known_words(lines)
    found: list[Piece] = []
    for group in groups:
        text = _joined([line.text for line in group], words)
        marked = all(setting.stands_out(line) for line in group) and stands_out_as_heading(text)
        found.append(Piece(text, "heading" if marked and not bullet_of(text) else "none"))
    return found


def _begins_piece(group: list[Line], line: Line, following: Line | None, setting: _Setting) -> bool:
    """Whether a new paragraph, item or heading begins at `line`; the surest evidence is asked first."""
    before = group[-1]
    ended = bool(TERMINAL.search(before.text))
    goes_on = _goes_on(line)
    room = setting.has_room(before, line)
    same_page = line.page == before.page
    resized = abs(line.size - before.size) > before.size * (LARGE - 1)
    if resized or (not goes_on and _changes_type(group, line, ended or room or not same_page)):
        return True
    gap = (before.baseline - line.baseline) / line.size if same_page else 0.0
    wide = bool(setting.leading) and gap > setting.leading * WIDE_GAP
    if before.text[-1] in HYPHENS and goes_on and not wide:
        return False
    if bullet_of(line.text):
        # A dash that a wrapped sentence happens to begin a line with is no bullet.
        return ended or room or wide
    if (wide and room) or ((wide or room) and (ended or not goes_on)):
        return True
    return ended and not goes_on and _is_set_apart(group, line, following)


def _changes_type(group: list[Line], line: Line, may_end: bool) -> bool:
    """Whether a heading in bold ends or begins rather than words in bold."""
    before = group[-1]
    if before.bold and not any(word.bold for word in line.words):
        return True
    return may_end and line.bold != before.bold


def _is_set_apart(group: list[Line], line: Line, following: Line | None) -> bool:
    """Whether a line is indented as the first of a paragraph, or stands further out than the ones before it."""
    indent = INDENT * line.size
    if following and line.left > group[-1].left + indent and line.left > following.left + indent:
        return True
    return len(group) > 1 and line.left < min(one.left for one in group) - indent


def _without_glued_heading(group: list[Line], setting: _Setting) -> list[list[Line]]:
    """Split a heading off that is glued to the paragraph before it, and is not betrayed by its width."""
    if len(group) < 2:
        return [group]
    before, last = group[-2].text, group[-1].text
    glued = (
        TERMINAL.search(before)
        and looks_like_heading(last)
        and group[-1].right < setting.right - setting.size
        and not setting.stands_out(group[-2])
    )
    return [group[:-1], group[-1:]] if glued else [group]


# --- words that were divided


def _known_words(lines: list[Line]) -> Counter[str]:
    """The words that stand within lines, in lower case; what a line ends or begins with may be a part."""
    found: Counter[str] = Counter()
    for index, line in enumerate(lines):
        text = fold(line.text)
        divided = bool(index) and lines[index - 1].text[-1] in HYPHENS
        for match in WORD.finditer(text.lower()):
            if not (divided and match.start() == 0) and not (match.end() >= len(text) - 1 and text[-1] in HYPHENS):
                found[match.group()] += 1
        found["/ "] += text.count("/ ")
        found["/"] += len(re.findall(r"\w/\w", text))
        found["\u2010"] += len(re.findall("\u2010\\w", text))
        found["-"] += text[-1] in HYPHENS
    # Where hardly a line ends in a hyphen, and none divides a known word, the words bring their own.
    divides = any(
        a.text[-1] in HYPHENS
        and (last := LAST_PART.search(a.text[:-1]))
        and (first := FIRST_PART.match(b.text))
        and found[fold(last.group() + first.group()).lower()]
        for a, b in pairwise(lines)
    )
    found["whole"] = int(not divides and found["-"] < len(lines) * DIVIDES)
    return found


def _joined(lines: list[str], words: Counter[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        if text[-1] in HYPHENS and text[-2:-1].isalnum():
            text = _with_divided(text, line, words)
        else:
            slash = text[-1] == "/" and text[-2:-1].isalnum() and words["/"] >= words["/ "]
            span = text[-1] == "–" and text[-2:-1].isdigit() and line[0].isdigit()  # "2030–" + "2031"
            suspended = bool(SUSPENDED_PART.search(text)) and line[0].islower()
            text = text + ("" if slash or span or suspended else " ") + line
    return text


def _with_divided(text: str, line: str, words: Counter[str]) -> str:
    """Join a line that ends in a hyphen with the next one."""
    sign, body = text[-1], text[:-1]
    first, last = FIRST_PART.match(line), LAST_PART.search(body)
    if not first or not last:
        return body + "-" + line
    if first.group() in lexicon()["hyphens"]["suspended_before"]:
        return f"{body}- {line}"
    # A sign that stands nowhere within a line was put there by the typesetter.
    if sign == "\u00ad" or (sign == "\u2010" and not words["\u2010"]):
        return body + line
    return f"{body}{'-' if _keeps_hyphen(fold(last.group()), fold(first.group()), words) else ''}{line}"


def _keeps_hyphen(last: str, first: str, words: Counter[str]) -> bool:
    """Whether the hyphen between two parts belongs to the word: "ME-/leden", not "samen-/werking"."""
    left, right = last.lower(), first.lower()
    written = words[f"{left}-{right}"] - words[left + right]
    if written:
        return written > 0
    if len(right) > 3 and len(left) > 1:  # an inflected or longer form of the same word
        kept = sum(count for word, count in words.items() if word.startswith(f"{left}-{right[:4]}"))
        joined = sum(count for word, count in words.items() if word.startswith(left + right[:4]))
        if kept != joined:
            return kept > joined
    return bool(words["whole"]) or _rules_keep_hyphen(last, first)


def _rules_keep_hyphen(last: str, first: str) -> bool:
    rules = lexicon()["hyphens"]
    part, right = last.rpartition("-")[2], first.lower()
    abbreviated = part[-1].isupper() or part[-1].isdigit() or len(part) == 1
    named = first[0].isupper() or first[0].isdigit()
    listed = part.lower() in rules["keeping_prefixes"] or right in rules["keeping_endings"]
    clash = any(part.lower().endswith(pair[:-1]) and right.startswith(pair[-1]) for pair in rules["clashes"])
    ending = any(right in (end, end + "e", end + "s", end + "n") for end in rules["endings"])
    return abbreviated or named or ((listed or clash) and not ending)
