"""Which of the formats that there are a client wants (RFC 9110, section 12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import mimeparse
import pyoxigraph as ox

from lovp_graph.errors import LovpGraphError

HTML, TURTLE, JSON_LD = "text/html", "text/turtle", "application/ld+json"

ROWS: Mapping[str, ox.QueryResultsFormat] = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
}
"""The formats of rows, and of the yes or no of an ASK, the preferred one first."""

TRIPLES: Mapping[str, ox.RdfFormat] = {
    TURTLE: ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    JSON_LD: ox.RdfFormat.JSON_LD,
    "text/plain": ox.RdfFormat.N_TRIPLES,
}
"""The formats of triples, the preferred one first."""


class NotAcceptableError(LovpGraphError):
    """None of the formats that there are is one that the client wants."""


def best(offered: Sequence[str], accept: str) -> str:
    """Of the media types that are offered, the preferred first, the one that an Accept header wants most.

    Raises NotAcceptableError for a header that wants none of them, or that cannot be read.
    """
    try:
        found = mimeparse.best_match(list(reversed(offered)), accept.strip() or "*/*")
    except mimeparse.MimeTypeParseException as error:
        raise NotAcceptableError("the Accept header cannot be read; write media types as RFC 9110 has them") from error
    if not found:
        raise NotAcceptableError(f"there is no such format here; ask for {', '.join(offered)}")
    return str(found)
