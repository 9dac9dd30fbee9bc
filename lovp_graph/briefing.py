"""The note that an adviser takes into the next meeting: per agenda item what was announced, is open, and was last said.

Built from the answers of saved questions only; every line is a row of one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pyoxigraph as ox

from lovp_graph import story
from lovp_graph.asking import Row, ask, fold, label, names_of, select, slug, term, value
from lovp_graph.errors import UnknownValueError
from lovp_graph.prose import Block, Heading, Item, Paragraph
from lovp_graph.questions import Parameter, Term, saved
from lovp_graph.store import Store
from lovp_graph.story import text
from lovp_graph.words import words

MEETING = Parameter("meeting", "meeting")
THEME = Parameter("themes", "theme")
VIEWS = {"Position", "Concern", "Confirmation"}
NOTES = ("account", "gist", "doubt", "follow-up", "gaps", "authority")

LAST = "9999-12-31"

# What stands before the words of an agenda item: a bullet, a number, a time.
LEAD = re.compile(
    r"^(?:[-*•]|\d{1,2}[.:]\d{2}(?:\s*[-–]\s*\d{1,2}[.:]\d{2})?(?:\s*uur)?|\d{1,2}(?:\.\d{1,2})*[a-z]?[.)]|\d{1,2}(?:\.\d{1,2})+|\d{1,2}[a-z]?|[a-z][.)])\s+(?=\S)",
    re.IGNORECASE,
)

# Endings by which a word of an agenda may differ from the word of a label.
ENDINGS = ("", "e", "n", "s", "en")


@dataclass(frozen=True)
class Entry:
    """One item of the note: the words it is announced by, and the themes that they name."""

    words: str
    themes: tuple[str, ...]


def brief(
    store: Store, meeting: str = "next", agenda: Sequence[str] = (), themes: Sequence[str] = ()
) -> tuple[str, list[Block]]:
    """The title and the blocks of the note for a meeting (as a user names it, or `next`).

    With an `agenda` an item per line; with `themes` an item per theme; without either the themes
    of which something was announced for the meeting or is open. Raises UnknownValueError.
    """
    say = words()["brief"]
    chosen = _meeting(store, meeting)
    day = _day_before(store, chosen)
    title = story.capital(say["title"].format(meeting=label(store, chosen)))
    named = names_of(store, THEME) if agenda else {}
    entries = [_entry(named, line) for line in agenda if line.strip()]
    entries += [Entry(label(store, iri), (value(iri),)) for iri in (term(store, THEME, name) for name in themes)]
    if not entries:
        entries = _what_is_open(store, day)
    blocks: list[Block] = [Heading(1, title), Paragraph(_standing(store, day), muted=True)]
    unmatched = [entry.words for entry in entries if not entry.themes]
    if not entries:
        blocks.append(Paragraph(say["empty"]))
    for entry in entries:
        if entry.themes:
            blocks += _chapter(store, entry, day)
    if unmatched:
        blocks += [Heading(2, say["unmatched"]), *map(Item, unmatched), Paragraph(say["unmatched-item"], muted=True)]
    blocks.append(Heading(2, words()["story"]["notes"]))
    return title, blocks + [Paragraph(words()["notes"][note], muted=True) for note in NOTES]


def _meeting(store: Store, name: str) -> Term:
    if name != "next":
        return term(store, MEETING, name)
    rows = select(store, saved("lookup/next-meeting").sparql({})).rows
    if not rows:
        raise UnknownValueError("--meeting: no next meeting is known; give a date or a name")
    return rows[0]["meeting"]


def _day_before(store: Store, meeting: Term) -> str:
    """The day before a meeting can be held: what is said in it is not yet known."""
    rows = select(store, saved("lookup/meeting-day").sparql({"meeting": [meeting]})).rows
    if not rows:
        raise UnknownValueError(f"--meeting: it is not known when {slug(value(meeting))} is held; give another one")
    first = date.fromisoformat(value(rows[0]["earliest"]))
    return (first - timedelta(days=1)).isoformat()


def _standing(store: Store, day: str) -> str:
    """Up to which meeting what is known was taken in."""
    rows = ask(store, saved("meetings"), {"state": ["annotated"], "until": [day]}).rows
    last = text(rows[-1], "meetingLabel") if rows else words()["brief"]["no-meeting"]
    return str(words()["brief"]["stand"].format(date=story.dutch(day), last=last))


def _what_is_open(store: Store, day: str) -> list[Entry]:
    """The main themes of which something is announced or open on a day."""
    tops = [row for row in select(store, saved("themes").sparql({})).rows if not text(row, "broaderLabels")]
    return [
        Entry(text(row, "ownThemeLabel"), (text(row, "ownTheme"),))
        for row in tops
        if any(
            _waits(store, name, text(row, "ownTheme"), day) for name in ("announced-topics", "commitments", "requests")
        )
    ]


def _waits(store: Store, name: str, theme: str, day: str) -> bool:
    rows = ask(store, saved(name), {"theme": [theme], "referenceDate": [day]}).rows
    if name == "announced-topics":
        return any(story.is_to_come(row, day) for row in rows)
    return any(map(story.is_open, rows))


def _chapter(store: Store, entry: Entry, day: str) -> Iterable[Block]:
    """All that is known of one item on the day before the meeting."""
    say = words()["brief"]
    yield Heading(2, entry.words)
    labels = [label(store, ox.NamedNode(iri)) for iri in entry.themes]
    if labels != [entry.words]:
        yield Paragraph(say["themes"].format(themes=", ".join(labels)), muted=True)

    def rows(name: str, themes: Sequence[str] = entry.themes) -> list[Row]:
        known = {parameter.name for parameter in saved(name).parameters}
        given = {"theme": themes, "referenceDate": [day], "until": [day]}
        return ask(store, saved(name), {key: values for key, values in given.items() if key in known}).rows

    # Theme by theme: what a speaker said later of the one does not take the place of its view on the other.
    views = {text(row, "statement"): row for iri in entry.themes for row in _last_views(rows("theme-timeline", [iri]))}
    in_force = rows("authority")
    parts: dict[str, list[Item]] = {
        "announced": [story.announcement(row) for row in rows("announced-topics") if story.is_to_come(row, day)],
        "open": [story.open_end(row, day) for row in rows("commitments") if story.is_open(row)],
        "requests": [story.open_end(row, day) for row in rows("requests") if slug(text(row, "followUp")) != "answered"],
        "positions": [_dated(row) for row in views.values()],
        "amounts": [_amount(row) for row in sorted(rows("amounts"), key=lambda row: text(row, "date"))],
        "authority": [
            story.authority(row) for row in [*in_force, *_unsettled(rows("authority-changes"), in_force, day)]
        ],
    }
    for key, items in parts.items():
        if items:
            yield Heading(3, say[key])
            yield from items
    if not any(parts.values()):
        yield Paragraph(say["nothing"])


def _unsettled(changes: list[Row], in_force: list[Row], day: str) -> list[Row]:
    """Authority that on a day is announced for later, or contested, and is not told yet."""
    told = {text(row, "relation") for row in in_force}
    return [
        row
        for row in changes
        if slug(text(row, "authorityStatus")) in {"announced", "contested"}
        and text(row, "relation") not in told
        and (text(row, "validUntil") or LAST) > day
    ]


def _last_views(timeline: list[Row]) -> list[Row]:
    """Of each speaker what it thought, feared or confirmed in the last meeting in which it did so."""
    views = [row for row in timeline if slug(text(row, "type")) in VIEWS and text(row, "speakers")]
    last = {text(row, "speakers").replace(" (uit de context)", ""): text(row, "when") for row in views}
    return [row for row in views if last[text(row, "speakers").replace(" (uit de context)", "")] == text(row, "when")]


def _dated(row: Row) -> Item:
    return Item(text(row, "gist"), label=f"{text(row, 'typeLabel')}, {story.when(row)}", source=story.source(row))


def _amount(row: Row) -> Item:
    label = f"{text(row, 'amountRoleLabel')}, {story.when(row)}"
    return Item(story.amount(row), label=label, source=story.source(row))


# --- an agenda as people paste it


def _entry(named: Mapping[str, Sequence[str]], line: str) -> Entry:
    shown = line.strip()
    while LEAD.match(shown):
        shown = LEAD.sub("", shown)
    return Entry(shown, tuple(themes_in(named, shown)))


def themes_in(named: Mapping[str, Sequence[str]], line: str) -> list[str]:
    """The themes whose names stand in a line, the longest name first where names overlap."""
    line_words = fold(line).split()
    spans = []
    for iri, labels in named.items():
        for name in {fold(part) for part in (slug(iri), *labels)}:
            size = len(name.split())
            for start in range(len(line_words) - size + 1):
                if all(map(_same_word, line_words[start : start + size], name.split())):
                    spans.append((-size, -len(name), start, iri))
    taken: dict[int, int] = {}
    found = []
    for size, length, start, iri in sorted(spans):
        places = range(start, start - size)
        # The same words can name two themes, but a part of a longer name names nothing by itself.
        if all(taken.get(place, length) == length for place in places):
            taken.update(dict.fromkeys(places, length))
            found.append(iri)
    return list(dict.fromkeys(found))


def _same_word(first: str, second: str) -> bool:
    short, long = sorted((first, second), key=len)
    return short == long or (len(short) >= 5 and long.startswith(short) and long[len(short) :] in ENDINGS)
