"""The same text in plain text, PDF, DOCX and HTML gives the same sentences; what is no text gets one clear message."""

from __future__ import annotations

import bz2
import io
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from click.testing import CliRunner
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from lovp_graph.cli import main
from lovp_graph.documents import Document, apart, from_bytes, pdf, read
from lovp_graph.documents.layout import Piece, assemble
from lovp_graph.documents.sentences import digest, fold
from lovp_graph.errors import DocumentError
from tests import producing
from tests.chance import examples
from tests.conftest import PROJECT
from tests.producing import LAYOUTS, STYLES, Layout, as_docx, as_html, as_pdf, expected, outline, page, parts_of

TEXTS = producing.tuning_texts(PROJECT)
EVERY_TEXT = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
# A paragraph that fills its last line, at the foot of a page, cannot be told from one that goes on.
PARAGRAPH_LOST = {("justified", "lbp-2032-06-07")}


def without_paragraphs(found: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*found[:-1], [(number, section, sha256) for number, section, _, sha256 in found[-1]])


def read_html(content: str) -> Document:
    return from_bytes(f"<html><body>{content}</body></html>".encode(), "page.html")[1]


def read_docx(document: Any) -> Document:
    return from_bytes(producing.saved(document), "text.docx")[1]


def headings(document: Document) -> list[str]:
    return [section.heading for section in document.sections[1:]]


def texts_of(document: Document) -> list[str]:
    return [sentence.text for sentence in document.sentences]


# --- the same text in every format


@EVERY_TEXT
@pytest.mark.parametrize("make", [producing.styled, producing.bold, producing.unstyled])
def test_docx_gives_the_same_document(text: str, make: Callable[..., None]) -> None:
    assert outline(from_bytes(as_docx(parts_of(text), make), "text.docx")[1]) == expected(text)


@EVERY_TEXT
@pytest.mark.parametrize("divide", [False, True], ids=["", "soft hyphens"])
@pytest.mark.parametrize("marked", [True, False], ids=["headings", "bold"])
def test_html_gives_the_same_document(text: str, marked: bool, divide: bool) -> None:
    content = page(as_html(parts_of(text), marked=marked, divide=divide))
    assert outline(from_bytes(content.encode(), "page.html")[1]) == expected(text)


@EVERY_TEXT
@pytest.mark.parametrize("layout", LAYOUTS, ids=LAYOUTS)
def test_pdf_gives_the_same_document(text: str, layout: str) -> None:
    found = outline(from_bytes(as_pdf(parts_of(text), LAYOUTS[layout]), "text.pdf")[1])
    if (layout, next(name for name, other in TEXTS.items() if other == text)) in PARAGRAPH_LOST:
        assert without_paragraphs(found) == without_paragraphs(expected(text))
    else:
        assert found == expected(text)


@EVERY_TEXT
@pytest.mark.parametrize("style", STYLES, ids=STYLES)
def test_a_printed_page_gives_the_same_document(text: str, style: str, browser: Browser) -> None:
    opened = browser.new_page()
    body = as_html(parts_of(text), divide=style == "narrow")
    opened.set_content(f"<!DOCTYPE html><html lang='nl'><style>{STYLES[style]}</style>{body}")
    small = "<span style='font-size: 8px'>Verslag van het overleg</span>"
    numbers = "<span style='font-size: 8px'>Pagina <i class='pageNumber'></i> van <i class='totalPages'></i></span>"
    content = opened.pdf(
        prefer_css_page_size=True,
        display_header_footer=style in ("justified", "narrow"),
        header_template=small,
        footer_template=numbers,
    )
    opened.close()
    assert outline(from_bytes(content, "text.pdf")[1]) == expected(text)


def test_the_real_texts_agree(texts: Path) -> None:
    for path in sorted(texts.glob("lovp-*.txt")):
        text = path.read_text(encoding="utf-8")
        for layout in ("plain", "justified and hyphenated", "two fonts"):
            assert outline(from_bytes(as_pdf(parts_of(text), LAYOUTS[layout]), "x.pdf")[1]) == expected(text)
        assert outline(from_bytes(as_docx(parts_of(text), producing.styled), "x.docx")[1]) == expected(text)
        assert outline(from_bytes(page(as_html(parts_of(text))).encode(), "x.html")[1]) == expected(text)


