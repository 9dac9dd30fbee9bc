"""The same work by what one would use otherwise, for the tasks of `tasks`.

That is rdflib with its own parser, engine and writers, pySHACL, bare pyoxigraph, and Jinja for pages. None
of it takes anything from lovp-graph but the JSON-LD context, the shapes and the text of the queries.
"""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.speed.tasks import Times, clock

if TYPE_CHECKING:
    from rdflib import Dataset, Graph

ONTOLOGY = Path(__file__).parents[2] / "ontology"
SHAPES = ("shapes.ttl", "shapes-editorial.ttl")
VOCABULARIES = ("lovp.ttl", "themes.ttl", "codes.ttl", "alignments.ttl")
BASE = "https://w3id.org/lovp/id/"


def oxigraph_load(path: str) -> Times:
    """A dataset in memory by pyoxigraph."""
    import pyoxigraph as ox

    times: Times = {"": []}
    with clock(times[""]):
        ox.Store().bulk_load(path=path)
    return times


def rdflib_load(path: str) -> Times:
    """A dataset in memory by rdflib."""
    times: Times = {"": []}
    with clock(times[""]):
        _dataset(path)
    return times


def shacl_validate(path: str) -> Times:
    """pySHACL on one graph that is in memory."""
    import pyshacl

    graph, shapes = _merged(path), _shapes()
    times: Times = {"": []}
    with clock(times[""]):
        conforms, _, told = pyshacl.validate(graph, shacl_graph=shapes, inference="none")
    if not conforms:
        raise ValueError(told)
    return times


