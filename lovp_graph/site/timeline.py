"""The timeline of a theme: meetings as columns, actors as rows, statements in the cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from lovp_graph.asking import Row, slug
from lovp_graph.catalogue import Thing
from lovp_graph.site.views import Statement, Views
from lovp_graph.story import is_to_come, text


@dataclass(frozen=True)
class Column:
    """A meeting with statements, one without any, or several of which no summary is included.

    `kind` is `said`, `reported` (only later summaries tell of it), `silent` or `gap`.
    """

    kind: str
    meetings: tuple[Thing, ...]


@dataclass(frozen=True)
class Line:
    """What one actor said, by column, and what of it is announced for a moment to come; without actor: nobody's."""

    actor: Thing | None
    cells: tuple[tuple[Statement, ...], ...]
    coming: tuple[tuple[Statement, Row], ...]

    @property
    def count(self) -> int:
        """How many statements stand in the line."""
        return sum(map(len, self.cells))


@dataclass(frozen=True)
class Timeline:
    """Columns in the order of time, and lines by how much stands in them."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]

    @property
    def has_coming(self) -> bool:
        """Whether anything is announced for a moment to come."""
        return any(line.coming for line in self.lines)


def timeline(
    views: Views, statements: Sequence[Statement], history: Sequence[Row], announced: Sequence[Row]
) -> Timeline:
    """Lay out statements by actor and meeting.

    `history` are the rows of the question theme-history, `announced` those of announced-topics.
    """
    columns = tuple(_columns(views, statements, history))
    place = {meeting.iri: number for number, column in enumerate(columns) for meeting in column.meetings}
    coming = _coming(views, announced)
    counts = Counter(_speaker(one) for one in statements)
    lines = []
    for iri in sorted(counts, key=lambda iri: (not iri, -counts[iri], iri)):
        said = [one for one in statements if _speaker(one) == iri]
        cells: list[list[Statement]] = [[] for _ in columns]
        for one in views.outcomes_first(said):
            cells[place[one.meeting.iri]].append(one)
        to_come = tuple((one, coming[one.thing.iri]) for one in said if one.thing.iri in coming)
        lines.append(Line(views.catalogue[iri] if iri else None, tuple(map(tuple, cells)), to_come))
    return Timeline(columns, tuple(lines))


def _speaker(statement: Statement) -> str:
    """In whose line a statement stands: that of the first who says it."""
    return statement.by[0].iri if statement.by else ""


def _columns(views: Views, statements: Sequence[Statement], history: Sequence[Row]) -> list[Column]:
    """The known meetings, those of which no summary is included together."""
    spoken = {one.meeting.iri for one in statements}
    columns = []

    def kind(row: Row) -> str:
        included = slug(text(row, "state")) == "annotated"
        if text(row, "meeting") in spoken:
            return "said" if included else "reported"
        return "silent" if included else "gap"

    held = [
        row
        for row in history
        if text(row, "meeting") in spoken or slug(text(row, "state")) not in {"cancelled", "announced"}
    ]
    for name, group in groupby(held, key=kind):
        meetings = [views.catalogue[text(row, "meeting")] for row in group]
        if name == "gap":
            columns.append(Column(name, tuple(meetings)))
        else:
            columns += [Column(name, (meeting,)) for meeting in meetings]
    known = {meeting.iri for column in columns for meeting in column.meetings}
    # A meeting that is not known by any time has no place in the order; what is told of it comes first.
    timeless = [Column("reported", (views.catalogue[iri],)) for iri in sorted(spoken - known)]
    return [*timeless, *columns]


def _coming(views: Views, announced: Sequence[Row]) -> dict[str, Row]:
    last = views.last_meeting.one("latest")
    return {text(row, "statement"): row for row in announced if is_to_come(row, last)}
