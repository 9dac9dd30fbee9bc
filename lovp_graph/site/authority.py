"""The page of authority: who has what authority over what on a day, what changed, and what is contested."""

from __future__ import annotations

from typing import Any

from lovp_graph.catalogue import Thing
from lovp_graph.site.context import Pages, Site
from lovp_graph.site.themes import changes
from lovp_graph.site.wording import day_in_words
from lovp_graph.story import text

ALWAYS = "0000-00-00"
"""A relation that no day bounds was so on any day."""


def pages(site: Site) -> Pages:
    """The page of authority."""
    views = site.views
    days = _days(site)
    spans = _spans(site, days)
    relations = [_relation(site, thing, spans.get(thing.iri, [])) for thing in views.catalogue.of("AuthorityRelation")]
    tasks = sorted({one["task"].iri for one in relations}, key=lambda iri: views.catalogue[iri].label())
    yield site.page(
        "gezag.html",
        "authority.html.j2",
        "authority",
        "page-authority",
        tasks=[(views.catalogue[iri], [one for one in relations if one["task"].iri == iri]) for iri in tasks],
        days=days[1:],
        changes=changes(site),
        span=day_in_words,
        contested=[one for one in relations if one["status"].slug == "contested"],
        announced=[one for one in relations if one["status"].slug == "announced" and not _begun(one, relations)],
    )


def _begun(one: dict[str, Any], relations: list[dict[str, Any]]) -> bool:
    """Whether what was announced has since a relation of the same holders over the same task that has a first day."""
    return any(
        other["thing"].one("validFrom") and other["task"] == one["task"] and other["holders"] == one["holders"]
        for other in relations
    )


def _days(site: Site) -> list[str]:
    """The days on which what holds can change: where a relation begins or ends, or a statement tells of it."""
    catalogue = site.views.catalogue
    found = {ALWAYS}
    for thing in catalogue.of("AuthorityRelation"):
        found |= {*thing.all("validFrom"), *thing.all("validUntil")}
        for source in catalogue.linked(thing, "statedIn"):
            found |= {day for meeting in catalogue.linked(source, "meeting") for day in meeting.all("latest")}
    return sorted(found)


def _spans(site: Site, days: list[str]) -> dict[str, list[tuple[str, str]]]:
    """From which day until which day each relation holds, as the saved question has it; without end where open."""
    found: dict[str, list[tuple[str, str]]] = {}
    for day, following in zip(days, [*days[1:], ""], strict=True):
        asked = day if day != ALWAYS else "0001-01-01"
        for row in site.rows("authority", referenceDate=[asked]):
            spans = found.setdefault(text(row, "relation"), [])
            if spans and spans[-1][1] == day:
                spans[-1] = (spans[-1][0], following)
            else:
                spans.append((day, following))
    return found


def _relation(site: Site, thing: Thing, spans: list[tuple[str, str]]) -> dict[str, Any]:
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
        "spans": " ".join("/".join(span) for span in spans),
        "now": any(first <= last and (not end or last < end) for first, end in spans),
        "doubt": thing.one("doubt"),
    }
