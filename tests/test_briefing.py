"""The note for a meeting: whose agenda it follows, and that it knows nothing of that meeting or later."""

from __future__ import annotations

import re
from itertools import takewhile

import pyoxigraph as ox
import pytest

from lovp_graph import briefing, story
from lovp_graph.asking import ask, names_of, select, slug, value
from lovp_graph.cli.common import open_store
from lovp_graph.errors import UnknownValueError
from lovp_graph.prose import Block, Heading, Item, Paragraph
from lovp_graph.questions import saved
from lovp_graph.store import Store
from lovp_graph.story import text
from lovp_graph.words import words
from tests.conftest import EXAMPLE, FIXTURES

MONEY, AUTHORITY, GUARDING = "Financiën politie", "Gezag over de politie", "Bewaken en Beveiligen"
THEMES = (MONEY, AUTHORITY, GUARDING)
SAY = words()["brief"]
MEETINGS = ["2030-01-15", "2030-03-12", "2030-06-18", "2030-10-01", "2030-11-05", "next"]


NOTES: dict[tuple[object, ...], list[Block]] = {}  # a note takes a second, and several tests read the same one


def note(
    store: Store, meeting: str = "next", agenda: tuple[str, ...] = (), themes: tuple[str, ...] = ()
) -> list[Block]:
    key = (id(store), meeting, agenda, themes)
    if key not in NOTES:
        NOTES[key] = briefing.brief(store, meeting, agenda, themes)[1]
    return NOTES[key]


def headings(blocks: list[Block], level: int = 2) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Heading) and block.level == level]


def items(blocks: list[Block]) -> list[Item]:
    return [block for block in blocks if isinstance(block, Item)]


def chapter(blocks: list[Block], heading: str) -> list[Block]:
    start = blocks.index(Heading(2, heading)) + 1
    return list(takewhile(lambda block: not (isinstance(block, Heading) and block.level == 2), blocks[start:]))


def part(blocks: list[Block], theme: str, key: str) -> list[Item]:
    """The items under one heading of the chapter of a theme."""
    of = chapter(blocks, theme)
    if Heading(3, SAY[key]) not in of:
        return []
    start = of.index(Heading(3, SAY[key])) + 1
    return items(list(takewhile(lambda block: not isinstance(block, Heading), of[start:])))


def names(of: list[Item]) -> list[str]:
    doubted = words()["story"]["doubted"]
    return [item.source.removesuffix(f"; {doubted}").rpartition("; ")[2] for item in of]


# The agenda


@pytest.mark.parametrize(
    ("line", "shown", "themes"),
    [
        ("Veiligheidsagenda", "Veiligheidsagenda", ["veiligheidsagenda"]),
        ("1. Veiligheidsagenda 2027-2030", "Veiligheidsagenda 2027-2030", ["veiligheidsagenda"]),
        ("2) Veiligheidsagenda", "Veiligheidsagenda", ["veiligheidsagenda"]),
        ("4.2 Toekomstbestendige politie", "Toekomstbestendige politie", ["toekomstbestendige-politie"]),
        ("4.2. Toekomstbestendige politie", "Toekomstbestendige politie", ["toekomstbestendige-politie"]),
        ("b. Gezag", "Gezag", ["gezag"]),
        ("- Gezag", "Gezag", ["gezag"]),
        ("  • Gezag", "Gezag", ["gezag"]),
        ("*\tGezag", "Gezag", ["gezag"]),
        ("10.15 Gezag", "Gezag", ["gezag"]),
        ("10:15 – 10:30 uur Gezag", "Gezag", ["gezag"]),
        ("10.15-10.30 Gezag", "Gezag", ["gezag"]),
        ("FINANCIËN POLITIE", "FINANCIËN POLITIE", ["financien-politie"]),
        ("Financien politie", "Financien politie", ["financien-politie"]),
        ("financie\u0308n van de politie", "financie\u0308n van de politie", ["financien-politie"]),
        ("De begrotingen", "De begrotingen", ["financien-politie"]),
        ("Wapencontrole: gerichte wapencontrole", "Wapencontrole: gerichte wapencontrole", ["wapencontroles"]),
        ("Winkeldiefstallen", "Winkeldiefstallen", []),
        ("Gezag en winkeldiefstal", "Gezag en winkeldiefstal", ["gezag", "winkeldiefstal"]),
        ("Stelsel bewaken en beveiligen", "Stelsel bewaken en beveiligen", ["stelsel-bewaken-en-beveiligen"]),
        ("Capaciteit voor bewaken en beveiligen", "Capaciteit voor bewaken en beveiligen", ["capaciteit-bewaken-en-beveiligen"]),
        ("B&B", "B&B", ["bewaken-en-beveiligen"]),
        ("(gezag)", "(gezag)", ["gezag"]),
        ("Gezagsdrager", "Gezagsdrager", []),
        ("Opening en mededelingen", "Opening en mededelingen", []),
        ("a) Rondvraag", "Rondvraag", []),
        ("-", "-", []),
        ("1.", "1.", []),
    ],
)  # fmt: skip
def test_a_line_of_an_agenda(line: str, shown: str, themes: list[str], history: Store) -> None:
    entry = briefing._entry(names_of(history, briefing.THEME), line)
    assert entry.words == shown
    assert sorted(map(slug, entry.themes)) == themes


