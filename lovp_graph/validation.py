"""SHACL: the shapes are held against the data, and each result becomes a problem with a line.

pySHACL validates fragment by fragment (see `fragments`), several at a time, so that the work grows with the
data and not faster, and what was found in a fragment is remembered. Together it is what the whole gives.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache as remember
from itertools import groupby

from rdflib import RDF, SH, BNode, Graph, Literal
from rdflib.term import Node

from lovp_graph.cache import Cache, key
from lovp_graph.dataset import Dataset
from lovp_graph.errors import LovpGraphError, Problem
from lovp_graph.findings import problems
from lovp_graph.fragments import Fragment, fragments
from lovp_graph.rdf import graph_of, lines_graph, read_turtle
from lovp_graph.resources import ontology_folder
from lovp_graph.workers import Alone, Workers

SHAPE_FILES = ("shapes.ttl", "shapes-editorial.ttl")

BATCH = 20_000
"""Lines that are validated at a time, more or less: enough to make up for what each time costs."""


@dataclass
class Report:
    """The findings by file and line, and the standard SHACL report as a graph."""

    problems: list[Problem]
    graph: Graph


@dataclass(frozen=True)
class Batch:
    """Fragments to validate at a time, by the shapes of a digest."""

    shapes: str
    fragments: tuple[Fragment, ...]


def shapes() -> Graph:
    """The open and the editorial shapes together."""
    found = Graph()
    for name in SHAPE_FILES:
        found += read_turtle(ontology_folder() / name)
    return found


def validate(dataset: Dataset, cache: Cache | None = None, workers: Workers | None = None) -> Report:
    """Hold the shapes against the union of the dataset's graphs.

    What fragments gave before is taken from the cache, the rest is validated by the workers (this process
    alone unless others are given). Raises LovpGraphError when the shapes cannot be used.
    """
    parts, things = fragments(dataset.graphs)
    report = _report(parts, _found(parts, cache or Cache(), workers or Alone()))
    return Report(problems(report, shapes(), dataset, things) if (None, SH.result, None) in report else [], report)


def _shapes_digest() -> str:
    return hashlib.sha256(b"".join((ontology_folder() / name).read_bytes() for name in SHAPE_FILES)).hexdigest()


def _found(parts: Sequence[Fragment], cache: Cache, workers: Workers) -> list[str]:
    """For each fragment what SHACL finds in it, as N-Triples."""
    digest = _shapes_digest()
    found: dict[int, str] = {}
    keys: dict[int, str] = {}
    for place, part in enumerate(parts):
        keys[place] = key(digest, *(block.digest for block in (*part.blocks, part.context)), *part.nowhere)
        kept = cache.get("findings", keys[place])
        if kept is not None:
            found[place] = kept.decode()
    todo = [place for place in keys if place not in found]
    batches = list(_batches(todo, parts, workers.number))
    work = [Batch(digest, tuple(parts[place] for place in batch)) for batch in batches]
    for batch, texts in zip(batches, workers.map(validated, work), strict=True):
        for place, text in zip(batch, texts, strict=True):
            cache.put("findings", keys[place], text.encode())
            found[place] = text
    return [found[place] for place in range(len(parts))]


def _batches(todo: Sequence[int], parts: Sequence[Fragment], workers: int) -> Iterator[list[int]]:
    """What is to be done in batches of like size, at least one for each worker."""
    total = sum(parts[place].size for place in todo)
    size = min(BATCH, total // workers + 1)
    before = 0
    numbered = []
    for place in todo:
        numbered.append((before // size, place))
        before += parts[place].size
    for _, batch in groupby(numbered, key=lambda one: one[0]):
        yield [place for _, place in batch]


def validated(batch: Batch) -> list[str]:
    """For each fragment of a batch what SHACL finds in it, as N-Triples.

    Raises LovpGraphError when the shapes cannot be used, or are others here.
    """
    import pyshacl  # noqa: PLC0415 - 80 ms, and often nothing has to be validated

    if batch.shapes != _shapes_digest():
        raise LovpGraphError(f"{ontology_folder()}: the shapes are not those of who asks; install the same version")
    owners = {}
    graph = Graph()
    for place, fragment in enumerate(batch.fragments):
        for block in fragment.blocks:
            part = lines_graph(block.lines())
            owners.update(dict.fromkeys(part.subjects(), place))
            graph += part
        graph += lines_graph(fragment.context.lines())
    _, report, _ = pyshacl.validate(graph, shacl_graph=_prepared(batch.shapes), inference="none")
    if not isinstance(report, Graph):  # pySHACL hands back what it could not do
        raise LovpGraphError(f"{ontology_folder()}: the shapes cannot be used: {report}")
    found = [Graph() for _ in batch.fragments]
    for result in report.objects(None, SH.result):
        for place in _concerned(report, result, owners, batch):
            _copy(report, result, found[place])
    return [_ntriples(one) for one in found]


@remember
def _prepared(digest: str) -> Graph:
    """The shapes of a digest, read once."""
    return shapes()


def _concerned(report: Graph, result: Node, owners: dict[Node, int], batch: Batch) -> list[int]:
    """The fragments that a result is about: the one of its thing, or those that name what nothing describes."""
    thing = _thing(report, result)
    if thing in owners:
        return [owners[thing]]
    return [place for place, fragment in enumerate(batch.fragments) if str(thing) in fragment.nowhere]


def _thing(report: Graph, result: Node) -> Node | None:
    """What a result is about. The focus of a rule between things is a term; the value breaks it (see shapes.ttl)."""
    is_rule = report.value(result, SH.sourceConstraint) is not None
    return report.value(result, SH.value if is_rule else SH.focusNode)


def _copy(report: Graph, node: Node, found: Graph) -> None:
    """Take over a result with all that hangs on it."""
    for triple in report.triples((node, None, None)):
        if triple not in found:
            found.add(triple)
            if isinstance(triple[2], BNode):
                _copy(report, triple[2], found)


def _ntriples(graph: Graph) -> str:
    return "".join(sorted(graph.serialize(format="nt").splitlines(keepends=True))) if graph else ""


def _report(parts: Sequence[Fragment], texts: Sequence[str]) -> Graph:
    """What was found in all fragments as one report; what several fragments name and none describes is told once."""
    report = Graph()
    whole = BNode()
    told: set[str] = set()
    for part, text in zip(parts, texts, strict=True):
        found = graph_of(text)
        results = set(found.subjects(RDF.type, SH.ValidationResult)) - set(found.objects(None, SH.detail))
        for result in results:
            if str(_thing(found, result)) not in told:
                report.add((whole, SH.result, result))
                _copy(found, result, report)
        told |= {str(_thing(found, result)) for result in results}.intersection(part.nowhere)
    report.add((whole, RDF.type, SH.ValidationReport))
    report.add((whole, SH.conforms, Literal((whole, SH.result, None) not in report)))
    return report
