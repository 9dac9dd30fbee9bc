"""Which statements of the graph a new one may go back to."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from lovp_graph.catalogue import Catalogue, Thing
from lovp_graph.dataset import STATEMENTS

WORD = re.compile(r"[^\W\d_]{4,}")
STEM = 7
"""Letters by which words are compared: Dutch endings and most compounds fall away."""
LIKE, LIKE_BACK = 0.25, 0.2
"""From this likeness on a statement is worth a look; less is enough where a sentence says that it goes back.

Settled on the links of the annotated summaries, of which it finds one in four; one in six that it shows is one.
"""
SAME_THEME = 0.05
"""How much more alike a statement on a theme of the sentence is."""
MOST = 2


@dataclass(frozen=True)
class Candidate:
    """An earlier statement, and how much it is alike, from 0 to 1."""

    slug: str
    gist: str
    likeness: float


class Earlier:
    """The statements of a graph, to be compared with a sentence."""

    def __init__(self, catalogue: Catalogue, before: str = "9999") -> None:
        """`before` is the day from which on meetings do not count."""
        self.statements = [
            thing
            for thing in catalogue.of(*(name for _, name in STATEMENTS))
            if any(day < before for meeting in catalogue.linked(thing, "meeting") for day in meeting.all("latest"))
        ]

    @cached_property
    def words(self) -> list[Counter[str]]:
        """The words of each statement's gist."""
        return [_words(thing.one("gist", "nl")) for thing in self.statements]

    @cached_property
    def weights(self) -> dict[str, float]:
        """How telling each word is: the fewer statements have it, the more."""
        counts = Counter(word for words in self.words for word in words)
        return {word: math.log(1 + len(self.statements) / count) for word, count in counts.items()}

    @cached_property
    def unseen(self) -> float:
        """How telling a word is that no statement has."""
        return math.log(1 + len(self.statements))

    @cached_property
    def having(self) -> dict[str, list[int]]:
        """In which statements each word is, by their place."""
        found: dict[str, list[int]] = {}
        for place, words in enumerate(self.words):
            for word in words:
                found.setdefault(word, []).append(place)
        return found

    @cached_property
    def lengths(self) -> list[float]:
        """How much the words of each statement weigh."""
        return [self._length(words) for words in self.words]

    def candidates(self, text: str, themes: Iterable[str], *, goes_back: bool = False) -> list[Candidate]:
        """The statements that are most like a sentence on some themes, the most alike first.

        `goes_back` is whether the sentence says that it goes back to something.
        """
        asked, own, least = _words(text), set(themes), LIKE_BACK if goes_back else LIKE
        length, found = self._length(asked), []
        # A theme alone makes nothing alike enough, so only what shares a word is looked at.
        for place, shared in self._shared(asked).items():
            thing = self.statements[place]
            likeness = shared / math.sqrt(length * self.lengths[place])
            if likeness + SAME_THEME >= least and own & _themes(thing):
                likeness += SAME_THEME
            if likeness >= least:
                found.append(Candidate(thing.slug, thing.one("gist", "nl"), round(likeness, 2)))
        found.sort(key=lambda one: (-one.likeness, one.slug))
        return found[:MOST]

    def _shared(self, asked: Iterable[str]) -> dict[int, float]:
        """How much the words weigh that a statement shares with those asked for, by its place."""
        found: dict[int, float] = {}
        for word in asked:
            for place in self.having.get(word, ()):
                found[place] = found.get(place, 0.0) + self.weights[word]
        return found

    def _length(self, words: Counter[str]) -> float:
        return sum([self.weights.get(word, self.unseen) for word in words])


def _words(text: str) -> Counter[str]:
    return Counter(word[:STEM] for word in WORD.findall(text.lower()))


def _themes(thing: Thing) -> set[str]:
    return {iri.rpartition("/")[2] for iri in _sequence(thing)}


def _sequence(thing: Thing) -> Sequence[str]:
    return thing.all("theme")
