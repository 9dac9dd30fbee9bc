"""A page per actor, and the list of all actors."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from lovp_graph.asking import Row
from lovp_graph.catalogue import Thing
from lovp_graph.site import downloads, wording
from lovp_graph.site.context import File, Pages, Site
from lovp_graph.site.themes import relation
from lovp_graph.site.views import Statement
from lovp_graph.story import text

ARTICLE = re.compile(r"^(?:de heer|mevrouw|de|het|een)\s+", re.IGNORECASE)
SAYS = ("by", "byInherited")
PROMISES = {"Commitment", "Agreement"}


def pages(site: Site) -> Pages:
    """A page with its data for each actor, and the list."""
    for actor in site.views.actors:
        yield from page(site, actor)
    yield index(site)


def page(site: Site, actor: Thing) -> list[File]:
    """The page of an actor, with its data."""
    views = site.views
    path = views.path(actor)
    statements = views.of(_referring(site, actor, *SAYS))
    received = views.of(_referring(site, actor, "to"))
    memberships = [
        thing
        for name in ("holder", "post", "body")
        for thing in views.catalogue.linking(actor, name)
        if thing.segment == "lidmaatschap"
    ]
    files = downloads.data(path, [actor, *memberships])
    explicit = site.rows("disagreements", actor=[actor.iri]) if statements else []
    return [
        site.page(
            path,
            "actor.html.j2",
            actor,
            "page-actor",
            section="actoren.html",
            canonical=actor.iri,
            alternates=downloads.alternates(files),
            downloads=downloads.links(files),
            actor=actor,
            kind=views.catalogue[actor.one("actorKind")],
            aliases=_aliases(actor),
            posts=[
                thing
                for one in site.views.catalogue.linking(actor, "holder")
                for thing in views.catalogue.linked(one, "post")
            ]
            if not statements
            else [],
            memberships=[_membership(site, actor, thing) for thing in sorted(memberships, key=_beginning)],
            statements=statements,
            by_theme=_by_theme(site, statements),
            made=[one for one in statements if one.type.slug in PROMISES],
            received=[one for one in received if one.type.slug in PROMISES],
            asked=[one for one in received if one.type.slug == "Request"],
            authority=[relation(site, row) for row in site.rows("authority", actor=[actor.iri])],
            agreements=[agreement(site, row) for row in explicit],
            mentioned=views.of(_referring(site, actor, "mentions", "saidAt", "venue")),
        ),
        *files,
    ]


def index(site: Site) -> File:
    """The list of actors, by what they are."""
    views = site.views
    kinds = sorted({actor.one("actorKind") for actor in views.actors}, key=lambda iri: views.catalogue[iri].label())
    groups = [
        (
            views.catalogue[kind],
            [
                (actor, len(views.of(_referring(site, actor, *SAYS))))
                for actor in views.actors
                if actor.one("actorKind") == kind
            ],
        )
        for kind in kinds
    ]
    return site.page("actoren.html", "actors.html.j2", "menu-actors", "page-actors", groups=groups)


def _referring(site: Site, actor: Thing, *names: str) -> list[str]:
    return [thing.iri for thing in site.views.catalogue.linking(actor, *names)]


def _by_theme(site: Site, statements: list[Statement]) -> list[tuple[Thing, list[Statement]]]:
    """Statements by their own themes, in the order of time, the theme with most of them first."""
    found: dict[str, list[Statement]] = {}
    for one in statements:
        for theme in one.themes:
            found.setdefault(theme.iri, []).append(one)
    order = sorted(found, key=lambda iri: (-len(found[iri]), site.views.catalogue[iri].label().casefold()))
    return [(site.views.catalogue[iri], found[iri]) for iri in order]


def _beginning(membership: Thing) -> tuple[str, str]:
    return membership.one("from") or membership.one("until"), membership.iri


def _aliases(actor: Thing) -> list[str]:
    """What else it is called in the texts, without what differs only in an article or a form of address."""
    found: dict[str, str] = {}
    for name in actor.all("altLabel", "nl"):
        found.setdefault(_plain(name), name)
    found.pop(_plain(actor.label()), None)
    return list(found.values())


def _plain(name: str) -> str:
    return ARTICLE.sub("", name).casefold()


def _membership(site: Site, actor: Thing, thing: Thing) -> Markup:
    """A membership or term of office as a line, seen from the actor."""
    catalogue = site.views.catalogue
    holder, body, post, role = (
        catalogue[thing.one(name)] if thing.one(name) else None for name in ("holder", "body", "post", "role")
    )
    other = (body or post) if holder == actor else holder
    parts = [_linked(site, other)] if other else []
    if role:
        parts.append(wording.both(role.label("nl"), role.label("en")))
    if thing.one("from"):
        parts.append(wording.say("from-day", day=wording.day_in_words(thing.one("from"))))
    if thing.one("until"):
        parts.append(wording.say("until-day", day=wording.day_in_words(thing.one("until"))))
    return Markup(" · ").join(parts)


def _linked(site: Site, other: Thing) -> Markup:
    """The name of a thing, which leads to its page."""
    address = "../" + site.views.path(other)
    return Markup('<a href="{}">{}</a>').format(address, wording.both(other.label("nl"), other.label("en")))


def agreement(site: Site, row: Row) -> dict[str, Any]:
    """Two actors who explicitly took the same or an opposite stance."""
    views = site.views
    first, second = (views.statements[text(row, name)] for name in ("firstStatement", "secondStatement"))
    return {
        "label": text(row, "agreement"),
        "issue": views.catalogue[text(row, "issue")],
        "first": _among(first.by, text(row, "firstActorLabel")),
        "first_stance": views.catalogue[first.thing.one("stance")],
        "first_statement": first,
        "second": _among(second.by, text(row, "secondActorLabel")),
        "second_stance": views.catalogue[second.thing.one("stance")],
        "second_statement": second,
    }


def _among(actors: Iterable[Thing], label: str) -> Thing:
    """The one of a statement's actors with a name."""
    return next(actor for actor in actors if actor.label() == label)
