"""JSON-LD with the context of the ontology: everything compact, or a document for each summary."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import pyoxigraph as ox
from pyld import jsonld as processor  # type: ignore[import-untyped]

from lovp_graph.dataset import LINKS
from lovp_graph.exports import syntaxes
from lovp_graph.resources import ID, NS, ontology_folder

PARTS = ("agendaItem", "statement", "amount", "authorityRelation", "notMapped")
"""What stands within the document of a summary; all else is named there by its IRI."""

REFERENCES = ("agendaItem", "partOf", "statedIn", "replaces", *LINKS)
"""Properties by which the parts of a summary refer to each other."""

ESCAPED = {code: f"\\u{code:04X}" for code in (0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029)}
"""What PyLD would take for the end of a line of N-Quads."""

CONTEXT_FILE = "context.jsonld"


def compact(quads: Sequence[ox.Quad]) -> bytes:
    """All named graphs in one document, with short names by the context, which stands in it."""
    return _written(processor.compact(_expanded(quads), context(), {"graph": True}))


def framed(quads: Sequence[ox.Quad]) -> dict[str, bytes]:
    """A document for each summary, by the name of its file: the summary with its parts in it."""
    files = {}
    summaries = {quad.graph_name for quad in quads if isinstance(quad.graph_name, ox.NamedNode) and _is_summary(quad)}
    for graph in sorted(summaries, key=str):
        inside = [ox.Quad(*quad.triple) for quad in quads if quad.graph_name == graph]
        by_name = {name: {"@embed": "@never"} for name in REFERENCES}
        frame = {**context(), "type": "Summary"} | {
            part: {"@type": {}, "@embed": "@always", **by_name} for part in PARTS
        }
        document = processor.frame(_expanded(inside), frame, {"omitGraph": True, "omitDefault": True})
        files[f"{graph.value.rpartition('/')[2]}.jsonld"] = _written(document)
    return files


@cache
def context() -> dict[str, Any]:
    """The context of the ontology."""
    found: dict[str, Any] = json.loads((ontology_folder() / CONTEXT_FILE).read_text(encoding="utf-8"))
    return found


def _is_summary(quad: ox.Quad) -> bool:
    return quad.object == ox.NamedNode(f"{NS}Summary") and str(quad.subject).startswith(f"<{ID}summary/")


def _expanded(quads: Sequence[ox.Quad]) -> Any:
    content = syntaxes.write("nquads", quads).decode().translate(ESCAPED)
    return processor.from_rdf(content, {"format": "application/n-quads"})


def _written(document: Any) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
