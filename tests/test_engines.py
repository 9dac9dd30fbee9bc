"""Every saved question gives the expected answer, and the same one on every engine.

Expected answers on an invented body stand in fixtures/answers: per question a list of cases, what
is given and the rows that come out. They were read by eye when they were made; what matters most
in them, the status of promises, is stated once more in test_status.py. CONTRIBUTING tells how to
make them anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph
from SPARQLWrapper import JSON, POST, SPARQLWrapper

from lovp_graph.asking import Answer, connect, resolve, select
from lovp_graph.dataset import assemble, serialise
from lovp_graph.questions import names, saved
from lovp_graph.rdf import quads
from lovp_graph.store import EmbeddedStore, Endpoint
from tests import servers
from tests.answers import Row, comparable, in_order
from tests.conftest import FIXTURES

HISTORY = FIXTURES / "history"
ANSWERS = FIXTURES / "answers"
ENGINES = ("embedded", "rdflib", "oxigraph", "virtuoso")

Rows = list[Row]
Engine = Callable[[str], Rows]


def cases() -> list[Any]:
    """Every question with what is given to it and what must come out."""
    return [
        pytest.param(path.stem, case["given"], case["rows"], id=f"{path.stem}-{number}")
        for path in sorted(ANSWERS.glob("*.json"))
        for number, case in enumerate(json.loads(path.read_text(encoding="utf-8")))
    ]


def rows_of(answer: Answer) -> Rows:
    return [comparable(row) for row in answer.rows]


@pytest.fixture(scope="session")
def embedded() -> EmbeddedStore:
    return EmbeddedStore(quads(assemble(HISTORY).graphs))


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented dataset as a file of quads."""
    path = tmp_path_factory.mktemp("history") / "history.nq"
    path.write_bytes(serialise(assemble(HISTORY))["lovp.nq"])
    return path


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real dataset as a file of quads."""
    path = tmp_path_factory.mktemp("real") / "real.nq"
    path.write_bytes(serialise(assemble())["lovp.nq"])
    return path


@pytest.fixture(scope="session")
def rdflib_engine() -> Engine:
    graph: Graph = assemble(HISTORY).union()

    def ask(query: str) -> Rows:
        result = graph.query(query)
        variables = [str(variable) for variable in result.vars or []]
        return [
            comparable({name: term for name, term in zip(variables, row, strict=True) if term is not None})  # type: ignore[arg-type]
            for row in result
        ]

    return ask


@pytest.fixture(scope="session")
def oxigraph_engine(history: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph"), history) as address:
        endpoint = connect(address)
        yield lambda query: rows_of(select(endpoint, query))


@pytest.fixture(scope="session")
def virtuoso_engine(history: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso"), history) as address:
        endpoint = connect(address)
        yield lambda query: rows_of(select(endpoint, query))


@pytest.fixture(scope="session")
def embedded_engine(embedded: EmbeddedStore) -> Engine:
    return lambda query: rows_of(select(embedded, query))


def test_every_question_has_expected_answers_that_are_not_empty() -> None:
    assert sorted(path.stem for path in ANSWERS.iterdir()) == names()
    for path in ANSWERS.iterdir():
        found = json.loads(path.read_text(encoding="utf-8"))
        assert found
        assert all(case["rows"] for case in found), path.name


@pytest.mark.parametrize("name", names())
def test_every_parameter_is_used_in_a_case(name: str) -> None:
    used = {key for case in json.loads((ANSWERS / f"{name}.json").read_text("utf-8")) for key in case["given"]}
    assert used == {parameter.name for parameter in saved(name).parameters}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("name", "given", "expected"), cases())
def test_the_answer_is_the_expected_one(
    name: str, given: dict[str, list[str]], expected: Rows, engine: str, request: pytest.FixtureRequest
) -> None:
    embedded: EmbeddedStore = request.getfixturevalue("embedded")
    ask: Engine = request.getfixturevalue(f"{engine}_engine")
    found = ask(saved(name).sparql(resolve(embedded, saved(name), given)))
    assert in_order(found) == in_order(expected)
    if engine == "embedded":
        assert found == expected, "the order of the rows is part of the answer"


def examples() -> list[tuple[str, dict[str, list[str]]]]:
    """Every question on the real data, as its example asks it."""
    found = []
    for name in names():
        options = {parameter.option: parameter.name for parameter in saved(name).parameters}
        found.append((name, {options[option]: [value] for option, value in saved(name).example.items()}))
    return found


@pytest.fixture(scope="session")
def real_embedded() -> EmbeddedStore:
    return EmbeddedStore(quads(assemble().graphs))


@pytest.fixture(scope="session", params=["oxigraph", "virtuoso", "ours"])
def real_server(
    request: pytest.FixtureRequest, real: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Endpoint]:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "ours":
        with servers.ours(folder, "--dataset", str(real)) as address:
            yield connect(f"{address}sparql")
    else:
        start = {"oxigraph": servers.oxigraph, "virtuoso": servers.virtuoso}[request.param]
        with start(folder, real) as address:
            yield connect(address)


def strangers(address: str, query: str) -> Rows:
    """What SPARQLWrapper gets."""
    client = SPARQLWrapper(address, returnFormat=JSON)
    client.setMethod(POST)
    client.setQuery(query)
    found: Any = client.queryAndConvert()
    return [comparable({name: term["value"] for name, term in row.items()}) for row in found["results"]["bindings"]]


@pytest.mark.parametrize(("name", "given"), examples())
def test_a_server_answers_as_the_embedded_store_does(
    name: str, given: dict[str, list[str]], real_embedded: EmbeddedStore, real_server: Endpoint
) -> None:
    """Whether it is we who ask it, or a client that others made."""
    query = saved(name).sparql(resolve(real_server, saved(name), given))
    ours, theirs = rows_of(select(real_embedded, query)), rows_of(select(real_server, query))
    assert in_order(strangers(real_server.url, query)) == in_order(ours)
    # No two actors oppose each other, and none changed its stance, in the real texts: see test_data.py.
    assert ours or name == "stance-changes"
    assert in_order(theirs) == in_order(ours)
