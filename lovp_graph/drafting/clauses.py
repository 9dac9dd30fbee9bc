"""Sentences become clauses in the form that the rules of the lexicon are written for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from lovp_graph.drafting.lexicon import pattern, words
from lovp_graph.drafting.names import Name
from lovp_graph.drafting.verbs import forms, verbs

SPEAKING = {"say", "inform", "position", "concern", "confirm", "request", "promise", "decide", "agree"}


def plain(text: str) -> str:
    """A text in lower case without accents, for a name."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


def parts(text: str) -> Iterator[tuple[int, int]]:
    """The clauses of a sentence that can each be a statement, as offsets: around "en" or "maar" with a verb."""
    start = 0
    breaks = [found.span() for found in pattern("break").finditer(text)]
    for found in pattern("joint").finditer(text):
        if _speaks(found[1].lower(), text[found.end() :]) or _begins(found[1].lower(), text, found):
            breaks.append(found.span())
    for end, following in sorted(breaks):
        if end > start:
            yield start, end
            start = following
    yield start, len(text)


def _begins(word: str, text: str, found: re.Match[str]) -> bool:
    """Whether a clause of its own follows: a subject with a verb of speaking, and a verb stands before it."""
    if word not in words("subjects") or not verbs(text[: found.start()]):
        return False
    following = re.findall(r"\w+", text[found.end() :])[1:6]
    return any(form.finite and form.sort in SPEAKING for one in following for form in forms().get(one.lower(), ()))


def _speaks(word: str, rest: str) -> bool:
    """Whether a word is a finite verb of speaking, or an auxiliary of one that follows."""
    if word in words("auxiliaries"):
        return any(verb.sort in SPEAKING for verb in verbs(rest)) or word in words("wishes")
    return any(form.finite and form.sort in SPEAKING for form in forms().get(word, ()))


def seen(text: str, actors: Sequence[Name], bodies: Sequence[Name], moments: Sequence[tuple[int, int]]) -> str:
    """A text as the rules see it: `@` for actors, `%` for the body, marks behind verbs, `<due>` for moments."""
    marks: list[tuple[int, int, str]] = [
        *((one.start, one.end, "@") for one in actors),
        *((one.start, one.end, "%") for one in bodies),
        *((start, end, text[start:end].lower() + " <due>") for start, end in moments),
    ]
    covered = [(start, end) for start, end, _ in marks]
    for verb in verbs(text):
        for place, (start, end) in enumerate(verb.parts):
            if any(start < stop and begin < end for begin, stop in covered):
                continue
            marks.append((start, end, text[start:end].lower() + (f"<{verb.sort}>" if place == 0 else "")))
    made, done = [], 0
    for start, end, mark in sorted(marks):
        if start < done:
            continue
        made += [text[done:start].lower(), mark]
        done = end
    return pattern("article_before_name").sub("", "".join([*made, text[done:].lower()]))
