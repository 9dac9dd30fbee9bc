"""The dataset as a network: who said what, on what, in which meeting, and how one statement goes back to another.

What is measured says how often something comes back and how far a statement goes back. Centrality is left out: it
would say how much the writer of a summary wrote about someone, not who mattered in the meeting.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from typing import TypeAlias

import networkx as nx  # type: ignore[import-untyped]

from lovp_graph.catalogue import Catalogue, Thing
from lovp_graph.dataset import LINKS, STATEMENTS

Network: TypeAlias = nx.MultiDiGraph  # of IRIs, with the property as the key of an edge

STATEMENT_KINDS = tuple(name for _, name in STATEMENTS)
KINDS = ("Theme", "Actor", "Meeting", "Issue", *STATEMENT_KINDS)
"""What a node can be: the attribute `kind`."""

SPEAKERS = ("by", "byInherited")
ROLES = (*SPEAKERS, "to", "mentions")
"""How a statement has to do with an actor, the closest first."""

EDGES = (*ROLES, "meeting", "theme", "issue", "raises", *LINKS)
"""The properties of statements that are edges."""


def network(catalogue: Catalogue) -> Network:
    """Themes, actors, meetings, issues and statements with what joins them, in an order that is always the same."""
    graph = nx.MultiDiGraph()
    for kind, things in (
        ("Theme", catalogue.within("themes")),
        *((name, catalogue.of(name)) for name in KINDS if name != "Theme"),
    ):
        graph.add_nodes_from(sorted(thing.iri for thing in things), kind=kind)
    for iri, kind in graph.nodes(data="kind"):
        names = EDGES if kind in STATEMENT_KINDS else ("broader",) if kind == "Theme" else ()
        for name in names:
            others = [other for other in catalogue[iri].all(name) if other in graph]
            graph.add_edges_from((iri, other, name) for other in others)
    return graph


def of_kind(graph: Network, *kinds: str) -> list[str]:
    """The nodes of some kinds, in their order."""
    return [iri for iri, kind in graph.nodes(data="kind") if kind in kinds]


def linked(graph: Network, iri: str, *names: str) -> list[str]:
    """What a node leads to by some properties, each once."""
    return list(dict.fromkeys(other for _, other, name in graph.out_edges(iri, keys=True) if name in names))


def links(graph: Network) -> nx.DiGraph:
    """The statements with nothing but how they go back to earlier ones."""
    found = nx.DiGraph()
    found.add_nodes_from(of_kind(graph, *STATEMENT_KINDS))
    found.add_edges_from((later, earlier) for later, earlier, name in graph.edges(keys=True) if name in LINKS)
    return found


def chain(back: Network, statement: str) -> set[str]:
    """A statement with all that it goes back to, and all that goes back to it, however far; `back` as `links` gives."""
    if statement not in back:
        return {statement}
    return {statement, *nx.ancestors(back, statement), *nx.descendants(back, statement)}


def themes(graph: Network, statement: str) -> list[str]:
    """The themes of a statement, and those that they are part of."""
    found = linked(graph, statement, "theme")
    for theme in found:  # which grows: a theme can be part of one that is itself a part
        found += [above for above in linked(graph, theme, "broader") if above not in found]
    return found


def overview(graph: Network) -> nx.DiGraph:
    """From each meeting to the themes and the speakers it had statements of; `statements` says how many."""
    found = nx.DiGraph()
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    for statement in of_kind(graph, *STATEMENT_KINDS):
        meetings = linked(graph, statement, "meeting")
        for pair in product(meetings, [*themes(graph, statement), *linked(graph, statement, *SPEAKERS)]):
            counts[pair] += 1
    found.add_edges_from((*pair, {"statements": number}) for pair, number in counts.items())
    return found


def recurrence(graph: Network) -> dict[str, int]:
    """In how many meetings a theme or a speaker comes back; one that no statement is of is left out."""
    found = overview(graph)
    return {iri: found.in_degree(iri) for iri in of_kind(graph, "Theme", "Actor") if iri in found}


def ranked(graph: Network, catalogue: Catalogue) -> list[str]:
    """All nodes in the order in which a view with little room shows them.

    Meetings in time; themes as they come back, whole themes before their parts; speakers likewise;
    statements that go back to others, or that others go back to, before those that stand alone.
    """
    times, back = recurrence(graph), links(graph)

    def moment(thing: Thing) -> str:
        return thing.one("latest") or "9999"

    def place(iri: str) -> tuple[int, int, int, str, str]:
        kind = graph.nodes[iri]["kind"]
        if kind == "Meeting":
            return 0, 0, 0, moment(catalogue[iri]), iri
        if iri in back:
            meeting = next(iter(catalogue.linked(catalogue[iri], "meeting")), Thing(""))
            return 3, 0, -back.degree(iri), moment(meeting), iri
        depth = len(linked(graph, iri, "broader")) if kind == "Theme" else 0
        return 1 if kind in {"Theme", "Actor"} else 2, min(depth, 1), -times.get(iri, 0), "", iri

    return sorted(graph, key=place)


def neighbours_together(graph: Network) -> list[str]:
    """All nodes in a row, with those that are joined near each other: few lines cross in columns that keep it.

    By the method of Cuthill and McKee, which counts only and so gives the same row on every machine;
    a spring layout of more than 500 nodes would need SciPy, and its decimals differ between machines.
    """
    # Numbers for names: the method goes through sets, and the order of a set of texts is never the same.
    plain = nx.convert_node_labels_to_integers(nx.Graph(graph), label_attribute="iri")
    return [plain.nodes[number]["iri"] for number in nx.utils.reverse_cuthill_mckee_ordering(plain)]
