"""The dataset, or a part of it, in the formats of other tools."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import DCTERMS

from lovp_graph.catalogue import Catalogue, Thing, read
from lovp_graph.errors import LovpGraphError
from lovp_graph.exports import alignment, feeds, jsonld, networks, selection, sheets, syntaxes
from lovp_graph.exports.selection import Filters
from lovp_graph.metadata import DATASET
from lovp_graph.store import EmbeddedStore

NAME = "lovp"
"""What an export is called, before its ending."""


@dataclass(frozen=True)
class Selected:
    """What an export is made of: the quads and things that belong to it, and the statements that were asked for."""

    store: EmbeddedStore
    catalogue: Catalogue
    statements: Sequence[Thing]
    things: set[str]
    quads: Sequence[ox.Quad]
    title: str
    about: str
    """What was asked for, in words; nothing where that is everything."""
    name: str
    """What the export is called, before its ending."""

    def called(self) -> str:
        """The title of the dataset, and what of it was asked for."""
        return ": ".join(filter(None, (self.title, self.about)))

    def tables(self) -> list[sheets.Sheet]:
        """The tables of it."""
        return sheets.sheets(self.store, self.catalogue, self.statements, self.things)


def select(quads: Sequence[ox.Quad], store: EmbeddedStore, filters: Filters, *, aligned: bool = False) -> Selected:
    """What the filters ask for of the quads that are in a store; `aligned` in the terms of other vocabularies too.

    Raises LovpGraphError where no statement is of all that was asked for.
    """
    catalogue = read(store)
    statements = selection.chosen(catalogue, filters)
    if not statements:
        raise LovpGraphError("no statement is of all that was asked for; leave out a filter")
    if filters:
        things = selection.needed(catalogue, statements)
        quads = selection.part(quads, catalogue, things)
    else:
        things = set(catalogue.things)
    if aligned:
        quads = alignment.aligned(quads)
    asked = [catalogue[iri] for iri in (*filters.themes, *filters.actors, *filters.meetings)]
    about = ", ".join([*(thing.label() for thing in asked), *filter(None, [filters.since])])
    name = "-".join([NAME, *sorted(thing.slug for thing in asked), *filter(None, [filters.since])])
    return Selected(store, catalogue, statements, things, quads, _title(quads), about, name)


def _title(quads: Sequence[ox.Quad]) -> str:
    """What the dataset is called, in Dutch where it says so."""
    about = (quad for quad in quads if quad.subject == ox.NamedNode(str(DATASET)))
    titles = [quad.object for quad in about if quad.predicate.value == str(DCTERMS.title)]
    dutch = [one.value for one in titles if isinstance(one, ox.Literal) and one.language == "nl"]
    return next(iter(dutch), NAME)


Write = Callable[[Selected], bytes | dict[str, bytes]]


@dataclass(frozen=True)
class Format:
    """A format: the ending of its file, and how it is written.

    `mark` is one of its files where it is a folder of several, by which such a folder is known.
    """

    ending: str
    write: Write
    mark: str = ""


RDF = ("turtle", "trig", "ntriples", "nquads", "rdfxml", "jsonld")
"""The formats that can hold the terms of other vocabularies."""


def _syntax(name: str) -> Write:
    return lambda one: syntaxes.write(name, one.quads)


FORMATS: Mapping[str, Format] = {
    "turtle": Format("ttl", _syntax("turtle")),
    "trig": Format("trig", _syntax("trig")),
    "ntriples": Format("nt", _syntax("ntriples")),
    "nquads": Format("nq", _syntax("nquads")),
    "rdfxml": Format("rdf", _syntax("rdfxml")),
    "jsonld": Format("jsonld", lambda one: jsonld.compact(one.quads)),
    "jsonld-framed": Format(
        "", lambda one: jsonld.framed(one.quads, {thing.iri for thing in one.statements}), jsonld.CONTEXT_FILE
    ),
    "csv": Format("", lambda one: sheets.to_csv(one.tables()), sheets.METADATA),
    "xlsx": Format("xlsx", lambda one: sheets.to_xlsx(one.tables())),
    "sqlite": Format("sqlite", lambda one: sheets.to_sqlite(one.tables())),
    "graphml": Format("graphml", lambda one: networks.graphml(one.catalogue, one.things)),
    "gexf": Format("gexf", lambda one: networks.gexf(one.catalogue, one.things)),
    "ical": Format("ics", lambda one: feeds.ical(one.catalogue, one.statements, one.called())),
    "atom": Format("atom", lambda one: feeds.atom(one.catalogue, one.statements, one.called(), one.name)),
}
