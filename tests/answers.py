"""Answers in a form in which those of different engines can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from lovp_graph.words import words

Row = dict[str, str | list[str]]


def comparable(row: Mapping[str, Any]) -> Row:
    """A row as text: without what is empty, lists in order, numbers written in one way.

    Engines differ in the datatype of a number and in the order of what they join, and not in
    what they found.
    """
    found: Row = {}
    for variable, term in row.items():
        text = str(getattr(term, "value", term) if not hasattr(term, "toPython") else term)
        if variable in words()["lists"]:
            parts = sorted({part for part in text.split("\n") if part})
            if parts:
                found[variable] = parts
        elif text:
            found[variable] = re.sub(r"(?<=\d)\.0+$", "", text)
    return found


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Rows in an order that does not depend on who found them."""
    return sorted(rows, key=lambda row: sorted((key, str(value)) for key, value in row.items()))
