"""Between rdflib, which models and validates, and Oxigraph, which parses and writes (faster).

Between the two stand lines: a quad as N-Quads writes it, without the line's end. Sorted by code point
they are in the one order of the dataset's files, and they can be kept, compared and sent as they are.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from lovp_graph.errors import LovpGraphError


def read_turtle(path: Path) -> Graph:
    """A Turtle file as an rdflib graph. Raises LovpGraphError, with the line of a syntax error."""
    return _graph(parse_turtle(path))


def turtle_lines(path: Path, name: str) -> list[str]:
    """A Turtle file as lines of graph `name`. Raises LovpGraphError as `parse_turtle` does."""
    end = f"{ox.NamedNode(name)} ."
    return sorted({f"{quad.subject} {quad.predicate} {quad.object} {end}" for quad in parse_turtle(path)})


def parse_turtle(path: Path) -> list[ox.Quad]:
    """What a Turtle file says. Raises LovpGraphError, with the line of a syntax error."""
    try:
        with path.open("rb") as file:
            return list(ox.parse(file, format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise LovpGraphError(f"{path}:{error.lineno or 0}: not valid Turtle: {error.msg[:300]}") from error
    except OSError as error:
        raise LovpGraphError(f"{path}: cannot be read ({error.strerror})") from error


def graph_lines(graph: Graph, name: str) -> list[str]:
    """The triples of an rdflib graph as lines of graph `name`, in order."""
    end = f" {ox.NamedNode(name)} ."
    return sorted(" ".join(str(_to_oxigraph(term)) for term in triple) + end for triple in graph)


def lines_graph(lines: Iterable[str]) -> Graph:
    """Lines, with or without the name of a graph, as an rdflib graph."""
    return _graph(line_quads(lines))


def graph_of(ntriples: str) -> Graph:
    """N-Triples as an rdflib graph; its blank nodes are those of no other graph."""
    return _graph(ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES, rename_blank_nodes=True))


def select(lines: Iterable[str], predicates: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Of the lines with certain predicates: subject, what the predicate is called here, and value.

    `predicates` names predicates by their IRI. Subject and value are IRIs, or the text of a literal.
    """
    names = {f"<{iri}>": name for iri, name in predicates.items()}
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        if predicate in names:
            term = rest.rsplit(" ", 2)[0]
            yield subject[1:-1], names[predicate], term[1:-1] if term[0] == "<" else _text(term)


def _text(literal: str) -> str:
    text = literal[1 : literal.rindex('"')]
    return text if "\\" not in text else next(iter(line_quads([f"<x:s> <x:p> {literal} ."]))).object.value  # type: ignore[union-attr]


def line_quads(lines: Iterable[str]) -> Iterable[ox.Quad]:
    """Lines as quads, in the order of the lines."""
    return ox.parse("\n".join(lines), format=ox.RdfFormat.N_QUADS)


@dataclass(frozen=True)
class Block:
    """Lines of a graph, packed: how many there are, and what tells them from others."""

    packed: bytes
    size: int
    digest: str

    @classmethod
    def of(cls, lines: Iterable[str]) -> Block:
        """Pack lines."""
        kept = list(lines)
        text = "\n".join(kept).encode()
        return cls(zlib.compress(text, 1), len(kept), hashlib.sha256(text).hexdigest())

    def lines(self) -> list[str]:
        """The lines. Raises ValueError when what was packed is broken."""
        try:
            text = zlib.decompress(self.packed)
        except zlib.error as error:
            raise ValueError(str(error)) from error
        return text.decode().split("\n") if text else []


