"""What the saved questions say of the real summaries, held against what was read in them by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from lovp_graph.answers import parts
from lovp_graph.asking import Row, ask, slug, value
from lovp_graph.dataset import assemble
from lovp_graph.questions import saved
from lovp_graph.rdf import quads
from lovp_graph.store import EmbeddedStore

LATEST = "2026-02-02"


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    return EmbeddedStore(quads(assemble().graphs))


def rows(store: EmbeddedStore, question: str, **given: str | Sequence[str]) -> list[Row]:
    values = {name: [texts] if isinstance(texts, str) else texts for name, texts in given.items()}
    return ask(store, saved(question), values).rows


def text(row: Row, name: str) -> str:
    return value(row[name]) if name in row else ""


def follow_up(store: EmbeddedStore, statement: str, day: str = LATEST) -> str | None:
    for question in ("commitments", "requests"):
        for row in rows(store, question, referenceDate=day):
            if slug(text(row, "statement")) == f"lovp-{statement}":
                return slug(text(row, "followUp"))
    return None


@pytest.mark.parametrize(
    ("what", "statement", "expected"),
    [
        ("the analysis of water cannons abroad", "2025-11-24-009", "none-seen"),
        ("the definition of OS and NOS", "2025-11-24-031", "none-seen"),
        ("the inspection report on local investigation", "2025-11-24-046", "none-seen"),
        ("the proposal on the MIT", "2021-11-29-059", "none-seen"),
        ("discussing what the Bos committee found", "2021-09-27-037", "fulfilled"),
        ("the minister's lead on the MIT", "2021-09-27-028", "returned"),
        ("visibility and online crime, announced", "2025-04-16-011", "fulfilled"),
        ("the vision of the organisation, announced for 2 February 2026", "2025-11-24-018", "fulfilled"),
        ("prosecutorial discretion", "2025-04-16-052", "returned"),
    ],
)
def test_what_became_of_it(store: EmbeddedStore, what: str, statement: str, expected: str) -> None:
    assert follow_up(store, statement) == expected, what


def test_nothing_is_fulfilled_before_it_was_reported(store: EmbeddedStore) -> None:
    assert follow_up(store, "2021-09-27-037", "2021-11-28") == "none-seen"
    assert follow_up(store, "2025-11-24-018", "2026-02-01") == "none-seen"


def test_the_46_million_stands_in_two_summaries_as_what_remains(store: EmbeddedStore) -> None:
    found = rows(store, "amounts", theme="Financiën politie", amountRole="remaining")
    assert [(text(row, "date"), text(row, "value")) for row in found] == [
        ("2025-11-24", "46000000"),
        ("2026-02-02", "46000000"),
    ]


def test_the_reservation_of_the_minister_travels_with_the_agreement(store: EmbeddedStore) -> None:
    (agreement,) = rows(store, "agreements", theme="Veiligheidsagenda", meeting=LATEST)
    assert "lovp-2026-02-02-021" in text(agreement, "reservations")


@pytest.mark.parametrize(
    ("day", "holders"),
    [
        ("2021-11-29", {"hoofdofficier van justitie", "officier van justitie"}),
        ("2025-12-31", {"hoofdofficier van justitie", "officier van justitie"}),
        ("2026-01-01", {"Nationaal Coördinator Terrorismebestrijding en Veiligheid"}),
    ],
)
def test_who_has_authority_over_the_protection_of_persons(store: EmbeddedStore, day: str, holders: set[str]) -> None:
    found = rows(store, "authority", referenceDate=day, task="beveiligen van personen", authorityKind="gezag")
    assert {holder for row in found for holder in parts(row["authorityHolders"])} == holders


def test_a_theme_shows_what_the_law_says_though_no_statement_does(store: EmbeddedStore) -> None:
    found = rows(store, "authority", theme="Bewaken en Beveiligen", referenceDate="2021-09-27")
    held = {(value(row["taskLabel"]), holder) for row in found for holder in parts(row["authorityHolders"])}
    assert ("beveiligen van objecten en diensten", "burgemeesters") in held
    assert ("beveiligen van personen", "hoofdofficier van justitie") in held
    assert not [task for task, _ in held if "openbare orde" in task]


@pytest.mark.parametrize(
    ("meeting", "name"),
    [
        ("2021-09-27", "Ferdinand Grapperhaus"),
        ("2021-11-29", "Ferdinand Grapperhaus"),
        ("2025-04-16", "David van Weel"),
        ("2025-11-24", "Foort van Oosten"),
        ("2026-02-02", "Foort van Oosten"),
    ],
)
def test_who_was_minister(store: EmbeddedStore, meeting: str, name: str) -> None:
    (row,) = rows(store, "office-holders", actor="minister van Justitie en Veiligheid", meeting=meeting)
    assert text(row, "holderName") == name


def test_the_chief_constable_is_not_known_by_name(store: EmbeddedStore) -> None:
    assert {text(row, "holderName") for row in rows(store, "office-holders", actor="korpschef")} == {"onbekend"}


def test_nobody_disagrees_and_nobody_changed_stance_in_the_texts(store: EmbeddedStore) -> None:
    assert {text(row, "agreement") for row in rows(store, "disagreements")} == {"eens"}
    assert rows(store, "stance-changes") == []


def test_every_claim_of_an_absence_tells_what_is_not_included(store: EmbeddedStore) -> None:
    history = {text(row, "date"): row for row in rows(store, "theme-history", theme="Veiligheidsagenda")}
    row = history[LATEST]
    assert (text(row, "previousDate"), text(row, "notIncludedBetween")) == ("2021-11-29", "8")
    assert "statements" not in history["2023-06-26"]


def test_every_sentence_is_accounted_for(store: EmbeddedStore) -> None:
    for row in rows(store, "coverage"):
        used, omitted = int(text(row, "sentencesUsed")), int(text(row, "sentencesOmitted"))
        assert used + omitted == int(text(row, "sentenceCount")), text(row, "summary")


def test_old_deficits_are_one_chain_from_2021_to_2025(store: EmbeddedStore) -> None:
    chain = rows(store, "chains", statement="lovp-2021-09-27-016")
    assert [slug(text(row, "member")) for row in chain] == [
        f"lovp-{name}" for name in ("2021-11-29-045", "2021-11-29-046", "2021-11-29-047", "2025-04-16-018", "2025-11-24-036")
    ]  # fmt: skip
