"""The paths of the server: pages, data of every thing, and a SPARQL 1.1 endpoint that only reads."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version

import pyoxigraph as ox
from aiohttp import hdrs, web

from lovp_graph import rdf
from lovp_graph.dataset import PREFIXES
from lovp_graph.errors import QueryError
from lovp_graph.exports import jsonld
from lovp_graph.questions import saved
from lovp_graph.resources import BASE, GRAPH, NS, SHAPES
from lovp_graph.server import addresses
from lovp_graph.server.connections import Connections
from lovp_graph.server.negotiation import HTML, JSON_LD, ROWS, TRIPLES, TURTLE, NotAcceptableError, best
from lovp_graph.server.queries import Answered, Asked, BusyError, LimitError, QueryPool
from lovp_graph.site import things
from lovp_graph.site.context import Site

LONGEST = 1_000_000
"""Bytes of a query that is sent."""

FORM, QUERY, UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
PROTOCOL = ("query", "default-graph-uri", "named-graph-uri")
READ_ONLY = "this endpoint only reads; an update is refused"

CONTENT_TYPES: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "nq": "application/n-quads",
    "trig": "application/trig; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

ANY_ORIGIN: Mapping[str, str] = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Expose-Headers": "Content-Type, Location, Link",
    "Access-Control-Max-Age": "86400",
    "X-Content-Type-Options": "nosniff",
}
"""What pages from elsewhere may do: read, as the data are public and nothing here can be changed."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Content:
    """What is served."""

    queries: QueryPool
    site: Site
    pages: asyncio.Future[dict[str, bytes]]
    """The files of the site by path; they may still be in the making."""
    datasets: Mapping[str, bytes]
    """The whole dataset, by the name of its file."""
    shapes: list[ox.Triple]
    form: Callable[[], bytes]
    """The page on which a query is put together."""
    known: frozenset[str]
    """Every IRI of ours that something is said of."""


def runner(content: Content, connections: Connections) -> web.AppRunner:
    """What serves some content."""
    return web.AppRunner(
        application(content, connections),
        handler_cancellation=True,
        access_log=None,
        shutdown_timeout=1,
        keepalive_timeout=connections.patience,  # which the first request has too
    )


def application(content: Content, connections: Connections) -> web.Application:
    """The server for some content."""
    app = web.Application(middlewares=[connections.answer, _around], client_max_size=LONGEST)
    routes = _Routes(content, connections.patience)
    app.add_routes(
        [
            web.get("/health", routes.health),
            web.get("/sparql", routes.sparql),
            web.post("/sparql", routes.sparql),
            web.get("/.well-known/void", routes.void),
            web.get(f"/{addresses.DATA}{{path:.+}}", routes.data),
            web.get("/{path:.*}", routes.page_or_thing),
        ]
    )
    return app


