"""The tables of an export, and the files that hold them: CSV with CSV on the Web, Excel, and one SQLite database.

Which tables and columns there are stands in `exports/tables.toml`.
"""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

from sqlite_utils import Database

from lovp_graph import tables
from lovp_graph.answers import parts
from lovp_graph.asking import ask, slug, value
from lovp_graph.catalogue import Catalogue, Thing
from lovp_graph.dataset import LINKS, STATEMENTS
from lovp_graph.errors import LovpGraphError
from lovp_graph.questions import Term, saved
from lovp_graph.store import Store
from lovp_graph.tables import Cell, Table
from lovp_graph.words import words

METADATA = "csv-metadata.json"
IN_A_LIST = "¦"
"""What stands for a separator that is part of a text in a list: CSV on the Web has nothing to hide one behind."""

SEARCHED = {
    "statements": ("gist", "byLabel", "themeLabel"),
    "actors": ("label", "altLabel"),
    "themes": ("label", "altLabel"),
}
"""The columns of the SQLite database that can be searched by word."""


@dataclass(frozen=True)
class Sheet:
    """A table by its name, with the CSV on the Web datatype of each column."""

    name: str
    table: Table
    datatypes: tuple[str, ...]


def sheets(store: Store, catalogue: Catalogue, statements: Iterable[Thing], needed: set[str]) -> list[Sheet]:
    """The tables of the chosen `statements` and of what they need, by IRI."""
    wanted = {thing.iri for thing in statements}
    kinds = {name for _, name in STATEMENTS}
    made = []
    for name, given in _spec()["tables"].items():
        things = catalogue.within(given["scheme"]) if "scheme" in given else catalogue.of(*given["of"])
        things = [one for one in things if one.iri in (needed if one.classes.isdisjoint(kinds) else wanted)]
        columns = [*given["columns"], *given.get("answers", [])]
        rows = list(_links(things) if given.get("links") else _rows(store, catalogue, things, given))
        made.append(Sheet(name, Table(name, tuple(one[0] for one in columns), rows), tuple(one[3] for one in columns)))
    return made


@cache
def _spec() -> Mapping[str, Any]:
    return tomllib.loads((resources.files("lovp_graph") / "exports" / "tables.toml").read_text(encoding="utf-8"))


def _links(things: Iterable[Thing]) -> Iterator[tuple[Cell, ...]]:
    for thing in things:
        yield from ((thing.iri, name, earlier) for name in LINKS for earlier in thing.all(name))


def _rows(
    store: Store, catalogue: Catalogue, things: list[Thing], given: Mapping[str, Any]
) -> Iterator[tuple[Cell, ...]]:
    """A row for each thing: its values, and what a saved question says of it besides."""
    answered: dict[str, dict[str, Term]] = {}
    if "question" in given:
        answered = {value(row[given["key"]]): row for row in ask(store, saved(given["question"])).rows} or {"": {}}
    for thing in things:
        if answered and thing.iri not in answered:
            question = given["question"]
            raise LovpGraphError(f"{thing.iri}: question '{question}' does not know it; export from the whole dataset")
        row = answered.get(thing.iri, {})
        own = (_values(catalogue, thing, path, form) for _, path, form, _ in given["columns"])
        said = (
            [slug(one) if form == "slug" else one for one in parts(row.get(name))]
            for _, name, form, _ in given.get("answers", [])
        )
        columns = (*given["columns"], *given.get("answers", []))
        yield tuple(_cell(values, column[0], column[3]) for values, column in zip((*own, *said), columns, strict=True))


def _values(catalogue: Catalogue, thing: Thing, path: str, form: str) -> list[str]:
    if path == "self":
        return [thing.iri]
    if path == "class":
        return sorted(thing.classes & {name for _, name in STATEMENTS})
    if path.startswith("^"):
        return [other.iri for other in catalogue.linking(thing, path.removeprefix("^"))]
    first, _, rest = path.partition("/")
    if rest:
        return [text for other in catalogue.linked(thing, first) for text in _values(catalogue, other, rest, form)]
    if form == "label":
        return [other.label() for other in catalogue.linked(thing, path)]
    return [slug(text) if form == "slug" else text for text in thing.all(path, "nl")]


