"""What the pages show of the things of the dataset: statements with their links, meetings in order, paths of pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lovp_graph.catalogue import Catalogue, Thing
from lovp_graph.dataset import LINKS, STATEMENTS
from lovp_graph.resources import ID, NS
from lovp_graph.story import ORDER

PAGES = {"thema", "actor", "meeting", "uitspraak"}
"""What the IRIs call the kinds of things that have a page each."""

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
        return sorted(int(sentence.one("number")) for sentence in self.sentences)

    @property
    def by(self) -> tuple[Thing, ...]:
        """Whoever says it, by the text or by its context."""
        return self.speakers or self.inherited


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
        """The last meeting of which the summary is included."""
        return [meeting for meeting in self.meetings if self.is_included(meeting)][-1]

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
        """The page of a thing, from the root of the site; nothing for a thing without one."""
        return f"{thing.segment}/{thing.slug}.html" if thing.segment in PAGES else ""

    def of(self, iris: Iterable[str]) -> list[Statement]:
        """The statements with some IRIs, each once, in their order."""
        wanted = set(iris)
        return [one for iri, one in self.statements.items() if iri in wanted]

    def in_theme(self, theme: Thing) -> list[Statement]:
        """The statements on a theme and on what it consists of."""
        return self.of(self.catalogue.references.get(("inTheme", theme.iri), ()))

    def summary_of(self, statement: Statement) -> Thing:
        """The summary that a statement was read in."""
        return next(iter(self.catalogue.linking(statement.thing, "statement")), Thing(""))

    def outcomes_first(self, statements: Iterable[Statement]) -> list[Statement]:
        """Statements with decisions, agreements and commitments first."""
        return sorted(statements, key=lambda one: ORDER.index(one.type.slug))

    def chain(self, statement: Statement) -> list[Statement]:
        """A statement with all that it goes back to, and all that goes back to it, however far."""
        found = {statement.thing.iri}
        for step in (self._earlier, self._later):
            border = [statement.thing.iri]
            while border:
                border = [iri for known in border for iri in step(known) if iri not in found]
                found |= set(border)
        return self.of(found)

    def _earlier(self, iri: str) -> list[str]:
        return [link.earlier for link in self.statements[iri].links]

    def _later(self, iri: str) -> list[str]:
        return [link.later for link in self.statements[iri].followers]

    def _statement(self, thing: Thing) -> Statement:
        def linked(name: str) -> tuple[Thing, ...]:
            return tuple(self.catalogue.linked(thing, name))

        links = [Link(self.term(name), thing.iri, iri) for name in LINKS for iri in thing.all(name)]
        followers = [
            Link(self.term(name), iri, thing.iri)
            for name in LINKS
            for iri in self.catalogue.references.get((name, thing.iri), ())
        ]
        (kind,) = thing.classes & set(STATEMENT_CLASSES)
        statements = {*STATEMENT_CLASSES}
        return Statement(
            thing=thing,
            type=self.term(kind),
            meeting=next(iter(linked("meeting")), Thing("")),
            item=next(iter(linked("agendaItem")), None),
            speakers=linked("by"),
            inherited=linked("byInherited"),
            addressees=linked("to"),
            themes=linked("theme"),
            sentences=tuple(sorted(linked("sentence"), key=lambda sentence: int(sentence.one("number") or 0))),
            links=tuple(link for link in links if self.catalogue[link.earlier].classes & statements),
            followers=tuple(link for link in followers if self.catalogue[link.later].classes & statements),
        )


def as_data(views: Views, statement: Statement) -> Mapping[str, Any]:
    """A statement for a script in a page: short keys, labels left to the page's lists."""
    thing = statement.thing
    data = {
        "id": statement.slug,
        "type": statement.type.slug,
        "meeting": statement.meeting.slug,
        "by": [actor.slug for actor in statement.by],
        "inherited": bool(statement.inherited and not statement.speakers),
        "to": [actor.slug for actor in statement.addressees],
        "theme": [theme.slug for theme in statement.themes],
        "gist": statement.gist,
        "stance": views.catalogue[thing.one("stance")].slug,
        "issue": views.catalogue[thing.one("issue")].slug,
        "sentences": statement.numbers,
        "doubt": thing.one("doubt"),
        "links": [[link.kind.slug, views.catalogue[link.earlier].slug] for link in statement.links],
    }
    return {key: value for key, value in data.items() if value}
