"""Every constraint of the shapes has a mistake that breaks it, with the findings beside it.

The mistakes stand in `fixtures/mistakes`, one file per shape. Each names the constraint that it
breaks, the change to the example that makes it (a line of a file, or triples in Turtle for what
an annotation file cannot say), and everything that the check then finds.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import yaml
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from lovp_graph.cache import Cache
from lovp_graph.dataset import BASE_GRAPH, assemble
from lovp_graph.errors import LovpGraphError
from lovp_graph.resources import SHAPES
from lovp_graph.validation import shapes, validate
from tests.conftest import EXAMPLE, FIXTURES

MISTAKES = sorted((FIXTURES / "mistakes").glob("*.yaml"))
CASES = [case for path in MISTAKES for case in yaml.safe_load(path.read_text(encoding="utf-8"))]
CONSTRAINTS = {
    SH["class"]: "Class",
    SH.closed: "Closed",
    SH.datatype: "Datatype",
    SH.disjoint: "Disjoint",
    SH.hasValue: "HasValue",
    SH.languageIn: "LanguageIn",
    SH.maxCount: "MaxCount",
    SH.minCount: "MinCount",
    SH.minInclusive: "MinInclusive",
    SH.node: "Node",
    SH.nodeKind: "NodeKind",
    SH["not"]: "Not",
    SH["or"]: "Or",
    SH.pattern: "Pattern",
    SH.qualifiedMinCount: "QualifiedMinCount",
    SH.sparql: "SPARQL",
    SH.uniqueLang: "UniqueLang",
    SH.xone: "Xone",
}
# They serve other shapes and are never the source of a finding themselves.
HELPERS = re.compile(r"Code-.*|Theme")


def change(example: Path, case: dict[str, Any]) -> None:
    """Make the mistake of `case` in a copy of the example."""
    path = example / case["file"]
    lines = path.read_text(encoding="utf-8").split("\n")
    index = case["line"] - 1
    assert lines[index] == case["was"], f"{case['file']}:{case['line']} is not what the fixture expects"
    lines[index : index + 1] = case["becomes"]
    path.write_text("\n".join(lines), encoding="utf-8")


def local(node: Node | None) -> str:
    return str(node).removeprefix(SHAPES) if isinstance(node, URIRef) else ""


def broken(report: Graph) -> set[str]:
    """The constraints that a report says are broken, as `shape component`."""
    return {
        f"{local(report.value(result, SH.sourceShape))} "
        f"{str(report.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH)).removesuffix('ConstraintComponent')}"
        for result in report.objects(None, SH.result)
    }


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """What is remembered of the example without mistakes, so that a mistake costs what it touches."""
    cache = Cache(tmp_path_factory.mktemp("kept"))
    validate(assemble(EXAMPLE, cache=cache), cache)
    return cache


@pytest.mark.parametrize("case", CASES, ids=[case["breaks"] for case in CASES])
def test_mistake_is_found(case: dict[str, Any], example: Path, kept: Cache) -> None:
    if "file" in case:
        change(example, case)
    dataset = assemble(example, cache=kept)
    if "turtle" in case:
        dataset.graphs[BASE_GRAPH].parse(data=case["turtle"], format="turtle")
    report = validate(dataset, kept)
    found = []
    for problem in [*dataset.problems, *report.problems]:
        inside = problem.path.is_relative_to(example)
        place = problem.path.relative_to(example).as_posix() if inside else "-"
        found.append((place, problem.line, problem.message))
    assert case["breaks"] in broken(report.graph)
    assert [f"{place}:{line}: {message}" for place, line, message in sorted(found)] == case["finds"]


def test_every_constraint_has_a_mistake_and_every_mistake_a_constraint() -> None:
    graph = shapes()
    constraints = {
        f"{local(shape)} {CONSTRAINTS[predicate]}"
        for shape, predicate in graph.subject_predicates()
        if isinstance(predicate, URIRef)
        and predicate in CONSTRAINTS
        and isinstance(shape, URIRef)
        and not HELPERS.fullmatch(local(shape))
    }
    assert constraints == {case["breaks"] for case in CASES}
    assert len(CASES) == len({case["breaks"] for case in CASES})


def test_every_shape_uses_only_constraints_that_the_tests_know() -> None:
    graph = shapes()
    ours = {shape for shape in graph.subjects() if local(shape) and str(shape).startswith(SHAPES)}
    described = {
        RDF.type, SH.ignoredProperties, SH.message, SH.path, SH.prefixes, SH.property, SH.qualifiedValueShape,
        SH.select, SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf,
    }  # fmt: skip
    queries = {shape for shape in ours if (shape, RDF.type, SH.SPARQLConstraint) in graph}
    header = {shape for shape in ours if str(shape) == SHAPES}
    known = set(CONSTRAINTS) | described
    assert {p for shape in ours - header for p in graph.predicates(shape)} <= known
    assert queries


def test_every_shape_that_finds_something_says_so_in_both_languages() -> None:
    graph = shapes()
    sources = set(graph.objects(None, SH.sparql))
    for shape in set(graph.subjects()):
        silent = HELPERS.fullmatch(local(shape)) or isinstance(shape, BNode)
        if not silent and (set(graph.predicates(shape)) & set(CONSTRAINTS)) - {SH.sparql}:
            sources.add(shape)
    for source in sources:
        languages = [m.language for m in graph.objects(source, SH.message) if isinstance(m, Literal)]
        assert sorted(map(str, languages)) == ["en", "nl"], source


def test_the_shapes_are_valid_shacl() -> None:
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes(), meta_shacl=True)
    assert conforms, text


def test_the_example_has_no_findings() -> None:
    dataset = assemble(EXAMPLE)
    assert dataset.problems == []
    assert validate(dataset).problems == []


def test_shapes_that_cannot_be_used_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: object, **kwargs: object) -> tuple[bool, str, str]:
        return False, "the reason", ""

    monkeypatch.setattr(pyshacl, "validate", fail)
    with pytest.raises(LovpGraphError, match="the shapes cannot be used: the reason"):
        validate(assemble(EXAMPLE))


def test_findings_do_not_depend_on_where_the_data_stand(tmp_path: Path) -> None:
    elsewhere = Path(shutil.copytree(EXAMPLE, tmp_path / "with space" / "data"))
    assert validate(assemble(elsewhere)).problems == []
