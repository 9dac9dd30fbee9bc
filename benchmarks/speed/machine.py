"""What the figures were measured on, and how busy it was with other things."""

from __future__ import annotations

import os
import platform
import time
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("pyoxigraph", "rdflib", "pyshacl", "pyyaml", "click", "jinja2")


def described() -> list[str]:
    """The machine, the system and the libraries, a line each."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    kernel = platform.release().partition("-")[0]
    return [
        f"Processor: {_processor()}, {_cores()} cores; memory: {memory:.0f} GB",
        f"System: {_system()}, {platform.system()} {kernel}, {platform.machine()}",
        f"{platform.python_implementation()} {platform.python_version()}; "
        + ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
    ]


class Others:
    """How much of the processor went to other programs since it was made."""

    def __init__(self) -> None:
        self._began = self._now()

    def share(self) -> float:
        """The part of all cores that others used, from 0 to 1."""
        wall, busy, own = (now - before for now, before in zip(self._now(), self._began, strict=True))
        return min(1.0, max(0.0, (busy - own) / (wall * _cores()))) if wall else 0.0

    @staticmethod
    def _now() -> tuple[float, float, float]:
        """Seconds by the clock, seconds that all cores worked, and those of this program and what it started."""
        line = Path("/proc/stat").read_text(encoding="utf-8").splitlines()[0].split()
        user, nice, system, _, _, interrupt, soft, steal = map(int, line[1:9])
        ticks = user + nice + system + interrupt + soft + steal
        return time.perf_counter(), ticks / os.sysconf("SC_CLK_TCK"), sum(os.times()[:4])


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _system() -> str:
    return str(platform.freedesktop_os_release().get("PRETTY_NAME", platform.system()))
