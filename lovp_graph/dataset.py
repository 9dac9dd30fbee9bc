"""Ontology and data become one dataset of named graphs.

`graph/base` holds what does not come from a summary: the ontology, the thesaurus, the code
lists, the actors, meetings, issues, documents, relations that rest on law, and the metadata.
Each annotated summary has a graph of its own, `graph/summary/{slug}`.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from lovp_graph import registers
from lovp_graph.annotations import Annotation, load
from lovp_graph.derivations import LOVP, due_nodes, edtf_bounds, sentence_nodes
from lovp_graph.errors import LovpGraphError, Problem
from lovp_graph.messages import problem
from lovp_graph.metadata import describe
from lovp_graph.positions import Positions
from lovp_graph.resources import GRAPH, ID, NS, data_folder, ontology_folder

ONTOLOGY_FILES = ("lovp.ttl", "themes.ttl", "codes.ttl", "alignments.ttl")
METADATA_FILE = "dataset.ttl"
DATA_FILES = ("actors.yaml", "authority.yaml", "documents.yaml", "issues.yaml", "meetings.yaml")
BASE_GRAPH = GRAPH + "base"

PREFIXES = {
    "lovp": NS,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": str(XSD),
}


@dataclass
class Dataset:
    """Named graphs by their IRI, where each thing stands, and what the loader found wrong."""

    graphs: dict[str, Graph] = field(default_factory=dict)
    positions: Positions = field(default_factory=Positions)
    problems: list[Problem] = field(default_factory=list)
    registers: dict[str, Path] = field(default_factory=dict)
    """The sentence register of each annotated summary, by slug."""

    def union(self) -> Graph:
        """All triples in one graph, on rdflib's own memory store."""
        union = Graph()
        for graph in self.graphs.values():
            union += graph
        return union

    def quads(self) -> list[ox.Quad]:
        """All quads in their one order, which does not depend on how they were read."""
        found = [
            ox.Quad(_term(subject), _term(predicate), _term(value), ox.NamedNode(name))  # type: ignore[arg-type]
            for name, graph in self.graphs.items()
            for subject, predicate, value in graph
        ]
        return sorted(
            found,
            key=lambda quad: tuple(str(part) for part in (quad.graph_name, quad.subject, quad.predicate, quad.object)),
        )

    def slugs(self) -> list[str]:
        """The slugs of the annotated summaries, in order."""
        prefix = GRAPH + "summary/"
        return sorted(name.removeprefix(prefix) for name in self.graphs if name.startswith(prefix))


def _term(node: Node) -> ox.NamedNode | ox.Literal:
    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype or XSD.string)))
    raise LovpGraphError(f"a blank node has no place in the dataset ({node!r}); give the thing an IRI")


def read_turtle(path: Path) -> Graph:
    """A Turtle file as an rdflib graph. Raises LovpGraphError with the line of a syntax error."""
    graph = Graph()
    try:
        with path.open("rb") as file:
            for quad in ox.parse(file, format=ox.RdfFormat.TURTLE, base_iri=NS):
                graph.add((_node(quad.subject), _node(quad.predicate), _node(quad.object)))
    except SyntaxError as error:
        raise LovpGraphError(f"{path}:{error.lineno or 0}: not valid Turtle: {error.msg}") from error
    except OSError as error:
        raise LovpGraphError(f"{path}: cannot be read ({error.strerror})") from error
    return graph


