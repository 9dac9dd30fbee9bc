"""Real SPARQL servers on loopback, started for the tests: Oxigraph from PyPI, Virtuoso from Debian."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

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
ResultSetMaxRows = 100000
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
def running(command: list[str], url: str, folder: Path) -> Iterator[None]:
    log = folder / "server.log"
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, cwd=folder) as process:
        try:
            ready(url, process, log)
            yield
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def oxigraph(folder: Path, nquads: Path | None = None, union: bool = True) -> Iterator[str]:
    """The query address of an Oxigraph server that holds a file of quads."""
    program = Path(sys.executable).parent / "oxigraph"
    if not program.is_file():
        lacking("the Oxigraph server is not installed (package oxigraph of the development group)")
    if nquads is not None:
        subprocess.run(
            [program, "load", "--location", folder / "store", "--file", nquads], check=True, capture_output=True
        )
    port = free_port()
    command = [str(program), "serve", "--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}"]
    with running(command + ["--union-default-graph"] * union, f"http://127.0.0.1:{port}/", folder):
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def virtuoso(folder: Path, nquads: Path | None = None) -> Iterator[str]:
    """The query address of a Virtuoso server that holds a file of quads."""
    program = shutil.which("virtuoso-t")
    if program is None:
        lacking("Virtuoso is not installed (Debian package virtuoso-opensource-7)")
    http = free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO_INI.format(folder=folder, http=http, sql=free_port()))
    command = [program, "+configfile", str(folder / "virtuoso.ini"), "+foreground"]
    base = f"http://127.0.0.1:{http}"
    with running(command, f"{base}/sparql", folder):
        if nquads is not None:
            put_graphs(f"{base}/sparql-graph-crud-auth", nquads)
        yield f"{base}/sparql"


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


def put_graphs(address: str, nquads: Path) -> None:
    """Put each named graph of a file into Virtuoso, by the Graph Store Protocol."""
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, address, "dba", "dba")
    opener = urllib.request.build_opener(urllib.request.HTTPDigestAuthHandler(passwords))
    graphs: dict[str, list[ox.Triple]] = {}
    for quad in ox.parse(path=nquads, format=ox.RdfFormat.N_QUADS):
        graphs.setdefault(quad.graph_name.value, []).append(quad.triple)
    for name, triples in graphs.items():
        request = urllib.request.Request(
            f"{address}?{urllib.parse.urlencode({'graph-uri': name})}",
            data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES),
            method="PUT",
            headers={"Content-Type": "text/turtle"},
        )
        with opener.open(request, timeout=60):
            pass
