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

EXPANDED = {"skipExpansion": True}
"""Tells PyLD that what it gets is expanded."""

LIST = "graph"
"""What the context calls the list of nodes of a document."""

_END = "[]\n}"
"""How a document ends whose last key has an empty list."""


def compact(quads: Sequence[ox.Quad], workers: Workers | None = None) -> bytes:
    """All graphs in one document, in the order of their names, with short names by the context, which stands in it.

    Each is made by itself, but for data with blank nodes, which can stand in several.
    """
    blank = any(isinstance(term, ox.BlankNode) for quad in quads for term in quad)
    parts = [_nquads(quads)] if blank else list(_graphs(quads).values())
    nodes = [node for made in (workers or Alone()).map(_compacted, parts) for node in made]
    head = _json({**context(), LIST: []}).removesuffix(_END)
    listed = "\n  " + ",\n  ".join(nodes) + "\n " if nodes else ""
    return f"{head}[{listed}{_END[1:]}\n".encode()


def _compacted(nquads: bytes) -> list[str]:
    """What N-Quads are in the list of a document that has the context, node by node: as they are written there."""
    document = processor.compact(_expanded(_read(nquads)), context(), {"graph": True, **EXPANDED})
    return [_json(node).replace("\n", "\n  ") for node in document[LIST]]


def described(triples: Sequence[ox.Triple]) -> bytes:
    """Triples in one document, with short names by the context, which stands in it."""
    return _written(processor.compact(_expanded([ox.Quad(*one) for one in triples]), context(), EXPANDED))


def framed(quads: Sequence[ox.Quad], statements: Collection[str], workers: Workers | None = None) -> dict[str, bytes]:
    """A document for each summary with one of some statements, by the name of its file; and the context.

    In it stands the summary with all its parts that are among the quads.
    """
    listed = (quad for quad in quads if quad.predicate == STATEMENT and str(quad.object).strip("<>") in statements)
    names = {str(quad.graph_name) for quad in listed if isinstance(quad.graph_name, ox.NamedNode)}
    summaries = _graphs(quad for quad in quads if str(quad.graph_name) in names)
    documents = (workers or Alone()).map(_framed, list(summaries.values()))
    called = [f"{name.strip('<>').rpartition('/')[2]}.jsonld" for name in summaries]
    return {CONTEXT_FILE: _written(context()), **dict(zip(called, documents, strict=True))}


def _framed(nquads: bytes) -> bytes:
    """The document of a summary, from its graph as N-Quads."""
    by_name = {name: {"@embed": "@never"} for name in REFERENCES}
    frame = {**context(), "type": "Summary"} | {
        part: {"@type": {}, "@embed": "@always", **by_name} for part in SUMMARY_PARTS
    }
    inside = [ox.Quad(*quad.triple) for quad in _read(nquads)]
    return _written(processor.frame(_expanded(inside), frame, {"omitGraph": True, "omitDefault": True}))


@cache
def context() -> dict[str, Any]:
    """The context of the ontology."""
    found: dict[str, Any] = json.loads((ontology_folder() / CONTEXT_FILE).read_text(encoding="utf-8"))
    return found


def _graphs(quads: Iterable[ox.Quad]) -> dict[str, bytes]:
    """Each graph as N-Quads, by its name as they write it and in that order: a part that can be sent to a process."""
    found: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        found.setdefault(str(quad.graph_name), []).append(quad)
    return {name: _nquads(found.pop(name)) for name in sorted(found)}


def _nquads(quads: Iterable[ox.Quad]) -> bytes:
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _read(nquads: bytes) -> Iterable[ox.Quad]:
    return ox.parse(nquads, format=ox.RdfFormat.N_QUADS)


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
