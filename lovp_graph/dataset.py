"""Ontology and data become one dataset of named graphs.

`graph/base` holds what does not come from a summary: the ontology, the thesaurus, the code
lists, the actors, meetings, issues, documents, relations that rest on law, and the metadata.
Each annotated summary has a graph of its own, `graph/summary/{slug}`.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urljoin

import pyoxigraph as ox
from rdflib import RDF, XSD, Graph

from lovp_graph import rdf, resources, sources
from lovp_graph.cache import Cache, key
from lovp_graph.derivations import sentence_reference
from lovp_graph.deriving import derive
from lovp_graph.errors import Problem
from lovp_graph.mapping import Mapped, Source, mapped, places
from lovp_graph.messages import problem
from lovp_graph.metadata import describe
from lovp_graph.positions import Place, Positions
from lovp_graph.rdf import Block, Graphs
from lovp_graph.resources import GRAPH, ID, NS, data_folder, ontology_folder
from lovp_graph.sources import METADATA_FILE, shared
from lovp_graph.workers import Alone, Workers

ONTOLOGY_FILES = ("lovp.ttl", "themes.ttl", "codes.ttl", "alignments.ttl")
BASE_GRAPH = resources.BASE_GRAPH
SITE_FILE = "site.yaml"  # words of the pages, which are no data

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


SUMMARY_PARTS = ("agendaItem", "statement", "amount", "authorityRelation", "notMapped")
"""The properties by which a summary lists its parts."""


@dataclass
class Dataset:
    """Named graphs by their IRI, where each thing stands, and what the loader found wrong."""

    graphs: Graphs = field(default_factory=Graphs)
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


def assemble(
    data: Path | None = None,
    files: Iterable[Path] = (),
    cache: Cache | None = None,
    workers: Workers | None = None,
) -> Dataset:
    """Read the ontology, everything in `data`, and the annotation `files` besides.

    A file of `files` takes the place of the one in `data` that has its name or annotates the
    same summary. Problems of all files are gathered, not raised; a folder that is no data
    folder raises LovpGraphError. What files come to is taken from the cache where it is there,
    else made by the workers (this process alone unless others are given); the dataset is the same.
    """
    data = data or data_folder()
    dataset = Dataset()
    known: dict[str, Place] = {}
    for source, made in sources.gather(data, files, cache or Cache(), workers or Alone()):
        _add(dataset, source, made, known, data)
    dataset.problems += _stray_files(data, dataset)
    for name in ONTOLOGY_FILES:
        dataset.graphs.add(BASE_GRAPH, Block.of(rdf.turtle_lines(ontology_folder() / name, BASE_GRAPH)))
    metadata = rdf.read_turtle(data / METADATA_FILE)
    dataset.graphs.add(BASE_GRAPH, Block.of(rdf.graph_lines(metadata, BASE_GRAPH)))
    described = describe(metadata, derive(dataset.graphs))
    dataset.graphs.add(BASE_GRAPH, Block.of(rdf.graph_lines(described, BASE_GRAPH)))
    return dataset


def _add(dataset: Dataset, source: Source, made: Mapped, known: dict[str, Place], data: Path) -> None:
    """Take a file into the dataset; of a thing that an earlier file describes too, that one stays."""
    clashing = {thing: known[thing] for thing in made.things if thing in known}
    earlier = None
    if clashing:
        earlier = Positions()
        for thing, place in clashing.items():
            earlier.add(place, thing)
        made = mapped(source, earlier)
    dataset.problems += made.problems
    for thing, line in made.things.items():
        known.setdefault(thing, (source.path, line))
        dataset.positions.add((source.path, line), thing)
    dataset.positions.later(made.things, partial(places, source, earlier))
    if made.summary:
        _add_summary(dataset, source, made, known, data)
    dataset.graphs.add(f"{GRAPH}summary/{made.summary}" if made.summary else BASE_GRAPH, made.block)


def _add_summary(dataset: Dataset, source: Source, made: Mapped, known: dict[str, Place], data: Path) -> None:
    slug = made.summary
    dataset.summaries[slug] = source.path
    if source.path.parent.resolve() == (data / "summaries").resolve():
        dataset.problems += [problem(source.path, line, "draft-comment") for line in made.draft_comments]
        if slug != source.path.stem:
            dataset.problems.append(problem(source.path, 1, "file-name", value=slug))
    if source.register is None:
        dataset.problems.append(problem(source.path, 1, "no-register", value=slug))
        dataset.unregistered.add(slug)
        return
    dataset.registers[slug] = source.register
    dataset.problems += made.register_problems
    if made.register_problems:
        dataset.unregistered.add(slug)
    for number in range(1, made.sentences + 1):
        sentence, place = urljoin(ID, sentence_reference(slug, number)), (source.register, number + 1)
        known.setdefault(sentence, place)
        dataset.positions.add(place, sentence)


def _stray_files(data: Path, dataset: Dataset) -> list[Problem]:
    """Files that look as if they counted, and do not: a misspelt ending, a register without a summary."""
    registers = {data / "sentences" / f"{slug}.csv" for slug in dataset.summaries}
    stray = [path for path in data.glob("*.y*ml") if path not in {*shared(data), data / SITE_FILE}]
    stray += [path for path in (data / "summaries").glob("*") if path.suffix != ".yaml"]
    stray += [path for path in (data / "sentences").glob("*") if path not in registers]
    return [problem(path, 0, "stray-file") for path in sorted(stray)]


def serialise(dataset: Dataset) -> dict[str, bytes]:
    """The dataset's files by name: TriG for people, N-Quads for programs. Same data, same bytes."""
    return {name: b"".join(parts) for name, parts in written(dataset).items()}


