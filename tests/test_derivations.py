"""What is computed rather than mapped: sentences, registers, moments, wider themes."""

from __future__ import annotations

from datetime import date

import pytest
from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, Literal, URIRef

from lovp_graph.derivations import (
    LOVP,
    Calendar,
    due_bounds,
    edtf_bounds,
    sentence_nodes,
    sentence_reference,
    with_wider,
)
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
    with pytest.raises(ValueError, match=r"EDTF|ends before it begins|out of range"):
        edtf_bounds(text)


@given(st.dates(date(1, 1, 1)))
def test_every_day_is_its_own_bounds(day: date) -> None:
    assert edtf_bounds(day.isoformat()) == (day, day)


def by_library(moment: str) -> tuple[date, date] | None:
    """What the EDTF library makes of a moment; None where it makes nothing of it."""
    try:
        parsed = parse_edtf(moment)
        return date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])
    except (EDTFParseException, ValueError):
        return None


@pytest.mark.parametrize("year", ["0004", "1900", "2000", "2025", "9999"])
@pytest.mark.parametrize("rest", ["", "-01", "-02", "-11", "-12", "-21", "-22", "-23", "-02-29", "-04-31", "-12-31"])
def test_bounds_are_those_of_the_edtf_library(year: str, rest: str) -> None:
    """But for winter, which the library ends in the December that it begins in."""
    try:
        found = edtf_bounds(year + rest)
    except ValueError:
        assert by_library(year + rest) is None
    else:
        assert found == by_library(year + rest)


def meetings() -> Calendar:
    """Meetings of 15 January, (cancelled) February, (extra) 1 March, 20 April and some time in April."""
    facts = []
    for slug, kind, state, held, expected in (
        ("a", "regular", "annotated", "2030-01-15", None),
        ("b", "regular", "cancelled", "2030-02-10", None),
        ("c", "extra", "annotated", "2030-03-01", None),
        ("conference", "working-conference", "annotated", "2030-04-20", None),
        ("beside", "extra", "annotated", "2030-04-20", None),
        ("d", "regular", "announced", None, "2030-04"),
        ("odd", "regular", "announced", None, "ooit"),
    ):
        facts += [
            (M + slug, "meetingKind", f"{ID}meeting-kind/{kind}"),
            (M + slug, "state", f"{ID}meeting-state/{state}"),
        ]
        facts += [(M + slug, "date", held)] if held else []
        facts += [(M + slug, "expected", expected)] if expected else []
    for placeholder, known in (("after-a", "a"), ("after-d", "d"), ("after-nothing", "unknown"), ("circle", "circle")):
        facts += [(M + placeholder, "meetingKind", f"{ID}meeting-kind/regular"), (M + placeholder, "after", M + known)]
    return Calendar([*facts, (M + "before-a", "before", M + "a"), (M + "before-d", "before", M + "d")])


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
        # Of a meeting some time in April only its first day is sure to come after it.
        ("before-d", (None, date(2030, 3, 31))),
        ("circle", (None, None)),
        ("odd", (None, None)),
    ],
)
def test_meeting_bounds(slug: str, expected: tuple[date | None, date | None]) -> None:
    assert meetings().bounds(M + slug) == expected


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("before", date.min, (None, None)),
        ("before", date(1, 1, 2), (None, date.min)),
        ("after", date(9999, 12, 30), (date.max, None)),
        ("after", date.max, (date.max, None)),
    ],
)
def test_meetings_at_the_ends_of_the_calendar(name: str, day: date, expected: tuple[date | None, date | None]) -> None:
    calendar = Calendar([("one", "date", day.isoformat()), ("other", name, "one")])
    assert calendar.bounds("other") == expected


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("before-a", (0, 0)),
        ("a", (1, 1)),
        # Up to the cancelled one as many: it does not count itself.
        ("b", (1, 1)),
        ("c", (2, 2)),
        # A working conference does not count; what is on the same day does, and a month by its last day.
        ("conference", (3, 3)),
        ("d", (4, 3)),
        # When these are is not known, and they count for no other.
        ("after-a", None),
        ("odd", None),
        ("circle", None),
    ],
)
def test_how_many_meetings_there_are_up_to_one(slug: str, expected: tuple[int, int] | None) -> None:
    assert meetings().so_far(M + slug) == expected


@pytest.mark.parametrize(
    ("due", "meeting", "expected"),
    [
        # A date in the text comes before the meeting that is pointed to.
        ("2030-06", "a", (date(2030, 6, 1), date(2030, 6, 30))),
        # A later meeting that is not named gives no latest date.
        (None, "after-a", (date(2030, 3, 1), None)),
        # A moment that cannot be read gives nothing.
        ("ooit", "a", (None, None)),
        (None, None, (None, None)),
    ],
)
def test_due_bounds(due: str | None, meeting: str | None, expected: tuple[date | None, date | None]) -> None:
    assert due_bounds(due, M + meeting if meeting else None, meetings()) == expected


def test_a_theme_lies_in_all_that_it_is_part_of_also_in_a_circle() -> None:
    broader = {"a": ["b", "c"], "b": ["d"], "d": ["a"], "x": ["y"]}
    assert with_wider(["a"], broader) == {"a", "b", "c", "d"}
    assert with_wider(["c", "x"], broader) == {"c", "x", "y"}


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
