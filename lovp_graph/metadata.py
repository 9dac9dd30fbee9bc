"""What the dataset says about itself: DCAT, VoID and PROV, without any date of building."""

from __future__ import annotations

from importlib.metadata import version
from urllib.parse import urljoin

from rdflib import DCAT, DCTERMS, FOAF, OWL, PROV, RDF, RDFS, VOID, XSD, Graph, Literal, Namespace, URIRef

from lovp_graph.derivations import LOVP
from lovp_graph.resources import BASE, GRAPH, ID

DATASET = URIRef(BASE + "dataset")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")
PUBLIC = URIRef("http://publications.europa.eu/resource/authority/access-right/PUBLIC")
DUTCH = URIRef("http://publications.europa.eu/resource/authority/language/NLD")
THEME = URIRef("http://standaarden.overheid.nl/owms/terms/Openbare_orde_en_veiligheid")
MEDIA = "https://www.iana.org/assignments/media-types/"
DISTRIBUTIONS = (("lovp.trig", "TriG", "application/trig"), ("lovp.nq", "N-Quads", "application/n-quads"))


def describe(graphs: dict[str, Graph], slugs: list[str]) -> Graph:
    """The description of the dataset and of each named graph, as triples for the base graph.

    `graphs` are the named graphs without this description; their sizes go into VoID.
    """
    found = Graph()
    release = version("lovp-graph")
    publisher = URIRef(DATASET + "#makers")
    contact = URIRef(DATASET + "#contact")
    made = URIRef(f"{BASE}release/{release}")
    for kind in (DCAT.Dataset, VOID.Dataset, PROV.Entity):
        found.add((DATASET, RDF.type, kind))
    for language, title, description in TEXTS:
        found.add((DATASET, DCTERMS.title, Literal(title, lang=language)))
        found.add((DATASET, DCTERMS.description, Literal(description, lang=language)))
    for predicate, value in (
        (DCTERMS.identifier, Literal(str(DATASET))),
        (DCTERMS.publisher, publisher),
        (DCTERMS.creator, publisher),
        (DCTERMS.license, LICENCE),
        (DCTERMS.accessRights, PUBLIC),
        (DCTERMS.language, DUTCH),
        (DCAT.theme, THEME),
        (DCAT.contactPoint, contact),
        (URIRef(str(DCAT) + "version"), Literal(release)),
        (OWL.versionInfo, Literal(release)),
        (PROV.wasGeneratedBy, made),
        (VOID.uriSpace, Literal(ID)),
        (VOID.triples, Literal(sum(len(graph) for graph in graphs.values()))),
    ):
        found.add((DATASET, predicate, value))
    for kind in (FOAF.Agent, PROV.Agent):
        found.add((publisher, RDF.type, kind))
    found.add((publisher, FOAF.name, Literal("lovp-graph", lang="nl")))
    found.add((contact, RDF.type, VCARD.Kind))
    found.add((contact, VCARD.fn, Literal("lovp-graph")))
    found.add((contact, VCARD.hasURL, URIRef(BASE)))
    found.add((made, RDF.type, PROV.Activity))
    found.add((made, RDFS.label, Literal(f"lovp-graph {release}", lang="en")))
    _describe_distributions(found)
    for slug in slugs:
        _describe_summary(found, graphs, slug, publisher, made)
    return found


TEXTS = (
    (
        "nl",
        "Kennisgraaf van het Landelijk Overleg Veiligheid en Politie",
        "Onderwerpen, actoren, standpunten, toezeggingen, afspraken, besluiten en gezagsverhoudingen, ontleend aan "
        "de bestuurlijke terugkoppelingen van het LOVP. Een terugkoppeling is het verslag van één partij, Bureau "
        "Regioburgemeesters; zij is niet het verslag van het overleg zelf. De omschrijvingen zijn onze samenvatting, "
        "geen citaat. De adressen (IRI's) werken nog niet: https://w3id.org/lovp/ moet nog worden geregistreerd.",
    ),
    (
        "en",
        "Knowledge graph of the Dutch national consultation on security and police (LOVP)",
        "Topics, actors, positions, commitments, agreements, decisions and authority relations, taken from the "
        "published summaries of the LOVP. Each summary is one party's account, written by the bureau of the regional "
        "mayors, and not the minutes. Descriptions are our own words, never quotations. The IRIs do not resolve yet: "
        "https://w3id.org/lovp/ is still to be registered.",
    ),
)


def _describe_distributions(found: Graph) -> None:
    for name, label, media in DISTRIBUTIONS:
        node = URIRef(f"{DATASET}#{name}")
        found.add((DATASET, DCAT.distribution, node))
        found.add((node, RDF.type, DCAT.Distribution))
        found.add((node, DCTERMS.title, Literal(label, lang="en")))
        found.add((node, DCTERMS.title, Literal(label, lang="nl")))
        found.add((node, DCTERMS.license, LICENCE))
        found.add((node, DCAT.accessURL, URIRef(BASE + name)))
        found.add((node, DCAT.mediaType, URIRef(MEDIA + media)))


def _describe_summary(found: Graph, graphs: dict[str, Graph], slug: str, publisher: URIRef, made: URIRef) -> None:
    name = f"{GRAPH}summary/{slug}"
    node = URIRef(name)
    summary = URIRef(urljoin(ID, f"summary/{slug}"))
    graph = graphs[name]
    for kind in (PROV.Entity, VOID.Dataset):
        found.add((node, RDF.type, kind))
    found.add((DATASET, VOID.subset, node))
    found.add((node, FOAF.primaryTopic, summary))
    found.add((node, PROV.wasGeneratedBy, made))
    found.add((node, PROV.wasAttributedTo, publisher))
    found.add((node, PROV.wasDerivedFrom, summary))
    found.add((node, VOID.triples, Literal(len(graph), datatype=XSD.integer)))
    for writer in graph.objects(summary, LOVP.writtenBy):
        found.add((summary, PROV.wasAttributedTo, writer))
    found.add((summary, RDF.type, PROV.Entity))
