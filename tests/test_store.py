"""Where questions are asked: quads in memory, and endpoints that answer well, badly or not at all."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from lovp_graph.asking import connect
from lovp_graph.errors import LovpGraphError, QueryError
from lovp_graph.store import (
    MOST_NESTED,
    MOST_PIECES,
    RESULTS,
    TRIPLES,
    Answer,
    EmbeddedStore,
    Endpoint,
    from_file,
)

A, B, C, G = (ox.NamedNode(f"https://example.org/{name}") for name in "abcg")
QUADS = [ox.Quad(A, B, C, G), ox.Quad(B, B, C, ox.NamedNode("https://example.org/h"))]
ALL = "SELECT ?s WHERE { ?s ?p ?o } ORDER BY ?s"


def values(answer: Answer) -> list[str]:
    assert isinstance(answer, ox.QuerySolutions)
    return [row[0].value for row in answer]


# In memory


def test_all_named_graphs_are_seen_as_one() -> None:
    assert values(EmbeddedStore(QUADS).query(ALL)) == [A.value, B.value]


def test_a_graph_can_be_named() -> None:
    store = EmbeddedStore(QUADS)
    assert values(store.query("SELECT ?s WHERE { GRAPH <https://example.org/g> { ?s ?p ?o } }")) == [A.value]
    assert values(store.query("SELECT ?s FROM <https://example.org/g> WHERE { ?s ?p ?o }")) == [A.value]


@pytest.mark.parametrize("word", ["from", "validFrom", "service", "FROM"])
def test_a_variable_may_be_called_as_it_likes(word: str) -> None:
    assert values(EmbeddedStore(QUADS).query(f"SELECT ?{word} WHERE {{ ?{word} ?p ?o }} ORDER BY ?{word}")) == [
        A.value,
        B.value,
    ]


def test_other_queries_are_answered_too() -> None:
    store = EmbeddedStore(QUADS)
    assert store.query("ASK { ?s ?p ?o }")
    assert not store.query("ASK { ?s a ?o }")
    assert store.query("CONSTRUCT { ?o ?p ?s } WHERE { ?s ?p ?o . FILTER(?s = <https://example.org/a>) }") == [
        ox.Triple(C, B, A)
    ]
    assert store.query("DESCRIBE <https://example.org/a>") == [ox.Triple(A, B, C)]


@pytest.mark.parametrize(
    "update",
    [
        "DROP ALL",
        "INSERT DATA { <https://example.org/x> <https://example.org/x> <https://example.org/x> }",
        "PREFIX e: <https://example.org/>\nDELETE WHERE { e:a ?p ?o }",
        "DELETE { ?s ?p ?o } INSERT { ?o ?p ?s } WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
    ],
)
def test_an_update_is_refused_and_changes_nothing(update: str) -> None:
    store = EmbeddedStore(QUADS)
    with pytest.raises(QueryError, match="this is an update, and questions only read; change the data in data/"):
        store.query(update)
    assert values(store.query(ALL)) == [A.value, B.value]


@pytest.mark.parametrize("query", ["SELEKT * {}", "SELECT * {", "SELECT * WHERE { ?s e:p ?o }", "SELECT * {} DROP ALL"])
def test_a_mistake_is_told_apart(query: str) -> None:
    with pytest.raises(QueryError, match="not a valid SPARQL query: "):
        EmbeddedStore([]).query(query)


@pytest.mark.parametrize("query", ["", "  \n", "# only a remark\n", "\ud800"])
def test_what_is_no_query_is_refused(query: str) -> None:
    with pytest.raises(QueryError):
        EmbeddedStore([]).query(query)


@pytest.mark.parametrize(
    "pattern",
    [
        "SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }",
        "OPTIONAL { service silent <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "?s ?p ?o.SERVICE <http://127.0.0.1:9/> {}",
        "?s ?p 1SERVICE <http://127.0.0.1:9/> {}",
        "\\u0053ERVICE <http://127.0.0.1:9/> {}",
        # Where a word stands must be read as Oxigraph reads it: here it only seems to be a remark, a text or a name.
        'BIND("""\n# """ AS ?x) SERVICE <http://127.0.0.1:9/> {}',
        "?s e:a\\' ?o . SERVICE <http://127.0.0.1:9/> {} ?s e:b\\' ?o",
        "<http://e.org/it's> ?p ?o . SERVICE <http://127.0.0.1:9/> {} BIND('x' AS ?y)",
        "?s ?p trueSERVICE <http://127.0.0.1:9/> {}",
        "?s ?p 1e0SERVICE <http://127.0.0.1:9/> {}",
        "SERVICE:x {}",
        "?s ?p trueSERVICE:x {}",
        "FILTER(1<2)SERVICE?x{}FILTER(1>0)",
        "FILTER(1<2)SERVICE#>\n<http://127.0.0.1:9/> {}",
        "?s ?p :.SERVICE <http://127.0.0.1:9/> {}",
        "?s ?p <http://127.0.0.1:9/\\u0041#b> . SERVICE <http://127.0.0.1:9/> {}",
    ],
)
def test_a_query_does_not_leave_for_the_network(pattern: str) -> None:
    store = EmbeddedStore([ox.Quad(A, B, ox.Literal(1), G)])
    refused = "not a valid SPARQL query" if pattern.startswith("\\") else "SERVICE asks another endpoint"
    with pytest.raises(QueryError, match=refused):
        store.query(f"PREFIX : <http://127.0.0.1:9/> PREFIX e: <http://127.0.0.1:9/> SELECT * {{ {pattern} }}")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { # SERVICE and FROM\n}",
        "SELECT * { ?s ?p 'FROM a SERVICE' }",
        'SELECT * { ?s <https://example.org/service> """a " SERVICE""" }',
        "PREFIX e: <https://example.org/> SELECT * { ?s e:service ?service, $SERVICE, _:service, 'a'@service }",
        "PREFIX webservice: <https://example.org/> SELECT * { ?s webservice:a ?Service BIND(?service AS ?SERVICE) }",
        "BASE <https://example.org/> SELECT * { ?s <a(b)#SERVICE> <service#a> }",
    ],
)
def test_a_word_in_a_remark_or_text_does_no_harm(query: str) -> None:
    assert isinstance(EmbeddedStore([]).query(query), ox.QuerySolutions)


