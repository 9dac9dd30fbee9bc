"""The ontology for those who take it alone: Turtle as people wrote it, JSON-LD, and its documentation as one page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from lovp_graph import rdf
from lovp_graph.dataset import ONTOLOGY_FILES
from lovp_graph.exports.jsonld import CONTEXT_FILE
from lovp_graph.resources import BASE, NS, SHAPES, ontology_folder
from lovp_graph.validation import SHAPE_FILES

TURTLE: Mapping[str, Sequence[str]] = {
    "lovp-ontology": ONTOLOGY_FILES,
    "lovp-shapes": SHAPE_FILES[:1],
    "lovp-shapes-all": SHAPE_FILES,
}
"""What the release calls a file of Turtle, and the files of the ontology that stand in it one after the other."""

TEXTS = (SKOS.example, SKOS.altLabel)
"""What it tells in words besides names and definition."""

SCHEMA = Namespace("https://schema.org/")
MATCHES = (
    SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch,
    RDFS.subClassOf, RDFS.subPropertyOf,
)  # fmt: skip
FACTS = (
    RDFS.domain, SCHEMA.domainIncludes, RDFS.range, SCHEMA.rangeIncludes, SKOS.broader, SKOS.narrower, SKOS.related,
    DCTERMS.isReplacedBy, *MATCHES,
)  # fmt: skip
"""What the documentation says of a term besides its names, definition and example, in this order."""


def files() -> dict[str, bytes]:
    """The files of the ontology by name: Turtle, JSON-LD, the JSON-LD context and the documentation."""
    found: dict[str, bytes] = {}
    for name, sources in TURTLE.items():
        turtle = b"\n".join((ontology_folder() / source).read_bytes() for source in sources)
        found[f"{name}.ttl"] = turtle
        found[f"{name}.jsonld"] = as_jsonld(turtle)
    found[f"lovp-{CONTEXT_FILE}"] = (ontology_folder() / CONTEXT_FILE).read_bytes()
    found["lovp-ontology.html"] = documentation()
    return found


def as_jsonld(turtle: bytes) -> bytes:
    """Turtle as JSON-LD; what has no name gets the one that RDF canonicalization gives it, the same each time."""
    dataset = ox.Dataset(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    triples = sorted((quad.triple for quad in dataset), key=lambda one: tuple(map(str, one)))
    return rdf.serialise(triples, ox.RdfFormat.JSON_LD, {})


# --- the documentation


@dataclass(frozen=True)
class Entry:
    """A term, concept or shape in the documentation: texts by language, and facts with the IRIs that they name."""

    iri: str
    id: str
    label: Mapping[str, str]
    texts: Sequence[Mapping[str, str]]
    also: Sequence[tuple[str, Mapping[str, str]]]
    facts: Sequence[tuple[str, Sequence[str]]]


def documentation() -> bytes:
    """All terms, themes, closed lists and shapes as one page that needs nothing else."""
    terms, shapes = _read(ONTOLOGY_FILES), _read(SHAPE_FILES)
    properties = [*terms.subjects(RDF.type, OWL.ObjectProperty), *terms.subjects(RDF.type, OWL.DatatypeProperty)]
    sections = [
        ("classes", "Classes", _entries(terms, terms.subjects(RDF.type, OWL.Class))),
        ("properties", "Properties", _entries(terms, properties)),
    ]
    for scheme in sorted(terms.subjects(RDF.type, SKOS.ConceptScheme), key=str):
        concepts = _entries(terms, terms.subjects(SKOS.inScheme, scheme))
        sections.append((_id(scheme), _by_language(terms, scheme, SKOS.prefLabel)["en"], concepts))
    named = (one for one in set(shapes.subjects()) if str(one).startswith(SHAPES) and str(one) != SHAPES)
    sections.append(("shapes", "Shapes", [_shape(shapes, one) for one in sorted(named, key=str)]))
    about = URIRef(NS)
    values: dict[str, Any] = {
        "title": _by_language(terms, about, DCTERMS.title),
        "description": _by_language(terms, about, DCTERMS.description),
        "version": terms.value(about, OWL.versionInfo),
        "licence": terms.value(about, DCTERMS.license),
        "base": BASE,
        "sections": sections,
        "ids": {entry.iri: entry.id for _, _, entries in sections for entry in entries},
    }
    return environment().get_template("ontology.html.j2").render(values).encode()


def environment() -> Environment:
    """The templates of a release."""
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _read(names: Iterable[str]) -> Graph:
    graph = Graph()
    for name in names:
        graph += rdf.read_turtle(ontology_folder() / name)
    return graph


def _entries(graph: Graph, subjects: Iterable[Node]) -> list[Entry]:
    return [_entry(graph, one) for one in sorted(set(subjects), key=str) if str(one).startswith(BASE)]


def _entry(graph: Graph, subject: Node) -> Entry:
    found = ((str(name), sorted(map(str, graph.objects(subject, name)))) for name in FACTS)
    return Entry(
        iri=str(subject),
        id=_id(subject),
        label=_by_language(graph, subject, RDFS.label) or _by_language(graph, subject, SKOS.prefLabel),
        texts=[_by_language(graph, subject, SKOS.definition)],
        also=[(str(name), texts) for name in TEXTS if (texts := _by_language(graph, subject, name))],
        facts=[(name, values) for name, values in found if values],
    )


def _shape(graph: Graph, shape: Node) -> Entry:
    """A shape with all that it and the parts without a name of their own say when they are broken."""
    messages: list[dict[str, str]] = []
    waiting = [shape]
    while waiting:
        node = waiting.pop()
        message = _by_language(graph, node, SH.message)
        if message and message not in messages:
            messages.append(message)
        waiting += sorted((one for one in graph.objects(node) if isinstance(one, BNode)), key=str)
    targets = sorted(map(str, graph.objects(shape, SH.targetClass)))
    return Entry(
        iri=str(shape),
        id=f"shape-{str(shape).removeprefix(SHAPES)}",
        label={},
        texts=sorted(messages, key=lambda one: sorted(one.items())),
        also=[],
        facts=[(str(SH.targetClass), targets)] if targets else [],
    )


def _id(term: Node) -> str:
    """Where a term stands on the page: its name, and for a concept its list and its name."""
    return str(term).removeprefix(NS).removeprefix(f"{BASE}id/").replace("/", "-")


def _by_language(graph: Graph, subject: Node, predicate: URIRef) -> dict[str, str]:
    """The texts of a property by language; several in one language one after the other."""
    found: dict[str, list[str]] = {}
    for value in graph.objects(subject, predicate):
        if isinstance(value, Literal):
            found.setdefault(value.language or "", []).append(str(value))
    return {language: "; ".join(sorted(texts)) for language, texts in sorted(found.items(), reverse=True)}
