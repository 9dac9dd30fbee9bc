"""The start page, with search over everything."""

from __future__ import annotations

from collections import Counter

from lovp_graph.catalogue import Thing
from lovp_graph.resources import BASE
from lovp_graph.site import downloads, wording
from lovp_graph.site.context import LICENCE, Pages, Site
from lovp_graph.site.wording import day_in_words, name_of
from lovp_graph.story import is_open, text

SHOWN = 4


def pages(site: Site) -> Pages:
    """The start page."""
    views = site.views
    waiting = [row for row in site.rows("commitments") if is_open(row)]
    seen = [row for row in waiting if text(row, "includedSince") != "0"]
    due = {text(row, "statement"): text(row, "dueText") for row in seen if text(row, "dueText")}
    newest = views.of(due)[-SHOWN:]
    spoken = Counter(one.meeting.iri for one in views.statements.values())
    timed = [meeting for meeting in views.meetings if meeting.one("date") or meeting.one("expected")]
    tops = [theme for theme in views.themes if not theme.all("broader")]
    whole = downloads.data("gegevens.html", views.catalogue.things.values())
    yield from whole
    yield site.page(
        "index.html",
        "index.html.j2",
        (site.name, site.name),
        (site.own["lead"]["nl"], site.own["lead"]["en"]),
        canonical=BASE,
        metadata={
            "@context": "https://schema.org",
            "@type": "Dataset",
            "@id": BASE + "dataset",
            "name": site.name,
            "description": site.own["lead"]["nl"],
            "license": LICENCE,
            "version": site.version,
            "inLanguage": "nl",
            "temporalCoverage": f"{_first(site)}/{site.last.one('latest')}",
            "creator": {"@type": "Organization", "name": "lovp-graph"},
        },
        meetings=[(meeting, views.catalogue[meeting.one("state")], spoken[meeting.iri]) for meeting in timed],
        included=sum(map(views.is_included, timed)),
        themes=[
            (theme, len(views.in_theme(theme)), sorted(views.catalogue.linking(theme, "broader"), key=Thing.label))
            for theme in sorted(tops, key=lambda theme: -len(views.in_theme(theme)))
        ],
        open=[(one, due[one.thing.iri]) for one in newest[::-1]],
        all_count=len(waiting),
        open_count=len(seen),
        recent_count=len(waiting) - len(seen),
        citation=wording.say("citation-site", site=site.name, version=site.version, address=BASE),
        index=_index(site),
        downloads=downloads.links(whole),
    )


def _about(site: Site, issue: Thing) -> list[str]:
    return [thing.iri for thing in site.views.catalogue.linking(issue, "issue", "raises")]


def _first(site: Site) -> str:
    return next((meeting.one("earliest") for meeting in site.views.meetings if site.views.is_included(meeting)), "")


def _index(site: Site) -> list[list[str]]:
    """What can be found: kind, label, address, other words, the day, and the day in words."""
    views = site.views
    found = [
        ["thema", theme.label(), views.path(theme), " ".join([*theme.all("altLabel"), theme.label("en")]), "", ""]
        for theme in views.themes
    ]
    found += [
        ["actor", actor.label(), views.path(actor), " ".join([*actor.all("altLabel"), actor.label("en")]), "", ""]
        for actor in views.actors
    ]
    found += [
        ["meeting", meeting.label(), views.path(meeting), " ".join([meeting.one("date"), meeting.label("en")]), "", ""]
        for meeting in views.meetings
    ]
    for one in views.statements.values():
        more = " ".join(
            [one.slug, one.type.label(), *(actor.label() for actor in one.by), *(theme.label() for theme in one.themes)]
        )
        found.append(
            [
                "uitspraak",
                one.gist,
                views.path(one.thing),
                more,
                one.meeting.one("latest"),
                day_in_words(one.meeting.one("date"))[0] or one.meeting.label(),
            ]
        )
    found += [
        ["document", thing.label(), views.path(thing), " ".join([*thing.all("altLabel"), thing.label("en")]), ""]
        for thing in views.catalogue.of("Document")
    ]
    for issue in views.catalogue.of("Issue"):
        themes = [theme for one in views.of(_about(site, issue)) for theme in one.themes]
        if themes:
            found.append(
                ["kwestie", name_of(issue)[0], f"{views.path(themes[0])}#kwestie-{issue.slug}", issue.label("en"), ""]
            )
    return found
