"""The page of the documents: what they are, and where they came up."""

from __future__ import annotations

from typing import Any

from lovp_graph.catalogue import Thing
from lovp_graph.site import downloads
from lovp_graph.site.context import Pages, Site
from lovp_graph.site.views import SHARED

ADDRESSES = ("seeAlso", "sameAs")


def pages(site: Site) -> Pages:
    """The page of the documents, with its data."""
    catalogue = site.views.catalogue
    documents = sorted(catalogue.of("Document"), key=lambda thing: thing.label().casefold())
    kinds = sorted({thing.one("documentKind") for thing in documents}, key=lambda iri: catalogue[iri].label())
    path = SHARED["document"]
    files = downloads.data(path, documents)
    yield from files
    yield site.page(
        path,
        "documents.html.j2",
        "documents",
        "page-documents",
        section="uitspraken.html",
        alternates=downloads.alternates(files),
        downloads=downloads.links(files),
        groups=[
            (catalogue[kind], [_document(site, thing) for thing in documents if thing.one("documentKind") == kind])
            for kind in kinds
        ],
    )


def _document(site: Site, thing: Thing) -> dict[str, Any]:
    catalogue = site.views.catalogue
    return {
        "thing": thing,
        "writers": catalogue.linked(thing, "writtenBy"),
        "replaces": catalogue.linked(thing, "replaces"),
        "addresses": [address for name in ADDRESSES for address in thing.all(name)],
        "mentioned": site.views.of(other.iri for other in catalogue.linking(thing, "mentions")),
        "authority": [other for other in catalogue.linking(thing, "statedIn") if other.segment == "gezag"],
    }
