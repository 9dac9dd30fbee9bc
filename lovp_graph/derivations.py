"""The five things that are computed rather than mapped by the JSON-LD context.

1. A sentence number in an annotation becomes the IRI of that sentence.
2. The register of a summary becomes its `Sentence` nodes.
3. A moment, of a meeting or at which something is due, becomes the earliest and latest date that it allows.
4. A meeting gets the numbers of meetings up to it, so that a question need not compare each with each.
5. A theme becomes that theme and all that it is part of, so that a question needs no path of unknown length.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from urllib.parse import urljoin

from rdflib import RDF, Literal, Namespace, URIRef
from rdflib.term import Node

from lovp_graph.registers import Row
from lovp_graph.resources import ID, NS

LOVP = Namespace(NS)
Triple = tuple[Node, Node, Node]
Bounds = tuple[date | None, date | None]
CANCELLED, ANNOTATED = (urljoin(ID, f"meeting-state/{state}") for state in ("cancelled", "annotated"))
SENTENCES = "zin/"
"""How the IRI of each sentence begins, relative to the base of things."""


def sentence_reference(slug: str, number: int) -> str:
    """The IRI, relative to the base of things, of sentence `number` of summary `slug`."""
    return f"{SENTENCES}{slug}-{number}"


def sentence_nodes(slug: str, rows: Iterable[Row]) -> Iterator[Triple]:
    """The `Sentence` nodes of a register."""
    summary = URIRef(urljoin(ID, f"summary/{slug}"))
    for row in rows:
        node = URIRef(urljoin(ID, sentence_reference(slug, row.number)))
        yield node, RDF.type, LOVP.Sentence
        yield node, LOVP.summary, summary
        for name in ("number", "section", "paragraph", "start", "end"):
            yield node, LOVP[name], Literal(getattr(row, name))
        yield node, LOVP.sha256, Literal(row.sha256)


# What an annotation may use of EDTF: a day, month, season (21 spring to 24 winter) or year, and
# an interval of them that may be open at one side.
MOMENT = r"\d{4}(?:-(?:0[1-9]|1[0-2]|2[1-4])|-(?:0[1-9]|1[0-2])-\d{2})?"
EDTF = re.compile(rf"{MOMENT}(?:/(?:{MOMENT}|\.\.))?|\.\./{MOMENT}", re.ASCII)


def edtf_bounds(text: str) -> Bounds:
    """The first and last day of an EDTF date or interval (ISO 8601-2); None where it is open.

    Raises ValueError when the text is not of the part of EDTF that is used here, or when its
    end lies before its start.
    """
    if not EDTF.fullmatch(text):
        raise ValueError(f"'{text}' is not a date or interval in EDTF")
    start, _, end = text.partition("/")
    earliest = None if start == ".." else _first_and_last(start)[0]
    latest = None if end == ".." else _first_and_last(end or start)[1]
    if earliest and latest and latest < earliest:
        raise ValueError(f"'{text}' ends before it begins")
    return earliest, latest


def _first_and_last(moment: str) -> tuple[date, date]:
    year, rest = int(moment[:4]), moment[5:]
    if not rest:
        return date(year, 1, 1), date(year, 12, 31)
    if len(rest) > 2:
        day = date.fromisoformat(moment)
        return day, day
    part = int(rest)
    if part > 12:  # a season: three whole months, spring (21) from March
        first = 3 * (part - 20)
        return date(year, first, 1), _last(year, first + 2)
    return date(year, part, 1), _last(year, part)


def _last(year: int, month: int) -> date:
    """The last day of a month; months count on into the next year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, monthrange(year, month)[1])


class Calendar:
    """When meetings are held, as far as the data say."""

    def __init__(self, facts: Iterable[tuple[str, str, str]]) -> None:
        """Read what is said of meetings: IRI, name of the property, and value."""
        self._facts: dict[str, dict[str, str]] = {}
        for meeting, name, value in facts:
            self._facts.setdefault(meeting, {}).setdefault(name, value)
        counted = list(self._counted())
        self._starts = sorted(start for meeting in counted if (start := self._known(meeting)[0]))
        ends = [
            (latest, meeting) for meeting in counted for first, latest in [self.bounds(meeting)] if first and latest
        ]
        self._ends = sorted(latest for latest, _ in ends)
        self._included = sorted(latest for latest, meeting in ends if self._facts[meeting].get("state") == ANNOTATED)

    def bounds(self, meeting: str) -> Bounds:
        """The first and last day on which a meeting can be held.

        A placeholder ("a later meeting") can be the next known meeting, regular or extra, at the earliest; it
        has no latest date, so that nothing is counted overdue on a meeting that no text names. One
        that is only known to lie before another was held the day before it at the latest.
        """
        known, facts = self._known(meeting), self._facts.get(meeting, {})
        if known != (None, None):
            return known
        if "before" in facts:
            ceiling = self._known(facts["before"])[0]
            return None, ceiling - timedelta(days=1) if ceiling and ceiling > date.min else None
        floor = self._known(facts["after"])[1] if "after" in facts else None
        if floor is None:
            return None, None
        later = bisect_right(self._starts, floor)
        if later < len(self._starts):
            return self._starts[later], None
        return min(floor, date.max - timedelta(days=1)) + timedelta(days=1), None

    def so_far(self, meeting: str) -> tuple[int, int] | None:
        """How many meetings count up to the last possible day of one, itself included: known, and with a summary here.

        None where no day is known. What counts is regular or extra, not cancelled, and has both its days.
        """
        latest = self.bounds(meeting)[1]
        return (bisect_right(self._ends, latest), bisect_right(self._included, latest)) if latest else None

    def _known(self, meeting: str) -> Bounds:
        """The day of a meeting, or the period in which it is expected."""
        facts = self._facts.get(meeting, {})
        try:
            if "date" in facts:
                day = date.fromisoformat(facts["date"])
                return day, day
            return edtf_bounds(facts["expected"]) if "expected" in facts else (None, None)
        except ValueError:  # reported where the meeting stands
            return None, None

    def _counted(self) -> Iterator[str]:
        """The meetings that count: not conferences, nor those that were cancelled."""
        kinds = {urljoin(ID, f"meeting-kind/{kind}") for kind in ("regular", "extra")}
        for meeting, facts in self._facts.items():
            if facts.get("meetingKind") in kinds and facts.get("state") != CANCELLED:
                yield meeting


def due_bounds(due: str | None, meeting: str | None, calendar: Calendar) -> Bounds:
    """The first and last day on which something is due.

    A date in the text comes first; the meeting that is pointed to fills what it leaves open. What
    cannot be read bounds nothing, and is reported where the statement stands.
    """
    if due is not None:
        try:
            return edtf_bounds(due)
        except ValueError:
            return None, None
    return calendar.bounds(meeting) if meeting is not None else (None, None)


def with_wider(themes: Iterable[str], broader: Mapping[str, Sequence[str]]) -> set[str]:
    """Themes, and all that these are part of; `broader` has the themes directly above each."""
    reached = set(themes)
    waiting = set(reached)
    while waiting:
        waiting = {wider for theme in waiting for wider in broader.get(theme, ())} - reached
        reached |= waiting
    return reached
