"""What a draft makes of statements that were read: everything else that their sentences say, and what is left to look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pyoxigraph as ox
import pytest

from lovp_graph.catalogue import Catalogue
from lovp_graph.documents import Document, Section, parse
from lovp_graph.drafting import draft as drafting
from lovp_graph.drafting.draft import Draft, DraftedStatement, Item, Meeting, dates, draft, draft_of
from lovp_graph.drafting.model import Decision
from lovp_graph.drafting.reading import Drafted
from lovp_graph.drafting.speakers import Speaking
from lovp_graph.drafting.units import Unit, named
from lovp_graph.drafting.vocabulary import vocabulary
from lovp_graph.errors import DocumentError
from lovp_graph.resources import ID
from tests.graphs import actor, dutch, graph, thing

DAY = date(2030, 1, 15)
SLUG = "kustoverleg-2030-01-15"


def theme(slug: str, *labels: str) -> Any:
    scheme = (ox.NamedNode(f"{ID}scheme/themes"),)
    return thing(f"thema/{slug}", "Concept", prefLabel=dutch(labels[0]), altLabel=dutch(*labels[1:]), inScheme=scheme)


def meeting(slug: str, **days: str) -> Any:
    return thing(f"meeting/{slug}", "Meeting", **{key: (ox.Literal(value),) for key, value in days.items()})


def statement(slug: str, gist: str, at: str, due_at: str = "") -> Any:
    more = {"dueMeeting": (ox.NamedNode(f"{ID}meeting/{due_at}"),)} if due_at else {}
    return thing(
        f"uitspraak/{slug}", "Commitment", gist=dutch(gist), meeting=(ox.NamedNode(f"{ID}meeting/{at}"),), **more
    )


KNOWN = graph(
    actor("kustoverleg", "body", "Kustoverleg", "Algemeen Kustoverleg"),
    actor("dijkgraaf", "post", "dijkgraaf"),
    actor("minister", "post", "minister"),
    actor("gezagsdrager", "post", "gezagsdrager", "gezag"),
    *(theme(slug, slug) for slug in ("zand", "klei", "veen", "grind")),
    thing("document/zandnota", "Document", prefLabel=dutch("Zandnota")),
    meeting("kustoverleg-2029-11-02", date="2029-11-02", latest="2029-11-02"),
    meeting("kustoverleg-2030-01", expected="2030-01"),
    meeting("kustoverleg-2031-01-14", date="2031-01-14", latest="2031-01-14"),
    statement("kustoverleg-2031-01-14-001", "De dijkgraaf stuurt een lijst.", "kustoverleg-2031-01-14"),
    meeting("havenraad-2030-01-15", date="2030-01-15"),
    statement("kustoverleg-2029-11-02-001", "De dijkgraaf stuurt een lijst.", "kustoverleg-2029-11-02", "kustoverleg-2030-01"),
    statement("kustoverleg-2030-01-15-002", "De dijkgraaf komt.", "kustoverleg-2030-01", "kustoverleg-2030-01"),
)  # fmt: skip


def text(body: str, title: str = "Verslag Kustoverleg 15 januari 2030", heading: str = "Haven") -> Document:
    return parse(f"{title}\n\n{heading}\n{body}")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Draft]:
    """Draft a text, of which is given what was read in it."""

    def make(document: Document, *read: Drafted, catalogue: Catalogue = KNOWN) -> Draft:
        monkeypatch.setattr(drafting, "drafted", lambda *_: list(read))
        return draft(document, catalogue, SLUG, [DAY])

    return make


def read(document: Document, of: str, *numbers: int, clause: str = "", **more: Any) -> Drafted:
    sentence = document.sentences[numbers[0] - 1]
    unit = Unit(sentence, clause or sentence.text, "@ vraagt<request>", "asks", of, (), (), Speaking(), ())
    one = Drafted(unit, Decision(of, 0.9, ()), Decision("dijkgraaf", 0.8, ()), list(numbers), by=("dijkgraaf",))
    return replace(one, **more)


def only(made: Callable[..., Draft], body: str, of: str = "Position", **more: Any) -> DraftedStatement:
    """The statement of some kind that rests on all sentences of a text."""
    document = text(body)
    rests = range(1, len(document.sentences) + 1)
    return made(document, read(document, of, *rests, **more)).statements[0]


Made = Callable[..., Draft]

# --- the draft as a whole


def test_statements_are_numbered_and_stand_under_their_heading_and_omissions_apart(made: Made) -> None:
    document = parse("Verslag\n\nVooraf.\n\nZand\nEr is zand. Er is niets.\n\nKlei\nEr is klei.")
    one = made(
        document,
        read(document, "Information", 1),
        read(document, "Position", 2),
        read(document, "Omission", 3, by=()),
        read(document, "Request", 4),
    )
    assert [(s.number, s.read.type, s.item and s.item.heading) for s in one.statements] == [
        (1, "Information", None),
        (2, "Position", "Zand"),
        (3, "Request", "Klei"),
    ]
    assert [omission.sentences for omission in one.omissions] == [[3]]
    assert (one.slug, one.days, one.document) == (SLUG, (DAY,), document)


@pytest.mark.parametrize("more", [{"by": ()}, {"type": "Omission"}, {"seen": "er is zand"}])
def test_where_nobody_says_anything_there_is_no_draft(made: Made, more: dict[str, Any]) -> None:
    document = text("Er is zand. Er is klei.")
    one = read(document, more.get("type", "Position"), 1, by=more.get("by", ("dijkgraaf",)))
    one.unit.seen = more.get("seen", one.unit.seen)
    with pytest.raises(DocumentError) as caught:
        made(document, one)
    assert str(caught.value) == (
        "nobody is said to say, ask, promise or decide anything in 2 sentences; give the text of a summary of a meeting"
    )


def test_one_who_speaks_by_what_was_said_before_is_enough(made: Made) -> None:
    document = text("Er is zand.")
    assert made(document, read(document, "Position", 1, by=(), inherited=("dijkgraaf",))).statements


def test_statements_that_are_meant_for_the_meeting_are_named_but_not_its_own(made: Made) -> None:
    document = text("Er is zand.")
    one = made(document, read(document, "Position", 1))
    assert [thing.slug for thing in one.due_here] == ["kustoverleg-2029-11-02-001"]


@pytest.mark.parametrize(
    ("meetings", "expected"),
    [
        ([], Meeting(SLUG, DAY, "")),
        ([meeting("kustoverleg-2030-01", expected="2030-01")], Meeting("kustoverleg-2030-01", DAY, "expected")),
        ([meeting("kustoverleg-2030-02", expected="2030-02")], Meeting(SLUG, DAY, "")),
        ([meeting("havenraad-2030-01", expected="2030-01")], Meeting(SLUG, DAY, "")),
        (
            [
                meeting("kustoverleg-2030-01", expected="2030-01"),
                meeting("kustoverleg-extra", date="2030-01-15"),
            ],
            Meeting("kustoverleg-extra", DAY, "date"),
        ),
    ],
)
def test_the_meeting_is_the_one_that_the_graph_has_for_the_day_or_expects_then(
    made: Made, meetings: list[Any], expected: Meeting
) -> None:
    document = text("Er is zand.")
    assert made(document, read(document, "Position", 1), catalogue=graph(*meetings)).meetings == (expected,)


def test_each_day_has_its_meeting_and_what_is_said_is_of_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    document = text("De brief komt morgen.")
    monkeypatch.setattr(drafting, "drafted", lambda *_: [read(document, "Position", 1)])
    one = draft(document, graph(), SLUG, [DAY, date(2030, 1, 14)])
    assert [meeting.slug for meeting in one.meetings] == [SLUG, "kustoverleg-2030-01-14"]
    assert one.statements[0].due is not None
    assert one.statements[0].due.edtf == "2030-01-16"
    other = draft(document, graph(), "verslag", [DAY])
    assert [meeting.slug for meeting in other.meetings] == ["verslag"]


# --- its name


@pytest.mark.parametrize(
    ("title", "stem", "slug"),
    [
        ("Verslag Kustoverleg 15 januari 2030", "x", SLUG),
        ("Verslag Kustoverleg", "verslag_2030_02_03", "kustoverleg-2030-02-03"),
        ("Verslag", "Zee_raad-2030-02-03", "zee-raad-2030-02-03"),
        ("Verslag", "2030-02-03", "overleg-2030-02-03"),
    ],
)
def test_the_slug_is_of_the_shortest_name_of_the_body_and_the_last_day(
    monkeypatch: pytest.MonkeyPatch, title: str, stem: str, slug: str
) -> None:
    document = text("Er is zand.", title)
    monkeypatch.setattr(drafting, "drafted", lambda *_: [read(document, "Position", 1)])
    one = draft_of(document, KNOWN, stem)
    assert one.slug == slug
    assert one.days == (date.fromisoformat(slug[-10:]),)


def test_without_a_day_it_is_said_how_to_name_the_file() -> None:
    with pytest.raises(DocumentError) as caught:
        draft_of(text("Er is zand.", "Verslag"), KNOWN, "verslag")
    assert str(caught.value) == (
        "no day of a meeting in the title; name the file after body and day, as in lovp-2026-02-02"
    )


def test_impossible_days_in_a_name_are_left_out() -> None:
    assert list(dates("a-2030-02-31-b-2030-02-03")) == [date(2030, 2, 3)]


# --- agenda items


def test_headings_become_items_with_slugs_of_their_own(made: Made) -> None:
    headings = ["", "Zand, klei, veen en grind:", "Zand, klei, veen en grind.", "Één", "…", "x" * 59 + " y" * 9]
    sections = tuple(Section(number, heading, 1 if number == 3 else None) for number, heading in enumerate(headings))
    document = replace(text("Er is zand."), sections=sections)
    items = made(document, read(document, "Position", 1)).items
    assert items == (
        Item(1, 1, "Zand, klei, veen en grind", f"{SLUG}-zand-klei-veen-en-grind", "", ("zand", "klei", "veen")),
        Item(2, 2, "Zand, klei, veen en grind", f"{SLUG}-zand-klei-veen-en-grind-2", "", ("zand", "klei", "veen")),
        Item(3, 3, "Één", f"{SLUG}-een", f"{SLUG}-zand-klei-veen-en-grind", ()),
        Item(4, 4, "…", f"{SLUG}-4", "", ()),
        Item(5, 5, "x" * 59 + " y" * 9, f"{SLUG}-{'x' * 59}", "", ()),
    )


# --- what the sentences say besides


def test_themes_are_those_of_the_sentences_and_then_of_the_heading_at_most_three(made: Made) -> None:
    document = text("Er is klei.", heading="Zand, klei, veen en grind")
    assert made(document, read(document, "Position", 1)).statements[0].themes == ("klei", "zand", "veen")
    assert only(made, "Er is klei. Er is zand.").themes == ("klei", "zand")


def test_documents_are_mentioned(made: Made) -> None:
    assert only(made, "De Zandnota is er.").mentions == ("zandnota",)


def test_a_moment_of_its_own_clause_comes_before_those_of_its_sentences(made: Made) -> None:
    body = "In mei komt er zand; in juni komt er klei. In juli komt er veen."
    own = only(made, body, clause="in juni komt er klei.").due
    sentences = only(made, body, clause="er komt klei.").due
    later = only(made, "Er komt zand. In juli komt er veen.").due
    assert [one and one.edtf for one in (own, sentences, later)] == ["2030-06", "2030-05", "2030-07"]
    assert only(made, "Er is zand.").due is None
    assert only(made, "Dit wordt in het Kustoverleg besproken.").due is not None


@pytest.mark.parametrize(
    ("kind", "condition"),
    [
        ("Commitment", "mits het kan"),
        ("Agreement", "mits het kan"),
        ("Decision", "mits het kan"),
        ("Position", "mits het kan"),
        ("Request", "mits het kan"),
        ("Concern", ""),
        ("Information", ""),
    ],
)
def test_what_can_have_a_condition_has_the_one_of_its_first_sentence(made: Made, kind: str, condition: str) -> None:
    assert only(made, "Er komt zand, mits het kan. Er komt klei, tenzij het regent.", kind).condition == condition


def test_a_denial_in_any_of_its_sentences_counts_but_of_a_shared_one_only_in_its_clause(made: Made) -> None:
    assert only(made, "Er is zand. Er is niet genoeg.").negated
    document = text("Er is zand en er is geen klei. Er is veen.")
    first = read(document, "Position", 1, 2, clause="Er is zand")
    second = read(document, "Position", 1, clause="er is geen klei.")
    assert [one.negated for one in made(document, first, second).statements] == [False, True]


def test_amounts_are_those_of_its_sentences_and_of_a_shared_one_of_its_clause(made: Made) -> None:
    assert [one.value for one in only(made, "Er is 3 miljoen euro. Er is 20 fte.").amounts] == ["3000000", "20"]
    document = text("Er is 3 miljoen euro en er is 20 fte.")
    both = made(
        document,
        read(document, "Position", 1, clause="Er is 3 miljoen euro"),
        read(document, "Position", 1, clause="er is 20 fte."),
    )
    assert [[amount.value for amount in one.amounts] for one in both.statements] == [["3000000"], ["20"]]
    (dated,) = only(made, "Volgend jaar is er 3 miljoen euro.").amounts
    assert dated.year == "2031"


@pytest.mark.parametrize(
    ("kind", "body", "recalled"),
    [
        ("Agreement", "In oktober 2029 is dit afgesproken.", True),
        ("Commitment", "In oktober 2029 is dit toegezegd.", True),
        ("Decision", "In het vorige Kustoverleg is dit besloten.", True),
        ("Position", "In oktober 2029 is dit gezegd.", False),
        ("Agreement", "In mei komt dit terug.", False),
    ],
)
def test_an_outcome_with_a_moment_that_has_passed_is_recalled(made: Made, kind: str, body: str, recalled: bool) -> None:
    one = only(made, body, kind)
    assert one.recalled is recalled
    assert ("names a moment that has passed: was it said then? see saidAt and repeats" in one.doubts) is recalled


def test_a_commitment_has_force_and_kind_and_nothing_else_has(made: Made) -> None:
    body = "De dijkgraaf zegt zand toe. Dat komt jaarlijks."
    promised = only(made, body, "Commitment")
    assert (promised.force, promised.kind) == ("promised", "recurring")
    undertaken = only(made, "De dijkgraaf stuurt zand. De minister belooft klei.", "Commitment")
    assert (undertaken.force, undertaken.kind) == ("undertaken", "one-off")
    request = only(made, body, "Request")
    assert (request.force, request.kind) == ("", "")


def authority(document: Document, number: int = 1, **more: Any) -> Drafted:
    one = read(document, "Position", number, **more)
    found = named(one.unit.clause, vocabulary(KNOWN, document, DAY))
    one.unit.named = tuple(name for name in found if name.things[0] != "kustoverleg")
    one.unit.bodies = tuple(name for name in found if name.things[0] == "kustoverleg")
    return one


@pytest.mark.parametrize(
    ("body", "kind", "holder"),
    [
        ("De minister meldt dat de dijkgraaf het gezag over de kade heeft.", "gezag", "dijkgraaf"),
        ("De minister beslist over de kade.", "decides", "minister"),
        ("De gezagsdrager meldt dat het gezag over de kade bij de dijkgraaf ligt.", "gezag", "dijkgraaf"),
        ("De kade valt onder het gezag van de dijkgraaf.", "gezag", "dijkgraaf"),
        ("Over de kade beslist @kust.", "decides", ""),
        ("De dijkgraaf stuurt zand.", None, ""),
    ],
)
def test_who_has_authority(made: Made, body: str, kind: str | None, holder: str) -> None:
    document = text(body)
    one = made(document, authority(document)).statements[0]
    assert (one.authority.kind if one.authority else None, one.holder, one.told_in) == (kind, holder, 1)


def test_authority_is_looked_for_in_what_goes_on_where_the_clause_tells_none(made: Made) -> None:
    document = text("Er is zand. Er is klei. De minister beslist over de kade. De dijkgraaf beslist over de haven.")
    one = made(document, read(document, "Position", 1, 2, 3, 4, joined=[2, 3, 4])).statements[0]
    assert one.authority is not None
    assert (one.authority.kind, one.holder, one.told_in) == ("decides", "minister", 3)
    own = authority(document, 4)
    own.joined = [3]
    assert made(document, own).statements[0].holder == "dijkgraaf"


def test_earlier_statements_that_are_alike_are_proposed(made: Made) -> None:
    one = only(made, "De dijkgraaf stuurt opnieuw een lijst.")
    assert [candidate.slug for candidate in one.earlier] == ["kustoverleg-2029-11-02-001"]


def test_a_sentence_that_goes_back_to_something_needs_less_to_be_alike(made: Made) -> None:
    again = only(made, "De minister stuurt opnieuw zand, klei en veen.")
    anew = only(made, "De minister stuurt morgen zand, klei en veen.")
    assert [candidate.slug for candidate in again.earlier] == ["kustoverleg-2029-11-02-001"]
    assert anew.earlier == ()


# --- how sure it is, and what is to be looked at


def test_a_statement_is_as_sure_as_the_least_sure_of_kind_and_speaker_and_half_where_a_name_is_ambiguous(
    made: Made,
) -> None:
    one = only(made, "Er is zand.")
    assert (one.confidence, one.sureness) == (0.9, 0.8)
    nobody = only(made, "Er is zand.", speaker=None)
    assert nobody.sureness == 0.9
    document = text("De dijkgraaf vindt zand.")
    several = authority(document)
    several.unit.named = tuple(replace(name, things=("dijkgraaf", "minister")) for name in several.unit.named)
    ambiguous = made(document, several).statements[0]
    assert ambiguous.sureness == 0.4
    assert "speaker: a name that can mean dijkgraaf or minister" in ambiguous.doubts


def test_nothing_is_doubted_of_what_is_plain(made: Made) -> None:
    assert only(made, "Er is zand.").doubts == []


@pytest.mark.parametrize(
    ("body", "more", "doubt"),
    [
        ("Er is zand.", {"kind": Decision("Position", 0.744, ())}, "type: 74% sure"),
        ("Er is zand.", {"speaker": Decision("dijkgraaf", 0.744, ())}, "speaker: 74% sure"),
        ("Er is zand.", {"by": (), "inherited": ("dijkgraaf",)}, "speaker: inherited"),
        ("Is er zand? ", {}, "asks a question: give the issue that it raises, if it stays open"),
        ("Er is geen zand.", {}, "denies something: keep that in the gist"),
        ("Er komt zo snel mogelijk zand.", {}, "due: 'zo snel mogelijk' has no date"),
        ("Er is zand met 20 fte.", {}, "amount: choose its role"),
        ("Er is water.", {}, "theme: none was found"),
    ],
)
def test_what_is_to_be_looked_at_is_named(made: Made, body: str, more: dict[str, Any], doubt: str) -> None:
    assert only(made, body, **more).doubts == [doubt]


def test_from_the_threshold_on_nothing_is_unsure(made: Made) -> None:
    sure: dict[str, Any] = {"kind": Decision("Position", 0.75, ()), "speaker": Decision("dijkgraaf", 0.75, ())}
    assert only(made, "Er is zand.", **sure).doubts == []


def test_the_pronoun_from_which_a_speaker_is_inherited_is_named(made: Made) -> None:
    document = text("Hij vindt zand.")
    one = read(document, "Position", 1, by=(), inherited=("dijkgraaf",))
    one.unit.told = Speaking(pronoun="Hij", plural=False)
    assert made(document, one).statements[0].doubts == ["speaker: inherited, from the pronoun 'Hij'"]


def test_what_authority_leaves_open_is_named_and_a_next_meeting_needs_no_date(made: Made) -> None:
    document = text("De minister beslist over zand in een volgend Kustoverleg.")
    one = made(document, authority(document)).statements[0]
    assert one.doubts == ["authority: rule 'decides on'; choose task and regime"]


def test_names_that_the_graph_does_not_know_are_listed_once(made: Made) -> None:
    document = text(
        "De ZKB en de directeur van Zandstad zien de ZKB. De minister ziet het Zeeuwse departement, de ABC-D."
    )
    found = made(document, read(document, "Position", 1)).unknown
    assert found == ("ZKB", "directeur van Zandstad", "Zeeuwse departement")
