"""The difference of any two versions: mirrored the other way round, nothing for the same, and enough to get from one to the other."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from lovp_graph.dataset import BASE_GRAPH, assemble
from lovp_graph.difference import ADDED, CHANGED, WITHDRAWN, compare, lines, table
from lovp_graph.rdf import quads
from tests.chance import examples
from tests.conftest import EXAMPLE

MIRRORED = {ADDED: WITHDRAWN, WITHDRAWN: ADDED, CHANGED: CHANGED}


@cache
def whole() -> list[ox.Quad]:
    """What the summaries of the invented body say."""
    return [quad for quad in quads(assemble(EXAMPLE).graphs) if quad.graph_name != ox.NamedNode(BASE_GRAPH)]


@st.composite
def versions(draw: st.DrawFn) -> list[ox.Quad]:
    """The quads without some, with others of which the text or the graph is another."""
    found = {*whole()}
    for place in draw(st.sets(st.integers(0, len(whole()) - 1), max_size=12)):
        quad = whole()[place]
        found.discard(quad)
        if draw(st.booleans()):
            text = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
            term = draw(
                st.sampled_from([ox.Literal(text), ox.Literal(text, language="nl"), ox.Literal(text, language="en")])
            )
            graph = draw(st.sampled_from([quad.graph_name, ox.NamedNode("https://w3id.org/lovp/graph/summary/x")]))
            found.add(ox.Quad(quad.subject, quad.predicate, draw(st.sampled_from([term, quad.object])), graph))
    return sorted(found, key=str)


@examples(15)
@given(versions(), versions())
def test_a_difference_is_mirrored_and_leads_from_one_to_the_other(old: list[ox.Quad], new: list[ox.Quad]) -> None:
    there, back = compare(old, new), compare(new, old)
    assert (set(old) - set(there.removed)) | set(there.added) == set(new)
    assert bool(there) == (set(old) != set(new))
    assert (there.added, there.removed) == (back.removed, back.added)
    mirrored = {
        (one.iri, MIRRORED[one.change], one.kind if one.change != CHANGED else "", tuple((name, gone, come) for name, come, gone in one.values))
        for one in there.changes
    }  # fmt: skip
    assert mirrored == {
        (one.iri, one.change, one.kind if one.change != CHANGED else "", one.values) for one in back.changes
    }
    assert all(len(line.splitlines()) <= 1 for line in lines(there))
    assert len(table(there).rows) >= len(there.changes)


@examples(5)
@given(versions())
def test_a_version_does_not_differ_from_itself(version: list[ox.Quad]) -> None:
    same = compare(version, list(reversed(version)))
    assert not same
    assert same.changes == ()
    assert list(lines(same)) == []