# Files


@pytest.mark.parametrize(
    ("name", "style"), [("a.nq", ox.RdfFormat.N_QUADS), ("a.trig", ox.RdfFormat.TRIG), ("A.TRIG", ox.RdfFormat.TRIG)]
)
def test_a_file_of_quads_is_a_store(tmp_path: Path, name: str, style: ox.RdfFormat) -> None:
    path = tmp_path / name
    path.write_bytes(ox.serialize(QUADS, format=style) or b"")
    assert values(from_file(path).query(ALL)) == [A.value, B.value]


@pytest.mark.parametrize("name", ["a.ttl", "a.nt", "a.nq.gz", "a.csv", "a", ".nq"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("", encoding="utf-8")
    with pytest.raises(LovpGraphError, match=r"not a dataset by its name; give a file that ends in \.nq or \.trig"):
        from_file(path)


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.nq", b"<a:b> <a:c> <a:d> <a:g> .\n<a:b> mis\n", r"a\.nq:2: not valid N-Quads: "),
        ("a.nq", b"\xff\xfe", r"a\.nq:1: not valid N-Quads: "),
        ("a.trig", b"<a:g> {\n<a:b> <a:c> <a:d> .\n<a:b> mis <a:d>\n}\n", r"a\.trig:3: not valid TriG: "),
        ("a.trig", b"<a:g> {\n<a:b> <a:c> <a:d> .\n", r"a\.trig:\d: not valid TriG: "),
    ],
)
def test_a_broken_file_is_told_with_its_line(tmp_path: Path, name: str, content: bytes, fault: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(LovpGraphError, match=fault):
        from_file(path)


# Endpoints


@dataclass
class Plan:
    """What the server answers, and what it was asked."""

    status: int = 200
    kind: str = RESULTS
    body: bytes = b""
    length: int | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)


class PlayServer(ThreadingHTTPServer):
    plan: Plan

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/sparql"


