"""The Graph Store Protocol: what is sent, what is made of odd answers, and that no password is shown."""

from __future__ import annotations

import socket
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
import pytest

from lovp_graph import graph_store
from lovp_graph.errors import LovpGraphError, StoreError
from lovp_graph.graph_store import Credentials, GraphStore, credentials
from tests.stub_store import Reply, StubStore, stub_store

G = "https://example.org/graph/één"
A, B = ox.NamedNode("https://example.org/a"), ox.NamedNode("https://example.org/b")
TRIPLES = [ox.Triple(A, B, ox.Literal('"<html>" \\ één\n😀', language="nl")), ox.Triple(A, B, A)]
SECRET = "geheim-wachtwoord"  # noqa: S105 - of nobody


@pytest.fixture(scope="module")
def running() -> Iterator[StubStore]:
    with stub_store() as store:
        yield store


@pytest.fixture
def stub(running: StubStore) -> StubStore:
    """The store, empty and with good manners."""
    running.graphs, running.asked, running.headers, running.replies, running.statuses = {}, [], [], {}, {}
    running.login, running.most, running.style, running.challenge = "", None, ox.RdfFormat.N_TRIPLES, "Basic"
    running.silent.clear()
    return running


Open = Callable[..., GraphStore]


@pytest.fixture
def opened(stub: StubStore) -> Iterator[Open]:
    """Opens the store, and closes what was opened."""
    stores = []

    def open_it(known: Credentials | None = None) -> GraphStore:
        stores.append(GraphStore(stub.url, known))
        return stores[-1]

    yield open_it
    for store in stores:
        store.close()


# What is done


def test_a_graph_is_put_read_added_to_and_deleted(stub: StubStore, opened: Open) -> None:
    store = opened()
    assert store.read(G) is None
    store.put(G, TRIPLES)
    store.add(G, [ox.Triple(B, B, B)])
    assert store.read(G) == [*TRIPLES, ox.Triple(B, B, B)]
    store.put(G, TRIPLES[:1])
    assert store.read(G) == TRIPLES[:1]
    store.delete(G)
    store.delete(G)
    assert store.read(G) is None
    assert {graph for _, graph in stub.asked} == {G}
    assert {method for method, _ in stub.asked} == {"GET", "PUT", "POST", "DELETE"}


@pytest.mark.parametrize("status", [200, 201, 204])
def test_servers_differ_in_how_they_say_yes(status: int, stub: StubStore, opened: Open) -> None:
    stub.statuses = {"PUT": status, "POST": status, "DELETE": status}
    store = opened()
    store.put(G, TRIPLES)
    store.add(G, TRIPLES)
    assert store.read(G) == TRIPLES
    store.delete(G)
    assert stub.graphs == {}


@pytest.mark.parametrize("style", [ox.RdfFormat.N_TRIPLES, ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML])
def test_a_graph_is_read_in_what_the_server_prefers(style: ox.RdfFormat, stub: StubStore, opened: Open) -> None:
    stub.style = style
    store = opened()
    store.put(G, TRIPLES)
    assert store.read(G) == TRIPLES


def test_an_empty_graph_is_not_a_missing_one(stub: StubStore, opened: Open) -> None:
    stub.graphs[G] = []
    assert opened().read(G) == []


# Answers that are none


REFUSALS = [
    (Reply(400, body=b"Parse error\non line 1"), r"refused \(400\): Parse error on line 1$"),
    (Reply(403, body=b"Read-only"), r"refused \(403\): Read-only$"),
    (Reply(405), r"refused \(405\): Method Not Allowed; is this the address of its Graph Store Protocol\?$"),
    (Reply(500, body=b"x" * 5000), r"refused \(500\): x{300}…$"),
    (Reply(500, body=b"\x1b[31m kapot \xff"), r"refused \(500\): \[31m kapot .$"),
    (Reply(503), r"refused \(503\): Service Unavailable$"),
    (
        Reply(500, "text/html", b"<html><head><title>T</title></head><body><h1>Fout</h1><xmp>graph <https://e.org/g></xmp>"),
        r"refused \(500\): Fout graph <https://e\.org/g>$",
    ),
    (
        Reply(301, headers={"Location": "https://u:p@example.org/elders?graph=x"}),
        r"sends on to https://example\.org/elders; give the address itself$",
    ),
    (Reply(307, headers={"Location": "/store/"}), r"sends on to http://127\.0\.0\.1:\d+/store/; give"),
    (Reply(304), r"refused \(304\): Not Modified$"),
]  # fmt: skip