@pytest.mark.parametrize("line", ["112 meldkamer", "2026 Begroting"])
def test_a_number_that_belongs_to_the_words_stays(line: str, history: Store) -> None:
    assert briefing._entry(names_of(history, briefing.THEME), line).words == line


@pytest.mark.parametrize("line", ["- 1. Gezag", "1. 10.15 uur Gezag", "3a. Gezag"])
def test_what_stands_before_the_words_is_taken_off(line: str, history: Store) -> None:
    assert briefing._entry(names_of(history, briefing.THEME), line).words == "Gezag"


def test_overlapping_names() -> None:
    named = {"x/a": ["een gezag"], "x/b": ["gezag"], "x/c": ["Gezag"], "x/d": ["gezag over alles"]}
    assert briefing.themes_in(named, "gezag") == ["x/b", "x/c"]
    assert briefing.themes_in(named, "gezag over alles") == ["x/d"]
    assert set(briefing.themes_in(named, "een gezag, en ook gezag")) == {"x/a", "x/b", "x/c"}
    assert briefing.themes_in(named, "") == []


def test_an_agenda_becomes_a_chapter_for_each_line_in_its_order(history: Store) -> None:
    agenda = ("1. Opening", "", "2. Gezag", "   ", "3. Begroting en bewaken en beveiligen", "4. Rondvraag")
    blocks = note(history, "next", agenda)
    assert headings(blocks) == ["Gezag", "Begroting en bewaken en beveiligen", SAY["unmatched"], words()["story"]["notes"]]  # fmt: skip
    assert chapter(blocks, SAY["unmatched"])[-1] == Paragraph(SAY["unmatched-item"], muted=True)
    assert [item.text for item in items(chapter(blocks, SAY["unmatched"]))] == ["Opening", "Rondvraag"]
    (remark,) = [line for line in chapter(blocks, "Begroting en bewaken en beveiligen") if isinstance(line, Paragraph)]
    assert MONEY in remark.text
    assert GUARDING in remark.text


def test_two_themes_in_a_line_give_what_is_known_of_both(history: Store) -> None:
    both = items(note(history, "next", ("Begroting en bewaken en beveiligen",)))
    apart = items(note(history, "next", (), (MONEY, GUARDING)))
    assert set(both) <= set(apart)
    assert {item for item in apart if item.label.partition(", ")[0] not in {"standpunt", "zorg"}} <= set(both)


def test_an_agenda_without_a_known_theme_gives_no_chapters(history: Store) -> None:
    blocks = note(history, "next", ("Opening", "Sluiting"))
    assert headings(blocks) == [SAY["unmatched"], words()["story"]["notes"]]


def test_themes_instead_of_an_agenda(history: Store) -> None:
    blocks = note(history, "next", (), ("gezag", "B&B"))
    assert headings(blocks)[:2] == [AUTHORITY, GUARDING]
    assert headings(note(history, "next", ("1. Begroting",), ("gezag",)))[:2] == ["Begroting", AUTHORITY]
    for unknown in ("gezagg", ""):
        with pytest.raises(UnknownValueError):
            note(history, "next", (), (unknown,))


def test_a_theme_of_which_nothing_is_known(history: Store) -> None:
    assert chapter(note(history, "next", (), ("Vuurwerk",)), "Vuurwerk") == [Paragraph(SAY["nothing"])]


def test_without_an_agenda_it_takes_the_main_themes_of_which_something_is_open(history: Store) -> None:
    assert headings(note(history)) == [*sorted(THEMES), words()["story"]["notes"]]
    assert headings(note(history, "2030-01-15")) == [AUTHORITY, words()["story"]["notes"]]


# The meeting