def _cell(values: list[str], name: str, datatype: str) -> Cell:
    """Values as a cell of a column: a list where the column can hold several, else nothing or one."""
    if name in _spec()["lists"]:
        return tuple(values)
    if not values:
        return None
    (text,) = values
    if datatype == "date":
        return date.fromisoformat(text)
    if datatype == "boolean":
        return text in {"true", "1"}
    return Decimal(text) if datatype in {"decimal", "integer"} else text


def to_csv(made: list[Sheet]) -> dict[str, bytes]:
    """A CSV file for each table by RFC 4180, and what they hold by CSV on the Web."""
    separator = str(_spec()["separator"])
    files = {f"{sheet.name}.csv": _csv(sheet, separator) for sheet in made}
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "dc:description": {"@value": words()["notes"]["account"], "@language": "nl"},
        "dc:license": {"@id": "https://creativecommons.org/licenses/by/4.0/"},
        "tables": [_described(sheet, separator) for sheet in made],
    }
    return files | {METADATA: (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode()}


def _csv(sheet: Sheet, separator: str) -> bytes:
    out = io.StringIO()
    lines = ([_plain(cell, separator) for cell in row] for row in sheet.table.rows)
    csv.writer(out, lineterminator="\r\n").writerows([sheet.table.columns, *lines])
    return out.getvalue().encode()


def _plain(cell: Cell, separator: str) -> str:
    """A cell as programs read it."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, tuple):
        return separator.join(text.replace(separator, IN_A_LIST) for text in cell)
    return "" if cell is None else cell.isoformat() if isinstance(cell, date) else str(cell)


def _described(sheet: Sheet, separator: str) -> dict[str, Any]:
    columns = []
    for name, datatype in zip(sheet.table.columns, sheet.datatypes, strict=True):
        column = {"name": name, "titles": name, "datatype": datatype}
        if datatype == "string":
            column["lang"] = "nl"
        if name in _spec()["lists"]:
            column["separator"] = separator
        columns.append(column)
    key = {} if sheet.name == "links" else {"primaryKey": sheet.table.columns[0]}
    return {"url": f"{sheet.name}.csv", "tableSchema": {"columns": columns} | key}


def to_xlsx(made: list[Sheet]) -> bytes:
    """One Excel workbook with a worksheet for each table."""
    return tables.to_workbook([sheet.table for sheet in made])


def to_sqlite(made: list[Sheet]) -> bytes:
    """One SQLite database with a table for each, and an index of words on texts; lists stay texts with separators."""
    separator = str(_spec()["separator"])
    database = Database(memory=True)  # a file would be left in the system's temporary folder by a run that is killed
    for sheet in made:
        names = sheet.table.columns
        types = {name: _sqlite_type(datatype) for name, datatype in zip(names, sheet.datatypes, strict=True)}
        table = database.table(sheet.name)
        table.create(types, pk=None if sheet.name == "links" else names[0])
        table.insert_all(
            {name: _stored(cell, separator) for name, cell in zip(names, row, strict=True)} for row in sheet.table.rows
        )
        if sheet.name in SEARCHED:
            table.enable_fts(SEARCHED[sheet.name], tokenize="unicode61 remove_diacritics 2")
    database.vacuum()
    written: bytes = database.conn.serialize()
    database.close()
    return written


def _sqlite_type(datatype: str) -> type:
    return {"integer": int, "decimal": float, "boolean": int}.get(datatype, str)


def _stored(cell: Cell, separator: str) -> str | int | float | None:
    if cell in {None, ()} or isinstance(cell, bool):
        return bool(cell) if isinstance(cell, bool) else None
    if isinstance(cell, Decimal):
        return int(cell) if cell == cell.to_integral_value() else float(cell)
    return _plain(cell, separator)
