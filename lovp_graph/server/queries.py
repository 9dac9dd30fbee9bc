"""Queries of strangers, answered in processes of their own: one that takes too much is ended, and the rest goes on.

Oxigraph cannot stop a query within a process, and the time limit of its own server does not stop all of
them (0.5.13: an ORDER BY or a COUNT over a large product runs on).
"""

from __future__ import annotations

import asyncio
import io
import multiprocessing
import os
import signal
from collections.abc import Sequence
from concurrent.futures import TimeoutError as OutOfTimeError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from pebble import ProcessExpired, ProcessPool

from lovp_graph.errors import LovpGraphError, QueryError
from lovp_graph.server.negotiation import ROWS, TRIPLES, best
from lovp_graph.store import EmbeddedStore

if TYPE_CHECKING:
    from typing_extensions import Buffer


class LimitError(LovpGraphError):
    """A query that takes more time, memory or room than it may."""


class BusyError(LovpGraphError):
    """Nobody can answer just now; a moment later somebody can."""


@dataclass(frozen=True)
class Limits:
    """What one query may take, and how many may wait."""

    seconds: float = 30
    size: int = 50_000_000
    """Bytes of its answer."""
    memory: int = 2 << 30
    """Bytes that its process may ask for, where the system can hold it to that."""
    waiting: int = 64


@dataclass(frozen=True)
class Asked:
    """A query, what its answer may look like (an Accept header), and the graphs that it is to see."""

    text: str
    accept: str = "*/*"
    default: Sequence[str] = ()
    named: Sequence[str] = ()


@dataclass(frozen=True)
class Answered:
    """An answer, whole, and its media type."""

    media_type: str
    content: bytes


class QueryPool:
    """Processes that answer queries over a store on disk, which they only read."""

    def __init__(self, folder: Path, processes: int, limits: Limits) -> None:
        self._folder, self._processes, self._limits = folder, processes, limits
        self._waiting = 0
        self._pool = self._started()

    def _started(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self._processes,
            initializer=_start,
            initargs=(self._folder, self._limits),
            context=multiprocessing.get_context("spawn"),
        )

    async def answer(self, asked: Asked) -> Answered:
        """The answer to a query.

        Raises QueryError for one that is refused or fails, NotAcceptableError where no format is right,
        LimitError for one that takes too much, and BusyError where too many wait, or the processes ended
        twice. Who stops waiting for the answer ends the query.
        """
        if self._waiting >= self._limits.waiting:
            raise BusyError("too many queries are waiting; ask again in a moment")
        self._waiting += 1
        try:
            try:
                return await self._answer(asked)
            except BrokenProcessPool:  # as when one before it took its process along; asking again changes nothing
                return await self._answer(asked)
        except OutOfTimeError as error:
            raise LimitError(f"the query takes longer than {self._limits.seconds:g} seconds; ask for less") from error
        except BrokenProcessPool as error:
            raise BusyError("the processes that answer ended, and are started anew; ask again in a moment") from error
        except ProcessExpired as error:
            raise LimitError(
                f"the query takes more memory than {self._limits.memory >> 20} MiB, or broke its process; ask for less"
            ) from error
        finally:
            self._waiting -= 1

    async def _answer(self, asked: Asked) -> Answered:
        if not self._pool.active:  # as when the system ended all processes at once
            self._pool = self._started()
        job = self._pool.schedule(_answer, args=(asked,), timeout=self._limits.seconds)
        answered: Answered = await asyncio.wrap_future(job)
        return answered

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


# --- in a process of its own

_here: tuple[EmbeddedStore, Limits] | None = None


def _start(folder: Path, limits: Limits) -> None:
    """Open the store, and let this process be ended at once and quietly."""
    global _here  # noqa: PLW0603 - a process has one store
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # Python's own handler would wait for the query
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # Rust tells at length that memory ran out
    try:
        import resource  # noqa: PLC0415 - only Unix has it

        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    except (ImportError, ValueError, OSError):
        pass  # then only time and room are limited
    _here = EmbeddedStore(folder), limits


class _Bounded(io.BytesIO):
    """Bytes that are written, up to a number of them."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size

    def write(self, more: Buffer) -> int:
        if self.tell() + len(memoryview(more)) > self._size:
            raise LimitError(f"the answer is larger than {self._size / 1_000_000:g} MB; ask for less, as with LIMIT")
        return super().write(more)


def _answer(asked: Asked) -> Answered:
    assert _here is not None  # noqa: S101 - the pool starts with it
    store, limits = _here
    out = _Bounded(limits.size)
    found = store.query(asked.text, asked.default, asked.named)
    formats = TRIPLES if isinstance(found, list) else ROWS
    media_type = best(list(formats), asked.accept)
    try:
        if isinstance(found, list):
            ox.serialize(found, out, TRIPLES[media_type])
        else:
            found.serialize(out, ROWS[media_type])
    except LimitError:
        raise
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the query failed: {error}") from error
    return Answered(media_type, out.getvalue())
