"""What the dataset says about itself beyond `data/dataset.ttl`: version, files, sizes and origin.

No date of building: the same data give the same description.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import NamedTuple
from urllib.parse import urljoin

from rdflib import DCAT, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, VOID, Graph, Literal, URIRef

from lovp_graph.resources import BASE, GRAPH, ID, NS

DATASET = URIRef(BASE + "dataset")
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
FILES = (("lovp.nq", "N-Quads", "application/n-quads"), ("lovp.trig", "TriG", "application/trig"))


class SummaryGraph(NamedTuple):
    """What is told of a summary's named graph: its IRI, its size in triples, and who wrote the summary."""

    name: str
    triples: int
    writers: Sequence[str]


def describe(base: Graph, summaries: Iterable[SummaryGraph]) -> Graph:
    """The description of the dataset and of each summary's named graph, for the base graph.

    `base` holds what `data/dataset.ttl` says.
    """
    found = Graph()
    release = URIRef(f"{BASE}release/{version('lovp-graph')}")
    found.add((release, RDF.type, PROV.Activity))
    found.add((release, RDFS.label, Literal(f"lovp-graph {version('lovp-graph')}", lang="en")))
    found.add((DATASET, RDF.type, VOID.Dataset))
    found.add((DATASET, URIRef(f"{DCAT}version"), Literal(version("lovp-graph"))))
    found.add((DATASET, OWL.versionInfo, Literal(version("lovp-graph"))))
    found.add((DATASET, PROV.wasGeneratedBy, release))
    found.add((DATASET, DCTERMS.conformsTo, URIRef(NS)))
    found.add((DATASET, VOID.uriSpace, Literal(ID)))
    found += _describe_graph(URIRef(GRAPH + "base"), release)
    for name, label, media_type in FILES:
        node = URIRef(f"{DATASET}#{name}")
        found.add((DATASET, DCAT.distribution, node))
        found.add((node, RDF.type, DCAT.Distribution))
        found.add((node, DCTERMS.title, Literal(label, lang="en")))
        found.add((node, DCAT.accessURL, URIRef(BASE + name)))
        found.add((node, DCAT.downloadURL, URIRef(BASE + name)))
        found.add((node, DCAT.mediaType, URIRef(MEDIA_TYPES + media_type)))
        for licence in base.objects(DATASET, DCTERMS.license):
            found.add((node, DCTERMS.license, licence))
    publishers = list(base.objects(DATASET, DCTERMS.publisher))
    for one in summaries:
        node = URIRef(one.name)
        found += _describe_summary(one, release)
        for publisher in publishers:
            found.add((node, PROV.wasAttributedTo, publisher))
    return found


def _describe_graph(node: URIRef, release: URIRef) -> Graph:
    """A named graph: part of the dataset, made by a release."""
    found = Graph()
    found.add((DATASET, VOID.subset, node))
    found.add((node, RDF.type, PROV.Entity))
    found.add((node, RDF.type, VOID.Dataset))
    found.add((node, PROV.wasGeneratedBy, release))
    return found


def _describe_summary(one: SummaryGraph, release: URIRef) -> Graph:
    """The named graph of a summary: derived from that summary, which its writer wrote."""
    node = URIRef(one.name)
    summary = URIRef(urljoin(ID, one.name.removeprefix(GRAPH)))
    found = _describe_graph(node, release)
    found.add((node, VOID.triples, Literal(one.triples)))
    found.add((node, FOAF.primaryTopic, summary))
    found.add((node, PROV.wasDerivedFrom, summary))
    found.add((summary, RDF.type, PROV.Entity))
    for writer in one.writers:
        found.add((summary, PROV.wasAttributedTo, URIRef(writer)))
    return found
