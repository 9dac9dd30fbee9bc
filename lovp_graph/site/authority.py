"""The page of authority: who has what authority over what on a day, what changed, and what is contested."""

from __future__ import annotations

from typing import Any

from lovp_graph.asking import select
from lovp_graph.catalogue import Thing
from lovp_graph.questions import saved
from lovp_graph.site.context import Pages, Site
from lovp_graph.site.themes import changes
from lovp_graph.site.wording import day_in_words
from lovp_graph.story import text

ALWAYS = "0000-00-00"
"""A relation that no day bounds was so on any day."""

Key = tuple[str, ...]


def pages(site: Site) -> Pages:
    """The page of authority."""
    views = site.views
    spans = _spans(site)
    relations = [_relation(site, thing, spans.get(thing.iri)) for thing in views.catalogue.of("AuthorityRelation")]
    begun = _begun(relations)
    tasks = sorted({one["task"].iri for one in relations}, key=lambda iri: views.catalogue[iri].label())
    yield site.page(
        "gezag.html",
        "authority.html.j2",
        "authority",
        "page-authority",
        tasks=[(views.catalogue[iri], [one for one in relations if one["task"].iri == iri]) for iri in tasks],
        days=_days(site),
        changes=changes(site),
        span=day_in_words,
        contested=[one for one in relations if one["status"].slug == "contested"],
        announced=[one for one in relations if one["status"].slug == "announced" and _key(one) not in begun],
    )


def _begun(relations: list[dict[str, Any]]) -> set[Key]:
    """Of which holders over which task a relation has a first day: what was announced of them has begun."""
    return {_key(one) for one in relations if one["thing"].one("validFrom")}


def _key(relation: dict[str, Any]) -> Key:
    return relation["task"].iri, *(holder.iri for holder in relation["holders"])


def _days(site: Site) -> list[str]:
    """The days on which what holds can change: where a relation begins or ends, or a statement tells of it."""
    catalogue = site.views.catalogue
    found: set[str] = set()
    for thing in catalogue.of("AuthorityRelation"):
        found |= {*thing.all("validFrom"), *thing.all("validUntil")}
        for source in catalogue.linked(thing, "statedIn"):
            found |= {day for meeting in catalogue.linked(source, "meeting") for day in meeting.all("latest")}
    return sorted(found)


def _spans(site: Site) -> dict[str, tuple[str, str]]:
    """From which day until which day each relation holds; without end where open."""
    rows = select(site.store, saved("lookup/authority-spans").sparql({})).rows
    spans = {text(row, "relation"): (text(row, "beginning") or ALWAYS, text(row, "ending")) for row in rows}
    return {relation: span for relation, span in spans.items() if not span[1] or span[0] < span[1]}


def _relation(site: Site, thing: Thing, span: tuple[str, str] | None) -> dict[str, Any]:
    views = site.views
    sources = views.catalogue.linked(thing, "statedIn")
    last = site.last.one("latest")
    (task, status, kind, regime) = (
        next(iter(views.catalogue.linked(thing, name)), Thing(""))
        for name in ("task", "status", "authorityKind", "regime")
    )
    return {
        "thing": thing,
        "task": task,
        "status": status,
        "kind": kind,
        "regime": regime,
        "holders": views.catalogue.linked(thing, "holder"),
        "over": views.catalogue.linked(thing, "over"),
        "laws": [source for source in sources if source.iri not in views.statements],
        "statements": [views.statements[source.iri] for source in sources if source.iri in views.statements],
        "said": not any(source.iri not in views.statements for source in sources),
        "spans": "/".join(span or ()),
        "now": span is not None and span[0] <= last and (not span[1] or last < span[1]),
        "doubt": thing.one("doubt"),
    }