@EVERY_TEXT
def test_offsets_count_in_the_text_as_extracted(text: str) -> None:
    for content in (
        as_docx(parts_of(text), producing.styled),
        as_pdf(parts_of(text), Layout()),
        page(as_html(parts_of(text))).encode(),
    ):
        extracted, document = from_bytes(content, "x")
        for sentence in document.sentences:
            assert digest(extracted[sentence.start : sentence.end]) == sentence.sha256
        lines = extracted.split("\n\n")
        assert len(lines) == 1 + len(document.sections) - 1 + document.sentences[-1].paragraph
        assert all("\n" not in line.rstrip("\n") for line in lines)


@pytest.mark.parametrize("suffix", ["", ".txt", ".docx"])
def test_the_content_decides_not_the_name(suffix: str, tmp_path: Path) -> None:
    text = next(iter(TEXTS.values()))
    for content in (as_pdf(parts_of(text), Layout()), page(as_html(parts_of(text))).encode()):
        path = tmp_path / f"naam{suffix}"
        path.write_bytes(content)
        assert outline(read(path)[1]) == expected(text)


@pytest.mark.parametrize("suffix", ["pdf", "docx", "html", "txt"])
def test_register_reads_every_format(suffix: str, tmp_path: Path) -> None:
    text = next(iter(TEXTS.values()))
    parts = parts_of(text)
    contents = {"pdf": as_pdf(parts, Layout()), "docx": as_docx(parts, producing.bold), "html": as_html(parts).encode()}
    path = tmp_path / f"kust.{suffix}"
    path.write_bytes(contents.get(suffix, text.encode()))
    result = CliRunner().invoke(main, ["register", str(path)])
    assert result.exit_code == 0
    assert [line.rpartition(",")[2] for line in result.stdout.splitlines()[1:]] == [row[3] for row in expected(text)[3]]
    piped = CliRunner().invoke(main, ["register", "-"], input=path.read_bytes())
    assert piped.stdout == result.stdout


@given(st.lists(st.tuples(st.text(max_size=60), st.sampled_from(["none", "heading", "item", "row"])), max_size=12))
@examples(200)
def test_whatever_the_pieces_the_blocks_lie_in_the_text(pieces: list[tuple[str, Any]]) -> None:
    text, found = assemble(Piece(content, mark) for content, mark in pieces)
    assert all(0 <= a.start < a.end <= len(text) for a in found)
    assert all(a.end < b.start for a, b in pairwise(found))
    text.encode()


# --- PDF


def printed(*lines: str, justified: bool = False) -> Document:
    """Lines that were broken by hand, between a title and a last paragraph."""
    printer = FPDF()
    printer.add_page()
    printer.core_fonts_encoding = "windows-1252"
    printer.set_font("helvetica", "B", 14)
    printer.cell(0, 10, "Overleg 1 mei 2030", new_x="LMARGIN", new_y="NEXT")
    printer.set_font("helvetica", "", 11)
    for line in lines:
        printer.cell(0, 5, line, new_x="LMARGIN", new_y="NEXT")
    return from_bytes(bytes(printer.output()), "x.pdf")[1]


FILLER = [
    "De leden van het overleg spraken over alles wat er dit jaar aan de kust is gedaan en over",
    "wat er nog moet.",
]


@pytest.mark.parametrize(
    ("before", "after", "expected_word"),
    [
        ("samen-", "werking", "samenwerking"),
        ("kust-", "inzet", "kustinzet"),
        ("dijkinspectie-", "inzet", "dijkinspectie-inzet"),
        ("ME-", "leden", "ME-leden"),
        ("oud-", "minister", "oud-minister"),
        ("niet-", "leden", "niet-leden"),
        ("secretaris-", "generaal", "secretaris-generaal"),
        ("Noord-", "Holland", "Noord-Holland"),
        ("in-", "en uitstroom", "in- en uitstroom"),
        ("5-", "fasenmodel", "5-fasenmodel"),
        ("financi-", "eel", "financieel"),
        ("vergaring en -", "deling", "vergaring en -deling"),
    ],
)
def test_a_hyphen_at_a_line_end(before: str, after: str, expected_word: str) -> None:
    line = "De leden van het overleg spraken over alles wat er aan de kust is gedaan, ook aan "
    document = printed(
        line + before, after + " en aan meer van dat alles, waarover eerder is gesproken in het overleg."
    )
    assert expected_word in texts_of(document)[0]


