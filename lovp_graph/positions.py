"""Where in which file a thing stands, so that a finding about the graph can name file and line."""

from __future__ import annotations

from pathlib import Path

Place = tuple[Path, int]


class Positions:
    """The places of things (by IRI), of their keys (by predicate) and of each key's values."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str, str], Place] = {}

    def add(self, place: Place, subject: str, predicate: str = "", value: str = "") -> None:
        """Note a place; the first one of a thing, key or value stays."""
        self._places.setdefault((subject, predicate, value), place)

    def find(self, subject: str, predicate: str = "", value: str = "") -> Place | None:
        """The most exact place known: of the value, else of the key, else of the thing, else None."""
        for key in ((subject, predicate, value), (subject, predicate, ""), (subject, "", "")):
            if key in self._places:
                return self._places[key]
        return None

    def update(self, other: Positions) -> None:
        """Take over the places of another file."""
        self._places = other._places | self._places
