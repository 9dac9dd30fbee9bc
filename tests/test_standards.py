"""DCAT-AP-NL and NL-SBB: our description and thesaurus keep their rules, and each rule notices what breaks it.

The rules stand as shapes in `standards/`, for others to use too. Beside each constraint stands here what breaks it:
a change to something that keeps all rules, after which just that constraint must complain.
"""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
from rdflib import DCTERMS, RDF, SH, Graph, URIRef

from lovp_graph.dataset import BASE_GRAPH, Dataset, assemble
from lovp_graph.rdf import read_turtle
from lovp_graph.resources import ontology_folder
from release.description import dcat
from tests.test_validation import CONSTRAINTS

STANDARDS = Path(__file__).parent / "standards"
NAMESPACE = "https://w3id.org/lovp/standards/"
RULES = {path.stem: read_turtle(path) for path in sorted(STANDARDS.glob("*.ttl"))}
ALL = {**CONSTRAINTS, SH.equals: "Equals", SH["in"]: "In"}
COMPONENTS = {f"{SH}{component}ConstraintComponent": constraint for constraint, component in ALL.items()}

PREFIXES = """
PREFIX : <https://w3id.org/lovp/dataset#>
PREFIX c: <urn:c:>
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX vcard: <http://www.w3.org/2006/vcard/ns#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

THESAURUS = """
c:scheme a skos:ConceptScheme ; dcterms:title "Dieren"@nl ; skos:hasTopConcept c:animal .
c:animal a skos:Concept ; skos:inScheme c:scheme ; skos:topConceptOf c:scheme ; skos:prefLabel "dier"@nl ;
  skos:definition "Een levend wezen dat zich beweegt."@nl ; skos:narrower c:bird , c:fish .
c:bird a skos:Concept ; skos:inScheme c:scheme ; skos:prefLabel "vogel"@nl ; skos:altLabel "gevleugelde"@nl ;
  skos:hiddenLabel "vogels"@nl ; skos:definition "Een dier met veren."@nl ; skos:broader c:animal ;
  skos:narrower c:gull ; skos:related c:fish ; skos:notation "V" ; skos:scopeNote "Ook wie niet vliegt."@nl ;
  skos:closeMatch <urn:elsewhere:bird> .
c:fish a skos:Concept ; skos:inScheme c:scheme ; skos:prefLabel "vis"@nl ; skos:notation "W" ;
  skos:definition "Een dier met kieuwen."@nl ; skos:broader c:animal .
c:gull a skos:Concept ; skos:inScheme c:scheme ; skos:prefLabel "meeuw"@nl ; skos:broader c:bird ;
  skos:definition "Een vogel van de kust."@nl .
