"""What became of a promise: the rule of the list `follow-up`, on its edge cases."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from lovp_graph.asking import Row, ask, slug, value
from lovp_graph.dataset import assemble
from lovp_graph.questions import saved
from lovp_graph.rdf import quads
from lovp_graph.resources import NS
from lovp_graph.site import authority, lists
from lovp_graph.site.context import Site
from lovp_graph.store import EmbeddedStore
from lovp_graph.story import text
from tests.conftest import FIXTURES
from tests.follow_ups import COUNTED, QUESTIONS, STEPS, faults, graph


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return EmbeddedStore(quads(assemble(FIXTURES / "history").graphs))


def row(store: EmbeddedStore, question: str, statement: str, day: str) -> Row | None:
    rows = ask(store, saved(question), {"referenceDate": [day]}).rows
    return next((row for row in rows if slug(value(row["statement"])) == f"haven-{statement}"), None)


@pytest.mark.parametrize(
    ("case", "question", "statement", "day", "expected"),
    [
        ("on the day itself it is already a promise", "commitments", "2030-01-15-004", "2030-01-15", "none-seen"),
        ("before the promise it is none", "commitments", "2030-01-15-004", "2030-01-14", None),
        ("due in a meeting without a summary", "commitments", "2030-01-15-004", "2030-11-05", "none-seen"),
        ("fulfilled in the meeting itself", "commitments", "2030-01-15-005", "2030-01-15", "fulfilled"),
        ("taken further only in the meeting itself", "commitments", "2030-01-15-009", "2030-11-05", "none-seen"),
        ("recurring, and back", "commitments", "2030-01-15-015", "2030-06-18", "returned"),
        ("standing is not closed by time", "commitments", "2030-01-15-016", "2040-01-01", "none-seen"),
        ("to be done elsewhere", "commitments", "2030-01-15-017", "2040-01-01", "none-seen"),
        ("evidence after the reference date: none yet", "commitments", "2030-01-15-018", "2030-06-17", "none-seen"),
        ("evidence after the reference date: only back", "commitments", "2030-01-15-018", "2030-11-04", "returned"),
        ("fulfilled at last", "commitments", "2030-01-15-018", "2030-11-05", "fulfilled"),
        ("a reservation is no follow-up", "commitments", "2030-01-15-019", "2030-11-05", "none-seen"),
        ("agreed before the first summary", "commitments", "2030-01-15-021", "2030-01-15", "returned"),
        ("repeated", "commitments", "2030-01-15-022", "2030-06-18", "returned"),
        ("revised", "commitments", "2030-06-18-007", "2030-11-05", "returned"),
        ("promised in an extra meeting, back in the next of one summary", "commitments", "2030-11-05-002", "2030-11-05", "returned"),
        ("promised in an extra meeting, the next one still to come", "commitments", "2030-11-05-002", "2030-11-04", "none-seen"),
        ("answered in the meeting itself", "requests", "2030-01-15-003", "2030-01-15", "answered"),
        ("not yet answered", "requests", "2030-01-15-013", "2030-06-17", "none-seen"),
        ("answered later", "requests", "2030-01-15-013", "2030-06-18", "answered"),
        ("taken further, not answered", "requests", "2030-06-18-009", "2030-11-05", "returned"),
        ("never answered", "requests", "2030-01-15-010", "2030-11-05", "none-seen"),
    ],
)  # fmt: skip
def test_status(store: EmbeddedStore, case: str, question: str, statement: str, day: str, expected: str | None) -> None:
    found = row(store, question, statement, day)
    assert (slug(value(found["followUp"])) if found else None) == expected, case


@pytest.mark.parametrize(
    ("statement", "day", "passed", "included", "known"),
    [
        ("2030-01-15-004", "2030-03-12", "nee", "0", "1"),  # on its last day it has not passed
        ("2030-01-15-004", "2030-03-13", "ja", "0", "1"),
        ("2030-01-15-004", "2030-06-18", "ja", "1", "2"),  # the cancelled meeting of May does not count
        ("2030-01-15-016", "2040-01-01", None, "3", "6"),  # without an end nothing passes
        ("2030-01-15-021", "2030-11-05", None, None, None),  # when it was agreed is not known, nor what came after
    ],
)
def test_how_far_a_follow_up_could_have_been_seen(
    store: EmbeddedStore, statement: str, day: str, passed: str | None, included: str | None, known: str | None
) -> None:
    found = row(store, "commitments", statement, day) or {}
    values = [
        value(found[name]) or None if name in found else None for name in ("duePassed", "includedSince", "knownSince")
    ]
    assert values == [passed, included, known]


@pytest.mark.parametrize("question", QUESTIONS)
def test_where_meetings_were_not_counted_nothing_is_lost_but_the_numbers(store: EmbeddedStore, question: str) -> None:
    numbers = {f"{NS}knownSoFar", f"{NS}includedSoFar"}
    every = quads(assemble(FIXTURES / "history").graphs)
    without = EmbeddedStore([quad for quad in every if quad.predicate.value not in numbers])
    whole, found = (ask(one, saved(question)).rows for one in (store, without))
    assert found == [{name: term for name, term in row.items() if not name.endswith("Since")} for row in whole]


def test_a_reservation_counts_from_the_day_on_which_it_was_made(store: EmbeddedStore) -> None:
    early = row(store, "commitments", "2030-01-15-019", "2030-06-18") or {}
    late = row(store, "commitments", "2030-01-15-019", "2030-11-05") or {}
    assert value(early["reservations"]).count("haven-2030") == 1
    assert value(late["reservations"]).count("haven-2030") == 2


@pytest.mark.parametrize("question", [*QUESTIONS, STEPS, COUNTED])
def test_each_edge_of_the_rule(question: str) -> None:
    assert list(faults(graph(), saved(question))) == []


def test_the_rule_stands_in_one_question_and_its_twin_for_requests() -> None:
    """Status is logic: no other question decides what became of something."""
    from lovp_graph.questions import names  # noqa: PLC0415 - only here

    deciding = [name for name in names() if "follow-up:" in saved(name).text]
    assert deciding == ["commitments", "requests"]


@pytest.fixture(params=["history", "real"])
def either(request: pytest.FixtureRequest) -> Site:
    """What the pages are made of."""
    return Site(request.getfixturevalue(request.param))


def around(days: Iterable[str]) -> list[str]:
    """Days, and the days before and after them."""
    known = [date.fromisoformat(day) for day in days if day]
    return sorted({(day + timedelta(days=shift)).isoformat() for day in known for shift in (-1, 0, 1)})


def test_what_is_read_of_all_days_at_once_is_what_the_question_says_of_each(either: Site) -> None:
    """Of follow-up: `lookup/follow-up-steps` and `lookup/counted-meetings` stand beside `commitments`."""
    steps, counted = lists._steps(either), lists._counted(either)
    for day in around(meeting.one("latest") for meeting in either.views.meetings):
        for row in either.rows("commitments", referenceDate=[day]):
            found = [seen for since, seen in steps.get(text(row, "statement"), []) if since <= day]
            assert (found or [lists.NONE_SEEN])[-1] == slug(text(row, "followUp")), (day, row)
            made = either.views.statements[text(row, "statement")].meeting.one("latest")
            since = [included for held, included in counted if made < held <= day]
            if "knownSince" in row:
                assert (len(since), sum(since)) == (int(text(row, "knownSince")), int(text(row, "includedSince")))


def test_authority_that_is_read_of_all_days_at_once_is_what_the_question_says_of_each(either: Site) -> None:
    spans = authority._spans(either)
    for day in ["0001-01-01", *around(authority._days(either))]:
        asked = {text(row, "relation") for row in either.rows("authority", referenceDate=[day])}
        assert {one for one, (begin, end) in spans.items() if begin <= day and (not end or day < end)} == asked, day
