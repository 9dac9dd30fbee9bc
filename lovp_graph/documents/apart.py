"""Libraries read files in a process of their own: a file that exhausts or crashes one ends that process only.

A few kilobytes of PDF can ask pdfium for gigabytes or hours, which cannot be stopped from within. The
process is kept for the next file; it ends with the one that started it.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import IO

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

    def ask(self, parts: list[bytes], seconds: float) -> bytes | None:
        """The answer to a request; None where the process ended over it. Raises TimeoutError."""
        late = threading.Event()

        def end() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(seconds, end)
        timer.start()
        try:
            with suppress(OSError):  # it ended before it had read everything
                for part in parts:
                    _send(self.to, part)
            answer = _received(self.back)
        finally:
            timer.cancel()
        if answer is None and late.is_set():
            raise TimeoutError
        return answer

    def close(self) -> None:
        """Let the process end."""
        with suppress(OSError):
            self.to.close()
        self.back.close()
        self.process.kill()
        self.process.wait()


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
            answer = _readers[0].ask([kind.encode(), name.encode("utf-8", "surrogatepass"), data], SECONDS)
        except TimeoutError:
            _close()
            raise DocumentError(
                f"{name}: not read within {SECONDS} seconds, which no summary takes; print it to a new PDF, or give "
                "the summary as plain text"
            ) from None
        except BaseException:  # Ctrl-C: its answer must not be taken for the next one
            _close()
            raise
        if answer is None:
            _close()
            raise DocumentError(
                f"{name}: it opens like {kind.upper()}, but the reader broke down on it (too much memory, or broken); "
                "print it to a new PDF, or give the summary as plain text"
            )
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


def _send(pipe: IO[bytes], part: bytes) -> None:
    pipe.write(len(part).to_bytes(8, "big") + part)
    pipe.flush()


def _received(pipe: IO[bytes]) -> bytes | None:
    """The next part; None at the end."""
    size = pipe.read(8)
    part = pipe.read(int.from_bytes(size, "big")) if len(size) == 8 else b""
    return part if len(size) == 8 and len(part) == int.from_bytes(size, "big") else None


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
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    while True:
        parts = [_received(asked) for _ in range(3)]
        kind, name, data = parts
        if kind is None or name is None or data is None:
            return
        with suppress(KeyError):
            _send(answers, json.dumps(_answer(kind.decode(), data, name.decode("utf-8", "surrogatepass"))).encode())  # type: ignore[arg-type]
