"""A query is refused for SERVICE when Oxigraph would follow one, and else not, however it is written."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovp_graph.errors import QueryError
from lovp_graph.store import EmbeddedStore
from tests.chance import examples

PREFIXES = "PREFIX : <http://127.0.0.1:9/> PREFIX service: <http://127.0.0.1:9/> PREFIX e: <http://127.0.0.1:9/>\n"
MARK = "\N{BLACK STAR}"
"""Stands where the keyword comes, if it comes; no query holds it."""

# What may stand before or behind a SERVICE, much of it with the word in it, in a place where it is none.
PARTS = (
    "?s ?p ?o", "?service ?p $SERVICE", "?s ?p 'SERVICE'", '?s ?p "a\\"SERVICE"', '?s ?p """a " SERVICE <x> {} \\""""', "?s ?p '''\n# '''",
    "?s ?p 'a'@service", "?s ?p e:service", "?s ?p service:a", "?s ?p e:a\\'SERVICE", "?s ?p e:%53ERVICE", "?s ?p :", "?s ?p e:", "?s ?p :a.b", "?s ?p e:a-",
    "?s ?p <http://127.0.0.1:9/service#SERVICE>", "?s ?p <http://127.0.0.1:9/it's#>", "?s ?p <http://127.0.0.1:9/\\u0041#b>", "?s ?p <#SERVICE>", "?s ?p <>",
    "?s ?p 1", "?s ?p 1.", "?s ?p 1e0", "?s ?p true", "?s ?p _:service", "?s ?p []", "?s ?p (1 2)", "?s e:a|!e:b ?o", "?s ^e:service* ?o", "?s ?p e:\u00e9\u0301service",
    "FILTER(1<2)", "FILTER(1 > 2)", "FILTER(?a<?service&&?b>1)", "FILTER(1<2+e:service)", "FILTER EXISTS{?s ?service ?o}", "BIND(1<2AS?x1)", "BIND(<a(b)#c>AS?x2)",
    "{?s ?p ?service}", "OPTIONAL{?s ?p ?o}", "VALUES ?x3{1 'SERVICE'}", "{SELECT ?a WHERE{?a ?service ?b}}", "MINUS{?s ?p 'service'}", "GRAPH ?g{}",
)  # fmt: skip
GLUE = ("", " ", ".", " . ", "\n", "#>\n", "# SERVICE <x> {}\n", " # '\n", "\t", '\r#"""\r\n', ";", "}{")
SERVICES = (
    " <http://127.0.0.1:9/> {}", "<http://127.0.0.1:9/>{}", " SILENT <http://127.0.0.1:9/> {}", "?x{}", " ?x {}", ":x{}", " :x {}", "#>\n<http://127.0.0.1:9/>{}",
    " <http://127.0.0.1:9/\\u0041> {}", "silent:x{}",
)  # fmt: skip


@st.composite
def queries(draw: st.DrawFn) -> tuple[str, str]:
    """A query with a mark where it has a keyword, and the keyword."""
    parts = draw(st.lists(st.sampled_from(PARTS), max_size=4))
    glue = [draw(st.sampled_from(GLUE)) for _ in range(len(parts) + 1)]
    if draw(st.booleans()):
        parts.insert(draw(st.integers(0, len(parts))), MARK + draw(st.sampled_from(SERVICES)))
        glue.append(draw(st.sampled_from(GLUE)))
    body = "".join(one + before for one, before in zip(["", *parts], glue, strict=True))
    return f"{PREFIXES}SELECT * WHERE {{{body}}}", draw(st.sampled_from(["SERVICE", "service", "sErViCe"]))


def is_read(query: str) -> bool:
    """Whether Oxigraph reads a query; as no rows are taken, it asks nobody anything."""
    try:
        ox.Store().query(query)
    except SyntaxError:
        return False
    return True


@examples(500)
@given(queries())
def test_a_query_is_refused_when_oxigraph_would_ask_elsewhere(made: tuple[str, str]) -> None:
    marked, keyword = made
    query = marked.replace(MARK, keyword)
    # Where it is the keyword, nothing else can stand in its place.
    elsewhere = MARK in marked and is_read(query) and not is_read(marked.replace(MARK, "X" * len(keyword)))
    if is_read(query) and not elsewhere:
        EmbeddedStore([]).query(query)
    else:
        with pytest.raises(QueryError, match="SERVICE asks another endpoint" if elsewhere else None):
            EmbeddedStore([]).query(query)
