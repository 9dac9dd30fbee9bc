"""The pages that list: all statements, promises and agreements, and explicit agreement and disagreement."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from lovp_graph.asking import Row, select, slug
from lovp_graph.catalogue import Thing
from lovp_graph.questions import saved
from lovp_graph.site import wording
from lovp_graph.site.actors import agreement
from lovp_graph.site.context import File, Pages, Site
from lovp_graph.site.themes import promise
from lovp_graph.site.views import Statement
from lovp_graph.story import ORDER, text


@dataclass(frozen=True)
class Choice:
    """What can be chosen in a filter, where it is no thing of the dataset."""

    slug: str
    names: tuple[str, str]

    def label(self, language: str = "nl") -> str:
        """What it is called in a language."""
        return self.names[language == "en"]


Field = tuple[str, Markup, Sequence[tuple[Thing | Choice, int]]]
"""A filter: the part of the state it sets, its title, and what can be chosen with how often it is there."""

NONE_SEEN = "none-seen"
"""How the list of follow-up calls what is so until something is seen."""

MOMENTS = ("due-ahead", "due-passed", "due-undated", "due-none")
"""How the moment for which something was promised stands to a day; the script of the page has these too."""


def pages(site: Site) -> Pages:
    """The lists."""
    yield statements(site)
    yield promises(site)
    yield agreements(site)


def statements(site: Site) -> File:
    """All statements, with filters."""
    views = site.views
    found = list(views.statements.values())
    follow_up = _follow_up(site)
    marked = [(one, _marks(site, one, follow_up.get(one.thing.iri, ""))) for one in found]
    return site.page(
        "uitspraken.html",
        "statements.html.j2",
        "menu-statements",
        "page-statements",
        statements=marked,
        fields=[
            _field("overleg", "meeting", views.meetings, (one.meeting.iri for one in found)),
            _field("thema", "theme", views.themes, (iri for one in found for iri in one.thing.all("inTheme"))),
            _field("actor", "actor", views.actors, (actor.iri for one in found for actor in one.by)),
            _field("soort", "type", map(views.term, ORDER), (one.type.iri for one in found)),
            _field("stelling", "stance", views.catalogue.within("stance"), (one.thing.one("stance") for one in found)),
            _field("vervolg", "follow-up", views.catalogue.within("follow-up"), follow_up.values()),
        ],
    )


def promises(site: Site) -> File:
    """Commitments and agreements, with what follow-up was seen on any day."""
    views = site.views
    last = site.last.one("latest")
    rows = site.rows("commitments", referenceDate=[last] if last else [])
    steps = _steps(site)
    codes = [code for code in views.catalogue.within("follow-up") if code.slug != "answered"]  # which is of requests
    marked = []
    for row in rows:
        made = promise(site, row)
        marks = _marks(site, made["statement"], text(row, "followUp"))
        day = made["statement"].meeting.one("latest")
        seen = [(day, NONE_SEEN), *steps.get(text(row, "statement"), [])]
        marks |= {"steps": json.dumps(seen), "last": text(row, "dueLatest")}
        marks |= {"counted-from": day if "knownSince" in row else ""}
        marks |= {"years": " ".join(_years(row)), "due": "due-undated" if made["due"] else "due-none"}
        marked.append((made, marks))
    listed = [made["statement"] for made, _ in marked]
    return site.page(
        "toezeggingen.html",
        "promises.html.j2",
        "menu-promises",
        "page-promises",
        promises=marked,
        counted=_counted(site),
        mark=_mark,
        codes=codes,
        fields=[
            _field("overleg", "meeting", views.meetings, (one.meeting.iri for one in listed)),
            _field("actor", "who", views.actors, (actor.iri for one in listed for actor in one.by)),
            _field("thema", "theme", views.themes, (iri for one in listed for iri in one.thing.all("inTheme"))),
            _field("soort", "type", map(views.term, ORDER), (one.type.iri for one in listed)),
            ("termijn", wording.say("due"), _moments(marks["years"] for _, marks in marked)),
            ("vervolg", wording.say("follow-up"), [(code, 0) for code in codes]),
        ],
    )


def _years(row: Row) -> list[str]:
    """The years in which the moment can fall for which something was promised; none where the text has none."""
    first, last = (text(row, key)[:4] for key in ("dueEarliest", "dueLatest"))
    return [str(year) for year in range(int(first or last), int(last) + 1)] if last else []


def _moments(years: Iterable[str]) -> list[tuple[Choice, int]]:
    """What can be chosen of the moments: how they stand to the day, which the script counts anew, and their years."""
    counts = Counter(year for listed in years for year in listed.split())
    return [(Choice(key, wording.words_of(key)), 0) for key in MOMENTS] + [
        (Choice(year, (year, year)), counts[year]) for year in sorted(counts)
    ]


def agreements(site: Site) -> File:
    """Where two actors explicitly took the same or an opposite stance in one meeting."""
    explicit = [agreement(site, row) for row in site.rows("disagreements")]
    included = dict.fromkeys(_year(meeting) for meeting in site.views.meetings if site.views.is_included(meeting))
    found = {year: [row for row in explicit if _year(row["first_statement"].meeting) == year] for year in included}
    return site.page(
        "eens-en-oneens.html",
        "agreements.html.j2",
        "explicitly",
        "page-agreements",
        section="uitspraken.html",
        years=list(found.items()),
        opposed={year: _opposed(site, year, rows) for year, rows in found.items()},
        missing={
            year: [f"none-{word}" for word in ("eens", "oneens") if all(row["label"] != word for row in rows)]
            for year, rows in found.items()
        },
    )


def _year(meeting: Thing) -> str:
    return meeting.one("latest")[:4]


def _opposed(site: Site, year: str, explicit: list[dict[str, Any]]) -> list[Statement]:
    """What was rejected in a year, beside the explicit disagreements: against whom, the text does not say."""
    shown = {row[name].thing.iri for row in explicit for name in ("first_statement", "second_statement")}
    return [
        one
        for one in site.views.statements.values()
        if _year(one.meeting) == year and one.thing.one("stance").endswith("/opposes") and one.thing.iri not in shown
    ]


def _field(key: str, title: str, things: Iterable[Thing], used: Iterable[str]) -> Field:
    counts = Counter(used)
    return key, wording.say(title), [(thing, counts[thing.iri]) for thing in things if counts[thing.iri]]


def _marks(site: Site, one: Statement, follow_up: str) -> dict[str, str]:
    """By what the filters find a statement."""
    return {
        "overleg": one.meeting.slug,
        "thema": " ".join(map(slug, one.thing.all("inTheme"))),
        "actor": " ".join(actor.slug for actor in one.by),
        "soort": one.type.slug,
        "stelling": slug(one.thing.one("stance")),
        "vervolg": slug(follow_up),
    }


def _mark(name: str, number: str) -> Markup:
    """A number that a script may change."""
    return Markup("<span data-{}>{}</span>").format(name, number)


def _follow_up(site: Site) -> dict[str, str]:
    """What follow-up was seen, by promise, agreement and request."""
    rows = [row for question in ("commitments", "requests") for row in site.rows(question)]
    return {text(row, "statement"): text(row, "followUp") for row in rows}


def _steps(site: Site) -> dict[str, list[Sequence[str]]]:
    """From which day on what follow-up was seen of each promise, by its IRI; the strongest evidence counts."""
    found: dict[str, list[Sequence[str]]] = {}
    strongest: dict[str, int] = {}
    for row in select(site.store, saved("lookup/follow-up-steps").sparql({})).rows:
        statement, strength = text(row, "statement"), int(text(row, "strength"))
        if strength > strongest.get(statement, 0):
            strongest[statement] = strength
            found.setdefault(statement, []).append((text(row, "when"), slug(text(row, "followUp"))))
    return found


def _counted(site: Site) -> list[tuple[str, int]]:
    """The days of the meetings in which follow-up could have been seen, and whether the summary is included."""
    rows = select(site.store, saved("lookup/counted-meetings").sparql({})).rows
    return [(text(row, "when"), int(slug(text(row, "state")) == "annotated")) for row in rows]
