"""What the real summaries hold, in numbers: agenda items and statements with their keys, and how far links go back."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

NAMED = {"issue": "issues.yaml", "document": "documents.yaml"}
"""What summaries name that grows with them, and the file in which it stands."""

LINKS = ("answers", "confirms", "followsUp", "fulfils", "qualifies", "repeats", "revises")
WORDED = ("condition", "doubt", "dueText", "gist", "heading", "measures", "reason")
"""The keys that hold words, of which only the number is kept."""

PLACED = {"id", "meeting", "agendaItem", "partOf", "statedIn", "sentence", "saidAt", "replaces", *LINKS}
"""The keys that say where a thing stands or what it belongs to."""

HEAD = {"writtenBy", "annotatedBy", "reviewedBy", "reviewPasses"}
"""What a summary says of how it was made."""

Node = dict[str, Any]


@dataclass(frozen=True)
class Item:
    """An agenda item of a real summary: its keys and, with sentences numbered from 1, what was said under it."""

    keys: Node
    sentences: int
    statements: tuple[Node, ...]
    parts: tuple[tuple[str, int, Node], ...]
    """Amounts and relations of authority, each with the number of the statement that states it."""
    omissions: tuple[Node, ...]


@dataclass(frozen=True)
class Pattern:
    """What the real summaries hold."""

    items: tuple[Item, ...]
    openings: tuple[Item, ...]
    sizes: tuple[int, ...]
    """Numbers of agenda items."""
    head: Node
    distances: tuple[int, ...]
    """How many meetings back links to earlier meetings go."""
    named: dict[str, tuple[Node, ...]]
    """The issues and documents."""
    anew: dict[str, float]
    """How often an issue or document that a summary names is one that no earlier summary names."""


def learn(data: Path) -> Pattern:
    """Read the summaries of a data folder."""
    summaries = [_read(path) for path in sorted((data / "summaries").glob("*.yaml"))]
    rank = {one["id"]: order for order, summary in enumerate(summaries) for one in summary["statement"]}
    days = {node["id"]: node.get("date") for node in _read(data / "meetings.yaml")["graph"]}
    named = {kind: tuple(_read(data / file)["graph"]) for kind, file in NAMED.items()}
    items, openings = [], []
    for order, summary in enumerate(summaries):
        day = max(date.fromisoformat(days[meeting]) for meeting in listed(summary["covers"]))
        items += [_item(summary, item, day, order, rank) for item in summary["agendaItem"]]
        openings.append(_item(summary, None, day, order, rank))
    return Pattern(
        items=tuple(item for item in items if item.statements),
        openings=tuple(openings),
        sizes=tuple(len(summary["agendaItem"]) for summary in summaries),
        head={key: value for key, value in summaries[-1].items() if key in HEAD},
        distances=_distances(summaries, rank),
        named=named,
        anew={kind: _novelty(summaries, {node["id"] for node in nodes}) for kind, nodes in named.items()},
    )


def _distances(summaries: Sequence[Node], rank: Mapping[str, int]) -> tuple[int, ...]:
    """How many meetings back each link to an earlier meeting goes."""
    found = (
        order - rank[target]
        for order, summary in enumerate(summaries)
        for one in summary["statement"]
        for link in LINKS
        for target in listed(one.get(link, []))
    )
    return tuple(distance for distance in found if distance > 0)


def _novelty(summaries: Sequence[Node], things: set[str]) -> float:
    """How often one of the things that a summary names is one that no earlier summary names."""
    seen: set[str] = set()
    new = total = 0
    for summary in summaries:
        here = {name for one in summary["statement"] for name in _names(one)} & things
        new += len(here - seen)
        total += len(here)
        seen |= here
    return new / total


def _names(statement: Node) -> list[str]:
    """What a statement names that may be an issue or a document."""
    return [name for key in ("issue", "raises", "mentions") for name in listed(statement.get(key, []))]


def _read(path: Path) -> Node:
    return dict(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader))  # noqa: S506


def listed(value: Any) -> list[Any]:
    """A value of an annotation as a list, as a single one stands without."""
    return value if isinstance(value, list) else [value]


def _item(summary: Node, item: Node | None, day: date, order: int, rank: Mapping[str, int]) -> Item:
    """An agenda item, or what stands under none (the opening)."""
    place = item["id"] if item else None
    statements = [one for one in summary["statement"] if one.get("agendaItem") == place and one.get("sentence")]
    under = {number for one in summary["statement"] if one.get("agendaItem") for number in one.get("sentence", [])}
    omissions = (
        [one for one in summary.get("notMapped", []) if not set(one["sentence"]) & under] if item is None else []
    )
    numbers = sorted({int(number) for one in (*statements, *omissions) for number in one["sentence"]})
    place_of = {str(number): index for index, number in enumerate(numbers, 1)}
    ids = {one["id"]: index for index, one in enumerate(statements)}
    parts = tuple(
        (key, ids[node["statedIn"]], _shape(node, day))
        for key in ("amount", "authorityRelation")
        for node in summary.get(key, [])
        if node["statedIn"] in ids
    )
    shapes = []
    for one in statements:
        shape = _shape(one, day)
        shape["sentence"] = [place_of[number] for number in one["sentence"]]
        shape["links"] = [(link, order - rank[target]) for link in LINKS for target in listed(one.get(link, []))]
        shapes.append(shape)
    left_out = tuple(
        {**_shape(one, day), "sentence": [place_of[number] for number in one["sentence"]]} for one in omissions
    )
    return Item(_shape(item, day) if item else {}, len(numbers), tuple(shapes), parts, left_out)


def _shape(node: Node, day: date) -> Node:
    """The keys of a thing that do not say where it stands, with numbers for words and days from `day` for moments."""
    kept: Node = {}
    for key, value in node.items():
        if key in PLACED:
            continue
        if key in WORDED:
            kept[key] = len(str(value).split())
        elif key == "due":
            kept[key] = tuple(_distance(moment, day) for moment in value.split("/"))
        else:
            kept[key] = value
    return kept


def _distance(moment: str, day: date) -> tuple[int, int] | None:
    """How many days a moment ends after `day`, and how long it is when written; None for an open end."""
    if moment == "..":
        return None
    year, month = int(moment[:4]), int(moment[5:7] or 12)
    last = int(moment[8:]) if len(moment) == 10 else monthrange(year, month)[1]
    return (date(year, month, last) - day).days, len(moment)
