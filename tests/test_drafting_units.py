"""What the rules read in each clause: the rule that fits, who speaks there, and what goes on with what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lovp_graph.documents import parse
from lovp_graph.drafting.names import Name, names
from lovp_graph.drafting.units import Unit, named, slugs, units
from lovp_graph.drafting.vocabulary import Vocabulary

DAY = date(2030, 1, 15)
VOCABULARY = Vocabulary(
    names([
        ("dijkgraaf", ["dijkgraaf"]),
        ("minister", ["minister"]),
        ("waterschap", ["waterschap"]),
        ("burgemeesters", ["burgemeesters"]),
        ("kustoverleg", ["Kustoverleg"]),
        ("leden", ["leden van het Kustoverleg"]),
        ("raden", ["voorzitters van de raden"]),
        ("voorzitters", ["voorzitters"]),
    ]),
    body="kustoverleg",
    members="leden",
    labels=("Kustoverleg",),
    plural=frozenset({"burgemeesters", "leden", "raden"}),
)  # fmt: skip
BARE = replace(VOCABULARY, body="", members="", labels=())


def read(text: str, vocabulary: Vocabulary = VOCABULARY) -> list[Unit]:
    return units(parse(f"Verslag Kustoverleg 15 januari 2030\n\nZand\n{text}"), vocabulary, DAY)


def told(text: str) -> list[tuple[str, str, str]]:
    """Of each clause its rule, who speaks by name, and who by what was said before."""
    return [(one.rule, "+".join(one.by), "+".join(one.inherited)) for one in read(text)]


THINKS = ("says what it thinks", "dijkgraaf", "")
TELLS = ("tells first", "dijkgraaf", "")
ASKS = ("asks", "dijkgraaf", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what goes on with what was said before it
        ("De dijkgraaf vindt de kade laag. De minister staat erbij.", [THINKS, ("continues", "", "dijkgraaf")]),
        ("De dijkgraaf zegt zand toe. Dat komt in mei.", [("promises", "dijkgraaf", ""), ("continues", "", "dijkgraaf")]),
        ("De dijkgraaf zegt zand toe. Mei is laat.", [("promises", "dijkgraaf", ""), ("tells, by nobody", "", "")]),
        ("De dijkgraaf meldt dat er zand is. De dijkgraaf heeft klei.", [TELLS, ("continues", "", "dijkgraaf")]),
        ("De dijkgraaf meldt dat er zand is. De minister heeft klei.", [TELLS, ("tells, by nobody", "", "")]),
        ("De dijkgraaf meldt dat er zand is. Ook heeft de minister klei.", [TELLS, ("continues", "", "dijkgraaf")]),
        ("De dijkgraaf vindt de kade laag.\n\nDe kade is oud.", [THINKS, ("tells, by nobody", "", "")]),
        ("Er is zand. Er is klei.", [("tells, by nobody", "", ""), ("continues", "", "")]),
        ("De dijkgraaf meldt dat er zand is. Het waterschap heeft klei.", [TELLS, ("tells, by nobody", "", "")]),
        ("De dijkgraaf vreest hoog water. De minister komt.", [("fears or regrets", "dijkgraaf", ""), ("continues", "", "dijkgraaf")]),
        # who spoke before
        ("De dijkgraaf vindt de kade laag. Er is te weinig zand.", [THINKS, ("names a worry", "", "dijkgraaf")]),
        ("De dijkgraaf vindt de kade laag.\n\nEr is te weinig zand.", [THINKS, ("names a worry", "", "")]),
        ("De dijkgraaf vindt de kade laag. De kade moet hoger.", [THINKS, ("says what should be", "", "dijkgraaf")]),
        ("De kade moet hoger.", [("what should be, by nobody", "", "")]),
        ("De dijkgraaf vindt de kade laag. De minister moet komen.", [THINKS, ("says what should be", "", "dijkgraaf")]),
        ("De dijkgraaf vindt de kade laag. Volgens de minister moet die hoger.", [THINKS, ("says what should be", "minister", "")]),
        # who informed before, not who thought so
        ("De dijkgraaf meldt de hoogte. De kade wordt opgehoogd.", [TELLS, ("tells of a process", "", "dijkgraaf")]),
        ("De dijkgraaf vindt de kade laag. De kade wordt opgehoogd.", [THINKS, ("tells of a process", "", "")]),
        # nobody
        ("De dijkgraaf vindt de kade laag. Er is een presentatie gegeven.", [THINKS, ("tells", "", "")]),
        ("De dijkgraaf biedt de lijst aan.", [("hands over", "", "")]),
        # who meets
        ("De leden van het Kustoverleg stellen het plan vast.", [("members agree to it", "leden", "")]),
        ("Het overleg stelt het plan vast.", [("members agree to it", "kustoverleg", "")]),
        ("Het Kustoverleg stemt in, de leden van het Kustoverleg ook.", [("members agree to it", "leden", "")]),
        ("Afgesproken is met de leden van het Kustoverleg zand te storten.", [("it is agreed", "leden", "")]),
        ("Het plan wordt vastgesteld.", [("is adopted", "", "kustoverleg")]),
        ("In mei wordt dit in het Kustoverleg besproken.", [("comes back in a meeting", "", "kustoverleg")]),
        ("De kapitein wordt uitgenodigd voor het Kustoverleg.", [("someone is invited", "", "kustoverleg")]),
        ("De dijkgraaf keurt het plan goed.", [("adopts", "dijkgraaf", "")]),
        ("De dijkgraaf vindt de kade laag. Men stelt het plan vast.", [THINKS, ("adopts", "", "kustoverleg")]),
        ("Het plan wordt vastgesteld; er zijn zorgen.", [("is adopted", "", "kustoverleg"), ("names a worry", "", "kustoverleg")]),
        ("Het Kustoverleg vraagt de minister om zand.", [("asks", "", "")]),
        # further clauses
        ("De dijkgraaf wijst op zand en wijst op klei en vraagt om geld.", [THINKS, ASKS]),
        ("De dijkgraaf vraagt om zand; er is een presentatie gegeven.", [ASKS]),
        ("De dijkgraaf wijst op zand en vraagt om geld.", [THINKS, ASKS]),
        ("De dijkgraaf wijst op zand en wijst op klei.", [THINKS]),
        ("De dijkgraaf vraagt om zand; de kade moet hoger.", [ASKS]),
        ("De dijkgraaf vraagt om zand; de volgende vergadering is in mei.", [ASKS]),
        ("De dijkgraaf vraagt om zand; hij vindt dat nodig.", [ASKS, THINKS]),
        ("De dijkgraaf vraagt om zand en de minister vraagt om geld.", [ASKS, ("asks", "minister", "")]),
        (
            "De minister vraagt om geld, terwijl de dijkgraaf zand steunt.",
            [("asks", "minister", ""), THINKS],
        ),
        # a speaker that is led to speaks from there on, and from the end of the sentence in all of it
        ("De dijkgraaf vraagt om zand; volgens de minister is het op.", [ASKS, ("says so", "minister", "")]),
        (
            "Volgens de minister is het zand op en vraagt de dijkgraaf te veel.",
            [("says so", "minister", ""), ("asks", "minister", "")],
        ),
        (
            "De dijkgraaf vraagt om zand en de haven vraagt om klei, aldus de minister.",
            [("asks", "minister", ""), ("asks", "minister", "")],
        ),
    ],
)  # fmt: skip
def test_the_rule_of_each_clause_and_who_speaks_in_it(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De dijkgraaf wil zand. Zand is er genoeg. Hij vindt de kade laag.", "dijkgraaf"),
        ("De dijkgraaf vindt de kade laag.\n\nEr is klei. Hij vraagt om zand.", "dijkgraaf"),
        ("De dijkgraaf vindt de kade laag.\n\nEr is klei.\n\nEr is zand. Hij vraagt om zand.", "dijkgraaf"),
        ("De burgemeesters vragen de minister om zand. Die zegt dat toe.", "minister"),
        ("De burgemeesters vragen de minister om zand. Hij zegt dat toe.", "minister"),
        ("De dijkgraaf vraagt de minister om zand. Hij zegt dat toe.", "dijkgraaf"),
        ("De dijkgraaf vraagt de minister om zand. Die zegt dat toe.", "minister"),
        ("De dijkgraaf wil zand van de burgemeesters. Die vragen om geld.", "burgemeesters"),
        ("De burgemeesters vragen om zand. De minister komt.\n\nZij vragen om klei.", "burgemeesters"),
        ("De minister en de dijkgraaf willen zand. Hij vindt de kade laag.", "dijkgraaf"),
        ("De minister en de dijkgraaf willen zand. Zij vinden de kade laag.", "minister+dijkgraaf"),
        ("De dijkgraaf vindt de kade laag. Zij vragen om zand.", "dijkgraaf"),
    ],
)
def test_whom_a_pronoun_means(text: str, expected: str) -> None:
    last = read(text)[-1]
    assert ("+".join(last.by), "+".join(last.inherited)) == ("", expected)


def test_who_spoke_before_is_the_context_of_a_clause() -> None:
    found = read("De dijkgraaf vindt de kade laag. De minister vraagt om zand.\n\nEr is klei.")
    assert [one.context for one in found] == [(), ("dijkgraaf",), ()]


def test_what_is_agreed_does_not_make_the_body_who_spoke_last() -> None:
    found = read("De dijkgraaf vindt de kade laag. Het plan wordt vastgesteld. De kade moet hoger.")
    assert [one.inherited for one in found] == [(), ("kustoverleg",), ("dijkgraaf",)]


def test_the_first_clause_of_a_paragraph_and_further_ones_of_a_sentence_are_told() -> None:
    found = read("De dijkgraaf wijst op zand en vraagt om geld. Er is klei.\n\nEr is zand.")
    assert [(one.first, one.secondary) for one in found] == [
        (True, False),
        (False, True),
        (False, False),
        (True, False),
    ]
    assert [one.clause for one in found[:2]] == ["De dijkgraaf wijst op zand", "vraagt om geld."]


def test_the_rules_see_the_names_and_moments_of_a_clause_alone() -> None:
    found = read("De dijkgraaf wijst op zand en vraagt de minister in mei om geld van het Kustoverleg.")
    assert [one.seen for one in found] == ["@ wijst<position> op zand", "vraagt<request> @ in mei <due> om geld van %."]
    assert [[name.text for name in one.named] for one in found] == [["dijkgraaf"], ["minister"]]
    assert [[name.text for name in one.bodies] for one in found] == [[], ["Kustoverleg"]]
    assert found[1].named[0].start == found[1].clause.index("minister")
    assert found[1].bodies[0].end == found[1].clause.index(".")


def test_each_clause_knows_whom_it_names_itself() -> None:
    found = read("De dijkgraaf vraagt om zand en de minister vraagt de burgemeesters om geld.")
    assert [slugs(one.told.named) for one in found] == [("dijkgraaf",), ("minister",)]
    assert slugs(found[1].told.addressed) == ("burgemeesters",)


def test_where_no_rule_fits_a_clause_tells_something() -> None:
    assert [one.type for one in read("Er is zand.")] == ["Information"]


def test_a_moment_that_has_passed_is_none_to_come() -> None:
    assert (
        read("Het zand komt in het Kustoverleg terug.")[0].seen
        == "het zand komt<return> in het kustoverleg <due> terug."
    )
    assert "<due>" not in read("In mei 2029 vroeg de dijkgraaf om zand.")[0].seen


def test_what_only_the_opening_can_say_is_told_there_alone() -> None:
    said = "In het Kustoverleg is gesproken over zand."
    opened = units(parse(f"Verslag\n\n{said}\n\nZand\n{said}"), VOCABULARY, DAY)
    assert [one.rule == "announces the agenda" for one in opened] == [True, False]


def test_without_a_known_body_nobody_decides() -> None:
    (one,) = read("Het plan wordt vastgesteld.", BARE)
    assert (one.type, one.by, one.inherited) == ("Decision", (), ())


def test_a_shorter_name_means_who_bears_the_longer_one_of_the_same_section() -> None:
    text = "De voorzitters van de raden vragen om zand. De voorzitters vinden de kade laag."
    assert [one.by for one in read(text)] == [("raden",), ("raden",)]
    later = "De voorzitters van de raden vragen om zand.\n\nHaven\nDe voorzitters vinden de kade laag."
    assert [one.by for one in read(later)] == [("raden",), ("voorzitters",)]
    seated = replace(VOCABULARY, at_table=frozenset({"voorzitters"}))
    assert [one.by for one in read(text, seated)] == [("raden",), ("voorzitters",)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "De directeur van de haven komt. De directeur van het duin komt.\n\nKlei\nDe directeur vraagt om zand.",
            "duin",
        ),
        (
            "De directeur van het duin komt. De directeur van de haven komt.\n\nKlei\nDe directeur vraagt om zand.",
            "haven",
        ),
        ("De directeur vraagt om zand.\n\nKlei\nDe directeur van het duin komt.", "duin"),
        ("De directeur vraagt om zand.\n\nKlei\nDe directeur van de haven komt.", "haven"),
    ],
)
def test_a_name_of_several_means_who_was_last_named_in_full_or_else_is_in_the_whole_text(
    text: str, expected: str
) -> None:
    several = Vocabulary(
        names([
            ("haven", ["directeur", "directeur van de haven"]),
            ("duin", ["directeur", "directeur van het duin"]),
        ])
    )  # fmt: skip
    (asks,) = (one for one in read(text, several) if one.rule == "asks")
    assert asks.by == (expected,)


def test_the_body_and_its_members_are_known_without_their_names_too() -> None:
    def found(text: str, vocabulary: Vocabulary) -> list[tuple[str, tuple[str, ...]]]:
        return [(one.text, one.things) for one in named(text, vocabulary)]

    text = "De leden vragen het beraad om zand."
    assert found(text, VOCABULARY) == [("De leden", ("leden",)), ("het beraad", ("kustoverleg",))]
    assert found(text, replace(VOCABULARY, members=""))[0] == ("De leden", ("kustoverleg",))
    assert found(text, BARE) == []
    assert [one for one, _ in found("De dijkgraaf en de leden vragen het beraad om zand.", VOCABULARY)] == [
        "dijkgraaf",
        "de leden",
        "het beraad",
    ]
    assert found("De leden van het Kustoverleg vragen om zand.", VOCABULARY) == [
        ("leden van het Kustoverleg", ("leden",))
    ]


def test_slugs_are_whom_names_mean_each_once() -> None:
    one, other = Name(0, 1, "a", ("a", "x")), Name(2, 3, "b", ("b",))
    assert slugs([other, one, other]) == ("b", "a")
