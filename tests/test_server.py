"""The server, over HTTP as others ask it: content negotiation, SPARQL, limits, and what it refuses."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import multiprocessing
import queue
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.parse
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pyoxigraph as ox
import pytest
from aiohttp import web
from pebble import ProcessPool
from playwright.sync_api import Browser, expect
from rdflib import SKOS, Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, TURTLE, XML, SPARQLWrapper

from lovp_graph.asking import ask
from lovp_graph.dataset import BASE_GRAPH, assemble, serialise
from lovp_graph.errors import QueryError
from lovp_graph.questions import saved
from lovp_graph.resources import BASE, ID, NS
from lovp_graph.server.addresses import ENDINGS
from lovp_graph.server.app import Content, runner
from lovp_graph.server.connections import Connections
from lovp_graph.server.negotiation import NotAcceptableError, best
from lovp_graph.server.queries import Asked, BusyError, LimitError, Limits, QueryPool
from lovp_graph.site import oxigraph
from lovp_graph.site.context import ASKING
from lovp_graph.store import Store, read_quads
from tests import servers
from tests.browsing import visiting
from tests.conftest import PROJECT, lacking

COMUNICA = PROJECT / "tests" / "clients" / "node_modules" / ".bin" / "comunica-sparql"
HTML, TURTLE_TYPE, JSON_LD, ROWS = "text/html", "text/turtle", "application/ld+json", "application/sparql-results+json"
ALL = "{ ?a ?b ?c }"
PRODUCT = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
"""So many solutions that no query on it ends."""

COUNT = f"SELECT (COUNT(*) AS ?n) {ALL}"
TIMEOUT, SIZE = 2, 3_000_000
Result = TypeVar("Result")


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers.get_content_type()

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Server:
    address: str

    @property
    def sparql(self) -> str:
        return f"{self.address}sparql"

    @property
    def place(self) -> tuple[str, int]:
        parts = urllib.parse.urlsplit(self.address)
        assert parts.hostname is not None
        assert parts.port is not None
        return parts.hostname, parts.port

    def ask(self, path: str, accept: str | None = None, method: str = "GET", body: Any = None, **more: str) -> Reply:
        connection = http.client.HTTPConnection(*self.place, timeout=60)
        headers = {name.replace("_", "-"): value for name, value in more.items()} | (
            {"Accept": accept} if accept else {}
        )
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Reply(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def follow(self, path: str, accept: str) -> Reply:
        """What is found at the end of redirections on this server."""
        for _ in range(5):
            reply = self.ask(urllib.parse.urldefrag(path).url, accept)
            if reply.status != 303:
                return reply
            path = reply.headers["Location"]
            assert path.startswith("/")
        raise AssertionError(f"{path}: leads nowhere")

    def query(self, text: str, accept: str = ROWS, **parameters: str) -> Reply:
        sent = urllib.parse.urlencode({"query": text, **{name.replace("_", "-"): v for name, v in parameters.items()}})
        return self.ask("/sparql", accept, "POST", sent, Content_Type="application/x-www-form-urlencoded")

    def number(self, text: str, **parameters: str) -> int:
        reply = self.query(text, **parameters)
        assert reply.status == 200, reply.text
        return int(json.loads(reply.body)["results"]["bindings"][0]["n"]["value"])


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dataset") / "lovp.nq"
    path.write_bytes(serialise(assemble())["lovp.nq"])
    return path


@pytest.fixture(scope="module")
def quads(dataset: Path) -> list[ox.Quad]:
    return read_quads(dataset)


@pytest.fixture(scope="module")
def server(dataset: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    options = ("--dataset", str(dataset), "--timeout", str(TIMEOUT), "--max-size", str(SIZE / 1_000_000))
    with servers.ours(tmp_path_factory.mktemp("ours"), *options) as address:
        yield Server(address)


# Every IRI leads to what is known of it


def iris(quads: list[ox.Quad]) -> list[str]:
    found = {quad.subject.value for quad in quads} | {quad.graph_name.value for quad in quads}  # type: ignore[union-attr]
    return sorted({iri.partition("#")[0] for iri in found if iri.startswith(BASE)})


def test_every_iri_leads_to_a_page_and_to_data(server: Server, quads: list[ox.Quad]) -> None:
    """To all three for some of each kind, to the page for all: a page is what is most likely to be missing."""
    by_kind: dict[str, list[str]] = {}
    for iri in iris(quads):
        by_kind.setdefault(iri.removeprefix(BASE).rpartition("/")[0], []).append(iri)
    assert len(by_kind) > 20
    pages = set()
    for found in by_kind.values():
        for iri in found:
            reply = server.ask("/" + iri.removeprefix(BASE), HTML)
            assert reply.status == 303, iri
            pages.add(urllib.parse.urldefrag(reply.headers["Location"]).url)
        for iri in (found[0], found[-1]):
            for media_type in (TURTLE_TYPE, JSON_LD):
                told = named(server.follow("/" + iri.removeprefix(BASE), media_type), media_type)
                assert iri in told or iri == BASE_GRAPH  # nothing is said of it; it says
    assert {"/thema/mit.html", "/ontologie.html", "/over.html", "/documenten.html"} <= pages
    shown = sorted(page for page in pages if not page.startswith("/data/"))
    described = sorted(pages - set(shown))
    for page in [*shown[:40], *shown[-5:], *described[::20]]:
        reply = server.ask(page)
        assert (reply.status, reply.kind) == (200, HTML), page


def named(reply: Reply, media_type: str) -> set[str]:
    """The IRIs that a document speaks of."""
    assert (reply.status, reply.kind) == (200, media_type), reply.text[:200]
    graph = Graph().parse(data=reply.text, format=media_type)
    return {str(term) for triple in graph for term in triple if isinstance(term, URIRef)}


@pytest.mark.parametrize(
    ("path", "accept", "place"),
    [
        ("id/thema/mit", HTML, "/thema/mit.html"),
        ("id/thema/mit", None, "/thema/mit.html"),
        ("id/thema/mit", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "/thema/mit.html"),
        ("id/thema/mit", "application/rdf+xml;q=0.9, text/turtle, */*;q=0.1", "/data/id/thema/mit.ttl"),
        ("id/thema/mit", "text/turtle;q=0.5, application/ld+json", "/data/id/thema/mit.jsonld"),
        ("id/document/politiewet-2012", HTML, "/documenten.html#politiewet-2012"),
        ("id/zin/lovp-2021-09-27-25", HTML, "/data/id/zin/lovp-2021-09-27-25.html"),
        ("ns/Commitment", HTML, "/ontologie.html#Commitment"),
        ("ns/", TURTLE_TYPE, "/data/ns.ttl"),
        ("shapes/", TURTLE_TYPE, "/data/shapes.ttl"),
        ("dataset", HTML, "/over.html"),
        ("graph/summary/lovp-2021-09-27", JSON_LD, "/data/graph/summary/lovp-2021-09-27.jsonld"),
        (".well-known/void", None, "/data/dataset.ttl"),
    ],
)
def test_an_iri_leads_where_the_client_wants(server: Server, path: str, accept: str | None, place: str) -> None:
    reply = server.ask(f"/{path}", accept)
    assert (reply.status, reply.headers["Location"]) == (303, place)
    if path != ".well-known/void":
        assert reply.headers["Vary"] == "Accept"
        assert f'</{place.removeprefix("/")}>; rel="alternate"' in reply.headers["Link"]
    assert server.follow(f"/{path}", accept or "*/*").status == 200


def test_what_is_not_there_is_not_found(server: Server) -> None:
    for path in ("/id/thema/bestaat-niet", "/data/id/thema/bestaat-niet.ttl", "/data/id/thema/mit.xyz", "/x", "/id/"):
        reply = server.ask(path, HTML)
        assert reply.status == 404, path
        assert reply.kind == "text/plain"
    assert server.ask("/id/thema/mit", "image/png").status == 406
    assert "text/turtle" in server.ask("/id/thema/mit", "image/png").text


def test_a_graph_and_a_vocabulary_come_whole(server: Server, quads: list[ox.Quad]) -> None:
    for path, expected in (
        ("data/graph/base.ttl", {quad.triple for quad in quads if quad.graph_name.value == BASE_GRAPH}),  # type: ignore[union-attr]
        ("data/ns.ttl", {quad.triple for quad in quads if quad.subject.value.startswith(NS)}),  # type: ignore[union-attr]
    ):
        found = {quad.triple for quad in ox.parse(server.ask(f"/{path}").body, format=ox.RdfFormat.TURTLE)}
        assert found == expected
        assert len(found) > 500


def test_the_whole_dataset_is_at_its_address(server: Server, dataset: Path, quads: list[ox.Quad]) -> None:
    assert server.ask("/lovp.nq").body == dataset.read_bytes()
    assert len(list(ox.parse(server.ask("/lovp.trig").body, format=ox.RdfFormat.TRIG))) == len(quads)


def test_the_pages_are_those_of_the_site(server: Server, site_files: dict[str, bytes]) -> None:
    if not oxigraph.is_here():
        lacking(f"{oxigraph.MISSING} (without it the pages elsewhere lead to no page of questions)")
    for path, content in [one for one in site_files.items() if one[0] != ASKING][:: len(site_files) // 40]:
        reply = server.ask(f"/{urllib.parse.quote(path)}")
        assert reply.status == 200, path
        assert reply.body == content
    assert server.ask("/").body == site_files["index.html"]


def test_the_page_of_questions_asks_this_server(server: Server, browser: Browser, real: Store) -> None:
    page = server.ask("/sparql", HTML)
    assert (page.status, page.kind) == (200, HTML)
    assert server.ask(f"/{ASKING}").body == page.body
    with visiting(browser, PROJECT) as visit:
        for path in ("sparql", ASKING):
            visit.page.goto(f"{server.address}{path}#vraag=statements&theme=mit")
            rows = ask(real, saved("statements"), {"theme": ["mit"]}).rows
            expect(visit.page.locator("#found tbody tr")).to_have_count(len(rows), timeout=20_000)
        link = visit.page.locator("#found a[href^='uitspraak/']").first
        link.click()
        expect(visit.page.locator("h1")).to_be_visible()
        assert "/uitspraak/" in visit.page.url
        visit.page.goto(f"{server.address}sparql#{urllib.parse.urlencode({'sparql': f'SELECT * {PRODUCT}'})}")
        expect(visit.page.locator("#told")).to_contain_text("503", timeout=15_000)
        assert {urllib.parse.urlsplit(url).netloc for url in visit.asked} == {":".join(map(str, server.place))}
        assert [one for one in visit.troubles if "503" not in one] == []


def test_a_page_of_a_thing_without_one_says_what_is_known(server: Server) -> None:
    text = server.follow("/id/gezag/lovp-2025-04-16-01", HTML).text
    assert "minister van Justitie en Veiligheid" in text
    assert 'href="/data/id/gezag/lovp-2025-04-16-01.ttl"' in text
    assert "Content-Security-Policy" in text


# SPARQL: the protocol, and clients that others made


def test_a_query_comes_in_three_ways(server: Server, quads: list[ox.Quad]) -> None:
    sent = urllib.parse.urlencode({"query": COUNT})
    for reply in (
        server.ask(f"/sparql?{sent}", ROWS),
        server.query(COUNT),
        server.ask("/sparql", ROWS, "POST", COUNT, Content_Type="application/sparql-query"),
    ):
        assert reply.kind == ROWS
        assert json.loads(reply.body)["results"]["bindings"][0]["n"]["value"] == str(len({q.triple for q in quads}))


def test_a_query_sees_the_graphs_that_it_names(server: Server, quads: list[ox.Quad]) -> None:
    base = len([quad for quad in quads if quad.graph_name.value == BASE_GRAPH])  # type: ignore[union-attr]
    assert 0 < base < len(quads)
    assert server.number(COUNT.replace("{", f"FROM <{BASE_GRAPH}> {{")) == base
    assert server.number(COUNT, default_graph_uri=BASE_GRAPH) == base
    assert server.number(f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {ALL} }}", named_graph_uri=BASE_GRAPH) == base
    assert server.number(COUNT, named_graph_uri=BASE_GRAPH) == 0
    assert server.number(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{BASE_GRAPH}> {ALL} }}") == base


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        (COUNT, "*/*", ROWS),
        (COUNT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (COUNT, "text/csv", "text/csv"),
        (COUNT, "text/tab-separated-values", "text/tab-separated-values"),
        (COUNT, "application/json", "application/json"),
        ("ASK {}", ROWS, ROWS),
        (f"CONSTRUCT {ALL} WHERE {ALL} LIMIT 3", "*/*", TURTLE_TYPE),
        (f"CONSTRUCT {ALL} WHERE {ALL} LIMIT 3", "application/rdf+xml", "application/rdf+xml"),
        (f"DESCRIBE <{ID}thema/mit>", JSON_LD, JSON_LD),
        (f"DESCRIBE <{ID}thema/mit>", f"{ROWS}, application/n-triples;q=0.9", "application/n-triples"),
    ],
)
def test_an_answer_has_the_format_that_was_asked_for(server: Server, query: str, accept: str, kind: str) -> None:
    reply = server.query(query, accept)
    assert (reply.status, reply.kind) == (200, kind)
    assert reply.body


def test_an_answer_that_cannot_have_the_format_is_refused(server: Server) -> None:
    assert server.query(COUNT, TURTLE_TYPE).status == 406
    assert server.query(f"DESCRIBE <{ID}thema/mit>", "text/csv").status == 406


def test_the_endpoint_describes_itself(server: Server) -> None:
    graph = Graph().parse(data=server.ask("/sparql", TURTLE_TYPE).text, format="turtle")
    sd = "http://www.w3.org/ns/sparql-service-description#"
    assert (URIRef(server.sparql), URIRef(f"{sd}feature"), URIRef(f"{sd}UnionDefaultGraph")) in graph
    assert URIRef(BASE_GRAPH) in set(graph.objects(None, URIRef(f"{sd}namedGraph")))


def test_sparqlwrapper_asks(server: Server, quads: list[ox.Quad]) -> None:
    wrapper = SPARQLWrapper(server.sparql)
    wrapper.setQuery(COUNT)
    for style in (JSON, XML):
        wrapper.setReturnFormat(style)
        found: Any = wrapper.queryAndConvert()
        assert str(len(quads)) in (found.toxml() if style == XML else json.dumps(found))
    wrapper.setMethod(POST)
    wrapper.setReturnFormat(TURTLE)
    wrapper.setQuery(f"DESCRIBE <{ID}thema/mit>")
    described: Any = wrapper.queryAndConvert()
    assert (URIRef(f"{ID}thema/mit"), SKOS.prefLabel, None) in Graph().parse(data=described)


def test_rdflib_asks_and_reads(server: Server, quads: list[ox.Quad]) -> None:
    graph = Graph(SPARQLStore(server.sparql))
    decisions = {str(row[0]) for row in graph.query(f"SELECT ?s {{ ?s a <{NS}Decision> }}")}  # type: ignore[index]
    typed = (quad for quad in quads if quad.predicate.value.endswith("#type"))
    assert decisions == {str(quad.subject).strip("<>") for quad in typed if str(quad.object) == f"<{NS}Decision>"}
    assert len(graph) == len(quads)
    assert (URIRef(f"{ID}thema/mit"), SKOS.prefLabel, None) in Graph().parse(f"{server.address}id/thema/mit")


def test_comunica_asks_and_reads(server: Server) -> None:
    if not COMUNICA.is_file() or shutil.which("node") is None:
        lacking("Comunica is not installed (make clients; needs npm)")

    def ask(source: str, query: str) -> Any:
        command = [str(COMUNICA), source, query, "-t", ROWS]
        return json.loads(subprocess.run(command, check=True, capture_output=True, timeout=120).stdout)

    query = f"SELECT ?s ?gist {{ ?s a <{NS}Decision> ; <{NS}gist> ?gist }}"
    ours = json.loads(server.query(query).body)["results"]["bindings"]
    theirs = ask(f"sparql@{server.sparql}", query)["results"]["bindings"]
    assert {(row["s"]["value"], row["gist"]["value"]) for row in theirs} == {
        (row["s"]["value"], row["gist"]["value"]) for row in ours
    }
    labels = f"SELECT ?label {{ <{ID}thema/mit> <{SKOS.prefLabel}> ?label }}"
    assert len(ask(f"{server.address}id/thema/mit", labels)["results"]["bindings"]) == 2


def test_pages_from_elsewhere_may_read(server: Server) -> None:
    preflight = server.ask(
        "/sparql", method="OPTIONS", Origin="https://example.org", Access_Control_Request_Method="POST"
    )
    assert preflight.status == 204
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    for reply in (
        preflight,
        server.query(COUNT),
        server.ask("/id/thema/mit", HTML),
        server.ask("/x"),
        server.query("?"),
    ):
        assert reply.headers["Access-Control-Allow-Origin"] == "*"


# What it refuses, and what it does not fall over


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("SELEKT *", 400, "not a valid SPARQL query"),
        ("", 400, "the query is empty"),
        ("DROP ALL", 400, "this is an update"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> {} }", 400, "SERVICE asks another endpoint"),
        (f"SELECT (COUNT(*) AS ?n) {PRODUCT}", 503, f"longer than {TIMEOUT} seconds"),
        (f"SELECT * {PRODUCT}", 503, "larger than 3 MB"),
        (f"CONSTRUCT {{ ?a ?e ?i }} {PRODUCT}", 503, "longer than|more memory"),
        (f"SELECT * {PRODUCT} ORDER BY ?i", 503, "longer than|more memory"),
    ],
)
def test_a_query_that_is_wrong_or_takes_too_much_is_refused(
    server: Server, quads: list[ox.Quad], query: str, status: int, said: str
) -> None:
    reply = server.query(query)
    assert (reply.status, reply.kind) == (status, "text/plain")
    assert re.search(said, reply.text), reply.text
    assert "Traceback" not in reply.text
    assert server.number(COUNT) == len(quads), "it goes on"


def test_nothing_can_be_changed(server: Server, quads: list[ox.Quad]) -> None:
    update = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"
    replies = [
        server.ask(
            "/sparql",
            method="POST",
            body=urllib.parse.urlencode({"update": update}),
            Content_Type="application/x-www-form-urlencoded",
        ),
        server.ask("/sparql", method="POST", body=update, Content_Type="application/sparql-update"),
        server.ask(f"/sparql?{urllib.parse.urlencode({'update': update})}"),
        server.query(update),
        *(server.ask("/sparql", method=method) for method in ("PUT", "DELETE", "PATCH")),
        *(server.ask("/lovp.nq", method=method, body="x") for method in ("POST", "PUT", "DELETE")),
    ]
    assert [reply.status for reply in replies] == [403, 403, 403, 400, 405, 405, 405, 405, 405, 405]
    assert server.number(COUNT) == len(quads)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"query=" + b"x" * 2_000_000, "application/x-www-form-urlencoded", 413),
        (b"SELECT" + b" " * 2_000_000, "application/sparql-query", 413),
        (b"\xff\xfe", "application/sparql-query", 400),
        (b"SELECT", "application/sparql-query; charset=no-such", 400),
        (b"query=ASK%7B%7D&query=ASK%7B%7D", "application/x-www-form-urlencoded", 400),
        (b"other=1", "application/x-www-form-urlencoded", 400),
        (b"", "application/x-www-form-urlencoded", 400),
        (b"<a/>", "text/xml", 415),
        (b"query=ASK{}&default-graph-uri=no iri", "application/x-www-form-urlencoded", 400),
        (b"query=" + b"(" * 100_000, "application/x-www-form-urlencoded", 400),
        (b"query=" + urllib.parse.quote("SELECT * {" * 20_000).encode(), "application/x-www-form-urlencoded", 503),
    ],
)
def test_a_bad_request_is_refused_politely(server: Server, body: bytes, kind: str, status: int) -> None:
    reply = server.ask("/sparql", ROWS, "POST", body, Content_Type=kind)
    assert reply.status in {status, 400}, reply.text
    assert reply.kind == "text/plain"
    assert server.query("ASK {}").status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/data/../../etc/passwd",
        "/data/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/data/id/thema/%00.ttl",
        "/%00",
        "/%ff",
        "//etc/passwd",
        "/C:%5cwindows%5cwin.ini",
        "/thema/mit.html/../../../etc/passwd",
        "/id/thema/mit%0d%0aX-Injected:%20yes",
        "/" + "a" * 5000,
    ],
)
def test_a_path_reaches_nothing_outside(server: Server, path: str) -> None:
    reply = server.ask(path)
    assert reply.status in {400, 404}, reply.text[:100]
    assert b"root:" not in reply.body
    assert "X-Injected" not in reply.headers


@pytest.mark.parametrize("accept", ["", "nonsense", ";;", "text/*;q=x", "*/*;q=0", "\xe9", "a/b," * 500])
def test_odd_headers_get_an_answer(server: Server, accept: str) -> None:
    assert server.ask("/id/thema/mit", accept).status in {303, 406}


@pytest.mark.parametrize("sent", [b"\x00\x01\x02\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\xff" * 70_000])
def test_what_is_no_http_is_refused(server: Server, sent: bytes) -> None:
    with socket.create_connection(server.place, timeout=30) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        reply = connection.recv(1000)
    assert not reply or b" 400 " in reply.splitlines()[0]
    assert server.ask("/health").status == 200


def test_slow_clients_hold_up_nobody(server: Server) -> None:
    slow = [socket.create_connection(server.place, timeout=30) for _ in range(300)]
    try:
        for connection in slow:
            connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n")
        assert json.loads(server.ask("/health").body)["status"] == "ok"
    finally:
        for connection in slow:
            connection.close()


@contextlib.contextmanager
def impatient(patience: float, dataset: bytes, limit: int = 9) -> Iterator[tuple[Server, web.AppRunner]]:
    """A server in this process that waits no longer for clients; it answers no queries."""
    started: queue.Queue[tuple[Server, web.AppRunner, asyncio.AbstractEventLoop, asyncio.Event]] = queue.Queue()

    async def serve() -> None:
        pages: asyncio.Future[dict[str, bytes]] = asyncio.get_running_loop().create_future()
        nothing: Any = None
        content = Content(nothing, nothing, pages, {"lovp.nq": dataset}, [], lambda: b"", frozenset())
        connections = Connections(limit, patience)
        served = runner(content, connections)
        await served.setup()
        listening = await connections.listen(served, "127.0.0.1", 0)
        stop = asyncio.Event()
        address = "http://{}:{}/".format(*listening.sockets[0].getsockname())
        started.put((Server(address), served, asyncio.get_running_loop(), stop))
        await stop.wait()
        listening.close()
        await served.cleanup()

    with ThreadPoolExecutor(1) as thread:
        running = thread.submit(asyncio.run, serve())
        server, served, loop, stop = started.get(timeout=60)
        try:
            yield server, served
        finally:
            loop.call_soon_threadsafe(stop.set)
            running.result(60)


HALF_A_HEAD = b"GET /lovp.nq HTTP/1.1\r\nHost: a\r\nX-Slow:"
HALF_A_QUERY = (
    b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nContent-Type: application/sparql-query\r\n\r\nS"
)


@pytest.mark.parametrize(
    ("sent", "told"),
    [(b"", b""), (HALF_A_HEAD, b""), (HALF_A_QUERY, b"408")],
    ids=["nothing", "half a head", "half a query"],
)
def test_a_client_that_does_not_go_on_is_let_go(sent: bytes, told: bytes) -> None:
    with impatient(0.3, b"") as (server, _), socket.create_connection(server.place, timeout=60) as connection:
        connection.sendall(sent)
        reply = b""
        with contextlib.suppress(ConnectionResetError):
            while more := connection.recv(1000):
                reply += more
    assert told in reply.partition(b"\r\n")[0]
    assert not reply or told


@pytest.mark.parametrize(("sent", "status"), [(HALF_A_HEAD, 200), (HALF_A_QUERY, 503)], ids=["idle", "busy"])
def test_more_connections_than_there_may_be(sent: bytes, status: int) -> None:
    """One that does nothing makes room; where there is none, a new one is refused until others end."""
    with impatient(600, b"x", limit=3) as (server, served):
        assert served.server is not None
        taken = [socket.create_connection(server.place) for _ in range(3)]
        for one in taken:
            one.sendall(sent)
        while served.server.requests_count < (3 if status == 503 else 0) or len(served.server.connections) < 3:
            time.sleep(0.01)
        reply = server.ask("/lovp.nq")
        assert reply.status == status
        if status == 503:
            assert reply.headers["Retry-After"] == "5"
            assert "ask again in a moment" in reply.text
        for one in taken:
            one.close()
        while served.server.connections:
            time.sleep(0.01)
        assert server.ask("/lovp.nq").body == b"x"


def test_an_answer_is_not_kept_for_a_client_that_does_not_take_it() -> None:
    with impatient(0.05, bytes(100_000_000)) as (server, served), socket.create_connection(server.place) as connection:
        connection.sendall(b"GET /lovp.nq HTTP/1.1\r\nHost: a\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
        assert served.server is not None
        for _ in range(600):
            if not served.server.connections:
                return
            time.sleep(0.1)
    raise AssertionError("it waits still")


def test_many_queries_at_once_are_all_answered(server: Server, quads: list[ox.Quad]) -> None:
    """Also while some of them run away: those are ended, the others wait their turn."""
    asked = [COUNT if number % 8 else f"SELECT (COUNT(*) AS ?n) {PRODUCT}" for number in range(32)]
    with ThreadPoolExecutor(len(asked)) as threads:
        replies = list(threads.map(server.query, asked))
    for query, reply in zip(asked, replies, strict=True):
        if query == COUNT:
            assert f'"{len(quads)}"' in reply.text
        else:
            assert reply.status == 503


def test_two_servers_do_not_share_a_port(server: Server, dataset: Path) -> None:
    command = [*servers.OURS, "--port", str(server.place[1]), "--dataset", str(dataset)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert result.returncode == 1
    assert f"port {server.place[1]} cannot be had" in result.stderr
    assert "--port" in result.stderr
    assert "Traceback" not in result.stderr


# Parts


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        ("*/*", HTML),
        ("", HTML),
        ("text/*", HTML),
        ("application/*", JSON_LD),
        ("text/turtle, text/html;q=0.9", TURTLE_TYPE),
        ("text/html;q=0.1, */*;q=0.2", TURTLE_TYPE),
    ],
)
def test_the_format_that_is_wanted_most_is_found(accept: str, found: str) -> None:
    assert best(list(ENDINGS), accept) == found


@pytest.mark.parametrize("accept", ["image/png", "text/html;q=0", "nonsense"])
def test_a_format_that_is_not_there_is_an_error(accept: str) -> None:
    with pytest.raises(NotAcceptableError):
        best([HTML], accept)


@pytest.fixture(scope="module")
def on_disk(quads: list[ox.Quad], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    store = ox.Store(str(folder))
    store.bulk_extend(quads)
    return folder


def test_a_query_that_nobody_waits_for_is_ended(on_disk: Path) -> None:
    async def leave_and_ask(pool: QueryPool) -> bytes:
        runaway = asyncio.ensure_future(pool.answer(Asked(f"SELECT (COUNT(*) AS ?n) {PRODUCT}")))
        await pool_is_busy(pool)
        runaway.cancel()
        answered = await asyncio.wait_for(pool.answer(Asked("ASK {}")), 60)
        return answered.content

    pool = QueryPool(on_disk, 1, Limits(seconds=600))
    try:
        assert b"true" in _awaited(leave_and_ask(pool))
    finally:
        pool.close()


def _awaited(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """What comes of a coroutine, run in a thread: Playwright of another test may still have a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


