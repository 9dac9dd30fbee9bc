"""Real SPARQL servers on loopback, started for the tests: Oxigraph from PyPI, Virtuoso from Debian."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from lovp_graph import publishing
from lovp_graph.graph_store import Credentials, GraphStore
from lovp_graph.publishing import plan, publication
from lovp_graph.store import read_quads
from tests.conftest import lacking

# Only what a server of a test needs; everything else is Virtuoso's own default.
VIRTUOSO_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
ErrorLogLevel = 7
FileExtend = 200
MaxCheckpointRemap = 2000
Striping = 0
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
MaxCheckpointRemap = 2000
Striping = 0

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
CheckpointInterval = 0

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 10

[SPARQL]
ResultSetMaxRows = 20000
MaxQueryExecutionTime = 20
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server answers at `url`."""
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended:\n{log.read_text(errors='replace')}")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"no answer at {url}:\n{log.read_text(errors='replace')}")


@contextmanager
def running(command: list[str], url: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    log = folder / "server.log"
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, cwd=folder) as process:
        try:
            ready(url, process, log)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def oxigraph(folder: Path, nquads: Path | None = None, union: bool = True) -> Iterator[str]:
    """The query address of an Oxigraph server that keeps its data in a folder; a file of quads is published in it."""
    with oxigraph_process(folder, union) as (address, _):
        if nquads is not None:
            publish(address, nquads)
        yield address


@contextmanager
def oxigraph_process(folder: Path, union: bool = True) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The query address of an Oxigraph server, and its process."""
    program = Path(sys.executable).parent / "oxigraph"
    if not program.is_file():
        lacking("the Oxigraph server is not installed (package oxigraph)")
    port = free_port()
    command = [str(program), "serve", "--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}"]
    with running(command + ["--union-default-graph"] * union, f"http://127.0.0.1:{port}/", folder) as process:
        yield f"http://127.0.0.1:{port}/query", process


@contextmanager
def virtuoso(folder: Path, nquads: Path | None = None) -> Iterator[str]:
    """The query address of a Virtuoso server; a file of quads is published in it."""
    program = shutil.which("virtuoso-t")
    if program is None:
        lacking("Virtuoso is not installed (Debian package virtuoso-opensource-7)")
    http = free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(folder=folder, http=http, sql=free_port()))
    command = [program, "+configfile", str(folder / "virtuoso.ini"), "+foreground"]
    address = f"http://127.0.0.1:{http}/sparql"
    with running(command, address, folder):
        if nquads is not None:
            publish(address, nquads)
        yield address


OURS = [sys.executable, "-m", "lovp_graph.cli", "serve"]


@contextmanager
def ours(folder: Path, *options: str) -> Iterator[str]:
    """The address of `lovp-graph serve`, with some options, stopped as a user does; it must end well."""
    command = [*OURS, "--port", "0", *options]
    with (folder / "serve.log").open("w+") as log:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True) as process:
            try:
                assert process.stdout is not None
                address = process.stdout.readline().strip()
                assert address, (folder / "serve.log").read_text()
                yield address
            finally:
                process.send_signal(signal.SIGINT)
                code = process.wait(60)
        log.seek(0)
        said = log.read()
    assert code == 0, said
    assert said.splitlines()[-1] == "stopped", said


OWNER = Credentials("dba", "dba")  # Virtuoso's own; Oxigraph does not ask
OWNERS_ENVIRONMENT = {**os.environ, "LOVP_STORE_USER": "dba", "LOVP_STORE_PASSWORD": "dba"}


def graphs_of(address: str) -> str:
    """Where a server, known by its query address, has its graphs."""
    return address.replace("/query", "/store") if address.endswith("/query") else f"{address}-graph-crud-auth"


def publish(address: str, nquads: Path) -> None:
    """Publish a file of quads in a server, which then holds the list of what was put beside the data."""
    wanted = publication(read_quads(nquads))
    with closing(GraphStore(graphs_of(address), OWNER)) as store:
        assert not any(step.difference for step in publishing.publish(store, wanted, plan(store, wanted)))
        assert plan(store, wanted).settled