def _node(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        return Literal(term.value, datatype=None if datatype == str(XSD.string) else URIRef(datatype))
    raise LovpGraphError("a triple term has no place in the ontology")


def assemble(data: Path | None = None, files: Iterable[Path] = ()) -> Dataset:
    """Read the ontology, everything in `data`, and the annotation `files` besides.

    A file of `files` takes the place of the one with the same name in `data`. Its register is
    looked for beside it, then in `data`. Problems of all files are gathered, not raised; a
    folder that is no data folder raises LovpGraphError.
    """
    data = data or data_folder()
    extra = {path.name: path for path in files}
    paths = {path.name: path for path in _data_files(data)} | extra
    dataset = Dataset()
    base = Graph()
    for name in ONTOLOGY_FILES:
        base += read_turtle(ontology_folder() / name)
    base += read_turtle(data / METADATA_FILE)
    dataset.graphs[BASE_GRAPH] = base
    for path in sorted(paths.values(), key=lambda path: (path.name not in DATA_FILES, path.name)):
        loaded = load(path, dataset.positions)
        dataset.problems += loaded.problems
        dataset.positions.update(loaded.positions)
        if loaded.summary:
            _add_summary(dataset, loaded, data)
        else:
            base += loaded.graph
    _derive_due(dataset)
    base += describe(dataset.graphs, dataset.slugs())
    return dataset


def _data_files(data: Path) -> Iterator[Path]:
    """The annotation files of a data folder. A missing one is an error, never an empty result."""
    missing = [name for name in (*DATA_FILES, METADATA_FILE) if not (data / name).is_file()]
    summaries = sorted((data / "summaries").glob("*.yaml"))
    if missing or not summaries:
        lacks = ", ".join([*missing, *([] if summaries else ["summaries/*.yaml"])])
        raise LovpGraphError(f"{data}: not a data folder (it lacks {lacks}); give one with --data")
    yield from (data / name for name in DATA_FILES)
    yield from summaries


def _add_summary(dataset: Dataset, loaded: Annotation, data: Path) -> None:
    slug = loaded.summary
    if slug != loaded.path.stem:
        dataset.problems.append(problem(loaded.path, 1, "file-name", value=slug))
    name = f"{GRAPH}summary/{slug}"
    graph = dataset.graphs.setdefault(name, Graph())
    graph += loaded.graph
    candidates = [
        folder / f"{slug}.csv"
        for folder in (loaded.path.parent, loaded.path.parent.parent / "sentences", data / "sentences")
    ]
    register = next((path for path in candidates if path.is_file()), candidates[-1])
    dataset.registers[slug] = register
    rows, problems = registers.read(register)
    dataset.problems += problems
    for triple in sentence_nodes(slug, rows):
        graph.add(triple)
        if triple[1] == LOVP.number:
            line = rows[int(str(triple[2])) - 1].line
            dataset.positions.add((register, line), str(triple[0]))


def _derive_due(dataset: Dataset) -> None:
    """Add the due bounds; a moment that cannot be read is a problem where it stands."""
    union = dataset.union()
    for predicate in (LOVP.due, LOVP.expected):
        for subject, value in union.subject_objects(predicate):
            try:
                edtf_bounds(str(value))
            except ValueError:
                place = dataset.positions.find(str(subject), str(predicate), str(value)) or (Path(), 0)
                dataset.problems.append(problem(*place, "edtf", value=value))
    for graph in dataset.graphs.values():
        for triple in list(due_nodes(union, {*graph.subjects(LOVP.due), *graph.subjects(LOVP.dueMeeting)})):
            graph.add(triple)


def serialise(dataset: Dataset) -> dict[str, bytes]:
    """The dataset's files by name: TriG for people, N-Quads for programs. Same data, same bytes."""
    quads = dataset.quads()
    prefixes = PREFIXES | _thing_prefixes(quads)
    trig = ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=prefixes) or b""
    # The library writes the prefixes in another order each time; all else is in our order.
    lines = trig.splitlines(keepends=True)
    header, body = lines[: len(prefixes)], lines[len(prefixes) :]
    return {
        "lovp.nq": ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"",
        "lovp.trig": b"".join(sorted(header) + body),
    }


def _thing_prefixes(quads: list[ox.Quad]) -> dict[str, str]:
    """A prefix for each class of things (`uitspraak:`), as their IRIs name it."""
    subjects = (quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode))
    classes = {iri.removeprefix(ID).partition("/")[0] for iri in subjects if iri.startswith(ID)}
    return {name: f"{ID}{name}/" for name in classes}


def write(files: dict[str, bytes], out: Path) -> list[Path]:
    """Write each file whole or not at all; a file of the same name gives way only to a whole one.

    Raises LovpGraphError when the folder cannot be written; what stood there then still stands.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            handle, temporary = tempfile.mkstemp(dir=out, prefix=f".{name}.")
            staged.append((Path(temporary), out / name))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
        for temporary_path, target in staged:
            temporary_path.replace(target)
    except OSError as error:
        raise LovpGraphError(
            f"{out}: cannot be written ({error.strerror}); choose another folder with --out"
        ) from error
    finally:
        for temporary_path, _ in staged:
            temporary_path.unlink(missing_ok=True)
    return [target for _, target in staged]


def coverage(dataset: Dataset) -> tuple[int, int]:
    """How many sentences the registers hold, and how many are mapped or listed as not mapped."""
    union = dataset.union()
    sentences = set(union.subjects(RDF.type, LOVP.Sentence))
    return len(sentences), len(sentences & set(union.objects(None, LOVP.sentence)))


COUNTED = (
    ("Agenda items", "AgendaItem"),
    ("Sentences", "Sentence"),
    ("Decisions", "Decision"),
    ("Agreements", "Agreement"),
    ("Commitments", "Commitment"),
    ("Requests", "Request"),
    ("Concerns", "Concern"),
    ("Positions", "Position"),
    ("Confirmations", "Confirmation"),
    ("Information", "Information"),
    ("Authority relations", "AuthorityRelation"),
    ("Amounts", "Amount"),
)
LINKS = ("answers", "confirms", "followsUp", "fulfils", "qualifies", "repeats", "revises")


def counts(dataset: Dataset) -> tuple[list[str], list[tuple[str, list[int]]]]:
    """What the dataset holds: the summaries' slugs, and per kind of thing a number for each."""
    slugs = dataset.slugs()
    graphs = [dataset.graphs[f"{GRAPH}summary/{slug}"] for slug in slugs]
    statement_classes = [name for label, name in COUNTED[2:10]]
    rows = [("Meetings", [len(set(graph.objects(None, LOVP.covers))) for graph in graphs])]
    for label, name in COUNTED:
        rows.append((label, [len(set(graph.subjects(RDF.type, LOVP[name]))) for graph in graphs]))
        if label == "Sentences":
            rows.append(
                (
                    "Statements",
                    [
                        sum(len(set(graph.subjects(RDF.type, LOVP[kind]))) for kind in statement_classes)
                        for graph in graphs
                    ],
                )
            )
    rows.append(
        ("Due moments", [len({*graph.subjects(LOVP.due), *graph.subjects(LOVP.dueMeeting)}) for graph in graphs])
    )
    rows.append(
        (
            "Links between statements",
            [sum(1 for name in LINKS for _ in graph.triples((None, LOVP[name], None))) for graph in graphs],
        )
    )
    return slugs, rows
