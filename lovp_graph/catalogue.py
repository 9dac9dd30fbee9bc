"""The things of the dataset with their values, read in one question, for views that show many of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from lovp_graph.asking import slug, stream, value
from lovp_graph.questions import Term, saved
from lovp_graph.resources import ID, NS
from lovp_graph.store import Store

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABELS = ("prefLabel", "label", "gist", "heading", "measures")


@dataclass(frozen=True)
class Thing:
    """A thing: its IRI, its classes, its values by the last part of the property's IRI, and what is said of it."""

    iri: str
    classes: frozenset[str] = frozenset()
    values: Mapping[str, tuple[Term, ...]] = field(default_factory=dict)
    said: tuple[tuple[ox.NamedNode, Term], ...] = ()
    """Property and value of each of its triples, in their order."""

    @property
    def slug(self) -> str:
        """The last part of the IRI."""
        return slug(self.iri)

    @property
    def segment(self) -> str:
        """What the IRI calls its kind (`thema`, `uitspraak`); nothing outside `id/`."""
        return self.iri.removeprefix(ID).partition("/")[0] if self.iri.startswith(ID) else ""

    @property
    def triples(self) -> list[ox.Triple]:
        """Its triples, in their order."""
        subject = ox.NamedNode(self.iri)
        return [ox.Triple(subject, property_, term) for property_, term in self.said]

    def all(self, name: str, language: str = "") -> list[str]:
        """The values of a property as text, in order; of a text in several languages those in `language`."""
        terms = self.values.get(name, ())
        return [value(term) for term in terms if not language or getattr(term, "language", None) in {language, None}]

    def one(self, name: str, language: str = "") -> str:
        """The first value of a property as text; nothing where there is none."""
        return next(iter(self.all(name, language)), "")

    def label(self, language: str = "nl") -> str:
        """What people call it, in a language, else in Dutch, else the last part of the IRI."""
        found = (self.one(name, tongue) for tongue in dict.fromkeys((language, "nl")) for name in LABELS)
        return next(filter(None, found), self.slug)


@dataclass(frozen=True)
class Catalogue:
    """All things by IRI, and who refers to whom."""

    things: Mapping[str, Thing]
    references: Mapping[tuple[str, str], tuple[str, ...]]
    """The IRIs of what refers to a thing, by property and IRI of the thing."""

    def of(self, *classes: str) -> list[Thing]:
        """The things of one of some classes of ours, in the order of their IRIs."""
        return [thing for thing in self.things.values() if not thing.classes.isdisjoint(classes)]

    def within(self, scheme: str) -> list[Thing]:
        """The concepts of a scheme of ours, in the order of their IRIs."""
        return [self[iri] for iri in self.references.get(("inScheme", f"{ID}scheme/{scheme}"), ())]

    def __getitem__(self, iri: str) -> Thing:
        """The thing with an IRI; one that nothing is known of where it is not ours."""
        return self.things.get(iri) or Thing(iri)

    def linked(self, thing: Thing, *names: str) -> list[Thing]:
        """What a thing refers to by some properties."""
        return [self[iri] for name in names for iri in thing.all(name)]

    def linking(self, thing: Thing, *names: str) -> list[Thing]:
        """What refers to a thing by some properties."""
        return [self[iri] for name in names for iri in self.references.get((name, thing.iri), ())]


def read(store: Store) -> Catalogue:
    """Everything in a store that has an IRI of ours, in an order that is the same in every store."""
    said: dict[str, list[tuple[ox.NamedNode, Term]]] = {}
    once: dict[ox.NamedNode, ox.NamedNode] = {}  # most come back, and are kept once
    for thing, property_, term in stream(store, saved("lookup/things").sparql({})):
        assert isinstance(property_, ox.NamedNode)  # noqa: S101 - a property is nothing else
        node = once.setdefault(term, term) if isinstance(term, ox.NamedNode) else term
        said.setdefault(value(thing), []).append((once.setdefault(property_, property_), node))
    names: dict[ox.NamedNode, str] = {}
    things: dict[str, Thing] = {}
    references: dict[tuple[str, str], list[str]] = {}
    for iri in sorted(said):
        pairs = sorted(said.pop(iri), key=_place)
        classes: set[str] = set()
        values: dict[str, list[Term]] = {}
        for property_, term in pairs:
            if property_.value == RDF_TYPE:
                classes.add(_last(value(term)))
                continue
            name = names.get(property_) or names.setdefault(property_, _last(property_.value))
            values.setdefault(name, []).append(term)
            if isinstance(term, ox.NamedNode):
                references.setdefault((name, term.value), []).append(iri)
        if values:
            held = {name: tuple(terms) for name, terms in values.items()}
            things[iri] = Thing(iri, frozenset(classes), held, tuple(pairs))
    return Catalogue(things, {key: tuple(iris) for key, iris in references.items()})


def _place(pair: tuple[ox.NamedNode, Term]) -> tuple[str, str, str]:
    """Where a property with a value stands among those of its thing."""
    property_, term = pair
    return property_.value, value(term), str(term)


def _last(iri: str) -> str:
    """The local name of a property or class."""
    return iri.removeprefix(NS).rpartition("#")[2].rpartition("/")[2]
