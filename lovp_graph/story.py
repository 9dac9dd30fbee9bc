"""The story of a theme: per meeting what was said, decided and promised, and what became of it.

Built from the answers of saved questions only; every line is a row of one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby

from lovp_graph.answers import parts, spans
from lovp_graph.asking import Row, ask, label, resolve, slug, value
from lovp_graph.prose import Block, Heading, Item, Paragraph
from lovp_graph.questions import saved
from lovp_graph.store import Store
from lovp_graph.words import words

# Outcomes first, as a reader looks for them.
ORDER = ("Decision", "Agreement", "Commitment", "Request", "Concern", "Position", "Confirmation", "Information")
NOTES = ("account", "gist", "doubt", "follow-up", "gaps")

# How the questions on authority name a statement that a relation rests on: by its day and its IRI.
REPORTED = re.compile(r" (\d{4}-\d{2}-\d{2}): http")

Given = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Theme:
    """What the saved questions answer about one theme, by statement where that helps."""

    history: list[Row]
    timeline: list[Row]
    links: dict[str, list[Row]]
    agreements: dict[str, Row]
    commitments: dict[str, Row]
    stances: dict[str, list[Row]]
    changes: dict[str, list[Row]]
    amounts: dict[str, list[Row]]
    authority: list[Row]
    requests: dict[str, Row]
    announced: list[Row]
    themes: list[Row]


def trace(store: Store, given: Given) -> tuple[str, list[Block]]:
    """The title and the story of a theme; `given` has `theme`, and perhaps `actor` and `since`, as a user types them.

    Raises UnknownValueError for a value that names nothing.
    """
    found = read(store, given)
    resolved = resolve(store, saved("theme-timeline"), given)
    title = " + ".join(label(store, term) for term in resolved["theme"])
    since = next((value(day) for day in resolved.get("since", [])), "")
    return title, tell(found, title, since, ", ".join(label(store, term) for term in resolved.get("actor", [])))


def read(store: Store, given: Given) -> Theme:
    """Ask all that a story needs; `given` has `theme`, and perhaps `actor` and `since`, as a user types them."""

    def rows(name: str) -> list[Row]:
        question = saved(name)
        known = {parameter.name for parameter in question.parameters}
        return ask(store, question, {key: values for key, values in given.items() if key in known}).rows

    return Theme(
        history=rows("theme-history"),
        timeline=rows("theme-timeline"),
        links=by("statement", rows("links")),
        agreements={text(row, "statement"): row for row in rows("agreements")},
        commitments={text(row, "statement"): row for row in rows("commitments")},
        stances=by("statement", rows("stances")),
        changes=by("laterStatement", rows("stance-changes")),
        amounts=by("statement", rows("amounts")),
        authority=rows("authority-changes"),
        requests={text(row, "statement"): row for row in rows("requests")},
        announced=rows("announced-topics"),
        themes=rows("themes"),
    )


def tell(theme: Theme, title: str, since: str = "", actor: str = "") -> list[Block]:
    """The story as blocks of prose. `title` names the theme; `since` and `actor` say what it is limited to."""
    say = words()["story"]
    told: list[Block] = [Heading(1, title)]
    included = [row for row in theme.history if _state(row) == "annotated"]
    meetings = {text(row, "meeting") for row in theme.timeline}
    about = say["about"].format(
        statements=number(len(theme.timeline), "uitspraak", "uitspraken"),
        meetings=number(len(meetings), "overleg", "overleggen"),
        last=text(included[-1], "meetingLabel") if included else "",
    )
    told.append(Paragraph(about if theme.timeline else say["about-none"]))
    narrower = sorted(text(row, "ownThemeLabel") for row in theme.themes if text(row, "ownThemeLabel") != title)
    if narrower:
        told.append(Paragraph(say["parts"].format(themes=", ".join(narrower)), muted=True))
    if actor:
        told.append(Paragraph(say["only-actor"].format(actor=actor), muted=True))
    if since:
        told.append(Paragraph(say["only-since"].format(date=dutch(since)), muted=True))
    for _, blocks in sorted([*_meetings(theme, since), *_authority_events(theme, since)], key=lambda pair: pair[0]):
        told += blocks
    told += _open_ends(theme, limited=bool(actor or since))
    told += _coming(theme)
    told.append(Heading(2, say["notes"]))
    return told + [Paragraph(words()["notes"][note], muted=True) for note in NOTES]


def _meetings(theme: Theme, since: str) -> Iterable[tuple[str, list[Block]]]:
    """The known meetings in their order: those with a summary each by itself, those without one together."""
    say = words()["story"]
    said = by("meeting", theme.timeline)

    def alone(row: Row) -> str:
        return text(row, "meeting") if _state(row) == "annotated" or text(row, "meeting") in said else ""

    known = [row for row in theme.history if text(row, "when") >= since and _state(row) != "cancelled"]
    for (meeting, state), group in groupby(known, key=lambda row: (alone(row), _state(row) == "announced")):
        rows = list(group)
        labels = [text(row, "meetingLabel") for row in rows]
        if meeting in said:
            blocks: list[Block] = [Heading(2, capital(labels[0])), *_statements(theme, said[meeting])]
        elif meeting:
            key = "not-mentioned" if text(rows[0], "statements") == "0" else "not-this-actor"
            blocks = [Paragraph(say[key].format(meeting=labels[0]), muted=True)]
        elif state:
            blocks = [Paragraph(say["to-come"].format(meetings="; ".join(labels)), muted=True)]
        else:
            blocks = _without_summary(rows)
        yield text(rows[0], "when"), blocks


def _without_summary(rows: list[Row]) -> list[Block]:
    """Meetings of which nothing is known here: those that were held, and those that were only expected."""
    say = words()["story"]
    held = [text(row, "meetingLabel") for row in rows if text(row, "date")]
    # One of which only is known that it was before another was held, as what was said in it shows.
    expected = [text(row, "meetingLabel") for row in rows if not text(row, "date") and not text(row, "statements")]
    blocks: list[Block] = []
    if held:
        key = "unknown-one" if len(held) == 1 else "unknown-many"
        blocks.append(Paragraph(say[key].format(number=len(held), meetings="; ".join(held)), muted=True))
    if expected:
        blocks.append(Paragraph(say["unknown-expected"].format(meetings="; ".join(expected)), muted=True))
    return blocks


def _statements(theme: Theme, rows: list[Row]) -> Iterable[Block]:
    """What was said in one meeting, outcomes first, each with what belongs to it."""
    for row in sorted(rows, key=lambda row: ORDER.index(slug(text(row, "type")))):
        yield statement(row)
        yield from _belonging(theme, text(row, "statement"))


def statement(row: Row) -> Item:
    """A statement as a line, with who says it and where it stands."""
    return Item(text(row, "gist"), label=text(row, "typeLabel"), source=source(row))


def source(row: Row) -> str:
    """Who says it, on which sentences it rests, and the name to find it by."""
    numbers = spans(parts(row.get("sentences")))
    sentences = f"zin {', '.join(numbers)}" if numbers else ""
    speakers = ", ".join(parts(row.get("speakers")))
    doubted = words()["story"]["doubted"] if text(row, "doubt") else ""
    return "; ".join(part for part in (speakers, sentences, slug(text(row, "statement")), doubted) if part)


def _belonging(theme: Theme, name: str) -> Iterable[Item]:
    """What belongs to a statement: its stance and condition, reservations, amounts, and what it goes back to."""
    say = words()["story"]
    for row in theme.stances.get(name, [])[:1]:  # a joint statement has a row for each speaker
        yield Item(text(row, "issueLabel"), label=f"{say['stance']}, {text(row, 'stanceLabel')}", level=1)
    for row in theme.changes.get(name, []):
        yield Item(_change(row), label=say["changed"], source=slug(text(row, "statement")), level=1)
    promise = theme.commitments.get(name) or theme.agreements.get(name) or theme.requests.get(name) or {}
    stance = next(iter(theme.stances.get(name, [])), {})
    condition = text(promise, "condition") or text(stance, "condition")
    if condition:
        yield Item(condition, label=say["condition"], level=1)
    if text(promise, "dueText"):
        yield Item(text(promise, "dueText"), label=say["due"], level=1)
    agreement = theme.agreements.get(name, {})
    for reservation in parts(agreement.get("reservations")):
        yield Item(dated(reservation), label=say["reservation"], level=1)
    for row in theme.amounts.get(name, []):
        yield Item(amount(row), label=f"{say['amount']}, {text(row, 'amountRoleLabel')}", level=1)
    for row in theme.links.get(name, []):
        where = dutch(text(row, "earlierDate")) or text(row, "earlierMeetingLabel")
        here = text(row, "earlierMeetingLabel") == text(row, "meetingLabel")
        gist = text(row, "earlierGist")
        earlier = say["same-meeting"].format(gist=gist) if here else f"{where}: {gist}"
        yield Item(earlier, label=text(row, "linkLabel"), source=slug(text(row, "earlierStatement")), level=1)


def _change(row: Row) -> str:
    def holders(key: str) -> str:
        return f" ({', '.join(parts(row.get(key)))})" if parts(row.get(key)) else ""

    return str(
        words()["story"]["stance-changed"].format(
            date=dutch(text(row, "date")) or text(row, "meetingLabel"),
            holders=holders("holders"),
            stance=text(row, "stanceLabel"),
            laterHolders=holders("laterHolders"),
            laterStance=text(row, "laterStanceLabel"),
            unknown=text(row, "notIncludedBetween"),
        )
    )


def _authority_events(theme: Theme, since: str) -> Iterable[tuple[str, list[Block]]]:
    """Announced, confirmed, contested, begun and ended authority, at the day on which that was said or took effect."""
    rows = [row for row in theme.authority if text(row, "eventDate") >= since]
    for day, group in groupby(rows, key=lambda row: text(row, "eventDate")):
        heading = words()["story"]["authority-event"].format(date=dutch(day))
        # After the meeting of that day, before anything later.
        yield f"{day}~", [Heading(2, heading), *(authority(row, dated=False) for row in group)]


def authority(row: Row, dated: bool = True) -> Item:
    """An authority relation as a line, with what it rests on.

    What a statement reported was so on that day, which is told unless it stands above; only what
    rests on a document is said to be so.
    """
    bases = parts(row.get("basis"))
    status = text(row, "event") or text(row, "authorityStatusLabel")
    reported = next((match[1] for basis in bases if (match := REPORTED.search(basis))), "")
    if reported and dated:
        in_force = slug(text(row, "authorityStatus")) == "in-force"
        said = words()["story"]["authority-reported"].format(date=dutch(reported))
        status = said if in_force else f"{status}, {dutch(reported)}"
    return Item(text(row, "gist"), label=status, source="; ".join(map(slug_of_basis, bases)))


def slug_of_basis(basis: str) -> str:
    """What a relation rests on: the name of a document, or the last part of a statement's IRI."""
    return basis.rpartition("/")[2] if REPORTED.search(basis) else basis


