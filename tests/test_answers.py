"""Answers as people read them: headings, values by their type, lists in order."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovp_graph import answers, questions
from lovp_graph.asking import XSD, Answer, Row
from lovp_graph.resources import ID
from lovp_graph.tables import Cell
from lovp_graph.words import words

THEME = ox.NamedNode(ID + "thema/gezag")
QUESTION = questions.parse(
    "#+ title: Titel\n#+ question: Vraag?\n#+ parameters: {}\n#+ example: {}\n#+ notes: [gist, account]\nSELECT * {}\n",
    "x",
    "x.rq",
)


def typed(text: str, kind: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))


@pytest.mark.parametrize(
    ("term", "cell"),
    [
        (None, None),
        (ox.Literal("tekst"), "tekst"),
        (ox.Literal("tekst", language="nl"), "tekst"),
        (ox.Literal(""), ""),
        (typed("5", "integer"), 5),
        (typed("2030", "gYear"), 2030),
        (typed("1.50", "decimal"), Decimal("1.50")),
        (typed("2.0", "decimal"), 2),
        (typed("1E3", "double"), 1000),
        (typed("true", "boolean"), True),
        (typed("0", "boolean"), False),
        (typed("2030-01-15", "date"), date(2030, 1, 15)),
        (ox.Literal("2030-01-15"), date(2030, 1, 15)),  # from STR(?date)
        (ox.Literal("2030-01-15 en later"), "2030-01-15 en later"),
        (ox.Literal("007"), "007"),
        (THEME, "gezag"),
        (ox.NamedNode("https://example.org/a/b"), "https://example.org/a/b"),
        (ox.BlankNode("b1"), "b1"),
        # What is not of its type stays text.
        (typed("2030-02-30", "date"), "2030-02-30"),
        (typed("veel", "integer"), "veel"),
        (typed("INF", "double"), "INF"),
        (typed("2030-01", "gYearMonth"), "2030-01"),
    ],
)
def test_a_value_is_read_by_its_type(term: questions.Term | None, cell: Cell) -> None:
    found = answers.cell("x", term)
    assert (found, type(found)) == (cell, type(cell))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        ("een", ("een",)),
        ("b10\nb9\n\nb9", ("b9", "b10")),
        ("10\n9\n1", ("1", "9", "10")),
        ("lovp-2030-10-01-002\nlovp-2030-9-01-010", ("lovp-2030-9-01-010", "lovp-2030-10-01-002")),
        ("b\n1\na", ("1", "a", "b")),
        ("3²\n2", ("2", "3²")),
        ("²\n①", ("²", "①")),
    ],
)
def test_lists_are_sorted_naturally_and_name_each_value_once(text: str, found: tuple[str, ...]) -> None:
    assert answers.parts(ox.Literal(text)) == found


def test_nothing_is_an_empty_list() -> None:
    assert answers.parts(None) == ()
    assert answers.cell("themes", None) is None


@given(st.lists(st.text()))
def test_any_list_keeps_its_values(values: list[str]) -> None:
    joined = "\n".join(values)
    assert set(answers.parts(ox.Literal(joined))) == {part for part in joined.split("\n") if part}


def test_a_list_shortens_our_addresses_and_no_others() -> None:
    text = f"{ID}thema/gezag\nhttps://example.org/a\nvrij"
    assert answers.cell("themes", ox.Literal(text)) == ("https://example.org/a", "gezag", "vrij")
    assert answers.cell("themes", THEME) == ("gezag",)


@pytest.mark.parametrize(
    ("numbers", "spans"),
    [
        ([], ()),
        (["3"], ("3",)),
        (["3", "4", "5", "8"], ("3–5", "8")),
        (["1", "2", "4", "5", "7"], ("1–2", "4–5", "7")),
    ],
)
def test_numbers_that_follow_each_other_are_joined(numbers: list[str], spans: tuple[str, ...]) -> None:
    assert answers.spans(numbers) == spans


@given(st.sets(st.integers(0, 60), min_size=1))
def test_sentences_keep_every_number(numbers: set[int]) -> None:
    found = answers.cell("sentences", ox.Literal("\n".join(map(str, numbers))))
    assert isinstance(found, tuple)
    told: list[int] = []
    for span in found:
        first, _, last = span.partition("–")
        told += range(int(first), int(last or first) + 1)
    assert told == sorted(numbers)


def test_sentences_of_a_query_of_ones_own_need_be_no_numbers() -> None:
    sentence = ox.NamedNode(ID + "zin/haven-2030-01-15-2")
    assert answers.cell("sentences", sentence) == ("haven-2030-01-15-2",)


@pytest.mark.parametrize(
    ("variable", "heading"),
    [
        ("gist", "strekking"),
        ("meetingLabel", "overleg"),
        ("meeting", "overleg"),
        ("own", "own"),
        ("ownLabel", "ownLabel"),
    ],
)
def test_headings(variable: str, heading: str) -> None:
    assert answers.heading(variable) == heading


def test_a_table_hides_what_stands_beside_its_label() -> None:
    hidden = words()["hidden"][0]
    answer = Answer(
        ("date", "meeting", "meetingLabel", "statement", "themes", hidden),
        [
            {
                "date": typed("2030-01-15", "date"),
                "meeting": ox.NamedNode(ID + "meeting/haven-2030-01-15"),
                "meetingLabel": ox.Literal("Havenoverleg", language="nl"),
                "statement": ox.NamedNode(ID + "uitspraak/haven-001"),
                "themes": ox.Literal("gezag\nfinanciën"),
                hidden: ox.Literal("x"),
            },
            {"meetingLabel": ox.Literal("Ander")},
        ],
    )
    table = answers.table(QUESTION, answer)
    assert table.title == "Titel"
    assert table.columns == tuple(map(answers.heading, ("date", "meeting", "statement", "themes")))
    assert table.rows == [
        (date(2030, 1, 15), "Havenoverleg", "haven-001", ("financiën", "gezag")),
        (None, "Ander", None, None),
    ]
    assert table.notes == (words()["notes"]["gist"], words()["notes"]["account"])


def test_an_answer_without_rows_keeps_its_headings() -> None:
    assert answers.table(QUESTION, Answer(("date", "gist"), [])).columns == ("datum", "strekking")


@pytest.mark.parametrize("variables", [("theme", "ownTheme"), ("datum", "date"), ("date", "eventDate")])
def test_two_variables_of_a_query_of_ones_own_may_have_one_heading(variables: tuple[str, str]) -> None:
    row: Row = {variables[0]: ox.Literal("a"), variables[1]: ox.Literal("b")}
    table = answers.table(questions.parse("SELECT * {}", "own", "own.rq"), Answer(variables, [row]))
    assert table.rows == [("a", "b")]


def test_the_remarks_are_sentences() -> None:
    for note in words()["notes"].values():
        assert re.match(r"[“A-Z].*\.$", note), note
