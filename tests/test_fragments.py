"""Fragment by fragment the shapes find what they find in the whole, however things are spread."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

import pyshacl
import pytest
from rdflib import SH, BNode, Graph

from lovp_graph import fragments as cutting
from lovp_graph import validation
from lovp_graph.dataset import Dataset, assemble
from lovp_graph.rdf import Graphs
from lovp_graph.resources import BASE_GRAPH, GRAPH, ID, NS
from lovp_graph.validation import shapes, validate
from tests.conftest import EXAMPLE
from tests.test_validation import CASES, broken, change

Result = tuple[str, ...]
PARTS = 6
"""Graphs over which everything is spread."""


def results(report: Graph) -> set[Result]:
    """What a report says: focus, path, value, constraint and shape of each result."""
    named = (SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent, SH.sourceConstraint, SH.sourceShape)
    found = set()
    for result in report.objects(None, SH.result):
        terms = (report.value(result, predicate) for predicate in named)
        found.add(tuple("" if isinstance(term, BNode) else str(term) for term in terms))
    return found


def as_a_whole(graph: Graph) -> Graph:
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes(), inference="none")
    assert isinstance(report, Graph)
    return report


def spread(graph: Graph, by: str) -> Dataset:
    """A graph spread over several: by thing, or by triple, so that several graphs describe the same thing."""
    graphs = Graphs()
    for number in range(PARTS):
        graphs[f"{GRAPH}summary/part-{number}" if number else BASE_GRAPH] = Graph()
    names = sorted(graphs)
    for triple in graph:
        told = triple[0].n3() if by == "thing" else " ".join(term.n3() for term in triple)
        graphs[names[int(hashlib.sha256(told.encode()).hexdigest(), 16) % PARTS]].add(triple)
    return Dataset(graphs)


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each fragment is validated by itself, and there are more of them."""
    monkeypatch.setattr(validation, "BATCH", 1)
    monkeypatch.setattr(cutting, "ABOUT_RIGHT", 300)


def make_mistakes(example: Path, cases: list[dict[str, Any]]) -> None:
    """Make as many of the mistakes as go together in a copy of the example."""
    changed: dict[str, int] = {}
    for case in sorted(cases, key=lambda case: -case.get("line", 0)):  # from below, so that lines keep their number
        if "file" in case and case["line"] < changed.get(case["file"], 10_000):
            change(example, case)
            changed[case["file"]] = case["line"]


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Dataset, set[Result]]]:
    """The example with the mistakes of the fixtures, in as many copies as it takes to see all, with what each gives."""
    found: list[tuple[Dataset, set[Result]]] = []
    left = CASES
    while left and len(found) < 10:
        folder = Path(shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("faulty") / "example"))
        tried = left if len(found) < 2 else left[: len(left) // 2 + 1]
        make_mistakes(folder, tried)
        dataset = assemble(folder)
        for case in tried:
            dataset.graphs[BASE_GRAPH].parse(data=case.get("turtle", ""), format="turtle")
        report = as_a_whole(dataset.union())
        found.append((dataset, results(report)))
        seen = broken(report)
        left = [case for case in left if case["breaks"] not in seen]  # what did not go with the others, or was hidden
    assert not left
    return found


@pytest.mark.parametrize("by", ["summary", "thing", "triple"])
def test_the_findings_are_those_of_the_whole_however_things_are_spread(
    faulty: list[tuple[Dataset, set[Result]]], by: str, apart: None
) -> None:
    for dataset, whole in faulty[: None if by == "summary" else 2]:  # the first two copies hold most of the mistakes
        spread_out = dataset if by == "summary" else spread(dataset.union(), by)
        assert results(validate(spread_out).graph) == whole


JANUARY, APRIL = f"{GRAPH}summary/kust-2030-01-15", f"{GRAPH}summary/kust-2030-04-10"
ACROSS = {
    "a link to a later meeting": (JANUARY, "s:kust-2030-01-15-002 :repeats s:kust-2030-04-10-002 .", "LinkToEarlier"),
    "a link to nothing": (APRIL, "s:kust-2030-04-10-002 :repeats s:kust-2030-01-15-999 .", "Statement-repeats"),
    "what was no promise, fulfilled": (APRIL, "s:kust-2030-04-10-002 :fulfils s:kust-2030-01-15-002 .", "Statement-fulfils"),
    "a sentence of another summary": (APRIL, "s:kust-2030-04-10-002 :sentence z:kust-2030-01-15-2 .", "OwnSentences-query"),
    "a sentence left out, and used elsewhere": (
        APRIL,
        "s:kust-2030-04-10-002 :sentence z:kust-2030-01-15-1 .",
        "CoveredTwice-query",
    ),
    "a statement under two summaries": (
        APRIL,
        "<summary/kust-2030-04-10> :statement s:kust-2030-01-15-002 .",
        "House-Statement-summary",
    ),
    "a statement under two summaries of its meeting": (
        APRIL,
        "<summary/kust-2030-04-10> :statement s:kust-2030-01-15-002 ; :covers <meeting/kust-2030-01-15> .",
        "House-Statement-summary",
    ),
    "a meeting that is not annotated, covered": (APRIL, "<summary/kust-2030-04-10> :covers <meeting/kust-2030-02> .", "Annotated-state"),
    "a meeting that nothing describes, covered twice": (
        BASE_GRAPH,
        "<summary/kust-2030-04-10> :covers <meeting/x> . <summary/kust-2030-01-15> :covers <meeting/x> .",
        "Annotated-state",
    ),
    "an actor of the base graph, retired": (
        BASE_GRAPH,
        "<actor/dijkgraaf> owl:deprecated true .",
        "Retired-query",
    ),
    "a term of the ontology, retired": (BASE_GRAPH, ":force owl:deprecated true .", "Retired-query"),
    "an earlier meeting, with a statement": (
        APRIL,
        "s:kust-2030-04-10-x a :Information ; :meeting <meeting/kust-before-2030-01-15> ; :theme <thema/gezag> ; "
        ':sentence z:kust-2030-04-10-1 ; :gist "x"@nl . <summary/kust-2030-04-10> :statement s:kust-2030-04-10-x .',
        "CoveredTwice-query",
    ),
    "a thing that two summaries describe": (JANUARY, 's:kust-2030-04-10-001 :gist "Iets."@nl .', "Statement-gist"),
}  # fmt: skip
PREFIXES = (
    f"@base <{ID}> . @prefix : <{NS}> . @prefix s: <{ID}uitspraak/> . @prefix z: <{ID}zin/> . "
    "@prefix owl: <http://www.w3.org/2002/07/owl#> . "
)


@pytest.mark.parametrize("case", ACROSS)
def test_what_is_wrong_across_summaries_is_found_as_in_the_whole(case: str, apart: None) -> None:
    name, turtle, shape = ACROSS[case]
    dataset = assemble(EXAMPLE)
    dataset.graphs[name].parse(data=PREFIXES + turtle, format="turtle")
    whole = as_a_whole(dataset.union())
    assert shape in {part.rpartition("/")[2] for result in results(whole) for part in result[4:]}
    report = validate(dataset).graph
    assert results(report) == results(whole)
    assert len(set(report.objects(None, SH.result))) == len(results(whole))  # each is told once