"""
"""An invented thesaurus that keeps every rule, and uses every property that a rule is about."""


def without(name: str, subject: str = "?s") -> str:
    return f"DELETE {{ {subject} {name} ?o }} WHERE {{ {subject} {name} ?o }}"


def instead(name: str, value: str, subject: str = "?s") -> str:
    return f"DELETE {{ {subject} {name} ?o }} INSERT {{ {subject} {name} {value} }} WHERE {{ {subject} {name} ?o }}"


def also(subject: str, name: str, value: str) -> str:
    return f"INSERT DATA {{ {subject} {name} {value} }}"


DATASET, FILE = "<https://w3id.org/lovp/dataset>", ":lovp.nq"
BREAKS = {
    "dcat-ap-nl": [
        ("Dataset-accessRights", "minCount", without("dcterms:accessRights", DATASET)),
        ("Dataset-accessRights", "maxCount", also(DATASET, "dcterms:accessRights", "<http://publications.europa.eu/resource/authority/access-right/RESTRICTED>")),
        ("Dataset-accessRights", "in", instead("dcterms:accessRights", '"openbaar"', DATASET)),
        ("Dataset-contactPoint", "minCount", without("dcat:contactPoint", DATASET)),
        ("Dataset-contactPoint", "maxCount", also(DATASET, "dcat:contactPoint", ":other . :other a vcard:Kind ; vcard:hasEmail <mailto:a@example.org>")),
        ("Dataset-contactPoint", "class", without("a", ":contact")),
        ("Dataset-creator", "minCount", without("dcterms:creator", DATASET)),
        ("Dataset-creator", "class", instead("dcterms:creator", ":nobody . :nobody foaf:name 'x'", DATASET)),
        ("Dataset-description", "minCount", without("dcterms:description", DATASET)),
        ("Dataset-description", "nodeKind", instead("dcterms:description", ":text", DATASET)),
        ("Dataset-description", "uniqueLang", also(DATASET, "dcterms:description", '"Nog een."@nl')),
        ("Dataset-distribution", "class", also(DATASET, "dcat:distribution", ":nothing")),
        ("Dataset-identifier", "minCount", without("dcterms:identifier", DATASET)),
        ("Dataset-identifier", "maxCount", also(DATASET, "dcterms:identifier", '"2"')),
        ("Dataset-identifier", "nodeKind", instead("dcterms:identifier", DATASET, DATASET)),
        ("Dataset-language", "pattern", instead("dcterms:language", '"nl"', DATASET)),
        ("Dataset-publisher", "minCount", without("dcterms:publisher", DATASET)),
        ("Dataset-publisher", "maxCount", also(DATASET, "dcterms:publisher", ":other . :other a foaf:Agent ; foaf:name 'x'")),
        ("Dataset-publisher", "class", instead("dcterms:publisher", ":nobody . :nobody foaf:name 'x'", DATASET)),
        ("Dataset-theme", "qualifiedMinCount", instead("dcat:theme", "<http://standaarden.overheid.nl/owms/terms/Recht>", DATASET)),
        ("Dataset-theme", "nodeKind", also(DATASET, "dcat:theme", '"recht"')),
        ("Dataset-title", "minCount", without("dcterms:title", DATASET)),
        ("Dataset-title", "nodeKind", instead("dcterms:title", ":title", DATASET)),
        ("Dataset-title", "uniqueLang", also(DATASET, "dcterms:title", '"Nog een"@nl')),
        ("Dataset-version", "maxCount", also(DATASET, "dcat:version", '"9"')),
        ("Dataset-version", "nodeKind", instead("dcat:version", ":nine", DATASET)),
        ("Distribution-accessURL", "minCount", without("dcat:accessURL", FILE)),
        ("Distribution-accessURL", "maxCount", also(FILE, "dcat:accessURL", "<https://example.org/>")),
        ("Distribution-accessURL", "nodeKind", instead("dcat:accessURL", '"https://example.org/"', FILE)),
        ("Distribution-accessURL", "pattern", instead("dcat:accessURL", "<http://example.org/>", FILE)),
        ("Distribution-byteSize", "maxCount", also(FILE, "dcat:byteSize", "'7'^^xsd:nonNegativeInteger")),
        ("Distribution-byteSize", "datatype", instead("dcat:byteSize", "'7 kB'", FILE)),
        ("Distribution-checksum", "maxCount", also(FILE, "spdx:checksum", ":lovp.trig-sha256")),
        ("Distribution-checksum", "class", instead("spdx:checksum", ":nothing", FILE)),
        ("Distribution-downloadURL", "maxCount", also(FILE, "dcat:downloadURL", "<https://example.org/>")),
        ("Distribution-downloadURL", "nodeKind", instead("dcat:downloadURL", '"https://example.org/"', FILE)),
        ("Distribution-downloadURL", "pattern", instead("dcat:downloadURL", "<http://example.org/>", FILE)),
        ("Distribution-license", "minCount", without("dcterms:license", FILE)),
        ("Distribution-license", "maxCount", also(FILE, "dcterms:license", "<https://creativecommons.org/publicdomain/zero/1.0/>")),
        ("Distribution-license", "pattern", instead("dcterms:license", "<https://example.org/licence>", FILE)),
        ("Distribution-mediaType", "maxCount", also(FILE, "dcat:mediaType", "<https://www.iana.org/assignments/media-types/text/plain>")),
        ("Distribution-mediaType", "pattern", instead("dcat:mediaType", '"application/n-quads"', FILE)),
        ("Download-mediaType", "minCount", without("dcat:mediaType", FILE)),
        ("Agent-name", "minCount", without("foaf:name", ":makers")),
        ("Agent-name", "nodeKind", instead("foaf:name", ":name", ":makers")),
        ("Checksum-algorithm", "minCount", without("spdx:algorithm", ":lovp.nq-sha256")),
        ("Checksum-algorithm", "maxCount", also(":lovp.nq-sha256", "spdx:algorithm", "spdx:checksumAlgorithm_md5")),
        ("Checksum-algorithm", "pattern", instead("spdx:algorithm", '"SHA-256"', ":lovp.nq-sha256")),
        ("Checksum-value", "minCount", without("spdx:checksumValue", ":lovp.nq-sha256")),
        ("Checksum-value", "maxCount", also(":lovp.nq-sha256", "spdx:checksumValue", "'00'^^xsd:hexBinary")),
        ("Checksum-value", "datatype", instead("spdx:checksumValue", "'00'", ":lovp.nq-sha256")),
        ("Checksum-value", "pattern", instead("spdx:checksumValue", "'FF'^^xsd:hexBinary", ":lovp.nq-sha256")),
        ("Contact-address", "minCount", without("vcard:hasURL", ":contact")),
        ("Contact-address", "nodeKind", instead("vcard:hasURL", '"example.org"', ":contact")),
    ],
    "nl-sbb": [
        ("Scheme", "class", also("c:gull", "skos:inScheme", "c:list . c:list dcterms:title 'x'@nl . c:gull skos:topConceptOf c:list . c:list skos:hasTopConcept c:gull")),
        ("Scheme-hasTopConcept", "class", also("c:scheme", "skos:hasTopConcept", "c:nothing")),
        ("Scheme-title", "minCount", without("dcterms:title")),
        ("Scheme-title", "datatype", instead("dcterms:title", '"Dieren"')),
        ("Concept-altLabel", "datatype", instead("skos:altLabel", '"gevleugelde"')),
        ("Concept-altLabel", "disjoint", also("c:bird", "skos:altLabel", '"vogel"@nl')),
        ("Concept-altLabel", "disjoint", also("c:bird", "skos:altLabel", '"vogels"@nl')),
        ("Concept-broader", "class", also("c:gull", "skos:broader", "<urn:elsewhere:x>")),
        ("Concept-broader", "nodeKind", also("c:gull", "skos:broader", "[ a skos:Concept ]")),
        ("Concept-broader", "disjoint", also("c:gull", "skos:related", "c:bird")),
        ("Concept-definition", "minCount", without("skos:definition", "c:gull")),
        ("Concept-definition", "datatype", instead("skos:definition", '"Een vogel."', "c:gull")),
        ("Concept-hiddenLabel", "datatype", instead("skos:hiddenLabel", '"vogels"')),
        ("Concept-hiddenLabel", "disjoint", also("c:bird", "skos:hiddenLabel", '"vogel"@nl')),
        ("Concept-inScheme", "minCount", without("skos:inScheme", "c:gull")),
        ("Concept-inScheme", "nodeKind", also("c:gull", "skos:inScheme", '"Dieren"')),
        ("Concept-narrower", "class", also("c:gull", "skos:narrower", "<urn:elsewhere:x>")),
        ("Concept-narrower", "nodeKind", also("c:gull", "skos:narrower", "[ a skos:Concept ]")),
        ("Concept-narrower", "disjoint", also("c:bird", "skos:related", "c:gull")),
        ("Concept-notation", "nodeKind", instead("skos:notation", "c:v", "c:bird")),
        ("Concept-prefLabel", "minCount", without("skos:prefLabel", "c:gull")),
        ("Concept-prefLabel", "datatype", instead("skos:prefLabel", '"meeuw"', "c:gull")),
        ("Concept-prefLabel", "uniqueLang", also("c:gull", "skos:prefLabel", '"zeemeeuw"@nl')),
        ("Concept-related", "class", instead("skos:related", "<urn:elsewhere:x>")),
        ("Concept-related", "nodeKind", also("c:bird", "skos:related", "[ a skos:Concept ]")),
        ("Concept-remark", "datatype", instead("skos:scopeNote", '"Ook wie niet vliegt."')),
        ("Concept-above", "disjoint", also("c:gull", "skos:related", "c:animal")),
        ("Concept-above", "disjoint", also("c:animal", "skos:related", "c:gull")),
        ("Concept-top", "equals", without("skos:hasTopConcept")),
        ("Concept-top", "equals", without("skos:topConceptOf")),
        ("Concept-type", "not", also("c:gull", "a", "skos:Collection")),
        ("Concept-under", "equals", without("skos:narrower", "c:bird")),
        ("Concept-under", "equals", without("skos:broader", "c:gull")),
        ("TopConcept-broader", "maxCount", also("c:animal", "skos:broader", "c:gull")),
        ("Scheme-circle", "sparql", also("c:animal", "skos:broader", "c:gull")),
        ("Scheme-labels", "sparql", instead("skos:prefLabel", '"vis"@nl', "c:gull")),
        ("Scheme-labels", "sparql", instead("skos:notation", '"V"', "c:fish")),
        ("Scheme-under-top", "sparql", "DELETE WHERE { c:gull skos:broader c:bird . c:bird skos:narrower c:gull }"),
        ("Match", "class", also("c:scheme", "skos:closeMatch", "<urn:elsewhere:scheme>")),
        ("Match-one", "sparql", also("c:bird", "skos:broadMatch", "<urn:elsewhere:bird>")),
        ("Match-other-scheme", "sparql", also("c:bird", "skos:exactMatch", "c:fish")),
    ],
}  # fmt: skip
CASES = [(standard, *case) for standard, cases in BREAKS.items() for case in cases]


def findings(standard: str, graph: Graph) -> set[tuple[str, str]]:
    """Which constraints of a standard complain, as rule and constraint."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=RULES[standard], inference="none")
    assert isinstance(report, Graph), report
    found = set()
    for result in report.objects(None, SH.result):
        constraint = COMPONENTS[str(report.value(result, SH.sourceConstraintComponent))]
        rule = report.value(result, SH.sourceConstraint) or report.value(result, SH.sourceShape)
        found.add((str(rule).rpartition("/")[2], str(constraint).rpartition("#")[2]))
    return found


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return assemble()


