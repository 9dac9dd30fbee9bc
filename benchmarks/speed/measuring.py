"""Jobs are run in turn, each time as a process of its own, and become records."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.speed import process
from benchmarks.speed.figures import OURS, Record


@dataclass(frozen=True)
class Job:
    """A program that does some work.

    Its seconds are those of the whole process, or, where it is a task that is `timed` inside, what that prints.
    """

    command: Sequence[str | Path]
    who: str = OURS
    timed: bool = False
    each: float = 0
    """Seconds after which the task itself gives up a piece of its work, and prints no time for it."""
    environment: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], object] = lambda: None
    """What is to be done before each run, and does not count."""


@dataclass(frozen=True)
class Effort:
    """How often things are measured: so many runs, but no other once they have taken so long; and when one is ended."""

    runs: int = 5
    enough: float = 20
    limit: float = 120
    """Seconds that what others make may take; what is ours may take an hour."""

    only: str = ""
    """The one thing to measure, if not all."""

    ours = 3600.0

    def measure(self, part: str, what: str, corpus: str, jobs: Sequence[Job]) -> list[Record]:
        """The records of some work, by one program or by several in turn, so that noise hits all of them.

        What is short is first run once without counting. A program that is ended for taking too long is not
        run again. Raises RuntimeError when one fails.
        """
        if self.only not in {"", what}:
            return []
        found: dict[tuple[str, str], list[float]] = {}
        memory: dict[str, list[float]] = {job.who: [] for job in jobs}
        ended: set[str] = set()
        began = time.perf_counter()
        done, first = 0, self.runs > 1
        while done < self.runs and (not done or time.perf_counter() - began < self.enough):
            for job in jobs:
                if job.who not in ended:
                    self._run(job, found, memory[job.who], ended)
            done += 1
            if first and time.perf_counter() - began < self.enough / 10:
                found, memory, done = {}, {job.who: [] for job in jobs}, 0
            first = False
        limits = {job.who: self._limit(job) if job.who in ended else job.each for job in jobs}
        for who in ended:
            found.setdefault((who, ""), [])
        return [
            Record(
                part,
                name or what,
                who,
                corpus,
                tuple(times),
                tuple(memory.get(who, ())),
                0 if times else limits[who],
            )
            for (who, name), times in found.items()
        ]

    def _run(self, job: Job, found: dict[tuple[str, str], list[float]], memory: list[float], ended: set[str]) -> None:
        """Run a job once."""
        job.before()
        try:
            run = process.run(job.command, self._limit(job), job.environment)
        except process.LimitError:
            ended.add(job.who)
            return
        memory.append(run.megabytes)
        for (who, name), seconds in (_told(job, run.printed) if job.timed else {(job.who, ""): [run.seconds]}).items():
            found.setdefault((who, name), []).extend(seconds)

    def _limit(self, job: Job) -> float:
        return self.ours if job.who == OURS else self.limit


def _told(job: Job, printed: str) -> dict[tuple[str, str], list[float]]:
    """What a task printed: seconds by name, or by program and name."""
    told = json.loads(printed)
    by_program = told if all(isinstance(times, dict) for times in told.values()) else {job.who: told}
    return {(who, name): seconds for who, times in by_program.items() for name, seconds in times.items()}
