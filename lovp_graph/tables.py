"""A table of answers as a file that people open: CSV, TSV, JSON, Markdown, text and Excel.

The cells hold text from outside. No format may read it as a formula, as markup or as a terminal
code, and the same table gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import rich.table
import xlsxwriter  # type: ignore[import-untyped]
from rich.box import Box
from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.text import Text

from lovp_graph.characters import CONTROL, visible

Cell = str | int | Decimal | bool | date | tuple[str, ...] | None  # a tuple is a list of values in one cell

NO_RESULTS = "Geen resultaten."
NOTES_SHEET = "Toelichting"
_CUT = "… (ingekort)"
_EXCEL_TEXT, _EXCEL_NAME = 32767, 31  # in UTF-16 units, as Excel counts
_WIDEST = 60  # of an Excel column
_SENTENCE = 24  # text with spaces folds to no narrower than this

_FLATTENED = re.compile("\r\n|[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
# Spreadsheets skip what cannot be seen before they look for a formula.
_FORMULA = re.compile("[\t\r\n]|[\\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2060-\u2064\ufeff]*[-=+@＝＋－＠]")
_MARKUP = re.compile(r"[\\`*_\[\]<>|&~]")
_BLOCK_START = re.compile(r"\A(\d*)([-#+=.)])")  # what would make a paragraph a heading or a list
_RULE_BELOW_HEADINGS = Box("    \n    \n -- \n" + "    \n" * 5, ascii=True)


@dataclass(frozen=True)
class Table:
    """An answer: `title` names the worksheet, `notes` are remarks that belong to the answer."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what would lose a value: two columns with one heading, a row of another length."""
        if len(set(self.columns)) != len(self.columns):
            raise ValueError("two columns have the same heading")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("a row has another number of cells than there are columns")


def to_csv(table: Table) -> bytes:
    """CSV as a Dutch Excel opens it: UTF-8 with BOM, semicolons, decimal commas; without the notes."""
    return _separated([[_guarded(cell) for cell in row] for row in (table.columns, *table.rows)], ";")


def to_tsv(table: Table) -> bytes:
    """As CSV, with tabs between the cells and neither tabs nor line breaks in them."""
    lines = [[_FLATTENED.sub(" ", _guarded(cell)) for cell in row] for row in (table.columns, *table.rows)]
    return _separated(lines, "\t")


def to_json(table: Table) -> bytes:
    """JSON with every row as an object; a number that JSON readers would round is a string."""
    rows = [dict(zip(table.columns, map(_json_value, row), strict=True)) for row in table.rows]
    content = {"title": table.title, "columns": table.columns, "notes": table.notes, "rows": rows}
    return (json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def to_markdown(table: Table) -> str:
    """A GFM table with the notes as paragraphs below it."""
    rules = ["---:" if _is_numeric(table, index) else "---" for index in range(len(table.columns))]
    rows = [[_markdown(_words(cell, "\n")) for cell in row] for row in (table.columns, *table.rows)]
    lines = [f"| {' | '.join(cells)} |" for cells in (rows[0], rules, *rows[1:])]
    notes = [_BLOCK_START.sub(r"\1\\\2", _markdown(note.strip())) for note in table.notes]
    return "\n\n".join(["\n".join(lines), *notes]) + "\n"


def to_text(table: Table, width: int) -> str:
    """Columns for a terminal of this width, or a block of lines for each row if they do not fit.

    What is empty is left out: a column without any value, a line of a block without its own.
    """
    filled = [
        column for column in range(len(table.columns)) if any(row[column] not in {None, "", ()} for row in table.rows)
    ]
    if table.rows:
        kept = tuple(table.columns[column] for column in filled)
        table = Table(table.title, kept, [tuple(row[column] for column in filled) for row in table.rows], table.notes)
    # The environment and the terminal must not change what comes out, hence so many settings.
    console = Console(
        file=io.StringIO(), width=width, height=25, color_system=None, force_terminal=False, force_jupyter=False,
        legacy_windows=False, markup=False, emoji=False, highlight=False,
    )  # fmt: skip
    headings, *rows = [[_printable(_words(cell, "\n")) for cell in row] for row in (table.columns, *table.rows)]
    widths = _widths(headings, rows, width)
    if not rows:
        parts = [NO_RESULTS]
    elif widths:
        parts = [_columns(table, headings, rows, widths, console)]
    else:
        blocks = [[pair for pair in zip(headings, row, strict=True) if pair[1]] for row in rows]
        parts = ["\n".join(_folded(f"{name}: {value}", console, "  ") for name, value in block) for block in blocks]
    parts += [_folded(_printable(note), console) for note in table.notes]
    return "\n\n".join(parts) + "\n"


def to_xlsx(table: Table) -> bytes:
    """An Excel workbook with real dates and numbers, and the notes on a second worksheet."""
    return to_workbook([table])


def to_workbook(several: Sequence[Table]) -> bytes:
    """An Excel workbook with a worksheet for each table, which differ in their titles, and all notes on a last one."""
    out = io.BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, {"in_memory": True, **never}) as book:
        # The moment of writing would make every file different.
        book.set_properties({"title": _excel_text(several[0].title), "created": datetime(1980, 1, 1)})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format({"text_wrap": True, "valign": "top", "bold": True})
        day = book.add_format({"valign": "top", "align": "left", "num_format": "dd-mm-yyyy"})
        for table in several:
            _fill(book.add_worksheet(_sheet_name(table.title)), table, (plain, bold, day))
        notes = [note for table in several for note in table.notes]
        if notes:
            remarks = book.add_worksheet(NOTES_SHEET)
            remarks.set_column(0, 0, _WIDEST, plain)
            for line, note in enumerate(notes):
                remarks.write_string(line, 0, _excel_text(note), plain)
    return out.getvalue()