def test_how_the_document_writes_a_word_decides_on_its_hyphen() -> None:
    line = "De leden van het overleg spraken over alles wat er aan de kust is gedaan, ook aan zee-"
    rest = "wering en aan meer van dat alles, waarover eerder is gesproken in het overleg."
    assert "zeewering" in texts_of(printed(line, rest, "De zeewering is oud."))[0]
    assert "zee-wering" in texts_of(printed(line, rest, "De zee-wering is oud."))[0]


def test_no_line_end_hyphen_of_pdfium_is_left() -> None:
    line = [pdf.Word("aan", 10, 30, 700, 11, False, False)]
    for sign in pdf.LINE_END_SIGNS.values():
        line[0].text += sign
    assert pdf.Line(0, 800, line).text == "aan--"
    content = producing.divided("De verantwoordelijkheid voor de dijkbewaking en de samenwerking " * 12)
    printer = FPDF()
    printer.add_page()
    printer.set_font("helvetica", "", 11)
    printer.multi_cell(60, 5, content + ".")
    text = from_bytes(bytes(printer.output()), "x.pdf")[0]
    assert "-" not in text
    assert not {"\x02", "\ufffe", "\u00ad"} & set(text)


@pytest.mark.parametrize(
    "ligature", ["e\ufb03ciënt", "e\ufb00ect", "\ufb01nanciën", "\ufb02ink", "e\ufb04uent", "po\ufb06"]
)
def test_a_ligature_reads_as_its_letters(ligature: str) -> None:
    assert fold(ligature) == ligature.translate({0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB06: "st"})  # fmt: skip
    assert not any("\ufb00" <= letter <= "\ufb06" for letter in fold(ligature))


def test_footnotes_and_their_marks_are_left_out() -> None:
    printer = FPDF()
    printer.add_page()
    printer.set_font("helvetica", "B", 14)
    printer.cell(0, 10, "Overleg 1 mei 2030", new_x="LMARGIN", new_y="NEXT")
    printer.set_font("helvetica", "", 11)
    printer.write(5, "De dijken zijn 12 km")
    for mark, rest in (("2", " lang en op orde."), ("1", " De duinen zijn dat niet.")):
        printer.char_vpos = "SUP"
        printer.write(5, mark)
        printer.char_vpos = "LINE"
        printer.write(5, rest)
    printer.set_y(-40)
    printer.set_font("helvetica", "", 8)
    printer.cell(0, 4, "1 Zie het rapport. Dat is openbaar.")
    document = from_bytes(bytes(printer.output()), "x.pdf")[1]
    assert texts_of(document) == ["De dijken zijn 12 km2 lang en op orde.", "De duinen zijn dat niet."]


def test_a_table_and_a_watermark_do_no_harm() -> None:
    printer = FPDF()
    printer.add_page()
    printer.set_font("helvetica", "B", 50)
    with printer.rotation(45, 100, 150):
        printer.text(60, 150, "CONCEPT")
    printer.set_font("helvetica", "", 11)
    printer.set_y(20)
    printer.multi_cell(
        0, 5, "De leden spraken over de dijken. De kosten staan hieronder.", new_x="LMARGIN", new_y="NEXT"
    )
    with printer.table() as table:
        for row in (
            ("Jaar", "Bedrag", "Wie"),
            ("2030", "3 miljoen", "Het Rijk betaalt"),
            ("2031", "4 miljoen", "De gemeenten"),
        ):
            table.row(row)
    text, document = from_bytes(bytes(printer.output()), "x.pdf")
    assert texts_of(document)[:2] == ["De leden spraken over de dijken.", "De kosten staan hieronder."]
    assert "CONCEPT" not in text
    assert "2030 3 miljoen Het Rijk betaalt" in text


