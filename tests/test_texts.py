"""A text is proved, sentence by sentence, to be the one that was annotated."""

from __future__ import annotations

from pathlib import Path

import pytest

from lovp_graph.texts import verify

SLUG = "kust-2030-04-10"


def outcome(example: Path, old: str, new: str) -> tuple[int, list[tuple[int, str]]]:
    """Sentences that agree and the findings, after `old` is replaced in the text."""
    text = example / "texts" / f"{SLUG}.txt"
    content = text.read_text(encoding="utf-8")
    assert old in content
    text.write_text(content.replace(old, new), encoding="utf-8")
    verification = verify(SLUG, text, example / "sentences" / f"{SLUG}.csv")
    assert verification.total == 7
    return verification.agreeing, [(problem.line, problem.code) for problem in verification.problems]


def test_the_text_that_was_annotated(example: Path) -> None:
    assert outcome(example, "", "") == (7, [])


def test_a_sentence_that_was_changed(example: Path) -> None:
    assert outcome(example, "2 miljoen", "3 miljoen") == (6, [(5, "text-differs")])


def test_a_lost_not(example: Path) -> None:
    assert outcome(example, "niet vooraf ", "vooraf ")[1] == [(10, "text-differs")]


def test_text_before_moves_every_sentence(example: Path) -> None:
    agreeing, findings = outcome(example, " Bestuurlijke", "  Bestuurlijke")
    assert agreeing == 0
    assert {code for _, code in findings} == {"text-moved"}


def test_a_sentence_that_was_added_or_left_out(example: Path) -> None:
    added = outcome(example, "gehoord.", "gehoord. Dat is nieuw.")
    assert added == (7, [(11, "text-new")])


def test_a_sentence_that_was_left_out(example: Path) -> None:
    agreeing, findings = outcome(example, "De minister stuurt de gevraagde analyse. ", "")
    assert agreeing == 5
    assert findings == [(10, "text-moved"), (0, "text-lacks")]


def test_wrapping_alone_shows_as_moved_and_not_as_another_text(example: Path) -> None:
    _, findings = outcome(example, "nu 2 miljoen", "nu  2 miljoen")
    assert {code for _, code in findings} == {"text-moved"}


@pytest.mark.parametrize(("name", "code"), [("weg", "text-missing"), ("leeg", "unreadable")])
def test_no_text(name: str, code: str, example: Path) -> None:
    (example / "texts" / "leeg.txt").write_text("", encoding="utf-8")
    verification = verify(name, example / "texts" / f"{name}.txt", example / "sentences" / f"{SLUG}.csv")
    assert [problem.code for problem in verification.problems] == [code]
    assert verification.agreeing == 0
