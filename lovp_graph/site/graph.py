"""The graph page: who said what on what in which meeting, as a network to walk through."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from lovp_graph import network
from lovp_graph.asking import slug
from lovp_graph.catalogue import Thing
from lovp_graph.site import wording
from lovp_graph.site.context import Pages, Site

PATH = "graaf.html"
AT_FIRST = 60
"""More nodes at once cannot be read: the page shows no more until the reader asks."""

DIGEST = 16
"""How much of the digest of a sentence is enough to find it among those that the reader brought."""

NOT_HELD = {"cancelled", "announced"}
SCRIPT = "lib/vis-9.1.2/vis-network.min.js"

WORDS = (
    "addressees",
    "came-after",
    "doubt",
    "from-context",
    "goes-back",
    "issue",
    "meeting",
    "menu-graph",
    "no-speaker",
    "section",
    "sentence",
    "sentences",
    "themes",
    "this-one",
    "to-statement",
    "where",
    "who",
)
"""The words that the script of the page needs, besides those that are only its own."""

OWN = "graph-"

OPTIONS = {
    "physics": False,
    "layout": {"improvedLayout": False},
    "interaction": {"dragNodes": False, "hover": True, "keyboard": False},
}
"""How vis.js shows it: everything stays where the page puts it, and the page itself listens to keys."""


def pages(site: Site) -> Pages:
    """The one page, which shows the whole or a part: the address says which."""
    yield site.page(
        PATH,
        "graph.html.j2",
        "menu-graph",
        "page-graph",
        wide=True,
        # As the filter `tojson` writes it, without its spaces: the page is large enough.
        data=htmlsafe_json_dumps(data(site), separators=(",", ":"), ensure_ascii=False),
        library=library(),
    )


def library() -> Markup:
    """The script of vis.js as pyvis carries it, to stand in the page itself."""
    import pyvis  # type: ignore[import-untyped] # noqa: PLC0415 - it loads IPython: only this page waits for it

    text = (Path(pyvis.__file__).parent / "templates" / SCRIPT).read_text(encoding="utf-8")
    # Without the address of a map of the script, which a browser's tools would ask for.
    return Markup(text.rpartition("//# sourceMappingURL=")[0] or text)  # noqa: S704 - a script of a known package


def data(site: Site) -> dict[str, Any]:
    """The network for the script of the page: nodes in the order of what is shown first, and edges by kind."""
    views = site.views
    graph = network.network(views.catalogue)
    numbers = {iri: number for number, iri in enumerate(network.ranked(graph, views.catalogue))}
    places = {iri: place for place, iri in enumerate(network.neighbours_together(graph))}
    times = network.recurrence(graph)
    nodes = []
    for iri, number in numbers.items():
        thing, kind = views.catalogue[iri], graph.nodes[iri]["kind"]
        more = _statement(site, thing) if kind in network.STATEMENT_KINDS else _named(thing, times.get(iri, 0))
        if kind == "Meeting":
            more |= _meeting(thing)
        key = f"{thing.segment}.{thing.slug}"
        own = {"group": kind, "key": key, "place": places[iri], **more}
        nodes.append(own | {"id": number, "label": wording.name_of(thing)[0]})
    edges: dict[str, list[list[int]]] = {}
    for start, end, name in graph.edges(keys=True):
        edges.setdefault(name, []).append([numbers[start], numbers[end]])
    return {
        "nodes": nodes,
        "edges": edges,
        "overview": [
            [numbers[meeting], numbers[other], number]
            for meeting, other, number in network.overview(graph).edges(data="statements")
        ],
        "options": OPTIONS,
        "most": AT_FIRST,
        "kinds": [(kind, _labels(site, kind)) for kind in network.KINDS],
        "names": [(name, _labels(site, name)) for name in network.EDGES if name != "meeting"],
        "words": {key: wording.words_of(key) for key in (*WORDS, *filter(_is_own, wording.interface()))},
        "about": [site.name, site.version],
    }


def _is_own(key: str) -> bool:
    return key.startswith(OWN)


def _labels(site: Site, name: str) -> tuple[str, str]:
    """What a class or property of the ontology is called, in Dutch and English."""
    if name == "Theme":  # which is a concept of the thesaurus, not a class of ours
        return wording.words_of("theme")
    term = site.views.term(name)
    return term.label("nl"), term.label("en")


def _named(thing: Thing, times: int) -> dict[str, Any]:
    """What is shown of a theme, an actor, a meeting or an issue besides its Dutch name."""
    dutch, english = wording.name_of(thing)
    return _given({"en": english if english != dutch else "", "times": times})


def _meeting(thing: Thing) -> dict[str, Any]:
    """When a meeting was, and whether it is one of those held of which no summary is included."""
    state = slug(thing.one("state"))
    # One that is only known as "one before" another can be among those that are listed by their day.
    timed = bool(thing.one("date") or thing.one("expected"))
    return _given({"day": thing.one("date"), "gap": timed and state != "annotated" and state not in NOT_HELD})


def _statement(site: Site, thing: Thing) -> dict[str, Any]:
    """Where a statement stands in its summary, with the sentences where their text is there."""
    one = site.views.statements[thing.iri]
    sentences = []
    for sentence in one.sentences:
        digest = sentence.one("sha256")
        text = site.quotations.get(digest, "")
        sentences.append([int(sentence.one("number")), *(["", text] if text else [digest[:DIGEST]])])
    return _given(
        {
            "sentences": sentences,
            "heading": one.item.label() if one.item else "",
            "doubt": bool(thing.one("doubt")),
        }
    )


def _given(values: dict[str, Any]) -> dict[str, Any]:
    """The values that say something."""
    return {key: value for key, value in values.items() if value}