def test_the_title_survives_a_running_header_that_repeats_it() -> None:
    text = TEXTS["lbp-2032-06-07"]
    layout = Layout(paper="a5", header="Bestuurlijk overleg - openbaar", footer="{page}/{{nb}}")
    assert outline(from_bytes(as_pdf(parts_of(text), layout), "x.pdf")[1])[0] == expected(text)[0]


def test_a_long_pdf_is_read_in_time() -> None:
    parts = parts_of(TEXTS["lbp-2032-06-07"])
    shuffled = [one for seed in range(30) for one in random.Random(seed).sample(parts[1:], len(parts) - 1)]  # noqa: S311
    shuffled = [one for one in shuffled if one[0] == "paragraph"]
    content = as_pdf([parts[0], *shuffled], Layout(paper="a5", footer="{page}", justified=True))
    started = time.perf_counter()
    document = from_bytes(content, "x.pdf")[1]
    assert len(document.sentences) == 30 * 51
    assert time.perf_counter() - started < 30


# --- DOCX


def element(tag: str, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def test_deleted_text_is_left_out_and_inserted_text_kept() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("De dijken zijn ")
    for tag, text_tag, text in (
        ("w:del", "w:delText", "niet "),
        ("w:ins", "w:t", "nog "),
        ("w:moveFrom", "w:t", "ooit "),
    ):
        change, run, content = element(tag, id="1", author="x"), element("w:r"), element(text_tag)
        content.text = text
        content.set(qn("xml:space"), "preserve")
        run.append(content)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run("op orde.")
    assert texts_of(read_docx(document)) == ["De dijken zijn nog op orde."]


def test_a_paragraph_of_which_the_end_was_deleted_goes_on() -> None:
    document = docx.Document()
    first = document.add_paragraph("De dijken zijn ")
    properties = first._p.get_or_add_pPr()
    properties.append(element("w:rPr"))
    properties[-1].append(element("w:del", id="1", author="x"))
    document.add_paragraph("op orde.")
    assert texts_of(read_docx(document)) == ["De dijken zijn op orde."]


@pytest.mark.parametrize("style", ["Kop 1", "Kop 2", "Titel", "Heading 3", "Tussenkop"])
def test_styles_have_english_or_dutch_names(style: str) -> None:
    document = docx.Document()
    if style not in [one.name for one in document.styles]:
        document.styles.add_style(style, 1)
    document.add_paragraph("Overleg 1 mei 2030", style="Title")
    document.add_paragraph("De leden spraken. Het was goed.")
    document.add_paragraph("Wordt dit, ook al eindigt het op een punt en heeft het werkwoorden, een kop.", style=style)
    document.add_paragraph("De dijken zijn op orde.")
    assert headings(read_docx(document)) == [
        "Wordt dit, ook al eindigt het op een punt en heeft het werkwoorden, een kop."
    ]


def test_a_style_takes_its_rank_from_the_one_it_is_based_on() -> None:
    document = docx.Document()
    document.styles.add_style("Huisstijl", 1).base_style = document.styles["Heading 2"]
    document.add_paragraph("Overleg 1 mei 2030", style="Title")
    document.add_paragraph("Dijken", style="Heading 1")
    document.add_paragraph("Wat zijn de kosten daarvan?", style="Huisstijl")
    document.add_paragraph("Die zijn hoog.")
    document.add_paragraph("Duinen", style="Heading 1")
    document.add_paragraph("Die zijn op orde.")
    sections = read_docx(document).sections[1:]
    assert [(section.heading, section.parent) for section in sections] == [
        ("Dijken", None), ("Wat zijn de kosten daarvan?", 1), ("Duinen", None),
    ]  # fmt: skip


def test_word_tables_are_read_in_their_place() -> None:
    document = docx.Document()
    document.add_paragraph("De kosten staan hieronder.")
    table = document.add_table(2, 2)
    for cell, text in zip(
        [*table.rows[0].cells, *table.rows[1].cells], ["Jaar", "Bedrag", "2030", "3 miljoen"], strict=True
    ):
        cell.text = text
    document.add_paragraph("Zij stijgen.")
    layout = document.add_table(1, 1).rows[0].cells[0]
    layout.text = "Dit staat in een kader."
    layout.add_paragraph("Dit ook.")
    assert texts_of(read_docx(document)) == [
        "De kosten staan hieronder.", "Jaar Bedrag", "2030 3 miljoen", "Zij stijgen.", "Dit staat in een kader.", "Dit ook.",
    ]  # fmt: skip


def test_a_table_of_contents_and_hidden_text_are_left_out() -> None:
    document = docx.Document()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("Dijken 3", style="toc 1")
    document.add_paragraph("De dijken zijn op orde.").add_run(" Niet lezen.").font.hidden = True
    assert texts_of(read_docx(document)) == ["De dijken zijn op orde."]


def test_bold_type_marks_no_headings_where_most_is_bold() -> None:
    document = docx.Document()
    for text in ("De leden spraken. Dit is vet, zoals alles hier, en geen kop", "Ook dit is vet. En dit.", "Het eind."):
        document.add_paragraph().add_run(text).bold = True
    assert headings(read_docx(document)) == []


# --- HTML


def test_what_stands_around_an_article_is_left_out() -> None:
    document = from_bytes(page("<h1>Overleg 1 mei 2030</h1><p>De dijken zijn op orde.</p>").encode(), "x")[1]
    assert (document.title, texts_of(document)) == ("Overleg 1 mei 2030", ["De dijken zijn op orde."])
    assert document.dates == (date(2030, 5, 1),)


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        ("<p>De dijken<br>zijn op orde.</p>", ["De dijken zijn op orde."]),
        ("<p>De dijken zijn op orde.<br><br>Dat is goed.</p>", ["De dijken zijn op orde.", "Dat is goed."]),
        ("De dijken zijn op orde.<div>Dat is goed.</div>Heel goed.", ["De dijken zijn op orde.", "Dat is goed.", "Heel goed."]),
        ("<form><main><p>De dijken zijn op orde.</p></main></form>", ["De dijken zijn op orde."]),
        ("<p>De dijken zijn op orde.<sup><a href='#1'>1</a></sup></p><p>12 km<sup>2</sup>.</p>", ["De dijken zijn op orde.", "12 km2."]),
        ("<p hidden>Weg.</p><p style='display: none'>Weg.</p><p>Hier.</p>", ["Hier."]),
        ("<table><tr><th>Jaar<th>Bedrag<tr><td>2030<td><p>3 miljoen</p></table><p>Meer niet.</p>", ["Jaar Bedrag", "2030 3 miljoen", "Meer niet."]),
        ("<table><tr><td><h2>Kop</h2><p>De dijken. De duinen.</p></table>", ["De dijken.", "De duinen."]),
        ("<!-- <p>Weg.</p> --><p>De <!-- niet -->dijken.</p>", ["De dijken."]),
        ("<p>Caf&eacute; &amp; zo&shy;iets, a &lt; b.</p>", ["Café & zoiets, a < b."]),
    ],
)  # fmt: skip
def test_html(content: str, sentences: list[str]) -> None:
    assert texts_of(read_html(content)) == sentences


