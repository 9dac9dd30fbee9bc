"""JSON-LD with the context of the ontology: everything compact, or a document for each summary."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Any

import pyoxigraph as ox
from pyld import jsonld as processor  # type: ignore[import-untyped]

from lovp_graph.asking import value
from lovp_graph.dataset import LINKS, SUMMARY_PARTS
from lovp_graph.questions import Term
from lovp_graph.resources import NS, ontology_folder
from lovp_graph.workers import Alone, Workers

REFERENCES = ("agendaItem", "partOf", "statedIn", "replaces", *LINKS)
"""Properties by which the parts of a summary refer to each other."""

STATEMENT = ox.NamedNode(f"{NS}statement")
CONTEXT_FILE = "context.jsonld"
ALONE = Alone()

EXPANDED = {"skipExpansion": True}
"""Tells PyLD that what it gets is expanded."""

LIST = "graph"
"""What the context calls the list of nodes of a document."""

_END = "[]\n}"
"""How a document ends whose last key has an empty list."""


def compact(quads: Iterable[ox.Quad], workers: Workers = ALONE) -> bytes:
    """All named graphs in one document, with short names by the context, which stands in it."""
    nodes = [node for graph in workers.map(_compacted, list(_graphs(quads).values())) for node in graph]
    head = _json(_short([]))
    listed = "\n  " + ",\n  ".join(nodes) + "\n " if nodes else ""
    return f"{head.removesuffix(_END)}[{listed}{_END[1:]}\n".encode()


def _compacted(graph: bytes) -> list[str]:
    """What a graph, as N-Quads, is in the list of a document that has its context: as it is written there."""
    document = _short(_expanded(_read(graph)))
    return [_json(node).replace("\n", "\n  ") for node in document[LIST]]


def _short(expanded: Any) -> Any:
    """Expanded JSON-LD as a list of nodes with short names, in a document with the context."""
    return processor.compact(expanded, context(), {"graph": True, **EXPANDED})


def described(triples: Sequence[ox.Triple]) -> bytes:
    """Triples in one document, with short names by the context, which stands in it."""
    return _written(processor.compact(_expanded([ox.Quad(*one) for one in triples]), context(), EXPANDED))


def framed(quads: Iterable[ox.Quad], statements: Collection[str], workers: Workers = ALONE) -> dict[str, bytes]:
    """A document for each summary with one of some statements, by the name of its file; and the context.

    In it stands the summary with all its parts that are among the quads.
    """
    quads = list(quads)
    listed = (quad for quad in quads if quad.predicate == STATEMENT and str(quad.object).strip("<>") in statements)
    names = {str(quad.graph_name) for quad in listed if isinstance(quad.graph_name, ox.NamedNode)}
    summaries = {name: graph for name, graph in _graphs(quads).items() if name in names}
    documents = workers.map(_framed, list(summaries.values()))
    files = {
        f"{name.strip('<>').rpartition('/')[2]}.jsonld": made for name, made in zip(summaries, documents, strict=True)
    }
    return {CONTEXT_FILE: _written(context()), **files}


def _framed(graph: bytes) -> bytes:
    """The document of a summary, from its graph as N-Quads."""
    by_name = {name: {"@embed": "@never"} for name in REFERENCES}
    frame = {**context(), "type": "Summary"} | {
        part: {"@type": {}, "@embed": "@always", **by_name} for part in SUMMARY_PARTS
    }
    inside = [ox.Quad(*quad.triple) for quad in _read(graph)]
    return _written(processor.frame(_expanded(inside), frame, {"omitGraph": True, "omitDefault": True}))


@cache
def context() -> dict[str, Any]:
    """The context of the ontology."""
    found: dict[str, Any] = json.loads((ontology_folder() / CONTEXT_FILE).read_text(encoding="utf-8"))
    return found


def _graphs(quads: Iterable[ox.Quad]) -> dict[str, bytes]:
    """Each graph as N-Quads, by its name as that writes it, in their order: to be sent, and made into JSON-LD alone."""
    found: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        found.setdefault(str(quad.graph_name), []).append(quad)
    return {name: ox.serialize(found.pop(name), format=ox.RdfFormat.N_QUADS) or b"" for name in sorted(found)}


def _read(graph: bytes) -> Iterable[ox.Quad]:
    return ox.parse(graph, format=ox.RdfFormat.N_QUADS)


def _expanded(quads: Iterable[ox.Quad]) -> Any:
    """Quads as expanded JSON-LD.

    They are handed over as terms: as N-Quads PyLD would end a line within a text, and leave escapes as they are.
    """
    dataset: dict[str, list[dict[str, dict[str, str]]]] = {}
    for quad in dict.fromkeys(quads):
        name = "@default" if isinstance(quad.graph_name, ox.DefaultGraph) else _term(quad.graph_name)["value"]
        triple = {"subject": quad.subject, "predicate": quad.predicate, "object": quad.object}
        dataset.setdefault(name, []).append({part: _term(term) for part, term in triple.items()})
    return processor.from_rdf(dataset, {})


def _term(term: Term) -> dict[str, str]:
    if isinstance(term, ox.Literal):
        language = {"language": term.language} if term.language else {}
        return {"type": "literal", "value": term.value, "datatype": term.datatype.value} | language
    if isinstance(term, ox.BlankNode):
        return {"type": "blank node", "value": str(term)}
    return {"type": "IRI", "value": value(term)}


def _written(document: Any) -> bytes:
    return f"{_json(document)}\n".encode()


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1)
