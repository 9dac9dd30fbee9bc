"""What a user types for a question is one term or one refusal, and never anything else of the query."""

from __future__ import annotations

from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovp_graph import questions
from lovp_graph.asking import LONGEST, ask, select, term
from lovp_graph.catalogue import Catalogue, read
from lovp_graph.errors import UnknownValueError
from lovp_graph.exports import selection
from lovp_graph.exports.selection import Filters
from lovp_graph.questions import Parameter, Question, names, saved
from lovp_graph.store import Store
from lovp_graph.words import words
from tests.chance import examples
from tests.test_questions import HOSTILE

TEXTS = st.text(max_size=80) | st.sampled_from([*HOSTILE, "x" * 10_000, "٢٠٢٥", "2025-13", "0000", "9999", "2025-2-3"])
ALL = [saved(name) for name in names()]
ANY = """#+ title: t
#+ question: q
#+ parameters:
#+   thing: {{type: {kind}, help: h}}
#+ example: {{thing: x}}
#+ notes: []
SELECT ?thing ?p ?o WHERE {{
  VALUES ?thing {{ UNDEF }} #+
  ?thing ?p ?o .
  ?thing ?p ?other . #+ thing
}}
"""
KINDS = {kind: questions.parse(ANY.format(kind=kind), "any", "any.rq") for kind in words()["kinds"]}


def terms_of(store: Store, parameter: Parameter, text: str) -> list[ox.NamedNode | ox.Literal]:
    """The term that a text names; none where it is refused, in one short message."""
    try:
        found = term(store, parameter, text)
    except UnknownValueError as error:
        told = str(error)
    else:
        assert isinstance(found, ox.NamedNode | ox.Literal)
        return [found]
    assert told.startswith(f"--{parameter.option}: ")
    assert len(told) < 1000 + 4 * LONGEST
    return []


@examples(60)
@given(st.sampled_from(sorted(KINDS)), TEXTS)
def test_a_value_is_bound_as_a_term_and_is_nothing_else(history: Store, kind: str, text: str) -> None:
    question = KINDS[kind]
    for found in terms_of(history, question.parameters[0], text):
        filled = select(history, question.sparql({"thing": [found]})).rows
        wanted = ox.NamedNode(found.value) if isinstance(found, ox.NamedNode) else None
        everything = select(history, "SELECT ?thing ?p ?o WHERE { ?thing ?p ?o }").rows if wanted else []
        assert sorted(map(str, filled)) == sorted(str(row) for row in everything if row["thing"] == wanted)


@examples(60)
@given(st.data())
def test_the_shape_of_a_query_does_not_depend_on_what_is_given(data: st.DataObject) -> None:
    question: Question = data.draw(st.sampled_from([one for one in ALL if one.parameters]))
    given_ = {
        one.name: [ox.Literal(text.encode("utf-8", "replace").decode())]
        for one in question.parameters
        for text in [data.draw(TEXTS)]
    }
    plain = {name: [ox.Literal("x")] for name in given_}
    filled, benign = question.sparql(given_), question.sparql(plain)
    for terms in given_.values():
        filled = filled.replace(f"{{ {terms[0]} }}", '{ "x" }')
    assert filled == benign


@examples(60)
@given(st.sampled_from(ALL), st.data())
def test_any_question_gives_rows_or_one_refusal(history: Store, question: Question, data: st.DataObject) -> None:
    values = {one.name: data.draw(st.lists(TEXTS, max_size=2)) for one in question.parameters}
    values |= {
        one.name: [question.example[one.option]]
        for one in question.parameters
        if one.option in question.example and data.draw(st.booleans())
    }
    with suppress(UnknownValueError):
        answer = ask(history, question, values)
        assert all(set(row) <= set(answer.variables) for row in answer.rows)


@pytest.fixture(scope="module")
def catalogue(history: Store) -> Catalogue:
    return read(history)


@examples(40)
@given(st.data())
def test_several_of_a_filter_mean_either_and_several_filters_all(catalogue: Catalogue, data: st.DataObject) -> None:
    themes, actors, meetings = (
        [thing.iri for thing in found]
        for found in (catalogue.within("themes"), catalogue.of("Actor"), catalogue.of("Meeting"))
    )

    def some(iris: list[str]) -> tuple[str, ...]:
        return tuple(data.draw(st.lists(st.sampled_from(iris), max_size=3, unique=True)))

    def found(filters: Filters) -> set[str]:
        return {thing.iri for thing in selection.chosen(catalogue, filters)}

    wanted = Filters(
        some(themes),
        some(actors),
        some(meetings),
        data.draw(st.sampled_from(["", "0001", "2031-01-01", "2032-06", "9999"])),
    )
    everything = found(Filters())
    either = [
        set().union(*(found(Filters(themes=(iri,))) for iri in wanted.themes)) if wanted.themes else everything,
        set().union(*(found(Filters(actors=(iri,))) for iri in wanted.actors)) if wanted.actors else everything,
        set().union(*(found(Filters(meetings=(iri,))) for iri in wanted.meetings)) if wanted.meetings else everything,
    ]
    assert found(wanted) == everything.intersection(*either, found(Filters(since=wanted.since)))
    things = selection.needed(catalogue, selection.chosen(catalogue, wanted))
    assert found(wanted) <= things <= set(catalogue.things)
