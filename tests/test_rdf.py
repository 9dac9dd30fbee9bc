"""Lines: quads as N-Quads writes them, in the one order of the dataset."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import XSD, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from lovp_graph.errors import LovpGraphError
from lovp_graph.rdf import (
    Block,
    Graphs,
    all_lines,
    graph_lines,
    graph_of,
    in_order,
    line_quads,
    lines_graph,
    quads,
    select,
    serialise,
)

G, H = "https://example.org/g", "https://example.org/g-1"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
IRIS = st.from_regex(r"https://example\.org/[a-z./-]{0,3}", fullmatch=True)
TERMS = st.one_of(
    IRIS.map(URIRef),
    TEXTS.map(Literal),
    st.builds(lambda text, language: Literal(text, lang=language), TEXTS, st.sampled_from(["nl", "nl-be", "en"])),
    TEXTS.map(lambda text: Literal(text, datatype=URIRef("https://example.org/type"))),
    st.dates().map(lambda day: Literal(day.isoformat(), datatype=XSD.date)),
)
TRIPLES = st.lists(st.tuples(IRIS.map(URIRef), IRIS.map(URIRef), TERMS), max_size=12)


def graph(triples: list[tuple[URIRef, URIRef, URIRef | Literal]]) -> Graph:
    made = Graph()
    for triple in triples:
        made.add(triple)
    return made


@given(TRIPLES, TRIPLES)
def test_lines_stand_in_the_order_of_their_terms(
    first: list[tuple[URIRef, URIRef, URIRef | Literal]], second: list[tuple[URIRef, URIRef, URIRef | Literal]]
) -> None:
    graphs = {G: graph(first), H: graph(second)}
    found = quads(graphs)
    by_terms = sorted(
        found, key=lambda quad: tuple(map(str, (quad.graph_name, quad.subject, quad.predicate, quad.object)))
    )
    assert found == by_terms
    written = serialise(found, ox.RdfFormat.N_QUADS, {})
    assert written == b"".join("".join(f"{line}\n" for line in lines).encode() for lines in all_lines(graphs))
    assert list(ox.parse(written, format=ox.RdfFormat.N_QUADS)) == found


@given(TRIPLES)
def test_lines_and_back(triples: list[tuple[URIRef, URIRef, URIRef | Literal]]) -> None:
    one = graph(triples)
    lines = graph_lines(one, G)
    assert set(lines_graph(lines)) == set(one)
    assert Block.of(lines).lines() == lines
    said = list(select(lines, {"https://example.org/": "root"}))
    assert sorted(said) == sorted(
        (str(subject), "root", str(value))
        for subject, predicate, value in one
        if str(predicate) == "https://example.org/"
    )


def test_the_names_of_graphs_stand_in_the_order_of_their_quads() -> None:
    assert in_order([G, H]) == [H, G]  # as "-" comes before the ">" after an IRI


def test_a_block_of_nothing() -> None:
    assert (Block.of([]).lines(), Block.of([]).size) == ([], 0)


def test_a_broken_block_is_no_block() -> None:
    with pytest.raises(ValueError, match="incorrect"):
        Block(b"broken", 1, "").lines()


ONE, TWO = f"<{G}/a> <{G}/p> <{G}/b> <{G}> .", f'<{G}/a> <{G}/p> "x" <{G}> .'


@pytest.fixture
def graphs() -> Graphs:
    made = Graphs()
    made.add(G, Block.of([ONE]))
    made.add(G, Block.of([TWO, ONE]))
    made.add(H, Block.of([]))
    return made


def test_graphs_are_kept_as_lines(graphs: Graphs) -> None:
    assert (list(graphs), len(graphs)) == ([G, H], 2)
    assert graphs.lines(G) == [TWO, ONE]
    assert graphs.size(G) == 2
    assert [block.size for block in graphs.blocks(G)] == [1, 2]


def test_a_graph_that_was_opened_counts_as_it_now_is(graphs: Graphs) -> None:
    before = graphs.digest(G)
    graphs[G].remove((None, None, Literal("x")))
    assert graphs[G] is graphs[G]
    assert graphs.lines(G) == [ONE]
    assert graphs.digest(G) != before
    graphs.add(G, Block.of([TWO]))
    assert graphs.lines(G) == [TWO, ONE]
    graphs[H] = Graph().add((URIRef(G), URIRef(G), URIRef(G)))
    assert graphs.size(H) == 1
    del graphs[H], graphs[G]
    assert list(graphs) == []


def test_a_blank_node_is_not_written(graphs: Graphs) -> None:
    graphs[H].parse(data=f"<{G}> <{G}> [ <{G}> 'a _: b' ] .", format="turtle")
    assert graphs.size(H) == 2
    with pytest.raises(LovpGraphError, match="a blank node has no place in the dataset"):
        quads(graphs)
    graphs[H] = Graph().add((URIRef(G), URIRef(G), Literal("what is no _:node")))
    assert len(quads(graphs)) == 3


def test_blank_nodes_of_two_texts_are_two() -> None:
    text = f'_:a <{G}> "x" .\n'
    both = graph_of(text) + graph_of(text)
    assert len(both) == 2
    assert isomorphic(graph_of(text), Graph().parse(data=text, format="nt"))


def test_lines_without_a_graph_are_triples() -> None:
    assert [quad.graph_name for quad in line_quads([f"<{G}> <{G}> <{G}> ."])] == [ox.DefaultGraph()]
