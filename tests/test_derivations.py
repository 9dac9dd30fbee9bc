"""The three derivations: sentences, registers, due moments."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, XSD, Graph, Literal, URIRef

from lovp_graph.derivations import LOVP, due_nodes, edtf_bounds, meeting_bounds, sentence_nodes, sentence_reference
from lovp_graph.registers import Row
from lovp_graph.resources import ID

M = ID + "meeting/"


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2025-06-12", date(2025, 6, 12), date(2025, 6, 12)),
        ("2025-06", date(2025, 6, 1), date(2025, 6, 30)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2025-05/2025-06", date(2025, 5, 1), date(2025, 6, 30)),
        ("2025-22", date(2025, 6, 1), date(2025, 8, 31)),
        ("2025-24", date(2025, 12, 1), date(2026, 2, 28)),
        ("2025-09/..", date(2025, 9, 1), None),
        ("../2025-09", None, date(2025, 9, 30)),
    ],
)
def test_edtf_bounds(text: str, earliest: date | None, latest: date | None) -> None:
    assert edtf_bounds(text) == (earliest, latest)


@pytest.mark.parametrize(
    "text",
    [
        "voor de zomer",
        "2025-02-31",
        "2025-13",
        "2025-06/2025-05",
        "",
        "12 juni 2025",
        "2030-1X",
        "../",
        "2030-04/",
        "/2025",
        "../..",
        "[2025,2026]",
        " 2025",
        "0000",
        "20255",
    ],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is the reader's, see messages.toml
        edtf_bounds(text)


@given(st.dates(date(1, 1, 1)))
def test_every_day_is_its_own_bounds(day: date) -> None:
    assert edtf_bounds(day.isoformat()) == (day, day)


def meetings() -> Graph:
    """Meetings of 15 January, (cancelled) February, (extra) 1 March and some time in April."""
    graph = Graph()
    for slug, kind, state, held, expected in (
        ("a", "regular", "annotated", "2030-01-15", None),
        ("b", "regular", "cancelled", "2030-02-10", None),
        ("c", "extra", "annotated", "2030-03-01", None),
        ("d", "regular", "announced", None, "2030-04"),
    ):
        node = URIRef(M + slug)
        graph.add((node, LOVP.meetingKind, URIRef(f"{ID}meeting-kind/{kind}")))
        graph.add((node, LOVP.state, URIRef(f"{ID}meeting-state/{state}")))
        if held:
            graph.add((node, LOVP.date, Literal(held, datatype=XSD.date)))
        if expected:
            graph.add((node, LOVP.expected, Literal(expected)))
    for placeholder, known in (("after-a", "a"), ("after-d", "d"), ("after-nothing", "unknown")):
        graph.add((URIRef(M + placeholder), LOVP.meetingKind, URIRef(f"{ID}meeting-kind/regular")))
        graph.add((URIRef(M + placeholder), LOVP.after, URIRef(M + known)))
    graph.add((URIRef(M + "circle"), LOVP.after, URIRef(M + "circle")))
    graph.add((URIRef(M + "before-a"), LOVP.before, URIRef(M + "a")))
    return graph


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("a", (date(2030, 1, 15), date(2030, 1, 15))),
        ("d", (date(2030, 4, 1), date(2030, 4, 30))),
        # The cancelled meeting is not "the next meeting"; an extra one can be.
        ("after-a", (date(2030, 3, 1), None)),
        # Nothing is known after April: it can be the day after at the earliest.
        ("after-d", (date(2030, 5, 1), None)),
        ("after-nothing", (None, None)),
        ("before-a", (None, date(2030, 1, 14))),
        ("circle", (None, None)),
    ],
)
def test_meeting_bounds(slug: str, expected: tuple[date | None, date | None]) -> None:
    assert meeting_bounds(meetings(), URIRef(M + slug)) == expected


def test_a_date_in_the_text_comes_before_the_meeting_that_is_pointed_to() -> None:
    graph = meetings()
    statement = URIRef(ID + "uitspraak/1")
    graph.add((statement, LOVP.due, Literal("2030-06")))
    graph.add((statement, LOVP.dueMeeting, URIRef(M + "a")))
    assert set(due_nodes(graph, [statement])) == {
        (statement, LOVP.dueEarliest, Literal("2030-06-01", datatype=XSD.date)),
        (statement, LOVP.dueLatest, Literal("2030-06-30", datatype=XSD.date)),
    }


def test_a_later_meeting_that_is_not_named_gives_no_latest_date() -> None:
    graph = meetings()
    statement = URIRef(ID + "uitspraak/1")
    graph.add((statement, LOVP.dueMeeting, URIRef(M + "after-a")))
    assert set(due_nodes(graph, [statement])) == {
        (statement, LOVP.dueEarliest, Literal("2030-03-01", datatype=XSD.date))
    }


def test_a_moment_that_cannot_be_read_gives_nothing() -> None:
    graph = meetings()
    statement, meeting = URIRef(ID + "uitspraak/1"), URIRef(M + "odd")
    graph.add((statement, LOVP.due, Literal("ooit")))
    graph.add((meeting, LOVP.expected, Literal("ooit")))
    assert list(due_nodes(graph, [statement])) == []
    assert meeting_bounds(graph, meeting) == (None, None)


def test_sentence_nodes() -> None:
    node = URIRef(f"{ID}{sentence_reference('x', 3)}")
    assert set(sentence_nodes("x", [Row(3, 1, 2, 10, 20, "ab", line=4)])) == {
        (node, RDF.type, LOVP.Sentence),
        (node, LOVP.summary, URIRef(ID + "summary/x")),
        (node, LOVP.number, Literal(3)),
        (node, LOVP.section, Literal(1)),
        (node, LOVP.paragraph, Literal(2)),
        (node, LOVP.start, Literal(10)),
        (node, LOVP.end, Literal(20)),
        (node, LOVP.sha256, Literal("ab")),
    }
