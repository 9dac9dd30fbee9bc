"""What questions count and look back to, beside the same in plain Python, for meetings on any days."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from lovp_graph.asking import Row, select, slug, value
from lovp_graph.derivations import Calendar
from lovp_graph.questions import saved
from lovp_graph.rdf import parse_turtle
from lovp_graph.resources import ID, NS, ontology_folder
from lovp_graph.store import EmbeddedStore
from tests.chance import examples

STATES = ("annotated", "announced", "cancelled", "no-publication-known", "not-included")
MISSING = {"announced", "no-publication-known", "not-included"}
KINDS = ("extra", "regular", "working-conference")
FIRST = date(2029, 12, 20)

# Days around two turns of the year, some with a second day, so that many fall together and some are periods.
days = st.sampled_from([FIRST + timedelta(days=shift) for shift in (0, 1, 11, 12, 13, 200, 376, 377, 378)])
meetings = st.lists(
    st.tuples(days, st.sampled_from([0, 0, 1, 30]), st.sampled_from(KINDS), st.sampled_from(STATES), st.booleans()),
    min_size=1,
    max_size=8,
)
Held = tuple[date, int, str, str, bool]
"""First day, how many days later the last, kind, state, and whether something was promised there."""


@cache
def codes() -> list[ox.Quad]:
    return [quad for name in ("codes", "lovp") for quad in parse_turtle(ontology_folder() / f"{name}.ttl")]


def made(held: list[Held]) -> EmbeddedStore:
    """The meetings by number, with a promise in some."""
    facts = []
    for number, (first, longer, kind, state, _) in enumerate(held):
        meeting = f"{ID}meeting/{number}"
        facts += [(meeting, "expected", f"{first}/{first + timedelta(days=longer)}")]
        facts += [
            (meeting, "meetingKind", f"{ID}meeting-kind/{kind}"),
            (meeting, "state", f"{ID}meeting-state/{state}"),
        ]
    calendar = Calendar(facts)
    lines = [f"@prefix : <{NS}> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @base <{ID}> ."]
    lines.append('<thema/zand> skos:prefLabel "zand"@nl .')
    for number, (first, longer, kind, state, promised) in enumerate(held):
        known, included = calendar.so_far(f"{ID}meeting/{number}") or (0, 0)
        lines.append(
            f'<meeting/{number}> a :Meeting ; skos:prefLabel "{number}"@nl ; :meetingKind <meeting-kind/{kind}> ;'
            f' :state <meeting-state/{state}> ; :earliest "{first}"^^<http://www.w3.org/2001/XMLSchema#date> ;'
            f' :latest "{first + timedelta(days=longer)}"^^<http://www.w3.org/2001/XMLSchema#date> ;'
            f" :knownSoFar {known} ; :includedSoFar {included} ."
        )
        if promised:
            lines.append(
                f'<uitspraak/{number}> a :Commitment ; :gist "{number}"@nl ; :meeting <meeting/{number}> ;'
                " :theme <thema/zand> ; :inTheme <thema/zand> ."
            )
    return EmbeddedStore([*codes(), *ox.parse("\n".join(lines), format=ox.RdfFormat.TURTLE)])


def last(one: Held) -> date:
    return one[0] + timedelta(days=one[1])


def shown(row: Row, name: str) -> str | None:
    return value(row[name]) if name in row else None


@examples(30)
@given(meetings)
def test_how_often_a_follow_up_could_have_been_seen(held: list[Held]) -> None:
    day = FIRST + timedelta(days=377)
    reference = ox.Literal(day.isoformat(), datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))
    rows = select(made(held), saved("commitments").sparql({"referenceDate": [reference]})).rows
    assert {slug(value(row["statement"])) for row in rows} == {
        str(number) for number, one in enumerate(held) if one[4] and last(one) <= day
    }
    counted = [one for one in held if one[2] != "working-conference" and one[3] != "cancelled" and last(one) <= day]
    for row in rows:
        since = [one for one in counted if last(one) > last(held[int(slug(value(row["statement"])))])]
        included = sum(one[3] == "annotated" for one in since)
        assert (shown(row, "knownSince"), shown(row, "includedSince")) == (str(len(since)), str(included))


@examples(30)
@given(meetings)
def test_when_a_theme_came_up_before_and_what_is_missing_since(held: list[Held]) -> None:
    theme = ox.NamedNode(f"{ID}thema/zand")
    rows = select(made(held), saved("theme-history").sparql({"theme": [theme]})).rows
    assert len(rows) == len(held)
    for row in rows:
        own = held[int(slug(value(row["meeting"])))]
        before = max((last(one) for one in held if one[4] and last(one) < last(own)), default=None)
        between = [one for one in held if one[3] in MISSING and (before or date.min) < last(one) < last(own)]
        assert shown(row, "previousDate") == (before.isoformat() if before else None)
        assert shown(row, "notIncludedBetween") == str(len(between))