class Player(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, PlayServer)
        plan = self.server.plan
        form = urllib.parse.parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        plan.asked.append((form["query"][0], self.headers["Accept"]))
        self.send_response(plan.status)
        self.send_header("Content-Type", plan.kind)
        self.send_header("Content-Length", str(len(plan.body) if plan.length is None else plan.length))
        self.end_headers()
        self.wfile.write(plan.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[PlayServer]:
    with PlayServer(("127.0.0.1", 0), Player) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


Play = Callable[[Plan], str]


@pytest.fixture
def play(server: PlayServer) -> Play:
    def on(plan: Plan) -> str:
        server.plan = plan
        return server.url

    return on


def results(*names: str, **counts: int) -> bytes:
    """The JSON of rows with one ?s each, or of one row of numbers."""
    number = "http://www.w3.org/2001/XMLSchema#integer"
    bindings: list[dict[str, dict[str, str]]] = [{"s": {"type": "literal", "value": name}} for name in names]
    if counts:
        bindings = [
            {name: {"type": "literal", "value": str(count), "datatype": number} for name, count in counts.items()}
        ]
    return json.dumps({"head": {"vars": list(counts or ["s"])}, "results": {"bindings": bindings}}).encode()


def test_an_endpoint_answers(play: Play) -> None:
    plan = Plan(body=results("één", "twee"), kind=f"{RESULTS};charset=utf-8")
    assert values(Endpoint(play(plan)).query(ALL + " # é&=+")) == ["één", "twee"]
    assert plan.asked == [(ALL + " # é&=+", f"{RESULTS}, {TRIPLES};q=0.9")]


def test_an_endpoint_says_yes_or_no(play: Play) -> None:
    assert Endpoint(play(Plan(body=b'{"head": {}, "boolean": true}'))).query("ASK {}")
    assert not Endpoint(play(Plan(body=b'{"head": {}, "boolean": false}'))).query("ASK {}")


@pytest.mark.parametrize("kind", [TRIPLES, "text/turtle", "text/plain"])
def test_an_endpoint_constructs(play: Play, kind: str) -> None:
    body = ox.serialize([ox.Triple(A, B, ox.Literal("é"))], format=ox.RdfFormat.N_TRIPLES) or b""
    assert Endpoint(play(Plan(kind=kind, body=body))).query("CONSTRUCT WHERE { ?s ?p ?o }") == [
        ox.Triple(A, B, ox.Literal("é"))
    ]


WHOLE = results("een", "twee", "drie")


@pytest.mark.parametrize("size", [0, 1, len(WHOLE) // 2, len(WHOLE) - 20, len(WHOLE) - 1])
def test_an_answer_that_breaks_off_is_no_answer(play: Play, size: int) -> None:
    with pytest.raises(QueryError, match="the answer was cut off or broken"):
        Endpoint(play(Plan(body=WHOLE[:size]))).query(ALL)


def test_an_answer_shorter_than_announced_is_no_answer(play: Play) -> None:
    with pytest.raises(QueryError, match=r"http://127\.0\.0\.1:"):
        Endpoint(play(Plan(body=WHOLE[:50], length=len(WHOLE)))).query(ALL)


@pytest.mark.parametrize("body", [b"{}", b"[]", b"null", b"\xff", WHOLE + b"x", b"<html>"])
def test_an_answer_that_is_no_answer_is_refused(play: Play, body: bytes) -> None:
    with pytest.raises(QueryError, match="the answer was cut off or broken"):
        Endpoint(play(Plan(body=body))).query(ALL)


def test_triples_that_break_off_are_no_answer(play: Play) -> None:
    with pytest.raises(QueryError, match="the answer was cut off or broken"):
        Endpoint(play(Plan(kind=TRIPLES, body=b"<a:b> <a:c> <a:d> .\n<a:b> <a:c"))).query(ALL)


def test_a_web_page_is_no_answer(play: Play) -> None:
    with pytest.raises(QueryError, match="answered with text/html, not with SPARQL results; is this a SPARQL endpoint"):
        Endpoint(play(Plan(kind="text/html", body=b"<html>"))).query(ALL)


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (400, b"Parse error at line 1\nand more", r"refused \(400\): Parse error at line 1$"),
        (400, b"x" * 5000, r"refused \(400\): x{300}$"),
        (404, b"", r"refused \(404\): Not Found$"),
        (500, b"", r"refused \(500\): Internal Server Error$"),
        (500, b"\xff kapot", r"refused \(500\): \ufffd kapot$"),
        (503, b"  \n\n later ", r"refused \(503\): later$"),
    ],
)
def test_a_refusal_is_told_in_the_words_of_the_server(play: Play, status: int, body: bytes, told: str) -> None:
    with pytest.raises(QueryError, match=told):
        Endpoint(play(Plan(status=status, kind="text/plain", body=body))).query(ALL)


def test_a_closed_port_gives_no_answer() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/sparql"
        with pytest.raises(QueryError, match=r"no answer \(.*refused.*\); is this the address"):
            Endpoint(url).query(ALL)


def test_a_server_of_another_kind_gives_no_answer() -> None:
    def speak() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=speak)
        thread.start()
        try:
            with pytest.raises(QueryError, match="is this the address of a SPARQL endpoint"):
                Endpoint(f"http://127.0.0.1:{listening.getsockname()[1]}/").query(ALL)
        finally:
            thread.join()


