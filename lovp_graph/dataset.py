"""Ontology and data become one dataset of named graphs.

`graph/base` holds what does not come from a summary: the ontology, the thesaurus, the code
lists, the actors, meetings, issues, documents, relations that rest on law, and the metadata.
Each annotated summary has a graph of its own, `graph/summary/{slug}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin

import pyoxigraph as ox
from rdflib import RDF, SKOS, XSD, Graph, URIRef

from lovp_graph import rdf, registers
from lovp_graph.annotations import Annotation, load
from lovp_graph.derivations import (
    LOVP,
    due_nodes,
    edtf_bounds,
    meeting_nodes,
    sentence_nodes,
    sentence_reference,
    theme_nodes,
)
from lovp_graph.errors import LovpGraphError, Problem
from lovp_graph.messages import problem
from lovp_graph.metadata import describe
from lovp_graph.positions import Positions
from lovp_graph.resources import GRAPH, ID, NS, data_folder, ontology_folder

ONTOLOGY_FILES = ("lovp.ttl", "themes.ttl", "codes.ttl", "alignments.ttl")
METADATA_FILE = "dataset.ttl"
DATA_FILES = ("actors.yaml", "authority.yaml", "documents.yaml", "issues.yaml", "meetings.yaml")
SITE_FILE = "site.yaml"  # words of the pages, which are no data
BASE_GRAPH = GRAPH + "base"
THEMES = ID + "scheme/themes"

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


DRAFT_COMMENT = re.compile(r"\s*# (?:\d+ \| |DRAFT of the annotation|[?=<] )")
"""What drafting writes above a statement, and on top of its file."""


SUMMARY_PARTS = ("agendaItem", "statement", "amount", "authorityRelation", "notMapped")
"""The properties by which a summary lists its parts."""


@dataclass
class Dataset:
    """Named graphs by their IRI, where each thing stands, and what the loader found wrong."""

    graphs: dict[str, Graph] = field(default_factory=dict)
    positions: Positions = field(default_factory=Positions)
    problems: list[Problem] = field(default_factory=list)
    summaries: dict[str, Path] = field(default_factory=dict)
    """The annotation file of each summary, by slug."""
    registers: dict[str, Path] = field(default_factory=dict)
    """The sentence register of each summary that has one, by slug."""
    unregistered: set[str] = field(default_factory=set)
    """Slugs of summaries whose sentences are not known, for lack of a sound register."""

    def union(self) -> Graph:
        """All triples in one graph, on rdflib's own memory store."""
        union = Graph()
        for graph in self.graphs.values():
            union += graph
        return union

    def slugs(self) -> list[str]:
        """The slugs of the annotated summaries, in order."""
        prefix = GRAPH + "summary/"
        return sorted(name.removeprefix(prefix) for name in self.graphs if name.startswith(prefix))


def assemble(data: Path | None = None, files: Iterable[Path] = ()) -> Dataset:
    """Read the ontology, everything in `data`, and the annotation `files` besides.

    A file of `files` takes the place of the one in `data` that has its name or annotates the
    same summary. Problems of all files are gathered, not raised; a folder that is no data
    folder raises LovpGraphError.
    """
    data = data or data_folder()
    dataset = Dataset()
    base = Graph()
    dataset.graphs[BASE_GRAPH] = base
    paths = _annotation_files(data, list(files))
    for path in (*(ontology_folder() / name for name in ONTOLOGY_FILES), data / METADATA_FILE):
        base += rdf.read_turtle(path)
    for path in paths:
        loaded = load(path, dataset.positions)
        dataset.problems += loaded.problems
        dataset.positions.update(loaded.positions)
        if loaded.summary:
            _add_summary(dataset, loaded, data)
        else:
            base += loaded.graph
    dataset.problems += _stray_files(data, dataset)
    _derive_dates(dataset)
    _derive_themes(dataset)
    base += describe(dataset.graphs, dataset.slugs())
    return dataset


def _annotation_files(data: Path, files: list[Path]) -> list[Path]:
    """The annotation files of a data folder and those given besides, the general ones first.

    A missing file is an error, never an empty result.
    """
    missing = [name for name in (*DATA_FILES, METADATA_FILE) if not (data / name).is_file()]
    summaries = sorted((data / "summaries").glob("*.yaml"))
    if missing or not summaries:
        lacks = ", ".join([*missing, *([] if summaries else ["summaries/*.yaml"])])
        raise LovpGraphError(f"{data}: not a data folder (it lacks {lacks}); give one with --data")
    replaced = {path.name for path in files} | {f"{load(path).summary}.yaml" for path in files}
    ours = [path for path in (*(data / name for name in DATA_FILES), *summaries) if path.name not in replaced]
    return [*ours, *sorted(set(files))]  # the given ones last: what clashes is their problem


def _stray_files(data: Path, dataset: Dataset) -> list[Problem]:
    """Files that look as if they counted, and do not: a misspelt ending, a register without a summary."""
    registers = {data / "sentences" / f"{slug}.csv" for slug in dataset.summaries}
    stray = [path for path in data.glob("*.y*ml") if path.name not in {*DATA_FILES, SITE_FILE}]
    stray += [path for path in (data / "summaries").glob("*") if path.suffix != ".yaml"]
    stray += [path for path in (data / "sentences").glob("*") if path not in registers]
    return [problem(path, 0, "stray-file") for path in sorted(stray)]


