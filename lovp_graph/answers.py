"""An answer as people read it: headings, values by their type, lists in order, and the notes that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from lovp_graph.asking import XSD, Answer, slug, value
from lovp_graph.questions import Question, Term
from lovp_graph.tables import Cell, Table
from lovp_graph.words import words

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def parts(term: Term | None) -> tuple[str, ...]:
    """The values of a column that holds several, each once, in their natural order."""
    found = {part for part in value(term).split("\n") if part} if term is not None else set()
    return tuple(
        sorted(found, key=lambda part: [int(run) if run.isdecimal() else run for run in re.split(r"(\d+)", part)])
    )


def cell(variable: str, term: Term | None) -> Cell:
    """A value as people read it: an IRI by its last part, a list as its values, the rest by its type."""
    if term is None:
        return None
    if variable in words()["lists"]:
        found = parts(term)
        numbers = variable == "sentences" and all(part.isdecimal() for part in found)
        return spans(found) if numbers else tuple(map(slug, found))
    return _typed(term) if isinstance(term, ox.Literal) else slug(value(term))


def _typed(literal: ox.Literal) -> Cell:
    """A literal by its type; as text where the text is not of its type."""
    text, kind = literal.value, literal.datatype.value.removeprefix(XSD)
    try:
        if kind in {"integer", "int", "nonNegativeInteger", "gYear"}:
            return int(text)
        if kind in {"decimal", "double"}:
            number = Decimal(text)
            return int(number) if number == number.to_integral_value() else number
        if kind == "date" or DATE.fullmatch(text):  # a query that puts dates in order makes texts of them
            return date.fromisoformat(text)
    except (ValueError, ArithmeticError):
        pass
    return text in {"true", "1"} if kind == "boolean" else text


def spans(numbers: Iterable[str]) -> tuple[str, ...]:
    """Numbers with those that follow each other joined: 3, 4, 5 and 8 give 3–5 and 8."""
    runs: list[list[int]] = []
    for number in map(int, numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return tuple(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def heading(variable: str) -> str:
    """The heading of a column, as people read it."""
    columns: Mapping[str, str] = words()["columns"]
    return columns.get(variable) or columns.get(variable.removesuffix("Label")) or variable


def table(question: Question, answer: Answer) -> Table:
    """An answer for people: headings, readable values, and the remarks that belong to it."""
    hidden = {variable.removesuffix("Label") for variable in answer.variables if variable.endswith("Label")}
    hidden |= set(words()["hidden"])
    # A query of one's own, which has no header, shows what it selects.
    shown = [variable for variable in answer.variables if not question.question or variable not in hidden]
    rows = [tuple(cell(variable, row.get(variable)) for variable in shown) for row in answer.rows]
    notes = tuple(words()["notes"][note] for note in question.notes)
    # Two variables of a query of one's own can have one heading; then their names tell them apart.
    headings = [heading(variable) for variable in shown]
    unique = [name if headings.count(name) == 1 else variable for name, variable in zip(headings, shown, strict=True)]
    return Table(question.title, tuple(unique), rows, notes)
