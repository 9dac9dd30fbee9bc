"""A text becomes the draft of an annotation: nothing lost, nothing doubled, and nothing that breaks out of its place."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lovp_graph import strict_yaml
from lovp_graph.annotations import load
from lovp_graph.catalogue import Catalogue, read
from lovp_graph.dataset import assemble
from lovp_graph.documents import Document, parse
from lovp_graph.drafting.draft import SURE, Draft, dates, draft, draft_of
from lovp_graph.drafting.earlier import LIKE, LIKE_BACK, MOST, SAME_THEME, Earlier
from lovp_graph.drafting.explaining import explain
from lovp_graph.drafting.writing import annotation, meetings_of
from lovp_graph.errors import DocumentError
from lovp_graph.rdf import quads
from lovp_graph.store import EmbeddedStore
from tests.chance import examples
from tests.conftest import EXAMPLE

TEXTS = sorted((EXAMPLE / "texts").glob("*.txt"))
TITLE = "Bestuurlijke terugkoppeling Kustoverleg 15 januari 2030"
SAID = "De dijkgraaf vindt het plan goed."
LEFT_OPEN = {
    "gist: nl",
    "measures: nl",
    "writtenBy",
    "reviewPasses",
    "reason",
    "task",
    "regime",
    "amountRole",
    "holder",
}
"""What only an editor can say."""


@cache
def catalogue() -> Catalogue:
    return read(EmbeddedStore(quads(assemble(EXAMPLE).graphs)))


def document(body: str, title: str = TITLE, heading: str = "Begroting") -> Document:
    return parse(f"{title}\n\n{heading}\n{body}")


def made(body: str, title: str = TITLE, heading: str = "Begroting") -> Draft:
    return draft_of(document(body, title, heading), catalogue(), "tekst")


def of_file(path: Path) -> Draft:
    return draft_of(parse(path.read_text(encoding="utf-8")), catalogue(), path.stem)


def as_yaml(one: Draft, source: str = "tekst.txt") -> dict[str, Any]:
    data, faults = strict_yaml.read(annotation(one, source))
    assert faults == []
    assert data is not None
    return dict(data)


def covered(one: Draft) -> list[int]:
    """The sentences of statements and omissions, each once for each."""
    of_statements = {number for statement in one.statements for number in statement.read.sentences}
    of_omissions = [number for omission in one.omissions for number in omission.sentences]
    return sorted([*of_statements, *of_omissions])


def assert_nothing_is_lost_or_doubled(one: Draft) -> None:
    assert covered(one) == [sentence.number for sentence in one.document.sentences]
    for statement in one.statements:
        assert statement.read.sentences == sorted(set(statement.read.sentences))
    assert [statement.number for statement in one.statements] == list(range(1, len(one.statements) + 1))


# --- the example


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_sentence_of_a_text_is_in_a_statement_or_left_out_and_numbers_run_on(path: Path) -> None:
    one = of_file(path)
    assert_nothing_is_lost_or_doubled(one)
    data = as_yaml(one)
    ids = [thing["id"] for thing in data["statement"]]
    assert ids == [f"uitspraak/{one.slug}-{number:03}" for number in range(1, len(ids) + 1)]
    numbers = {int(number) for key in ("statement", "notMapped") for thing in data[key] for number in thing["sentence"]}
    assert numbers == {sentence.number for sentence in one.document.sentences}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_headings_are_agenda_items_in_their_order_and_statements_stand_under_them(path: Path) -> None:
    one = of_file(path)
    sections = [section for section in one.document.sections if section.number]
    assert [(item.section, item.position, item.heading) for item in one.items] == [
        (section.number, place, section.heading) for place, section in enumerate(sections, 1)
    ]
    for statement in one.statements:
        section = one.document.sentences[statement.read.sentences[0] - 1].section
        assert (statement.item.section if statement.item else 0) == section


def test_what_the_example_says_is_drafted_as_it_was_annotated() -> None:
    one = of_file(TEXTS[0])
    drafted = {statement.read.sentences[0]: statement for statement in one.statements}
    assert [drafted[number].read.type for number in (2, 4, 5, 7, 8, 11)] == [
        "Information", "Concern", "Commitment", "Confirmation", "Request", "Agreement",
    ]  # fmt: skip
    assert [drafted[number].read.by for number in (2, 4, 5, 7, 8)] == [
        ("dijkgraaf",), ("burgemeesters",), ("dijkgraaf",), ("minister",), ("burgemeesters",),
    ]  # fmt: skip
    assert drafted[8].read.to == ("minister",)
    assert drafted[10].read.inherited == ("burgemeesters",)
    promise = drafted[5]
    assert promise.due is not None
    assert (promise.due.edtf, promise.kind, promise.condition) == (
        "2030-04/2030-06", "one-off", "mits de cijfers van het departement er zijn",
    )  # fmt: skip
    assert promise.force == "promised"
    assert drafted[2].mentions == ("begroting-2030",)
    assert [(amount.value, amount.unit) for amount in drafted[2].amounts] == [("3000000", "EUR")]
    assert (drafted[9].holder, drafted[9].authority and drafted[9].authority.kind) == (
        "voorzitter-veiligheidsregio", "decides",
    )  # fmt: skip
    assert [omission.sentences for omission in one.omissions] == [[1]]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_yaml_is_read_strictly_and_lacks_only_what_an_editor_must_say(path: Path, tmp_path: Path) -> None:
    one = of_file(path)
    file = tmp_path / f"{one.slug}.yaml"
    file.write_text(annotation(one, path.name), encoding="utf-8")
    loaded = load(file)
    assert loaded.summary == one.slug
    assert {problem.code for problem in loaded.problems} <= {"empty"}
    for problem in loaded.problems:
        assert any(f"'{key}'" in problem.message for key in LEFT_OPEN), problem


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_sentences_stand_in_comments_alone(path: Path) -> None:
    one = of_file(path)
    content = annotation(one, path.name)
    bare = "\n".join(line for line in content.splitlines() if not line.lstrip().startswith("#"))
    for sentence in one.document.sentences:
        assert sentence.text not in " ".join(re.sub(r"^\s*#", "", line).strip() for line in bare.splitlines())
        quoted = " ".join(re.sub(r"^\s*#\s*", "", line) for line in content.splitlines())
        assert f"{sentence.number} | {sentence.text}" in quoted


@pytest.mark.parametrize(
    "one",
    [of_file(TEXTS[0]), made("De dijkgraaf wil zand. Hij vindt de kade te laag. Zij zien dat. De kade moet hoger.")],
    ids=["example", "pronouns"],
)
def test_an_inherited_speaker_always_stands_beside_a_doubt(one: Draft) -> None:
    blocks = annotation(one, "tekst.txt").partition("\nstatement:\n")[2].partition("\namount:")[0].split("\n\n")
    inherited = [block for block in blocks if "byInherited:" in block]
    assert len(inherited) == sum(bool(statement.read.inherited) for statement in one.statements) > 0
    for block in inherited:
        assert re.search(r"^  # \? speaker: inherited", block, re.MULTILINE), block


# --- what must not be lost


@pytest.mark.parametrize(
    "body",
    [
        "De dijkgraaf vindt het plan niet goed.",
        "De dijkgraaf zegt dat er geen geld is.",
        "De burgemeesters vragen de minister om niet te wachten.",
        "De dijkgraaf licht de begroting toe. Er is niet genoeg geld.",
        "De dijkgraaf steunt het plan en vindt het niet te duur.",
        "De dijkgraaf steunt het plan, maar vindt dat het niet te lang mag duren.",
    ],
)
def test_a_denial_is_flagged_wherever_in_the_sentences_of_a_statement_it_stands(body: str) -> None:
    one = made(body)
    flagged = [statement for statement in one.statements if statement.negated]
    assert flagged
    assert all("denies something: keep that in the gist" in statement.doubts for statement in flagged)
    assert "    negated: true\n" in annotation(one, "tekst.txt")


def test_what_denies_nothing_is_not_flagged() -> None:
    one = made("Niet alleen de dijkgraaf vindt het plan goed. De minister steunt het plan.")
    assert not any(statement.negated for statement in one.statements)


@pytest.mark.parametrize(
    "refused",
    [
        "De minister zegt niet toe dat er geld komt.",
        "De minister doet geen toezegging over het zand.",
        "De minister kan niets toezeggen over het zand.",
        "De minister kan geen zand toezeggen.",
        "De minister wil niet beloven dat er geld komt.",
        "De minister weigert toe te zeggen dat er geld komt.",
    ],
)
def test_a_refused_promise_is_no_commitment(refused: str) -> None:
    one = made(f"{SAID} {refused}")
    assert [statement.read.type for statement in one.statements if 2 in statement.read.sentences] != ["Commitment"]
    assert "type: Commitment" not in annotation(one, "tekst.txt")


@pytest.mark.parametrize(
    ("promised", "force", "kind"),
    [
        ("De dijkgraaf zegt toe voor de zomer drie lijsten te sturen.", "promised", "one-off"),
        ("De dijkgraaf zegt toe vóór de zomer drie lijsten te sturen.", "promised", "one-off"),
        ("De dijkgraaf zegt de leden jaarlijks een lijst toe.", "promised", "recurring"),
        ("De dijkgraaf zal in mei de kade bekijken.", "undertaken", "one-off"),
    ],
)
def test_a_commitment_has_its_force_and_kind(promised: str, force: str, kind: str) -> None:
    one = made(f"{SAID} {promised}").statements[-1]
    assert (one.read.type, one.force, one.kind) == ("Commitment", force, kind)


def test_what_was_meant_for_the_meeting_stands_on_top() -> None:
    text = parse((EXAMPLE / "texts" / "kust-2030-04-10.txt").read_text(encoding="utf-8"))
    head = annotation(draft(text, catalogue(), "kust-2030-04-10", text.dates), "x").partition("\nid: ")[0]
    assert "# Meant for this meeting, by what was said before. If it comes up, link to it:" in head
    assert "#   uitspraak/kust-2030-01-15-" in head


def test_the_least_sure_statements_are_named_first() -> None:
    one = of_file(EXAMPLE / "texts" / "kust-2030-01-15.txt")
    sure = {f"{statement.number:03}": statement.sureness for statement in one.statements}
    listed = re.findall(r"\b\d{3}\b", annotation(one, "x").partition("least sure first:")[2].partition("\n#\n")[0])
    assert listed == sorted(listed, key=sure.__getitem__)
    assert set(listed) == {number for number, how in sure.items() if how < SURE}


def test_an_outcome_with_a_moment_that_has_passed_is_to_be_looked_at() -> None:
    asked = "De minister vraagt om zand."
    recalled, _ = made(f"In oktober 2029 is afgesproken dat de dijk wordt verhoogd. {asked}").statements
    new, _ = made(f"Afgesproken is dat de dijk in december wordt verhoogd. {asked}").statements
    assert any("has passed" in doubt for doubt in recalled.doubts)
    assert not any("has passed" in doubt for doubt in new.doubts)


def test_an_amount_of_a_sentence_in_two_statements_is_stated_once() -> None:
    one = made("De burgemeesters vragen de minister om 3 miljoen euro; de dijkgraaf bevestigt dat.")
    assert len(one.statements) == 2
    assert [amount.value for statement in one.statements for amount in statement.amounts] == ["3000000"]


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("De minister wacht op het departement.", ("departement",)),
        ("Volgens de minister zijn de cijfers van het departement er nog.", ("departement",)),
        ("De minister noemt de directeur van Zandstad en het ZKB.", ("ZKB", "directeur van Zandstad")),
        ("De minister en de dijkgraaf vinden de Kamer traag.", ()),
    ],
)
def test_names_that_the_graph_does_not_know_are_listed_as_they_are_named(text: str, unknown: tuple[str, ...]) -> None:
    assert made(f"{SAID} {text}").unknown == unknown


# --- slugs, days and meetings


@pytest.mark.parametrize(
    ("stem", "slug"),
    [
        ("kust-2030-01-15", "kust-2030-01-15"),
        ("kust_2030_01_15", "kust-2030-01-15"),
        ("Kust-2030-01-15", "kust-2030-01-15"),
        ("verslag: kust 2030-01-15", "verslag-kust-2030-01-15"),
    ],
)
def test_without_a_day_in_the_title_and_a_body_in_the_text_the_name_of_the_file_gives_the_slug(
    stem: str, slug: str
) -> None:
    one = draft_of(parse(f"Verslag\n\nBegroting\n{SAID}"), catalogue(), stem)
    assert one.days == (date(2030, 1, 15),)
    assert one.slug == slug
    assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", one.slug)
    assert as_yaml(one)["id"] == f"summary/{one.slug}"


def test_the_body_that_a_text_names_gives_the_slug_and_the_title_the_day() -> None:
    one = draft_of(document(SAID), catalogue(), "wat-dan-ook-2031-02-03")
    assert (one.slug, one.days) == ("kustoverleg-2030-01-15", (date(2030, 1, 15),))


def test_two_meetings_in_one_title_are_both_covered() -> None:
    one = made(SAID, title="Terugkoppeling Kustoverleg 3 juni en extra overleg 1 juni 2030")
    assert one.slug == "kustoverleg-2030-06-03"
    assert meetings_of(one) == ["kustoverleg-2030-06-03", "kustoverleg-2030-06-01"]
    data = as_yaml(one)
    assert list(data["covers"]) == ["meeting/kustoverleg-2030-06-03", "meeting/kustoverleg-2030-06-01"]
    head = annotation(one, "tekst.txt").partition("\nid: ")[0]
    assert re.findall(r"^#     date: (\S+)$", head, re.MULTILINE) == ["2030-06-03", "2030-06-01"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("kust-2030-01-15", [date(2030, 1, 15)]),
        ("kust-2030-01-15-en-2030-01-16", [date(2030, 1, 15), date(2030, 1, 16)]),
        ("kust-2030-02-31", []),
        ("kust", []),
    ],
)
def test_the_days_in_the_name_of_a_file(name: str, expected: list[date]) -> None:
    assert list(dates(name)) == expected


def test_headings_that_are_alike_get_slugs_of_their_own() -> None:
    one = draft_of(parse(f"{TITLE}\n\nZand\n{SAID}\n\nZand\n{SAID}\n\nZand\n{SAID}\n"), catalogue(), "x")
    slugs = [item.slug for item in one.items]
    assert len(slugs) == len(set(slugs)) == 3
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug) for slug in slugs)


# --- texts that are no summary


@pytest.mark.parametrize(
    "body",
    ["De zon schijnt. Het regent in de haven.", "Meng bloem en water. Bak een uur.", "Hallo.", "1 2 3."],
)
def test_a_text_in_which_nobody_says_anything_is_no_summary(body: str) -> None:
    with pytest.raises(DocumentError, match="give the text of a summary"):
        made(body)


def test_a_text_without_a_day_anywhere_says_how_to_name_the_file() -> None:
    with pytest.raises(DocumentError, match="lovp-2026-02-02"):
        draft_of(parse(f"Verslag\n\n{SAID}"), catalogue(), "verslag")


# --- any text

WORDS = [
    "de dijkgraaf", "De minister", "Zij", "hij", "de burgemeesters", "het Kustoverleg", "de leden", "zegt", "toe", "vraagt",
    "vinden", "niet", "geen", "en", "maar", ";", ",", "in mei", "vóór de zomer", "3 miljoen euro", "gezag", "mits", "dat",
    "afgesproken", "is", "besloten", "terug", "volgend overleg", "zorgen", "over", "de begroting", "door", "Volgens", "eerder",
]  # fmt: skip
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=10).map(
    lambda words: " ".join(words).capitalize() + "."
)
PARAGRAPHS = st.lists(st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join), min_size=1, max_size=4)


def drafted_somehow(text: str) -> Draft | None:
    try:
        return draft(parse(text), catalogue(), "kust-2030-01-15", [date(2030, 1, 15)])
    except DocumentError:
        return None


@settings(examples(60), suppress_health_check=[HealthCheck.too_slow])
@given(PARAGRAPHS)
def test_of_any_paragraphs_each_sentence_is_covered_and_the_yaml_is_sound(paragraphs: list[str]) -> None:
    one = drafted_somehow(f"{TITLE}\n\nBegroting\n{SAID}\n\n" + "\n\nZand\n".join(paragraphs))
    if one:
        assert_nothing_is_lost_or_doubled(one)
        as_yaml(one)
        for sentence in one.document.sentences[-2:]:
            assert list(explain(one, sentence.number))


@settings(examples(60), suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200), st.text(max_size=60))
@example("\x7f", "")
@example("\x01\x1b", "")
@example("\ufffe\uffff", "")
@example("\u2028\x85", "\u2028\x85")
@example("İİİİİİİİ zegt", "x")
def test_no_text_makes_a_draft_fail_or_its_yaml_unreadable(text: str, heading: str) -> None:
    one = drafted_somehow(f"{TITLE}\n\n{heading}\n\n{SAID} {text}")
    if one:
        assert_nothing_is_lost_or_doubled(one)
        as_yaml(one)


# --- texts that attack

HOSTILE = {
    "quotes": '"ja" \'nee\' ‘x’ "',
    "a key": "id: summary/boef",
    "a colon at the end": "zo is het:",
    "a comment": "dit # niet dat",
    "a document": "--- zand ...",
    "tabs": "zand\t- id:\tboef",
    "emoji": "zand 🙂🏖️ 👩‍👩‍👧",
    "a long word": "x" * 5000,
    "long words": " ".join(["y" * 300] * 20),
    "lines": "zand\x0b- id: boef\x0c- id: boef\x1c- id: boef\x85- id: boef\u2028- id: boef\u2029- id: boef",
    "a carriage return": "zand\r- id: boef",
    "backslashes": "\\n \\u0000 \\",
    "flow": "]} {nl: x} [a, b]",
    "an anchor": "&a *a !!python/object:os.system %TAG",
    "a mark of order": "\ufeffzand\u202eezz",
    "html": "<script>alert(1)</script>",
}


@pytest.mark.parametrize("attack", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_sentence_cannot_leave_its_comment(attack: str) -> None:
    usual = as_yaml(made(f"{SAID} De minister vindt zand in 2031 nuttig, mits het kan."))
    body = f"{SAID} De minister vindt {attack} in 2031 nuttig, mits het {attack} kan."
    one = made(f"{body}\n\nSlot\nDe burgemeesters vragen de minister om zand.")
    data = as_yaml(one)
    assert set(data) <= {*usual, "amount", "authorityRelation", "notMapped"}
    assert data["id"] == "summary/kustoverleg-2030-01-15"
    for thing in data["statement"]:
        assert set(thing) <= {
            "id", "type", "meeting", "agendaItem", "by", "byInherited", "to", "theme", "mentions", "force", "kind", "due",
            "dueText", "dueMeeting", "condition", "negated", "gist", "sentence",
        }  # fmt: skip
        assert thing["id"].startswith("uitspraak/kustoverleg-2030-01-15-")
        assert thing["gist"] == {"nl": ""}


@pytest.mark.parametrize("attack", [one for one in HOSTILE.values() if len(one) < 100])
def test_a_hostile_heading_cannot_leave_its_string(attack: str) -> None:
    one = draft_of(parse(f"{TITLE}\n\n{attack}\n\n{SAID}\n\n"), catalogue(), "kust-2030-01-15")
    headings = [item["heading"] for item in as_yaml(one).get("agendaItem", [])]
    assert headings == [item.heading for item in one.items]


@pytest.mark.parametrize(
    "source", ["a\nid: boef.txt", "a\rid: boef.pdf", "a\u2028id: b.txt", "a\x85id: b.txt", "# x: y.txt", "\x07.txt"]
)
def test_the_name_of_a_file_cannot_leave_its_comment(source: str) -> None:
    one = made(SAID)
    assert as_yaml(one, source) == as_yaml(one)


# --- earlier statements


def test_a_statement_that_is_gone_back_to_is_found_among_the_earlier_ones() -> None:
    found = Earlier(catalogue(), "2030-04-10").candidates(
        "De burgemeesters willen opnieuw bij ontruiming gehoord worden.", []
    )
    assert found[0].slug == "kust-2030-01-15-008"
    assert [one.likeness for one in found] == sorted((one.likeness for one in found), reverse=True)
    assert len(found) <= MOST
    assert all(0 < one.likeness <= 1.05 for one in found)


def test_what_is_said_on_the_day_itself_or_later_is_not_earlier() -> None:
    text = "De burgemeesters willen bij ontruiming gehoord worden."
    assert Earlier(catalogue(), "2030-01-15").candidates(text, []) == []
    assert {one.slug[:15] for one in Earlier(catalogue(), "2030-04-10").candidates(text, [])} == {"kust-2030-01-15"}


def test_a_theme_that_is_shared_makes_statements_more_alike() -> None:
    earlier = Earlier(catalogue())
    text = "De burgemeesters willen bij ontruiming gehoord worden."
    (without, *_), (with_theme, *_) = earlier.candidates(text, []), earlier.candidates(text, ["gezag"])
    assert with_theme.slug == without.slug
    assert with_theme.likeness == pytest.approx(without.likeness + SAME_THEME)


def test_a_little_likeness_is_enough_on_the_same_theme_or_where_a_sentence_goes_back() -> None:
    earlier, text = Earlier(catalogue()), "De kustwacht kreeg vorig jaar extra schepen."
    assert earlier.candidates(text, ["meerjarenbegroting"]) == []
    ((on_theme,), (going_back,)) = earlier.candidates(text, ["gezag"]), earlier.candidates(text, [], goes_back=True)
    assert on_theme.slug == going_back.slug == "kust-2030-01-15-011"
    assert LIKE_BACK < going_back.likeness < LIKE < on_theme.likeness


@pytest.mark.parametrize("text", ["", "Xylofoon quasar.", "de het een"])
def test_what_is_like_nothing_has_no_candidates(text: str) -> None:
    assert Earlier(catalogue()).candidates(text, []) == []


def test_a_draft_names_the_earlier_statement_that_a_sentence_may_go_back_to() -> None:
    content = annotation(of_file(TEXTS[1]), "kust.txt")
    assert re.search(r"^  # < uitspraak/kust-2030-01-15-008 \(0\.\d+\): De burgemeesters willen", content, re.MULTILINE)


# --- explaining


def test_the_explanation_tells_rule_names_verbs_and_moments() -> None:
    told = "\n".join(explain(of_file(TEXTS[0]), 5))
    assert told.startswith("5 | De dijkgraaf zegt toe vóór de zomer")
    for part in (
        "actor      dijkgraaf = dijkgraaf",
        "moment     vóór de zomer = 2030-04/2030-06, rule ",
        "due        vóór de zomer",
        "003: Commitment, ",
        "rule: promises",
        "speaker dijkgraaf, ",
        "read as: @ zegt<promise> toe vóór de zomer <due> ",
        "verb       zegt … toe = toezeggen, promise",
    ):
        assert part in told


def test_the_explanation_tells_amounts_and_what_only_goes_on() -> None:
    told = "\n".join(explain(of_file(TEXTS[0]), 3))
    assert "amount     3 miljoen euro = 3000000 EUR, role need" in told
    assert "it only goes on with sentence 2" in told


def test_the_explanation_tells_why_a_sentence_is_left_out() -> None:
    told = "\n".join(explain(of_file(TEXTS[0]), 1))
    assert "not mapped, by " in told
    assert "announces the agenda" in told


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_sentence_can_be_explained_and_no_other(path: Path) -> None:
    one = of_file(path)
    count = len(one.document.sentences)
    for number in range(1, count + 1):
        assert any(line.startswith(("statement ", "not mapped")) for line in explain(one, number))
    with pytest.raises(IndexError):
        list(explain(one, count + 1))
    with pytest.raises(IndexError):
        list(explain(one, 0))


def test_a_meeting_that_the_graph_has_or_expects_keeps_its_name() -> None:
    real = read(EmbeddedStore(quads(assemble().graphs)))
    text = "Terugkoppeling LOVP {}\n\nBegroting\nDe minister vraagt het LOVP om een besluit over de begroting."
    found = {}
    for day in ("2 februari 2026", "13 april 2026", "1 januari 2033"):
        one = draft_of(parse(text.format(day)), real, "tekst")
        found[one.meetings[0].slug] = (one.meetings[0].known, annotation(one, "tekst.txt"))
    assert {slug: known for slug, (known, _) in found.items()} == {
        "lovp-2026-02-02": "date",
        "lovp-2026-04": "expected",
        "lovp-2033-01-01": "",
    }
    assert "give it date: 2026-04-13" in found["lovp-2026-04"][1]
    assert "covers: [meeting/lovp-2026-04]" in found["lovp-2026-04"][1]
    assert '"LOVP van 1 januari 2033", en: "LOVP of 1 January 2033"' in found["lovp-2033-01-01"][1]


def test_an_actor_called_by_the_word_does_not_hide_who_has_authority() -> None:
    real = read(EmbeddedStore(quads(assemble().graphs)))
    text = "Terugkoppeling LOVP 1 januari 2033\n\nGezag\nDe burgemeester bevestigt dat hij het gezag heeft over de politie."
    text += " De burgemeester heeft het gezag over de politie bij demonstraties."
    one = draft_of(parse(text), real, "tekst")
    kinds = [(statement.authority.kind, statement.holder) for statement in one.statements if statement.authority]
    assert ("gezag", "burgemeesters") in kinds
