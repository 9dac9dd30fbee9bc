"""A page per theme, and the list of all themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from lovp_graph import answers
from lovp_graph.asking import Row, ask, slug
from lovp_graph.catalogue import Thing
from lovp_graph.site import downloads, wording
from lovp_graph.site.context import File, Pages, Site
from lovp_graph.site.timeline import timeline
from lovp_graph.site.views import Statement
from lovp_graph.story import ORDER, amount, by, text


def pages(site: Site) -> Pages:
    """A page with its files for each theme, and the list."""
    for theme in site.views.themes:
        yield from page(site, theme)
    yield index(site)


def page(site: Site, theme: Thing) -> list[File]:
    """The page of a theme, with what can be taken away from it."""
    views, given = site.views, {"theme": [theme.iri]}
    path = views.path(theme)
    statements = views.in_theme(theme)
    announced = site.rows_on(theme, "announced-topics", "statement")
    line = timeline(views, statements, site.rows("theme-history", **given), announced)
    question = site.questions["theme-timeline"]
    belonging = [one.thing for one in statements] + [
        thing
        for thing in views.catalogue.linking(theme, "inTheme")
        if thing.segment != "thema" and thing.iri not in views.statements
    ]
    files = [
        *downloads.spreadsheets(path, answers.table(question, ask(site.store, question, given))),
        *downloads.data(path, [theme, *belonging]),
    ]
    made = site.page(
        path,
        "theme.html.j2",
        theme,
        (theme.one("definition", "nl"), theme.one("definition", "en")),
        section="themas.html",
        canonical=theme.iri,
        alternates=downloads.alternates(files),
        downloads=downloads.links(files),
        theme=theme,
        ancestors=list(reversed(_above(site, theme))),
        narrower=sorted(views.catalogue.linking(theme, "broader"), key=lambda part: part.label().casefold()),
        statements=statements,
        meetings=len({one.meeting.iri for one in statements}),
        kinds=_kinds(site, statements),
        line=line,
        linked={slug(end) for one in statements for link in one.links for end in (link.later, link.earlier)},
        expected=lambda one, row: _expected(site, one, row),
        issues=_issues(site, theme, statements),
        promises=[promise(site, row) for row in site.rows_on(theme, "commitments", "statement")],
        authority=[relation(site, row) for row in site.rows("authority", **given)],
        changes=changes(site, **given),
        amounts=_amounts(site, theme),
    )
    return [made, *files]


def index(site: Site) -> File:
    """The list of themes, as a tree."""
    views = site.views
    tops = [theme for theme in views.themes if not theme.all("broader")]
    return site.page(
        "themas.html",
        "themes.html.j2",
        "menu-themes",
        "page-themes",
        tree=[_branch(site, theme) for theme in tops],
    )


def _branch(site: Site, theme: Thing) -> dict[str, Any]:
    parts = sorted(site.views.catalogue.linking(theme, "broader"), key=lambda part: part.label().casefold())
    return {"theme": theme, "count": len(site.views.in_theme(theme)), "parts": [_branch(site, part) for part in parts]}


def _above(site: Site, theme: Thing) -> list[Thing]:
    """The themes that a theme is part of, the nearest first; of several the first."""
    found: list[Thing] = []
    nearest = site.views.catalogue.linked(theme, "broader")
    while nearest and nearest[0] not in found:
        found.append(nearest[0])
        nearest = site.views.catalogue.linked(nearest[0], "broader")
    return found


def _kinds(site: Site, statements: list[Statement]) -> list[tuple[Thing, int]]:
    """The types of some statements, outcomes first, with how many there are."""
    counts = Counter(one.type.slug for one in statements)
    return [(site.views.term(name), counts[name]) for name in ORDER if counts[name]]


def _expected(site: Site, one: Statement, row: Row) -> Markup:
    """The moment for which something is announced."""
    meeting = site.views.catalogue[one.thing.one("dueMeeting")]
    if meeting.iri:
        return wording.both(meeting.label("nl"), meeting.label("en"))
    days = [wording.day_in_words(text(row, key)) for key in ("dueEarliest", "dueLatest") if text(row, key)]
    return wording.both(text(row, "dueText") or " – ".join(day[0] for day in days), "")


def _issues(site: Site, theme: Thing, statements: list[Statement]) -> list[tuple[Thing, list[dict[str, Any]]]]:
    """The issues at stake in a theme, with the stances on each in the order of time."""
    views = site.views
    rows = by("issue", site.rows_on(theme, "stances", "statement"))
    raised = {iri for one in statements for name in ("issue", "raises") for iri in one.thing.all(name)}
    found = []
    for iri in sorted(raised | set(rows), key=lambda iri: views.catalogue[iri].label().casefold()):
        taken = [
            {
                "actor": views.catalogue[text(row, "actor")],
                "holders": ", ".join(answers.parts(row.get("holders"))),
                "inherited": text(row, "inherited") == "ja",
                "stance": views.catalogue[text(row, "stance")],
                "condition": text(row, "condition"),
                "statement": views.statements[text(row, "statement")],
            }
            for row in rows.get(iri, [])
        ]
        found.append((views.catalogue[iri], taken))
    return found


def promise(site: Site, row: Row) -> dict[str, Any]:
    """A commitment or agreement as a row: what was said, and what follow-up was seen."""
    views = site.views
    statement = views.statements[text(row, "statement")]
    due = views.catalogue[statement.thing.one("dueMeeting")]
    return {
        "statement": statement,
        "kind": views.catalogue[text(row, "kind")],
        "due_elsewhere": bool(due.iri) and not views.is_included(due),
        "condition": text(row, "condition"),
        "reservations": [
            views.statements[iri] for iri in views.catalogue.references.get(("qualifies", statement.thing.iri), ())
        ],
        "due": text(row, "dueText") or wording.both(due.label("nl"), due.label("en"))
        if due.iri
        else text(row, "dueText"),
        "follow_up": views.catalogue[text(row, "followUp")],
        "evidence": [views.statements[iri] for iri in answers.parts(row.get("evidenceStatements"))],
        "included": text(row, "includedSince") or "?",
        "known": text(row, "knownSince") or "?",
    }


def relation(site: Site, row: Row) -> dict[str, Any]:
    """An authority relation as a line: what it comes down to, how it stands, and what it rests on."""
    views = site.views
    sources = views.catalogue.linked(views.catalogue[text(row, "relation")], "statedIn")
    return {
        "gist": (text(row, "gist"), views.catalogue[text(row, "relation")].one("gist", "en")),
        "status": views.catalogue[text(row, "authorityStatus")],
        "ended": False,
        "laws": [source for source in sources if source.iri not in views.statements],
        "statements": [views.statements[source.iri] for source in sources if source.iri in views.statements],
        "doubt": text(row, "doubt"),
    }


def changes(site: Site, **given: Sequence[str]) -> list[dict[str, Any]]:
    """What happened to authority relations, in time; on one day what ended before what began."""
    rows = site.rows("authority-changes", **given)
    ended = {text(row, "relation") for row in rows if text(row, "validUntil") == text(row, "eventDate")}
    rows.sort(key=lambda row: (text(row, "eventDate"), text(row, "relation") not in ended))
    return [
        relation(site, row) | {"day": text(row, "eventDate"), "ended": text(row, "relation") in ended} for row in rows
    ]


def _amounts(site: Site, theme: Thing) -> list[tuple[Thing, list[dict[str, Any]]]]:
    """The amounts by their role: those of different roles form no series."""
    views = site.views
    found = []
    for role, rows in by("amountRole", site.rows_on(theme, "amounts", "amount")).items():
        lines = [
            {
                "amount": amount(row),
                "year": text(row, "year"),
                "statement": views.statements[text(row, "statement")],
            }
            for row in rows
        ]
        found.append((views.catalogue[role], lines))
    return found
