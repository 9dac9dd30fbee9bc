"""Libraries read files in a process of their own: a file that exhausts or crashes one ends that process only.

A few kilobytes of PDF can ask pdfium for gigabytes or hours, which cannot be stopped from within. The
process is kept for the next file; it ends with the one that started it, whatever it is at.

Requests and answers are lines of JSON; the content of a file follows its request. This is no pool of
`pebble`, as the server has, for this is called from anywhere: multiprocessing starts nothing in its own daemons
(the processes of `multiprocessing.Pool`), imports a script that calls this without a guard over again, and lets a
worker of another pool, when it ends, wait for ever for a process that it started. Each was tried.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from lovp_graph.documents import docx, html, pdf
from lovp_graph.documents.formats import Format
from lovp_graph.documents.layout import Block
from lovp_graph.errors import DocumentError

SECONDS = 120
MEMORY = 2 << 30
"""What one file may take; the reports of 300 pages that were tried took a fifth of it."""

READERS: dict[Format, Callable[[bytes, str], tuple[str, list[Block]]]] = {
    "docx": docx.blocks_of,
    "html": html.blocks_of,
    "pdf": pdf.blocks_of,
}


class _Reader:
    """The process that reads, as seen from the one that asks."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", __package__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        assert self.process.stdin is not None  # noqa: S101 - these are pipes
        assert self.process.stdout is not None  # noqa: S101
        self.to, self.back = self.process.stdin, self.process.stdout

    def ask(self, kind: Format, data: bytes, name: str) -> bytes:
        """The answer to a request. Raises DocumentError where there is none in time, or the process ended over it."""
        began = time.monotonic()
        timer = threading.Timer(SECONDS, self.process.kill)
        timer.start()
        try:
            with suppress(OSError):  # it ended before it had read everything
                self.to.write(json.dumps([kind, name, len(data)]).encode() + b"\n" + data)
                self.to.flush()
            answer = self.back.readline()
        finally:
            timer.cancel()
        if answer.endswith(b"\n"):
            return answer
        if time.monotonic() - began >= SECONDS:
            fault = f"not read within {SECONDS} seconds, which no summary takes"
        else:
            fault = f"it opens like {kind.upper()}, but the reader broke down on it (too much memory, or broken)"
        raise DocumentError(f"{name}: {fault}; print it to a new PDF, or give the summary as plain text")

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()
        self.back.close()
        with suppress(OSError):  # what it did not read
            self.to.close()


_lock = threading.Lock()
_readers: list[_Reader] = []


def blocks_of(kind: Format, data: bytes, name: str) -> tuple[str, list[Block]]:
    """The text of a document of a kind that a library reads, a line for each block, and its blocks.

    Raises DocumentError for what cannot be read, or takes too much time or memory.
    """
    with _lock:
        if _readers and _readers[0].owner != os.getpid():
            _readers.clear()  # the reader of the process that this one was forked from
        if not _readers:
            _readers.append(_Reader())
        try:
            answer = _readers[0].ask(kind, data, name)
        except BaseException:  # Ctrl-C too: its answer must not be taken for the next one
            _close()
            raise
    found = json.loads(answer)
    if "error" in found:
        raise DocumentError(found["error"])
    return found["text"], [Block(*one) for one in found["blocks"]]


@atexit.register
def _close() -> None:
    while _readers:
        reader = _readers.pop()
        if reader.owner == os.getpid():
            reader.close()


# --- in the process that reads


def in_process(kind: Format, data: bytes, name: str) -> tuple[str, list[Block]]:
    """As `blocks_of`, in this process and without limits."""
    try:
        return READERS[kind](data, name)
    except DocumentError:
        raise
    except Exception as error:  # whatever a library makes of a file that is broken or hostile
        raise DocumentError(
            f"{name}: broken; it opens like {kind.upper()} but cannot be read. Fetch or save it anew, or give the "
            "summary as plain text"
        ) from error


def _answer(kind: Format, data: bytes, name: str) -> dict[str, object]:
    try:
        text, found = in_process(kind, data, name)
    except DocumentError as error:
        return {"error": str(error)}
    return {"text": text, "blocks": [(one.kind, one.start, one.end, one.bullet, one.level) for one in found]}


def _hold_to_limits() -> None:
    """Let the system refuse more memory, where it can."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve() -> None:
    """Answer until the process that asks has gone."""
    _hold_to_limits()
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # what a library prints is no answer
        asked: queue.SimpleQueue[tuple[Format, bytes, str]] = queue.SimpleQueue()
        threading.Thread(target=_listen, args=(asked,), daemon=True).start()
        while True:
            answers.write(json.dumps(_answer(*asked.get())).encode() + b"\n")
            answers.flush()


def _listen(asked: queue.SimpleQueue[tuple[Format, bytes, str]]) -> None:
    """Take requests; end the process when no more can come, also one that would read for hours for nobody."""
    for line in sys.stdin.buffer:
        kind, name, size = json.loads(line)
        asked.put((kind, sys.stdin.buffer.read(size), name))
    os._exit(0)