def test_the_title_may_stand_outside_the_main_part_or_in_the_header_of_an_article() -> None:
    body = "<p>De dijken zijn op orde.</p>"
    assert read_html(f"<div><h1>Overleg</h1></div><main>{body}</main>").title == "Overleg"
    assert read_html(f"<article><header><h1>Overleg</h1></header>{body}</article>").title == "Overleg"


@pytest.mark.parametrize(
    "content",
    [
        "<html><meta charset=iso-8859-1><p>Café één.</p>".encode("latin-1"),
        "<html><meta http-equiv='Content-Type' content='text/html; charset=windows-1252'><p>Café één.</p>".encode(
            "cp1252"
        ),
        "<html><p>Café één.</p>".encode("utf-8-sig"),
        "<html><p>Café één.</p>".encode("utf-16"),
        b'<?xml version="1.0" encoding="iso-8859-15"?><html><p>Caf\xe9 \xe9\xe9n.</p></html>',
    ],
    ids=["latin-1", "windows-1252", "utf-8 mark", "utf-16", "xml"],
)
def test_the_encoding_of_a_page(content: bytes) -> None:
    assert texts_of(from_bytes(content, "x.html")[1]) == ["Café één."]


# --- what cannot be read

PARTS = parts_of(TEXTS["kust-2030-01-15"])
GOOD = {
    "pdf": as_pdf(PARTS, Layout(paper="a5", footer="{page}")),
    "docx": as_docx(PARTS, producing.styled),
    "html": page(as_html(PARTS)).encode(),
}