@pytest.fixture(scope="module")
def sound(dataset: Dataset) -> dict[str, Graph]:
    """For each standard something that keeps its rules: our description with two small files, and the invented thesaurus."""
    described = dcat(dataset, {"lovp.nq": b"1", "lovp.trig": b"2"}, {"lovp-ontology.ttl": b"3"})
    thesaurus = Graph().parse(data=PREFIXES.replace("PREFIX", "@prefix").replace(">\n", "> .\n") + THESAURUS)
    return {"dcat-ap-nl": described, "nl-sbb": thesaurus}


def test_the_dataset_is_described_as_dcat_ap_nl_demands(dataset: Dataset) -> None:
    assert findings("dcat-ap-nl", dataset.graphs[BASE_GRAPH]) == set()


def test_themes_and_closed_lists_are_described_as_nl_sbb_demands() -> None:
    assert (
        findings("nl-sbb", read_turtle(ontology_folder() / "themes.ttl") + read_turtle(ontology_folder() / "codes.ttl"))
        == set()
    )


@pytest.mark.parametrize("standard", RULES)
def test_what_is_sound_breaks_no_rule(standard: str, sound: dict[str, Graph]) -> None:
    assert findings(standard, sound[standard]) == set()


@pytest.mark.parametrize(("standard", "rule", "constraint", "change"), CASES)
def test_a_rule_notices_what_breaks_it(
    standard: str, rule: str, constraint: str, change: str, sound: dict[str, Graph]
) -> None:
    broken = Graph() + sound[standard]
    before = len(broken), set(broken)
    broken.update(PREFIXES + change)
    assert (len(broken), set(broken)) != before
    assert (rule, constraint) in findings(standard, broken)