@pytest.mark.parametrize("url", ["ftp://example.org/", "file:///etc/passwd", "example.org/sparql", "", "data:,x"])
def test_another_scheme_is_refused(url: str) -> None:
    with pytest.raises(LovpGraphError, match=r"not the address of an endpoint; write http://… or https://…"):
        Endpoint(url)


@pytest.mark.parametrize("url", ["http://", "http://127.0.0.1:poort/", "http://a b/", "http://[", f"http://{'a' * 70}/", "http://127.0.0.1:9/é"])  # fmt: skip
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(LovpGraphError):
        Endpoint(url).query(ALL)


# Connecting


def test_an_endpoint_that_sees_all_graphs_as_one_is_taken(play: Play) -> None:
    url = play(Plan(body=results(seenTogether=1, seenApart=1)))
    assert connect(url).url == url


@pytest.mark.parametrize(
    ("together", "apart", "told"),
    [
        (0, 1, "its default graph is not the union of the named graphs; make it so"),
        (0, 0, "holds no statements; load build/lovp.nq into it first"),
    ],
)
def test_an_endpoint_that_cannot_answer_is_refused(play: Play, together: int, apart: int, told: str) -> None:
    with pytest.raises(LovpGraphError, match=told):
        connect(play(Plan(body=results(seenTogether=together, seenApart=apart))))


@pytest.mark.parametrize(
    "body", [results(), results("een"), results("een", "twee"), b'{"head": {}, "boolean": true}'], ids=range(4)
)
def test_an_endpoint_that_answers_something_else_is_refused(play: Play, body: bytes) -> None:
    with pytest.raises(LovpGraphError, match="127"):
        connect(play(Plan(body=body)))


# What would end the process


def of_size(kind: str, number: int) -> str:
    """A query of which a part stands so many times within or behind itself."""
    condition = {
        "brackets": "(" * number + "1" + ")" * number,
        "negations": "!" * number + "1",
        "sums": "1" + "+1" * number,
    }
    pattern = {
        "groups": "{" * number + "?a ?b ?c" + "}" * number,
        "options": "OPTIONAL { ?a ?b ?c " * number + "}" * number,
        "unions": "{ ?a ?b ?c }" + " UNION { ?a ?b ?c }" * number,
        "triples": "?a ?b ?c . " * number,
        "filters": "?a ?b ?c " + "FILTER(?a) " * number,
        "paths": "?a " + "(" * number + "<a:b>" + ")" * number + " ?c",
    }
    return f"SELECT * WHERE {{ {pattern.get(kind) or f'?a ?b ?c FILTER({condition[kind]})'} }}"


NESTED, CHAINED = ("brackets", "groups", "options", "paths"), ("negations", "sums", "unions", "triples", "filters")


def test_what_only_seems_to_be_an_iri_hides_no_brackets() -> None:
    with pytest.raises(QueryError, match=r"ask it in parts$"):
        EmbeddedStore(QUADS).query(f"SELECT * {{ FILTER(1<{'(' * 100_000}1{')' * 100_000}#>\n) }}")


@pytest.mark.parametrize("kind", [*NESTED, *CHAINED])
def test_a_query_that_would_end_the_process_is_refused(kind: str) -> None:
    with pytest.raises(QueryError, match=r"ask it in parts$"):
        EmbeddedStore(QUADS).query(of_size(kind, 100_000))


def test_the_largest_query_that_is_taken_ends_no_process() -> None:
    sizes = dict.fromkeys(NESTED, MOST_NESTED - 3) | dict.fromkeys(CHAINED, MOST_PIECES // 2 - 10)
    sizes["triples"] = 100  # more end no process either, but Oxigraph looks for their best order for hours
    queries = [of_size(kind, size) for kind, size in sizes.items()]
    code = "import json, sys; from lovp_graph.store import EmbeddedStore; store = EmbeddedStore([])\n"
    code += "for query in json.load(sys.stdin): store.query(query)"
    done = subprocess.run([sys.executable, "-c", code], input=json.dumps(queries), text=True, check=False)
    assert done.returncode == 0


def test_thousands_of_values_may_be_given() -> None:
    values = " ".join(f"<https://example.org/{number}>" for number in range(20_000))
    EmbeddedStore(QUADS).query(f"SELECT * WHERE {{ VALUES ?a {{ {values} }} ?a ?b ?c }}")


@pytest.mark.parametrize("name", ["deep.nq", "deep.trig"])
def test_triples_within_triples_are_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("<a:b> <a:b> " + "<<( <a:b> <a:b> " * 300_000 + "<a:b>" + " )>>" * 300_000 + " .\n")
    with pytest.raises(LovpGraphError, match="holds triples within triples"):
        from_file(tmp_path / name)
