"""The four things that are computed rather than mapped by the JSON-LD context.

1. A sentence number in an annotation becomes the IRI of that sentence.
2. The register of a summary becomes its `Sentence` nodes.
3. A moment, of a meeting or at which something is due, becomes the earliest and latest date that it allows.
4. A theme becomes that theme and all that it is part of, so that a question needs no path of unknown length.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from urllib.parse import urljoin

from rdflib import RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from lovp_graph.registers import Row
from lovp_graph.resources import ID, NS

LOVP = Namespace(NS)
Triple = tuple[Node, Node, Node]
Bounds = tuple[date | None, date | None]


def sentence_reference(slug: str, number: int) -> str:
    """The IRI, relative to the base of things, of sentence `number` of summary `slug`."""
    return f"zin/{slug}-{number}"


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
# an interval of them that may be open at one side. The library reads more, and not all of it well.
MOMENT = r"\d{4}(?:-(?:0[1-9]|1[0-2]|2[1-4])|-(?:0[1-9]|1[0-2])-\d{2})?"
EDTF = re.compile(rf"{MOMENT}(?:/(?:{MOMENT}|\.\.))?|\.\./{MOMENT}")


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
    from edtf import parse_edtf  # noqa: PLC0415 - 90 ms, and only due moments need it
    from edtf.parser.edtf_exceptions import EDTFParseException  # noqa: PLC0415

    try:
        parsed = parse_edtf(moment)
        if moment[5:] == "24":  # the library ends a winter in the December that it begins in
            return date(int(moment[:4]), 12, 1), date(int(moment[:4]) + 1, 3, 1) - timedelta(days=1)
        return date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])
    except EDTFParseException as error:
        raise ValueError(f"'{moment}' is not a date in EDTF") from error


def meeting_bounds(graph: Graph, meeting: Node) -> Bounds:
    """When a meeting is held, as far as the graph says.

    A placeholder ("a later meeting") can be the next known meeting, regular or extra, at the earliest; it
    has no latest date, so that nothing is counted overdue on a meeting that no text names. One
    that is only known to lie before another was held the day before it at the latest.
    """
    known = _known_bounds(graph, meeting)
    after, before = graph.value(meeting, LOVP.after), graph.value(meeting, LOVP.before)
    if known != (None, None):
        return known
    if before is not None:
        ceiling = _known_bounds(graph, before)[0]
        return None, ceiling - timedelta(days=1) if ceiling and ceiling > date.min else None
    floor = _known_bounds(graph, after)[1] if after is not None else None
    if floor is None:
        return None, None
    later = [start for start in _starts(graph) if start > floor]
    return min(later, default=min(floor, date.max - timedelta(days=1)) + timedelta(days=1)), None


def _known_bounds(graph: Graph, meeting: Node) -> Bounds:
    """The day of a meeting, or the period in which it is expected."""
    held = graph.value(meeting, LOVP.date)
    if isinstance(held, Literal) and isinstance(held.value, date):
        return held.value, held.value
    expected = graph.value(meeting, LOVP.expected)
    try:
        return edtf_bounds(str(expected)) if expected is not None else (None, None)
    except ValueError:  # reported where the meeting stands
        return None, None


def _starts(graph: Graph) -> Iterator[date]:
    """The first possible day of each known meeting, but for conferences and those that were cancelled."""
    cancelled = URIRef(urljoin(ID, "meeting-state/cancelled"))
    for kind in ("regular", "extra"):
        for meeting in graph.subjects(LOVP.meetingKind, URIRef(urljoin(ID, f"meeting-kind/{kind}"))):
            start = _known_bounds(graph, meeting)[0]
            if start and (meeting, LOVP.state, cancelled) not in graph:
                yield start


def due_nodes(graph: Graph, statements: Iterable[Node]) -> Iterator[Triple]:
    """Earliest and latest due dates of `statements`, which stand in `graph` with the meetings.

    A date in the text comes first; the meeting that is pointed to fills what it leaves open.
    """
    for statement in statements:
        due = graph.value(statement, LOVP.due)
        meeting = graph.value(statement, LOVP.dueMeeting)
        earliest: date | None = None
        latest: date | None = None
        if due is not None:
            try:
                earliest, latest = edtf_bounds(str(due))
            except ValueError:  # reported where the statement stands
                continue
        elif meeting is not None:
            earliest, latest = meeting_bounds(graph, meeting)
        yield from _date_nodes(statement, (LOVP.dueEarliest, earliest), (LOVP.dueLatest, latest))


def meeting_nodes(graph: Graph, meetings: Iterable[Node]) -> Iterator[Triple]:
    """Earliest and latest dates of `meetings` of `graph`, so that queries can put them in order."""
    for meeting in meetings:
        earliest, latest = meeting_bounds(graph, meeting)
        yield from _date_nodes(meeting, (LOVP.earliest, earliest), (LOVP.latest, latest))


def _date_nodes(subject: Node, *dates: tuple[Node, date | None]) -> Iterator[Triple]:
    for predicate, day in dates:
        if day:
            yield subject, predicate, Literal(day, datatype=XSD.date)


def theme_nodes(graph: Graph, subjects: Iterable[Node]) -> Iterator[Triple]:
    """The themes of `subjects`, and those that these are part of; a theme lies in itself."""
    for subject in subjects:
        reached = set(graph.objects(subject, LOVP.theme)) or {subject}
        waiting = set(reached)
        while waiting:
            waiting = {wider for theme in waiting for wider in graph.objects(theme, SKOS.broader)} - reached
            reached |= waiting
        for theme in reached:
            yield subject, LOVP.inTheme, theme