def zipped(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """The good DOCX with one part replaced or added."""
    with zipfile.ZipFile(io.BytesIO(GOOD["docx"])) as archive:
        return zipped({one.filename: archive.read(one) for one in archive.infolist()} | {name: content})


def that_lies(compression: int) -> bytes:
    """A DOCX with a part that says it is short and unpacks to a gigabyte."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15) if compression == zipfile.ZIP_DEFLATED else bz2.BZ2Compressor()
    packed = b"".join([*(packer.compress(bytes(1 << 24)) for _ in range(60)), packer.flush()])
    content = bytearray(zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": packed}, zipfile.ZIP_STORED))
    for opening, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = content.rindex(opening)
        content[place + at : place + at + 2] = compression.to_bytes(2, "little")
        size = place + at + 14  # of the part once it is unpacked
        content[size : size + 4] = (10).to_bytes(4, "little")
    return bytes(content)


def encrypted_pdf() -> bytes:
    printer = FPDF()
    printer.set_encryption("eigenaar", "gebruiker")
    printer.add_page()
    printer.set_font("helvetica", "", 11)
    printer.cell(0, 5, "De dijken zijn op orde.")
    return bytes(printer.output())


def scanned_pdf() -> bytes:
    from PIL import Image  # noqa: PLC0415 - fpdf2 needs it anyway

    printer = FPDF()
    printer.add_page()
    printer.image(Image.new("L", (40, 40), 120), 10, 10, 100)
    return bytes(printer.output())


def many_pages() -> bytes:
    printer = FPDF()
    for _ in range(301):
        printer.add_page()
    return bytes(printer.output())


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(ord("b"), ord("k"))
)
DOCUMENT_BOMB = (
    ENTITIES
    + b']><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&j;'
    b"</w:t></w:r></w:p></w:body></w:document>"
)
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "encrypted PDF": (encrypted_pdf, "protected with a password"),
    "scanned PDF": (scanned_pdf, r"no text, only images .* \(OCR\)"),
    "empty PDF": (lambda: b"%PDF-1.7\n", "broken"),
    "truncated PDF": (lambda: GOOD["pdf"][: -len(GOOD["pdf"]) // 3], "broken"),
    "301 pages": (many_pages, "more than 300 pages"),
    "large PDF": (lambda: b"%PDF-1.7" + b" " * 25_000_000, "larger than 25 MB"),
    "large text": (lambda: b"x" * 5_000_001, "larger than 5 MB"),
    "large page": (lambda: b"<html>" + b"x" * 5_000_001, "larger than 5 MB"),
    "truncated DOCX": (lambda: GOOD["docx"][: len(GOOD["docx"]) // 2], "broken"),
    "DOCX without text part": (lambda: zipped({"[Content_Types].xml": b"<x/>"}), "broken"),
    "DOCX that is no XML": (lambda: with_part("word/document.xml", b"<w:document"), "broken"),
    "encrypted DOCX": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "protected with a password",
    ),
    "old .doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old version of Office; save it as DOCX"),
    "zip bomb": (lambda: with_part("word/media/image1.bmp", bytes(51_000_000)), "unpacks to more than 50 MB"),
    "ten thousand parts": (
        lambda: zipped({"word/document.xml": b"", **{f"word/{n}.bin": b"" for n in range(10_000)}}),
        "10000 parts",
    ),
    "entity bomb in DOCX": (lambda: with_part("word/document.xml", DOCUMENT_BOMB), "declares XML entities"),
    "entity bomb in UTF-16": (
        lambda: with_part("word/document.xml", DOCUMENT_BOMB.decode().encode("utf-16")),
        "declares XML entities",
    ),
    "part that says it is short": (lambda: that_lies(zipfile.ZIP_DEFLATED), "broken"),
    "part in another compression": (lambda: that_lies(zipfile.ZIP_BZIP2), "its compression"),
    "Excel": (lambda: zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "an Excel workbook"),
    "PowerPoint": (lambda: zipped({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), "a PowerPoint"),
    "OpenDocument": (lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "an OpenDocument file"),
    "zip": (lambda: zipped({"a.txt": b"De dijken."}), "a zip archive"),
    "RTF": (lambda: b"{\\rtf1 De dijken.}", "an RTF document"),
    "PNG": (lambda: b"\x89PNG\r\n\x1a\n", "a PNG image"),
    "JPEG": (lambda: b"\xff\xd8\xff\xe0", "a JPEG image"),
    "gzip": (lambda: b"\x1f\x8b\x08", "a gzip archive"),
    "UTF-16 text": (lambda: "De dijken.".encode("utf-16"), "UTF-16"),
    "Latin-1 text": (lambda: "één".encode("latin-1"), "not UTF-8"),
    "page in no encoding": (lambda: b"<html><meta charset=rot13><p>De dijken.", "encoding rot13"),
    "page that lies": (lambda: b"<html><meta charset=utf-8><p>Caf\xe9.", "not UTF-8"),
    "empty page": (lambda: b"<html></html>", "no sentence found"),
    "page without text": (lambda: b"<html><nav><p>Menu.</p></nav></html>", "no sentence found"),
}  # fmt: skip


@pytest.mark.parametrize(("make", "message"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_cannot_be_read_gets_one_clear_message(make: Callable[[], bytes], message: str) -> None:
    with pytest.raises(DocumentError, match=message) as caught:
        from_bytes(make(), "stuk.bin")
    assert str(caught.value).startswith("stuk.bin")
    assert "\n" not in str(caught.value)


def test_a_file_above_every_limit_is_not_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "groot.pdf"
    with path.open("wb") as file:
        file.truncate(30_000_000_000)
    with pytest.raises(DocumentError, match="larger than 25 MB"):
        read(path)


def forms_within_forms(depth: int) -> bytes:
    """A page that draws a form ten times, which draws the next ten times, and so on: ten to the power of `depth`."""
    drawn = [b"/X Do " * 10] * depth + [b"BT /F 12 Tf 50 700 Td (De dijken.) Tj ET"]
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</XObject<</X 6 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, content in enumerate(drawn, 5):
        inside = b"/Font<</F 4 0 R>>/XObject<</X %d 0 R>>" % min(number + 1, 4 + len(drawn))
        form = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<<" + inside + b">>"
        objects.append(b"<<" + form + b"/Length %d>>stream\n%s\nendstream" % (len(content), content))
    found = b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(objects, 1))
    return found + b"trailer<</Size %d/Root 1 0 R>>\n%%%%EOF\n" % (len(objects) + 1)


def test_a_pdf_that_would_take_hours_is_given_up_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert texts_of(from_bytes(forms_within_forms(0), "x.pdf")[1]) == ["De dijken."]
    monkeypatch.setattr(apart, "SECONDS", 1)
    with pytest.raises(DocumentError, match=r"^x\.pdf: not read within 1 seconds") as caught:
        from_bytes(forms_within_forms(9), "x.pdf")
    assert "\n" not in str(caught.value)
    monkeypatch.undo()
    assert outline(from_bytes(GOOD["pdf"], "x.pdf")[1]) == expected(TEXTS["kust-2030-01-15"])


def test_a_file_that_ends_the_process_of_the_reader_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    from_bytes(GOOD["html"], "x.html")
    (reader,) = apart._readers
    reader.process.kill()
    reader.process.wait()
    with pytest.raises(DocumentError, match="the reader broke down on it"):
        from_bytes(GOOD["pdf"], "x.pdf")
    from_bytes(GOOD["pdf"], "x.pdf")


def test_the_reader_takes_no_more_memory_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resource")
    code = "from lovp_graph.documents import apart; apart._hold_to_limits(); x = bytearray(apart.MEMORY)"
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.stderr.splitlines()[-1] == "MemoryError"


@pytest.mark.parametrize("at_work", [False, True])
def test_the_process_of_the_reader_ends_with_the_one_that_asks(at_work: bool, tmp_path: Path) -> None:
    """Also when it is at a file that takes it hours."""
    if at_work:  # Python imports it before anything else
        late = "from lovp_graph.documents import apart; apart.READERS['html'] = lambda *given: time.sleep(3600)"
        (tmp_path / "sitecustomize.py").write_text(f"import time; {late}", encoding="utf-8")
    code = (
        "import os, signal, sys, threading; from lovp_graph.documents import apart\n"
        "sys.path.insert(0, sys.argv[1])\n"
        "apart._readers.append(apart._Reader())\n"
        "print(apart._readers[0].process.pid, flush=True)\n"
        "threading.Timer(1, os.kill, (os.getpid(), signal.SIGKILL)).start()\n"
        "apart.blocks_of('html', b'<html><p>De dijken.', 'x.html')\n"
        "signal.pause()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], check=False, stdout=subprocess.PIPE, text=True, timeout=60
    )
    assert done.returncode == -signal.SIGKILL
    for _ in range(100):
        try:
            os.kill(int(done.stdout), 0)
        except ProcessLookupError:
            return
        if "zombie" in Path(f"/proc/{int(done.stdout)}/status").read_text(encoding="utf-8"):
            return
        time.sleep(0.1)
    os.kill(int(done.stdout), signal.SIGKILL)
    raise AssertionError("it is still there")


def test_a_file_is_read_from_any_process() -> None:
    """Of a script that does not expect to be imported, and of a pool that lets its processes have none of their own."""
    code = (
        "import multiprocessing; from lovp_graph.documents import from_bytes\n"
        "print(len(from_bytes(b'<html><p>De dijken.', 'x')[0]))\n"
        "with multiprocessing.get_context('fork').Pool(1) as pool:\n"
        "    print(len(pool.apply(from_bytes, (b'<html><p>De duinen.', 'x'))[0]))\n"
    )
    done = subprocess.run([sys.executable, "-"], input=code, check=False, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("11\n11\n", "")


def test_entities_in_a_page_do_not_expand() -> None:
    content = (
        ENTITIES.replace(b"DOCTYPE x", b"DOCTYPE html") + b"]><html><body><p>Dit is &j; een zin.</p></body></html>"
    )
    text, _ = from_bytes(content, "x.html")
    assert len(text) < 10_000


def test_a_deep_page_and_many_line_breaks_are_no_trouble() -> None:
    started = time.perf_counter()
    for content in (
        "<div>" * 100_000 + "<p>De dijken.",
        "De dijken<br>" * 50_000 + "De duinen.",
        "<!--x-->" * 100_000 + "<p>Ja.",
    ):
        with_or_without_text(f"<html><body>{content}".encode(), "x.html")
    with_or_without_text(b"<!--a-->" * 900 + b"De dijken.", "x.txt")
    assert time.perf_counter() - started < 20


def with_or_without_text(content: bytes, name: str) -> None:
    with suppress(DocumentError):
        from_bytes(content, name)


@pytest.mark.parametrize("kind", GOOD)
def test_a_damaged_file_never_gives_a_traceback(kind: str) -> None:
    dice = random.Random(f"damage {kind}")  # noqa: S311
    for _ in range(150):
        content = bytearray(GOOD[kind])
        if dice.random() < 0.4:
            content = content[: dice.randrange(len(content))]
        else:
            for _ in range(dice.randrange(1, 40)):
                content[dice.randrange(len(content))] = dice.randrange(256)
        with_or_without_text(bytes(content), f"stuk.{kind}")


@given(st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>", b"\xd0\xcf\x11\xe0"]), st.binary(max_size=300))
@examples(200)
def test_arbitrary_bytes_never_give_a_traceback(opening: bytes, rest: bytes) -> None:
    with_or_without_text(opening + rest, "x")
