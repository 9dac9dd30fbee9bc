"""A page of whatever has no page of its own: what is known of it, and what refers to it."""

from __future__ import annotations

from lovp_graph.catalogue import Thing
from lovp_graph.resources import NS
from lovp_graph.site.context import File, Site

FEW = 200
"""So many things that refer to one are listed by name, for each property."""

SEARCHED_ELSEWHERE = frozenset({"prefLabel", "label", "gist", "heading"})
"""Properties that give the title."""


def page(site: Site, thing: Thing, path: str, downloads: list[tuple[str, str]]) -> File:
    """The page of a thing at `path`, with links to its data (name and address)."""
    catalogue = site.views.catalogue
    kinds = [catalogue[NS + name] for name in sorted(thing.classes)]
    title = (_title(thing, kinds, "nl"), _title(thing, kinds, "en"))
    facts = [
        (_property(site, name), [(catalogue[term] if term in catalogue.things else None, term) for term in terms])
        for name in sorted(set(thing.values) - SEARCHED_ELSEWHERE)
        if (terms := thing.all(name))
    ]
    referring = [
        (_property(site, name), [catalogue[iri] for iri in iris])
        for (name, iri), iris in sorted(catalogue.references.items())
        if iri == thing.iri
    ]
    return site.page(
        path,
        "thing.html.j2",
        title,
        "page-thing",
        section="over.html",
        thing=thing,
        heading=title,
        kinds=kinds,
        facts=facts,
        referring=referring,
        few=FEW,
        downloads=downloads,
    )


def _title(thing: Thing, kinds: list[Thing], language: str) -> str:
    """What a thing is called; one without a name by its kind and the last part of its IRI."""
    label = thing.label(language)
    return f"{kinds[0].label(language)} {label}" if label == thing.slug and kinds else label


def _property(site: Site, name: str) -> Thing:
    """The property with a local name: of ours with its label, else just its name."""
    return site.views.term(name)
