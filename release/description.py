"""What a release says of itself for catalogues and for those who cite it: DCAT and CITATION.cff."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import pyoxigraph as ox
import yaml
from rdflib import DCAT, DCTERMS, FOAF, OWL, RDF, XSD, Graph, Literal, Namespace, URIRef

from lovp_graph import rdf
from lovp_graph.dataset import BASE_GRAPH, PREFIXES, Dataset
from lovp_graph.errors import LovpGraphError
from lovp_graph.metadata import DATASET, MEDIA_TYPES
from lovp_graph.resources import BASE, ID, NS

SPDX = Namespace("http://spdx.org/rdf/terms#")
VCARD = "http://www.w3.org/2006/vcard/ns#"
ONTOLOGY = URIRef(NS)
TYPES = {
    "html": "text/html",
    "jsonld": "application/ld+json",
    "nq": "application/n-quads",
    "trig": "application/trig",
    "ttl": "text/turtle",
    "zip": "application/zip",
}
"""The media types of what can be downloaded, by the ending of its name."""

SHARED = (
    DCAT.contactPoint, DCAT.theme, DCTERMS.accessRights, DCTERMS.creator, DCTERMS.language, DCTERMS.publisher,
)  # fmt: skip
"""What the ontology has in common with the dataset that it was made for."""

RANGES = {
    DCAT.mediaType: DCTERMS.MediaType,
    DCTERMS.accessRights: DCTERMS.RightsStatement,
    DCTERMS.conformsTo: DCTERMS.Standard,
    DCTERMS.language: DCTERMS.LinguisticSystem,
    DCTERMS.license: DCTERMS.LicenseDocument,
}
"""The class of a value of a property, for those who have only the description: the lists of others are not in it."""

CREATIVE_COMMONS = re.compile(r"https://creativecommons\.org/licenses/([a-z-]+)/([\d.]+)/")


def dcat(dataset: Dataset, data: Mapping[str, bytes], ontology: Mapping[str, bytes]) -> Graph:
    """The dataset and the ontology with the files that hold them: their addresses, sizes and checksums.

    `data` and `ontology` are those files by name. All that the dataset says of itself and its
    named graphs stands in it too.
    """
    base = dataset.graphs[BASE_GRAPH]
    found = Graph()
    for triple in base:
        subject = str(triple[0])
        if subject.startswith(BASE) and not subject.startswith((ID, NS)):
            found.add(triple)
    found += _ontology(base)
    for owner, files in ((DATASET, data), (ONTOLOGY, ontology)):
        for name, content in sorted(files.items()):
            found += _distribution(base, owner, name, content)
    for name, kind in RANGES.items():
        for value in set(found.objects(None, name)):
            found.add((value, RDF.type, kind))
    return found


def _ontology(base: Graph) -> Graph:
    """The ontology as a dataset of its own, which other data can be told in too."""
    found = Graph()
    found.add((ONTOLOGY, RDF.type, DCAT.Dataset))
    found.add((ONTOLOGY, DCTERMS.identifier, Literal(NS)))
    found.add((ONTOLOGY, URIRef(f"{DCAT}version"), base.value(ONTOLOGY, OWL.versionInfo) or Literal("")))
    for owner, names in ((ONTOLOGY, (DCTERMS.title, DCTERMS.description, DCTERMS.license)), (DATASET, SHARED)):
        for name in names:
            for value in base.objects(owner, name):
                found.add((ONTOLOGY, name, value))
    return found


def _distribution(base: Graph, owner: URIRef, name: str, content: bytes) -> Graph:
    found = Graph()
    node = URIRef(f"{DATASET}#{name}")
    found.add((owner, DCAT.distribution, node))
    found.add((node, RDF.type, DCAT.Distribution))
    found.add((node, DCTERMS.title, base.value(node, DCTERMS.title) or Literal(name)))
    for address in (DCAT.accessURL, DCAT.downloadURL):
        found.add((node, address, URIRef(BASE + name)))
    found.add((node, DCAT.mediaType, URIRef(MEDIA_TYPES + TYPES[name.rpartition(".")[2]])))
    for licence in base.objects(owner, DCTERMS.license):
        found.add((node, DCTERMS.license, licence))
    found.add((node, DCAT.byteSize, Literal(len(content), datatype=XSD.nonNegativeInteger)))
    checksum = URIRef(f"{node}-sha256")
    found.add((node, SPDX.checksum, checksum))
    found.add((checksum, RDF.type, SPDX.Checksum))
    found.add((checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256))
    digest = hashlib.sha256(content).hexdigest()
    found.add((checksum, SPDX.checksumValue, Literal(digest, datatype=XSD.hexBinary)))
    return found


def written(graph: Graph) -> dict[str, bytes]:
    """The description as Turtle and JSON-LD. Same description, same bytes."""
    triples = [quad.triple for quad in rdf.quads({BASE_GRAPH: graph})]
    prefixes = {name: PREFIXES[name] for name in ("dcat", "dcterms", "foaf", "owl", "prov", "rdfs", "void", "xsd")}
    return {
        "dcat.ttl": rdf.serialise(triples, ox.RdfFormat.TURTLE, prefixes | {"spdx": str(SPDX), "vcard": VCARD}),
        "dcat.jsonld": rdf.serialise(triples, ox.RdfFormat.JSON_LD, {}),
    }


def citation(dataset: Dataset, project: Mapping[str, Any]) -> bytes:
    """CITATION.cff: how to cite the dataset, as it says itself.

    `project` is the table of that name of pyproject.toml. The makers are named as the dataset
    names them, as a body, for it names no person.
    """
    base = dataset.graphs[BASE_GRAPH]
    makers = base.objects(DATASET, DCTERMS.creator)
    names = sorted(str(name) for maker in makers for name in base.objects(maker, FOAF.name))
    content = {
        "cff-version": "1.2.0",
        "message": "Please cite the dataset when you use it, and say that the descriptions are not quotations.",
        "type": "dataset",
        "title": _english(base, DCTERMS.title),
        "abstract": _english(base, DCTERMS.description),
        "authors": [{"name": name} for name in names],
        "version": project["version"],
        "license": _spdx(str(base.value(DATASET, DCTERMS.license))),
        "keywords": list(project["keywords"]),
        "identifiers": [
            {
                "type": "url",
                "value": str(DATASET),
                "description": f"The IRI of the dataset; it resolves once {BASE} has been registered.",
            }
        ],
    }  # fmt: skip
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100).encode()


def _english(base: Graph, name: URIRef) -> str:
    texts = (one for one in base.objects(DATASET, name) if isinstance(one, Literal) and one.language == "en")
    return str(next(texts, ""))


def _spdx(licence: str) -> str:
    """A licence of Creative Commons by SPDX. Raises LovpGraphError for another."""
    found = CREATIVE_COMMONS.fullmatch(licence)
    if found is None:
        raise LovpGraphError(f"dataset.ttl: {licence} is no licence of Creative Commons, which DCAT-AP-NL asks for")
    return f"CC-{found[1].upper()}-{found[2]}"