class Graphs(MutableMapping[str, Graph]):
    """Named graphs by their IRI. Each is kept as packed lines, and opened as an rdflib graph when it is asked for.

    Whoever has it may change it, so from then on it is the opened graph that counts.
    """

    def __init__(self) -> None:
        self._blocks: dict[str, list[Block]] = {}
        self._opened: dict[str, Graph] = {}

    def add(self, name: str, block: Block) -> None:
        """Add lines to a graph, which is made if it is not there."""
        if name in self._opened:
            self._opened[name] += lines_graph(block.lines())
        else:
            self._blocks.setdefault(name, []).append(block)

    def lines(self, name: str) -> list[str]:
        """A graph as lines, in order and without doubles."""
        if name in self._opened:
            return graph_lines(self._opened[name], name)
        return sorted({line for block in self._blocks[name] for line in block.lines()})

    def blocks(self, name: str) -> list[Block]:
        """A graph as blocks of lines, in which a line can stand twice."""
        return [Block.of(self.lines(name))] if name in self._opened else list(self._blocks[name])

    def size(self, name: str) -> int:
        """How many triples a graph has."""
        return len(self.lines(name))

    def digest(self, name: str) -> str:
        """What tells the lines of a graph from others. Two digests can differ for the same lines."""
        return " ".join(block.digest for block in self.blocks(name))

    def __contains__(self, name: object) -> bool:
        """Whether there is a graph of that name."""
        return name in self._blocks or name in self._opened

    def __getitem__(self, name: str) -> Graph:
        """The graph as an rdflib graph, which may be changed."""
        if name not in self._opened:
            self._opened[name] = lines_graph(self.lines(name))
            del self._blocks[name]
        return self._opened[name]

    def __setitem__(self, name: str, graph: Graph) -> None:
        """Put a graph in place of what has its name."""
        self._opened[name] = graph
        self._blocks.pop(name, None)

    def __delitem__(self, name: str) -> None:
        """Forget a graph."""
        if self._opened.pop(name, None) is None:
            del self._blocks[name]

    def __iter__(self) -> Iterator[str]:
        """The names of the graphs."""
        return iter([*self._blocks, *self._opened])

    def __len__(self) -> int:
        """How many graphs there are."""
        return len(self._blocks) + len(self._opened)


def in_order(names: Iterable[str]) -> list[str]:
    """Names of graphs in the order in which their quads are written: by code point, with the `>` that ends an IRI."""
    return sorted(names, key="{}>".format)


def all_lines(graphs: Mapping[str, Graph]) -> Iterator[list[str]]:
    """The lines of each named graph, in the one order of the graphs, to be written. Raises as `lines_of` does."""
    return (lines_of(graphs, name) for name in in_order(graphs))


def lines_of(graphs: Mapping[str, Graph], name: str) -> list[str]:
    """The lines of one of the named graphs, to be written.

    Raises LovpGraphError for a blank node: it would have another name in every build.
    """
    lines = graphs.lines(name) if isinstance(graphs, Graphs) else graph_lines(graphs[name], name)
    for quad in line_quads(line for line in lines if "_:" in line):
        for term in (quad.subject, quad.object):
            if isinstance(term, ox.BlankNode):
                raise LovpGraphError(f"a blank node has no place in the dataset ({term}); give the thing an IRI")
    return lines


def quads(graphs: Mapping[str, Graph]) -> list[ox.Quad]:
    """The quads of named graphs in their one order, which does not depend on how they were read.

    Raises LovpGraphError for a blank node: it would have another name in every build.
    """
    return [quad for lines in all_lines(graphs) for quad in line_quads(lines)]


def serialise(found: Iterable[ox.Quad] | Iterable[ox.Triple], style: ox.RdfFormat, prefixes: dict[str, str]) -> bytes:
    """Quads or triples, which stand in their order, in a format with prefixes. Same data, same bytes."""
    return b"".join(serialised(found, style, prefixes))


def serialised(
    found: Iterable[ox.Quad] | Iterable[ox.Triple], style: ox.RdfFormat, prefixes: dict[str, str]
) -> tuple[bytes, bytes]:
    """As `serialise`: the prefixes, and what comes after them."""
    written = ox.serialize(found, format=style, prefixes=prefixes) or b""
    # The library writes the prefixes in another order each time; all else is in our order.
    *header, body = written.split(b"\n", len(prefixes))
    return b"".join(sorted(line + b"\n" for line in header)), body


def _graph(found: Iterable[ox.Quad | ox.Triple]) -> Graph:
    graph = Graph()
    for quad in found:
        graph.add((_to_rdflib(quad.subject), _to_rdflib(quad.predicate), _to_rdflib(quad.object)))
    return graph


def _to_rdflib(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        return Literal(term.value, datatype=None if datatype == str(XSD.string) else URIRef(datatype))
    raise LovpGraphError(f"a triple cannot be a term here ({term})")


def _to_oxigraph(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, BNode):
        return ox.BlankNode(str(node))
    if isinstance(node, Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype or XSD.string)))
    raise LovpGraphError(f"this cannot be a term of a triple: {node!r}")
