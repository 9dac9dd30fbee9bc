"""What follows from all named graphs together is added to each: days, numbers of meetings, and wider themes."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, SKOS, XSD

from lovp_graph import rdf
from lovp_graph.derivations import Bounds, Calendar, due_bounds, with_wider
from lovp_graph.metadata import SummaryGraph
from lovp_graph.rdf import Block, Graphs
from lovp_graph.resources import BASE_GRAPH, ID, NS

THEMES = ID + "scheme/themes"
MEETING_FACTS = ("after", "before", "date", "expected", "meetingKind", "state")
DERIVED_FROM = {NS + name: name for name in (*MEETING_FACTS, "due", "dueMeeting", "theme", "writtenBy")} | {
    str(RDF.type): "type",
    str(SKOS.broader): "broader",
    str(SKOS.inScheme): "inScheme",
}
Facts = list[tuple[str, str, str]]


def derive(graphs: Graphs) -> list[SummaryGraph]:
    """Add to each graph the days, numbers and wider themes that follow from all; what is said of each summary."""
    facts = {name: list(rdf.select(graphs.lines(name), DERIVED_FROM)) for name in graphs}
    calendar = Calendar(fact for found in facts.values() for fact in found if fact[1] in MEETING_FACTS)
    every = [fact for found in facts.values() for fact in found if fact[1] in {"broader", "inScheme"}]
    broader: dict[str, list[str]] = {}
    for theme, name, value in every:
        if name == "broader":
            broader.setdefault(theme, []).append(value)
    themes = {theme for theme, name, value in every if (name, value) == ("inScheme", THEMES)}
    for name, found in facts.items():
        lines = [
            *_dates(found, calendar),
            *_themes(found, broader, themes if name == BASE_GRAPH else set()),
        ]
        graphs.add(name, Block.of(f"{line} <{name}> ." for line in sorted(lines)))
    return [
        SummaryGraph(name, graphs.size(name), [value for _, key, value in facts[name] if key == "writtenBy"])
        for name in rdf.in_order(facts)
        if name != BASE_GRAPH
    ]


def _dates(facts: Facts, calendar: Calendar) -> Iterator[str]:
    """The first and last days of what is due, and of the meetings with their numbers, among the facts of a graph."""
    due: dict[str, dict[str, str]] = {}
    for subject, name, value in facts:
        if name in {"due", "dueMeeting"}:
            due.setdefault(subject, {}).setdefault(name, value)
    for statement, said in due.items():
        bounds = due_bounds(said.get("due"), said.get("dueMeeting"), calendar)
        yield from _days(statement, ("dueEarliest", "dueLatest"), bounds)
    for meeting in {subject for subject, name, value in facts if (name, value) == ("type", f"{NS}Meeting")}:
        yield from _days(meeting, ("earliest", "latest"), calendar.bounds(meeting))
        for name, number in zip(("knownSoFar", "includedSoFar"), calendar.so_far(meeting) or (), strict=False):
            yield f'<{meeting}> <{NS}{name}> "{number}"^^<{XSD.integer}>'


def _days(subject: str, names: tuple[str, str], bounds: Bounds) -> Iterator[str]:
    for name, day in zip(names, bounds, strict=True):
        if day:
            yield f'<{subject}> <{NS}{name}> "{day}"^^<{XSD.date}>'


def _themes(facts: Facts, broader: dict[str, list[str]], themes: set[str]) -> Iterator[str]:
    """The themes that `themes`, and each thing with a theme, lie in; a theme lies in itself."""
    found: dict[str, set[str]] = {theme: {theme} for theme in themes}
    for subject, name, value in facts:
        if name == "theme":
            found.setdefault(subject, set()).add(value)
    for subject, own in found.items():
        for theme in with_wider(own, broader):
            yield f"<{subject}> <{NS}inTheme> <{theme}>"