def _last_day(theme: Theme) -> str:
    return max((text(row, "when") for row in theme.history if _state(row) == "annotated"), default="")


def _open_ends(theme: Theme, limited: bool) -> Iterable[Block]:
    say = words()["story"]
    waiting = [row for row in [*theme.commitments.values(), *theme.requests.values()] if is_open(row)]
    if not theme.commitments and not theme.requests:
        return
    yield Heading(2, say["open"])
    without = "open-none-here" if limited else "open-none"
    yield Paragraph(say["open-note" if waiting else without], muted=bool(waiting))
    for row in sorted(waiting, key=lambda row: (text(row, "date"), text(row, "statement"))):
        yield open_end(row, _last_day(theme))


def is_open(row: Row) -> bool:
    """Whether no follow-up was seen of a commitment, agreement or request."""
    return slug(text(row, "followUp")) == "none-seen"


def open_end(row: Row, day: str) -> Item:
    """A commitment, agreement or request without follow-up on a day, with how far one could have been seen."""
    say = words()["story"]
    known = text(row, "knownSince")
    key = {"0": "since-none", "1": "since-one"}.get(known, "since")
    seen = (
        say["not-yet"] if _lies_ahead(row, day) else say[key].format(included=text(row, "includedSince"), known=known)
    )
    kind = f"{text(row, 'kindLabel')}; " if slug(text(row, "kind")) in {"elsewhere", "standing", "recurring"} else ""
    remark = f" [{kind}{seen}]" if known else ""
    label = text(row, "typeLabel") or say["request"]
    return Item(f"{text(row, 'gist')}{remark}", label=f"{label}, {when(row)}", source=source(row))


