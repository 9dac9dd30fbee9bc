"""When something is due, in sentences that were made up for the purpose."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovp_graph.derivations import edtf_bounds
from lovp_graph.drafting.lexicon import load
from lovp_graph.drafting.moments import Moment, due, moments

DAY = date(2030, 3, 14)  # a Thursday
BODIES = ("Raad", "Gemeenschappelijk Beraad")

DUE = [
    # deadlines
    ("De nota is uiterlijk 1 juni af.", "uiterlijk 1 juni", "2030-03-14/2030-06-01"),
    ("Uiterlijk in het derde kwartaal ligt er een plan.", "Uiterlijk in het derde kwartaal", "2030-03-14/2030-09"),
    ("Uiterlijk eind 2030 valt het besluit.", "Uiterlijk eind 2030", "2030-03-14/2030-12"),
    ("De lijst moet vóór 1 mei rond zijn.", "vóór 1 mei", "2030-03-14/2030-04-30"),
    ("Vóór 2032 moet dit geregeld zijn.", "Vóór 2032", "2030-03-14/2031-12-31"),
    ("Voor het eind van het jaar is er duidelijkheid.", "Voor het eind van het jaar", "2030-03-14/2030-12-31"),
    ("Voor het einde van het kwartaal volgt een reactie.", "Voor het einde van het kwartaal", "2030-03-14/2030-03-31"),
    ("Vóór eind april zijn de cijfers er.", "Vóór eind april", "2030-03-14/2030-04-30"),
    ("Voor het einde van deze week volgt een brief.", "Voor het einde van deze week", "2030-03-14/2030-03-17"),
    ("Voor eind volgende week volgt een brief.", "Voor eind volgende week", "2030-03-14/2030-03-24"),
    ("Voor eind week 11 volgt een brief.", "Voor eind week 11", "2030-03-14/2030-03-17"),
    ("De zaal is op zijn laatst 3 april gereed.", "op zijn laatst 3 april", "2030-03-14/2030-04-03"),
    # seasons and recesses
    ("Zij stuurt de brief voor de zomer.", "voor de zomer", "2030-04/2030-06"),
    ("In de zomer wordt de balans opgemaakt.", "In de zomer", "2030-06/2030-08"),
    ("Na de zomer volgt het tweede deel.", "Na de zomer", "2030-09/.."),
    ("Pas in het najaar komt er geld.", "Pas in het najaar", "2030-09/2030-11"),
    ("In het najaar van 2031 volgt een rapportage.", "In het najaar van 2031", "2031-09/2031-11"),
    ("Komend voorjaar start de campagne.", "Komend voorjaar", "2030-03/2030-05"),
    ("Volgend voorjaar start de campagne.", "Volgend voorjaar", "2031-03/2031-05"),
    ("Begin van de zomer komt het stuk.", "Begin van de zomer", "2030-06"),
    ("Na het zomerreces wordt de stand opgemaakt.", "Na het zomerreces", "2030-09/.."),
    ("Voor het kerstreces is het ontwerp klaar.", "Voor het kerstreces", "2030-10/2030-12"),
    ("Na de jaarwisseling volgt een terugblik.", "Na de jaarwisseling", "2031-01/.."),
    ("Met Prinsjesdag wordt meer bekend.", "Met Prinsjesdag", "2030-09"),
    # months
    ("Het rapport komt begin juni.", "begin juni", "2030-06"),
    ("De cijfers worden medio april verwacht.", "medio april", "2030-04"),
    ("Half mei ligt er een voorstel.", "Half mei", "2030-05"),
    ("De evaluatie volgt eind mei/begin juni.", "eind mei/begin juni", "2030-05/2030-06"),
    ("In mei/juni wordt geoefend.", "In mei/juni", "2030-05/2030-06"),
    ("Tussen april en juni zijn de gesprekken.", "Tussen april en juni", "2030-04/2030-06"),
    ("Met ingang van september geldt een andere regeling.", "Met ingang van september", "2030-09/.."),
    ("In januari komt de uitslag.", "In januari", "2031-01"),
    ("De proef begint in mrt. 2031 in twee steden.", "in mrt. 2031", "2031-03"),
    ("Volgend jaar mei wordt dit herhaald.", "Volgend jaar mei", "2031-05"),
    ("In de eerste helft van mei wordt er getest.", "In de eerste helft van mei", "2030-05-01/2030-05-15"),
    ("Dat duurt van november tot januari.", None, ""),
    # quarters, halves and years
    ("De tussenstand verschijnt in Q3.", "in Q3", "2030-07/2030-09"),
    ("In het eerste kwartaal van 2032 volgt het oordeel.", "In het eerste kwartaal van 2032", "2032-01/2032-03"),
    ("Het vierde kwartaal is daarvoor beter.", "Het vierde kwartaal", "2030-10/2030-12"),
    ("In het eerste halfjaar van 2031 is het klaar.", "In het eerste halfjaar van 2031", "2031-01/2031-06"),
    ("In de tweede helft van 2031 volgt de toets.", "In de tweede helft van 2031", "2031-07/2031-12"),
    ("Begin volgend jaar wordt beslist.", "Begin volgend jaar", "2031-01/2031-03"),
    ("Eind dit jaar komt de uitkomst.", "Eind dit jaar", "2030-10/2030-12"),
    ("Medio 2031 moet het werken.", "Medio 2031", "2031-05/2031-08"),
    ("Pas in 2033 is het systeem klaar.", "Pas in 2033", "2033"),
    ("De evaluatie volgt in 2032.", "in 2032", "2032"),
    ("Volgend jaar wordt de regeling herzien.", "Volgend jaar", "2031"),
    ("Later dit jaar wordt de verdeling herzien.", "Later dit jaar", "2030-03-14/2030-12-31"),
    ("Nog dit jaar zal een besluit volgen.", "Nog dit jaar", "2030-03-14/2030-12-31"),
    # days and weeks
    ("Op 12 mei a.s. is de opening.", "Op 12 mei a.s.", "2030-05-12"),
    ("De leden vergaderen weer op donderdag 13 juni 2030.", "op donderdag 13 juni 2030", "2030-06-13"),
    ("Op 30-04-2030 loopt de termijn af.", "Op 30-04-2030", "2030-04-30"),
    ("Op 12 en 13 mei is er een conferentie.", "Op 12 en 13 mei", "2030-05-12/2030-05-13"),
    ("Op 29 februari komt de groep bijeen.", "Op 29 februari", "2032-02-29"),
    ("Op 2 januari opent het loket.", "Op 2 januari", "2031-01-02"),
    ("Per 1 juli 2031 vervalt de regeling.", "Per 1 juli 2031", "2031-07-01"),
    ("Op de eerste dag van april gaat het in.", "Op de eerste dag van april", "2030-04-01"),
    ("De leden krijgen morgen een brief.", "morgen", "2030-03-15"),
    ("Aanstaande maandag volgt een bericht.", "Aanstaande maandag", "2030-03-18"),
    ("Volgende week dinsdag praten zij verder.", "Volgende week dinsdag", "2030-03-19"),
    ("Zij stuurt de stukken deze week nog na.", "deze week nog", "2030-03-14/2030-03-17"),
    ("Volgende maand is de lijst er.", "Volgende maand", "2030-04"),
    ("In de week van 3 juni wordt getest.", "In de week van 3 juni", "2030-06-03/2030-06-09"),
    ("In de tweede week van mei is er overleg.", "In de tweede week van mei", "2030-05-08/2030-05-14"),
    ("De komende weken wordt het uitgewerkt.", "De komende weken", "2030-03-14/2030-04"),
    ("Op 31 mei en 1 juni is er kamp.", "Op 31 mei en 1 juni", "2030-05-31/2030-06-01"),
    ("Op 31 december en 1 januari is er kamp.", "Op 31 december en 1 januari", "2030-12-31/2031-01-01"),
    ("In week 23 wordt geteld.", "In week 23", "2030-06-03/2030-06-09"),
    ("In week 23 van 2031 wordt geteld.", "In week 23 van 2031", "2031-06-02/2031-06-08"),
    ("In de week van 5 juni wordt geteld.", "In de week van 5 juni", "2030-06-03/2030-06-09"),
    ("In de laatste week van mei wordt geteld.", "In de laatste week van mei", "2030-05-25/2030-05-31"),
    ("Dit weekend wordt geteld.", "Dit weekend", "2030-03-16/2030-03-17"),
    ("Komend weekend wordt geteld.", "Komend weekend", "2030-03-16/2030-03-17"),
    ("Volgend weekend wordt geteld.", "Volgend weekend", "2030-03-23/2030-03-24"),
    ("De komende week wordt geteld.", "De komende week", "2030-03-18/2030-03-24"),
    ("De komende dagen wordt geteld.", "De komende dagen", "2030-03-14/2030-03-21"),
    ("De komende maanden wordt geteld.", "De komende maanden", "2030-03-14/2030-06"),
    ("Vandaag nog volgt een brief.", "Vandaag nog", "2030-03-14"),
    ("Uiterlijk 14 maart volgt een brief.", "Uiterlijk 14 maart", "2030-03-14"),
    ("In maart zitten zij weer bij elkaar.", "In maart", "2030-03"),
    # parts of what is longer than a month
    ("Begin van het derde kwartaal wordt geteld.", "Begin van het derde kwartaal", "2030-07"),
    ("Medio derde kwartaal wordt geteld.", "Medio derde kwartaal", "2030-08"),
    ("Eind derde kwartaal wordt geteld.", "Eind derde kwartaal", "2030-09"),
    ("In de eerste helft van de zomer wordt geteld.", "In de eerste helft van de zomer", "2030-06/2030-07"),
    ("In de tweede helft van de zomer wordt geteld.", "In de tweede helft van de zomer", "2030-07/2030-08"),
    ("Begin volgend kwartaal wordt geteld.", "Begin volgend kwartaal", "2030-04"),
    ("Dit kwartaal wordt geteld.", "Dit kwartaal", "2030-03"),
    ("In het tweede en derde kwartaal wordt geteld.", "In het tweede en derde kwartaal", "2030-04/2030-09"),
    (
        "In het eerste en tweede kwartaal van 2031 wordt geteld.",
        "In het eerste en tweede kwartaal van 2031",
        "2031-01/2031-06",
    ),
    # before, after and from
    ("Vóór maart moet het af zijn.", "Vóór maart", "2030-03-14/2031-02-28"),
    ("Vóór 14 maart moet het af zijn.", "Vóór 14 maart", "2030-03-14/2031-03-13"),
    ("Vóór 15 maart moet het af zijn.", "Vóór 15 maart", "2030-03-14"),
    ("Na 1 juni volgt een brief.", "Na 1 juni", "2030-06-02/.."),
    ("Na mei volgt een brief.", "Na mei", "2030-06/.."),
    ("Na 2031 volgt een brief.", "Na 2031", "2032/.."),
    # over the turn of the year
    ("In december/januari wordt gebouwd.", "In december/januari", "2030-12/2031-01"),
    (
        "Tussen december 2030 en februari 2031 wordt gebouwd.",
        "Tussen december 2030 en februari 2031",
        "2030-12/2031-02",
    ),
    # what is put off happens then, and what is extended goes on until then
    ("Het besluit is uitgesteld tot 1 juni.", "tot 1 juni", "2030-06-01"),
    ("De behandeling is aangehouden tot juni.", "tot juni", "2030-06"),
    ("Het besluit is uitgesteld tot het najaar.", "tot het najaar", "2030-09/2030-11"),
    ("Het besluit is uitgesteld tot na de zomer.", "tot na de zomer", "2030-09/.."),
    ("Het besluit is uitgesteld tot na 1 juni.", "tot na 1 juni", "2030-06-02/.."),
    ("Het besluit is uitgesteld tot volgend jaar.", "tot volgend jaar", "2031"),
    ("De behandeling is aangehouden tot de Raad van juni.", "tot de Raad van juni", "2030-06"),
    ("De proef is verlengd tot en met 1 juni.", "tot en met 1 juni", "2030-03-14/2030-06-01"),
    ("De proef is verlengd tot 1 juni.", "tot 1 juni", "2030-03-14/2030-05-31"),
    ("De proef is verlengd tot na de zomer.", "tot na de zomer", "2030-03-14/2030-08"),
    ("Tot de zomer kunnen zij reageren.", "Tot de zomer", "2030-04/2030-06"),
    # from the day of the meeting
    ("De werkgroep komt binnen zes weken met een advies.", "binnen zes weken", "2030-03-14/2030-04-25"),
    ("Binnen 3 maanden volgt een brief.", "Binnen 3 maanden", "2030-03-14/2030-06-14"),
    ("Over een jaar staat het weer op de agenda.", "Over een jaar", "2031-03"),
    ("Over een half jaar wordt gemeten.", "Over een half jaar", "2030-09"),
    ("Over anderhalf jaar loopt het contract af.", "Over anderhalf jaar", "2031-09"),
    ("Over twee weken spreken zij elkaar weer.", "Over twee weken", "2030-03-25/2030-03-31"),
    ("Tot en met 15 april kunnen de leden reageren.", "Tot en met 15 april", "2030-03-14/2030-04-15"),
    ("De notulen volgen binnen veertien dagen.", "binnen veertien dagen", "2030-03-14/2030-03-28"),
    ("In de eerste maanden van 2031 wordt geteld.", "In de eerste maanden van 2031", "2031-01/2031-03"),
    ("Aan het eind van het jaar wordt geteld.", "Aan het eind van het jaar", "2030-10/2030-12"),
    # a past tense around it does not make the moment past
    ("De wethouder zegde toe de brief in april te sturen.", "in april", "2030-04"),
    ("Zij meldde dat het ontwerp eind april naar de raadsleden gaat.", "eind april", "2030-04"),
    ("Het overzicht zou er volgens hem in mei liggen.", "in mei", "2030-05"),
    ("Op 25 april is een werkbezoek gepland.", "Op 25 april", "2030-04-25"),
    ("De wethouder vroeg uiterlijk 1 juni 2030 een lijst.", "uiterlijk 1 juni 2030", "2030-03-14/2030-06-01"),
    ("De wethouder vroeg vóór 1 juni 2030 een lijst.", "vóór 1 juni 2030", "2030-03-14/2030-05-31"),
    # nor does one in another clause
    ("De dijkgraaf kwam langs, in april volgt een brief.", "in april", "2030-04"),
    ("Er is zand, de dijkgraaf kwam langs, in april volgt een brief.", "in april", "2030-04"),
    # meetings with a date
    ("In het overleg van 20 april a.s. wordt dit besproken.", "In het overleg van 20 april a.s.", "2030-04-20"),
    ("In het overleg van juni 2031 wordt dit besproken.", "In het overleg van juni 2031", "2031-06"),
    ("In het Gemeenschappelijk  Beraad van mei volgt meer.", "In het Gemeenschappelijk  Beraad van mei", "2030-05"),
    ("In het overleg van juni wordt dit besproken.", "In het overleg van juni", "2030-06"),
    ("De Raad van 4 april behandelt dit.", "De Raad van 4 april", "2030-04-04"),
    ("Op de Raad-vergadering van mei volgt meer.", "Op de Raad-vergadering van mei", "2030-05"),
    (
        "Dit is verplaatst naar het Gemeenschappelijk Beraad van mei.",
        "naar het Gemeenschappelijk Beraad van mei",
        "2030-05",
    ),
    ("Vóór de Raad van juni spreken zij de burgers.", "Vóór de Raad van juni", "2030-03-14/2030-06"),
    ("Het stuk komt in de volgende Raad in juni terug.", "in de volgende Raad in juni", "2030-06"),
]


@pytest.mark.parametrize(("text", "wording", "edtf"), DUE)
def test_due_date(text: str, wording: str | None, edtf: str) -> None:
    found = due(text, DAY, BODIES)
    assert (found.text if found else None, found.edtf if found else "") == (wording, edtf)


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("Dit komt terug in de volgende vergadering.", "in de volgende vergadering"),
        ("De leden bespreken dit in een volgend overleg.", "in een volgend overleg"),
        ("Met ingang van het volgende overleg is dit een vast punt.", "Met ingang van het volgende overleg"),
        ("Dit komt een volgende keer terug.", "een volgende keer"),
        ("Een volgende keer in de Raad komt het ter sprake.", "Een volgende keer in de Raad"),
        ("De eerstvolgende bijeenkomst gaat over water.", "De eerstvolgende bijeenkomst"),
        ("In een latere Raad wordt beslist.", "In een latere Raad"),
        ("Dit wordt in de Raad besproken.", "in de Raad"),
        ("Het ontwerp zal in de Raad worden voorgelegd.", "in de Raad"),
        ("De uitkomst keert terug in de Raad.", "in de Raad"),
        ("Het plan wordt, na enig rekenwerk, in de Raad behandeld.", "in de Raad"),
    ],
)
def test_due_at_the_next_meeting(text: str, wording: str) -> None:
    found = due(text, DAY, BODIES)
    assert found
    assert (found.text, found.edtf, found.meeting, found.future) == (wording, "", "next", True)


@pytest.mark.parametrize(
    "text",
    [
        # the past
        "In 2024 waren er veel incidenten.",
        "In februari stuurde de wethouder een brief.",
        "In januari is hierover een brief gestuurd.",
        "De commissie heeft in oktober haar rapport uitgebracht.",
        "De wethouder informeerde de burgers in januari.",
        "Vandaag is gesproken over geld.",
        "In mei is het onderzoek afgerond.",
        "Drie weken geleden is dit gevraagd.",
        "Na drie weken kwam er een brief.",
        "In de loop van het jaar werd dit anders.",
        "In mei schilderde de wethouder de kade.",
        "Op 3 februari jl. kwam de groep bijeen.",
        "Afgelopen zomer was het druk.",
        "Vorig jaar ging het beter.",
        "Eerder dit jaar is dit al gevraagd.",
        "Sinds 2028 ligt de brug er verlaten bij.",
        "Op 14 maart kwamen de leden bijeen.",
        "In het voorjaar werd besloten te wachten.",
        "In het beraad van 3 februari is dit afgesproken.",
        "In de vorige Raad is dit ook gezegd.",
        "Zoals in de Raad is besproken, blijft dit zo.",
        # a subject, a period or a size
        "De begroting 2031 is akkoord.",
        "Het gaat om de begroting van 2031.",
        "De doelen voor 2031 zijn bekend.",
        "Het programma loopt van 2031 tot en met 2034.",
        "In de periode 2031-2034 is er minder geld.",
        "De raming voor 2031 en verder blijft staan.",
        "Er is extra geld in 2032.",
        "De richting 2035 blijft gelijk.",
        "De uitstroom stijgt volgend jaar.",
        "Het tekort loopt in 2031 op.",
        "De teller staat op 85 in mei.",
        "Alles is afhankelijk van het besluit in augustus.",
        "De aandacht voor de komende jaarwisseling blijft nodig.",
        "Rond de jaarwisseling is extra inzet nodig.",
        "De regeling geldt tot 1 juni.",
        "De zomer is warm.",
        "Mei wordt een drukke maand.",
        "Het jaar is lang.",
        "De komende periode blijft dit gelden.",
        "Nog dit jaar stijgt de uitstroom.",
        "Per 14 maart geldt dit.",
        "In het overleg van 14 maart wordt dit besproken.",
        "Vóór 1 februari 2030 moet het af zijn.",
        # a wish, or no moment at all
        "Hij wil dit in de Raad bespreken.",
        "Op 31 juni bestaat niet.",
        "Zij komt maandelijks langs.",
        "Het duurt een week.",
        "",
    ],
)
def test_nothing_is_due(text: str) -> None:
    assert due(text, DAY, BODIES) is None


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("De stukken worden zo spoedig mogelijk verzonden.", "zo spoedig mogelijk"),
        ("Op korte termijn komt er een brief.", "Op korte termijn"),
        ("De komende periode wordt dit uitgewerkt.", "De komende periode"),
        ("Bij de Voorjaarsnota komt er geld.", "Bij de Voorjaarsnota"),
    ],
)
def test_a_wording_without_a_date_is_kept(text: str, wording: str) -> None:
    assert due(text, DAY) == Moment(
        text.index(wording), text.index(wording) + len(wording), wording, "", "", True, "vague"
    )


def test_a_date_comes_before_the_body_and_before_a_vague_wording() -> None:
    found = due("Dit wordt zo snel mogelijk in de Raad besproken, uiterlijk 1 mei.", DAY, BODIES)
    assert found
    assert found.text == "uiterlijk 1 mei"


def test_the_name_of_the_body_comes_before_a_vague_wording_and_a_dated_meeting_before_both() -> None:
    found = due("Dit wordt zo snel mogelijk in de Raad besproken.", DAY, BODIES)
    assert found
    assert found.text == "in de Raad"
    dated = due("Dit wordt in de Raad besproken, in het overleg van juni.", DAY, BODIES)
    assert dated
    assert dated.text == "in het overleg van juni"


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        # days of the week: the last one before the meeting
        ("Afgelopen maandag is dit gezegd.", "2030-03-11"),
        ("Afgelopen donderdag is dit gezegd.", "2030-03-07"),
        ("Vorige vrijdag is dit gezegd.", "2030-03-08"),
        ("Op zondag jl. is dit gezegd.", "2030-03-10"),
        ("Gisteren is dit gezegd.", "2030-03-13"),
        # so long ago
        ("Drie weken geleden is dit gezegd.", "2030-02-18/2030-02-24"),
        ("Twee maanden geleden is dit gezegd.", "2030-01"),
        # the last week, month or quarter
        ("Vorige week is dit gezegd.", "2030-03-04/2030-03-10"),
        ("Vorig weekend is dit gezegd.", "2030-03-09/2030-03-10"),
        ("Vorige maand is dit gezegd.", "2030-02"),
        ("Vorig kwartaal is dit gezegd.", "2029-10/2029-12"),
        ("De afgelopen weken is dit gezegd.", ""),
        ("Eerder dit jaar is dit gezegd.", ""),
        # "jl." and "afgelopen", whatever the tense
        ("De brief van 3 april jl. ligt ter inzage.", "2029-04-03"),
        ("Het rapport van afgelopen april ligt ter inzage.", "2029-04"),
        ("In het overleg van 20 maart jl. kwam dit ter sprake.", "2029-03-20"),
        ("In de vorige vergadering van november kwam dit ter sprake.", "2029-11"),
        ("In het overleg van 3 februari 2028 kwam dit ter sprake.", "2028-02-03"),
        ("Het in april geopperde plan ligt ter inzage.", "2029-04"),
        ("Sinds 14 maart geldt dit.", "2030-03-14/2030-03-14"),
        ("Sinds 2032 geldt dit.", ""),
        ("Vóór 1 februari 2030 was dit anders.", ""),
        ("Vóór maart 2030 was dit anders.", ""),
        ("Voor afgelopen zomer was dit anders.", ""),
        ("De stand van voor de vorige winter ligt ter inzage.", ""),
        ("Dat was voor de zomer van vorig jaar anders.", ""),
        ("Voor de jaarwisseling werd dit anders gezien.", ""),
        ("In mei is het contract verlengd.", "2029-05"),
    ],
)
def test_a_moment_that_has_passed(text: str, edtf: str) -> None:
    assert [(moment.edtf, moment.future) for moment in moments(text, DAY, BODIES)] == [(edtf, False)]
    assert due(text, DAY, BODIES) is None


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Van 28 mei tot en met 3 juni is er kamp.", "2030-05-28/2030-06-03"),
        ("Van 30 december tot 2 januari is er kamp.", "2030-12-30/2031-01-02"),
        ("Het plan loopt van 2031 tot en met 2034.", "2031/2034"),
        ("De raming voor 2031 en verder blijft staan.", "2031"),
    ],
)
def test_a_stretch_of_time_has_its_first_and_its_last_day(text: str, edtf: str) -> None:
    assert [moment.edtf for moment in moments(text, DAY)] == [edtf]


def test_the_last_day_of_a_month_or_year_is_still_ahead_on_that_day() -> None:
    found = due("In maart volgt een brief.", date(2030, 3, 31))
    assert found
    assert found.edtf == "2030-03"
    assert [moment.edtf for moment in moments("In 2030 volgt een brief.", date(2030, 12, 31))] == ["2030"]


def test_the_end_of_what_has_begun_is_still_ahead_and_its_beginning_a_year_away() -> None:
    [ends] = moments("Voor eind maart volgt een brief.", date(2030, 3, 28))
    [begins] = moments("Voor maart volgt een brief.", date(2030, 3, 28))
    assert (ends.edtf, begins.edtf) == ("2030-03-28/2030-03-31", "2030-03-28/2031-02-28")


@pytest.mark.parametrize(
    ("day", "edtf"),
    [
        (date(2030, 5, 10), "2030-05/2030-06"),
        (date(2030, 6, 30), "2030-06"),
        (date(2030, 7, 1), "2031-04/2031-06"),
    ],
)
def test_before_a_season_is_what_is_left_of_the_months_before_it(day: date, edtf: str) -> None:
    assert [moment.edtf for moment in moments("Voor de zomer volgt een brief.", day)] == [edtf]


def test_all_moments_from_left_to_right() -> None:
    text = "In het vorige overleg is gevraagd in mei te beginnen en in de vergadering van juni te eindigen."
    assert [(m.text, m.edtf, m.meeting, m.future) for m in moments(text, DAY)] == [
        ("In het vorige overleg", "", "previous", False),
        ("in mei", "2030-05", "", True),
        ("in de vergadering van juni", "2030-06", "", True),
    ]


def test_a_month_that_is_past_is_that_of_the_year_before() -> None:
    assert [m.edtf for m in moments("In november is dit gezegd.", DAY)] == ["2029-11"]
    assert [m.edtf for m in moments("Sinds november speelt dit.", DAY)] == ["2029-11/2030-03-14"]


def test_labels_of_the_body_are_taken_literally() -> None:
    assert due("Dit wordt in het A+B (C) besproken.", DAY, ["A+B (C)"])
    assert due("Dit wordt in het AAB C besproken.", DAY, ["A+B (C)"]) is None
    assert due("Dit wordt in de Raad besproken.", DAY, ["", " "]) is None


def test_the_first_of_a_wording_that_occurs_in_all_months() -> None:
    for name, number in load("moments")["months"].items():
        found = due(f"In {name} volgt meer.", DAY)
        assert found
        assert found.edtf == f"{2030 if number >= 3 else 2031}-{number:02d}"


def test_every_rule_of_the_lexicon_has_a_key_of_its_own() -> None:
    keys = [rule["key"] for rule in load("moments")["rule"]]
    assert len(keys) == len(set(keys))


# Whatever the text.

lexicon = load("moments")
WORDS = [
    *lexicon["months"],
    *lexicon["weekdays"],
    *lexicon["years"],
    *lexicon["ordinals"],
    *(word for words in lexicon["relations"].values() for word in words),
    *(word for words in lexicon["which"].values() for word in words),
    *(word for phase in lexicon["phases"].values() for word in phase["words"]),
    *(word for period in lexicon["periods"].values() for word in period["words"]),
    *(word for unit in lexicon["units"].values() for word in unit["words"]),
    *lexicon["vague"]["words"],
    *lexicon["meetings"]["next"],
    *["kwartaal", "helft", "jl.", "a.s.", "Raad", "overleg", "keer", "geleden", "binnen", "over", "week"],
    *[
        "1",
        "12",
        "31",
        "53",
        "99",
        "2025",
        "2030",
        "2031",
        "2031-2034",
        "1-4-2031",
        "2030-02-30",
        "Q4",
        "twee",
        "/",
        "-",
        ",",
        ".",
    ],
]
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2150, 12, 31))


def check(text: str, day: date) -> None:
    end = 0
    for moment in moments(text, day, BODIES):
        assert end <= moment.start < moment.end
        assert text[moment.start : moment.end] == moment.text
        assert moment.meeting in {"", "next", "previous"}
        if moment.edtf:
            edtf_bounds(moment.edtf)
        end = moment.end
    found = due(text, day, BODIES)
    if found:
        assert found.future
        assert found in moments(text, day, BODIES)
        latest = edtf_bounds(found.edtf)[1] if found.edtf else None
        assert latest is None or latest >= day


@given(st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join), days)
def test_any_row_of_words_of_time(text: str, day: date) -> None:
    check(text, day)


@given(st.text(), days)
def test_any_text(text: str, day: date) -> None:
    check(text, day)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_at_the_ends_of_the_calendar(day: date) -> None:
    for text, _, _ in DUE:
        moments(text, day, BODIES)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        " ",
        "1",
        "voor ",
        "in het ",
        "uiterlijk ",
        "volgende ",
        "over een ",
        "van te en ",
        "loopt ",
        "de eerste ",
        "a, ",
    ],
)
def test_long_texts_without_a_moment_end(piece: str) -> None:
    assert moments(piece * (25_000 // len(piece)), DAY, BODIES) == []


@pytest.mark.parametrize(
    "piece",
    ["1 ", "in mei ", "mei ", "2030 ", "12-", "in de Raad ", "is gezegd in 2030 ", "eind van de komende zomer "],
)
def test_long_texts_of_moments_end(piece: str) -> None:
    text = piece * 500
    assert all(text[found.start : found.end] == found.text for found in moments(text, DAY, BODIES))
