"""A text is proved, sentence by sentence, to be the one that was annotated."""

from __future__ import annotations

from pathlib import Path

import pytest

from lovp_graph.dataset import assemble
from lovp_graph.texts import of_summary, quotations, verify
from tests import producing

SLUG = "kust-2030-04-10"


def outcome(example: Path, old: str, new: str) -> tuple[int, list[tuple[str, int, str]]]:
    """Sentences that agree and the findings, after `old` is replaced in the text."""
    text = example / "texts" / f"{SLUG}.txt"
    content = text.read_text(encoding="utf-8")
    assert old in content
    text.write_text(content.replace(old, new), encoding="utf-8")
    verification = verify(assemble(example), SLUG, text)
    assert verification.total == 7
    return verification.agreeing, [(p.path.suffix, p.line, p.code) for p in verification.problems]


def test_the_text_that_was_annotated(example: Path) -> None:
    assert outcome(example, "", "") == (7, [])


def test_a_sentence_that_was_changed(example: Path) -> None:
    assert outcome(example, "2 miljoen", "3 miljoen") == (6, [(".txt", 5, "text-differs")])


def test_a_lost_not(example: Path) -> None:
    assert (".txt", 10, "text-differs") in outcome(example, "niet vooraf ", "vooraf ")[1]


@pytest.mark.parametrize(("old", "new"), [(" Best", "   Best"), ("nu 2 miljoen", "nu  2 miljoen"), ("\n", "\r\n")])
def test_another_layout_of_the_same_sentences_is_one_finding(old: str, new: str, example: Path) -> None:
    assert outcome(example, old, new) == (7, [(".txt", 0, "text-layout")])


def test_a_sentence_that_was_added(example: Path) -> None:
    assert outcome(example, "gehoord.", "gehoord. Dat is nieuw.") == (7, [(".txt", 11, "text-new")])


def test_a_sentence_that_was_left_out(example: Path) -> None:
    agreeing, findings = outcome(example, "De minister stuurt de gevraagde analyse. ", "")
    assert agreeing == 5
    assert findings == [(".txt", 10, "text-moved"), (".txt", 0, "text-lacks")]


def test_a_date_that_is_not_the_meetings(example: Path) -> None:
    findings = outcome(example, "Kustoverleg 10 april 2030", "Kustoverleg 11 april 2030")[1]
    assert (".txt", 1, "text-date") in findings


def test_a_summary_of_which_no_meeting_has_a_date_yet(example: Path) -> None:
    meetings = example / "meetings.yaml"
    meetings.write_text(meetings.read_text(encoding="utf-8").replace("    date: 2030-04-10\n", ""), encoding="utf-8")
    assert (".txt", 1, "text-undated") in outcome(example, "", "")[1]


def test_a_heading_that_is_not_the_agenda_items(example: Path) -> None:
    summary = example / "summaries" / f"{SLUG}.yaml"
    summary.write_text(summary.read_text(encoding="utf-8").replace('"Begroting"', '"Begroten"'), encoding="utf-8")
    assert outcome(example, "", "") == (7, [(".yaml", 14, "text-heading")])


def test_wording_that_was_copied(example: Path) -> None:
    summary = example / "summaries" / f"{SLUG}.yaml"
    copied = "In de Kamer zei de minister eerder dat de burgemeesters niet vooraf hoeven te worden gehoord."
    own = "De minister heeft in de Kamer gezegd dat de burgemeesters vooraf niet gehoord hoeven te worden."
    summary.write_text(summary.read_text(encoding="utf-8").replace(own, copied), encoding="utf-8")
    assert outcome(example, "", "") == (7, [(".yaml", 67, "copied")])


def in_other_formats(content: str) -> dict[str, bytes]:
    parts = producing.parts_of(content)
    return {
        ".pdf": producing.as_pdf(parts, producing.Layout(justified=True)),
        ".docx": producing.as_docx(parts, producing.styled),
        ".html": producing.page(producing.as_html(parts)).encode(),
    }


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".html"])
def test_the_text_in_another_format_is_the_one_that_was_annotated(suffix: str, example: Path) -> None:
    text = example / "texts" / f"{SLUG}.txt"
    content = text.read_text(encoding="utf-8")
    text.unlink()
    for changed, agreeing, codes in (
        (content, 7, []),
        (content.replace("2 miljoen", "3 miljoen"), 6, ["text-differs"]),
    ):
        text.with_suffix(suffix).write_bytes(in_other_formats(changed)[suffix])
        assert of_summary(text.parent, SLUG) == text.with_suffix(suffix)
        verification = verify(assemble(example), SLUG, of_summary(text.parent, SLUG))
        assert (verification.agreeing, [problem.code for problem in verification.problems]) == (agreeing, codes)


def test_quotations_come_from_every_format(example: Path, tmp_path: Path) -> None:
    text = example / "texts" / f"{SLUG}.txt"
    (tmp_path / "LEESMIJ.md").write_text("Geen tekst.", encoding="utf-8")
    for suffix, content in in_other_formats(text.read_text(encoding="utf-8")).items():
        (tmp_path / "texts").mkdir(exist_ok=True)
        (tmp_path / "texts" / f"{SLUG}{suffix.upper()}").write_bytes(content)
    (example / "texts" / "kust-2030-01-15.txt").unlink()
    assert quotations(tmp_path / "texts") == quotations(example / "texts")
    assert len(quotations(tmp_path / "texts")) == 7


def test_plain_text_comes_before_other_formats(tmp_path: Path) -> None:
    assert of_summary(tmp_path, "kust").name == "kust.txt"
    for suffix in (".pdf", ".txt"):
        (tmp_path / f"kust{suffix}").touch()
    assert of_summary(tmp_path, "kust").name == "kust.txt"


@pytest.mark.parametrize(("content", "code"), [(None, "text-missing"), ("", "unreadable")])
def test_no_text(content: str | None, code: str, example: Path) -> None:
    text = example / "texts" / f"{SLUG}.txt"
    text.unlink()
    if content is not None:
        text.write_text(content, encoding="utf-8")
    verification = verify(assemble(example), SLUG, text)
    assert [problem.code for problem in verification.problems] == [code]
    assert (verification.agreeing, verification.total) == (0, 7)