async def pool_is_busy(pool: QueryPool) -> None:
    """Wait until the one process works on a query: what is asked after it would wait."""
    await asyncio.sleep(1)
    assert pool._waiting == 1


def test_only_so_many_may_wait(on_disk: Path) -> None:
    async def crowd(pool: QueryPool) -> list[Any]:
        asked = [pool.answer(Asked("ASK {}")) for _ in range(5)]
        return await asyncio.gather(*asked, return_exceptions=True)

    pool = QueryPool(on_disk, 1, Limits(waiting=3))
    try:
        found = _awaited(crowd(pool))
    finally:
        pool.close()
    assert sum(isinstance(one, BusyError) for one in found) == 2


@pytest.mark.parametrize(
    ("query", "limits", "error"),
    [
        ("SELEKT", Limits(), QueryError),
        (f"SELECT * {ALL}", Limits(size=1000), LimitError),
        (f"SELECT * {PRODUCT} ORDER BY ?i", Limits(memory=1 << 30), LimitError),
        (f"SELECT (COUNT(*) AS ?n) {PRODUCT}", Limits(seconds=0.5), LimitError),
    ],
)
def test_the_pool_says_what_went_wrong_and_goes_on(
    on_disk: Path, query: str, limits: Limits, error: type[Exception]
) -> None:
    async def ask_twice(pool: QueryPool) -> bytes:
        with pytest.raises(error):
            await pool.answer(Asked(query))
        return (await pool.answer(Asked("ASK {}"))).content

    pool = QueryPool(on_disk, 1, limits)
    try:
        assert b"true" in _awaited(ask_twice(pool))
    finally:
        pool.close()


