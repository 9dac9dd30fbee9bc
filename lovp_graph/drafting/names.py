"""The names of actors, themes and documents where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lovp_graph.catalogue import Thing

ARTICLE = re.compile(r"^(?:de|het|een)\s+", re.IGNORECASE)
ACRONYM = re.compile(r"^[A-Z][A-Za-z]{0,3}[A-Z]$|^[A-Z]{2,}$")


@dataclass(frozen=True)
class Name:
    """A name in a text; `things` are the slugs it can mean, of which a text has to say which."""

    start: int
    end: int
    text: str
    things: tuple[str, ...]


@dataclass(frozen=True)
class Names:
    """Labels by which things of one kind are found: as they are written, and in any case."""

    exact: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    loose: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pattern: re.Pattern[str] | None = None

    def find(self, text: str) -> list[Name]:
        """The names in a text, the longest first where they overlap."""
        if self.pattern is None:
            return []
        found = []
        for match in self.pattern.finditer(text):
            things = self.exact.get(match.group()) or self.loose.get(match.group().lower())
            if things:
                found.append(Name(match.start(), match.end(), match.group(), things))
        return found


def names(labelled: Iterable[tuple[str, Iterable[str]]]) -> Names:
    """Names by the labels of things, given by slug. An acronym is found only as it is written."""
    exact: dict[str, list[str]] = {}
    loose: dict[str, list[str]] = {}
    for slug, labels in labelled:
        for label in labels:
            bare = ARTICLE.sub("", label).strip()
            if not bare:
                continue
            listed = exact.setdefault(bare, []) if ACRONYM.match(bare) else loose.setdefault(bare.lower(), [])
            if slug not in listed:
                listed.append(slug)
    every = sorted({*exact, *loose}, key=len, reverse=True)
    if not every:
        return Names()
    # Case is folded by the pattern and settled in `find`, so that an acronym does not hide a word.
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, every))})(?![\w]|-\w)", re.IGNORECASE)
    return Names({key: tuple(value) for key, value in exact.items()}, {k: tuple(v) for k, v in loose.items()}, pattern)


def of_things(things: Iterable[Thing]) -> Names:
    """Names by the Dutch labels of things."""
    return names((thing.slug, [thing.label("nl"), *thing.all("altLabel", "nl")]) for thing in things)


def slugs_in(found: Iterable[Name]) -> tuple[str, ...]:
    """What names stand for, each once, in the order of the text; of several the first."""
    return tuple(dict.fromkeys(name.things[0] for name in found))