def test_the_next_meeting(history: Store, real: Store) -> None:
    title, blocks = briefing.brief(history)
    assert title == SAY["title"].format(meeting="Havenoverleg van februari 2031")
    assert blocks[0] == Heading(1, title)
    assert isinstance(blocks[1], Paragraph)
    assert "31 januari 2031" in blocks[1].text
    assert "Havenoverleg van 5 november 2030" in blocks[1].text
    assert "2026" in briefing.brief(real)[0]


@pytest.mark.parametrize("name", ["2030-06-18", "2030-06", "haven-2030-06-18", "Havenoverleg van 18 juni 2030"])
def test_a_meeting_by_its_date_or_name(name: str, history: Store) -> None:
    assert briefing.brief(history, name)[0].endswith("Havenoverleg van 18 juni 2030")


@pytest.mark.parametrize("name", ["2029-01-01", "2030", "overmorgen", ""])
def test_a_meeting_that_is_unknown_or_not_one(name: str, history: Store) -> None:
    with pytest.raises(UnknownValueError, match="--meeting"):
        note(history, name)


def test_a_meeting_of_unknown_day_is_refused(history: Store) -> None:
    with pytest.raises(UnknownValueError):
        note(history, "haven-before-2030-01-15")


def test_where_no_next_meeting_is_known_that_is_said() -> None:
    with pytest.raises(UnknownValueError):
        note(open_store(EXAMPLE, None, None))


def said_on(store: Store) -> dict[str, str]:
    """The day of each statement by its name."""
    query = (
        "PREFIX lovp: <https://w3id.org/lovp/ns/> SELECT ?s ?day { ?s lovp:gist ?gist ; lovp:meeting/lovp:latest ?day }"
    )
    return {slug(value(row["s"])): value(row["day"]) for row in select(store, query).rows}


@pytest.mark.parametrize("meeting", MEETINGS)
def test_nothing_said_in_that_meeting_or_later_is_known(meeting: str, history: Store) -> None:
    day, days = {"next": "2031-02-01"}.get(meeting, meeting), said_on(history)
    blocks = note(history, meeting, (), THEMES)
    named = [name for item in items(blocks) for name in re.findall(r"haven-\d{4}-\d{2}-\d{2}-\d{3}", f"{item.text} {item.source}")]  # fmt: skip
    assert all(days[name] < day for name in named)
    assert bool(named) == (any(said < day for said in days.values()))


def test_the_reference_date_is_the_day_before(history: Store) -> None:
    assert "haven-2030-01-15-015" in names(part(note(history, "2030-06-18", (), THEMES), AUTHORITY, "open"))
    assert "haven-2030-01-15-015" not in names(part(note(history, "2030-11-05", (), THEMES), AUTHORITY, "open"))
    (first,) = [block for block in note(history, "2030-06-18")[:2] if isinstance(block, Paragraph)]
    assert "17 juni 2030" in first.text
    assert "Havenoverleg van 15 januari 2030" in first.text
    (first,) = [block for block in note(history, "2030-01-15")[:2] if isinstance(block, Paragraph)]
    assert SAY["no-meeting"] in first.text


# What it tells


def test_what_was_announced_for_the_meeting(history: Store) -> None:
    assert names(part(note(history), MONEY, "announced")) == ["haven-2030-11-05-006"]
    assert "haven-2030-11-05-002" in names(part(note(history, "2030-11-05", (), THEMES), AUTHORITY, "announced"))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("meeting", ["2030-06-18", "2030-11-05"])
def test_open_commitments_and_unanswered_requests(meeting: str, theme: str, history: Store) -> None:
    blocks = note(history, meeting, (), THEMES)
    day = {"2030-06-18": "2030-06-17", "2030-11-05": "2030-11-04"}[meeting]
    expected: dict[str, list[str]] = {}
    for name, without in (("commitments", {"fulfilled", "returned"}), ("requests", {"answered"})):
        answer = ask(history, saved(name), {"theme": [theme], "referenceDate": [day]})
        expected[name] = [slug(text(row, "statement")) for row in answer.rows if slug(text(row, "followUp")) not in without]  # fmt: skip
    assert names(part(blocks, theme, "open")) == expected["commitments"]
    assert names(part(blocks, theme, "requests")) == expected["requests"]


def test_the_views_last_taken_by_each_speaker(history: Store) -> None:
    money = {"haven-2030-06-18-004", "haven-2030-06-18-005", "haven-2030-06-18-013"}
    assert set(names(part(note(history), MONEY, "positions"))) == money | {"haven-2030-11-05-004"}
    assert set(names(part(note(history, "2030-11-05", (), THEMES), MONEY, "positions"))) == money
    before = part(note(history, "2030-06-18", (), THEMES), MONEY, "positions")
    assert names(before) == ["haven-2030-01-15-002", "haven-2030-01-15-007", "haven-2030-01-15-008"]
    assert all("15 januari 2030" in item.label for item in before)