def _coming(theme: Theme) -> Iterable[Block]:
    rows = [row for row in theme.announced if is_to_come(row, _last_day(theme))]
    if rows:
        yield Heading(2, words()["story"]["coming"])
    yield from map(announcement, rows)


def is_to_come(row: Row, day: str) -> bool:
    """Whether something that has not returned was announced for a moment after `day`, or for one without an end.

    "A next meeting" begins with the first one that could be meant; once that has been, it is no longer to come.
    """
    endless = text(row, "dueEarliest") and not text(row, "dueLatest") and not text(row, "dueMeetingLabel")
    return not text(row, "evidence") and bool(_lies_ahead(row, day) or endless)


def _lies_ahead(row: Row, day: str) -> bool:
    """Whether the moment of something ends after a day, or, where it has no end, begins after it."""
    return (text(row, "dueLatest") or text(row, "dueEarliest")) > day


def announcement(row: Row) -> Item:
    """Something announced for later: for when, and when that was said."""
    span = period(text(row, "dueEarliest"), text(row, "dueLatest"))
    moment = text(row, "dueMeetingLabel") or text(row, "dueText") or span
    said = words()["story"]["announced-on"].format(date=when(row))
    return Item(text(row, "gist"), label=capital(moment), source=f"{said}; {source(row)}")


