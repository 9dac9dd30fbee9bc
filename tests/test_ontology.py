"""The ontology, the thesaurus and the code lists: complete, in order, in use and consistent."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from lovp_graph.annotations import context
from lovp_graph.dataset import Dataset, assemble
from lovp_graph.derivations import LOVP
from lovp_graph.rdf import read_turtle
from lovp_graph.resources import ID, NS, ontology_folder
from tests.conftest import EXAMPLE

SCHEMA = Namespace("https://schema.org/")
# A list is complete for what an annotator may need, so not every word of it occurs; these two grow with the data.
GROWING_LISTS = ("document-kind", "task")


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    return read_turtle(ontology_folder() / "lovp.ttl")


@pytest.fixture(scope="module")
def concepts() -> Graph:
    return read_turtle(ontology_folder() / "themes.ttl") + read_turtle(ontology_folder() / "codes.ttl")


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return assemble()


@pytest.fixture(scope="module")
def data(dataset: Dataset) -> Graph:
    """What is stated about things, without the ontology's own triples."""
    union = dataset.union()
    for name in ("lovp.ttl", "themes.ttl", "codes.ttl", "alignments.ttl"):
        union -= read_turtle(ontology_folder() / name)
    return union


def terms(vocabulary: Graph) -> list[URIRef]:
    found = {term for term in vocabulary.subjects(RDF.type) if isinstance(term, URIRef)}
    return sorted(term for term in found if term.startswith(NS) and str(term) != NS)


def languages(graph: Graph, subject: Node, predicate: Node) -> list[str]:
    return sorted(str(value.language) for value in graph.objects(subject, predicate) if isinstance(value, Literal))


def text(name: str) -> str:
    return (ontology_folder() / name).read_text(encoding="utf-8")


def test_every_term_has_a_label_and_a_definition_in_both_languages(vocabulary: Graph) -> None:
    for term in terms(vocabulary):
        assert languages(vocabulary, term, RDFS.label) == ["en", "nl"], term
        assert languages(vocabulary, term, SKOS.definition) == ["en", "nl"], term
        assert (term, RDFS.isDefinedBy, URIRef(NS)) in vocabulary


def test_every_class_has_an_example_in_dutch(vocabulary: Graph) -> None:
    for term in vocabulary.subjects(RDF.type, OWL.Class):
        assert languages(vocabulary, term, SKOS.example) == ["nl"], term


def test_terms_stand_in_alphabetical_order_classes_first() -> None:
    found = re.findall(r"^:(\w+) a owl:(\w+)", text("lovp.ttl"), re.MULTILINE)
    classes = [name for name, kind in found if kind == "Class"]
    properties = [name for name, kind in found if kind != "Class"]
    assert found[: len(classes)] == [(name, "Class") for name in classes]
    assert classes == sorted(classes)
    assert properties == sorted(properties)


def test_concepts_stand_in_alphabetical_order() -> None:
    themes = re.findall(r"^thema:([\w-]+) a", text("themes.ttl"), re.MULTILINE)
    assert themes == sorted(themes)
    codes = re.findall(r"^([\w-]+):([\w-]+) a skos:Concept ;", text("codes.ttl"), re.MULTILINE)
    assert codes == sorted(codes)


def test_the_version_and_its_address_agree(vocabulary: Graph) -> None:
    version = vocabulary.value(URIRef(NS), OWL.versionInfo)
    assert vocabulary.value(URIRef(NS), OWL.versionIRI) == URIRef(f"{NS}{version}")


def test_every_term_is_used_by_the_data(vocabulary: Graph, data: Graph) -> None:
    used = set(data.predicates()) | set(data.objects(None, RDF.type))
    abstract = {LOVP.Statement}
    assert [str(term) for term in terms(vocabulary) if term not in used | abstract] == []


def test_the_data_use_no_term_that_is_not_there(vocabulary: Graph, data: Graph) -> None:
    used = {*data.predicates(), *data.objects(None, RDF.type)}
    assert {str(term) for term in used if str(term).startswith(NS)} <= {str(term) for term in terms(vocabulary)}


