"""What the data are, how they were made and checked, and the documentation of the ontology."""

from __future__ import annotations

from lovp_graph.asking import Row
from lovp_graph.catalogue import Thing
from lovp_graph.resources import BASE, NS
from lovp_graph.site.context import Pages, Site
from lovp_graph.story import text

TERMS = (("class", "Class"), ("property", "ObjectProperty", "DatatypeProperty"))


def pages(site: Site) -> Pages:
    """The pages about the data and the ontology."""
    views = site.views
    coverage = [
        {
            "meetings": views.catalogue.linked(views.catalogue[text(row, "summary")], "covers"),
            "sentences": text(row, "sentenceCount"),
            "used": text(row, "sentencesUsed"),
            "omitted": text(row, "sentencesOmitted") or "0",
            "statements": text(row, "statements"),
            "doubt": text(row, "statementsInDoubt"),
            "annotated": _first(site, row, "annotatedBy"),
            "reviewed": _first(site, row, "reviewedBy"),
            "passes": text(row, "reviewPasses"),
        }
        for row in site.rows("coverage")
    ]
    yield site.page(
        "over.html",
        "about.html.j2",
        "menu-about",
        "page-about",
        coverage=coverage,
        base=BASE,
    )
    yield site.page(
        "twijfel.html",
        "doubts.html.j2",
        "doubts",
        "page-doubts",
        section="over.html",
        doubtful=[
            (meeting, said)
            for meeting in views.meetings
            if (said := [one for one in views.statements.values() if one.meeting == meeting and one.thing.one("doubt")])
        ],
    )
    terms = [
        (key, sorted(views.catalogue.of(*classes), key=lambda term: term.slug.casefold())) for key, *classes in TERMS
    ]
    lists = sorted(views.catalogue.of("ConceptScheme"), key=lambda scheme: scheme.label().casefold())
    yield site.page(
        "ontologie.html",
        "ontology.html.j2",
        "menu-ontology",
        "page-ontology",
        section="over.html",
        terms=[(key, [term for term in found if term.iri.startswith(NS)]) for key, found in terms],
        lists=[(scheme, _members(site, scheme)) for scheme in lists],
        namespace=NS,
    )


def _first(site: Site, row: Row, name: str) -> Thing:
    """Who or what did something to a summary; nothing is known of it where it was not done."""
    catalogue = site.views.catalogue
    return next(iter(catalogue.linked(catalogue[text(row, "summary")], name)), Thing(""))


def _members(site: Site, scheme: Thing) -> list[Thing]:
    return sorted(site.views.catalogue.linking(scheme, "inScheme"), key=lambda concept: concept.label().casefold())
