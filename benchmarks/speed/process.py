"""A command is run as a process of its own, and the system tells how long it took and how much memory."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = Path(__file__).parent / "launch.py"

OFTEN = 0.1
"""Seconds between looks at the memory of several processes, at least."""

SHARE = 100
"""A look takes at most one part in so many of the time, as it holds up what is looked at."""


@dataclass(frozen=True)
class Run:
    """One run: seconds from start to end, the most memory of it and its children together, and what it printed."""

    seconds: float
    megabytes: float
    printed: str


class LimitError(Exception):
    """It took longer than it may."""


def run(command: Sequence[str | Path], limit: float, environment: Mapping[str, str] | None = None) -> Run:
    """Run a command, and end it with all its children when it takes longer than `limit` seconds.

    Memory is what the system noted of the largest process; where there are several at once it is looked at
    ten times a second, shared pages divided among them, and the most seen counts if that is more. Raises
    LimitError when it was ended, and RuntimeError with what it said when it failed.
    """
    arguments = [str(part) for part in command]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors, tempfile.NamedTemporaryFile() as noted:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", LAUNCHER, noted.name, *arguments],
            stdout=out,
            stderr=errors,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )
        watch = _Watch(process.pid)
        watch.start()
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired as error:
            raise LimitError(f"more than {limit:.0f} s: {' '.join(arguments)}") from error
        finally:
            watch.done.set()
            _end(process.pid)  # with what it may have left behind
            process.wait()
            watch.join()
        seconds, kilobytes, code = noted.read().decode().split() or ("nan", "nan", "nan")
        if code != "0":
            errors.seek(0)
            said = errors.read().decode(errors="replace")[-2000:]
            raise RuntimeError(f"exit code {code}: {' '.join(arguments)}\n{said}")
        out.seek(0)
        printed = out.read().decode(errors="replace")
    return Run(float(seconds), max(float(kilobytes), watch.most) / 1024, printed)


def _end(group: int) -> None:
    """End all processes that a command started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


class _Watch(threading.Thread):
    """Looks at the memory of what a process started, while that is more than one."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid = pid
        self.done = threading.Event()
        self.most = 0.0  # kB

    def run(self) -> None:
        """Look until it is done."""
        wait = OFTEN
        while not self.done.wait(wait):
            started = time.thread_time()
            family = _below(self.pid)
            if len(family) > 1:
                self.most = max(self.most, sum(map(_kilobytes, family)))
            wait = max(OFTEN, SHARE * (time.thread_time() - started))


def _below(pid: int) -> list[int]:
    """All processes below one."""
    found = [pid]
    for one in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{one}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found[1:]


def _kilobytes(pid: int) -> float:
    """The memory of a process, of shared pages its part; nothing of one that has just ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return float(line.split()[1])
    return 0.0
