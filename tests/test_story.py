"""The story of a theme: what it tells, in which order, and that it invents nothing."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile

import pyoxigraph as ox
import pytest

from lovp_graph import story
from lovp_graph.asking import XSD, Row, ask, select, slug, value
from lovp_graph.errors import UnknownValueError
from lovp_graph.prose import Block, Heading, Item, Paragraph
from lovp_graph.questions import saved
from lovp_graph.store import Store
from lovp_graph.story import text
from lovp_graph.words import words

MONEY, AUTHORITY, GUARDING = "Financiën politie", "Gezag over de politie", "Bewaken en Beveiligen"
THEMES = [MONEY, AUTHORITY, GUARDING]
SAY = words()["story"]
LOVP = "PREFIX lovp: <https://w3id.org/lovp/ns/> "


def told(store: Store, theme: str, **given: str) -> list[Block]:
    return story.trace(store, {"theme": [theme], **{key: [given[key]] for key in given}})[1]


def rows(store: Store, name: str, **given: str) -> list[Row]:
    return ask(store, saved(name), {key: [given[key]] for key in given}).rows


def headings(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Heading) and block.level == 2]


def paragraphs(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def chapter(blocks: list[Block], heading: str) -> list[Block]:
    start = blocks.index(Heading(2, heading)) + 1
    return list(takewhile(lambda block: not isinstance(block, Heading), blocks[start:]))


def items(blocks: list[Block]) -> list[Item]:
    return [block for block in blocks if isinstance(block, Item)]


def meetings(blocks: list[Block]) -> list[Block]:
    """What is told meeting by meeting: without the chapters that look back and forward."""
    return list(takewhile(lambda block: block not in [Heading(2, SAY[key]) for key in ("open", "coming", "notes")], blocks))  # fmt: skip


def below(blocks: list[Block], name: str) -> list[Item]:
    """What stands under a statement."""
    told_there = items(meetings(blocks))
    start = next(place for place, item in enumerate(told_there) if item.level == 0 and name in item.source)
    return list(takewhile(lambda item: item.level == 1, told_there[start + 1 :]))


def labelled(of: list[Item], label: str) -> list[str]:
    return [item.text for item in of if item.label == label]


def name_of(item: Item) -> str:
    """The name of the statement that an item is."""
    return item.source.removesuffix(f"; {SAY['doubted']}").rpartition("; ")[2]


def about(counted: str) -> Paragraph:
    """How a story of the history begins."""
    said, _, last = SAY["about"].partition(". ")
    assert said == "{statements} in {meetings}"
    return Paragraph(f"{counted}. {last.format(last='Havenoverleg van 5 november 2030')}")


def mentions(blocks: list[Block], name: str) -> int:
    """How often a meeting is named by a heading or a remark."""
    lines = [block.text for block in blocks if isinstance(block, Heading | Paragraph)]
    return sum(len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", line, re.IGNORECASE)) for line in lines)


# Meetings


def test_meetings_stand_in_their_order_with_the_gaps_between_them(history: Store) -> None:
    lines = [block.text for block in told(history, MONEY)[3:] if isinstance(block, Heading | Paragraph)]
    days = ["15 januari 2030", "12 maart 2030", "18 juni 2030", "september 2030", "1 oktober 2030", "5 november 2030", "februari 2031"]  # fmt: skip
    assert [day for line, day in zip(lines, days, strict=False) if f"overleg van {day}" in line] == days
    assert lines[1] == SAY["unknown-one"].format(meetings="Havenoverleg van 12 maart 2030")
    assert lines[3] == SAY["unknown-expected"].format(meetings="Havenoverleg van september 2030")


def test_what_was_held_and_what_was_only_expected_are_told_apart(history: Store) -> None:
    found = story.read(history, {"theme": [MONEY]})
    march, september = (
        next(row for row in found.history if text(row, "meetingLabel") == f"Havenoverleg van {day}")
        for day in ("12 maart 2030", "september 2030")
    )
    blocks = story.tell(replace(found, history=[march, september, march], timeline=[]), MONEY)
    assert [block for block in meetings(blocks) if isinstance(block, Paragraph) and "Havenoverleg" in block.text] == [
        Paragraph(
            SAY["unknown-many"].format(
                number=2, meetings="Havenoverleg van 12 maart 2030; Havenoverleg van 12 maart 2030"
            ),
            muted=True,
        ),
        Paragraph(SAY["unknown-expected"].format(meetings="Havenoverleg van september 2030"), muted=True),
    ]


def test_an_included_meeting_in_which_the_theme_is_absent_is_told(history: Store) -> None:
    found = [line for line in paragraphs(told(history, GUARDING)) if "Over dit thema is niets opgetekend" in line]
    assert len(found) == 2
    assert "18 juni 2030" in found[0]
    assert "1 oktober 2030" in found[1]
    assert not any("geen terugkoppeling" in line for line in found)


@pytest.mark.parametrize("theme", THEMES)
def test_what_is_announced_is_told_and_what_is_cancelled_is_not(theme: str, history: Store) -> None:
    blocks = told(history, theme)
    assert mentions(meetings(blocks), "Havenoverleg van februari 2031") == 1
    assert mentions(blocks, "Havenoverleg van 20 mei 2030") == 0


def test_a_meeting_of_unknown_day_is_told_only_where_something_was_said_in_it(history: Store) -> None:
    assert headings(told(history, AUTHORITY))[0] == "Een Havenoverleg vóór 15 januari 2030"
    assert mentions(told(history, MONEY), "een Havenoverleg vóór 15 januari 2030") == 0
    assert mentions(meetings(told(history, AUTHORITY)), "een Havenoverleg na 5 november 2030") == 0


def test_the_beginning_counts_statements_and_meetings_and_names_the_parts(history: Store) -> None:
    title, blocks = story.trace(history, {"theme": ["Begrotingsbeheersing en verantwoording"]})
    assert title == "Begrotingsbeheersing en verantwoording"
    assert blocks[:2] == [Heading(1, title), about("1 uitspraak in 1 overleg")]
    assert not any("Onderdelen" in line for line in paragraphs(blocks))
    blocks = told(history, MONEY)
    timeline = rows(history, "theme-timeline", theme=MONEY)
    count = len({text(row, "meeting") for row in timeline})
    assert blocks[1] == about(f"{len(timeline)} uitspraken in {count} overleggen")
    parts = [text(row, "ownThemeLabel") for row in rows(history, "themes", theme=MONEY)]
    assert all(part in paragraphs(blocks)[1] for part in parts if part != MONEY)


def test_a_theme_of_which_nothing_was_said(history: Store) -> None:
    blocks = told(history, "Vuurwerk")
    assert blocks[1] == Paragraph(SAY["about-none"])
    assert items(blocks) == []
    assert headings(blocks) == [SAY["notes"]]
    assert sum("niets opgetekend" in line for line in paragraphs(blocks)) == 4


def test_outcomes_stand_first(history: Store) -> None:
    for theme in THEMES:
        blocks = told(history, theme)
        kinds = {
            text(row, "typeLabel"): slug(text(row, "type")) for row in rows(history, "theme-timeline", theme=theme)
        }
        for row in rows(history, "theme-history", theme=theme):
            name = story.capital(text(row, "meetingLabel"))
            if name in headings(blocks):
                order = [story.ORDER.index(kinds[item.label]) for item in items(chapter(blocks, name)) if item.level == 0]  # fmt: skip
                assert order == sorted(order)


def test_every_story_ends_with_what_to_know_when_reading(history: Store) -> None:
    notes = [words()["notes"][note] for note in story.NOTES]
    assert paragraphs(told(history, GUARDING))[-len(notes) :] == notes


# What belongs to a statement


def test_reservations_stand_under_the_agreement_also_later_ones(history: Store) -> None:
    found = labelled(below(told(history, GUARDING), "haven-2030-01-15-019"), SAY["reservation"])
    assert [line.partition(": ")[0] for line in found] == ["15 januari 2030", "5 november 2030"]
    assert found[0].endswith("schepen niet volgen. [haven-2030-01-15-020]")
    assert found[1].endswith("worden gewist. [haven-2030-11-05-009]")


def test_condition_and_due_text_stand_under_their_statement(history: Store) -> None:
    blocks = told(history, MONEY)
    found = below(blocks, "haven-2030-06-18-008")
    assert found == [
        Item("mits de gemeenteraad ermee instemt", SAY["condition"], level=1),
        Item("in het derde kwartaal", SAY["due"], level=1),
    ]
    assert labelled(below(blocks, "haven-2030-01-15-004"), SAY["due"]) == ["volgend overleg"]
    assert below(blocks, "haven-2030-06-18-007") == []


def test_the_condition_of_a_stance_stands_under_it(history: Store) -> None:
    found = below(told(history, MONEY), "haven-2030-06-18-005")
    assert "als de opbrengst naar de havenpolitie gaat" in labelled(found, SAY["condition"])


def test_the_due_text_of_a_request_stands_under_it(real: Store) -> None:
    row = next(row for row in rows(real, "requests") if text(row, "dueText"))
    found = below(told(real, text(row, "themes").split("\n")[0]), slug(text(row, "statement")))
    assert labelled(found, SAY["due"]) == [text(row, "dueText")]


def test_stances_stand_under_their_statement(history: Store) -> None:
    blocks = told(history, MONEY)
    stances = [below(blocks, f"haven-2030-{name}")[0] for name in ("01-15-007", "01-15-008", "06-18-004", "06-18-005")]
    assert {item.text for item in stances} == {"Het havengeld gaat omhoog."}
    assert [item.label.partition(", ")[2] for item in stances] == ["steunt", "wijst af", "neutraal", "steunt onder voorwaarde"]  # fmt: skip


def test_amounts_stand_under_their_statement(history: Store) -> None:
    blocks = told(history, MONEY)
    assert [(item.label, item.text) for item in below(blocks, "haven-2030-06-18-003")] == [
        ("kenmerk van het bedrag, gevraagd", "1.800.000 euro: bijdrage die bij het Rijk is aangevraagd"),
        ("kenmerk van het bedrag, nodig", "2.750.000 euro: tekort van de havenpolitie"),
    ]
    (item,) = below(blocks, "haven-2030-01-15-001")
    assert item.text == "ruim 2.500.000 euro (eenheid afgeleid): tekort van de havenpolitie"


def test_links_stand_under_their_statement(history: Store) -> None:
    found = below(told(history, MONEY), "haven-2030-11-05-003")
    assert [(item.label, item.source) for item in found if item.source] == [
        ("bouwt voort op", "haven-2030-06-18-002"),
        ("voert uit", "haven-2030-01-15-018"),
    ]
    assert found[-1].text.startswith("15 januari 2030: De havenmeester zegt toe nog in 2030")
    (link,) = [item for item in below(told(history, MONEY), "haven-2030-01-15-006") if item.source]
    gist = "De wethouder zal de reders nog dezelfde dag de tarieven van andere havens geven."
    assert link == Item(SAY["same-meeting"].format(gist=gist), "voert uit", "haven-2030-01-15-005", level=1)


def test_a_link_to_a_meeting_of_unknown_day_names_that_meeting(history: Store) -> None:
    (link,) = [item for item in below(told(history, AUTHORITY), "haven-2030-01-15-022") if item.source]
    assert link.text.startswith("een Havenoverleg vóór 15 januari 2030: Eerder is afgesproken")


def test_a_change_of_stance_names_both_holders_and_how_much_is_unknown_between(history: Store) -> None:
    (change,) = [item for item in below(told(history, AUTHORITY), "haven-2030-11-05-007") if item.label == SAY["changed"]]  # fmt: skip
    assert change.source == "haven-2030-01-15-011"
    assert "15 januari 2030 (Kees Verzonnen): steunt; nu (Bertha Fictief): wijst af" in change.text
    assert change.text.endswith("Tussenliggende overleggen zonder opgenomen terugkoppeling: 2.")


def test_a_change_of_stance_of_a_group_names_no_holders(history: Store) -> None:
    (change,) = [item for item in below(told(history, MONEY), "haven-2030-06-18-005") if item.label == SAY["changed"]]
    assert "15 januari 2030: wijst af; nu: steunt onder voorwaarde" in change.text
    assert labelled(below(told(history, MONEY), "haven-2030-06-18-013"), SAY["changed"]) == []


def test_one_meeting_between_is_told_in_a_sentence_that_reads(history: Store) -> None:
    (change,) = [item for item in below(told(history, MONEY), "haven-2030-06-18-005") if item.label == SAY["changed"]]
    assert change.text.endswith("Tussenliggende overleggen zonder opgenomen terugkoppeling: 1.")


# Authority


def test_authority_is_told_at_its_day(history: Store) -> None:
    blocks = told(history, AUTHORITY)
    events = {
        heading: [(item.label, item.source) for item in items(chapter(blocks, heading))]
        for heading in headings(blocks)
        if heading.startswith("Gezag en zeggenschap, ")
    }
    assert events == {
        "Gezag en zeggenschap, 15 januari 2030": [("aangekondigd", "haven-2030-01-15-014")],
        "Gezag en zeggenschap, 18 juni 2030": [("aangekondigd", "haven-2030-06-18-011")],
        "Gezag en zeggenschap, 1 juli 2030": [("van kracht", "Havenwet"), ("geëindigd", "Havenwet")],
        "Gezag en zeggenschap, 5 november 2030": [
            ("betwist", "haven-2030-11-05-012"),
            ("bevestigd", "haven-2030-11-05-008"),
        ],
    }


def test_authority_stands_after_the_meeting_of_its_day_and_before_the_next(history: Store) -> None:
    found = headings(told(history, AUTHORITY))
    order = [
        "Havenoverleg van 18 juni 2030",
        "Gezag en zeggenschap, 18 juni 2030",
        "Gezag en zeggenschap, 1 juli 2030",
        "Extra Havenoverleg van 1 oktober 2030",
        "Havenoverleg van 5 november 2030",
        "Gezag en zeggenschap, 5 november 2030",
    ]
    assert [heading for heading in found if heading in order] == order


# Open ends, and what is to come


def open_statements(store: Store, **given: str) -> list[str]:
    waiting = [
        (text(row, "date"), text(row, "statement"))
        for name in ("commitments", "requests")
        for row in rows(store, name, **given)
        if slug(text(row, "followUp")) == "none-seen"
    ]
    return [slug(statement) for _, statement in sorted(waiting)]


@pytest.mark.parametrize("theme", THEMES)
def test_open_ends_are_exactly_what_no_follow_up_was_seen_of(theme: str, history: Store, real: Store) -> None:
    for store in (history, real):
        note, *found = chapter(told(store, theme), SAY["open"])
        assert note == Paragraph(SAY["open-note"], muted=True)
        assert [name_of(item) for item in items(found)] == open_statements(store, theme=theme)


def test_an_open_end_says_how_far_a_follow_up_could_be_seen(history: Store) -> None:
    found = {
        name_of(item).rpartition("-")[2]: item.text for item in items(chapter(told(history, AUTHORITY), SAY["open"]))
    }
    assert "[doorlopend; " in found["016"]
    seen = SAY["since"].format(known=5, included=3)
    assert found["017"].endswith(f"[elders uit te voeren; {seen}]")
    last = items(chapter(told(history, GUARDING), SAY["open"]))[-1]
    assert last.text.endswith(f"[{SAY['not-yet']}]")


@pytest.mark.parametrize(
    ("known", "remark"),
    [("0", SAY["since-none"]), ("1", "daarna is 1 overleg "), ("4", "daarna zijn 4 overleggen "), ("", "")],
)
def test_the_remark_of_an_open_end(known: str, remark: str) -> None:
    row = bound(date="2030-01-15", gist="Iets.", knownSince=known, includedSince="0" if known else "")
    item = story.open_end(row, "2030-06-01")
    assert item.text.startswith("Iets.")
    assert item.label == f"{SAY['request']}, 15 januari 2030"
    assert remark in item.text
    assert ("[" in item.text) == bool(known)
    assert SAY["not-yet"] not in item.text


@pytest.mark.parametrize(("day", "yet"), [("2030-06-01", False), ("2030-05-31", True)])
def test_an_open_end_whose_moment_is_to_come_says_so(day: str, yet: bool) -> None:
    row = bound(date="2030-01-15", gist="Iets.", typeLabel="toezegging", knownSince="4", includedSince="2", dueEarliest="2030-05-01", dueLatest="2030-06-01")  # fmt: skip
    said = SAY["not-yet"] if yet else SAY["since"].format(known=4, included=2)
    assert story.open_end(row, day) == Item(f"Iets. [{said}]", label="toezegging, 15 januari 2030")


def test_where_every_follow_up_was_seen_that_is_told(history: Store) -> None:
    found = story.read(history, {"theme": [MONEY]})
    for row in [*found.commitments.values(), *found.requests.values()]:
        row["followUp"] = ox.NamedNode("https://w3id.org/lovp/id/follow-up/returned")
    assert chapter(story.tell(found, MONEY), SAY["open"]) == [Paragraph(SAY["open-none"])]
    for limit in ({"actor": "reders"}, {"since": "2030-01-01"}):
        assert chapter(story.tell(found, MONEY, **limit), SAY["open"]) == [Paragraph(SAY["open-none-here"])]
    found.commitments.clear()
    found.requests.clear()
    assert SAY["open"] not in headings(story.tell(found, MONEY))


def test_what_is_to_come(history: Store) -> None:
    coming = {}
    for theme in THEMES:
        (item,) = items(chapter(told(history, theme), SAY["coming"]))
        coming[theme] = (item.label, item.source.rpartition("; ")[2])
        assert SAY["announced-on"].partition("{")[0] in item.source
    assert coming == {
        MONEY: ("Havenoverleg van februari 2031", "haven-2030-11-05-006"),
        AUTHORITY: ("Vanaf februari", "haven-2030-01-15-016"),
        GUARDING: ("Een Havenoverleg na 5 november 2030", "haven-2030-11-05-011"),
    }


# What a story is limited to


def test_since_leaves_out_what_was_before(history: Store) -> None:
    blocks = told(history, AUTHORITY, since="2030-06-19")
    assert headings(blocks)[:3] == [
        "Gezag en zeggenschap, 1 juli 2030",
        "Extra Havenoverleg van 1 oktober 2030",
        "Havenoverleg van 5 november 2030",
    ]
    assert mentions(blocks, "18 juni 2030") == mentions(blocks, "12 maart 2030") == 0
    count = len(rows(history, "theme-timeline", theme=AUTHORITY, since="2030-06-19"))
    assert blocks[1] == about(f"{count} uitspraken in 2 overleggen")
    assert Paragraph(SAY["only-since"].format(date="19 juni 2030"), muted=True) in blocks


@pytest.mark.parametrize(("since", "first"), [("2030", "15 januari"), ("2030-06", "18 juni"), ("2030-06-18", "18 juni")])  # fmt: skip
def test_since_can_be_a_year_a_month_or_a_day_and_includes_it(since: str, first: str, history: Store) -> None:
    assert headings(told(history, MONEY, since=since))[0] == f"Havenoverleg van {first} 2030"


def test_since_after_everything_leaves_what_is_announced(history: Store) -> None:
    blocks = told(history, MONEY, since="2031")
    assert blocks[1] == Paragraph(SAY["about-none"])
    assert mentions(blocks, "Havenoverleg van februari 2031") == 1
    assert Paragraph(SAY["only-since"].format(date="1 januari 2031"), muted=True) in blocks
    assert items(blocks) == []


def test_only_an_actor(history: Store) -> None:
    blocks = told(history, MONEY, actor="loodsdienst")
    assert any("loodsdienst" in line for line in paragraphs(blocks))
    statements = [item for item in items(meetings(blocks)) if item.level == 0]
    assert [item.source.rpartition("; ")[2] for item in statements] == ["haven-2030-06-18-004"]


def test_where_others_spoke_that_is_not_called_silence(history: Store) -> None:
    remarks = {
        day: next((line for line in paragraphs(told(history, MONEY, actor="loodsdienst")) if day in line), "")
        for day in ("15 januari 2030", "1 oktober 2030", "12 maart 2030")
    }
    assert "niets van deze actor opgetekend" in remarks["15 januari 2030"]
    assert "Over dit thema is niets opgetekend" in remarks["1 oktober 2030"]
    assert "geen terugkoppeling opgenomen" in remarks["12 maart 2030"]


def test_several_actors(history: Store) -> None:
    _, blocks = story.trace(history, {"theme": [MONEY], "actor": ["reders", "loodsdienst"]})
    speakers = {item.source.partition("; ")[0] for item in items(meetings(blocks)) if item.level == 0}
    assert speakers == {"reders", "reders (uit de context)", "loodsdienst"}
    assert any("reders, loodsdienst" in line for line in paragraphs(blocks))


def test_what_is_to_come_is_limited_to_the_actor_too(history: Store) -> None:
    assert SAY["coming"] not in headings(told(history, AUTHORITY, actor="loodsdienst"))


def test_open_ends_of_others_are_not_denied(history: Store) -> None:
    assert open_statements(history, theme=AUTHORITY)
    found = chapter(told(history, AUTHORITY, actor="loodsdienst"), SAY["open"])
    assert found == [Paragraph(SAY["open-none-here"])]


def test_a_meeting_of_unknown_day_is_named_in_a_sentence_that_reads(history: Store) -> None:
    assert not any("het een " in line for line in paragraphs(told(history, AUTHORITY, actor="loodsdienst")))


@pytest.mark.parametrize("given", [{"theme": ["gezagg"]}, {"theme": [MONEY], "actor": ["x"]}, {"theme": [MONEY], "since": ["juni"]}, {"theme": []}, {"theme": [""]}])  # fmt: skip
def test_a_value_that_names_nothing(given: dict[str, list[str]], history: Store) -> None:
    with pytest.raises(UnknownValueError):
        story.trace(history, given)


# Nothing is invented


def literals(store: Store, of: str = "?p") -> set[str]:
    return {value(row["o"]) for row in select(store, f"{LOVP} SELECT DISTINCT ?o {{ ?s {of} ?o FILTER(isLiteral(?o)) }}").rows}  # fmt: skip


def moment(line: str, known: set[str]) -> bool:
    """Whether a line is a day or a span in words, or the name of a meeting or moment."""
    return bool(re.fullmatch(r"(?:\d{1,2} [a-z]+ \d{4}(?: – )?){1,2}", line)) or not {
        line,
        line[:1].lower() + line[1:],
    }.isdisjoint(known)


def is_source(line: str, known: set[str], statements: set[str]) -> bool:
    line = line.removesuffix(f"; {SAY['doubted']}")
    said, _, rest = line.partition("; ")
    before, after = SAY["announced-on"].split("{date}")
    if said.startswith(before) and moment(said.removeprefix(before).removesuffix(after), known):
        line = rest
    rest, _, last = line.rpartition("; ")
    rest = re.sub(r"(?:^|; )zin [\d–, ]+$", "", rest)
    for name in sorted((name for name in known if name and name in rest), key=len, reverse=True):
        rest = rest.replace(name, "")
    return (not last or last in statements | known) and not rest.replace("(uit de context)", "").strip(" ,")


def is_text(item: Item, known: set[str], gists: set[str]) -> bool:
    core = re.sub(r" \[[^\]]*\]$", "", item.text)
    if item.level == 0:
        return core in gists
    day, _, rest = core.partition(": ")
    if item.label == SAY["changed"]:
        people = r"(?: \(.+?\))?"
        said = SAY["stance-changed"].format(date="(.+?)", holders=people, stance="([^:;]+)", laterHolders=people, laterStance="([^:;]+)", unknown=r"\d+")  # fmt: skip
        change = re.fullmatch(said, core)
        return change is not None and moment(change[1], known) and {change[2], change[3]} <= known
    if item.label.startswith(SAY["amount"]):
        return rest in known
    here = SAY["same-meeting"].format(gist="")
    if core.startswith(here):
        return core.removeprefix(here) in gists
    return core in gists | known or (moment(day, known) and rest in gists)


def invented(blocks: list[Block], store: Store) -> list[Item]:
    """The items that do not come from the graph."""
    known, gists = literals(store), literals(store, "lovp:gist")
    found = select(store, LOVP + "SELECT ?s { ?s lovp:gist ?o }").rows
    statements = {slug(value(row["s"])) for row in found}
    fixed = {SAY[key] for key in ("request", "reservation", "condition", "due", "stance", "amount", "changed")} | {
        "geëindigd"
    }

    def is_label(label: str) -> bool:
        first, _, second = label.partition(", ")
        return label in fixed or moment(label, known) or (first in fixed | known and moment(second, known))

    return [
        item
        for item in items(blocks)
        if not (is_text(item, known, gists) and is_label(item.label) and is_source(item.source, known, statements))
    ]


@pytest.mark.parametrize("theme", THEMES)
def test_every_item_is_of_the_graph(theme: str, history: Store, real: Store) -> None:
    assert invented(told(history, theme), history) == []
    assert invented(told(real, theme), real) == []


def test_what_is_not_of_the_graph_would_be_found(history: Store) -> None:
    fine = items(told(history, MONEY))[0]
    for wrong in (
        Item(fine.text + " Echt.", fine.label, fine.source),
        Item(fine.text, "belofte", fine.source),
        Item(fine.text, fine.label, f"de koning; {fine.source}"),
    ):
        assert invented([fine, wrong], history) == [wrong]


def assert_complete(store: Store, theme: str) -> None:
    blocks = told(store, theme)
    placed = [(item.text, name_of(item)) for item in items(meetings(blocks)) if item.level == 0]
    timeline = rows(store, "theme-timeline", theme=theme)
    assert timeline
    doubted = {name_of(item) for item in items(meetings(blocks)) if item.source.endswith(f"; {SAY['doubted']}")}
    assert doubted == {slug(text(row, "statement")) for row in timeline if text(row, "doubt")}
    for row in timeline:
        assert placed.count((text(row, "gist"), slug(text(row, "statement")))) == 1
    known = [row for row in rows(store, "theme-history", theme=theme) if slug(text(row, "state")) != "cancelled"]
    for row in known:
        assert mentions(meetings(blocks)[2:], text(row, "meetingLabel")) == 1
    with_statements = {story.capital(text(row, "meetingLabel")) for row in timeline}
    assert {heading for heading in headings(meetings(blocks)) if "zeggenschap" not in heading} == with_statements


@pytest.mark.parametrize("theme", THEMES)
def test_every_statement_and_every_known_meeting_is_told_once(theme: str, history: Store) -> None:
    assert_complete(history, theme)


@pytest.mark.parametrize("theme", THEMES)
def test_the_stories_of_the_real_data_are_complete(theme: str, real: Store) -> None:
    assert_complete(real, theme)


# Wording


def bound(**values: str) -> Row:
    return {name: ox.NamedNode(term) if ":/" in term else ox.Literal(term) for name, term in values.items() if term}


@pytest.mark.parametrize(
    ("day", "said"),
    [("2025-04-16", "16 april 2025"), ("2030-01-01", "1 januari 2030"), ("2024-02-29", "29 februari 2024"), ("2031-12-31", "31 december 2031"), ("", "")],
)  # fmt: skip
def test_a_day_in_words(day: str, said: str) -> None:
    assert story.dutch(day) == said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2030-01-15: Iets: en meer.", "15 januari 2030: Iets: en meer."),
        ("Zonder dag.", "Zonder dag."),
        ("", ""),
        ("2030-01-15", "2030-01-15"),
    ],
)
def test_a_line_with_a_day_in_words(line: str, said: str) -> None:
    assert story.dated(line) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2030-02-01", "2030-02-28", "1 februari 2030 – 28 februari 2030"),
        ("2030-02-01", "", "1 februari 2030"),
        ("", "2030-02-28", "28 februari 2030"),
        ("", "", ""),
    ],
)
def test_a_period(first: str, last: str, said: str) -> None:
    assert story.period(first, last) == said


@pytest.mark.parametrize(("count", "said"), [(0, "0 vragen"), (1, "1 vraag"), (2, "2 vragen")])
def test_a_number_with_its_noun(count: int, said: str) -> None:
    assert story.number(count, "vraag", "vragen") == said


@pytest.mark.parametrize(("line", "said"), [("een overleg", "Een overleg"), ("LOVP", "LOVP"), ("éne", "Éne"), ("", "")])
def test_a_capital(line: str, said: str) -> None:
    assert story.capital(line) == said


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        ("2500000", "2.500.000"),
        ("999", "999"),
        ("1000", "1.000"),
        ("12.5", "12,5"),
        ("1234567.89", "1.234.567,89"),
        ("0", "0"),
        ("-1500", "-1.500"),
        ("1E+6", "1.000.000"),
    ],
)
def test_an_amount(digits: str, said: str) -> None:
    row = bound(value=digits, unitLabel="euro", measures="tekort", unitInferred="nee")
    assert story.amount(row) == f"{said} euro: tekort"
    row["qualifier"], row["unitInferred"] = ox.Literal("ruim"), ox.Literal("ja")
    assert story.amount(row) == f"ruim {said} euro (eenheid afgeleid): tekort"


@pytest.mark.parametrize(
    ("row", "coming"),
    [
        ({"dueEarliest": "2030-06-02", "dueLatest": "2030-06-30"}, True),
        ({"dueEarliest": "2030-05-01", "dueLatest": "2030-06-02"}, True),
        ({"dueEarliest": "2030-06-01", "dueLatest": "2030-06-01"}, False),
        ({"dueEarliest": "2030-05-01", "dueLatest": "2030-05-31"}, False),
        ({"dueLatest": "2030-06-02"}, True),
        ({"dueLatest": "2030-06-01"}, False),
        ({"dueEarliest": "2030-01-01"}, True),
        ({}, False),
        ({"dueEarliest": "2030-06-02", "dueMeetingLabel": "een overleg"}, True),
        ({"dueEarliest": "2030-06-01", "dueMeetingLabel": "een overleg"}, False),
        ({"dueMeetingLabel": "een overleg"}, False),
        ({"dueLatest": "2030-06-30", "evidence": "2030-05-01: Iets. [x]"}, False),
        ({"evidence": "2030-05-01: Iets. [x]"}, False),
    ],
)
def test_what_is_to_come_after_a_day(row: dict[str, str], coming: bool) -> None:
    assert story.is_to_come(bound(**row), "2030-06-01") is coming


def test_a_value_that_is_not_bound_is_no_text() -> None:
    row: Row = {"date": ox.Literal("2030-01-15", datatype=ox.NamedNode(f"{XSD}date"))}
    assert (text(row, "date"), text(row, "gist")) == ("2030-01-15", "")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"speakers": "b\na", "sentences": "4\n3\n10\n5", "statement": "https://w3id.org/lovp/id/uitspraak/x-001"}, "a, b; zin 3–5, 10; x-001"),
        ({"speakers": "", "sentences": "2", "statement": "https://w3id.org/lovp/id/uitspraak/x-001"}, "zin 2; x-001"),
        ({"statement": "https://w3id.org/lovp/id/uitspraak/x-001"}, "x-001"),
        ({"statement": "https://w3id.org/lovp/id/uitspraak/x-001", "doubt": "Of iets anders."}, "x-001; twijfel"),
    ],
)  # fmt: skip
def test_a_source(row: dict[str, str], said: str) -> None:
    assert story.source(bound(**row)) == said


@pytest.mark.parametrize(
    ("row", "label"),
    [
        ({"dueMeetingLabel": "overleg van mei", "dueText": "in mei", "dueEarliest": "2030-05-01"}, "overleg van mei"),
        ({"dueText": "in mei", "dueEarliest": "2030-05-01", "dueLatest": "2030-05-31"}, "in mei"),
        ({"dueEarliest": "2030-05-01", "dueLatest": "2030-05-31"}, "1 mei 2030 – 31 mei 2030"),
    ],
)
def test_an_announcement_has_the_moment_as_people_name_it(row: dict[str, str], label: str) -> None:
    item = story.announcement(bound(gist="Iets.", meetingLabel="een overleg", **row))
    assert (item.text, item.label) == ("Iets.", story.capital(label))
    assert "een overleg" in item.source


@pytest.mark.parametrize(
    ("status", "event", "basis", "label", "source"),
    [
        ("in-force", "", "uitspraak van 2030-01-15: https://x.nl/x-001", "volgens de terugkoppeling van 15 januari 2030", "x-001"),
        ("announced", "", "uitspraak van 2030-01-15: https://x.nl/x-001", "status, 15 januari 2030", "x-001"),
        ("in-force", "", "Havenwet", "status", "Havenwet"),
        ("in-force", "bevestigd", "uitspraak van 2030-01-15: https://x.nl/x-001", "bevestigd", "x-001"),
    ],
)  # fmt: skip
def test_authority_that_was_only_reported_has_the_day_of_that_report(
    status: str, event: str, basis: str, label: str, source: str
) -> None:
    row = bound(
        gist="Iets.",
        authorityStatus=f"https://w3id.org/lovp/id/authority-status/{status}",
        authorityStatusLabel="status",
        event=event,
    )
    row["basis"] = ox.Literal(basis)
    assert story.authority(row, dated=not event) == Item("Iets.", label=label, source=source)
