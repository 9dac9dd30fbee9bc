"""Dutch text becomes sentences."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

from lovp_graph.documents.layout import lexicon

# A possible end: closing punctuation, perhaps a closing quote or bracket, white space, and
# then something that can open a sentence.
END = re.compile(r"(?<![.?!…])[.?!…]++[\"'’”)\]]*+(?=\s+(?:[\"'‘“(\[]*[A-ZÀ-ÖØ-Þ0-9€]|['’][a-z]\b))")
SPACE = re.compile(r"\s*")
INITIALS = re.compile(r"[A-Z](?:\.[A-Z])*")
LABEL = re.compile(r"[(\[]?(?:\d{1,2}|[A-Za-z])(?:\.\d{1,2})*[.)\]]+")  # "1.", "2.3." or "a." opens what follows
LONGEST_LABEL = 40
TOKEN_BEFORE = re.compile(r"([^\W\d_](?:[^\W\d_]|\.(?=[^\W_]))*|\d+)\.$")
NEW_LINE = r"\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
# A hyphen at a line's end belongs to the word ("politie-" + "inzet"), unless it is suspended
# ("in-" + "en uitstroom").
LINE_END_HYPHEN = re.compile(rf"(?<=\w)-[^\S{NEW_LINE}]*[{NEW_LINE}]\s*(?=\w)(?!(?:en|of)\b)")
SOFT_HYPHEN = re.compile(r"\u00ad\s*")
LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


def spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of `text[start:end]` as offsets into `text`, end exclusive, in order."""
    begin = start
    for match in END.finditer(text, start, end):
        label = match.end() - begin <= LONGEST_LABEL and LABEL.fullmatch(text, begin, match.end())
        if match.end() >= end or label or not _ends_sentence(text, match):
            continue
        yield begin, match.end()
        begin = _after_space(text, match.end(), end)
    if begin < end:
        yield begin, end


def _after_space(text: str, start: int, end: int) -> int:
    found = SPACE.match(text, start, end)
    return found.end() if found else start


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    if match.group() != ".":
        return True
    token = TOKEN_BEFORE.search(text, max(0, match.start() - 30), match.end())
    if token is None:
        return True
    word = token.group(1)
    after = _after_space(text, match.end(), len(text))
    rest = text[after : after + 30]
    if INITIALS.fullmatch(word) and rest.split()[0].lower() not in lexicon()["function_words"]:
        return False
    if word.lower() in lexicon()["final_abbreviations"]:
        return True
    if word.lower() in lexicon()["abbreviations"]:
        return False
    # "1. Opening" and "nr. 3": a lone number is a label, a year or amount ends a sentence.
    return not (word.isdigit() and len(word) <= 2 and rest[:1].isdigit())


def fold(text: str) -> str:
    """One sentence as it reads: NFC, no ligatures, a line-end hyphen joined to its word, white space single."""
    plain = LINE_END_HYPHEN.sub("-", SOFT_HYPHEN.sub("", text.translate(LIGATURES)))
    return " ".join(unicodedata.normalize("NFC", plain).split())


def digest(text: str) -> str:
    """SHA-256, in hexadecimal, of the folded sentence in UTF-8."""
    return hashlib.sha256(fold(text).encode("utf-8")).hexdigest()