def written(dataset: Dataset, cache: Cache | None = None) -> dict[str, Iterator[bytes]]:
    """The dataset's files by name as `serialise` has them, part by part."""
    graphs = dataset.graphs
    known = _known(rdf.all_lines(graphs))
    return {
        "lovp.nq": ("\n".join([*lines, ""]).encode() for lines in rdf.all_lines(graphs)),
        "lovp.trig": _trig(graphs, known, cache or Cache()),
    }


ANY_LINE = "<x:s> <x:p> <x:o> <x:g> ."
"""Without a quad, no prefixes are written."""


def trig(graphs: Sequence[Sequence[str]]) -> Iterator[bytes]:
    """The lines of several named graphs as TriG: the prefixes, then graph by graph."""
    known = _known(graphs)
    yield _header(known)
    for lines in graphs:
        yield rdf.serialised(rdf.line_quads(lines), ox.RdfFormat.TRIG, known)[1]


def _known(graphs: Iterable[Iterable[str]]) -> dict[str, str]:
    """The prefixes for the lines of graphs."""
    return PREFIXES | {name: f"{ID}{name}/" for lines in graphs for name in _classes(lines)}


def _header(known: dict[str, str]) -> bytes:
    return rdf.serialised(rdf.line_quads([ANY_LINE]), ox.RdfFormat.TRIG, known)[0]


def _trig(graphs: Graphs, known: dict[str, str], cache: Cache) -> Iterator[bytes]:
    """The prefixes, then graph by graph."""
    header = _header(known)
    yield header
    for name in rdf.in_order(graphs):
        entry = key(graphs.digest(name), header)
        packed = cache.get("trig", entry)
        if packed is None:
            _, body = rdf.serialised(rdf.line_quads(graphs.lines(name)), ox.RdfFormat.TRIG, known)
            packed = zlib.compress(body, 1)
            cache.put("trig", entry, packed)
        yield zlib.decompress(packed)


def prefixes(found: Iterable[ox.Quad]) -> dict[str, str]:
    """The prefixes of the vocabularies, and one for each class of things (`uitspraak:`), as their IRIs name it."""
    return _known([[str(quad.subject) for quad in found]])


def _classes(lines: Iterable[str]) -> set[str]:
    """The classes of the things that begin the lines, as their IRIs name them."""
    start = f"<{ID}"
    return {line[len(start) :].partition("/")[0] for line in lines if line.startswith(start)}


def coverage(dataset: Dataset) -> tuple[int, int]:
    """How many sentences the registers hold, and how many are mapped or listed as not mapped."""
    sentences: set[str] = set()
    covered: set[str] = set()
    for lines in rdf.all_lines(dataset.graphs):
        for subject, name, value in rdf.select(lines, {str(RDF.type): "type", f"{NS}sentence": "sentence"}):
            if name == "sentence":
                covered.add(value)
            elif value == f"{NS}Sentence":
                sentences.add(subject)
    return len(sentences), len(sentences & covered)


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


COUNTED = {NS + name: name for name in ("covers", "due", "dueMeeting", "meeting", *LINKS)} | {str(RDF.type): "type"}


def counts(dataset: Dataset) -> tuple[list[str], list[tuple[str, list[int]]]]:
    """What the summaries hold: their slugs, and per kind of thing a number for each of them."""
    slugs = dataset.slugs()
    found = [_counted(rdf.lines_of(dataset.graphs, f"{GRAPH}summary/{slug}")) for slug in slugs]
    rows = [
        ("Meetings", "covers"),
        ("Agenda items", "AgendaItem"),
        ("Sentences", "Sentence"),
        ("Statements", "statement"),
    ]
    rows += [(f"  {label}", name) for label, name in STATEMENTS]
    rows += [
        ("Authority relations", "AuthorityRelation"),
        ("Amounts", "Amount"),
        ("Due moments", "due"),
        ("Links between statements", "link"),
    ]
    return slugs, [(label, [one[name] for one in found]) for label, name in rows]


def _counted(lines: Iterable[str]) -> Counter[str]:
    """How often each class occurs in a graph, and statements, links between them, moments and meetings."""
    facts = list(rdf.select(lines, COUNTED))
    found = Counter(value.removeprefix(NS) for _, name, value in facts if name == "type")
    found["statement"] = sum(found[name] for _, name in STATEMENTS)
    found["covers"] = len({value for _, name, value in facts if name == "covers"})
    found["due"] = len({subject for subject, name, _ in facts if name in {"due", "dueMeeting"}})
    statements = {subject for subject, name, _ in facts if name == "meeting"}
    found["link"] = sum(name in LINKS and subject in statements for subject, name, _ in facts)
    return found