def test_a_property_says_where_it_belongs_and_what_it_takes(vocabulary: Graph) -> None:
    for kind in (OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in vocabulary.subjects(RDF.type, kind):
            domains = [*vocabulary.objects(term, RDFS.domain), *vocabulary.objects(term, SCHEMA.domainIncludes)]
            assert domains, term
            assert len(list(vocabulary.objects(term, RDFS.domain))) <= 1, term


def test_the_context_maps_every_property_that_people_write(vocabulary: Graph) -> None:
    derived = {
        "dueEarliest",
        "dueLatest",
        "earliest",
        "end",
        "inTheme",
        "includedSoFar",
        "knownSoFar",
        "latest",
        "number",
        "paragraph",
        "sha256",
        "start",
        "summary",
    }
    properties = {
        str(term).removeprefix(NS)
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
        for term in vocabulary.subjects(RDF.type, kind)
    }
    mapped = {
        str(value["@id"]).removeprefix("lovp:")
        for value in context().values()
        if isinstance(value, dict) and str(value.get("@id", "")).startswith("lovp:")
    }
    assert mapped == properties - derived
    classes = {str(value).removeprefix("lovp:") for name, value in context().items() if name[0].isupper()}
    written = {str(term).removeprefix(NS) for term in vocabulary.subjects(RDF.type, OWL.Class)} - {
        "Sentence",
        "Statement",
    }
    assert classes == written


def test_keys_are_the_local_names_of_the_terms() -> None:
    for name, value in context().items():
        if isinstance(value, dict) and str(value.get("@id", "")).startswith("lovp:"):
            assert value["@id"] == f"lovp:{name}"


# --- the thesaurus (NL-SBB) and the lists


def test_every_concept_is_described(concepts: Graph) -> None:
    for concept in concepts.subjects(RDF.type, SKOS.Concept):
        assert languages(concepts, concept, SKOS.prefLabel) == ["en", "nl"], concept
        assert languages(concepts, concept, SKOS.definition) == ["en", "nl"], concept
        assert len(list(concepts.objects(concept, SKOS.inScheme))) == 1, concept
    for scheme in concepts.subjects(RDF.type, SKOS.ConceptScheme):
        assert languages(concepts, scheme, DCTERMS.title) == ["en", "nl"], scheme


def test_labels_are_unique_within_a_scheme(concepts: Graph) -> None:
    for scheme in concepts.subjects(RDF.type, SKOS.ConceptScheme):
        members = list(concepts.subjects(SKOS.inScheme, scheme))
        for language in ("nl", "en"):
            names = [
                str(v)
                for m in members
                for v in concepts.objects(m, SKOS.prefLabel)
                if isinstance(v, Literal) and v.language == language
            ]
            assert len(names) == len({name.lower() for name in names})


def test_an_alternative_label_is_not_the_preferred_one_and_means_one_theme(concepts: Graph) -> None:
    owners: dict[str, Node] = {}
    for concept in concepts.subjects(SKOS.inScheme, URIRef(ID + "scheme/themes")):
        preferred = {str(label) for label in concepts.objects(concept, SKOS.prefLabel)}
        for label in concepts.objects(concept, SKOS.altLabel):
            assert str(label) not in preferred
            assert str(label) not in owners, f"{label}: {owners.get(str(label))} and {concept}"
            owners[str(label)] = concept


def test_the_hierarchy_goes_both_ways_and_has_no_circle(concepts: Graph) -> None:
    for narrower, broader in concepts.subject_objects(SKOS.broader):
        assert (broader, SKOS.narrower, narrower) in concepts
        assert (broader, RDF.type, SKOS.Concept) in concepts
        assert narrower not in set(concepts.transitive_objects(broader, SKOS.broader))
    for broader, narrower in concepts.subject_objects(SKOS.narrower):
        assert (narrower, SKOS.broader, broader) in concepts


def test_every_concept_hangs_from_a_top_concept(concepts: Graph) -> None:
    for concept, scheme in concepts.subject_objects(SKOS.inScheme):
        tops = [
            top
            for top in concepts.transitive_objects(concept, SKOS.broader)
            if (top, SKOS.topConceptOf, scheme) in concepts
        ]
        assert tops, concept
    for concept, scheme in concepts.subject_objects(SKOS.topConceptOf):
        assert (scheme, SKOS.hasTopConcept, concept) in concepts
        assert (concept, SKOS.broader, None) not in concepts


def test_the_themes_of_the_issue_stand_where_they_belong(concepts: Graph) -> None:
    def narrower(slug: str) -> set[str]:
        found = concepts.transitive_objects(URIRef(f"{ID}thema/{slug}"), SKOS.narrower)
        return {str(concept).removeprefix(f"{ID}thema/") for concept in found} - {slug}

    assert {
        "structureel-tekort",
        "meerjarenbegroting",
        "financiele-opgave-2026",
        "financieringssystematiek",
        "middelen-ondermijning",
    } <= narrower("financien-politie")
    assert {"organisatievisie", "digitale-transformatie", "zichtbaarheid-en-nabijheid"} <= narrower(
        "toekomstbestendige-politie"
    )
    assert {"mit", "governance-mit", "middelen-ondermijning"} <= narrower("ondermijning")


def test_every_theme_is_used_or_has_a_narrower_one_that_is(concepts: Graph, data: Graph) -> None:
    used = set(data.objects(None, LOVP.theme))
    for theme in concepts.subjects(SKOS.inScheme, URIRef(ID + "scheme/themes")):
        assert used & set(concepts.transitive_objects(theme, SKOS.narrower)), theme


def test_the_lists_that_grow_with_the_data_hold_nothing_unused(concepts: Graph, data: Graph) -> None:
    used = set(data.objects())
    for name in GROWING_LISTS:
        for concept in concepts.subjects(SKOS.inScheme, URIRef(f"{ID}scheme/{name}")):
            assert concept in used, concept


def test_a_retired_term_names_its_replacement(vocabulary: Graph, concepts: Graph) -> None:
    both = vocabulary + concepts
    for term in both.subjects(OWL.deprecated, Literal(True)):
        replacement = both.value(term, DCTERMS.isReplacedBy)
        assert replacement is not None
        assert (replacement, OWL.deprecated, Literal(True)) not in both


def test_links_to_the_top_list_are_those_that_were_seen(concepts: Graph) -> None:
    seen = {
        "c_d58b78ca", "c_fcac43e4", "c_4872b086", "c_d772bf06", "c_4348dad1", "c_391585db", "c_98e03e32",
        "c_beb01b1c", "c_f37fd49d", "c_f2c9a613", "c_ee06665e", "c_daaa67b3", "c_70e03904", "c_d2b1338a",
    }  # fmt: skip
    base = "https://identifier.overheid.nl/tooi/def/thes/top/"
    matches = {
        str(value).removeprefix(base)
        for p in (SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch, SKOS.exactMatch)
        for value in concepts.objects(None, p)
    }
    assert matches
    assert matches <= seen


# --- alignments and consistency


def test_a_decision_is_never_a_legal_act(dataset: Dataset) -> None:
    union = dataset.union()
    besluit = URIRef("http://data.vlaanderen.be/ns/besluit#Besluit")
    assert (LOVP.Decision, SKOS.closeMatch, besluit) in union
    assert (LOVP.Decision, RDFS.subClassOf, besluit) not in union


def test_alignments_speak_of_our_terms_only(vocabulary: Graph, concepts: Graph) -> None:
    known = set(vocabulary.subjects()) | set(concepts.subjects())
    assert set(read_turtle(ontology_folder() / "alignments.ttl").subjects()) <= known


REASON = """
import sys
import owlrl
from rdflib import Graph
graph = Graph().parse(data=sys.stdin.read(), format="nt")
owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
for error in graph.objects(None, owlrl.Namespaces.ERRNS.error):
    print(error)
"""


def errors(graph: Graph) -> str:
    """What the OWL RL reasoner finds contradictory; in a process of its own, since it changes rdflib's datatypes."""
    triples = graph.serialize(format="nt")
    return subprocess.run(
        [sys.executable, "-c", REASON], input=triples, check=True, capture_output=True, text=True
    ).stdout


def test_ontology_and_data_together_are_consistent(dataset: Dataset) -> None:
    assert errors(dataset.union()) == ""


def test_the_reasoner_would_notice() -> None:
    union = assemble(EXAMPLE).union()
    union.add((URIRef(ID + "actor/minister"), RDF.type, LOVP.Meeting))
    assert errors(union)
