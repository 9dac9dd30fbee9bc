"""By which names a text speaks of what the graph knows: actors, who meets, themes, documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from lovp_graph.catalogue import Catalogue, Thing
from lovp_graph.documents import Document
from lovp_graph.drafting.lexicon import load
from lovp_graph.drafting.names import Names, names, of_things


@dataclass(frozen=True)
class Vocabulary:
    """Names, and what must be known of the actors who bear them; things are given by slug."""

    actors: Names
    themes: Names = field(default_factory=Names)
    documents: Names = field(default_factory=Names)
    body: str = ""
    members: str = ""
    labels: tuple[str, ...] = ()
    """What the body is called."""
    plural: frozenset[str] = frozenset()
    """The actors that are several."""
    persons: frozenset[str] = frozenset()
    at_table: frozenset[str] = frozenset()
    """Who is a member, guest or otherwise present in the body, so far as the graph knows."""


def vocabulary(catalogue: Catalogue, document: Document, day: date) -> Vocabulary:
    """The names that a document about a meeting on a day can use."""
    actors = catalogue.of("Actor")
    body = _body([one for one in actors if _kind(one) == "body"], document)
    labels = tuple(_labels(body)) if body else ()
    members = next((one.slug for one in actors if body and _is_members(one, labels)), "")
    posts = _posts(catalogue, actors, day)
    return Vocabulary(
        actors=names((posts.get(one.slug, one.slug), _labels(one)) for one in actors),
        themes=of_things(catalogue.within("themes")),
        documents=of_things(catalogue.of("Document")),
        body=body.slug if body else "",
        members=members,
        labels=labels,
        plural=frozenset(one.slug for one in actors if _is_plural(one)),
        at_table=frozenset(_at_table(catalogue, body)) if body else frozenset(),
        persons=frozenset(one.slug for one in actors if _kind(one) == "person" and one.slug not in posts),
    )


def _labels(thing: Thing) -> list[str]:
    return [thing.label("nl"), *thing.all("altLabel", "nl")]


def _kind(actor: Thing) -> str:
    return actor.one("actorKind").rpartition("/")[2]


def _body(bodies: list[Thing], document: Document) -> Thing | None:
    """Who meets: of the actors that are a body, that which the title and the opening name most, else the text."""
    opening = " ".join([document.title, *(one.text for one in document.sentences if one.section == 0)])
    found = of_things(bodies)
    for text in (opening, " ".join(one.text for one in document.sentences)):
        counts = Counter(slug for name in found.find(text) for slug in name.things)
        if counts:
            return next(one for one in bodies if one.slug == counts.most_common(1)[0][0])
    return None


def _at_table(catalogue: Catalogue, body: Thing) -> Iterator[str]:
    for term in catalogue.linking(body, "body"):
        yield from (who.slug for who in catalogue.linked(term, "holder", "post"))


def _is_members(actor: Thing, labels: Iterable[str]) -> bool:
    """Whether an actor is the members of the body: it is called so, by one of the body's names."""
    words = load("speakers")["members"]
    return any(label.lower().startswith(word) for label in _labels(actor) for word in words) and any(
        name.lower() in label.lower() for label in _labels(actor) for name in labels
    )


def _is_plural(actor: Thing) -> bool:
    return _kind(actor) == "group"


def _posts(catalogue: Catalogue, actors: Iterable[Thing], day: date) -> dict[str, str]:
    """The posts that persons held on a day: who is named speaks as such."""
    found = {}
    for person in actors:
        for term in catalogue.linking(person, "holder"):
            first, end = term.one("from"), term.one("until")
            if term.one("post") and (not first or first <= day.isoformat()) and (not end or day.isoformat() < end):
                found[person.slug] = catalogue[term.one("post")].slug
    return found
