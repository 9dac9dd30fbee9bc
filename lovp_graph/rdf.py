"""Between rdflib, which models and validates, and Oxigraph, which parses and writes (faster)."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from lovp_graph.errors import LovpGraphError


def read_turtle(path: Path) -> Graph:
    """A Turtle file as an rdflib graph. Raises LovpGraphError, with the line of a syntax error."""
    graph = Graph()
    for quad in parse_turtle(path):
        graph.add((_to_rdflib(quad.subject), _to_rdflib(quad.predicate), _to_rdflib(quad.object)))
    return graph


def parse_turtle(path: Path) -> list[ox.Quad]:
    """What a Turtle file says. Raises LovpGraphError, with the line of a syntax error."""
    try:
        with path.open("rb") as file:
            return list(ox.parse(file, format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise LovpGraphError(f"{path}:{error.lineno or 0}: not valid Turtle: {error.msg[:300]}") from error
    except OSError as error:
        raise LovpGraphError(f"{path}: cannot be read ({error.strerror})") from error


def quads(graphs: dict[str, Graph]) -> list[ox.Quad]:
    """The quads of named graphs in their one order, which does not depend on how they were read.

    Raises LovpGraphError for a blank node: it would have another name in every build.
    """
    found = [
        ox.Quad(_to_oxigraph(subject), _to_oxigraph(predicate), _to_oxigraph(value), ox.NamedNode(name))  # type: ignore[arg-type]
        for name, graph in graphs.items()
        for subject, predicate, value in graph
    ]
    return sorted(found, key=lambda quad: tuple(map(str, (quad.graph_name, quad.subject, quad.predicate, quad.object))))


def serialise(found: list[ox.Quad] | list[ox.Triple], style: ox.RdfFormat, prefixes: dict[str, str]) -> bytes:
    """Quads or triples, which stand in their order, in a format with prefixes. Same data, same bytes."""
    written = ox.serialize(found, format=style, prefixes=prefixes) or b""
    # The library writes the prefixes in another order each time; all else is in our order.
    lines = written.splitlines(keepends=True)
    header, body = lines[: len(prefixes)], lines[len(prefixes) :]
    return b"".join(sorted(header) + body)


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


def _to_oxigraph(node: Node) -> ox.NamedNode | ox.Literal:
    if isinstance(node, URIRef):
        return ox.NamedNode(str(node))
    if isinstance(node, Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype or XSD.string)))
    raise LovpGraphError(f"a blank node has no place in the dataset ({node!r}); give the thing an IRI")
