"""Which statements an export holds, and what has to come with them so that it stands on its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from lovp_graph.catalogue import Catalogue, Thing
from lovp_graph.dataset import LINKS, STATEMENTS, SUMMARY_PARTS
from lovp_graph.metadata import DATASET
from lovp_graph.resources import GRAPH, NS

LISTING = frozenset({*SUMMARY_PARTS, "hasTopConcept", "narrower"})
"""Properties by which a thing lists its parts: of those only what is chosen comes along."""

WHOLE = ("Meeting", "AuthorityRelation")
"""Classes of which all things come along."""

BACKWARDS = (*LINKS, "replaces", "isReplacedBy")
"""Properties by which later things go back to earlier ones."""

OF_THE_WHOLE = frozenset({"distribution", "subset", "triples"})
"""What the dataset says of all its files and graphs, and is not so of a part."""


@dataclass(frozen=True)
class Filters:
    """What statements are asked for, by IRI, and from which day on; of several of a kind either is enough."""

    themes: Sequence[str] = ()
    actors: Sequence[str] = ()
    meetings: Sequence[str] = ()
    since: str = ""

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return bool(self.themes or self.actors or self.meetings or self.since)


def chosen(catalogue: Catalogue, filters: Filters) -> list[Thing]:
    """The statements that the filters ask for, in the order of their IRIs.

    A theme stands for its parts too; an actor for what it says and what is asked of it or promised to it.
    """
    found = []
    for thing in catalogue.of(*(name for _, name in STATEMENTS)):
        days = [day for meeting in catalogue.linked(thing, "meeting") for day in meeting.all("latest")]
        if (
            _any(thing, filters.themes, "inTheme", "theme")
            and _any(thing, filters.actors, "by", "byInherited", "to")
            and _any(thing, filters.meetings, "meeting")
            and (not filters.since or any(day >= filters.since for day in days))
        ):
            found.append(thing)
    return found


def _any(thing: Thing, wanted: Sequence[str], *names: str) -> bool:
    return not wanted or any(iri in wanted for name in names for iri in thing.all(name))


def part(quads: Iterable[ox.Quad], catalogue: Catalogue, things: set[str]) -> list[ox.Quad]:
    """The quads of an export of some things (see `needed`), in their order; what lists things lists only those.

    The ontology comes whole, and what the dataset says of itself, but not of its files and sizes.
    """
    return [quad for quad in quads if _belongs(quad, catalogue, things)]


def needed(catalogue: Catalogue, statements: Iterable[Thing]) -> set[str]:
    """The IRIs of statements with all that has to come with them.

    That is what they refer to, and what that refers to, however far; the amounts that rest on them; and
    what later went back to, replaced or revised any of it, without which a promise would look forgotten.
    The closed lists, all meetings and all authority come whole: without them a question about what was
    not seen, or about who has authority, would get a wrong answer.
    """
    kinds = {name for _, name in STATEMENTS}
    themes = {theme.iri for theme in catalogue.within("themes")}
    lists = [one for one in catalogue.things.values() if one.all("inScheme") and one.iri not in themes]
    waiting = [*statements, *lists, *catalogue.of(*WHOLE)]
    found: set[str] = set()
    while waiting:
        thing = waiting.pop()
        if thing.iri in found or not thing.said:
            continue
        found.add(thing.iri)
        waiting += catalogue.linked(thing, *(name for name in thing.values if name not in LISTING))
        waiting += catalogue.linking(thing, *BACKWARDS)
        if not thing.classes.isdisjoint(kinds):
            waiting += catalogue.linking(thing, "statedIn")
    return found


def _belongs(quad: ox.Quad, catalogue: Catalogue, things: set[str]) -> bool:
    subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
    name = quad.predicate.value.rpartition("#")[2].rpartition("/")[2]
    if subject.startswith(NS):
        return True
    if subject.startswith(str(DATASET)):
        return name not in OF_THE_WHOLE and not subject.startswith(f"{DATASET}#lovp")
    if subject.startswith(GRAPH) or subject not in things:
        return False
    target = quad.object.value if isinstance(quad.object, ox.NamedNode) else ""
    return target not in catalogue.things or target in things or target.startswith(NS)
