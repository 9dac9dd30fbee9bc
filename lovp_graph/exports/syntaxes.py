"""The dataset, or a part of it, in the syntaxes of RDF."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from lovp_graph import rdf
from lovp_graph.dataset import prefixes
from lovp_graph.errors import LovpGraphError
from lovp_graph.exports.xml import UNREADABLE

QUADS: Mapping[str, ox.RdfFormat] = {"trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS}
TRIPLES: Mapping[str, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
"""The syntaxes without named graphs: they hold all graphs as one."""


def write(name: str, quads: Sequence[ox.Quad]) -> bytes:
    """Quads in the syntax `name`. Same data, same bytes. Raises LovpGraphError for what the syntax cannot hold."""
    short = prefixes(quads)
    if name in QUADS:
        return rdf.serialise(list(quads), QUADS[name], short if name == "trig" else {})
    triples = merged(quads)
    if name == "rdfxml":
        _check_readable(triples)
        return _with_sorted_namespaces(ox.serialize(triples, format=TRIPLES[name], prefixes=short) or b"")
    return rdf.serialise(triples, TRIPLES[name], short if name == "turtle" else {})


def _check_readable(triples: Sequence[ox.Triple]) -> None:
    """Raise LovpGraphError for a text that no XML file can hold, rather than write another text or a broken file."""
    for triple in triples:
        if isinstance(triple.object, ox.Literal) and (found := UNREADABLE.search(triple.object.value)):
            raise LovpGraphError(
                f"{triple.subject}: its text has a character that XML cannot hold (U+{ord(found.group()):04X}); "
                "export it as Turtle"
            )


def merged(quads: Sequence[ox.Quad]) -> list[ox.Triple]:
    """The triples of all graphs as one, each once, in their order."""
    return sorted({quad.triple for quad in quads}, key=lambda one: tuple(map(str, one)))


def _with_sorted_namespaces(written: bytes) -> bytes:
    """RDF/XML with its namespaces in order: the library writes them in another each time."""
    found = re.search(rb"<rdf:RDF((?: xmlns:\w[\w-]*=\"[^\"]*\")*)>", written)
    if found is None:
        return written
    names = b" ".join(sorted(found[1].split()))
    return written[: found.start()] + b"<rdf:RDF " + names + b">" + written[found.end() :]
