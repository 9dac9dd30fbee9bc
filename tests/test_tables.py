"""Tables of answers in each format, with cells that try to be formulas, markup or terminal codes."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from lovp_graph import tables
from lovp_graph.tables import Cell, Table

NOTE = "De terugkoppeling is het verslag van één partij."
KINDS = Table(
    title="Toezeggingen",
    columns=("Datum", "Onderwerp", "Aantal", "Bedrag", "Open", "Thema's", "Leeg"),
    rows=[
        (date(2025, 4, 16), "Eén zin; met “tekens”.", -3, Decimal("-1234.50"), True, ("a", "b c"), None),
        (date(2026, 2, 2), 'Zegt "ja"', 12, Decimal("7"), False, (), None),
    ],
    notes=(NOTE,),
)
LONG = "é" * 40_000
HOSTILE = [
    '=HYPERLINK("http://x")', "+1", "-2+3", "@SUM", "\t=1", "\r=1", "\n=1", "  =1", "\x00=1", "\ufeff=1", "\u200b=1",
    "＝1", "＋1", "－1", "＠A", "[red]bold[/red]", "[/]", ":smile:", "a|b", "\\|", "<script>alert(1)</script>",
    "een\ntwee\r\ndrie", 'a "b"; c', "a\x00b\x0bc", "\x1b[31mrood", "\x9b31m", "<r><t>x</t></r>", "<r>" + LONG + "</r>",
    "_x0041_", "&lt;b&gt;", "`code` *nadruk* _lijn_ ~weg~", "http://example.org/", "007", "'s-Gravenhage", "🙂" * 20_000,
]  # fmt: skip
HOSTILE_TABLE = Table("[x]:'", ("=1+1",), [(text,) for text in HOSTILE], ("=1", "# kop", "1. lijst\ntwee"))
EMPTY = Table("Leeg", ("Datum", "Onderwerp"), [], (NOTE,))
ALL = [KINDS, HOSTILE_TABLE, EMPTY, Table("", ("x",), [])]


def table(*cells: Cell, title: str = "x") -> Table:
    return Table(title, ("Kop",), [(cell,) for cell in cells])


def separated(content: bytes, delimiter: str) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter, strict=True))


def workbook(of: Table) -> Any:
    return openpyxl.load_workbook(io.BytesIO(tables.to_xlsx(of)))


def column(of: Table) -> list[Any]:
    return [row[0] for row in workbook(of).worksheets[0].iter_rows(min_row=2)]


@pytest.mark.parametrize("of", ALL, ids=lambda of: of.title)
def test_the_same_table_gives_the_same_bytes(of: Table) -> None:
    for write in (tables.to_csv, tables.to_tsv, tables.to_json, tables.to_markdown, tables.to_xlsx):
        assert write(of) == write(of)
    assert tables.to_text(of, 80) == tables.to_text(of, 80)


def test_a_table_that_would_lose_values_is_refused() -> None:
    with pytest.raises(ValueError, match="same heading"):
        Table("x", ("a", "a"), [])
    with pytest.raises(ValueError, match="number of cells"):
        Table("x", ("a", "b"), [("1",)])


def test_csv_for_a_dutch_excel() -> None:
    assert tables.to_csv(KINDS).decode("utf-8-sig") == (
        "Datum;Onderwerp;Aantal;Bedrag;Open;Thema's;Leeg\r\n"
        '2025-04-16;"Eén zin; met “tekens”.";-3;-1234,50;ja;"a; b c";\r\n'
        '2026-02-02;"Zegt ""ja""";12;7;nee;;\r\n'
    )


def test_tsv_has_neither_tabs_nor_line_breaks_in_cells() -> None:
    content = tables.to_tsv(table("a\tb", "a\r\nb\nc", "\tx", ("-1", "b\u2028c")))
    assert content.decode("utf-8-sig").split("\r\n") == ["Kop", "a b", "a b c", "' x", "'-1; b c", ""]


@pytest.mark.parametrize("text", HOSTILE[:15])
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    of = Table("x", (text,), [(text,), ((text, "b"),)])
    assert separated(tables.to_csv(of), ";") == [[f"'{text}"], [f"'{text}"], [f"'{text}; b"]]
    assert all(row[0].startswith("'") for row in separated(tables.to_tsv(of), "\t"))


@given(st.lists(st.lists(st.text() | st.from_regex(r"\A\s*[-=+@＝＋－＠].*"), min_size=2, max_size=2)))
def test_csv_gives_every_text_back(rows: list[list[str]]) -> None:
    of = Table("x", ("a", "b"), [tuple(row) for row in rows])
    read = separated(tables.to_csv(of), ";")[1:]
    assert len(read) == len(rows)
    for written, found in zip(chain(*rows), chain(*read), strict=True):
        assert found in {written, f"'{written}"}
        assert not re.match(r"[\t\r\n]|\s*[-=+@＝＋－＠]", found)
    for cell in chain(*separated(tables.to_tsv(of), "\t")):
        assert not re.match(r"\s*[-=+@＝＋－＠]", cell)
        assert not re.search(r"[\t\r\n]", cell)