def plain_build(data: str, path: str, out: str) -> Times:
    """What one would write: PyYAML, rdflib's JSON-LD with the same context, pySHACL, and rdflib's writers.

    It reads neither the registers nor derives anything, and checks nothing but the shapes; so that these find
    nothing, they are held against the dataset in `path`, of which the reading does not count.
    """
    import json

    import pyshacl
    import yaml
    from rdflib import Dataset

    context = json.loads((ONTOLOGY / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    whole, shapes = _merged(path), _shapes()
    times: Times = {"": []}
    with clock(times[""]):
        dataset = Dataset(default_union=True)
        for file in [*Path(data).glob("*.yaml"), *Path(data, "summaries").glob("*.yaml")]:
            found = _texts(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
            graph = dataset.graph(f"{BASE}{file.stem}")
            graph.parse(data=json.dumps(found), format="json-ld", context=context, publicID=BASE)
        for name in VOCABULARIES:
            dataset.default_graph.parse(ONTOLOGY / name)
        pyshacl.validate(whole, shacl_graph=shapes, inference="none")
        for style, ending in (("nquads", "nq"), ("trig", "trig")):
            dataset.serialize(Path(out, f"lovp.{ending}"), format=style)
    return times


def rdflib_ask(path: str, limit: str) -> Times:
    """The SPARQL of every saved question by rdflib's engine, once; no time for one that takes longer than it may."""
    from benchmarks.speed.asked import texts
    from lovp_graph.store import from_file

    def stop(*_: object) -> None:
        raise TimeoutError

    asked = texts(from_file(Path(path)))
    dataset = _dataset(path)
    signal.signal(signal.SIGALRM, stop)
    times: Times = {name: [] for name in asked}
    for name, text in asked.items():
        signal.alarm(int(limit))
        try:
            with clock(times[name]):
                list(dataset.query(text))
        except TimeoutError:
            pass
        finally:
            signal.alarm(0)
    return times


def oxigraph_export(path: str, style: str, out: str) -> Times:
    """RDF by pyoxigraph, in no order of ours."""
    import pyoxigraph as ox

    formats = {
        "turtle": ox.RdfFormat.TURTLE,
        "trig": ox.RdfFormat.TRIG,
        "ntriples": ox.RdfFormat.N_TRIPLES,
        "nquads": ox.RdfFormat.N_QUADS,
        "rdfxml": ox.RdfFormat.RDF_XML,
    }
    quads = ox.parse(path=path)
    whole = formats[style].supports_datasets
    times: Times = {"": []}
    with clock(times[""]):
        ox.serialize(quads if whole else (quad.triple for quad in quads), output=out, format=formats[style])
    return times


def rdflib_export(path: str, style: str, out: str) -> Times:
    """RDF by rdflib's own writers, in memory first."""
    names = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld", "nquads": "nquads", "trig": "trig"}  # fmt: skip  # noqa: E501
    times: Times = {"": []}
    with clock(times[""]):
        graph = _dataset(path) if style in {"nquads", "trig"} else _merged(path)
        graph.serialize(out, format=names[style])
    return times


def oxigraph_table(path: str, _style: str, out: str) -> Times:
    """One of the tables, that of statements, as CSV of the SPARQL results by pyoxigraph."""
    import pyoxigraph as ox

    from lovp_graph.questions import saved

    times: Times = {"": []}
    with clock(times[""]):
        store = ox.Store()
        store.bulk_load(path=path)
        found = store.query(saved("statements").sparql({}), use_default_graph_as_union=True)
        found.serialize(out, format=ox.QueryResultsFormat.CSV)  # type: ignore[arg-type]
    return times


def networkx_export(path: str, style: str, out: str) -> Times:
    """All triples as a network, by rdflib and networkx."""
    import networkx as nx  # type: ignore[import-untyped]
    from rdflib.extras.external_graph_libs import rdflib_to_networkx_graph

    times: Times = {"": []}
    with clock(times[""]):
        found = nx.Graph(rdflib_to_networkx_graph(_merged(path), edge_attrs=lambda s, p, o: {"label": str(p)}))
        plain = nx.relabel_nodes(found, {node: f"{type(node).__name__} {node}" for node in found})
        (nx.write_graphml if style == "graphml" else nx.write_gexf)(plain, out)
    return times


PAGE = """<!doctype html><html lang="nl"><meta charset="utf-8"><title>{{ thing }}</title><h1>{{ thing }}</h1><table>
{% for name, value in facts %}<tr><th>{{ name }}<td>{{ value }}{% endfor %}</table>"""


def jinja_site(path: str, out: str) -> Times:
    """The least that shows all: a page for each thing with its triples, by Jinja from pyoxigraph."""
    import jinja2
    import pyoxigraph as ox

    template = jinja2.Environment(autoescape=True).from_string(PAGE)
    times: Times = {"": []}
    with clock(times[""]):
        store = ox.Store()
        store.bulk_load(path=path)
        subjects = {quad.subject for quad in store if str(quad.subject).startswith(f"<{BASE}")}
        for number, thing in enumerate(sorted(subjects, key=str)):
            facts = [(quad.predicate, quad.object) for quad in store.quads_for_pattern(thing, None, None)]
            Path(out, f"{number}.html").write_text(template.render(thing=thing, facts=facts), encoding="utf-8")
    return times


def _dataset(path: str) -> Dataset:
    from rdflib import Dataset

    dataset = Dataset(default_union=True)
    dataset.parse(path, format="nquads")
    return dataset


def _merged(path: str) -> Graph:
    """The triples of all graphs in one, as rdflib's own memory store holds them."""
    from rdflib import Graph

    merged = Graph()
    for triple in _dataset(path).triples((None, None, None)):
        merged.add(triple)
    return merged


def _shapes() -> Graph:
    from rdflib import Graph

    shapes = Graph()
    for name in SHAPES:
        shapes.parse(ONTOLOGY / name)
    return shapes


def _texts(value: Any) -> Any:
    """Days as texts again, which PyYAML takes for dates and JSON does not know."""
    if isinstance(value, dict):
        return {key: _texts(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_texts(inner) for inner in value]
    return value if isinstance(value, bool | int | str) else str(value)