@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
@pytest.mark.parametrize(("reply", "told"), REFUSALS)
def test_a_refusal_is_told_in_one_line(method: str, reply: Reply, told: str, stub: StubStore, opened: Open) -> None:
    stub.replies = {method: reply}
    store = opened()
    ask: dict[str, Callable[[], object]] = {
        "GET": lambda: store.read(G),
        "PUT": lambda: store.put(G, TRIPLES),
        "POST": lambda: store.add(G, TRIPLES),
        "DELETE": lambda: store.delete(G),
    }
    with pytest.raises(StoreError, match=told) as caught:
        ask[method]()
    assert str(caught.value).startswith(stub.url)
    assert "\n" not in str(caught.value)
    assert stub.asked == [(method, G)]  # once, and not elsewhere


def test_a_graph_cannot_be_put_where_there_is_no_store(stub: StubStore, opened: Open) -> None:
    stub.replies = {"PUT": Reply(404, body=b"nothing here")}
    with pytest.raises(StoreError, match=r"refused \(404\): nothing here; is this the address of its Graph Store"):
        opened().put(G, TRIPLES)


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(200, "text/html", b"<html>Welkom</html>"), "answered with text/html, not with RDF; is this the address"),
        (Reply(200, "application/sparql-results+json", b"{}"), r"answered with application/sparql-results\+json, not"),
        (Reply(200, "", b""), "answered with status 200, not with RDF"),
        (Reply(204), "answered with status 204, not with RDF"),
        (Reply(206, "application/n-triples", b""), "answered with application/n-triples, not with RDF"),
        (Reply(200, "application/n-triples", b"<a:b> <a:c> <a:d> .\n<a:b> <a:"), "the answer was cut off or broken"),
        (Reply(200, "application/n-triples", b"<a:b> <a:c> <a:d> .\n", length=500), r"no answer \(.*more expected"),
        (Reply(200, "text/turtle", b"\xff"), "the answer was cut off or broken"),
        (
            Reply(200, "text/turtle", b"", {"X-SPARQL-MaxRows": "10000"}),
            "sent https://.* only in part; raise its limit",
        ),
        (Reply(200, "text/turtle", b"", {"X-SQL-State": "S1TAT"}), "sent https://.* only in part"),
    ],
)
def test_what_is_no_graph_is_not_read_as_one(reply: Reply, told: str, stub: StubStore, opened: Open) -> None:
    stub.replies = {"GET": reply}
    with pytest.raises(StoreError, match=told):
        opened().read(G)


def test_a_store_that_does_not_answer(stub: StubStore, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph_store, "TIMEOUT", (1, 0.05))
    stub.silent.set()
    with pytest.raises(StoreError, match=rf"{stub.url}: no answer within 0 seconds"):
        opened().put(G, TRIPLES)


def test_a_store_that_is_not_there() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/store"
        with (
            closing(GraphStore(url)) as store,
            pytest.raises(StoreError, match=r"no answer \(Connection refused\); is the store running there\?$"),
        ):
            store.read(G)


# Addresses


@pytest.mark.parametrize(
    "url",
    [
        "", "localhost:7878/store", "ftp://example.org/", "http://", "http:///store", "https://example.org:99999/",
        "https://example.org:0/", "http://[::1/", "https://exa mple.org/", "https://example.org/\n", "store",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(LovpGraphError, match=r"^not the address of a store; write http://… or https://…$"):
        GraphStore(url)


@pytest.mark.parametrize("url", ["https://example.org/store?graph=x", "https://example.org/store#x"])
def test_an_address_has_nothing_behind_it(url: str) -> None:
    with pytest.raises(LovpGraphError, match=r"^the address ends before \? or #"):
        GraphStore(url)


# Credentials


@pytest.mark.parametrize(
    "url",
    [
        f"https://dba:{SECRET}@example.org/store", f"http://{SECRET}@localhost/store", f"https://dba:{SECRET}/@x.org/",
        f"https://dba:@{SECRET}@x.org/", f"dba:{SECRET}@example.org/store", f"https://x.org/?token={SECRET}",
        f"https://dba:{SECRET}", f"https:dba:{SECRET}", f"https://[{SECRET}", f"https://x.org/#{SECRET}",
    ],
)  # fmt: skip
def test_a_password_in_the_address_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(LovpGraphError) as caught:
        GraphStore(url)
    assert SECRET not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"LOVP_STORE_USER": "dba"}, "LOVP_STORE_PASSWORD is not set"),
        ({"LOVP_STORE_PASSWORD": SECRET}, "LOVP_STORE_USER is not set"),
        ({"LOVP_STORE_TOKEN": SECRET, "LOVP_STORE_USER": "dba"}, "set LOVP_STORE_TOKEN, or LOVP_STORE_USER and"),
        ({"LOVP_STORE_TOKEN": f"{SECRET}\n"}, "LOVP_STORE_TOKEN: holds a character that cannot be sent"),
        ({"LOVP_STORE_TOKEN": f"{SECRET} é"}, "LOVP_STORE_TOKEN: holds a character that cannot be sent"),
        ({"LOVP_STORE_USER": "dba", "LOVP_STORE_PASSWORD": f"{SECRET}\r"}, "LOVP_STORE_PASSWORD: holds a character"),
    ],
)
def test_half_and_broken_credentials_are_told(environment: dict[str, str], told: str) -> None:
    with pytest.raises(LovpGraphError, match=told) as caught:
        credentials(environment)
    assert SECRET not in str(caught.value)


