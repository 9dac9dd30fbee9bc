"""What can be taken away from a page: its statements as a table, and the data behind it."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from lovp_graph import rdf, tables
from lovp_graph.catalogue import Thing
from lovp_graph.dataset import PREFIXES
from lovp_graph.site.context import File
from lovp_graph.tables import Table


def data(path: str, things: Iterable[Thing]) -> list[File]:
    """All that is known of some things, in Turtle and JSON-LD; `path` is that of the page."""
    triples = [triple for thing in things for triple in thing.triples]
    stem = path.removesuffix(".html")
    return [
        (f"{stem}.ttl", rdf.serialise(triples, ox.RdfFormat.TURTLE, dict(PREFIXES))),
        (f"{stem}.jsonld", rdf.serialise(triples, ox.RdfFormat.JSON_LD, {})),
    ]


def spreadsheets(path: str, table: Table) -> list[File]:
    """A table for Dutch Excel, as CSV and XLSX; `path` is that of the page."""
    stem = path.removesuffix(".html")
    return [(f"{stem}.csv", tables.to_csv(table)), (f"{stem}.xlsx", tables.to_xlsx(table))]


def links(files: Iterable[File]) -> list[tuple[str, str]]:
    """What a page calls the files beside it, and where they are."""
    names = {"ttl": "Turtle", "jsonld": "JSON-LD", "csv": "CSV", "xlsx": "Excel"}
    return [(names[path.rpartition(".")[2]], path.rpartition("/")[2]) for path, _ in files]


def alternates(files: Iterable[File]) -> list[tuple[str, str]]:
    """The data beside a page, for its head: media type and address."""
    types = {"ttl": "text/turtle", "jsonld": "application/ld+json"}
    endings = ((path.rpartition(".")[2], path.rpartition("/")[2]) for path, _ in files)
    return [(types[ending], address) for ending, address in endings if ending in types]
