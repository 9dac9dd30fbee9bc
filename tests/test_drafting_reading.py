"""How the models decide on clauses: which become statements, who speaks, what goes on. With models made for the purpose."""

from __future__ import annotations

from datetime import date

import pytest

from lovp_graph.documents import parse
from lovp_graph.drafting import reading
from lovp_graph.drafting.model import Model
from lovp_graph.drafting.names import names
from lovp_graph.drafting.reading import Drafted, drafted
from lovp_graph.drafting.vocabulary import Vocabulary

DAY = date(2030, 1, 15)
VOCABULARY = Vocabulary(
    names([
        ("dijkgraaf", ["dijkgraaf"]),
        ("minister", ["minister"]),
        ("haven", ["directeur"]),
        ("duin", ["directeur"]),
        ("kustoverleg", ["Kustoverleg"]),
        ("leden", ["leden"]),
    ]),
    body="kustoverleg",
    members="leden",
)  # fmt: skip
KINDS = ("Agreement", "Commitment", "Information", "Omission", "Position", "Request", "Same")


def weighing(answers: tuple[str, ...], **weights: str) -> dict[str, list[float]]:
    """For each feature a weight of 4 for the answer that it speaks for."""
    return {name.replace("_", " "): [4.0 * (one == answer) for one in answers] for name, answer in weights.items()}


TYPE = Model(
    KINDS,
    {
        "": [0.0] * len(KINDS),
        **{f"rule gives {kind}": [2.0 * (kind == one) for one in KINDS] for kind in KINDS},
        **weighing(KINDS, word_ook="Same", word_stil="Omission", word_belooft="Commitment"),
    },
)
SPEAKER = Model(
    ("no", "yes"),
    {
        "": [1.0, 0.0],
        "is by the rules": [0.0, 3.0],
        "by the rules, kind Agreement": [5.0, 0.0],
        "is the body": [0.0, 0.5],
        "the body, kind Agreement": [0.0, 2.0],
        "not at the table": [9.0, 0.0],
        "spoke just before, begins daarom": [0.0, 9.0],
        "named as the subject, begins terecht": [0.0, 30.0],
    },
)


@pytest.fixture(autouse=True)
def _models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "model", {"type": TYPE, "speaker": SPEAKER}.__getitem__)


def read(text: str, vocabulary: Vocabulary = VOCABULARY) -> list[Drafted]:
    return drafted(parse(f"Verslag Kustoverleg 15 januari 2030\n\nZand\n{text}"), vocabulary, DAY)


def told(text: str) -> list[tuple[str, list[int], tuple[str, ...], tuple[str, ...]]]:
    return [(one.type, one.sentences, one.by, one.inherited) for one in read(text)]


def test_the_kind_and_the_speaker_of_a_clause_are_those_that_weigh_most() -> None:
    (one,) = read("De dijkgraaf vindt de kade laag.")
    assert (one.type, one.by, one.inherited, one.sentences) == ("Position", ("dijkgraaf",), (), [1])
    assert one.kind.probability == pytest.approx(7.389 / (7.389 + 6), abs=1e-3)
    assert one.speaker is not None
    assert one.speaker.answer == "dijkgraaf"
    assert one.speaker.probability == pytest.approx(0.8808, abs=1e-3)
    assert one.speaker.reasons == (("is by the rules", 3.0),)


def test_a_candidate_that_is_likely_not_the_speaker_is_as_unlikely_as_that() -> None:
    (one,) = read("Er is zand.")
    assert one.speaker is not None
    assert (one.by, one.inherited) == ((), ())
    assert one.speaker.answer == ""
    assert one.speaker.probability == pytest.approx(0.8808, abs=1e-3)


def test_who_speaks_depends_on_the_kind() -> None:
    assert told("Het plan komt in een volgend overleg terug bij de dijkgraaf.") == [
        ("Agreement", [1], (), ("kustoverleg",))
    ]


def test_who_is_not_at_the_table_is_weighed_as_such() -> None:
    seated = Vocabulary(VOCABULARY.actors, body="kustoverleg", members="leden", at_table=frozenset({"minister"}))
    (one,) = read("De dijkgraaf vindt de kade laag.", seated)
    assert one.by != ("dijkgraaf",)


def test_who_spoke_in_the_clause_before_can_speak_in_the_next() -> None:
    found = read("De dijkgraaf vindt de kade laag.\n\nEr is zand.\n\nDaarom ligt er klei.")
    assert [one.inherited for one in found] == [(), (), ("dijkgraaf",)]


