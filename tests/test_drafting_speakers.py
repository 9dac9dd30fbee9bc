"""Who speaks in a sentence: by name, by a pronoun, and by whom a name can mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovp_graph.documents import parse
from lovp_graph.drafting.names import names
from lovp_graph.drafting.speakers import Speaking, speaking
from lovp_graph.drafting.units import Unit, named, units
from lovp_graph.drafting.vocabulary import Vocabulary

DAY = date(2030, 1, 15)
LABELS = ["dijkgraaf", "minister", "havenmeester", "burgemeesters", "Kamer"]
ACTORS = names((label.lower(), [label]) for label in LABELS)


def told(text: str) -> Speaking:
    return speaking(text, ACTORS.find(text))


def speakers(text: str) -> list[str]:
    return [one.things[0] for one in told(text).named]


def addressed(text: str) -> list[str]:
    return [one.things[0] for one in told(text).addressed]


def units_of(text: str, vocabulary: Vocabulary) -> list[Unit]:
    return units(parse(f"Verslag Kustoverleg 15 januari 2030\n\nZand\n{text}"), vocabulary, DAY)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the subject, before and behind its verb
        ("De dijkgraaf vindt de kade te laag.", ["dijkgraaf"]),
        ("Ook de havenmeester dringt aan op haast.", ["havenmeester"]),
        ("Daarover zegt de minister weinig.", ["minister"]),
        ("Die vraag stelt de dijkgraaf.", ["dijkgraaf"]),
        ("Dat beeld herkent de dijkgraaf.", ["dijkgraaf"]),
        ("Op de kade wijst de havenmeester al jaren.", ["havenmeester"]),
        # words that lead to a speaker
        ("Volgens de dijkgraaf is de kade te laag.", ["dijkgraaf"]),
        ("De kade is volgens de dijkgraaf te laag.", ["dijkgraaf"]),
        ("De kade is te laag, aldus de dijkgraaf.", ["dijkgraaf"]),
        ("De kade is te laag, merkt de dijkgraaf op.", ["dijkgraaf"]),
        ("Naar het oordeel van de burgemeesters is de kade te laag.", ["burgemeesters"]),
        ("Bij de burgemeesters leven zorgen over de kade.", ["burgemeesters"]),
        ("Het antwoord van de minister: er komt zand.", ["minister"]),
        ("Namens de burgemeesters vraagt de havenmeester om uitstel.", ["burgemeesters"]),
        ("Voor de dijkgraaf is dit genoeg.", ["dijkgraaf"]),
        ("Voor de dijkgraaf komt er zand.", []),
        ("Zorgen leven er bij de burgemeesters.", ["burgemeesters"]),
        # also where another is named in what is said
        ("De minister is traag, merkt de dijkgraaf op.", ["dijkgraaf"]),
        ("Het antwoord van de minister: de dijkgraaf krijgt zand.", ["minister"]),
        ("Omdat het waait, wordt door de dijkgraaf gevraagd om zand.", ["dijkgraaf"]),
        # a passive
        ("Door de dijkgraaf is gevraagd om zand.", ["dijkgraaf"]),
        ("Er wordt door de burgemeesters op gewezen dat het zand opraakt.", ["burgemeesters"]),
        ("De dijkgraaf wordt door de minister bedankt.", ["minister"]),
        ("Bedankt wordt de dijkgraaf door de minister.", ["minister"]),
        ("De dijkgraaf wordt bedankt voor de inzet.", []),
        ("Daarvoor wordt de dijkgraaf bedankt.", []),
        ("De burgemeesters werden geprezen.", []),
        # several
        ("De minister en de dijkgraaf vinden het plan goed.", ["minister", "dijkgraaf"]),
        (
            "De minister, de dijkgraaf en de burgemeesters vinden het plan goed.",
            ["minister", "dijkgraaf", "burgemeesters"],
        ),
        ("De minister samen met de havenmeester licht het toe.", ["minister", "havenmeester"]),
        ("Volgens de minister en de dijkgraaf is het plan goed.", ["minister", "dijkgraaf"]),
        ("Het plan is goed, aldus de minister en de dijkgraaf.", ["minister", "dijkgraaf"]),
        # who does not speak
        ("De havenmeester spreekt met de minister over het plan.", ["havenmeester"]),
        ("De havenmeester is het eens met de minister.", ["havenmeester"]),
        ("De havenmeester schrijft aan de Kamer.", ["havenmeester"]),
        ("De kade is laag, omdat de minister zuinig is.", []),
        ("De dijkgraaf meldt dat de minister het plan steunt.", ["dijkgraaf"]),
        ("Wanneer de minister het plan steunt, gaat de dijkgraaf beginnen.", ["dijkgraaf"]),
        ("Het plan (van de minister) is goed.", []),
        ("De kade ( minister ) is laag.", []),
        ("Het plan van de minister en de dijkgraaf is goed.", []),
        ("Omdat de minister zuinig is, is de kade laag.", []),
        ("Er is een plan, waar de minister geld voor heeft.", []),
        ("Het plan van de minister is goed.", []),
        ("De door de minister vrijgemaakte middelen zijn op.", []),
        ("De door de minister vrijgemaakte middelen noemt de dijkgraaf karig.", ["dijkgraaf"]),
        ("Het zand is op.", []),
        ("", []),
    ],
)
def test_who_a_sentence_names_as_its_speakers(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(
    ("text", "by", "to"),
    [
        ("De burgemeesters verzoeken de minister om zand.", ["burgemeesters"], ["minister"]),
        ("De burgemeesters vragen de minister om zand.", ["burgemeesters"], ["minister"]),
        ("Daarom verzoekt de dijkgraaf de minister om zand.", ["dijkgraaf"], ["minister"]),
        ("De dijkgraaf en de havenmeester roepen de Kamer op.", ["dijkgraaf", "havenmeester"], ["kamer"]),
        ("De dijkgraaf zegt de minister zand toe.", ["dijkgraaf"], ["minister"]),
        ("De dijkgraaf vraagt om zand.", ["dijkgraaf"], []),
        ("De dijkgraaf vraagt om het zand van de minister.", ["dijkgraaf"], []),
        ("De dijkgraaf spreekt over de minister.", ["dijkgraaf"], []),
        ("De dijkgraaf meldt dat de minister komt.", ["dijkgraaf"], []),
    ],
)
def test_who_is_asked_is_addressed_and_does_not_speak(text: str, by: list[str], to: list[str]) -> None:
    assert speakers(text) == by
    assert addressed(text) == to


@pytest.mark.parametrize(
    ("text", "by", "to"),
    [
        ("Het Kustoverleg vraagt de minister om zand.", [], ["minister"]),
        ("Het Kustoverleg en de dijkgraaf vragen de minister om zand.", ["dijkgraaf"], ["minister"]),
        ("De dijkgraaf en het Kustoverleg vragen om zand.", ["dijkgraaf"], []),
    ],
)
def test_where_the_body_is_the_subject_only_who_is_joined_to_it_speaks_too(
    text: str, by: list[str], to: list[str]
) -> None:
    bodies = names([("kustoverleg", ["Kustoverleg"])])
    found = speaking(text, ACTORS.find(text), bodies.find(text))
    assert [one.things[0] for one in found.named] == by
    assert [one.things[0] for one in found.addressed] == to


@pytest.mark.parametrize(
    ("text", "pronoun", "plural"),
    [
        ("Hij vindt het plan goed.", "Hij", False),
        ("Zij vindt het plan goed.", "Zij", False),
        ("Zij vinden het plan goed.", "Zij", True),
        ("Ze hebben bezwaren.", "Ze", True),
        ("Daarom vinden zij het plan goed.", "zij", True),
        ("Daarom vindt zij het plan goed.", "zij", False),
        ("Maar zij willen zand.", "zij", True),
        ("Men vindt het plan goed.", "Men", False),
        ("Die vindt het plan goed.", "Die", False),
        ("Die heeft bezwaar.", "Die", False),
        ("Hij schildert de kade.", "Hij", False),
        ("De dijkgraaf is traag, waarschuwen zij.", "zij", True),
        ("De dijkgraaf is traag, vindt zij.", "zij", False),
        ("Komt de dijkgraaf, vraagt hij.", "hij", False),
        ("Volgens hem is het plan goed.", "hem", False),
        ("Volgens hen is het plan goed.", "hen", True),
    ],
)
def test_a_pronoun_stands_for_a_speaker_and_its_verb_tells_how_many(text: str, pronoun: str, plural: bool) -> None:
    found = told(text)
    assert (found.named, found.pronoun, found.plural) == ((), pronoun, plural)


@pytest.mark.parametrize(
    "text", ["Die kade is te laag.", "Het plan is goed.", "De kade die zij ziet is laag.", "Dat is zo."]
)
def test_what_only_looks_like_a_pronoun_stands_for_nobody(text: str) -> None:
    assert told(text).pronoun == ""


def test_where_a_name_speaks_no_pronoun_does() -> None:
    found = told("De dijkgraaf meldt dat hij komt.")
    assert (found.pronoun, found.plural) == ("", None)


@pytest.mark.parametrize(
    ("text", "led"),
    [
        ("Volgens de minister kan het.", True),
        ("Bij de burgemeesters leven zorgen.", True),
        ("De kade is laag, merkt de dijkgraaf op.", True),
        ("Het antwoord van de minister: het kan.", True),
        ("De minister kan het.", False),
    ],
)
def test_a_word_that_leads_to_the_speaker_is_told(text: str, led: bool) -> None:
    assert told(text).led is led


@given(
    st.lists(
        st.sampled_from(
            [*LABELS, "de", "en", ",", "volgens", "aldus", "door", "wordt", "vraagt", "dat", "zij", "(", "om"]
        ),
        max_size=14,
    ).map(" ".join)
)
def test_nobody_is_named_twice_and_no_speaker_is_addressed(text: str) -> None:
    found = told(text)
    every = [*found.named, *found.addressed]
    assert len({one.start for one in every}) == len(every)
    assert not (found.named and found.pronoun)


# --- whom a name or a pronoun means

VOCABULARY = Vocabulary(
    actors=names([
        ("directeur-haven", ["directeur", "directeur van de haven"]),
        ("directeur-duin", ["directeur", "directeur van het duin"]),
        ("dijkgraaf", ["dijkgraaf"]),
        ("minister", ["minister"]),
        ("burgemeesters", ["burgemeesters"]),
        ("jansen", ["Jansen"]),
        ("reddingsbond", ["Reddingsbond"]),
        ("kustoverleg", ["Kustoverleg"]),
    ]),
    body="kustoverleg",
    labels=("Kustoverleg",),
    plural=frozenset({"burgemeesters"}),
    persons=frozenset({"jansen"}),
)  # fmt: skip


def at_table(*slugs: str) -> Vocabulary:
    return Vocabulary(VOCABULARY.actors, body="kustoverleg", plural=VOCABULARY.plural, at_table=frozenset(slugs))


@pytest.mark.parametrize("slug", ["directeur-haven", "directeur-duin"])
def test_a_name_of_several_means_who_is_at_the_table(slug: str) -> None:
    (unit,) = units_of("De directeur vindt de kade te laag.", at_table(slug))
    assert unit.by == (slug,)
    assert set(unit.named[0].things) == {"directeur-haven", "directeur-duin"}


@pytest.mark.parametrize(("full", "slug"), [("van de haven", "directeur-haven"), ("van het duin", "directeur-duin")])
def test_a_name_of_several_means_who_was_named_in_full_before(full: str, slug: str) -> None:
    found = units_of(
        f"De directeur {full} vindt de kade te laag. De minister ziet dat. De directeur vraagt om zand.", at_table()
    )
    assert found[-1].by == (slug,)


def test_who_is_at_the_table_goes_before_who_was_named_in_full() -> None:
    found = units_of(
        "De directeur van de haven vindt zand duur. De directeur vraagt om zand.", at_table("directeur-duin")
    )
    assert found[-1].by == ("directeur-duin",)


@pytest.mark.parametrize("between", ["van de", "namens de", "voor de", "("])
def test_a_person_with_an_organisation_behind_speaks_for_that(between: str) -> None:
    text = f"Jansen {between}{'' if between == '(' else ' '}Reddingsbond{')' if between == '(' else ''} vraagt om zand."
    (name,) = named(text, VOCABULARY)
    assert name.things == ("reddingsbond",)
    assert text[name.start : name.end].startswith("Jansen")
    assert units_of(text, VOCABULARY)[0].by == ("reddingsbond",)


def test_a_person_without_an_organisation_behind_and_a_post_with_one_stay_themselves() -> None:
    assert [one.things[0] for one in named("Jansen ziet de Reddingsbond.", VOCABULARY)] == ["jansen", "reddingsbond"]
    assert [one.things[0] for one in named("De minister van de Reddingsbond.", VOCABULARY)] == [
        "minister",
        "reddingsbond",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De dijkgraaf wil zand. Hij vindt de kade te laag.", ("dijkgraaf",)),
        ("De burgemeesters willen zand. Zij vinden de kade te laag.", ("burgemeesters",)),
        ("De dijkgraaf en de minister willen zand. Zij vinden de kade te laag.", ("dijkgraaf", "minister")),
        ("De burgemeesters vragen de dijkgraaf om zand. Hij vindt de kade te laag.", ("dijkgraaf",)),
        ("De minister vraagt de burgemeesters om zand. Zij vinden de kade te laag.", ("burgemeesters",)),
        ("De minister vraagt de burgemeesters om zand. Zij vindt de kade te laag.", ("minister",)),
    ],
)
def test_a_pronoun_means_who_spoke_before_of_its_number(text: str, expected: tuple[str, ...]) -> None:
    last = units_of(text, VOCABULARY)[-1]
    assert last.by == ()
    assert last.inherited == expected


def test_nobody_is_inherited_across_a_heading() -> None:
    text = "De dijkgraaf vindt de kade te laag.\n\nHaven\nDe kranen zijn te oud."
    assert units_of(text, VOCABULARY)[-1].inherited == ()
