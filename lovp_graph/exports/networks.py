"""The network of statements for graph tools: GraphML, and GEXF with the days for Gephi's timeline."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import networkx as nx  # type: ignore[import-untyped]

from lovp_graph.catalogue import Catalogue, Thing
from lovp_graph.exports.xml import readable
from lovp_graph.network import STATEMENT_KINDS, network


def graphml(catalogue: Catalogue, things: set[str]) -> bytes:
    """The network of some things, by IRI, as GraphML."""
    out = io.BytesIO()
    nx.write_graphml(_labelled(catalogue, things), out)
    return out.getvalue()


def gexf(catalogue: Catalogue, things: set[str]) -> bytes:
    """The network of some things, by IRI, as GEXF: a statement or meeting is there from its day on."""
    graph = _labelled(catalogue, things)
    for _, values in graph.nodes(data=True):
        if values.get("date"):
            values["start"] = values["date"]
    for *_, number, values in graph.edges(keys=True, data=True):
        values["id"] = number
    lines = list(nx.generate_gexf(graph, version="1.2draft"))
    # The library writes the day of writing, which would make every file different.
    return re.sub(r' lastmodifieddate="[^"]*"', "", "\n".join(lines)).encode() + b"\n"


def _labelled(catalogue: Catalogue, things: set[str]) -> nx.MultiDiGraph:
    """The network with what graph tools show: a label, a kind, and the day where there is one."""
    whole = network(catalogue)
    found = nx.MultiDiGraph()
    for iri, kind in whole.nodes(data="kind"):
        if iri in things:
            thing = catalogue[iri]
            found.add_node(iri, label=readable(thing.label()), kind=kind, **dict(_day(catalogue, thing, kind)))
    for number, (first, second, name) in enumerate(whole.edges(keys=True)):
        if first in found and second in found:
            found.add_edge(first, second, key=number, label=name, kind=name)
    return found


def _day(catalogue: Catalogue, thing: Thing, kind: str) -> Iterator[tuple[str, str]]:
    meetings = [thing] if kind == "Meeting" else catalogue.linked(thing, "meeting") if kind in STATEMENT_KINDS else []
    days = [day for meeting in meetings for day in meeting.all("latest")]
    if days:
        yield "date", days[0]