def test_json_keeps_kinds_and_digits() -> None:
    content = json.loads(tables.to_json(KINDS), parse_float=Decimal)
    assert content == {
        "title": "Toezeggingen",
        "columns": list(KINDS.columns),
        "notes": [NOTE],
        "rows": [
            dict(zip(KINDS.columns, row, strict=True))
            for row in [
                ("2025-04-16", "Eén zin; met “tekens”.", -3, Decimal("-1234.5"), True, ["a", "b c"], None),
                ("2026-02-02", 'Zegt "ja"', 12, 7, False, [], None),
            ]
        ],
    }
    exact = table(Decimal("0.1"), Decimal("0.12345678901234567890"), Decimal("1e20"), Decimal("NaN"))
    assert [row["Kop"] for row in json.loads(tables.to_json(exact))["rows"]] == [
        0.1, "0.12345678901234567890", 10**20, "NaN",
    ]  # fmt: skip
    assert "één".encode() in tables.to_json(KINDS)
    assert tables.to_json(KINDS).endswith(b"}\n")
    assert [row["=1+1"] for row in json.loads(tables.to_json(HOSTILE_TABLE))["rows"]] == HOSTILE


def test_markdown() -> None:
    assert tables.to_markdown(KINDS) == (
        "| Datum | Onderwerp | Aantal | Bedrag | Open | Thema's | Leeg |\n"
        "| --- | --- | ---: | ---: | --- | --- | --- |\n"
        "| 2025-04-16 | Eén zin; met “tekens”. | -3 | -1234,50 | ja | a<br>b c |  |\n"
        '| 2026-02-02 | Zegt "ja" | 12 | 7 | nee |  |  |\n'
        f"\n{NOTE}\n"
    )
    assert tables.to_markdown(EMPTY) == f"| Datum | Onderwerp |\n| --- | --- |\n\n{NOTE}\n"


def test_markdown_text_stays_text() -> None:
    of = table("a|b\\|", "<script>&lt;", "een\ntwee\r\ndrie", "`c` *n* _l_ [x]", "a\x00b\x1b[1m", ("<", "|"))
    assert tables.to_markdown(of).splitlines()[2:] == [
        r"| a\|b\\\| |",
        r"| \<script\>\&lt; |",
        "| een<br>twee<br>drie |",
        r"| \`c\` \*n\* \_l\_ \[x\] |",
        r"| ab\[1m |",
        r"| \<<br>\| |",
    ]
    assert tables.to_markdown(HOSTILE_TABLE).endswith("\n\n\\=1\n\n\\# kop\n\n1\\. lijst<br>twee\n")


def test_text_in_columns() -> None:
    of = Table(
        "x",
        ("Datum", "Nummer", "Wat er is toegezegd", "Thema's"),
        [
            (
                date(2025, 4, 16),
                5,
                "De minister zegt toe aan de slag te gaan met verbeterpunten.",
                ("gezag", "[b]x[/b]"),
            ),
            (date(2026, 2, 2), 12, "Kort.", (":smile:",)),
        ],
        (NOTE,),
    )
    assert tables.to_text(of, 60).splitlines() == [
        "Datum       Nummer  Wat er is toegezegd             Thema's",
        "------------------------------------------------------------",
        "2025-04-16       5  De minister zegt toe aan de     gezag",
        "                    slag te gaan met                [b]x[/b]",
        "                    verbeterpunten.",
        "",
        "2026-02-02      12  Kort.                           :smile:",
        "",
        NOTE,
    ]


def test_text_of_eight_columns_does_not_break_short_cells() -> None:
    sentence = "De korpschef zegt toe na te gaan welke keuzes voor de organisatieontwikkeling blijven."
    cells = ("2025-04-16", "7.3", "afspraak", sentence, "minister", sentence, "gezag", "ja")
    of = Table("x", ("Datum", "Nr", "Soort", "Wat", "Wie", "Toelichting", "Thema", "Open"), [cells])
    for width in (100, 120):
        lines = tables.to_text(of, width).splitlines()
        assert max(map(len, lines)) <= width
        assert all(cell in lines[2] for cell in cells if cell != sentence)
        assert lines[2].startswith("2025-04-16  7.3  afspraak  De korpschef")
    lines = tables.to_text(of, 80).splitlines()
    assert lines[:5] == [
        "Datum: 2025-04-16",
        "Nr: 7.3",
        "Soort: afspraak",
        "Wat: De korpschef zegt toe na te gaan welke keuzes voor de",
        "  organisatieontwikkeling blijven.",
    ]


