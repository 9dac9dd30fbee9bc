"""The data in the terms of other vocabularies beside ours: by the alignments, and OSLO Besluit by a query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox
from rdflib import RDF, RDFS

from lovp_graph.resources import GRAPH, ID, NS, ontology_folder
from lovp_graph.store import EmbeddedStore

QUERY_FILE = "besluit.rq"
GRAPH_NAME = ox.NamedNode(f"{GRAPH}aligned")
"""The named graph of what the query makes."""

TYPE = ox.NamedNode(str(RDF.type))


def aligned(quads: Sequence[ox.Quad]) -> list[ox.Quad]:
    """Quads with what follows from them by sub-classes and sub-properties, which are among them, and by the query.

    Only terms that are not ours are added: beside `lovp:by` also `prov:wasAttributedTo`, and so on.
    """
    higher = _higher(quads)
    found = set(quads)
    for quad in quads:
        if not str(quad.subject).startswith(f"<{ID}"):
            continue
        if quad.predicate == TYPE:
            found |= {ox.Quad(quad.subject, TYPE, term, quad.graph_name) for term in higher.get(str(quad.object), ())}
        else:
            terms = higher.get(str(quad.predicate), ())
            found |= {ox.Quad(quad.subject, term, quad.object, quad.graph_name) for term in terms}
    made = EmbeddedStore(list(quads)).query((ontology_folder() / QUERY_FILE).read_text(encoding="utf-8"))
    assert isinstance(made, list)  # noqa: S101 - it is a CONSTRUCT
    known = {quad.triple for quad in found}
    added = (triple for triple in made if triple not in known)
    found |= {ox.Quad(one.subject, one.predicate, one.object, GRAPH_NAME) for one in added}
    return sorted(found, key=lambda quad: tuple(map(str, (quad.graph_name, *quad.triple))))


def _higher(ontology: Iterable[ox.Quad]) -> Mapping[str, frozenset[ox.NamedNode]]:
    """By term of ours the terms of others above it, however far, as N-Triples writes the first."""
    above: defaultdict[str, set[ox.NamedNode]] = defaultdict(set)
    for quad in ontology:
        if quad.predicate.value in {str(RDFS.subClassOf), str(RDFS.subPropertyOf)} and isinstance(
            quad.object, ox.NamedNode
        ):
            above[str(quad.subject)].add(quad.object)

    def reach(term: str) -> set[ox.NamedNode]:
        return above[term] | {other for one in tuple(above[term]) for other in reach(str(one))}

    return {term: frozenset(one for one in reach(term) if not one.value.startswith(NS)) for term in tuple(above)}
