"""A local linked-data server: the pages, the data of every thing at its IRI, and a SPARQL endpoint that only reads."""

from __future__ import annotations

import asyncio
import signal
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from lovp_graph import rdf, site
from lovp_graph.errors import LovpGraphError
from lovp_graph.exports import syntaxes
from lovp_graph.resources import BASE, NS, SHAPES, ontology_folder
from lovp_graph.server.app import Content, runner
from lovp_graph.server.connections import PATIENCE, Connections, most
from lovp_graph.server.queries import Limits, QueryPool
from lovp_graph.site import sparql
from lovp_graph.site.context import Site
from lovp_graph.store import EmbeddedStore
from lovp_graph.validation import SHAPE_FILES

HOST = "127.0.0.1"
"""Only this machine can ask; to publish, put the data in a server that is made for it."""


ENDPOINT = "sparql"
"""The path at which queries are answered."""


@dataclass(frozen=True)
class Settings:
    """How to serve."""

    port: int = 8000
    """0 takes any port that is free."""
    processes: int = 2
    limits: Limits = field(default_factory=Limits)


def serve(quads: Sequence[ox.Quad], words: Path, settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve a dataset until the process is asked to stop.

    `words` is the file with what the pages say of themselves; `ready` is told the address once requests
    are answered. Raises LovpGraphError where the port cannot be had or the data cannot be put on disk.
    """
    with tempfile.TemporaryDirectory(prefix="lovp-graph-") as folder:
        place = Path(folder) / "store"
        try:
            store = ox.Store(str(place))
            store.bulk_extend(quads)
            store.optimize()
        except OSError as error:
            raise LovpGraphError(
                f"{folder}: the data cannot be written ({error}); set TMPDIR to another folder"
            ) from error
        del store  # others may read it only when nobody writes
        queries = QueryPool(place, settings.processes, settings.limits)
        try:
            asyncio.run(_run(queries, quads, words, settings.port, ready))
        finally:
            queries.close()


async def _run(
    queries: QueryPool, quads: Sequence[ox.Quad], words: Path, port: int, ready: Callable[[str], None]
) -> None:
    own = Site(EmbeddedStore(list(quads)), {}, words, ENDPOINT)
    making: asyncio.Future[dict[str, bytes]] = asyncio.get_running_loop().create_future()
    shapes = [quad.triple for name in SHAPE_FILES for quad in rdf.parse_turtle(ontology_folder() / name)]
    datasets = {f"lovp.{end}": syntaxes.write(name, quads) for name, end in (("nquads", "nq"), ("trig", "trig"))}
    form = cache(partial(sparql.form, own, ENDPOINT))
    content = Content(queries, own, making, datasets, shapes, form, _known(quads, shapes))
    connections = Connections(most(), PATIENCE)
    served = runner(content, connections)
    await served.setup()
    try:
        try:
            listening = await connections.listen(served, HOST, port)
        except OSError as error:
            raise LovpGraphError(f"port {port} cannot be had ({error.strerror}); choose another with --port") from error
        with closing(listening):
            _in_background(partial(site.files, own), making)
            stop = _asked_to_stop()
            ready(f"http://{HOST}:{listening.sockets[0].getsockname()[1]}/")
            either: list[asyncio.Future[Any]] = [stop, making]
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            if making.done():
                making.result()  # without pages there is no service
                await stop
    finally:
        await served.cleanup()


def _in_background(work: Callable[[], dict[str, bytes]], told: asyncio.Future[dict[str, bytes]]) -> None:
    """Do some work in a thread that a stop does not wait for, and tell what came of it."""
    loop = asyncio.get_running_loop()

    def run() -> None:
        try:
            made = work()
            tell = partial(told.set_result, made)
        except Exception as error:  # whatever it is, who waits is told
            tell = partial(told.set_exception, error)
        with suppress(RuntimeError):  # it was stopped meanwhile
            loop.call_soon_threadsafe(tell)

    threading.Thread(target=run, daemon=True).start()


def _asked_to_stop() -> asyncio.Future[bool]:
    """Done when Ctrl-C or the system asks for an end."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # on Windows Ctrl-C ends the program by itself
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return asyncio.ensure_future(stop.wait())


def _known(quads: Sequence[ox.Quad], shapes: Sequence[ox.Triple]) -> frozenset[str]:
    """Every IRI of ours that something is said of, without its part after a '#', and the names of graphs."""
    named = [term for quad in quads for term in (quad.subject, quad.graph_name)] + [one.subject for one in shapes]
    ours = {term.value.partition("#")[0] for term in named if isinstance(term, ox.NamedNode)}
    return frozenset({iri for iri in ours if iri.startswith(BASE)} | {NS, SHAPES})
