"""What SHACL found, as people read it: each result becomes a problem with a line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin

from rdflib import SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from lovp_graph.dataset import Dataset
from lovp_graph.derivations import SENTENCES
from lovp_graph.errors import Problem
from lovp_graph.resources import ID, NS, ontology_folder


def problems(report: Graph, shape_graph: Graph, dataset: Dataset, things: set[str]) -> list[Problem]:
    """The results of a report on a dataset, in order; `things` are the IRIs of all that is described in it."""
    # Not the details within a result, which have no place of their own, and not what follows from a
    # register that is missing or faulty, which has been said once.
    unregistered = tuple(urljoin(ID, f"{SENTENCES}{slug}-") for slug in dataset.unregistered)
    results = [
        result
        for result in report.objects(None, SH.result)
        if not unregistered or not str(report.value(result, SH.value)).startswith(unregistered)
    ]
    missing = _missing(things, (report.value(result, SH.value) for result in results))
    found_once: set[Problem] = set()
    referring: dict[tuple[Path, Node], list[Problem]] = {}
    for result in results:
        value = report.value(result, SH.value)
        if report.value(result, SH.focusNode) in missing:
            continue  # what does not exist lacks everything; that it does not exist is said where it is named
        found = _problem(report, result, shape_graph, dataset, things)
        if value in missing:
            referring.setdefault((found.path, value), []).append(found)
        else:
            found_once.add(found)
    found_once |= {_once(found) for found in referring.values()}
    # Where a key has no value, that has been said; what the missing value breaks would only repeat it.
    empty = {(problem.path, problem.line) for problem in dataset.problems if problem.code == "empty"}
    told = (one for one in found_once if (one.path, one.line) not in empty and not _is_vaguer(one, found_once))
    return sorted(told)


def _missing(things: set[str], values: Iterable[Node | None]) -> set[Node]:
    """Of the values at fault those that should be things of the data, and are described nowhere."""
    return {
        value for value in values if isinstance(value, URIRef) and value.startswith(ID) and str(value) not in things
    }


def _once(problems: list[Problem]) -> Problem:
    """One finding for all that name one missing thing in one file: the first, and how many lines more."""
    first, others = min(problems), len({problem.line for problem in problems}) - 1
    if not others:
        return first
    lines = "line" if others == 1 else "lines"
    return replace(
        first,
        message=f"{first.message} (and on {others} more {lines})",
        message_nl=f"{first.message_nl} (en op nog {others} {'regel' if others == 1 else 'regels'})",
    )


def _is_vaguer(problem: Problem, others: set[Problem]) -> bool:
    """Whether another finding of the same shape on the same line names the value that is at fault, too."""
    start = f"{problem.message.removesuffix(')')}: "
    return any(
        (other.path, other.line, other.code) == (problem.path, problem.line, problem.code)
        and other.message.startswith(start)
        for other in others
    )


def _problem(report: Graph, result: Node, shape_graph: Graph, dataset: Dataset, things: set[str]) -> Problem:
    focus = report.value(result, SH.focusNode)
    path = report.value(result, SH.resultPath)
    value = report.value(result, SH.value)
    shape = report.value(result, SH.sourceShape)
    if str(focus).startswith(NS):  # a rule between things: its focus is a term, the value breaks it (see shapes.ttl)
        focus, path, value = value, path or focus, None
    # The report keeps one language of a SPARQL constraint's message, so both are read at the source.
    source = report.value(result, SH.sourceConstraint) or shape
    messages = {m.language: str(m) for m in shape_graph.objects(source, SH.message) if isinstance(m, Literal)}
    detail = _detail(focus, value) + _suggestion(things, value)
    english = messages.get("en", f"does not fit {shape}") + detail
    dutch = messages.get("nl", f"past niet bij {shape}") + detail
    path_found, line = _place(dataset, focus, path, value)
    return Problem(path_found, line, english, dutch, str(shape) if isinstance(shape, URIRef) else "")


def _place(dataset: Dataset, focus: Node | None, path: Node | None, value: Node | None) -> tuple[Path, int]:
    predicate = str(path) if isinstance(path, URIRef) else ""
    place = dataset.positions.find(str(focus), predicate, str(value) if value is not None else "")
    # A finding about a concept of the ontology has no line in the data.
    return place or (ontology_folder(), 0)


def _suggestion(things: set[str], value: Node | None) -> str:
    """For a reference to nothing: what was probably meant."""
    iri = str(value)
    if value is None or not _missing(things, [value]):
        return ""
    prefix = ID + iri.removeprefix(ID).partition("/")[0] + "/"
    # A name with a number is of another day or place as soon as more than a slip of the pen differs.
    alike = 0.9 if re.search(r"\d", iri.removeprefix(prefix)) else 0.6
    names = sorted(name.removeprefix(prefix) for name in things if name.startswith(prefix))
    close = difflib.get_close_matches(iri.removeprefix(prefix), names, n=1, cutoff=alike)
    return f" → {_short(URIRef(prefix + close[0]))}?" if close else ""


def _detail(focus: Node | None, value: Node | None) -> str:
    parts = [_short(focus)]
    if value is not None and value != focus and not isinstance(value, BNode):
        parts.append(_short(value))
    return f" ({': '.join(parts)})"


def _short(node: Node | None) -> str:
    text = "blank node" if isinstance(node, BNode) else str(node)
    for prefix in (ID, NS):
        text = text.removeprefix(prefix)
    return text if len(text) <= 60 else text[:59] + "…"
