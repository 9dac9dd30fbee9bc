"""Small graphs for tests, put together thing by thing."""

from __future__ import annotations

import pyoxigraph as ox

from lovp_graph.catalogue import Catalogue, Thing
from lovp_graph.resources import ID, NS

Values = dict[str, tuple[ox.Literal | ox.NamedNode, ...]]


def dutch(*texts: str) -> tuple[ox.Literal, ...]:
    return tuple(ox.Literal(text, language="nl") for text in texts)


def thing(name: str, kind: str, **values: tuple[ox.Literal | ox.NamedNode, ...]) -> Thing:
    return Thing(ID + name, frozenset({kind}), values)


def actor(slug: str, kind: str, label: str, *others: str) -> Thing:
    values: Values = {"prefLabel": dutch(label), "actorKind": (ox.NamedNode(f"{NS}actor-kind/{kind}"),)}
    if others:
        values["altLabel"] = (*dutch(*others), ox.Literal("consultation", language="en"))
    return thing(f"actor/{slug}", "Actor", **values)


def membership(name: str, holder: str, **values: str) -> Thing:
    """Of a holder in a body or a post, from a day and until a day."""
    told: Values = {"holder": (ox.NamedNode(f"{ID}actor/{holder}"),)}
    for key, value in values.items():
        days = key in {"start", "until"}
        name_of = "from" if key == "start" else key
        told[name_of] = (ox.Literal(value),) if days else (ox.NamedNode(f"{ID}actor/{value}"),)
    return thing(f"lidmaatschap/{name}", "Membership", **told)


def graph(*things: Thing) -> Catalogue:
    references: dict[tuple[str, str], tuple[str, ...]] = {}
    for one in things:
        for name, terms in one.values.items():
            for term in terms:
                if isinstance(term, ox.NamedNode):
                    references[name, term.value] = (*references.get((name, term.value), ()), one.iri)
    return Catalogue({one.iri: one for one in things}, references)
