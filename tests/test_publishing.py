"""A dataset is put into a store: what is done, what is left alone, and what is made of a break at any moment.

Most is tried on Oxigraph and Virtuoso, as they are; breaks at every request also on a store that
does all a server may do wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
import requests
from requests.adapters import HTTPAdapter

from lovp_graph.asking import connect, select
from lovp_graph.canonical import canonical_triple
from lovp_graph.dataset import BASE_GRAPH, assemble
from lovp_graph.errors import LovpGraphError, StoreError
from lovp_graph.graph_store import Credentials, GraphStore
from lovp_graph.publishing import STATE, Plan, Publication, Step, plan, publication, publish, verify
from lovp_graph.rdf import quads
from lovp_graph.resources import BASE, GRAPH
from tests import servers
from tests.conftest import FIXTURES
from tests.hostile import hostile_quads
from tests.stub_store import StubStore, stub_store
from tests.test_canonical import KEPT, SAME, literal

FOREIGN = "https://example.org/of-someone-else"
A, B, C = (GRAPH + f"summary/{name}" for name in "abc")
DATASET = ox.NamedNode(f"{BASE}dataset")
SUBSET = ox.NamedNode("http://rdfs.org/ns/void#subset")
VERSION = ox.NamedNode("http://www.w3.org/ns/dcat#version")
SAYS = ox.NamedNode("https://example.org/says")


def dataset(version: str, **texts: str) -> Publication:
    """A small dataset: a base graph that names its summaries, and a graph for each of them."""
    base = ox.NamedNode(BASE_GRAPH)
    found = [ox.Quad(DATASET, VERSION, ox.Literal(version), base)]
    for name, text in texts.items():
        graph = ox.NamedNode(f"{GRAPH}summary/{name}")
        found.append(ox.Quad(DATASET, SUBSET, graph, base))
        found += [
            ox.Quad(ox.NamedNode(f"{BASE}id/{name}/{n}"), SAYS, ox.Literal(f"{text} {n}"), graph) for n in range(3)
        ]
    return publication(found)


OLD = dataset("1", a="één", b="twee")
NEW = dataset("2", a="één, anders", c="drie")


class Wire:
    """What goes over the line. It counts what is sent, and breaks at one of the requests, if it should."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.breaks_at: int | tuple[str, str] = 0
        self.how = ""

    def start(self, breaks_at: int | tuple[str, str] = 0, how: str = "") -> None:
        self.sent, self.breaks_at, self.how = [], breaks_at, how

    def written(self) -> list[tuple[str, str]]:
        return [(method, graph) for method, graph in self.sent if method != "GET"]

    def send(self, adapter: HTTPAdapter, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        url = str(request.url)
        self.sent.append((str(request.method), unquote(url.partition("graph=")[2])))
        if self.breaks_at not in {len(self.sent), self.sent[-1]}:
            return _SEND(adapter, request, **options)
        if self.how in {"half", "emptied"} and isinstance(request.body, bytes):  # as where a server is stopped halfway
            lines = request.body.splitlines(keepends=True)
            request.body = b"".join(lines[: 1 if self.how == "emptied" else len(lines) // 2 + 1])
            request.headers["Content-Length"] = str(len(request.body))
        if self.how != "before":
            _SEND(adapter, request, **options)
        raise requests.ConnectionError("the line broke")


_SEND = HTTPAdapter.send


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    wire = Wire()

    def send(adapter: HTTPAdapter, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        return wire.send(adapter, request, **options)

    monkeypatch.setattr(HTTPAdapter, "send", send)
    return wire


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The query address of a real server."""
    start = {"oxigraph": servers.oxigraph, "virtuoso": servers.virtuoso}[request.param]
    with start(tmp_path_factory.mktemp(request.param)) as address:
        yield address


@pytest.fixture
def store(server: str) -> Iterator[GraphStore]:
    """A real server with nothing in it but a graph of someone else."""
    with closing(GraphStore(servers.graphs_of(server), servers.OWNER)) as store:
        empty(store)
        store.put(FOREIGN, foreign())
        yield store


@pytest.fixture
def stub() -> Iterator[tuple[StubStore, GraphStore]]:
    with stub_store() as running, closing(GraphStore(running.url)) as store:
        yield running, store


def foreign() -> list[ox.Triple]:
    return [ox.Triple(DATASET, SAYS, ox.Literal("van een ander"))]


def empty(store: GraphStore) -> None:
    listed = {quad.value for quad in ends(store.read(STATE)) if isinstance(quad, ox.NamedNode)}
    for name in {STATE, BASE_GRAPH, A, B, C, *listed}:
        store.delete(name)


def is_virtuoso(store: GraphStore) -> bool:
    return "sparql-graph-crud" in store.url


def ends(triples: Iterable[ox.Triple] | None) -> list[Any]:
    return [triple.object for triple in triples or []]


def run(store: GraphStore, wanted: Publication, everything: bool = False) -> list[Step]:
    return list(publish(store, wanted, plan(store, wanted, everything)))


def actions(steps: Iterable[Step]) -> list[tuple[str, str]]:
    """What was done with which graph, none of which differs after it."""
    done = list(steps)
    assert not any(step.difference for step in done)
    return [(step.action, step.graph) for step in done]


def holds(store: GraphStore, wanted: Publication) -> bool:
    """Whether a store holds just this of ours, and what is not ours, and says so."""
    for name in {A, B, C, *wanted.graphs}:
        found = {canonical_triple(triple) for triple in store.read(name) or []}
        if found != {canonical_triple(triple) for triple in wanted.graphs.get(name, [])}:
            return False
    state = store.read(STATE) or []
    said = {triple.subject.value: triple.object.value for triple in state if triple.predicate.value.endswith("sha256")}  # type: ignore[union-attr]
    parts = {triple.object.value for triple in state if triple.predicate.value.endswith("hasPart")}  # type: ignore[union-attr]
    releases = [triple.object for triple in state if triple.predicate == VERSION]
    return (
        (said, parts, releases) == (wanted.digests, set(wanted.graphs), list(wanted.releases))
        and len(state) == 2 * len(parts) + len(releases)
        and store.read(FOREIGN) == foreign()
        and plan(store, wanted) == Plan((), (), settled=True)
    )


# What is done


def test_a_first_publication_puts_everything(store: GraphStore) -> None:
    assert plan(store, OLD) == Plan((BASE_GRAPH, A, B), (), settled=False)
    assert actions(run(store, OLD)) == [("put", BASE_GRAPH), ("put", A), ("put", B)]
    assert holds(store, OLD)


def test_what_did_not_change_is_not_touched(store: GraphStore, wire: Wire) -> None:
    run(store, OLD)
    wire.start()
    assert run(store, OLD) == []
    assert wire.written() == []
    assert wire.sent == [("GET", STATE), ("GET", BASE_GRAPH)]


def test_only_what_changed_is_put(store: GraphStore, wire: Wire) -> None:
    run(store, OLD)
    wire.start()
    assert actions(run(store, dataset("1", a="één", b="iets anders"))) == [("put", B)]
    assert {graph for _, graph in wire.written()} == {B, STATE}


def test_what_was_withdrawn_is_removed(store: GraphStore, wire: Wire) -> None:
    run(store, OLD)
    wire.start()
    assert actions(run(store, NEW)) == [("removed", B), ("put", BASE_GRAPH), ("put", A), ("put", C)]
    assert FOREIGN not in {graph for _, graph in wire.sent}
    assert holds(store, NEW)


def test_a_new_release_is_written_down_where_no_graph_changed(store: GraphStore) -> None:
    run(store, OLD)
    state = store.read(STATE) or []
    store.put(STATE, [triple for triple in state if triple.predicate != VERSION])
    assert plan(store, OLD) == Plan((), (), settled=False)
    assert run(store, OLD) == []
    assert holds(store, OLD)


def test_everything_can_be_put_anew(store: GraphStore) -> None:
    run(store, OLD)
    assert actions(run(store, OLD, everything=True)) == [("put", BASE_GRAPH), ("put", A), ("put", B)]
    assert holds(store, OLD)


def test_a_store_that_was_filled_otherwise_is_taken_over(store: GraphStore, wire: Wire) -> None:
    for name, triples in OLD.graphs.items():
        store.put(name, triples)
    wire.start()
    assert run(store, OLD) == []
    assert wire.written() == [("PUT", STATE)]
    assert holds(store, OLD)
    store.delete(STATE)
    assert actions(run(store, NEW)) == [("removed", B), ("put", BASE_GRAPH), ("put", A), ("put", C)]
    assert holds(store, NEW)


def test_a_graph_of_another_is_never_removed_whatever_is_said_of_it(store: GraphStore) -> None:
    lie = [
        ox.Triple(ox.NamedNode(STATE), ox.NamedNode("http://purl.org/dc/terms/hasPart"), ox.NamedNode(FOREIGN)),
        ox.Triple(ox.NamedNode(STATE), ox.NamedNode("http://purl.org/dc/terms/hasPart"), ox.NamedNode(STATE)),
    ]
    store.put(STATE, lie)
    store.put(BASE_GRAPH, [ox.Triple(DATASET, SUBSET, ox.NamedNode(FOREIGN))])
    assert actions(run(store, OLD)) == [("put", BASE_GRAPH), ("put", A), ("put", B)]
    assert holds(store, OLD)


# What is noticed


def test_a_store_that_holds_it_is_verified(store: GraphStore, wire: Wire) -> None:
    run(store, OLD)
    wire.start()
    assert actions(verify(store, OLD)) == [("compared", BASE_GRAPH), ("compared", A), ("compared", B)]
    assert wire.written() == []


def test_tampering_is_noticed_and_put_right(store: GraphStore) -> None:
    run(store, OLD)
    store.put(A, [*OLD.graphs[A][1:], *foreign()])
    store.delete(B)
    assert plan(store, OLD).settled, "the digests do not show it"
    found = {step.graph: step.difference for step in verify(store, OLD)}
    assert not found[BASE_GRAPH]
    assert (list(found[A].missing), list(found[A].extra)) == (list(OLD.graphs[A][:1]), foreign())
    assert set(found[B].missing) == set(OLD.graphs[B])
    run(store, OLD, everything=True)
    assert holds(store, OLD)


def test_what_should_be_gone_is_noticed(store: GraphStore) -> None:
    run(store, OLD)
    (step,) = [step for step in verify(store, NEW) if step.graph == B]
    assert set(step.difference.extra) == set(OLD.graphs[B])


def test_literals_that_stores_rewrite_are_no_difference(store: GraphStore) -> None:
    # The long text first: what Virtuoso sees of a graph before it decides what that is, is in it.
    odd = [
        "a" * 100_000,
        "",
        "<html><body>",
        "@prefix",
        "'",
        '"""',
        "\\",
        "\x01\x7f\x85\u2028",
        "1",
        "\U0001f468\u200d\U0001f469",
        " a ",
    ]
    terms = [ox.Literal(text) for text in odd] + [ox.Literal(text, language="nl") for text in odd]
    terms += [literal(text, kind) for text, kind in [*KEPT, *(row[:2] for row in SAME)]]
    graph = ox.NamedNode(A)
    found = [ox.Quad(ox.NamedNode(f"{BASE}id/x/{n}"), SAYS, term, graph) for n, term in enumerate(terms)]
    wanted = publication(found)
    assert actions(run(store, wanted)) == [("put", A)]
    assert not any(step.difference for step in verify(store, wanted))


def test_a_value_that_a_store_cannot_hold_is_told(store: GraphStore) -> None:
    """Virtuoso makes 0 of what is no number, and 86400.0 of a day; Oxigraph keeps both."""
    odd = [literal("abc", "integer"), literal("P1D", "duration")]
    found = [ox.Quad(ox.NamedNode(f"{BASE}id/x/{n}"), SAYS, term, ox.NamedNode(A)) for n, term in enumerate(odd)]
    wanted = publication(found)
    (step,) = run(store, wanted)
    if not is_virtuoso(store):
        assert not step.difference
        return
    assert len(step.difference.missing) == len(step.difference.extra) == 2
    assert plan(store, wanted).put == (A,), "it has no digest, and is put again the next time"


@pytest.fixture(scope="module")
def datasets() -> list[Publication]:
    return [publication(quads(assemble().graphs)), publication(hostile_quads())]


def test_real_and_hostile_data_come_back_as_they_are(store: GraphStore, datasets: list[Publication]) -> None:
    for wanted in datasets:
        assert {("put", graph) for graph in wanted.graphs} <= set(actions(run(store, wanted)))
        assert plan(store, wanted).settled


def many(number: int) -> Publication:
    graph = ox.NamedNode(A)
    return publication(
        ox.Quad(ox.NamedNode(f"{BASE}id/x/{n // 10}"), SAYS, ox.Literal(f"nummer {n} é", language="nl"), graph)
        for n in range(number)
    )


def test_a_graph_of_twenty_thousand_triples(store: GraphStore) -> None:
    assert actions(run(store, many(20_000))) == [("put", A)]


def test_an_answer_that_was_cut_off_is_not_called_a_difference(store: GraphStore) -> None:
    """The Virtuoso of the tests sends 20,000 rows at most, and one too many of a graph; Oxigraph has no limit."""
    if not is_virtuoso(store):
        assert actions(run(store, many(20_500))) == [("put", A)]
        return
    with pytest.raises(
        StoreError, match="sent 20001 of 20500 triples, and no others, as one does that limits its answers"
    ):
        run(store, many(20_500))
    assert plan(store, many(20_500)).put == (A,)


@pytest.mark.parametrize("most", [1000, 1001, 2500, 10_000, 10_001])
def test_a_limit_is_known_by_a_round_number(most: int, stub: tuple[StubStore, GraphStore]) -> None:
    running, store = stub
    running.most = most
    with pytest.raises(StoreError, match="as one does that limits its answers; raise the limit"):
        run(store, many(10_100))


def test_a_graph_that_lacks_something_is_not_taken_for_a_limit(stub: tuple[StubStore, GraphStore]) -> None:
    running, store = stub
    running.most = 1234
    (step,) = run(store, many(1300))
    assert len(step.difference.missing) == 66


def test_a_store_that_keeps_nothing_is_told(stub: tuple[StubStore, GraphStore]) -> None:
    running, store = stub
    running.most = 0
    with pytest.raises(StoreError, match=rf"does not hold {STATE} as it was put; .*; 0 of 3 graphs were done"):
        run(store, OLD)


def test_the_others_are_done_where_one_differs(stub: tuple[StubStore, GraphStore]) -> None:
    running, store = stub
    running.loses = A
    assert [(step.graph, bool(step.difference)) for step in run(store, OLD)] == [
        (BASE_GRAPH, False), (A, True), (B, False),
    ]  # fmt: skip
    assert plan(store, OLD) == Plan((A,), (), settled=False)
    assert not [triple for triple in running.graphs[STATE] if triple.predicate == VERSION], (
        "the release is not there yet"
    )
    running.loses = ""
    assert actions(run(store, OLD)) == [("put", A)]
    assert plan(store, OLD).settled


def test_two_digests_of_one_graph_are_none(store: GraphStore) -> None:
    run(store, OLD)
    store.add(STATE, [ox.Triple(ox.NamedNode(A), ox.NamedNode("https://schema.org/sha256"), ox.Literal("0" * 64))])
    store.add(A, foreign())
    assert plan(store, OLD).put == (A,)


# What is refused


@pytest.mark.parametrize(
    ("quad", "told"),
    [
        (ox.Quad(DATASET, SAYS, DATASET, ox.NamedNode(FOREIGN)), f"graph {FOREIGN}: only graphs whose name begins with"),
        (ox.Quad(DATASET, SAYS, DATASET, ox.NamedNode(STATE)), f"graph {STATE}: only graphs whose name begins with"),
        (ox.Quad(DATASET, SAYS, DATASET), "a graph without a name: only graphs"),
        (ox.Quad(DATASET, SAYS, ox.BlankNode(), ox.NamedNode(A)), f"{A}: a blank node has another name in every store"),
        (ox.Quad(ox.BlankNode(), SAYS, DATASET, ox.NamedNode(A)), f"{A}: a blank node has another name in every store"),
    ],
)  # fmt: skip
def test_what_cannot_be_published_is_refused(quad: ox.Quad, told: str) -> None:
    with pytest.raises(LovpGraphError, match=told):
        publication([quad])


def test_a_wrong_password_is_one_clear_message(server: str) -> None:
    if not server.endswith("/sparql"):
        return  # Oxigraph asks nobody
    with (
        closing(GraphStore(servers.graphs_of(server), Credentials("dba", "fout"))) as store,
        pytest.raises(StoreError, match=r"does not let you in; check LOVP_STORE_USER and LOVP_STORE_PASSWORD$"),
    ):
        plan(store, OLD)


# Breaks


def broken(store: GraphStore, wire: Wire, wanted: Publication, how: str) -> Iterator[int]:
    """Runs that break at the first request, at the second and so on, with the number; the last one does not."""
    for number in range(1, 100):
        wire.start(number, how)
        try:
            run(store, wanted)
        except StoreError:
            wire.start()
            yield number
        else:
            wire.start()
            return


def test_a_break_at_any_request_does_no_harm(store: GraphStore, wire: Wire) -> None:
    """What was sent when the line breaks is done in part; then the run goes on, or back to what was."""
    for how in ("half", "emptied"):
        run(store, OLD)
        for number in broken(store, wire, NEW, how):
            after = NEW if number % 2 else OLD
            run(store, after)
            assert holds(store, after), f"after a break at request {number}"
            run(store, OLD)
        assert number >= 14
        assert holds(store, NEW)


@pytest.mark.parametrize("how", ["before", "after", "half", "emptied"])
@pytest.mark.parametrize("after", [NEW, OLD, dataset("3", b="twee, weer")], ids=["on", "back", "elsewhere"])
def test_whatever_comes_after_a_break_is_done(
    after: Publication, how: str, stub: tuple[StubStore, GraphStore], wire: Wire
) -> None:
    running, store = stub
    running.graphs[FOREIGN] = foreign()
    run(store, OLD)
    for number in broken(store, wire, NEW, how):
        run(store, after)
        assert holds(store, after), f"after a break at request {number}"
        assert set(running.graphs) == {FOREIGN, STATE, *after.graphs}
        run(store, OLD)
    assert number >= 14


def test_two_breaks_do_no_harm_either(stub: tuple[StubStore, GraphStore], wire: Wire) -> None:
    """Each where a graph was emptied to be replaced: neither list of what is ours is lost together with the other."""
    running, store = stub
    running.graphs[FOREIGN] = foreign()
    run(store, OLD)
    after = dataset("3", b="twee, weer")
    for first in broken(store, wire, NEW, "emptied"):
        before = dict(running.graphs)
        for second in broken(store, wire, after if first % 2 else NEW, "emptied"):
            run(store, after)
            assert holds(store, after), f"after breaks at request {first} and then {second}"
            assert set(running.graphs) == {FOREIGN, STATE, *after.graphs}
            running.graphs = dict(before)
        running.graphs = {}
        running.graphs[FOREIGN] = foreign()
        run(store, OLD)


def test_a_list_that_was_lost_is_whole_again_before_a_graph_is_touched(
    stub: tuple[StubStore, GraphStore], wire: Wire
) -> None:
    running, store = stub
    run(store, OLD)
    del running.graphs[STATE]
    wire.start(("PUT", BASE_GRAPH), "emptied")
    with pytest.raises(StoreError):
        run(store, dataset("2", a="één", b="twee"))
    wire.start()
    assert actions(run(store, dataset("3", b="twee"))) == [("removed", A), ("put", BASE_GRAPH)]


def test_a_break_says_what_was_done_and_that_it_goes_on(stub: tuple[StubStore, GraphStore], wire: Wire) -> None:
    _, store = stub
    planned = plan(store, OLD)
    steps = publish(store, OLD, planned)
    next(steps)
    wire.start(1, "before")
    with pytest.raises(
        StoreError, match=r"no answer \(the line broke\).*; 1 of 3 graphs were done, the same command goes on"
    ):
        next(steps)


def test_a_server_that_is_killed_and_comes_back(tmp_path: Path, wire: Wire) -> None:
    with (
        servers.oxigraph_process(tmp_path) as (address, process),
        closing(GraphStore(servers.graphs_of(address))) as store,
    ):
        store.put(FOREIGN, foreign())
        run(store, OLD)
        steps = publish(store, NEW, plan(store, NEW))
        next(steps)
        next(steps)
        process.kill()
        process.wait()
        with pytest.raises(StoreError, match=r"no answer \(.*2 of 4 graphs were done"):
            next(steps)
    with servers.oxigraph(tmp_path) as address, closing(GraphStore(servers.graphs_of(address))) as store:
        assert actions(run(store, NEW)) == [("removed", B), ("put", A), ("put", C)], "but for what was done"
        assert holds(store, NEW)


# What is asked of the store afterwards


def test_the_list_is_seen_with_the_data_and_is_of_no_class(server: str, store: GraphStore) -> None:
    """That all questions give the same answers beside it is tested in test_engines.py, on servers filled so."""
    run(store, publication(quads(assemble(FIXTURES / "example").graphs)))
    asked = f"SELECT ?p ?o WHERE {{ <{STATE}> ?p ?o }}"
    assert {row["p"].value for row in select(connect(server), asked).rows} == {  # type: ignore[union-attr]
        "http://purl.org/dc/terms/hasPart",
        "http://www.w3.org/ns/dcat#version",
    }
