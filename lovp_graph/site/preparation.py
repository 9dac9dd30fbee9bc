"""The page that makes a file for a meeting from a pasted agenda, in the browser."""

from __future__ import annotations

from typing import Any

from lovp_graph import answers
from lovp_graph.asking import Row, slug
from lovp_graph.catalogue import Thing
from lovp_graph.site import wording
from lovp_graph.site.context import Pages, Site
from lovp_graph.site.themes import relation
from lovp_graph.site.views import Statement
from lovp_graph.site.wording import day_in_words, words_of
from lovp_graph.story import is_open, text

TONGUES = ("nl", "en")


def pages(site: Site) -> Pages:
    """The page of preparation, with all that a file can hold."""
    views = site.views
    promised = [*site.rows("commitments"), *site.rows("requests")]
    seen = {text(row, "statement"): _evidence(site, row) for row in promised if not is_open(row)}
    waiting = {text(row, "statement"): row for row in promised if is_open(row)}
    used = {slug(iri) for one in views.statements.values() for iri in one.thing.all("inTheme")}
    themes = [
        {
            "slug": theme.slug,
            "label": wording.name_of(theme),
            "names": [theme.label(), *theme.all("altLabel", "nl")],
            "authority": [_relation(site, row) for row in site.rows("authority", theme=[theme.iri])],
        }
        for theme in views.themes
        if theme.slug in used
    ]
    yield site.page(
        "voorbereiding.html",
        "preparation.html.j2",
        "menu-preparation",
        "page-preparation",
        themes=themes,
        statements=[
            _statement(one, waiting.get(one.thing.iri), seen.get(one.thing.iri, []))
            for one in reversed(views.statements.values())
        ],
        example=_example(site),
    )


def _relation(site: Site, row: Row) -> dict[str, Any]:
    """An authority relation as the script needs it, with what it rests on: a law, or what a summary says."""
    line = relation(site, row)
    told = line["statements"][0] if line["statements"] else None
    basis = [f"{line['status'].label(tongue)} ({_names(line['laws'], tongue)})" for tongue in TONGUES]
    if told and not line["laws"]:
        day, number = wording.name_of(told.meeting), told.slug.rpartition("-")[2]
        words = words_of("reported-on")
        basis = [words[place].format(day=day[place], number=number) for place in (0, 1)]
    gist = line["gist"]
    return {
        "gist": [gist[0], gist[1] or gist[0]],
        "basis": basis,
        "id": told.slug if told else "",
        "doubt": bool(line["doubt"]),
    }


def _names(things: list[Thing], tongue: str) -> str:
    return ", ".join(thing.label(tongue) for thing in things)


def _statement(one: Statement, waiting: Row | None, evidence: list[str]) -> dict[str, Any]:
    """A statement as the script needs it; `evidence` has the days of the meetings where follow-up was seen."""
    day = one.meeting.one("date")
    inferred = words_of("from-context") if one.inherited and not one.speakers else ("", "")
    return {
        "id": one.slug,
        "type": one.type.slug,
        "label": [one.type.label(tongue) for tongue in TONGUES],
        "day": day_in_words(day) if day else [one.meeting.label(tongue) for tongue in TONGUES],
        "by": [
            ", ".join(actor.label(tongue) for actor in one.by) + (f" ({context})" if context else "")
            for tongue, context in zip(TONGUES, inferred, strict=True)
        ],
        "doubt": bool(one.thing.one("doubt")),
        "gist": one.gist,
        "in": [slug(iri) for iri in one.thing.all("inTheme")],
        "open": waiting is not None,
        "since": [text(waiting, name) for name in ("knownSince", "includedSince")] if waiting else [],
        "seen": evidence,
    }


def _evidence(site: Site, row: Row) -> list[str]:
    later = site.views.of(answers.parts(row.get("evidenceStatements")))
    return list(dict.fromkeys(one.meeting.one("date") for one in later if one.meeting.one("date")))


def _example(site: Site) -> str:
    """The agenda of the last meeting, to try the page with."""
    items = [thing for thing in site.views.catalogue.linking(site.last, "meeting") if thing.segment == "agendapunt"]
    return "\n".join(item.label() for item in sorted(items, key=lambda item: int(item.one("position") or 0)))
