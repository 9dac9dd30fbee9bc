"""The page on which a reader asks the saved questions, and others: of the data in the page, or of an endpoint."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jinja2.utils import htmlsafe_json_dumps

from lovp_graph.asking import names_of, select, stream, value
from lovp_graph.catalogue import Thing
from lovp_graph.dataset import trig
from lovp_graph.questions import Parameter, Question, saved
from lovp_graph.resources import BASE, ID, NS
from lovp_graph.site import oxigraph, wording
from lovp_graph.site.context import ASKING, File, Pages, Site
from lovp_graph.site.rendering import asset
from lovp_graph.site.views import PAGES, SHARED
from lovp_graph.story import ORDER
from lovp_graph.words import words

TERMS = ("Class", "ObjectProperty", "DatatypeProperty")
OWN = "sparql-"
"""How the words begin that the script of the page needs."""


def pages(site: Site) -> Pages:
    """The page, with an endpoint where the site has one, else with the data; none where Oxigraph is not here."""
    if site.endpoint:
        yield ASKING, form(site, site.endpoint)
    elif site.asks:
        engine = oxigraph.carried()
        script = f"{engine.script}\n{asset('sparql-worker.js')}\n"
        yield _page(
            site,
            allowed={"script-src": "'wasm-unsafe-eval'", "worker-src": "blob:"},
            engine=asset("sparql-local.js"),
            endpoint="",
            version=engine.version,
            licence=asset("oxigraph-licence.txt"),
            parts={
                "engine-script": oxigraph.packed(script.encode()),
                "engine-program": engine.program,
                "engine-data": oxigraph.packed(data(site)),
            },
        )


def form(site: Site, endpoint: str) -> bytes:
    """The same page for the root of a site that has a SPARQL 1.1 endpoint, at an address relative to the page."""
    _, content = _page(
        site,
        allowed={"connect-src": "'self'"},
        engine=asset("sparql-endpoint.js"),
        endpoint=endpoint,
        version="",
        licence="",
        parts={},
    )
    return content


def data(site: Site) -> bytes:
    """All named graphs of ours, as TriG."""
    # As lines, which take a fraction of the room of quads: these are all there are.
    graphs: dict[str, list[str]] = {}
    for graph, *triple in stream(site.store, saved("lookup/quads").sparql({})):
        graphs.setdefault(str(graph), []).append(" ".join(map(str, triple)))
    return b"".join(trig([[f"{line} {name} ." for line in sorted(graphs[name])] for name in sorted(graphs)]))


def _page(site: Site, **values: Any) -> File:
    return site.page(
        ASKING,
        "sparql.html.j2",
        "menu-ask",
        "page-ask",
        section="over.html",
        groups=[(key, [site.questions[name] for name in listed]) for key, listed in words()["groups"].items()],
        # As the filter `tojson` writes it, without its spaces.
        asking=htmlsafe_json_dumps(asking(site), separators=(",", ":"), ensure_ascii=False),
        namespace=NS,
        **values,
    )


def asking(site: Site) -> dict[str, Any]:
    """What the script needs to ask the saved questions, and to show what they answer."""
    own = words()
    kinds = {parameter.kind: parameter for one in site.questions.values() for parameter in one.parameters}
    return {
        "base": BASE,
        "id": ID,
        "questions": {name: _question(site, question) for name, question in site.questions.items()},
        "kinds": {kind: _kind(site, parameter) for kind, parameter in sorted(kinds.items())},
        "terms": [_option(term, ()) for term in site.views.catalogue.of(*TERMS) if term.iri.startswith(NS)],
        # Where the page of a thing is, by what its IRI says of it; * is the last part of the IRI.
        "pages": {f"id/{one}": f"{one}/*.html" for one in sorted(PAGES)}
        | {f"id/{one}": f"{page}#*" for one, page in SHARED.items()}
        | {"ns": "ontologie.html#*"},
        "columns": own["columns"],
        "lists": own["lists"],
        "hidden": own["hidden"],
        "words": {key: wording.words_of(key) for key in wording.interface() if key.startswith(OWN)},
    }


def _question(site: Site, question: Question) -> dict[str, Any]:
    return {
        "title": question.title,
        "question": question.question,
        "text": "\n".join(line for line in question.text.splitlines() if not line.startswith("#+")).strip() + "\n",
        "notes": [(words()["notes"][note], wording.words_of(f"note-{note}")[1]) for note in question.notes],
        "parameters": [_parameter(site, parameter) for parameter in question.parameters],
    }


def _parameter(site: Site, parameter: Parameter) -> dict[str, Any]:
    lookup = saved(f"lookup/{parameter.default}").sparql({}) if parameter.default else ""
    default = [value(term) for row in select(site.store, lookup).rows for term in row.values()] if lookup else []
    return {
        "name": parameter.name,
        "option": parameter.option,
        "label": wording.words_of(f"parameter-{parameter.option}"),
        "kind": parameter.kind,
        "help": parameter.help,
        "required": parameter.required,
        "default": default,
    }


def _kind(site: Site, parameter: Parameter) -> dict[str, Any]:
    """What a parameter of a kind can be: a day, or one of some things, as the lists of the pages have them."""
    kind = words()["kinds"][parameter.kind]
    if "day" in kind:
        return {"day": kind["day"]}
    named = names_of(site.store, parameter)
    return {"options": [_option(thing, named[thing.iri]) for thing in _in_order(site, named)]}


def _in_order(site: Site, iris: Iterable[str]) -> list[Thing]:
    """Things as a reader looks for them: the newest meeting and statement first, types as always, others by name."""
    views = site.views
    place = {meeting.iri: -number for number, meeting in enumerate(views.meetings)}
    place |= {iri: -number for iri, number in views.place.items()}
    place |= {views.term(name).iri: number for number, name in enumerate(ORDER)}
    things = [views.catalogue[iri] for iri in iris]
    return sorted(things, key=lambda thing: (place.get(thing.iri, 0), thing.label().casefold(), thing.iri))


def _option(thing: Thing, names: Iterable[str]) -> list[Any]:
    """A thing for the script: its IRI without the base, what it is called in both languages, and its other names."""
    nl, en = thing.label("nl"), thing.label("en")
    others = [name for name in dict.fromkeys(names) if name not in {nl, en}]
    return [thing.iri.removeprefix(BASE), nl, "" if en == nl else en, others]
