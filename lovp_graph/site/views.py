"""What the pages show of the things of the dataset: statements with their links, meetings in order, paths of pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from lovp_graph import network
from lovp_graph.catalogue import Catalogue, Thing
from lovp_graph.dataset import LINKS, STATEMENTS
from lovp_graph.errors import LovpGraphError
from lovp_graph.resources import ID, NS
from lovp_graph.story import ORDER

PAGES = {"thema", "actor", "meeting", "uitspraak"}
"""What the IRIs call the kinds of things that have a page each."""

SHARED = {"document": "documenten.html"}
"""And of those that stand on one page together."""

STATEMENT_CLASSES = tuple(name for _, name in STATEMENTS)


@dataclass(frozen=True)
class Link:
    """How a statement goes back to an earlier one."""

    kind: Thing
    later: str
    earlier: str


@dataclass(frozen=True)
class Statement:
    """A statement with what belongs to it."""

    thing: Thing
    type: Thing
    meeting: Thing
    item: Thing | None
    speakers: tuple[Thing, ...]
    inherited: tuple[Thing, ...]
    addressees: tuple[Thing, ...]
    themes: tuple[Thing, ...]
    sentences: tuple[Thing, ...]
    links: tuple[Link, ...]
    followers: tuple[Link, ...]

    @property
    def slug(self) -> str:
        """The last part of its IRI."""
        return self.thing.slug

    @property
    def gist(self) -> str:
        """What it comes down to, in Dutch."""
        return self.thing.one("gist", "nl")

    @property
    def numbers(self) -> list[int]:
        """The numbers of the sentences that it rests on."""
        return sorted(map(number, self.sentences))

    @property
    def by(self) -> tuple[Thing, ...]:
        """Whoever says it, by the text or by its context."""
        return self.speakers or self.inherited


def number(sentence: Thing) -> int:
    """The number of a sentence in its summary; 0 for one without."""
    return int(sentence.one("number") or 0)


class Views:
    """Everything that the pages show, by way of the catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    @cached_property
    def statements(self) -> dict[str, Statement]:
        """All statements by IRI, in the order of meetings and sentences."""
        found = [self._statement(thing) for thing in self.catalogue.of(*STATEMENT_CLASSES)]
        found.sort(key=lambda one: (one.meeting.one("latest"), one.meeting.iri, one.numbers[:1], one.slug))
        return {one.thing.iri: one for one in found}

    @cached_property
    def place(self) -> dict[str, int]:
        """Where each statement stands in the order of all."""
        return {iri: place for place, iri in enumerate(self.statements)}

    @cached_property
    def meetings(self) -> list[Thing]:
        """The meetings that are known, in the order of time."""
        return sorted(
            self.catalogue.of("Meeting"),
            key=lambda thing: (thing.one("latest") or "9999", thing.one("earliest"), thing.iri),
        )

    @cached_property
    def themes(self) -> list[Thing]:
        """The themes by their Dutch names."""
        return sorted(self.catalogue.within("themes"), key=lambda thing: thing.label().casefold())

    @cached_property
    def actors(self) -> list[Thing]:
        """The actors by their Dutch names."""
        return sorted(self.catalogue.of("Actor"), key=lambda thing: thing.label().casefold())

    @cached_property
    def last_meeting(self) -> Thing:
        """The last meeting of which the summary is included; nothing is known of it where there is none."""
        return next((meeting for meeting in reversed(self.meetings) if self.is_included(meeting)), Thing(""))

    def is_included(self, meeting: Thing) -> bool:
        """Whether the summary of a meeting is in the dataset."""
        return meeting.one("state").endswith("/annotated")

    def named(self, segment: str, slug: str) -> Thing:
        """The thing with an IRI of ours."""
        return self.catalogue[f"{ID}{segment}/{slug}"]

    def term(self, name: str) -> Thing:
        """A class or property of the ontology."""
        return self.catalogue[NS + name]

    def path(self, thing: Thing) -> str:
        """The page of a thing or its place on one, from the root of the site; nothing for a thing without."""
        if thing.segment in SHARED:
            return f"{SHARED[thing.segment]}#{thing.slug}"
        return f"{thing.segment}/{thing.slug}.html" if thing.segment in PAGES else ""

    def of(self, iris: Iterable[str]) -> list[Statement]:
        """The statements with some IRIs, each once, in their order."""
        return [
            self.statements[iri]
            for iri in sorted({iri for iri in iris if iri in self.place}, key=self.place.__getitem__)
        ]

    def in_theme(self, theme: Thing) -> list[Statement]:
        """The statements on a theme and on what it consists of."""
        return self.of(self.catalogue.references.get(("inTheme", theme.iri), ()))

    def summary_of(self, statement: Statement) -> Thing:
        """The summary that a statement was read in."""
        return next(iter(self.catalogue.linking(statement.thing, "statement")), Thing(""))

    def outcomes_first(self, statements: Iterable[Statement]) -> list[Statement]:
        """Statements with decisions, agreements and commitments first."""
        return sorted(statements, key=lambda one: ORDER.index(one.type.slug))

    @cached_property
    def _links(self) -> network.Network:
        return network.links(network.network(self.catalogue))

    def chain(self, statement: Statement) -> list[Statement]:
        """A statement with all that it goes back to, and all that goes back to it, however far."""
        return self.of(network.chain(self._links, statement.thing.iri))

    def _statement(self, thing: Thing) -> Statement:
        def linked(name: str) -> tuple[Thing, ...]:
            return tuple(self.catalogue.linked(thing, name))

        links = [Link(self.term(name), thing.iri, iri) for name in LINKS for iri in thing.all(name)]
        followers = [
            Link(self.term(name), iri, thing.iri)
            for name in LINKS
            for iri in self.catalogue.references.get((name, thing.iri), ())
        ]
        kinds = sorted(thing.classes & set(STATEMENT_CLASSES))
        if len(kinds) > 1:
            raise LovpGraphError(
                f"{thing.iri}: is of several types ({', '.join(kinds)}); `lovp-graph check` finds where"
            )
        statements = {*STATEMENT_CLASSES}
        return Statement(
            thing=thing,
            type=self.term(kinds[0]),
            meeting=next(iter(linked("meeting")), Thing("")),
            item=next(iter(linked("agendaItem")), None),
            speakers=linked("by"),
            inherited=linked("byInherited"),
            addressees=linked("to"),
            themes=linked("theme"),
            sentences=tuple(sorted(linked("sentence"), key=number)),
            links=tuple(link for link in links if self.catalogue[link.earlier].classes & statements),
            followers=tuple(link for link in followers if self.catalogue[link.later].classes & statements),
        )