def _fill(sheet: Any, table: Table, formats: tuple[Any, Any, Any]) -> None:
    """Write a table on a worksheet; `formats` are those of plain text, of headings and of days."""
    plain, bold, day = formats
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(table.columns):
        cells = [row[column] for row in table.rows]
        lines = [line for cell in cells for line in _words(cell, "\n").split("\n")]
        longest = max(map(len, [heading + "   ", *lines]))  # the filter's button takes three characters
        sheet.set_column(column, column, min(max(longest + 1, 8), _WIDEST), plain)
        sheet.write_string(0, column, _excel_text(heading), bold)
        for line, cell in enumerate(cells, start=1):
            if isinstance(cell, date) and (cell.year, cell.month) >= (1900, 3):  # Excel's 1900 has a 29 February
                sheet.write_datetime(line, column, cell, day)
            elif isinstance(cell, int | Decimal) and _fits_excel(cell):
                sheet.write_number(line, column, cell, plain)
            elif cell not in (None, "", ()):  # what is empty must count as empty
                sheet.write_string(line, column, _excel_text(_words(cell, "\n")), plain)
    if table.columns:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _words(cell: Cell, separator: str) -> str:
    """A cell as a Dutch reader expects it."""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, Decimal):
        return format(cell, "f").replace(".", ",")
    if isinstance(cell, tuple):
        return separator.join(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


def _guarded(cell: Cell) -> str:
    text = _words(cell, "; ")
    return f"'{text}" if isinstance(cell, str | tuple) and _FORMULA.match(text) else text


def _separated(lines: list[list[str]], delimiter: str) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(lines)
    return out.getvalue().encode("utf-8-sig")


def _json_value(cell: Cell) -> str | int | float | tuple[str, ...] | None:
    if isinstance(cell, Decimal):
        if cell.is_finite() and cell == cell.to_integral_value():
            return int(cell)
        number = float(cell)
        return number if Decimal(repr(number)) == cell else str(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _is_numeric(table: Table, column: int) -> bool:
    filled = [row[column] for row in table.rows if row[column] is not None]
    return bool(filled) and all(isinstance(cell, int | Decimal) and not isinstance(cell, bool) for cell in filled)


def _markdown(text: str) -> str:
    return _MARKUP.sub(r"\\\g<0>", visible(text)).replace("\n", "<br>")


def _printable(text: str) -> str:
    return visible(text).replace("\t", " ")


def _widths(headings: list[str], rows: list[list[str]], width: int) -> list[int]:
    """The width of each column, or none if they do not fit. Only headings and text with spaces fold."""
    needs, widths = [], []
    for heading, *cells in zip(headings, *rows, strict=True):
        lines = [line for cell in cells for line in cell.split("\n")]
        least = [min(cell_len(line), _SENTENCE) if " " in line else cell_len(line) for line in lines]
        widths.append(max([1, *least, *map(cell_len, heading.split())]))
        needs.append(max([1, *map(cell_len, [*lines, *heading.split("\n")])]))
    room = width - 2 * (len(headings) - 1) - sum(widths)  # two spaces between columns
    for _ in range(room):
        wanting = [column for column, need in enumerate(needs) if widths[column] < need]
        if not wanting:
            break
        widths[min(wanting, key=widths.__getitem__)] += 1
    return widths if room >= 0 else []


def _columns(table: Table, headings: list[str], rows: list[list[str]], widths: list[int], console: Console) -> str:
    folds = any(len(Text(cell).wrap(console, size)) > 1 for row in rows for cell, size in zip(row, widths, strict=True))
    grid = rich.table.Table(
        box=_RULE_BELOW_HEADINGS, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), leading=int(folds)
    )
    for column, (heading, size) in enumerate(zip(headings, widths, strict=True)):
        justify: JustifyMethod = "right" if _is_numeric(table, column) else "left"
        grid.add_column(Text(heading), width=size, overflow="fold", justify=justify)
    for row in rows:
        grid.add_row(*map(Text, row))
    with console.capture() as capture:
        console.print(grid)
    return "\n".join(line.rstrip() for line in capture.get().rstrip().split("\n"))


def _folded(text: str, console: Console, indent: str = "") -> str:
    lines = Text(text).wrap(console, max(console.width - len(indent), 1), overflow="fold")
    return f"\n{indent}".join(line.plain.rstrip() for line in lines)


def _fits_excel(number: int | Decimal) -> bool:
    """Whether Excel keeps all digits: it has fifteen. A bool is a word, not a number."""
    exact = Decimal(number)
    return not isinstance(number, bool) and exact.is_finite() and len(exact.as_tuple().digits) <= 15


def _excel_text(text: str) -> str:
    text = visible(text)
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "  # XlsxWriter takes such a text for XML of its own and would write it unescaped
    if len(text.encode("utf-16-le")) > 2 * _EXCEL_TEXT:
        text = _first_units(text, _EXCEL_TEXT - len(_CUT)) + _CUT
    return text


def _first_units(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


def _sheet_name(title: str) -> str:
    name = re.sub(r"[\[\]:*?/\\]", "-", _FLATTENED.sub(" ", title))
    name = _first_units(CONTROL.sub("", name).strip(" '"), _EXCEL_NAME).strip(" '")
    # Excel keeps History for itself and wants two worksheets to differ.
    return "Resultaat" if name.casefold() in {"", "history", NOTES_SHEET.casefold()} else name
