"""What a sentence says of its statement besides its type: that it denies, under which condition, who has authority."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from lovp_graph.drafting.lexicon import load


@dataclass(frozen=True)
class Authority:
    """That someone has authority: its kind, and the rule that says so; `holder` counts the actors of the clause."""

    kind: str
    rule: str
    holder: int


@cache
def _any(key: str) -> re.Pattern[str]:
    words = sorted(load("marks")[key], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def denies(text: str) -> bool:
    """Whether a sentence denies something."""
    return bool(_any("denies").search(_any("denies_nothing").sub(" ", text)))


def condition(text: str) -> str:
    """The condition in a sentence, as it is worded; nothing where there is none."""
    found = _any("conditions").search(text)
    if not found:
        return ""
    return re.split(r"[,;.](?!\d)", text[found.start() :], maxsplit=1)[0].strip()


def goes_back(text: str) -> bool:
    """Whether a sentence has words by which statements go back to earlier ones."""
    return bool(_any("goes_back").search(text))


def commitment_kind(text: str) -> str:
    """How often something is to be done: a concept of the scheme commitment-kind."""
    if _any("recurring").search(text):
        return "recurring"
    return "standing" if _any("standing").search(text) else "one-off"


def is_promised(text: str, verbs: Sequence[str]) -> bool:
    """Whether a commitment is worded as a promise, rather than as something that someone will do."""
    return bool(set(verbs) & set(load("marks")["promised"]) or _any("promised_words").search(text))


@cache
def _authority() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple((rule["name"], rule["kind"], re.compile(rule["when"])) for rule in load("authority")["rule"])


def authority(seen: str) -> Authority | None:
    """The authority that a clause tells of, by the first rule that fits; `seen` is the clause as the rules see it."""
    if not any(word in seen for word in load("authority")["mark"]["any"]):
        return None
    for name, kind, pattern in _authority():
        found = pattern.search(seen)
        if found:
            place = next(start for start in map(found.start, range(1, (pattern.groups or 0) + 1)) if start >= 0)
            return Authority(kind, name, seen.count("@", 0, place))
    return None
