"""Dutch text becomes sentences."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

from lovp_graph.documents.layout import lexicon

# A possible end: closing punctuation, perhaps a closing quote or bracket, white space, and
# then something that can open a sentence.
END = re.compile(r"[.?!…]+[\"'’”)\]]*(?=\s+[\"'‘“(\[]*[A-ZÀ-ÖØ-Þ0-9€])")
TOKEN_BEFORE = re.compile(r"([^\W\d_](?:[^\W\d_]|\.(?=[^\W_]))*|\d+)\.$")
# A hyphen at a line's end belongs to the word ("politie-" + "inzet"), unless it is suspended
# ("in-" + "en uitstroom").
LINE_END_HYPHEN = re.compile(r"(?<=\w)-[^\S\n]*\n\s*(?=[^\W\d_A-Z])(?!(?:en|of)\b)")


def spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of `text[start:end]` as offsets into `text`, end exclusive, in order."""
    begin = start
    for match in END.finditer(text, start, end):
        if match.end() >= end or not _ends_sentence(text, match):
            continue
        yield begin, match.end()
        begin = match.end() + len(text[match.end() : end]) - len(text[match.end() : end].lstrip())
    if begin < end:
        yield begin, end


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    if match.group() != ".":
        return True
    token = TOKEN_BEFORE.search(text, max(0, match.start() - 30), match.end())
    if token is None:
        return True
    word = token.group(1)
    if len(word) == 1 and word.isupper():  # an initial
        return False
    rest = text[match.end() :].lstrip()
    if word.lower() in lexicon()["final_abbreviations"]:
        return True
    if word.lower() in lexicon()["abbreviations"]:
        return False
    # "1. Opening" and "nr. 3": a lone number is a label, a year or amount ends a sentence.
    return not (word.isdigit() and len(word) <= 2 and rest[:1].isdigit())


def fold(text: str) -> str:
    """One sentence as it reads: NFC, a line-end hyphen joined to its word, white space single."""
    return " ".join(unicodedata.normalize("NFC", LINE_END_HYPHEN.sub("-", text)).split())


def digest(text: str) -> str:
    """SHA-256, in hexadecimal, of the folded sentence in UTF-8."""
    return hashlib.sha256(fold(text).encode("utf-8")).hexdigest()
