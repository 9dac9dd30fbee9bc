"""Where in which file a thing stands, so that a finding about the graph can name file and line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

Place = tuple[Path, int]


class Positions:
    """The places of things (by IRI), of their keys (by predicate) and of each key's values."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str, str], Place] = {}
        self._later: dict[str, list[Callable[[], Positions]]] = {}
        self._unread: set[Callable[[], Positions]] = set()

    def add(self, place: Place, subject: str, predicate: str = "", value: str = "") -> None:
        """Note a place; the first one of a thing, key or value stays."""
        self._places.setdefault((subject, predicate, value), place)

    def find(self, subject: str, predicate: str = "", value: str = "") -> Place | None:
        """The most exact place known: of the value, else of the key, else of the thing, else None."""
        if predicate:
            for read in self._unread.intersection(self._later.get(subject, ())):
                self._unread.remove(read)
                self.update(read())
        for key in ((subject, predicate, value), (subject, predicate, ""), (subject, "", "")):
            if key in self._places:
                return self._places[key]
        return None

    def things(self) -> Iterator[tuple[str, Place]]:
        """The things with their places."""
        return ((subject, place) for (subject, predicate, _), place in self._places.items() if not predicate)

    def update(self, other: Positions) -> None:
        """Take over the places of another file."""
        for key, place in other._places.items():
            self._places.setdefault(key, place)

    def later(self, subjects: Iterable[str], read: Callable[[], Positions]) -> None:
        """Note who reads the places of the keys of these things, when one of them is asked for."""
        self._unread.add(read)
        for subject in subjects:
            self._later.setdefault(subject, []).append(read)
