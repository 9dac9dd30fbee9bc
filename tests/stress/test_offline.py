"""Building and running ask nothing of the network: with sockets that fail, every command does its work."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lovp_graph.dataset import assemble, serialise
from tests.chance import LONG
from tests.conftest import EXAMPLE, FIXTURES
from tests.stress.running import CLI, DATA, TEXTS, done

# Python reads it before anything else. An audit hook cannot be taken away again, and sees libraries in C that
# go by Python's sockets; a pair of sockets within the machine is how processes speak to each other.
BLOCKED = """
import socket, sys
def refuse(event, arguments):
    local = event in {"socket.connect", "socket.bind", "socket.sendto"} and isinstance(arguments[1], (str, bytes))
    if event in {"socket.getaddrinfo", "socket.gethostbyname", "socket.connect", "socket.sendto", "urllib.Request"}:
        if not local:
            sys.stderr.write(f"NETWORK {event} {arguments}\\n")
            raise OSError(f"the network was asked for something: {event}")
sys.addaudithook(refuse)
"""
DATASET = ["--dataset", "{dataset}"]
"""The same as `DATA`, built before, so that it need not be checked each time."""

COMMANDS: dict[str, list[str]] = {
    "build": ["build", *DATA, "--out", "{out}"],
    "check": ["check", *DATA, "--texts", str(EXAMPLE / "texts")],
    "site": ["site", *DATASET, "--texts", str(EXAMPLE / "texts"), "--out", "{out}/site"],
    "ask": ["ask", "commitments", *DATASET],
    "trace": ["trace", "gezag", *DATASET, "--out", "{out}/note.docx"],
    "brief": ["brief", "--meeting", "2030-04-10", *DATASET],
    "register": ["register", TEXTS[0]],
    "draft": ["draft", *TEXTS, *DATA, "--out", "{out}"],
    "diff": ["diff", str(FIXTURES / "history"), str(EXAMPLE)],
    "export jsonld": ["export", "jsonld", *DATASET, "--out", "{out}/x.jsonld"],
    "export jsonld-framed": ["export", "jsonld-framed", *DATASET, "--out", "{out}/framed"],
    "export turtle": ["export", "turtle", "--aligned", *DATASET, "--out", "{out}/x.ttl"],
    "export xlsx": ["export", "xlsx", *DATASET, "--out", "{out}/x.xlsx"],
    "export gexf": ["export", "gexf", *DATASET, "--out", "{out}/x.gexf"],
    "export ical": ["export", "ical", *DATASET, "--out", "{out}/x.ics"],
    "export atom": ["export", "atom", *DATASET, "--out", "{out}/x.atom"],
}


if not LONG:  # these go by the same code as those that are left
    COMMANDS = {
        name: given for name, given in COMMANDS.items() if not name.startswith("export") or name == "export jsonld"
    }


@pytest.fixture(scope="module")
def blocked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a process that cannot reach the network."""
    folder = tmp_path_factory.mktemp("blocked")
    (folder / "sitecustomize.py").write_text(BLOCKED, encoding="utf-8")
    return {**os.environ, "PYTHONPATH": str(folder)}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dataset") / "lovp.nq"
    path.write_bytes(serialise(assemble(EXAMPLE))["lovp.nq"])
    return path


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_asks_nothing_of_the_network(
    name: str, blocked: dict[str, str], dataset: Path, tmp_path: Path
) -> None:
    result = done([*CLI, *(part.format(out=tmp_path, dataset=dataset) for part in COMMANDS[name])], env=blocked)
    assert result.returncode == (3 if name == "diff" else 0), result.stderr
    assert "NETWORK" not in result.stderr


def test_the_block_holds(blocked: dict[str, str]) -> None:
    result = done([*CLI, "ask", "meetings", "--endpoint", "http://127.0.0.1:9/"], env=blocked)
    assert result.returncode == 1
    assert "NETWORK" in result.stderr
