"""Answers in a form in which those of different engines can be compared.

`python -m tests.answers NAME ...` fills in what comes out of the cases of a question, of all
questions without a NAME. Read what changed before you commit it.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from lovp_graph.asking import ask
from lovp_graph.dataset import assemble
from lovp_graph.questions import names, saved
from lovp_graph.rdf import quads
from lovp_graph.store import EmbeddedStore
from lovp_graph.words import words
from tests.conftest import FIXTURES

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


def fill_in(question: str, store: EmbeddedStore) -> None:
    """Write the rows of each case of a question to its file."""
    path = FIXTURES / "answers" / f"{question}.json"
    cases = json.loads(path.read_text(encoding="utf-8"))
    for case in cases:
        case["rows"] = [comparable(row) for row in ask(store, saved(question), case["given"]).rows]
    path.write_text(json.dumps(cases, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    history = EmbeddedStore(quads(assemble(FIXTURES / "history").graphs))
    for name in sys.argv[1:] or names():
        fill_in(name, history)
