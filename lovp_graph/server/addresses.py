"""What stands at which path: each IRI of ours below the root, its page, and its data below `data/`.

`https://w3id.org/lovp/id/thema/mit` is `/id/thema/mit` here, which leads to the page `/thema/mit.html` or
to `/data/id/thema/mit.ttl`, as the client wants (303, as for all that is not a document).
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from lovp_graph.resources import BASE, ID, NS, SHAPES
from lovp_graph.server.negotiation import HTML, JSON_LD, TURTLE
from lovp_graph.site.views import Views

KINDS = ("id/", "ns/", "shapes/", "graph/", "release/", "dataset")
"""How the paths begin that are IRIs of ours."""

DATA = "data/"
ENDINGS: Mapping[str, str] = {HTML: "html", TURTLE: "ttl", JSON_LD: "jsonld"}
"""The formats of what is known of a thing, the preferred one first, and how their files end."""

ONTOLOGY_PAGE, ABOUT_PAGE = "ontologie.html", "over.html"


def page(iri: str, views: Views) -> str:
    """The path of the page that tells most of a thing of ours."""
    if iri.startswith((NS, SHAPES)):
        term = iri.removeprefix(NS) if iri.startswith(NS) else ""
        return ONTOLOGY_PAGE + (f"#{quote(term)}" if term else "")
    if iri.startswith(ID):
        return views.path(views.catalogue[iri]) or document(iri, HTML)
    return ABOUT_PAGE


def document(iri: str, media_type: str) -> str:
    """The path of the document with what is known of a thing of ours, in one of the formats."""
    return f"{DATA}{quote(iri.removeprefix(BASE).rstrip('/'))}.{ENDINGS[media_type]}"


def described(path: str) -> tuple[str, str] | None:
    """What a path below `data/` tells of, without the base of all IRIs, and in which format."""
    name, _, ending = path.rpartition(".")
    media_type = next((kind for kind, end in ENDINGS.items() if end == ending), None)
    return (name, media_type) if name and media_type else None
