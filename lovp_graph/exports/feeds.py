"""What is due as a calendar, and what was said as a feed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import quote

from feedgen.feed import FeedGenerator  # type: ignore[import-untyped]
from icalendar import Calendar, Event, vText

from lovp_graph.catalogue import Catalogue, Thing
from lovp_graph.characters import visible
from lovp_graph.errors import LovpGraphError
from lovp_graph.exports.xml import readable
from lovp_graph.metadata import DATASET
from lovp_graph.resources import BASE
from lovp_graph.story import capital
from lovp_graph.words import words

PROGRAM = "lovp-graph"


def ical(catalogue: Catalogue, statements: Iterable[Thing], title: str) -> bytes:
    """An event, of whole days, for each statement that is meant for a moment with a first and a last day.

    Raises LovpGraphError where there is none, as a calendar cannot be empty.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{PROGRAM}//{BASE}//NL")
    calendar.add("version", "2.0")
    # As texts, in which a comma has a sign before it: of what the library does not know it makes none.
    calendar.add("x-wr-calname", vText(" ".join(visible(title).split())))  # which has no sign for the end of a line
    calendar.add("x-wr-caldesc", vText(words()["notes"]["account"]))
    for thing in statements:
        first, last = thing.one("dueEarliest"), thing.one("dueLatest")
        if not first or not last:
            continue
        event = Event()
        event.add("uid", thing.iri)
        event.add("dtstamp", _moment(catalogue, thing))
        event.add("dtstart", date.fromisoformat(first))
        event.add("dtend", date.fromisoformat(last) + timedelta(days=1))  # the day after the last
        event.add("summary", visible(f"{_kind(catalogue, thing)}: {thing.label()}"))
        event.add(
            "description",
            visible("\n".join(filter(None, (thing.one("dueText"), *_told(catalogue, thing))))),
        )
        event.add("url", thing.iri)
        event.add("categories", [visible(theme.label()) for theme in catalogue.linked(thing, "theme")])
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    if not calendar.subcomponents:
        raise LovpGraphError("nothing that was asked for has a first and a last day, so there is no calendar to write")
    written: bytes = calendar.to_ical()
    return written


def atom(catalogue: Catalogue, statements: Iterable[Thing], title: str, name: str) -> bytes:
    """A feed of statements, those of the latest meeting first; its IRI is made of its `name`."""
    latest_first = sorted(statements, key=lambda thing: _moment(catalogue, thing), reverse=True)
    feed = FeedGenerator()
    feed.id(f"{DATASET}#{quote(name)}")
    feed.title(readable(title) or name)  # which a feed must have
    feed.subtitle(words()["notes"]["account"])
    feed.author({"name": PROGRAM})
    feed.generator(PROGRAM)
    feed.language("nl")
    feed.link({"href": str(DATASET)})
    feed.updated(max(_moment(catalogue, thing) for thing in latest_first))
    for thing in latest_first:
        entry = feed.add_entry(order="append")
        entry.id(thing.iri)
        entry.title(readable(f"{_kind(catalogue, thing)}: {thing.label()}"))
        entry.link({"href": thing.iri})
        entry.updated(_moment(catalogue, thing))
        entry.published(_moment(catalogue, thing))
        entry.summary(readable(". ".join(filter(None, _told(catalogue, thing)))))
        for theme in catalogue.linked(thing, "theme"):
            entry.category({"term": theme.slug, "scheme": theme.one("inScheme"), "label": readable(theme.label())})
    written: bytes = feed.atom_str(pretty=True)
    return written


def _moment(catalogue: Catalogue, thing: Thing) -> datetime:
    """When a statement was made: the beginning of the day of its meeting, as no hour is known."""
    days = [day for meeting in catalogue.linked(thing, "meeting") for day in meeting.all("latest")]
    return datetime.combine(date.fromisoformat(max(days, default="1970-01-01")), time(), UTC)


def _kind(catalogue: Catalogue, thing: Thing) -> str:
    names = [catalogue[f"{BASE}ns/{name}"].label() for name in sorted(thing.classes)]
    return capital(names[0]) if names else ""


def _told(catalogue: Catalogue, thing: Thing) -> list[str]:
    """Who said a statement and where, under which condition, and what reservation there was."""
    own = words()["exports"]
    named = [actor.label() for actor in catalogue.linked(thing, "by")]
    inherited = [f"{actor.label()} ({own['inherited']})" for actor in catalogue.linked(thing, "byInherited")]
    reservations = [other.label() for other in catalogue.linking(thing, "qualifies")]
    found = [capital(", ".join([*named, *inherited])), _said(catalogue, thing)]
    found += [f"{own['condition']}: {text}" for text in thing.all("condition")]
    return list(filter(None, [*found, *(f"{own['reservation']}: {text}" for text in reservations)]))


def _said(catalogue: Catalogue, thing: Thing) -> str:
    return ", ".join(meeting.label() for meeting in catalogue.linked(thing, "meeting"))
