"""Why a draft says what it says: every line of an explanation, of a draft that was put together by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lovp_graph.documents import parse
from lovp_graph.drafting.draft import Draft, DraftedStatement
from lovp_graph.drafting.earlier import Candidate
from lovp_graph.drafting.explaining import explain
from lovp_graph.drafting.facts import Authority
from lovp_graph.drafting.model import Decision
from lovp_graph.drafting.names import names
from lovp_graph.drafting.reading import Drafted
from lovp_graph.drafting.speakers import Speaking
from lovp_graph.drafting.units import Unit
from lovp_graph.drafting.vocabulary import Vocabulary

DOCUMENT = parse(
    "Verslag 15 januari 2030\n\nZand\n"
    "De dijkgraaf zegt de directeur toe in mei en zo snel mogelijk met 3 miljoen euro en 20 fte te komen. "
    "Dat is voor het zand. "
    "Er is koffie."
)
KNOWN = Vocabulary(
    names([("dijkgraaf", ["dijkgraaf"]), ("a", ["directeur"]), ("b", ["directeur"])]),
    themes=names([("zand", ["zand"])]),
)


def read(kind: str, seen: str, rule: str, *sentences: int, speaker: Decision | None = None) -> Drafted:
    sentence = DOCUMENT.sentences[sentences[0] - 1]
    unit = Unit(sentence, sentence.text, seen, rule, kind, (), (), Speaking(), ())
    why = (("rule promises", 1.5), ("word koffie", -0.254))
    return Drafted(unit, Decision(kind, 0.874, why), speaker, list(sentences))


def drafted() -> Draft:
    promise = read(
        "Commitment",
        "@ zegt<promise> @ toe",
        "promises",
        1,
        2,
        speaker=Decision("dijkgraaf", 0.9, (("is named first", 2.0),)),
    )
    promise.joined = [2]
    one = DraftedStatement(
        7,
        promise,
        None,
        confidence=0.874,
        authority=Authority("gezag", "has authority", 0),
        earlier=(Candidate("kust-2029-11-02-003", "Zand.", 0.41), Candidate("kust-2029-11-02-004", "Klei.", 0.4)),
        doubts=["speaker: inherited", "theme: none was found"],
    )
    nothing = read("Omission", "er is koffie", "closes the meeting", 3)
    days = (date(2030, 1, 14), date(2030, 1, 15))
    return Draft("kust", DOCUMENT, days, KNOWN, (), (one,), (nothing,), (), (), ())


STATEMENT = [
    "           read as: @ zegt<promise> @ toe",
    "           rule: promises",
    "           kind, by rule promises (+1.50); word koffie (-0.25)",
    "           speaker dijkgraaf, 90% sure, by is named first (+2.00)",
    "           authority: gezag, rule has authority",
    "           earlier: kust-2029-11-02-003 (0.41), kust-2029-11-02-004 (0.4)",
    "           doubt: speaker: inherited",
    "           doubt: theme: none was found",
]


def test_all_that_was_found_in_a_sentence_and_what_decided() -> None:
    assert list(explain(drafted(), 1)) == [
        "1 | De dijkgraaf zegt de directeur toe in mei en zo snel mogelijk met 3 miljoen euro en 20 fte te komen.",
        "actor      dijkgraaf = dijkgraaf",
        "actor      directeur = a or b",
        "verb       zegt … toe = toezeggen, promise",
        "moment     in mei = 2030-05, rule month",
        "moment     zo snel mogelijk = no date, rule vague",
        "due        in mei",
        "amount     3 miljoen euro = 3000000 EUR, role unknown, rule EUR-after",
        "amount     20 fte = 20 fte, role unknown, rule fte-after",
        "statement  007: Commitment, 87% sure",
        *STATEMENT,
    ]


def test_a_sentence_that_only_goes_on_says_with_which() -> None:
    assert list(explain(drafted(), 2)) == [
        "2 | Dat is voor het zand.",
        "theme      zand = zand",
        "statement  007: Commitment, 87% sure",
        "           it only goes on with sentence 1",
        *STATEMENT,
    ]


def test_why_a_sentence_is_left_out() -> None:
    assert list(explain(drafted(), 3)) == [
        "3 | Er is koffie.",
        "not mapped, by rule closes the meeting; rule promises (+1.50); word koffie (-0.25)",
    ]


def test_what_is_not_there_is_told_as_well() -> None:
    one = drafted().statements[0]
    bare = replace(one, authority=None, earlier=(), doubts=[], read=replace(one.read, speaker=Decision("", 0.5, ())))
    assert list(explain(replace(drafted(), statements=(bare,)), 2))[-3:] == [
        "           speaker nobody, 50% sure, by ",
        "           authority: none, no rule fits",
        "           earlier: none is alike enough (0.25, or 0.2 with a word that goes back)",
    ]


def test_moments_are_read_from_the_last_day_and_with_the_names_of_the_body() -> None:
    document = parse("Verslag\n\nZand\nDat wordt in de Kustraad besproken, of morgen in het overleg.")
    known = replace(KNOWN, labels=("Kustraad",))
    told = list(explain(replace(drafted(), document=document, vocabulary=known, statements=(), omissions=()), 1))
    assert [line for line in told if line.startswith(("moment", "due"))] == [
        "moment     in de Kustraad = no date, rule meeting-bare",
        "moment     morgen = 2030-01-16, rule tomorrow",
        "due        morgen",
    ]
    without = replace(drafted(), document=document, statements=(), omissions=())
    assert not any("Kustraad =" in line for line in explain(without, 1))
    only = parse("Verslag\n\nZand\nDat wordt in de Kustraad besproken.")
    assert "due        in de Kustraad" in list(
        explain(replace(drafted(), document=only, vocabulary=known, statements=(), omissions=()), 1)
    )


@pytest.mark.parametrize("number", [-1, 0, 4])
def test_a_sentence_that_is_not_there_cannot_be_explained(number: int) -> None:
    with pytest.raises(IndexError):
        list(explain(drafted(), number))