@pytest.mark.parametrize("standard", RULES)
def test_every_constraint_has_what_breaks_it(standard: str) -> None:
    shapes = RULES[standard]
    known = {*ALL, SH.qualifiedValueShape, SH.targetClass, SH.targetObjectsOf, SH.targetSubjectsOf}
    known |= {RDF.type, DCTERMS.source, SH.message, SH.path, SH.prefixes, SH.property, SH.select}
    constraints = set()
    for rule, name, value in shapes:
        if not str(rule).startswith(f"{NAMESPACE}{standard}/") or rule == URIRef(f"{NAMESPACE}{standard}/"):
            continue  # parts without a name, and what pySHACL adds
        assert name in known, f"{rule}: {name}"
        if name == SH.sparql:
            constraints.add((str(value).rpartition("/")[2], "sparql"))
        elif name in ALL:
            constraints.add((str(rule).rpartition("/")[2], str(name).rpartition("#")[2]))
    assert constraints == {(rule, constraint) for rule, constraint, _ in BREAKS[standard]}


@pytest.mark.parametrize("standard", RULES)
def test_every_rule_names_its_source_and_says_what_is_right_in_both_languages(standard: str) -> None:
    shapes = RULES[standard]
    ours = {rule for rule in shapes.subjects() if str(rule).startswith(NAMESPACE)}
    constrained = {rule for name in ALL for rule in shapes.subjects(name)} - set(shapes.subjects(SH.sparql))
    rules = set(shapes.subjects(SH.message)) & ours
    assert constrained & ours <= rules
    for rule in rules:
        assert list(shapes.objects(rule, DCTERMS.source)), rule
        languages = sorted(str(getattr(text, "language", "")) for text in shapes.objects(rule, SH.message))
        assert languages == ["en", "nl"], rule