def test_a_later_view_takes_the_place_of_an_earlier_one(history: Store) -> None:
    found = names(part(note(history), AUTHORITY, "positions"))
    assert "haven-2030-11-05-007" in found
    assert "haven-2030-01-15-011" not in found
    assert "haven-2030-06-18-012" in found
    assert "haven-2030-01-15-012" not in found


def test_a_view_by_the_context_is_of_the_same_speaker(history: Store) -> None:
    rows = ask(history, saved("theme-timeline"), {"theme": [MONEY]}).rows
    first, second = (dict(row) for row in rows if text(row, "statement").endswith(("01-15-002", "06-18-005")))
    first["speakers"] = ox.Literal("reders (uit de context)")
    assert briefing._last_views([first, second]) == [second]


def test_amounts_with_their_role_and_day(history: Store) -> None:
    found = part(note(history, "2030-06-18", (), THEMES), MONEY, "amounts")
    assert [(item.text, item.label) for item in found] == [
        ("ruim 2.500.000 euro (eenheid afgeleid): tekort van de havenpolitie", "nodig, 15 januari 2030")
    ]


def test_authority_as_it_is_on_the_day_before(history: Store) -> None:
    before = [item.text for item in part(note(history, "2030-06-18", (), THEMES), AUTHORITY, "authority")]
    after = [item.text for item in part(note(history, "2030-11-05", (), THEMES), AUTHORITY, "authority")]
    assert any(line.startswith("Tot 1 juli 2030 heeft de havenmeester") for line in before)
    assert not any(line.startswith("Vanaf 1 juli") for line in before)
    assert any(line.startswith("Vanaf 1 juli 2030 heeft de burgemeester") for line in after)
    assert not any(line.startswith("Tot 1 juli") for line in after)
    assert any(line.startswith("De loodsdienst zal toestemming") for line in after)


def test_no_line_stands_twice_under_a_heading(history: Store) -> None:
    for theme in THEMES:
        found = part(note(history), theme, "authority")
        assert len(found) == len(set(found))


def assert_of_the_graph(store: Store, blocks: list[Block]) -> None:
    query = 'PREFIX lovp: <https://w3id.org/lovp/ns/> SELECT ?o {{ ?s {} ?o FILTER(LANG(?o) = "nl") }}'
    gists, measures = ({value(row["o"]) for row in select(store, query.format(of)).rows} for of in ("lovp:gist", "lovp:measures"))  # fmt: skip
    found = [item for item in items(blocks) if item.source]
    assert found
    for item in found:
        assert re.sub(r" \[[^\]]*\]$", "", item.text) in gists or item.text.partition(": ")[2] in measures


@pytest.mark.parametrize("meeting", MEETINGS)
def test_every_line_is_a_row(meeting: str, history: Store) -> None:
    assert_of_the_graph(history, note(history, meeting, (), THEMES))


def test_every_line_of_the_note_on_the_real_data_is_a_row(real: Store) -> None:
    blocks = note(real)
    assert_of_the_graph(real, blocks)
    assert len(headings(blocks)) > 3


def test_every_note_ends_with_what_to_know_when_reading(history: Store) -> None:
    notes = [Paragraph(words()["notes"][name], muted=True) for name in briefing.NOTES]
    assert note(history)[-len(notes) :] == notes


def test_every_word_of_the_note_is_used() -> None:
    sources = "".join(
        path.read_text(encoding="utf-8") for path in (FIXTURES.parent.parent / "lovp_graph").glob("*ing.py")
    )
    assert [key for key in SAY if f'"{key}"' not in sources] == []
    assert story.NOTES


def test_authority_that_is_announced_for_later_is_told_and_what_is_contested_once(history: Store) -> None:
    found = [item.text for item in part(note(history, "next"), AUTHORITY, "authority")]
    assert "Vanaf 2031 bepaalt de havenmeester op welke kades de havenpolitie werkt." in found
    assert len(found) == len(set(found))
    assert sum("betwist" in item for item in found) == 1


def test_a_view_on_one_theme_does_not_take_the_place_of_one_on_another(history: Store) -> None:
    apart = {
        name for theme in (MONEY, AUTHORITY) for name in names(part(note(history, themes=(theme,)), theme, "positions"))
    }
    line = f"{MONEY} en {AUTHORITY}"
    assert set(names(part(note(history, agenda=(line,)), line, "positions"))) == apart