def test_credentials_come_from_the_environment_alone() -> None:
    assert credentials({}) is None
    assert credentials({"LOVP_STORE_USER": "", "LOVP_STORE_PASSWORD": "", "LOVP_STORE_TOKEN": ""}) is None
    known = credentials({"LOVP_STORE_USER": "dba", "LOVP_STORE_PASSWORD": SECRET})
    assert known == Credentials("dba", SECRET)
    assert SECRET not in repr(known)
    assert credentials({"LOVP_STORE_TOKEN": SECRET}) == Credentials(token=SECRET)


@pytest.mark.parametrize("known", [Credentials("dba", SECRET), Credentials(token=SECRET)])
def test_credentials_do_not_go_over_plain_http_to_another_machine(known: Credentials) -> None:
    for url in (
        "http://example.org/store",
        "http://192.0.2.1/store",
        "http://127.0.0.1.example.org/",
        "http://[2001:db8::1]/",
    ):
        with pytest.raises(LovpGraphError, match="over http anyone on the way could see the password") as caught:
            GraphStore(url, known)
        assert SECRET not in str(caught.value)
        GraphStore(url).close()
    for url in (
        "https://example.org/store",
        "http://localhost:7878/store",
        "http://127.0.0.1/",
        "http://[::1]:7878/store",
    ):
        GraphStore(url, known).close()


def test_basic_credentials_are_sent_when_they_are_asked_for(stub: StubStore, opened: Open) -> None:
    known = Credentials("gebruiker", "wachtwoörd:€")
    opened(known).put(G, TRIPLES)
    assert "Authorization" not in stub.headers[-1]
    stub.basic("gebruiker", "wachtwoörd:€")
    assert opened(known).read(G) == TRIPLES


def test_a_token_is_sent(stub: StubStore, opened: Open) -> None:
    stub.login = f"Bearer {SECRET}"
    opened(Credentials(token=SECRET)).put(G, TRIPLES)
    assert stub.graphs == {G: TRIPLES}
    assert len(stub.asked) == 1


@pytest.mark.parametrize("challenge", ["Basic", "Digest", "Negotiate", "Bearer"])
@pytest.mark.parametrize(
    ("known", "told"),
    [
        (None, "asks who you are: set LOVP_STORE_USER and LOVP_STORE_PASSWORD, or LOVP_STORE_TOKEN$"),
        (Credentials("dba", SECRET), "does not let you in; check LOVP_STORE_USER and LOVP_STORE_PASSWORD$"),
        (Credentials("€", SECRET), "does not let you in|cannot be sent"),
        (Credentials(token=SECRET), "does not let you in; check LOVP_STORE_TOKEN$"),
    ],
)
def test_who_is_not_let_in_is_told_once(
    known: Credentials | None, told: str, challenge: str, stub: StubStore, opened: Open
) -> None:
    stub.login, stub.challenge = "another", f'{challenge} nonce="1", qop="auth", opaque="2",'
    with pytest.raises(StoreError, match=told) as caught:
        opened(known).put(G, TRIPLES)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert len(stub.asked) <= 4
    assert stub.graphs == {}


def test_no_password_is_taken_from_a_file(
    stub: StubStore, opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text(f"machine 127.0.0.1 login dba password {SECRET}\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    opened().put(G, TRIPLES)
    assert "Authorization" not in stub.headers[0]
    store = opened()
    store._session.trust_env = True  # as for any other machine
    store.put(G, TRIPLES)
    assert "Authorization" not in stub.headers[-1]


def test_no_proxy_stands_before_this_machine(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    opened().put(G, TRIPLES)
