"""Plain text in the layouts that were seen becomes the same sections, paragraphs and sentences."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovp_graph.documents import Document, parse, read
from lovp_graph.documents.layout import blocks
from lovp_graph.documents.sentences import digest, fold, spans
from lovp_graph.errors import DocumentError
from tests.chance import examples

TITLE = "Terugkoppeling Kustoverleg 3 juni en extra overleg 1 juni 2030"
OPENING = [
    "In het overleg van 3 juni jl. spraken de leden over het onderhoud van de dijken langs de kust en over de vraag hoe "
    "de kosten daarvan de komende jaren worden verdeeld over de waterschappen, de gemeenten en het Rijk.",
    "Ook is stilgestaan bij de oefening van vorig jaar, waaraan resp. de kustwacht en de veiligheidsregio meededen.",
]
REPAIR = [
    "De dijkgraaf licht toe dat het herstel van de duinen is begonnen en dat er tot nu toe ca. 400 meter is hersteld.",
    "Er is gesproken over zand, helmgras, schelpen etc. Het gaat om een werk van lange adem, dat volgens de dijkgraaf "
    "niet vóór 2033 klaar kan zijn en dat ook daarna onderhoud vraagt.",
    "De burgemeesters vragen of dat sneller kan?",
]
COSTS = [
    "De minister zegt toe de cijfers vóór 1 september te sturen, mits het departement ze op tijd heeft ontvangen van "
    "de waterschappen die het onderhoud uitvoeren.",
    "De leden zijn het eens dat de politie- en brandweerinzet buiten beschouwing blijft.",
]


def sentences(parts: list[str]) -> list[str]:
    text = " ".join(parts)
    return [text[start:end] for start, end in spans(text, 0, len(text))]


EXPECTED = [sentences(OPENING), sentences(REPAIR), sentences(COSTS)]


def wrap(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


PARTS: list[tuple[str, list[str]]] = [
    ("heading", [TITLE]), ("paragraph", OPENING), ("heading", ["Herstel van de duinen"]), ("paragraph", REPAIR),
    ("heading", ["Kosten/ verdeling"]), ("paragraph", COSTS),
]  # fmt: skip


def dense(width: int = 80) -> str:
    """Paragraphs in consecutive lines, a blank line after each."""
    return (
        "\n".join(
            "\n".join(wrap(" ".join(part), width)) + ("\n" if kind == "paragraph" else "") for kind, part in PARTS
        )
        + "\n"
    )


def double_spaced(width: int = 80) -> str:
    """A blank line after every line; paragraphs end in two spaces."""
    return (
        "\n\n".join(
            "\n\n".join(wrap(" ".join(part), width)) + ("  " if kind == "paragraph" else " ") for kind, part in PARTS
        )
        + "\n"
    )


def unwrapped() -> str:
    """One line for each heading and paragraph."""
    return "\n".join(" ".join(part) for _, part in PARTS) + "\n"


def empty_paragraphs(width: int = 80) -> str:
    """A blank line after every line, a line of one space between paragraphs."""
    return (
        "\n\n".join(
            "\n\n".join(wrap(" ".join(part), width)) + ("\n\n " if kind == "paragraph" else "") for kind, part in PARTS
        )
        + "\n"
    )


def page_break(width: int = 80) -> str:
    """As dense, but a page ends within the second paragraph."""
    lines = dense(width).split("\n")
    within = next(i for i, line in enumerate(lines) if line and line[0].islower())
    lines[within] = " " + lines[within]
    return "\n".join(lines)


LAYOUTS = {
    "dense": dense(),
    "dense, narrow": dense(60),
    "double-spaced": double_spaced(),
    "double-spaced, wide": double_spaced(100),
    "empty paragraphs": empty_paragraphs(),
    "page break": page_break(),
    "unwrapped": unwrapped(),
    "Windows line ends": dense().replace("\n", "\r\n"),
}


def grouped(document: Document) -> list[list[str]]:
    numbers = sorted({sentence.paragraph for sentence in document.sentences})
    return [[sentence.text for sentence in document.sentences if sentence.paragraph == number] for number in numbers]


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_every_layout_gives_the_same_document(text: str) -> None:
    document = parse(text)
    assert document.title == TITLE
    assert document.dates == (date(2030, 6, 3), date(2030, 6, 1))
    assert [section.heading for section in document.sections] == ["", "Herstel van de duinen", "Kosten/ verdeling"]
    assert grouped(document) == EXPECTED
    assert [sentence.section for sentence in document.sentences] == [0, 0, 1, 1, 1, 1, 2, 2]


def test_abbreviations_do_not_end_a_sentence_but_a_final_one_may() -> None:
    assert [len(paragraph) for paragraph in EXPECTED] == [2, 4, 2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dit is zo. Dat ook!", ["Dit is zo.", "Dat ook!"]),
        ("Het bedrag is €1.5 miljoen. Meer niet.", ["Het bedrag is €1.5 miljoen.", "Meer niet."]),
        ("Volgens mr. De Vries kan het. Goed.", ["Volgens mr. De Vries kan het.", "Goed."]),
        ("Vragen m.b.t. Rotterdam volgen. Later.", ["Vragen m.b.t. Rotterdam volgen.", "Later."]),
        ("Hij zei: ‘Het kan.’ Zij zweeg.", ["Hij zei: ‘Het kan.’", "Zij zweeg."]),
        ("Op 27 september jl. De leden kwamen.", ["Op 27 september jl.", "De leden kwamen."]),
        ("J. Jansen (voorzitter) sprak. Daarna niet.", ["J. Jansen (voorzitter) sprak.", "Daarna niet."]),
        ("Hoe verder? 2027 wordt beslissend.", ["Hoe verder?", "2027 wordt beslissend."]),
        ("Zonder punt", ["Zonder punt"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences([text]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("de politie-\ninzet", "de politie-inzet"),
        ("de in- \nen uitstroom", "de in- en uitstroom"),
        ("twee   spaties\t\nen een tab", "twee spaties en een tab"),
        ("cafe\u0301", "caf\u00e9"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


def test_the_digest_ignores_how_a_sentence_was_wrapped() -> None:
    assert digest("Een zin\ndie doorloopt.") == digest("Een  zin die doorloopt.")
    assert digest("Een zin.") != digest("Een zin niet.")


def test_bullets_open_items_or_sub_headings() -> None:
    text = (
        "Overleg 1 mei 2030\n\nBegroting\n\n\uf0b7 Extra geld\n\nDe leden vragen om geld voor het herstel.\n\n"
        "Besluiten\n\nDe leden besluiten:\n- het plan vast te stellen;\n- de brief te sturen.\n\nEr volgt nog overleg.\n"
    )
    document = parse(text)
    assert [(s.heading, s.parent) for s in document.sections[1:]] == [
        ("Begroting", None),
        ("Extra geld", 1),
        ("Besluiten", None),
    ]
    assert grouped(document)[1:] == [
        ["De leden besluiten:"], ["het plan vast te stellen;"], ["de brief te sturen."], ["Er volgt nog overleg."],
    ]  # fmt: skip


def test_a_heading_without_text_holds_the_headings_that_follow() -> None:
    text = (
        "Overleg 1 mei 2030\n\nKorte punten\n\nDijken\n\nDe dijken zijn op orde.\n\nDuinen\n\nDe duinen zijn dat niet.\n\n"
        "Tot slot\n\nEr is niets.\n"
    )
    parents = {section.heading: section.parent for section in parse(text).sections}
    assert parents == {"": None, "Korte punten": None, "Dijken": 1, "Duinen": 1, "Tot slot": None}


def test_a_dash_at_a_line_end_is_no_bullet() -> None:
    text = (
        "Overleg 1 mei 2030\n\nDe minister zegt dat het inzetten van de dijkwacht en van de kustwacht een apart\n"
        "– en zwaar – besluit is en blijft van de dijkgraaf.\n"
    )
    assert len(parse(text).sentences) == 1


def test_a_heading_may_end_in_a_full_stop_but_a_short_sentence_is_no_heading() -> None:
    text = "Overleg 1 mei 2030\n\nNieuw stelsel.\n\nEr komt een stelsel.\n\nDat is goed.\n\nDe leden zijn het eens.\n"
    document = parse(text)
    assert [section.heading for section in document.sections[1:]] == ["Nieuw stelsel."]
    assert [sentence.text for sentence in document.sentences] == [
        "Er komt een stelsel.",
        "Dat is goed.",
        "De leden zijn het eens.",
    ]


QUESTION = "Wie leidt bij een vloed over de grens van twee waterschappen?"
AROUND = "De dijkgraaf licht het plan toe. De leden zijn het ermee eens."


@pytest.mark.parametrize(
    ("question", "before", "after", "is_heading"),
    [
        (QUESTION, AROUND, AROUND, True),
        ("Moet het Rijk zelf baggeren?", AROUND, AROUND, True),
        (QUESTION, "De leden spraken.", AROUND, False),  # a paragraph of one sentence may be part of a dialogue
        (QUESTION, AROUND, "Dat is de dijkgraaf.", False),
        ("De burgemeesters vragen of dat sneller kan?", AROUND, AROUND, False),
        ("Hoe nu? Wie leidt bij een vloed?", AROUND, AROUND, False),
        (QUESTION[:-1] + " en van de twee provincies, nu het Rijk daar niet over gaat?", AROUND, AROUND, False),
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["a paragraph a line", "blank lines"])
def test_a_question_alone_between_paragraphs_is_a_heading(
    question: str, before: str, after: str, is_heading: bool, between: str
) -> None:
    text = between.join(["Overleg 1 mei 2030", "Plan", before, question, after, "Dat was het."]) + "\n"
    headings = [section.heading for section in parse(text).sections[1:]]
    assert headings == (["Plan", question] if is_heading else ["Plan"])


def test_a_question_within_a_paragraph_is_a_sentence() -> None:
    lines = [*wrap(" ".join(REPAIR[:2]), 60), QUESTION, *wrap("Dat weet " + REPAIR[0], 60)]
    document = parse("\n".join(["Overleg 1 mei 2030", "", *lines, ""]))
    assert len(document.sections) == 1


def test_impossible_dates_and_dates_without_a_year_are_left_out() -> None:
    assert parse("Overleg 31 februari 2030\n\nEr was overleg.\n").dates == ()
    assert parse("Overleg 3 maart\n\nEr was overleg.\n").dates == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no sentence found"),
        (b"\n \n", "no sentence found"),
        (b"PK\x03\x04\x00\x00", "cannot be unpacked"),
        (b"De leden\x00spraken.", "NUL bytes"),
        ("café".encode("latin-1"), ":1: not UTF-8"),
        (b"x" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_what_is_no_summary_gets_one_clear_message(content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes(content)
    with pytest.raises(DocumentError, match=message):
        read(path)


def test_a_folder_or_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be read"):
        read(tmp_path / "weg.txt")


ALPHABET = st.sampled_from(list("aAbB zZé.?!,:;-–•*‘’'\"()\n\n\n \t\r\f\u2028\u00a0\uf0b7019€"))


@given(st.text(ALPHABET, max_size=400))
@examples(300)
def test_sentences_cover_every_block_and_do_not_overlap(text: str) -> None:
    document = parse(text)
    for sentence in document.sentences:
        assert fold(text[sentence.start : sentence.end]) == sentence.text
        assert sentence.text
        assert digest(text[sentence.start : sentence.end]) == sentence.sha256
    assert all(a.end <= b.start for a, b in pairwise(document.sentences))
    assert [sentence.number for sentence in document.sentences] == list(range(1, len(document.sentences) + 1))
    covered = {position for sentence in document.sentences for position in range(sentence.start, sentence.end)}
    for block in blocks(text):
        if block.kind != "heading":
            assert all(text[i].isspace() or i in covered for i in range(block.start, block.end))


def test_the_real_texts_have_the_known_numbers(texts: Path) -> None:
    documents = [read(path)[1] for path in sorted(texts.glob("*.txt"))]
    assert [len(document.sentences) for document in documents] == [61, 84, 70, 62, 49]
    assert [len(document.sections) - 1 for document in documents] == [7, 8, 5, 8, 6]
    assert [document.sentences[-1].paragraph for document in documents] == [11, 18, 8, 8, 8]
    assert [document.dates for document in documents] == [
        (date(2021, 9, 27),), (date(2021, 11, 29), date(2021, 11, 23)), (date(2025, 4, 16),), (date(2025, 11, 24),),
        (date(2026, 2, 2),),
    ]  # fmt: skip
