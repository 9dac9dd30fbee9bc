"""How a draft is written down: every line that an editor finds in it, in a draft that was put together by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pyoxigraph as ox

from lovp_graph import strict_yaml
from lovp_graph.catalogue import Thing
from lovp_graph.documents import parse
from lovp_graph.drafting.amounts import Amount
from lovp_graph.drafting.draft import Draft, DraftedStatement, Item, Meeting
from lovp_graph.drafting.earlier import Candidate
from lovp_graph.drafting.facts import Authority
from lovp_graph.drafting.model import Decision
from lovp_graph.drafting.moments import Moment
from lovp_graph.drafting.names import Names
from lovp_graph.drafting.reading import Drafted
from lovp_graph.drafting.speakers import Speaking
from lovp_graph.drafting.units import Unit
from lovp_graph.drafting.vocabulary import Vocabulary
from lovp_graph.drafting.writing import after_of, annotation, source_of
from lovp_graph.resources import ID
from tests.conftest import FIXTURES

DOCUMENT = parse(
    "Verslag Kustoverleg 15 januari 2030\n\n"
    "In het Kustoverleg is gesproken.\n\n"
    "Zand\n"
    "De dijkgraaf zegt de minister toe in een volgend overleg op het zand terug te komen, mits het er ligt. "
    "Dat geldt ook voor de haven. "
    "De reders vinden 3 miljoen euro, of ongeveer dat, niet genoeg voor de haven met alles wat daar nog bij hoort en ook nog eens "
    "betaald moet worden.\n\n"
    "Slot\n"
    "De minister bevestigt dat de dijkgraaf beslist over de sluis. Er ligt nog 20 fte."
)
WRITTEN = FIXTURES / "drafted.yaml"
BOTH_DAYS = (date(2030, 1, 15), date(2030, 1, 14))


def read(kind: str, probability: float, *sentences: int, rule: str = "promises") -> Drafted:
    sentence = DOCUMENT.sentences[sentences[0] - 1]
    unit = Unit(sentence, sentence.text, "", rule, kind, (), (), Speaking(), ())
    return Drafted(unit, Decision(kind, probability, ()), Decision("dijkgraaf", 0.9, ()), list(sentences))


def amount(text: str, value: str, unit: str, **more: str) -> Amount:
    told = {"qualifier": "", "role": "", "year": "", **more}
    return Amount(0, len(text), text, value, unit, unit == "EUR", rule="", **told)


def items() -> tuple[Item, Item]:
    return (
        Item(1, 1, "Zand", "kust-2030-01-15-zand", "", ("zand", "haven")),
        Item(2, 2, 'Slot "nu"', "kust-2030-01-15-slot", "kust-2030-01-15-zand", ()),
    )


def statements() -> tuple[DraftedStatement, ...]:
    zand, slot = items()
    promise = read("Commitment", 0.874, 2, 3)
    promise.by, promise.to, promise.joined = ("dijkgraaf",), ("minister", "leden"), [3]
    views = read("Position", 0.6, 4)
    views.inherited = ("reders", "havenraad")
    told = read("Confirmation", 0.8, 5)
    told.by = ("minister",)
    other = read("Information", 0.5, 6)
    return (
        DraftedStatement(
            1,
            promise,
            zand,
            themes=("zand", "haven"),
            mentions=("zandnota", "havennota"),
            due=Moment(0, 5, "in een volgend overleg", "2030-04", "next", True, "meeting-next"),
            condition='mits het "er" ligt',
            kind="one-off",
            force="promised",
            earlier=(Candidate("kust-2029-11-02-003", "De dijkgraaf komt terug op het zand.", 0.41),),
            confidence=0.874,
        ),
        DraftedStatement(
            2,
            views,
            zand,
            themes=("haven", "zand"),
            due=Moment(0, 5, "te zijner tijd", "", "", True, "vague"),
            negated=True,
            amounts=(amount("3 miljoen euro", "3000000", "EUR", qualifier="ongeveer", role="need", year="2030"),),
            confidence=0.6,
            doubts=["speaker: inherited", "denies something: keep that in the gist"],
        ),
        DraftedStatement(
            3,
            told,
            slot,
            authority=Authority("decides", "decides on", 1),
            holder="dijkgraaf",
            told_in=5,
            confidence=0.75,
        ),
        DraftedStatement(
            4,
            other,
            None,
            amounts=(amount("20 fte", "20", "fte"),),
            authority=Authority("gezag", "has it", 0),
            told_in=6,
            confidence=0.5,
        ),
    )


def drafted() -> Draft:
    gist = (
        "De minister stuurt het Kustoverleg een lijst van alle sluizen en kaden die aan zee liggen, met wie er beslist."
    )
    return Draft(
        slug="kust-2030-01-15",
        document=DOCUMENT,
        days=BOTH_DAYS,
        vocabulary=Vocabulary(Names(), labels=("Algemeen Kustberaad", "Kustraad")),
        items=items(),
        statements=statements(),
        omissions=(
            read("Omission", 0.9, 1, rule="announces the agenda"),
            read("Omission", 0.9, 6, 1, rule="closes the meeting"),
        ),
        unknown=("ZKB", "directeur van Zandstad"),
        meetings=(
            Meeting("kust-2030-01-15", BOTH_DAYS[0], ""),
            Meeting("kust-2030-01", BOTH_DAYS[1], "expected"),
        ),
        due_here=(
            Thing(
                f"{ID}uitspraak/kust-2029-11-02-001",
                values={"gist": (ox.Literal("A list.", language="en"), ox.Literal(gist, language="nl"))},
            ),
        ),
    )


def head(draft: Draft) -> str:
    return annotation(draft, "verslag.pdf").partition("\nid: ")[0]


def test_a_draft_is_written_down_line_by_line() -> None:
    assert annotation(drafted(), "verslag.pdf", "12ab34") == WRITTEN.read_text(encoding="utf-8")


def test_the_yaml_of_it_is_sound() -> None:
    found, faults = strict_yaml.read(annotation(drafted(), "verslag.pdf"))
    assert faults == []
    data: Any = found
    assert [str(one["id"]) for one in data["statement"]] == [f"uitspraak/kust-2030-01-15-00{n}" for n in (1, 2, 3, 4)]
    assert str(data["statement"][0]["condition"]) == 'mits het "er" ligt'


def test_the_document_is_known_by_its_digest_and_without_one_by_nothing() -> None:
    assert source_of(annotation(drafted(), "verslag.pdf", "12ab34")) == "12ab34"
    assert source_of(annotation(drafted(), "verslag.pdf")) == ""


def test_the_next_meeting_comes_after_the_last_of_the_days_whatever_their_order() -> None:
    one = drafted()
    turned = replace(one, meetings=one.meetings[::-1], days=one.days[::-1])
    for draft in (one, turned):
        assert after_of(draft) == "kust-after-2030-01-15"
        assert "#     after: meeting/kust-2030-01-15\n" in annotation(draft, "verslag.pdf")


def test_a_meeting_that_the_graph_has_with_its_day_needs_no_date() -> None:
    one = replace(drafted(), meetings=(Meeting("kust-2030-01-15", BOTH_DAYS[0], "date"),))
    assert "# This is meeting/kust-2030-01-15 of data/meetings.yaml; with state: annotated.\n" in head(one)
    assert "# For data/meetings.yaml" not in head(one)


def test_without_a_statement_that_is_due_at_the_next_meeting_there_is_none_after_it() -> None:
    one = drafted()
    assert "after" not in head(replace(one, statements=one.statements[1:]))


def test_headings_without_a_theme_are_listed() -> None:
    one = drafted()
    assert '#   Slot "nu"; Slot "nu"' in head(replace(one, items=(one.items[1], one.items[1]))).splitlines()


def test_a_long_word_stays_whole() -> None:
    long = f"https://{'kade' * 40}.example"
    assert f"#   ZKB,\n#   {long}\n" in head(replace(drafted(), unknown=("ZKB", long)))


def test_what_a_draft_does_not_have_is_not_spoken_of() -> None:
    one = drafted()
    sure = replace(one.statements[2], authority=None)
    bare = replace(one, statements=(sure,), items=(), omissions=(), unknown=(), due_here=())
    lines = annotation(bare, "verslag.pdf").splitlines()
    keys = [line.partition(":")[0] for line in lines if line and line[0] not in " #"]
    assert keys == ["id", "type", "covers", "writtenBy", "annotatedBy", "reviewPasses", "statement"]
    assert "#   none" in lines
    assert [line for line in lines if line.startswith("# ") and line.endswith(":")] == [
        "# Look first at 0 of 1 statements, the least sure first:",
        "# For data/meetings.yaml, in the order of time, without the signs in front:",
    ]
    assert not any(line.startswith(("# SHA", "# No theme", "# The graph", "#     after")) for line in lines)


def test_a_body_without_a_name_is_called_by_the_slug() -> None:
    one = replace(drafted(), vocabulary=Vocabulary(Names()))
    assert '{nl: "kust-2030-01-15 van 15 januari 2030"' in head(one)


def test_an_amount_is_shown_in_the_sentence_that_holds_it() -> None:
    told = replace(drafted().statements[0], amounts=(amount("de haven", "1", "EUR"),))
    content = annotation(replace(drafted(), statements=(told,)), "verslag.pdf")
    assert "  # de haven: Dat geldt ook voor de haven.\n" in content
    nowhere = replace(drafted().statements[3], amounts=(amount("40 fte", "40", "fte"),))
    content = annotation(replace(drafted(), statements=(nowhere,)), "verslag.pdf")
    assert "  # 40 fte: Er ligt nog 20 fte.\n" in content


def test_what_yaml_cannot_hold_is_replaced() -> None:
    one = replace(drafted().statements[0], condition="mits\x07 het\ufeff kan \x85")
    content = annotation(replace(drafted(), statements=(one,)), "a\x07b.pdf")
    assert '    condition: "mits\ufffd het\ufffd kan \ufffd"  # in your own words\n' in content
    assert content.startswith("# DRAFT of the annotation of a\ufffdb.pdf, made by machine.\n")