# --- wording


def text(row: Row, name: str) -> str:
    """The text of a value of a row; nothing where it is not bound."""
    term = row.get(name)
    return "" if term is None else value(term)


def when(row: Row) -> str:
    """The day of a statement in words, or the name of a meeting whose day is not known."""
    return dutch(text(row, "date")) or text(row, "meetingLabel")


def by(name: str, rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by the value that they have in common, in their order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(text(row, name), []).append(row)
    return found


def number(count: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{count} {one if count == 1 else many}"


def capital(line: str) -> str:
    """A line with its first letter as a capital."""
    return line[:1].upper() + line[1:]


def dutch(day: str) -> str:
    """A day as 16 april 2025; nothing for nothing."""
    if not day:
        return ""
    moment = date.fromisoformat(day)
    return f"{moment.day} {words()['months'][moment.month - 1]} {moment.year}"


def dated(line: str) -> str:
    """A line that begins with a day, with that day in words."""
    day, separator, rest = line.partition(": ")
    return f"{dutch(day)}: {rest}" if separator else line


def period(first: str, last: str) -> str:
    """A span of days in words, open where it has no end."""
    return " – ".join(filter(None, (dutch(first), dutch(last))))


def amount(row: Row) -> str:
    """An amount with its unit, what it measures, and how sure the unit is."""
    digits = f"{Decimal(text(row, 'value')):,f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    qualifier = f"{text(row, 'qualifier')} " if text(row, "qualifier") else ""
    inferred = " (eenheid afgeleid)" if text(row, "unitInferred") == "ja" else ""
    return f"{qualifier}{digits} {text(row, 'unitLabel')}{inferred}: {text(row, 'measures')}"


def _state(row: Row) -> str:
    return slug(text(row, "state"))
