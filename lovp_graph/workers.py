"""Who does the work: this process, all cores, or a Dask cluster. What comes out is the same, and in the same order.

Work is a function of a module of ours and items that can be sent; it depends on nothing else.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Any, Protocol, Self, TypeVar

from lovp_graph.errors import LovpGraphError
from lovp_graph.fingerprint import fingerprint
from lovp_graph.interrupts import end_at_ctrl_c

Item = TypeVar("Item")
Result = TypeVar("Result")

PATIENCE = 10
"""Seconds to wait for a scheduler."""

FEWEST = 2
"""Items for which it pays to start other processes."""


class Workers(Protocol):
    """Something that does work."""

    @property
    def number(self) -> int:
        """How many items are worked on at once."""

    def map(self, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """What the function makes of each item, in the order of the items. Raises what the function raises."""


class Alone:
    """This process."""

    number = 1

    def map(self, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """What the function makes of each item."""
        return map(function, items)


class Cores:
    """Processes of this machine, as many as it has cores unless told otherwise; they start when there is work."""

    def __init__(self, number: int | None = None) -> None:
        self.number = number or available()
        self._pool: ProcessPoolExecutor | None = None

    def map(self, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """What the function makes of each item; a single item is not worth another process."""
        if self.number < 2 or len(items) < FEWEST:
            yield from map(function, items)
            return
        if self._pool is None:
            way = multiprocessing.get_context(_way_to_start())
            self._pool = ProcessPoolExecutor(self.number, way, initializer=end_with_parent)
        try:
            yield from self._pool.map(function, items)
        except BrokenProcessPool as error:
            raise LovpGraphError(
                "a process that shared the work was ended from outside, perhaps for want of memory; try --jobs 1, "
                "and where there is none, build with it and give what is built (--dataset)"
            ) from error

    def __enter__(self) -> Self:
        """The processes end with the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the processes; who breaks off does not wait for what they are at."""
        if self._pool is None:
            return
        if error is not None:
            for process in multiprocessing.active_children():
                process.terminate()
        self._pool.shutdown(cancel_futures=True)
        self._pool = None


def end_with_parent() -> None:
    """Let this process, if another started it, end when that one is killed: else it waits for work for ever.

    At Ctrl-C it ends at once and quietly; the other tells of it.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        end_at_ctrl_c()

        def follow() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=follow, daemon=True).start()


def _way_to_start() -> str:
    """How other processes start: as copies of this one, which is quick, where that is safe."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


def available() -> int:
    """How many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


class Dask:
    """A Dask cluster by the address of its scheduler; its workers need this version of the program."""

    def __init__(self, address: str) -> None:
        """Connect. Raises LovpGraphError when there is no scheduler, no worker, or no Dask here."""
        try:
            import distributed  # noqa: PLC0415 - an optional extra
        except ImportError as error:
            raise LovpGraphError("Dask is not installed; pip install 'lovp-graph[dask]'") from error
        client: Any = distributed.Client  # it has no types
        try:
            self._client = client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise LovpGraphError(f"{address}: no Dask scheduler answers ({error})") from error
        self.number = sum(self._client.nthreads().values())
        if not self.number:
            self._client.close()
            raise LovpGraphError(f"{address}: the scheduler has no workers; start some with `dask worker {address}`")

    def map(self, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """What the function makes of each item. What a worker that was lost had is done anew by another."""
        from distributed import KilledWorker  # noqa: PLC0415 - an optional extra

        futures = self._client.map(_checked, [(fingerprint(), function, item) for item in items], pure=False)
        futures.reverse()
        try:
            while futures:
                yield futures.pop().result()  # and let go of, so that the cluster can forget it
        except KilledWorker as error:
            raise LovpGraphError(
                "several Dask workers were lost at the same work, perhaps for want of memory; their logs may say why"
            ) from error

    def __enter__(self) -> Self:
        """The connection ends with the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the connection; the cluster stays."""
        self._client.close()


def _checked(task: tuple[str, Callable[[Item], Result], Item]) -> Result:
    """Do work sent from elsewhere, if it was sent by this version of the program."""
    wanted, function, item = task
    if wanted != fingerprint():
        raise LovpGraphError(
            "a Dask worker has another version of lovp-graph or its libraries; install the same one there"
        )
    return function(item)
