"""A page per meeting: its agenda, what came out of it, what was said, and how it hangs together with others."""

from __future__ import annotations

from collections.abc import Iterable

from lovp_graph.asking import Row, slug
from lovp_graph.catalogue import Thing
from lovp_graph.site import downloads, wording
from lovp_graph.site.context import MEETINGS, File, Pages, Site
from lovp_graph.site.views import Link, Statement
from lovp_graph.story import text

OUTCOMES = {"Decision", "Agreement", "Commitment"}


def pages(site: Site) -> Pages:
    """A page with its data for each meeting."""
    covered = {slug(text(row, "summary")): row for row in site.rows("coverage")}
    for meeting in site.views.meetings:
        yield from page(site, meeting, covered)


def page(site: Site, meeting: Thing, covered: dict[str, Row]) -> list[File]:
    """The page of a meeting, with its data; `covered` says by summary what was read in it."""
    views = site.views
    path = views.path(meeting)
    statements = views.of(views.catalogue.references.get(("meeting", meeting.iri), ()))
    items = sorted(
        (thing for thing in views.catalogue.linking(meeting, "meeting") if thing.segment == "agendapunt"),
        key=lambda item: (int(item.one("position") or 0), item.iri),
    )
    summary = next(iter(views.catalogue.linking(meeting, "covers")), None)
    row = covered.get(summary.slug, {}) if summary else {}
    writers = views.catalogue.linked(summary, "writtenBy") if summary else []
    files = downloads.data(path, [meeting, *items, *(one.thing for one in statements)])
    return [
        site.page(
            path,
            "meeting.html.j2",
            meeting,
            "page-meeting",
            section=MEETINGS,
            canonical=meeting.iri,
            alternates=downloads.alternates(files),
            downloads=downloads.links(files),
            meeting=meeting,
            kind=views.catalogue[meeting.one("meetingKind")],
            meeting_state=views.catalogue[meeting.one("state")],
            period=_period(meeting),
            summary=summary,
            writers=tuple(", ".join(writer.label(tongue) for writer in writers) for tongue in ("nl", "en")),
            sentences=text(row, "sentenceCount"),
            used=text(row, "sentencesUsed"),
            omitted=text(row, "sentencesOmitted") or "0",
            together=[other for other in views.catalogue.linked(summary, "covers") if other != meeting]
            if summary
            else [],
            statements=statements,
            agenda=[item for item in items if not item.all("partOf")],
            outcomes=[one for one in views.outcomes_first(statements) if one.type.slug in OUTCOMES],
            by_item=_by_item(site, items, statements),
            earlier=_links(site, (link for one in statements for link in one.links), "earlier", meeting),
            later=_links(site, (link for one in statements for link in one.followers), "later", meeting),
            expected=views.of(views.catalogue.references.get(("dueMeeting", meeting.iri), ())),
        ),
        *files,
    ]


def _period(meeting: Thing) -> str:
    """When a meeting was or is to be, where its day is not known."""
    if meeting.one("date") or not (meeting.one("expected") and meeting.one("earliest")):
        return ""
    days = dict.fromkeys(meeting.one(name) for name in ("earliest", "latest") if meeting.one(name))
    return wording.both(*(" – ".join(wording.day_in_words(day)[tongue] for day in days) for tongue in (0, 1)))


def _by_item(site: Site, items: list[Thing], statements: list[Statement]) -> list[tuple[Thing | None, list[Statement]]]:
    """What was said under each agenda item, outcomes first; what stands under none comes last."""
    found: list[tuple[Thing | None, list[Statement]]] = []
    for item in [*items, None]:
        said = [one for one in statements if one.item == item]
        if said or item:
            found.append((item, site.views.outcomes_first(said)))
    return found


def _links(site: Site, links: Iterable[Link], end: str, meeting: Thing) -> list[tuple[Link, Statement, Statement]]:
    """Links to other meetings, with the statement here and the one there."""
    statements = site.views.statements
    other = {"earlier": "later", "later": "earlier"}[end]
    found = [(link, statements[getattr(link, other)], statements[getattr(link, end)]) for link in links]
    return [parts for parts in found if parts[2].meeting != meeting]
