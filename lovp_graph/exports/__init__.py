"""The dataset, or a part of it, in the formats of other tools."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox
from rdflib import DCTERMS

from lovp_graph.asking import stream
from lovp_graph.catalogue import Catalogue, Thing, read
from lovp_graph.errors import LovpGraphError
from lovp_graph.exports import alignment, feeds, jsonld, networks, selection, sheets, syntaxes
from lovp_graph.exports.selection import Filters
from lovp_graph.metadata import DATASET
from lovp_graph.questions import saved
from lovp_graph.store import Store
from lovp_graph.workers import Workers

NAME = "lovp"
"""What an export is called, before its ending."""


@dataclass(frozen=True)
class Selected:
    """What an export is made of: the quads and things that belong to it, and the statements that were asked for.

    What takes time and room is read when it is asked for: most formats need only some of it.
    """

    read: Callable[[], Sequence[ox.Quad]]
    """Gives the quads of the store, in their order."""
    store: Store
    filters: Filters
    aligned: bool = False
    workers: Workers | None = None

    @cached_property
    def quads(self) -> Sequence[ox.Quad]:
        """The quads of it."""
        quads = self.read()
        if self.filters:
            quads = selection.part(quads, self.catalogue, self.things)
        return alignment.aligned(quads) if self.aligned else quads

    @cached_property
    def catalogue(self) -> Catalogue:
        """All things of the store."""
        return read(self.store)

    @cached_property
    def statements(self) -> Sequence[Thing]:
        """The statements that were asked for."""
        return selection.chosen(self.catalogue, self.filters)

    @cached_property
    def number(self) -> int:
        """How many statements were asked for: without a filter they are counted in the store."""
        if self.filters:
            return len(self.statements)
        return sum(1 for _ in stream(self.store, saved("lookup/each-statement").sparql({})))

    @cached_property
    def things(self) -> set[str]:
        """The IRIs of the things that belong to it."""
        return selection.needed(self.catalogue, self.statements) if self.filters else set(self.catalogue.things)

    @property
    def about(self) -> str:
        """What was asked for, in words; nothing where that is everything."""
        return ", ".join([*(thing.label() for thing in self._asked()), *filter(None, [self.filters.since])])

    @property
    def name(self) -> str:
        """What the export is called, before its ending."""
        return "-".join([NAME, *sorted(thing.slug for thing in self._asked()), *filter(None, [self.filters.since])])

    def _asked(self) -> list[Thing]:
        asked = (*self.filters.themes, *self.filters.actors, *self.filters.meetings)
        return [self.catalogue[iri] for iri in asked]

    def called(self) -> str:
        """The title of the dataset, and what of it was asked for."""
        return ": ".join(filter(None, (_title(self.store), self.about)))

    def tables(self) -> list[sheets.Sheet]:
        """The tables of it."""
        return sheets.sheets(self.store, self.catalogue, self.statements, self.things)


def select(
    quads: Callable[[], Sequence[ox.Quad]],
    store: Store,
    filters: Filters,
    *,
    aligned: bool = False,
    workers: Workers | None = None,
) -> Selected:
    """What the filters ask for of what is in a store; `aligned` in the terms of other vocabularies too.

    `quads` gives the quads of the store, in their order. Raises LovpGraphError where no statement is of all that
    was asked for.
    """
    selected = Selected(quads, store, filters, aligned, workers)
    if not selected.number:
        raise LovpGraphError(
            "no statement is of all that was asked for; leave out a filter"
            if filters
            else "the data hold no statement; give those of a whole build with --data or --dataset"
        )
    return selected


def _title(store: Store) -> str:
    """What the dataset is called, in Dutch where it says so."""
    dataset = ox.NamedNode(str(DATASET))
    said = store.query(saved("lookup/description").sparql({"thing": [dataset]}))
    assert isinstance(said, list)  # noqa: S101 - it is a CONSTRUCT
    titles = [one.object for one in said if one.subject == dataset and one.predicate.value == str(DCTERMS.title)]
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
    "jsonld": Format("jsonld", lambda one: jsonld.compact(one.quads, one.workers)),
    "jsonld-framed": Format(
        "",
        lambda one: jsonld.framed(one.quads, {thing.iri for thing in one.statements}, one.workers),
        jsonld.CONTEXT_FILE,
    ),
    "csv": Format("", lambda one: sheets.to_csv(one.tables()), sheets.METADATA),
    "xlsx": Format("xlsx", lambda one: sheets.to_xlsx(one.tables())),
    "sqlite": Format("sqlite", lambda one: sheets.to_sqlite(one.tables())),
    "graphml": Format("graphml", lambda one: networks.graphml(one.catalogue, one.things)),
    "gexf": Format("gexf", lambda one: networks.gexf(one.catalogue, one.things)),
    "ical": Format("ics", lambda one: feeds.ical(one.catalogue, one.statements, one.called())),
    "atom": Format("atom", lambda one: feeds.atom(one.catalogue, one.statements, one.called(), one.name)),
}