def test_text_as_blocks() -> None:
    of = Table("x", ("Adres", "Lijst"), [("a" * 30, ("een", "twee")), ("b", None)], (NOTE,))
    assert tables.to_text(of, 24).splitlines() == [
        "Adres:",
        "  aaaaaaaaaaaaaaaaaaaaaa",
        "  aaaaaaaa",
        "Lijst: een",
        "  twee",
        "",
        "Adres: b",
        "",
        "De terugkoppeling is het",
        "verslag van één partij.",
    ]


def test_text_without_results() -> None:
    assert tables.to_text(EMPTY, 80) == f"Geen resultaten.\n\n{NOTE}\n"


@pytest.mark.parametrize("width", [20, 80, 120])
def test_text_is_neither_markup_nor_terminal_codes(width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = tables.to_text(HOSTILE_TABLE, width)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", plain)
    assert "[red]bold[/red]" in plain
    assert ":smile:" in plain
    for name, value in {"FORCE_COLOR": "1", "TERM": "dumb", "COLUMNS": "33", "JUPYTER_COLUMNS": "44"}.items():
        monkeypatch.setenv(name, value)
    assert tables.to_text(HOSTILE_TABLE, width) == plain


@given(st.lists(st.tuples(st.text(), st.text() | st.integers()), max_size=4), st.integers(20, 120))
def test_text_fits_the_width(rows: list[tuple[Cell, ...]], width: int) -> None:
    for line in tables.to_text(Table("x", ("een", "twee"), rows), width).split("\n"):
        assert cell_len(line) <= width


def test_xlsx_has_real_values() -> None:
    book = workbook(KINDS)
    sheet = book["Toezeggingen"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        list(KINDS.columns),
        [datetime(2025, 4, 16), "Eén zin; met “tekens”.", -3, -1234.5, "ja", "a\nb c", None],
        [datetime(2026, 2, 2), 'Zegt "ja"', 12, 7, "nee", None, None],
    ]
    assert [cell.data_type for cell in sheet[2]] == ["d", "s", "n", "n", "s", "s", "n"]
    assert sheet["A2"].number_format == "dd-mm-yyyy"
    assert sheet["A1"].font.bold
    assert (sheet["B2"].alignment.wrap_text, sheet["B2"].alignment.vertical) == (True, "top")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:G3")
    assert [row[0].value for row in book["Toelichting"].iter_rows()] == [NOTE]
    assert workbook(EMPTY)["Leeg"].auto_filter.ref == "A1:B1"


def test_xlsx_keeps_as_text_what_excel_would_change() -> None:
    cells = column(table(date(1900, 2, 28), date(1900, 3, 1), 10**15 - 1, 10**15, Decimal("0.1234567890123456")))
    assert [cell.value for cell in cells] == [
        "1900-02-28", datetime(1900, 3, 1), 10**15 - 1, "1000000000000000", "0,1234567890123456",
    ]  # fmt: skip


def test_xlsx_strings_are_strings() -> None:
    book = workbook(HOSTILE_TABLE)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type == "s" and cell.hyperlink is None for cell in row)
    found = {text: cell.value for text, cell in zip(HOSTILE, column(HOSTILE_TABLE), strict=True)}
    assert found['=HYPERLINK("http://x")'] == '=HYPERLINK("http://x")'
    assert found["a\x00b\x0bc"] == "abc"
    assert found["een\ntwee\r\ndrie"] == "een\ntwee\ndrie"
    assert found["<r><t>x</t></r>"] == "<r><t>x</t></r> "
    assert found["007"] == "007"
    for text in (f"<r>{LONG}</r>", "🙂" * 20_000):
        assert found[text].endswith("… (ingekort)")
        assert len(found[text].encode("utf-16-le")) // 2 in {32766, 32767}
    widths = [item.width for item in book.worksheets[0].column_dimensions.values()]
    assert max(widths) < 61


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_xlsx_opens_with_any_text(texts: list[str]) -> None:
    of = Table("".join(texts), tuple(dict.fromkeys(texts)), [tuple(dict.fromkeys(texts))], tuple(texts))
    assert not any(cell.data_type == "f" for row in workbook(of).worksheets[0].iter_rows() for cell in row)


def test_xlsx_does_not_tell_when_it_was_made() -> None:
    with zipfile.ZipFile(io.BytesIO(tables.to_xlsx(KINDS))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        stamps = re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", archive.read("docProps/core.xml").decode())
    assert set(stamps) == {"1980-01-01T00:00:00Z"}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Wie zei wat?", "Wie zei wat-"),
        ("'[a]:*?/\\b'", "-a------b"),
        ("Toezeggingen van de minister van Justitie", "Toezeggingen van de minister va"),
        ("🙂" * 16, "🙂" * 15),
        ("a\nb\x00", "a b"),
        ("' '", "Resultaat"),
        ("History", "Resultaat"),
        ("toelichting", "Resultaat"),
    ],
)
def test_xlsx_worksheet_names(title: str, name: str) -> None:
    of = Table(title, ("x",), [("y",)], (NOTE,))
    assert workbook(of).sheetnames == [name, "Toelichting"]
