"""Amounts, in sentences that were made up for the purpose."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovp_graph.drafting.amounts import amounts
from lovp_graph.drafting.lexicon import load

DAY = date(2030, 3, 14)
CODES = Path(__file__).parents[1] / "ontology" / "codes.ttl"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # money
        ("De raad trekt € 12.500.000 uit.", [("€ 12.500.000", "12500000", "EUR")]),
        ("De raad trekt € 2.500,- uit.", [("€ 2.500,-", "2500", "EUR")]),
        ("Er is €17mln nodig.", [("€17mln", "17000000", "EUR")]),
        ("Het kost 1,8 mln. euro per stuk.", [("1,8 mln. euro", "1800000", "EUR")]),
        ("Het kost 46 miljoen euro.", [("46 miljoen euro", "46000000", "EUR")]),
        ("Daarvoor is EUR 3,25 mld opzijgezet.", [("EUR 3,25 mld", "3250000000", "EUR")]),
        ("Een post van €500k vervalt.", [("€500k", "500000", "EUR")]),
        ("Een uur kost € 12,50.", [("€ 12,50", "12.5", "EUR")]),
        ("Met 250.000 euro is de kas leeg.", [("250.000 euro", "250000", "EUR")]),
        ("Met 250 000 euro is de kas leeg.", [("250 000 euro", "250000", "EUR")]),
        ("Er ging honderdduizend euro in om.", [("honderdduizend euro", "100000", "EUR")]),
        ("Een half miljoen euro staat klaar.", [("Een half miljoen euro", "500000", "EUR")]),
        ("Een\nhalf miljoen euro staat klaar.", [("Een\nhalf miljoen euro", "500000", "EUR")]),
        # people
        ("Er zijn tweehonderd fte te vinden.", [("tweehonderd fte", "200", "fte")]),
        ("Van 40fte is de helft ingevuld.", [("40fte", "40", "fte")]),
        ("Er is 12,5 fte vacant.", [("12,5 fte", "12.5", "fte")]),
        ("Er zijn 2.300 studenten nodig.", [("2.300 studenten", "2300", "persons")]),
        ("Er zijn 80 extra opgeleide vrijwilligers nodig.", [("80 extra opgeleide vrijwilligers", "80", "persons")]),
        ("Drieëntwintig medewerkers stoppen.", [("Drieëntwintig medewerkers", "23", "persons")]),
        ("Vijfentwintighonderd medewerkers stoppen.", [("Vijfentwintighonderd medewerkers", "2500", "persons")]),
        ("Tweehonderdvijftig fte blijft.", [("Tweehonderdvijftig fte", "250", "fte")]),
        ("Honderdenvijf bewoners tekenden.", [("Honderdenvijf bewoners", "105", "persons")]),
        ("Drieduizendtweehonderd bewoners tekenden.", [("Drieduizendtweehonderd bewoners", "3200", "persons")]),
        ("Tien medewerkers stoppen.", [("Tien medewerkers", "10", "persons")]),
        ("Er zijn 8 loodsen nodig.", [("8 loodsen", "8", "persons")]),
        ("Het aantal deelnemers groeide naar 85 in juli.", [("85", "85", "persons")]),
        ("Het aantal bewoners groeide naar 2.300.", [("2.300", "2300", "persons")]),
        # several
        ("Van € 3 miljoen is € 2 miljoen op.", [("€ 3 miljoen", "3000000", "EUR"), ("€ 2 miljoen", "2000000", "EUR")]),
        ("Het tekort is 10 tot 15 miljoen euro.", [("10", "10000000", "EUR"), ("15 miljoen euro", "15000000", "EUR")]),
        ("Tussen de 10 en 15 fte vertrekt.", [("10", "10", "fte"), ("15 fte", "15", "fte")]),
        (
            "Het kost € 900.000 tot 1,2 miljoen euro.",
            [("€ 900.000", "900000", "EUR"), ("1,2 miljoen euro", "1200000", "EUR")],
        ),
        ("Het kost € 5 à 6 mln.", [("€ 5", "5000000", "EUR"), ("6 mln", "6000000", "EUR")]),
        ("De schade is 1.000 tot 2 miljoen euro.", [("1.000", "1000", "EUR"), ("2 miljoen euro", "2000000", "EUR")]),
        (
            "De hal kost € 5 miljoen en er horen 35 fte bij.",
            [("€ 5 miljoen", "5000000", "EUR"), ("35 fte", "35", "fte")],
        ),
        # nothing
        ("De steun groeide met 12,5 procent en daarna 3%.", []),
        ("Op 12 mei 2030 waren er 30 gebouwen.", []),
        ("Er waren 3 miljoen meldingen.", []),
        ("De afstand is 1,5 meter.", []),
        ("Bij de brand raakten 12 medewerkers gewond.", []),
        ("Twee medewerkers lichtten het toe.", []),
        ("In artikel 12 en 15 staat niets.", []),
        ("De bewaartermijn is 28 dagen.", []),
        ("Een van de leden vroeg om geld.", []),
        ("Het aantal vrijwilligers in deze 12 dorpen daalt.", []),
        ("Het aantal vrijwilligers steeg op 12 plekken.", []),
        ("Het aantal vrijwilligers daalt tot 2031.", []),
        ("", []),
    ],
)
def test_value_and_unit(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(a.text, a.value, a.unit) for a in amounts(text, DAY)] == expected
    assert not any(a.unit_inferred for a in amounts(text, DAY))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Er is 70 miljoen bij gekomen.", "70000000"),
        ("De claim is 1,2 miljard.", "1200000000"),
        ("Anderhalf miljoen is weg.", "1500000"),
        ("De post is 24 mln.", "24000000"),
        ("Twee miljoen is weg.", "2000000"),
    ],
)
def test_a_scale_alone_is_money_by_inference(text: str, value: str) -> None:
    assert [(a.value, a.unit, a.unit_inferred) for a in amounts(text, DAY)] == [(value, "EUR", True)]


def test_the_currency_of_a_range_holds_for_both() -> None:
    assert [a.unit_inferred for a in amounts("€ 5 à 6 mln is beschikbaar.", DAY)] == [False, False]
    assert [a.unit_inferred for a in amounts("Naast € 5 mln kwam er 6 mln bij.", DAY)] == [False, True]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Er is € 5.000.", "currency-before"),
        ("Er is 5.000 euro.", "EUR-after"),
        ("Er is 5 miljoen.", "scale-alone"),
        ("Het aantal bewoners groeide naar 85.", "number-of-people"),
    ],
)
def test_what_made_it_an_amount_is_named(text: str, rule: str) -> None:
    assert [a.rule for a in amounts(text, DAY)] == [rule]


@pytest.mark.parametrize(
    ("wording", "qualifier"),
    [
        ("Ruim € 38 miljoen", "ruim"),
        ("Zo’n 400 fte", "zo’n"),
        ("circa 400 fte", "circa"),
        ("naar schatting € 55 miljoen", "naar schatting"),
        ("bijna 20 agenten", "bijna"),
        ("minstens 20 agenten", "minstens"),
        ("maximaal 20 agenten", "maximaal"),
        ("om en nabij de 20 fte", "om en nabij de"),
        ("naar\nschatting 20 fte", "naar schatting"),
        ("de 20 fte", ""),
    ],
)
def test_qualifier(wording: str, qualifier: str) -> None:
    assert [a.qualifier for a in amounts(f"Het gaat om {wording}.", DAY)] == [qualifier]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Het tekort bedraagt 8 miljoen euro.", "need"),
        ("Er is nog 8 miljoen euro nodig.", "need"),
        ("Er moet 8 miljoen euro worden bespaard; 8 miljoen euro moet worden gevonden.", "need"),
        ("Zij komen 40 fte tekort.", "need"),
        ("De steden vragen 8 miljoen euro.", "claim"),
        ("Er ligt een claim van 8 miljoen euro.", "claim"),
        ("Er is 8 miljoen euro beschikbaar gesteld.", "available"),
        ("Voor het plan is € 8 miljoen gereserveerd.", "available"),
        ("Daarvan is 8 miljoen euro gedekt.", "covered"),
        ("De resterende 8 miljoen euro volgt.", "remaining"),
        ("Dat was oorspronkelijk 8 miljoen euro.", "original"),
        ("Er zijn 300 fte werkzaam.", "deployed"),
        ("Daar staat 8 miljoen euro.", ""),
        # the nearest word tells it
        ("Voor het tekort is 8 miljoen euro beschikbaar.", "available"),
        ("Het tekort van 8 miljoen euro blijkt al geheel gereserveerd.", "need"),
        ("Een claim van 8 miljoen euro is gereserveerd.", "available"),
        # and where its clause has none, what goes before
        ("De dorpen vragen geld, en wel 8 miljoen euro.", "claim"),
    ],
)
def test_role(text: str, role: str) -> None:
    assert {a.role for a in amounts(text, DAY)} == {role}


def test_roles_of_each_clause() -> None:
    text = "De brug kost 3 miljoen euro in plaats van € 2 mln, waarvan € 1 mln gedekt."
    assert [a.role for a in amounts(text, DAY)] == ["need", "original", "covered"]


def test_an_amount_without_a_role_takes_none_of_another_clause_behind_it() -> None:
    text = "Op de rekening staat € 3 miljoen; nodig is € 5 miljoen."
    assert [a.role for a in amounts(text, DAY)] == ["", "need"]


def test_what_is_joined_to_an_amount_shares_its_role() -> None:
    text = "Er moet 3 miljoen euro plus 20 fte gevonden worden."
    assert [a.role for a in amounts(text, DAY)] == ["need", "need"]


def test_what_is_part_of_an_amount_shares_its_role() -> None:
    text = "Gevraagd is 30 miljoen waaronder 70 fte."
    assert [a.role for a in amounts(text, DAY)] == ["claim", "claim"]
    assert [a.role for a in amounts("Tussen de 10 en 15 fte blijft over.", DAY)] == ["remaining", "remaining"]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("In de begroting van 2033 staat € 9 mln.", "2033"),
        ("Het tekort is volgend jaar € 9 mln.", "2031"),
        ("Dit jaar is er € 9 mln.", "2030"),
        ("In de begroting 2031-2035 staat € 9 mln.", ""),
        ("In 2031 is er € 2 mln en in 2032 ook.", "2031"),
        ("Er is € 9 mln.", ""),
        ("Er is € 9 mln in 2032.", "2032"),
        ("Er zijn 2031 vrijwilligers.", ""),
        ("In 2031 is er niets, maar in 2033 is er € 9 mln.", "2033"),
        ("Dit jaar is er niets, maar volgend jaar is er € 9 mln.", "2031"),
        (f"In 2035 is {'alles en ' * 30}iedereen klaar, en in 2033 is er € 9 mln voor.", "2033"),
        (f"{'Alles en ' * 30}er volgt € 9 mln in 2033, en in 2035 niets.", "2033"),
    ],
)
def test_year(text: str, year: str) -> None:
    assert [a.year for a in amounts(text, DAY)] == [year]


def test_units_and_roles_are_concepts_of_the_codes() -> None:
    codes = CODES.read_text(encoding="utf-8")
    for role in load("amounts")["roles"]:
        assert f"\namount-role:{role['role']} a skos:Concept" in codes
    for unit in load("amounts")["units"]:
        assert f"\nunit:{unit} a skos:Concept" in codes


# Whatever the text.

lexicon = load("amounts")
PIECES = [
    *lexicon["numbers"],
    *lexicon["multipliers"],
    *lexicon["fractions"],
    *lexicon["scales"],
    *lexicon["words"]["ranges"],
    *lexicon["words"]["qualifiers"][:6],
    *(word for unit in lexicon["units"].values() for word in unit["after"][:4]),
    *[
        "€",
        "EUR",
        "1",
        "12",
        "1.900",
        "1 900",
        "12,5",
        "€5M",
        "2031",
        "%",
        "aantal personen",
        "naar",
        "gedekt",
        ".",
        ",",
        "-",
        "1.900.1",
        "1,2,3",
        "00",
    ],
]


def check(text: str) -> None:
    end = 0
    for amount in amounts(text, DAY):
        assert end <= amount.start < amount.end
        assert text[amount.start : amount.end] == amount.text
        assert f"{Decimal(amount.value):f}" == amount.value
        assert amount.unit in lexicon["units"]
        assert amount.year == "" or len(amount.year) == 4
        end = amount.end


@given(st.lists(st.sampled_from(PIECES), max_size=10), st.sampled_from(["", " "]))
def test_any_row_of_pieces(pieces: list[str], space: str) -> None:
    check(space.join(pieces))


@given(st.text())
def test_any_text(text: str) -> None:
    check(text)


@given(st.integers(min_value=2, max_value=999_999))
def test_figures_as_dutch_writes_them(number: int) -> None:
    written = f"{number:,}".replace(",", ".")
    assert [a.value for a in amounts(f"Er is {written} euro.", DAY)] == [str(number)]


@pytest.mark.parametrize(
    "piece", ["a", " ", "1", "1 ", "1.", "1.000.", "een", "eenen", "een ", "€ ", "10 tot ", "aantal personen ", "mln "]
)
def test_long_texts_without_an_amount_end(piece: str) -> None:
    check(piece * (25_000 // len(piece)))


@pytest.mark.parametrize("piece", ["12 fte ", "12 fte, ", "€ 5 tot ", "aantal personen tot 5, "])
def test_long_texts_of_amounts_end(piece: str) -> None:
    check(piece * 400)