@web.middleware
async def _around(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every answer can be read from elsewhere, and no failure tells how the program is made."""
    try:
        answer = await _preflight() if request.method == hdrs.METH_OPTIONS else await handler(request)
    except web.HTTPException as refused:
        if refused.status >= 400:
            text = refused.text if refused.text and not refused.empty_body else refused.reason
            answer = _text(refused.status, text, {**refused.headers})
        else:
            answer = web.Response(status=refused.status, headers=refused.headers)
    except Exception as error:  # a fault of the program must not end the service
        request.app.logger.exception("a request failed: %s", request.rel_url)
        answer = _text(500, f"a fault of the program ({type(error).__name__})")
    answer.headers.update(ANY_ORIGIN)
    if (
        isinstance(answer, web.Response)
        and answer.body
        and not answer.headers.get(hdrs.CONTENT_TYPE, "").endswith("sheet")
    ):
        answer.enable_compression()
    return answer


async def _preflight() -> web.StreamResponse:
    return web.Response(status=204, headers={hdrs.ALLOW: ANY_ORIGIN["Access-Control-Allow-Methods"]})


def _text(status: int, text: str, headers: Mapping[str, str] | None = None) -> web.Response:
    kept = {name: value for name, value in (headers or {}).items() if name in {hdrs.ALLOW, hdrs.RETRY_AFTER}}
    return web.Response(status=status, text=text.rstrip() + "\n", headers=kept)


class _Routes:
    """What is done for each path."""

    def __init__(self, content: Content, patience: float) -> None:
        self._content, self._patience = content, patience

    # --- SPARQL

    async def sparql(self, request: web.Request) -> web.StreamResponse:
        """The SPARQL 1.1 protocol, for queries; without one, the page to write one on, or what the endpoint can do."""
        try:
            async with asyncio.timeout(self._patience):
                given = await _given(request)
        except TimeoutError as error:
            raise web.HTTPRequestTimeout(text="the query did not come in time; send it again") from error
        if "query" not in given:
            return await self._endpoint(request)
        asked = Asked(
            given["query"][0],
            _accept(request),
            tuple(given.get("default-graph-uri", ())),
            tuple(given.get("named-graph-uri", ())),
        )
        answered = await self._answer(asked)
        return web.Response(
            body=answered.content, headers={hdrs.CONTENT_TYPE: _typed(answered.media_type), hdrs.VARY: "Accept"}
        )

    async def _answer(self, asked: Asked) -> Answered:
        try:
            return await self._content.queries.answer(asked)
        except QueryError as error:
            raise web.HTTPBadRequest(text=str(error)) from error
        except NotAcceptableError as error:
            raise web.HTTPNotAcceptable(text=str(error)) from error
        except LimitError as error:
            raise web.HTTPServiceUnavailable(text=str(error)) from error
        except BusyError as error:
            raise web.HTTPServiceUnavailable(text=str(error), headers={hdrs.RETRY_AFTER: "5"}) from error

    async def _endpoint(self, request: web.Request) -> web.StreamResponse:
        media_type = _best([TURTLE, *(kind for kind in TRIPLES if kind != TURTLE), HTML], request)
        if media_type == HTML:
            return _page(await asyncio.to_thread(self._content.form))
        address = f"{request.scheme}://{request.host}/sparql"
        return _data(self._description(address), media_type)

    def _description(self, address: str) -> list[ox.Triple]:
        """What the endpoint can do (SPARQL 1.1 Service Description)."""
        sd, node = "http://www.w3.org/ns/sparql-service-description#", ox.NamedNode(address)
        graphs = sorted(iri for iri in self._content.known if iri.startswith(GRAPH))
        dataset = ox.NamedNode(f"{BASE}dataset")
        said = [
            (node, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", ox.NamedNode(f"{sd}Service")),
            (node, f"{sd}endpoint", node),
            (node, f"{sd}supportedLanguage", ox.NamedNode(f"{sd}SPARQL11Query")),
            (node, f"{sd}feature", ox.NamedNode(f"{sd}UnionDefaultGraph")),
            (node, f"{sd}availableGraphs", dataset),
            *(
                (node, f"{sd}resultFormat", ox.NamedNode(iri))
                for iri in sorted({*(one.iri for one in ROWS.values()), *(one.iri for one in TRIPLES.values())})
            ),
            *((dataset, f"{sd}namedGraph", ox.NamedNode(iri)) for iri in graphs),
        ]
        return [ox.Triple(subject, ox.NamedNode(name), value) for subject, name, value in said]

    # --- things and what is known of them

    async def page_or_thing(self, request: web.Request) -> web.StreamResponse:
        """A file of the site, the dataset whole, or where an IRI of ours leads."""
        path = request.match_info["path"]
        if path.startswith(addresses.KINDS):
            return self._lead(BASE + path, request)
        if path in self._content.datasets:
            return _file(path, self._content.datasets[path])
        files = await asyncio.shield(self._content.pages)
        path = path or "index.html"
        if path not in files:
            raise web.HTTPNotFound(text=f"nothing stands at /{path}; the start page is at /")
        return _file(path, files[path])

    def _lead(self, iri: str, request: web.Request) -> web.StreamResponse:
        if iri not in self._content.known:
            raise web.HTTPNotFound(text=f"nothing is known of {iri}; /sparql and the pages show what there is")
        media_type = _best(list(addresses.ENDINGS), request)
        html = addresses.page(iri, self._content.site.views)
        place = html if media_type == HTML else addresses.document(iri, media_type)
        others = ", ".join(
            f'</{html if kind == HTML else addresses.document(iri, kind)}>; rel="alternate"; type="{kind}"'
            for kind in addresses.ENDINGS
        )
        raise web.HTTPSeeOther(f"/{place}", headers={hdrs.VARY: "Accept", "Link": others})

    async def data(self, request: web.Request) -> web.StreamResponse:
        """What is known of a thing, in the format that the path says."""
        found = addresses.described(request.match_info["path"])
        if found is None:
            raise web.HTTPNotFound(text=f"no data here; they end in {', '.join(addresses.ENDINGS.values())}")
        name, media_type = found
        iri = BASE + name + ("/" if f"{BASE}{name}/" in {NS, SHAPES} else "")
        if iri not in self._content.known:
            raise web.HTTPNotFound(text=f"nothing is known of {iri}")
        if media_type == HTML:
            return await asyncio.to_thread(self._thing, iri)
        return _data(await self._triples(iri), media_type)

    async def _triples(self, iri: str) -> list[ox.Triple]:
        """What is known of a thing: what it says and what refers to it; of a graph or vocabulary all that it holds."""
        if iri.startswith(SHAPES):
            return self._content.shapes
        if iri in {NS, f"{BASE}dataset"}:
            question, parameter = "namespace", "namespace"
        elif iri.startswith(GRAPH):
            question, parameter = "graph", "graph"
        else:
            question, parameter = "description", "thing"
        text = saved(f"lookup/{question}").sparql({parameter: [ox.NamedNode(iri)]})
        answered = await self._answer(Asked(text, "application/n-triples"))
        triples = [quad.triple for quad in ox.parse(answered.content, format=ox.RdfFormat.N_TRIPLES)]
        return sorted(set(triples), key=lambda one: tuple(map(str, one)))

    def _thing(self, iri: str) -> web.Response:
        views = self._content.site.views
        place = addresses.page(iri, views)
        if place != addresses.document(iri, HTML):
            raise web.HTTPSeeOther(f"/{place}")
        downloads = [
            (name, "/" + addresses.document(iri, kind)) for name, kind in (("Turtle", TURTLE), ("JSON-LD", JSON_LD))
        ]
        return _page(things.page(self._content.site, views.catalogue[iri], place, downloads)[1])

    async def void(self, _: web.Request) -> web.StreamResponse:
        """Where the dataset describes itself (VoID, section 7.2)."""
        raise web.HTTPSeeOther(f"/{addresses.document(f'{BASE}dataset', TURTLE)}")

    # --- the service itself

    async def health(self, _: web.Request) -> web.StreamResponse:
        """Whether queries are answered."""
        await self._answer(Asked("ASK { ?thing ?property ?value }"))
        said = {"status": "ok", "version": version("lovp-graph"), "pages": self._content.pages.done()}
        return web.Response(text=json.dumps(said) + "\n", content_type="application/json")


async def _given(request: web.Request) -> dict[str, list[str]]:
    """The parameters of the SPARQL protocol that came with a request, wherever in it."""
    pairs = list(request.query.items())
    if request.method == hdrs.METH_POST:
        if request.content_type == UPDATE:
            raise web.HTTPForbidden(text=READ_ONLY)
        if request.content_type not in {FORM, QUERY}:
            raise web.HTTPUnsupportedMediaType(text=f"send a query as {FORM} or as {QUERY}")
        try:
            if request.content_type == QUERY:
                pairs.append(("query", await request.text()))
            else:
                pairs += [(name, str(value)) for name, value in (await request.post()).items()]
        except (UnicodeDecodeError, LookupError, ValueError) as error:
            raise web.HTTPBadRequest(text="the query cannot be read; send it as UTF-8") from error
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    if "update" in given:
        raise web.HTTPForbidden(text=READ_ONLY)
    if len(given.get("query", [])) > 1:
        raise web.HTTPBadRequest(text="more than one query was sent; send one")
    if request.method == hdrs.METH_POST and "query" not in given:
        raise web.HTTPBadRequest(text="no query was sent; name it 'query'")
    return {name: values for name, values in given.items() if name in PROTOCOL}


def _accept(request: web.Request) -> str:
    return ", ".join(request.headers.getall(hdrs.ACCEPT, ["*/*"]))


def _best(offered: list[str], request: web.Request) -> str:
    try:
        return best(offered, _accept(request))
    except NotAcceptableError as error:
        raise web.HTTPNotAcceptable(text=str(error)) from error


def _typed(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _data(triples: list[ox.Triple], media_type: str) -> web.Response:
    if media_type == JSON_LD:
        body = jsonld.described(triples)
    else:
        prefixes = dict(PREFIXES) if media_type == TURTLE else {}
        body = rdf.serialise(triples, TRIPLES[media_type], prefixes)
    return web.Response(body=body, headers={hdrs.CONTENT_TYPE: _typed(media_type)})


def _page(content: bytes) -> web.Response:
    return web.Response(body=content, headers={hdrs.CONTENT_TYPE: CONTENT_TYPES["html"], hdrs.VARY: "Accept"})


def _file(path: str, content: bytes) -> web.Response:
    kind = CONTENT_TYPES.get(path.rpartition(".")[2], "application/octet-stream")
    return web.Response(body=content, headers={hdrs.CONTENT_TYPE: kind})
