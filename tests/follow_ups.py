"""What became of promises and requests, one rule a statement, in a graph that is made for it.

The data of `fixtures/history` tell a story; here every statement is there for one edge of the rule, and every
change of the rule that matters changes the answer for one of them (`tests/mutation`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from lovp_graph.asking import XSD, Row, select, slug, value
from lovp_graph.derivations import Calendar
from lovp_graph.questions import Question
from lovp_graph.rdf import parse_turtle
from lovp_graph.resources import BASE, ID, ontology_folder
from lovp_graph.store import EmbeddedStore

# By name: from when, until when, kind and state. Of a placeholder only the one or the other is known.
MEETINGS = {
    "first": ("2030-01-10", "2030-01-10", "regular", "annotated"),
    "beside": ("2030-01-10", "2030-01-10", "extra", "annotated"),
    "in-march": ("2030-03-01", "2030-03-31", "regular", "not-included"),
    "mid-march": ("2030-03-15", "2030-03-15", "regular", "annotated"),
    "retreat": ("2030-04-10", "2030-04-10", "working-conference", "annotated"),
    "cancelled": ("2030-05-10", "2030-05-10", "regular", "cancelled"),
    "before-last": ("", "2030-06-09", "regular", "no-publication-known"),
    "told-before-last": ("", "2030-06-09", "regular", "annotated"),
    "last": ("2030-06-10", "2030-06-10", "extra", "annotated"),
}
NOT_SEEN = "none-seen"
END = "2030-12-31"
LINKS = ("answers", "confirms", "followsUp", "fulfils", "qualifies", "repeats", "revises")
STRONGEST = {"Agreement": "fulfils", "Commitment": "fulfils", "Request": "answers"}
CLOSED = {"Agreement": "fulfilled", "Commitment": "fulfilled", "Request": "answered"}
NO_FOLLOW_UP = {"Agreement": {"qualifies"}, "Commitment": {"qualifies"}, "Request": {"qualifies", "fulfils"}}


@dataclass(frozen=True)
class Told:
    """A statement, what goes back to it (by which link, in which meeting), and what had become of it by which day."""

    name: str
    kind: str
    said: str
    followed: tuple[tuple[str, str], ...]
    became: dict[str, str | None]


def told(kind: str) -> list[Told]:
    """The statements of a kind."""
    strong, closed = STRONGEST[kind], CLOSED[kind]
    found = [
        Told("alone", kind, "first", (), {"2030-01-09": None, "2030-01-10": NOT_SEEN, END: NOT_SEEN}),
        Told("said-some-day-in-march", kind, "in-march", (), {"2030-03-15": None, "2030-03-31": NOT_SEEN}),
        # What was said earlier is no follow-up, whatever it says; of a month only its last day is sure.
        Told("strong-before", kind, "mid-march", ((strong, "first"),), {END: NOT_SEEN}),
        Told("weak-before", kind, "mid-march", (("followsUp", "first"),), {END: NOT_SEEN}),
        Told("weak-within-the-month", kind, "in-march", (("followsUp", "mid-march"),), {END: NOT_SEEN}),
        Told("weak-later", kind, "first", (("repeats", "mid-march"),), {"2030-03-14": NOT_SEEN, "2030-03-15": "returned"}),
        Told("strong-later", kind, "first", ((strong, "in-march"),), {"2030-03-15": NOT_SEEN, "2030-03-31": closed}),
        # In the meeting itself only the strongest counts, in another one of the same day all.
        Told("strong-at-once", kind, "first", ((strong, "first"),), {"2030-01-10": closed}),
        Told("weak-at-once", kind, "first", (("followsUp", "first"),), {END: NOT_SEEN}),
        Told("weak-beside", kind, "first", (("followsUp", "beside"),), {"2030-01-10": "returned"}),
        Told("strong-beside", kind, "first", ((strong, "beside"),), {"2030-01-10": closed}),
        # The strongest of several, as far as it is seen by then.
        Told("both", kind, "first", (("revises", "mid-march"), (strong, "last")), {"2030-06-09": "returned", "2030-06-10": closed}),
        Told("both-on-one-day", kind, "first", (("followsUp", "last"), (strong, "last")), {END: closed}),
        Told("goes-on-from", kind, "mid-march", (), {END: NOT_SEEN}),
    ]  # fmt: skip
    for link in LINKS:
        became = closed if link == strong else NOT_SEEN if link in NO_FOLLOW_UP[kind] else "returned"
        found.append(Told(f"followed-by-{link}", kind, "first", ((link, "last"),), {END: became}))
    return found


# Of the meetings since a meeting, how many are included and how many are known, by a day. Months count by their last day;
# working conferences, cancelled meetings and placeholders do not.
SINCE: dict[str, dict[str, tuple[str | None, str | None]]] = {
    "first": {
        "2030-01-10": ("0", "0"),
        "2030-03-14": ("0", "0"),
        "2030-03-15": ("1", "1"),
        "2030-03-31": ("1", "2"),
        "2030-06-09": ("1", "2"),
        "2030-06-10": ("2", "3"),
    },
    "mid-march": {"2030-03-15": ("0", "0"), END: ("1", "2")},
    "last": {END: ("0", "0")},
    "before-last": {END: (None, None)},  # which came after it is not known
}
COUNTS = [
    ("beside", "annotated"),
    ("first", "annotated"),
    ("mid-march", "annotated"),
    ("in-march", "not-included"),
    ("last", "annotated"),
]
# The questions that hold the rule, with the kinds of statements that they are about; and what serves pages for all days.
STEPS, COUNTED = "lookup/follow-up-steps", "lookup/counted-meetings"
QUESTIONS = {"commitments": ("Agreement", "Commitment"), "requests": ("Request",)}


def graph() -> EmbeddedStore:
    """The meetings and statements, beside the ontology."""
    lines = [
        "@prefix lovp: <https://w3id.org/lovp/ns/> .",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        f"@base <{ID}> .",
        '<thema/zand> skos:prefLabel "zand"@nl . <thema/korrel> skos:prefLabel "korrel"@nl .',
        '<actor/dijkgraaf> skos:prefLabel "dijkgraaf"@nl . <actor/minister> skos:prefLabel "minister"@nl .',
        '<actor/kamer> skos:prefLabel "kamer"@nl .',
    ]
    for name, (earliest, latest, kind, state) in MEETINGS.items():
        lines.append(
            f'<meeting/{name}> a lovp:Meeting ; skos:prefLabel "{name}"@nl ; lovp:meetingKind <meeting-kind/{kind}> ;'
            f" lovp:state <meeting-state/{state}> ."
        )
        lines += [
            f'<meeting/{name}> lovp:{bound} "{day}"^^<{XSD}date> .'
            for bound, day in (("earliest", earliest), ("latest", latest))
            if day
        ]
    lines += _numbers()
    for kinds in QUESTIONS.values():
        for kind in kinds:
            for one in told(kind):
                lines += _statement(f"{kind}-{one.name}", kind, one.said)
                for link, meeting in one.followed:
                    lines += _statement(f"{kind}-{one.name}-{link}", "Information", meeting)
                    lines.append(f"<uitspraak/{kind}-{one.name}-{link}> lovp:{link} <uitspraak/{kind}-{one.name}> .")
            for meeting in SINCE:
                lines += _statement(f"{kind}-since-{meeting}", kind, meeting)
            # It goes on from another, and that is no follow-up of its own.
            lines.append(f"<uitspraak/{kind}-goes-on-from> lovp:followsUp <uitspraak/{kind}-alone-other> .")
            lines += _statement(f"{kind}-alone-other", kind, "first")
            lines += _statement(f"{kind}-inherited", kind, "first", by="byInherited", actor="minister")
            lines += _statement(f"{kind}-of-the-whole", kind, "first", theme="zand", actor="kamer")
    ontology = [quad for path in sorted(ontology_folder().glob("*.ttl")) for quad in parse_turtle(path)]
    made = ox.parse("\n".join(lines), format=ox.RdfFormat.TURTLE)
    own = [ox.Quad(one.subject, one.predicate, one.object, ox.NamedNode(f"{BASE}graph/made")) for one in made]
    return EmbeddedStore([*ontology, *own])


def _numbers() -> Iterator[str]:
    """How many meetings count up to each."""
    facts = []
    for name, (earliest, latest, kind, state) in MEETINGS.items():
        day = ("expected", f"{earliest}/{latest}") if earliest else ("before", f"{ID}meeting/last")
        kinds = ("meetingKind", f"{ID}meeting-kind/{kind}"), ("state", f"{ID}meeting-state/{state}")
        facts += [(f"{ID}meeting/{name}", *fact) for fact in (day, *kinds)]
    calendar = Calendar(facts)
    for name in MEETINGS:
        known, included = calendar.so_far(f"{ID}meeting/{name}") or (0, 0)
        yield f"<meeting/{name}> lovp:knownSoFar {known} ; lovp:includedSoFar {included} ."


def _statement(
    name: str, kind: str, meeting: str, by: str = "by", actor: str = "dijkgraaf", theme: str = "korrel"
) -> list[str]:
    within = "<thema/zand>" if theme == "zand" else "<thema/korrel>, <thema/zand>"
    return [
        f'<uitspraak/{name}> a lovp:{kind} ; lovp:gist "{name}"@nl ; lovp:meeting <meeting/{meeting}> ;'
        f" lovp:theme <thema/{theme}> ; lovp:inTheme {within} ; lovp:{by} <actor/{actor}> ."
    ]


def answered(store: EmbeddedStore, question: Question, day: str, **given: str) -> list[Row]:
    """The rows of a question on a day, for those of `given` (IRIs of things, dates)."""
    values: dict[str, list[ox.NamedNode | ox.Literal]] = {
        name: [ox.NamedNode(ID + text) if "/" in text else ox.Literal(text, datatype=ox.NamedNode(f"{XSD}date"))]
        for name, text in {"referenceDate": day, **given}.items()
    }
    return select(store, question.sparql(values)).rows


def faults(store: EmbeddedStore, question: Question) -> Iterator[str]:
    """What a question answers otherwise than the rule has it; nothing when it follows the rule."""
    if question.name == STEPS.rpartition("/")[2]:
        yield from _wrong_steps(select(store, question.sparql({})).rows)
        return
    if question.name == COUNTED.rpartition("/")[2]:
        found = [
            (slug(value(row["meeting"])), slug(value(row["state"]))) for row in select(store, question.sparql({})).rows
        ]
        if found != COUNTS:
            yield f"counted: {found}"
        return

    @cache
    def on(day: str) -> dict[str, Row]:
        return {slug(value(row["statement"])): row for row in answered(store, question, day)}

    for kind in QUESTIONS[question.name]:
        yield from _wrongly_followed(on, kind)
    yield from _wrongly_counted(on, QUESTIONS[question.name][0])
    yield from _wrongly_chosen(store, question)
    rows = answered(store, question, END)
    order = [(MEETINGS[value(row["meetingLabel"])][1], value(row["statement"])) for row in rows]
    if order != sorted(order):
        yield "not in order"


def _wrongly_followed(on: Callable[[str], dict[str, Row]], kind: str) -> Iterator[str]:
    for one in told(kind):
        for day, expected in one.became.items():
            row = on(day).get(f"{kind}-{one.name}")
            became = slug(value(row["followUp"])) if row else None
            if became != expected:
                yield f"{kind} {one.name} on {day}: {became}, not {expected}"


def _wrong_steps(rows: list[Row]) -> Iterator[str]:
    """Of the steps of all days at once: the last one until a day tells what had become of a statement by then."""
    for kind in QUESTIONS["commitments"]:
        for one in told(kind):
            own = [row for row in rows if slug(value(row["statement"])) == f"{kind}-{one.name}"]
            for day, expected in one.became.items():
                until = [slug(value(row["followUp"])) for row in own if value(row["when"]) <= day]
                if (until or [NOT_SEEN])[-1] != (expected or NOT_SEEN):
                    yield f"{kind} {one.name} on {day}: {until}, not {expected}"
    asked = {slug(value(row["statement"])).partition("-")[0] for row in rows}
    if asked != set(QUESTIONS["commitments"]):
        yield f"steps of {asked}"


def _wrongly_counted(on: Callable[[str], dict[str, Row]], kind: str) -> Iterator[str]:
    for meeting, by_day in SINCE.items():
        for day, expected in by_day.items():
            row = on(day)[f"{kind}-since-{meeting}"]
            counts = tuple(value(row[name]) if name in row else None for name in ("includedSince", "knownSince"))
            if counts != expected:
                yield f"since {meeting} on {day}: {counts}, not {expected}"


def _wrongly_chosen(store: EmbeddedStore, question: Question) -> Iterator[str]:
    """Of what a user may choose: a statement that it leaves, and one that it leaves out."""
    for given, expected, absent in (
        ({"since": "2030-01-10"}, "alone", None),
        ({"since": "2030-01-11"}, "strong-before", "alone"),
        ({"theme": "thema/zand"}, "alone", None),
        ({"theme": "thema/zand"}, "of-the-whole", None),
        ({"theme": "thema/korrel"}, "alone", "of-the-whole"),
        ({"actor": "actor/minister"}, "inherited", "alone"),
        ({"actor": "actor/kamer"}, "of-the-whole", "inherited"),
    ):
        names = {slug(value(row["statement"])) for row in answered(store, question, END, **given)}
        for kind in QUESTIONS[question.name]:
            if f"{kind}-{expected}" not in names or f"{kind}-{absent}" in names:
                yield f"with {given}: not {kind} {expected}, or {absent}"
