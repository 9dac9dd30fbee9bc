"""JSON-LD with the context of the ontology: everything compact, or a document for each summary."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

import pyoxigraph as ox
from pyld import jsonld as processor  # type: ignore[import-untyped]

from lovp_graph.asking import value
from lovp_graph.dataset import LINKS, SUMMARY_PARTS
from lovp_graph.questions import Term
from lovp_graph.resources import NS, ontology_folder

REFERENCES = ("agendaItem", "partOf", "statedIn", "replaces", *LINKS)
"""Properties by which the parts of a summary refer to each other."""

STATEMENT = ox.NamedNode(f"{NS}statement")
CONTEXT_FILE = "context.jsonld"


def compact(quads: Sequence[ox.Quad]) -> bytes:
    """All named graphs in one document, with short names by the context, which stands in it."""
    return _written(processor.compact(_expanded(quads), context(), {"graph": True}))


def described(triples: Sequence[ox.Triple]) -> bytes:
    """Triples in one document, with short names by the context, which stands in it."""
    return _written(processor.compact(_expanded([ox.Quad(*one) for one in triples]), context()))


def framed(quads: Sequence[ox.Quad], statements: Collection[str]) -> dict[str, bytes]:
    """A document for each summary with one of some statements, by the name of its file; and the context.

    In it stands the summary with all its parts that are among the quads.
    """
    files = {CONTEXT_FILE: _written(context())}
    listed = (quad for quad in quads if quad.predicate == STATEMENT and str(quad.object).strip("<>") in statements)
    summaries = {quad.graph_name for quad in listed if isinstance(quad.graph_name, ox.NamedNode)}
    for graph in sorted(summaries, key=str):
        inside = [ox.Quad(*quad.triple) for quad in quads if quad.graph_name == graph]
        by_name = {name: {"@embed": "@never"} for name in REFERENCES}
        frame = {**context(), "type": "Summary"} | {
            part: {"@type": {}, "@embed": "@always", **by_name} for part in SUMMARY_PARTS
        }
        document = processor.frame(_expanded(inside), frame, {"omitGraph": True, "omitDefault": True})
        files[f"{graph.value.rpartition('/')[2]}.jsonld"] = _written(document)
    return files


@cache
def context() -> dict[str, Any]:
    """The context of the ontology."""
    found: dict[str, Any] = json.loads((ontology_folder() / CONTEXT_FILE).read_text(encoding="utf-8"))
    return found


def _expanded(quads: Sequence[ox.Quad]) -> Any:
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
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