@pytest.mark.parametrize("breaks", [1, 2])
def test_a_query_that_loses_its_process_to_another_is_asked_once_more(
    on_disk: Path, monkeypatch: pytest.MonkeyPatch, breaks: int
) -> None:
    schedule, left = ProcessPool.schedule, [BrokenProcessPool("All workers expired")] * breaks

    def may_break(pool: ProcessPool, *args: Any, **more: Any) -> Any:
        if not left:
            return schedule(pool, *args, **more)
        broken: Future[Any] = Future()
        broken.set_exception(left.pop())
        return broken

    pool = QueryPool(on_disk, 1, Limits())
    monkeypatch.setattr(ProcessPool, "schedule", may_break)
    try:
        if breaks == 1:
            assert b"true" in _awaited(pool.answer(Asked("ASK {}"))).content
        else:
            with pytest.raises(BusyError, match="ask again"):
                _awaited(pool.answer(Asked("ASK {}")))
    finally:
        pool.close()


def test_processes_that_the_system_ended_are_replaced(on_disk: Path) -> None:
    async def ask_until_answered(pool: QueryPool) -> bytes:
        await pool.answer(Asked("ASK {}"))
        for process in multiprocessing.active_children():
            process.kill()
        for _ in range(100):
            with contextlib.suppress(BusyError, LimitError):
                return (await pool.answer(Asked("ASK {}"))).content
            await asyncio.sleep(0.1)
        raise AssertionError("it never answered again")

    pool = QueryPool(on_disk, 2, Limits())
    try:
        assert b"true" in _awaited(ask_until_answered(pool))
    finally:
        pool.close()


def test_a_stop_while_queries_run_leaves_nothing(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    monkeypatch.setenv("TMPDIR", str(kept))
    with servers.ours(tmp_path, "--dataset", str(dataset)) as address:
        busy = Server(address)
        runaway = threading.Thread(target=lambda: _ignored(busy))
        runaway.start()
        assert busy.ask("/health").status == 200
    runaway.join(30)
    assert list(kept.iterdir()) == []


def _ignored(server: Server) -> None:
    with contextlib.suppress(OSError, http.client.HTTPException):
        server.query(f"SELECT (COUNT(*) AS ?n) {PRODUCT}")