def test_what_only_goes_on_with_a_statement_is_joined_to_it() -> None:
    text = "De dijkgraaf vindt de kade laag. De kade is oud. De kade is lek."
    (one,) = read(text)
    assert (one.sentences, one.joined) == ([1, 2, 3], [2, 3])


@pytest.mark.parametrize(
    "text",
    [
        "De dijkgraaf vindt de kade laag.\n\nDe kade is oud.",  # another paragraph
        "De dijkgraaf vindt de kade laag. De minister belooft klei.",  # another kind
        "De dijkgraaf vindt de kade laag. De minister vindt dat ook goed.",  # a rule of its own
        "De dijkgraaf vindt de kade laag. Ook is er klei. De kade is oud.",  # not the next sentence
    ],
)
def test_what_is_another_thing_is_a_statement_of_its_own(text: str) -> None:
    assert all(not one.joined for one in read(text))


def test_what_the_model_calls_the_same_is_no_statement_of_its_own() -> None:
    assert told("De dijkgraaf vindt de kade laag; de minister vindt ook de haven laag.") == [
        ("Position", [1], ("dijkgraaf",), ())
    ]
    assert [one.sentences for one in read("Zand is er ook. De dijkgraaf vindt de kade laag.")] == [[2]]


def test_who_is_not_at_the_table_is_no_candidate_where_no_verb_says_that_they_speak() -> None:
    seated = Vocabulary(VOCABULARY.actors, at_table=frozenset({"minister"}))
    said = "Terecht is de dijkgraaf bij de minister."
    (one,) = read(said)
    (other,) = read(said, seated)
    assert one.by == ("dijkgraaf",)
    assert other.by != ("dijkgraaf",)


def test_several_who_speak_are_named_together() -> None:
    (one,) = read("De dijkgraaf en de minister vinden de kade laag.")
    assert one.by == ("dijkgraaf", "minister")
    assert one.speaker is not None
    assert one.speaker.answer == "dijkgraaf, minister"


def test_what_is_left_out_has_no_speaker_and_is_left_out_only_where_nothing_is_said() -> None:
    (left, _) = read("Het is stil. De dijkgraaf vindt de kade laag.")
    assert (left.type, left.by, left.inherited, left.speaker) == ("Omission", (), (), None)
    assert [one.type for one in read("De dijkgraaf vindt de kade laag; de minister vindt het stil.")] == ["Position"]


def test_a_refusal_is_no_commitment_whatever_its_words_weigh() -> None:
    promise = "De minister belooft klei."
    refusal = "De minister belooft niets en doet geen toezegging."
    assert [one.type for one in read(promise)] == ["Commitment"]
    assert "Commitment" not in [one.type for one in read(refusal)]


@pytest.mark.parametrize(
    ("text", "by", "inherited"),
    [
        ("De dijkgraaf vindt de kade laag.", ("dijkgraaf",), ()),
        ("De dijkgraaf vindt de kade laag. Hij vraagt om zand.", (), ("dijkgraaf",)),
        ("De dijkgraaf vindt de kade laag. Volgens de minister vraagt hij om zand.", ("minister",), ()),
    ],
)
def test_a_speaker_that_the_clause_names_is_no_inherited_one(
    text: str, by: tuple[str, ...], inherited: tuple[str, ...]
) -> None:
    last = read(text)[-1]
    assert (last.by, last.inherited) == (by, inherited)


def test_only_a_request_or_a_commitment_is_to_somebody_and_never_to_who_speaks() -> None:
    assert read("De dijkgraaf vraagt de minister om zand.")[0].to == ("minister",)
    assert read("De dijkgraaf zegt de minister zand toe.")[0].to == ("minister",)
    assert read("De dijkgraaf vindt bij de minister zand.")[0].to == ()
    (one,) = read("De dijkgraaf vraagt de minister om zand.", VOCABULARY)
    assert set(one.to).isdisjoint(one.by)


def test_a_name_of_several_that_speaks_is_ambiguous_and_one_that_does_not_is_not() -> None:
    (one,) = read("De directeur vindt de kade laag.")
    assert one.ambiguous == ("haven", "duin")
    (other,) = read("De dijkgraaf vindt de directeur traag.")
    assert other.ambiguous == ()
