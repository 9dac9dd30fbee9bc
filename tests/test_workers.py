"""The same work by this process, by all cores and by a Dask cluster, also when one of its workers is lost."""

from __future__ import annotations

import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import distributed
import pytest
from click.testing import CliRunner

from lovp_graph import workers as working
from lovp_graph.cli import main
from lovp_graph.dataset import assemble, serialise
from lovp_graph.errors import LovpGraphError
from lovp_graph.workers import Alone, Cores, Dask, Item, Result
from tests.conftest import EXAMPLE

PATIENCE = 60
client_of: Any = distributed.Client  # it has no types
killed: Any = distributed.KilledWorker


def double(number: int) -> int:
    if number < 0:
        raise LovpGraphError(f"{number} is too small")
    return 2 * number


def process(number: int) -> int:
    return os.getpid()


def end(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_this_process() -> None:
    assert list(Alone().map(double, [1, 2, 3])) == [2, 4, 6]
    assert set(Alone().map(process, range(3))) == {os.getpid()}


def test_all_cores() -> None:
    with Cores(2) as cores:
        assert list(cores.map(double, range(100))) == [2 * number for number in range(100)]
        assert os.getpid() not in set(cores.map(process, range(10)))
        assert set(cores.map(process, range(1))) == {os.getpid()}  # not worth another process
        with pytest.raises(LovpGraphError, match="-1 is too small"):
            list(cores.map(double, [1, -1, 2]))
    assert multiprocessing.active_children() == []


def test_one_core_is_this_process() -> None:
    with Cores(1) as cores:
        assert set(cores.map(process, range(3))) == {os.getpid()}


def test_as_many_as_there_are_cores() -> None:
    assert Cores().number == working.available() >= 1


def test_a_process_that_is_lost_is_one_message() -> None:
    with pytest.raises(LovpGraphError, match=r"ended from outside.*--jobs 1"), Cores(2) as cores:
        list(cores.map(end, range(4)))


# --- a Dask cluster


@dataclass
class Cluster:
    address: str
    workers: list[subprocess.Popen[bytes]]
    refusal: str
    """What was said before there were workers."""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler and two workers, each a process of its own that nobody starts again."""
    folder = tmp_path_factory.mktemp("dask")
    log = folder / "log"
    processes = []

    def start(program: str, *options: str) -> subprocess.Popen[bytes]:
        command = [
            sys.executable,
            "-m",
            f"distributed.cli.{program}",
            *options,
            "--host",
            "127.0.0.1",
            "--no-dashboard",
        ]
        with log.open("ab") as file:
            processes.append(subprocess.Popen(command, cwd=folder, stdout=file, stderr=file))
        return processes[-1]

    def seen(pattern: str) -> str:
        deadline = time.monotonic() + PATIENCE
        while (found := re.search(pattern, log.read_text())) is None:
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        return found.group(1)

    try:
        start("dask_scheduler", "--port", "0", "--no-jupyter")
        address = seen(r"Scheduler at:\s+(tcp://\S+)")
        with pytest.raises(LovpGraphError) as refused:
            Dask(address)
        workers = [start("dask_worker", address, "--nthreads", "1", "--no-nanny") for _ in range(2)]
        with client_of(address, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=PATIENCE)
        yield Cluster(address, workers, str(refused.value))
    finally:
        for process in processes:
            process.kill()
            process.wait()


def test_a_cluster_without_workers(cluster: Cluster) -> None:
    assert cluster.refusal == (
        f"{cluster.address}: the scheduler has no workers; start some with `dask worker {cluster.address}`"
    )


def test_a_cluster(cluster: Cluster) -> None:
    with Dask(cluster.address) as dask:
        assert dask.number == 2
        assert list(dask.map(double, range(10))) == [2 * number for number in range(10)]
        assert set(dask.map(process, range(10))) <= {worker.pid for worker in cluster.workers}
        with pytest.raises(LovpGraphError, match="-1 is too small"):
            list(dask.map(double, [1, -1, 2]))


def test_a_cluster_with_another_version(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "fingerprint", lambda: "another")
    with Dask(cluster.address) as dask, pytest.raises(LovpGraphError, match="another version of lovp-graph"):
        list(dask.map(double, [1]))


def test_a_build_on_a_cluster(cluster: Cluster, tmp_path: Path) -> None:
    arguments = ["build", "--data", str(EXAMPLE), "--out", str(tmp_path), "--no-cache", "--dask", cluster.address]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == serialise(assemble(EXAMPLE))


def test_no_cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "PATIENCE", 1)
    result = CliRunner().invoke(main, ["build", "--data", str(EXAMPLE), "--dask", "tcp://127.0.0.1:1"])
    assert result.exit_code == 1
    assert "tcp://127.0.0.1:1: no Dask scheduler answers" in result.stderr
    result = CliRunner().invoke(main, ["build", "--data", str(EXAMPLE), "--dask", "nonsense:"])
    assert result.exit_code == 1
    assert "nonsense:: no Dask scheduler answers" in result.stderr


def test_dask_and_cores_exclude_each_other() -> None:
    assert CliRunner().invoke(main, ["build", "--dask", "x", "--jobs", "2"]).exit_code == 2


def test_dask_is_optional(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(LovpGraphError, match=r"pip install 'lovp-graph\[dask\]'"):
        Dask("tcp://127.0.0.1:1")


def test_work_that_ends_every_worker_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    lost = Mock(**{"map.return_value": [Mock(**{"result.side_effect": killed("x", None, 3)})]})
    lost.nthreads.return_value = {"x": 1}
    monkeypatch.setattr(distributed, "Client", lambda *args, **options: lost)
    with (
        Dask("tcp://127.0.0.1:1") as dask,
        pytest.raises(LovpGraphError, match="Dask workers were lost at the same work"),
    ):
        list(dask.map(double, [1]))


class Losing(Dask):
    """A cluster of which a worker is lost after the third result."""

    def __init__(self, cluster: Cluster) -> None:
        super().__init__(cluster.address)
        self.cluster = cluster
        self.left = 0
        """How many results were still to come."""

    def map(self, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        for number, result in enumerate(super().map(function, items)):
            if number == 2:
                self.cluster.workers[0].kill()
                self.left = len(items) - 3
            yield result


def test_the_same_comes_out_when_a_worker_is_lost_midway(cluster: Cluster, tmp_path: Path) -> None:
    data = Path(shutil.copytree(EXAMPLE, tmp_path / "data"))
    for number in range(40):  # of the same meeting, so that there is something wrong in each, too
        for part, ending in (("summaries", "yaml"), ("sentences", "csv")):
            text = (data / part / f"kust-2030-01-15.{ending}").read_text(encoding="utf-8")
            name = f"kust-2031-{number:02}"
            (data / part / f"{name}.{ending}").write_text(text.replace("kust-2030-01-15", name), encoding="utf-8")
    expected = assemble(data)
    with Losing(cluster) as dask:
        found = assemble(data, workers=dask)
    assert cluster.workers[0].wait() == -signal.SIGKILL
    assert dask.left > 30
    assert serialise(found) == serialise(expected)
    assert found.problems == expected.problems
