"""A store that speaks the Graph Store Protocol on loopback, and answers as oddly as a test wants it to."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox


@dataclass
class Reply:
    """An answer instead of the one that is due."""

    status: int = 200
    kind: str = "text/plain"
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None  # the length that is announced, where that is not the true one


class StubStore(ThreadingHTTPServer):
    """Graphs by name, what was asked, and what to answer otherwise."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.graphs: dict[str, list[ox.Triple]] = {}
        self.asked: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.replies: dict[str, Reply] = {}  # by method
        self.statuses: dict[str, int] = {}  # by method, where the request succeeds
        self.login = ""  # what must stand in Authorization
        self.challenge = "Basic"
        self.silent = threading.Event()  # set: no answer until it is cleared
        self.most: int | None = None  # triples in an answer
        self.loses = ""  # the graph of which the last triple is lost
        self.style = ox.RdfFormat.N_TRIPLES

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/data"

    def basic(self, user: str, password: str) -> None:
        self.login = f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"

    def written(self) -> list[tuple[str, str]]:
        """The requests that were to change something."""
        return [(method, graph) for method, graph in self.asked if method != "GET"]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave together, or the second waits for the first to be acknowledged

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except ConnectionError:  # whoever asked has gone
            self.close_connection = True

    def _do(self) -> None:
        store = self.server
        assert isinstance(store, StubStore)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        (graph,) = parse_qs(urlsplit(self.path).query)["graph"]
        store.asked.append((self.command, graph))
        store.headers.append(dict(self.headers))
        while store.silent.is_set():
            store.silent.wait(0.01)
            threading.Event().wait(0.01)
        if self.command in store.replies:
            self._answer(store.replies[self.command])
        elif store.login and self.headers.get("Authorization") != store.login:
            self._answer(Reply(401, headers={"WWW-Authenticate": f'{store.challenge} realm="stub"'}))
        else:
            self._answer(self._done(store, graph, body))

    do_GET = do_PUT = do_POST = do_DELETE = _do  # noqa: N815 - their names there

    def _done(self, store: StubStore, graph: str, body: bytes) -> Reply:
        known = graph in store.graphs
        if self.command == "GET":
            triples = store.graphs.get(graph, [])[: store.most]
            content = ox.serialize(triples, format=store.style) or b""
            return Reply(200, store.style.media_type, content) if known else Reply(404)
        if self.command == "DELETE":
            store.graphs.pop(graph, None)
            return Reply(store.statuses.get("DELETE", 204) if known else 404)
        new = [quad.triple for quad in ox.parse(body, format=ox.RdfFormat.TURTLE)]
        new = new[:-1] if graph == store.loses else new
        before = store.graphs.get(graph, []) if self.command == "POST" else []
        store.graphs[graph] = list(dict.fromkeys([*before, *new]))
        return Reply(store.statuses.get(self.command, 204 if known else 201))

    def _answer(self, reply: Reply) -> None:
        self.send_response(reply.status)
        if reply.status != 204:
            self.send_header("Content-Type", reply.kind)
            self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)
        if reply.length is not None:
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name there
        pass


@contextmanager
def stub_store() -> Iterator[StubStore]:
    with StubStore() as store:
        thread = threading.Thread(target=store.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield store
        finally:
            store.silent.clear()
            store.shutdown()
            thread.join()