def _draft_comments(path: Path) -> list[Problem]:
    """The comments of a draft that are left in an annotation, which quote the text: one finding for lines in a row."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [number for number, line in enumerate(lines, 1) if DRAFT_COMMENT.match(line)]
    return [problem(path, number, "draft-comment") for number in found if number - 1 not in found]


def _add_summary(dataset: Dataset, loaded: Annotation, data: Path) -> None:
    slug, folder = loaded.summary, loaded.path.parent
    dataset.summaries[slug] = loaded.path
    ours = folder.resolve() == (data / "summaries").resolve()
    if ours:
        dataset.problems += _draft_comments(loaded.path)
    if slug != loaded.path.stem and ours:
        dataset.problems.append(problem(loaded.path, 1, "file-name", value=slug))
    graph = dataset.graphs.setdefault(f"{GRAPH}summary/{slug}", Graph())
    graph += loaded.graph
    places = (folder, folder.parent / "sentences", data / "sentences")
    register = next((place / f"{slug}.csv" for place in places if (place / f"{slug}.csv").is_file()), None)
    if register is None:
        dataset.problems.append(problem(loaded.path, 1, "no-register", value=slug))
        dataset.unregistered.add(slug)
        return
    dataset.registers[slug] = register
    rows, problems = registers.read(register)
    if problems:
        dataset.problems += problems
        dataset.unregistered.add(slug)
        return
    for triple in sentence_nodes(slug, rows):
        graph.add(triple)
    for row in rows:
        dataset.positions.add((register, row.line), urljoin(ID, sentence_reference(slug, row.number)))


def _derive_dates(dataset: Dataset) -> None:
    """Add earliest and latest dates; a moment that cannot be read is a problem where it stands."""
    union = dataset.union()
    for predicate in (LOVP.due, LOVP.expected):
        for subject, value in union.subject_objects(predicate):
            try:
                edtf_bounds(str(value))
            except ValueError:
                place = dataset.positions.find(str(subject), str(predicate), str(value)) or (Path(), 0)
                dataset.problems.append(problem(*place, "edtf", value=value))
    for graph in dataset.graphs.values():
        due = due_nodes(union, {*graph.subjects(LOVP.due), *graph.subjects(LOVP.dueMeeting)})
        for triple in [*due, *meeting_nodes(union, set(graph.subjects(RDF.type, LOVP.Meeting)))]:
            graph.add(triple)


def _derive_themes(dataset: Dataset) -> None:
    """Add the themes that each theme, and each thing with a theme, lies in."""
    union = dataset.union()
    themes = set(union.subjects(SKOS.inScheme, URIRef(THEMES)))
    for name, graph in dataset.graphs.items():
        subjects = set(graph.subjects(LOVP.theme)) | (themes if name == BASE_GRAPH else set())
        for triple in list(theme_nodes(union, subjects)):
            graph.add(triple)


def serialise(dataset: Dataset) -> dict[str, bytes]:
    """The dataset's files by name: TriG for people, N-Quads for programs. Same data, same bytes."""
    found = rdf.quads(dataset.graphs)
    return {
        "lovp.nq": rdf.serialise(found, ox.RdfFormat.N_QUADS, {}),
        "lovp.trig": rdf.serialise(found, ox.RdfFormat.TRIG, prefixes(found)),
    }


def prefixes(found: Iterable[ox.Quad]) -> dict[str, str]:
    """The prefixes of the vocabularies, and one for each class of things (`uitspraak:`), as their IRIs name it."""
    subjects = (quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode))
    classes = {iri.removeprefix(ID).partition("/")[0] for iri in subjects if iri.startswith(ID)}
    return PREFIXES | {name: f"{ID}{name}/" for name in classes}


def coverage(dataset: Dataset) -> tuple[int, int]:
    """How many sentences the registers hold, and how many are mapped or listed as not mapped."""
    union = dataset.union()
    sentences = set(union.subjects(RDF.type, LOVP.Sentence))
    return len(sentences), len(sentences & set(union.objects(None, LOVP.sentence)))


STATEMENTS = (
    ("Decisions", "Decision"),
    ("Agreements", "Agreement"),
    ("Commitments", "Commitment"),
    ("Requests", "Request"),
    ("Concerns", "Concern"),
    ("Positions", "Position"),
    ("Confirmations", "Confirmation"),
    ("Information", "Information"),
)
LINKS = ("answers", "confirms", "followsUp", "fulfils", "qualifies", "repeats", "revises")


def counts(dataset: Dataset) -> tuple[list[str], list[tuple[str, list[int]]]]:
    """What the summaries hold: their slugs, and per kind of thing a number for each of them."""
    slugs = dataset.slugs()
    graphs = [dataset.graphs[f"{GRAPH}summary/{slug}"] for slug in slugs]

    def things(graph: Graph, *names: str) -> int:
        return sum(len(set(graph.subjects(RDF.type, LOVP[name]))) for name in names)

    def due(graph: Graph) -> int:
        return len({*graph.subjects(LOVP.due), *graph.subjects(LOVP.dueMeeting)})

    def links(graph: Graph) -> int:
        statements = set(graph.subjects(LOVP.meeting))
        return sum(subject in statements for name in LINKS for subject in graph.subjects(LOVP[name]))

    rows = [
        ("Meetings", [len(set(graph.objects(None, LOVP.covers))) for graph in graphs]),
        ("Agenda items", [things(graph, "AgendaItem") for graph in graphs]),
        ("Sentences", [things(graph, "Sentence") for graph in graphs]),
        ("Statements", [things(graph, *(name for _, name in STATEMENTS)) for graph in graphs]),
    ]
    rows += [(f"  {label}", [things(graph, name) for graph in graphs]) for label, name in STATEMENTS]
    rows += [
        ("Authority relations", [things(graph, "AuthorityRelation") for graph in graphs]),
        ("Amounts", [things(graph, "Amount") for graph in graphs]),
        ("Due moments", [due(graph) for graph in graphs]),
        ("Links between statements", [links(graph) for graph in graphs]),
    ]
    return slugs, rows
