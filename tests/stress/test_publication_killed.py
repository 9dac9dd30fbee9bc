"""A publication that is killed at any moment, and run again: the store then holds just the dataset, and what others put.

Breaks at every single request are tried in tests/test_publishing.py; here a process dies, on servers as they are.
"""

from __future__ import annotations

import json
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
import pytest

from lovp_graph import publishing
from lovp_graph.canonical import canonical_triple
from lovp_graph.dataset import assemble, serialise
from lovp_graph.graph_store import GraphStore
from lovp_graph.publishing import STATE, Publication
from lovp_graph.resources import GRAPH
from lovp_graph.store import read_quads
from tests import servers
from tests.chance import DICE, LONG, ROUNDS
from tests.conftest import EXAMPLE, FIXTURES
from tests.stress.running import CLI, done

OTHERS = ("https://example.org/of-someone-else", GRAPH + "summary/of-someone-else")
"""Graphs that somebody else keeps in the store; the name of one is as ours are."""

LISTED = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"] if LONG else ["oxigraph"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The query address of a real server."""
    start = {"oxigraph": servers.oxigraph, "virtuoso": servers.virtuoso}[request.param]
    with start(tmp_path_factory.mktemp(request.param)) as address:
        yield address


@pytest.fixture
def datasets(tmp_path: Path) -> list[Path]:
    """Two datasets with other summaries: each withdraws those of the other."""
    found = []
    for data in (EXAMPLE, FIXTURES / "history"):
        found.append(tmp_path / f"{data.name}.nq")
        found[-1].write_bytes(serialise(assemble(data))["lovp.nq"])
    return found


def names(address: str) -> set[str]:
    """Every graph that a store holds, its own too."""
    form = urllib.parse.urlencode({"query": LISTED}).encode()
    request = urllib.request.Request(address, form, {"Accept": "application/sparql-results+json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return {row["g"]["value"] for row in json.load(answer)["results"]["bindings"]}


def killed(command: list[str], lines: int, within: float) -> int:
    """Kill a publication after it told of so many graphs and a part of the time until the next; what it exited with."""
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=servers.OWNERS_ENVIRONMENT
    ) as process:
        assert process.stderr is not None
        for _ in range(lines):
            process.stderr.readline()
        time.sleep(within)
        process.kill()
    return process.returncode


def holds(store: GraphStore, wanted: Publication) -> bool:
    """Whether each graph of a publication is in a store as it should be, and is said to be."""
    return publishing.plan(store, wanted).settled and not any(
        one.difference for one in publishing.verify(store, wanted)
    )


def test_a_publication_that_is_killed_is_made_good_by_the_next(server: str, datasets: list[Path]) -> None:
    url = servers.graphs_of(server)
    wanted = [publishing.publication(read_quads(path)) for path in datasets]
    theirs = {name: [ox.Triple(ox.NamedNode(name), ox.NamedNode(STATE), ox.Literal(name))] for name in OTHERS}
    broken = 0
    with closing(GraphStore(url, servers.OWNER)) as store:
        for name, triples in theirs.items():
            store.put(name, triples)
        before = names(server)
        for number in range(ROUNDS + 1):
            new = number % 2
            command = [*CLI, "publish", url, "--dataset", str(datasets[new])]
            steps = len({*wanted[0].graphs, *wanted[1].graphs}) if number else len(wanted[0].graphs)
            lines = DICE.randrange(steps)
            # Before the first line it starts and reads the data, which takes longer than any step.
            broken += killed(command, lines, DICE.uniform(0, 0.05) if lines else DICE.uniform(0.2, 1)) != 0
            again = done(command, env=servers.OWNERS_ENVIRONMENT)
            assert again.returncode == 0, again.stderr
            assert "Traceback" not in again.stderr
            assert holds(store, wanted[new])
            assert names(server) == {*before, *wanted[new].graphs, STATE}
            for name, triples in theirs.items():
                assert list(map(canonical_triple, store.read(name) or [])) == list(map(canonical_triple, triples))
    assert broken or not LONG, "none was killed in time"
