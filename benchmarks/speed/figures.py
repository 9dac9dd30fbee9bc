"""What was measured, and the arithmetic on it: medians, ratios and how costs grow."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import linear_regression, median

OURS = "lovp-graph"


@dataclass(frozen=True)
class Record:
    """The runs of one piece of work, by one program, on one corpus."""

    part: str
    what: str
    who: str
    corpus: str
    """How many meetings it has; `own` for the data of this project."""
    seconds: tuple[float, ...] = ()
    megabytes: tuple[float, ...] = ()
    limit: float = 0
    """Seconds after which it was ended, if it was."""

    @property
    def size(self) -> int:
        """How many meetings the corpus has; 0 where that does not count."""
        return int(self.corpus) if self.corpus.isdecimal() else 0

    @property
    def typical(self) -> float:
        """The median of the seconds; of what was ended, the seconds after which it was."""
        return median(self.seconds) if self.seconds else self.limit

    @property
    def memory(self) -> float:
        """The median of the megabytes."""
        return median(self.megabytes) if self.megabytes else math.nan


@dataclass(frozen=True)
class Ratio:
    """How many times as long something takes as something else; at least so many, or at most, where one was ended."""

    value: float
    bound: str = ""
    """`≥` or `≤`, or nothing."""

    def __str__(self) -> str:
        """The ratio with two figures that count."""
        return f"{self.bound}{plain(self.value)}"


def ratio(one: Record, other: Record) -> Ratio:
    """How many times as long `one` takes as `other`: the median of run by run, as they were run in turn."""
    if not one.seconds and not other.seconds:
        return Ratio(math.nan)
    if not one.seconds or not other.seconds:
        return Ratio(one.typical / other.typical, "≤" if one.seconds else "≥")
    if len(one.seconds) == len(other.seconds):
        return Ratio(median(mine / theirs for mine, theirs in zip(one.seconds, other.seconds, strict=True)))
    return Ratio(one.typical / other.typical)


def exponent(points: Iterable[tuple[float, float]]) -> float:
    """The power of the size with which a cost grows: the slope of the line that fits best when both are logarithms.

    1 is linear, 2 quadratic. Not a number where there are fewer than two sizes.
    """
    logs = [(math.log(size), math.log(cost)) for size, cost in points if size > 0 and cost > 0]
    if len({size for size, _ in logs}) < 2:
        return math.nan
    return float(linear_regression(*zip(*logs, strict=True)).slope)


@dataclass(frozen=True)
class Growth:
    """How a cost grows: over all sizes, and between the two largest, where what is fixed weighs least."""

    overall: float
    latest: float
    sizes: tuple[int, ...]


def growth(records: Sequence[Record], *, memory: bool = False) -> Growth:
    """How the seconds (or the memory) of a piece of work grow with the number of meetings."""
    finished = sorted((one for one in records if one.size and one.seconds), key=lambda one: one.size)
    points = [(one.size, one.memory if memory else one.typical) for one in finished]
    return Growth(exponent(points), exponent(points[-2:]), tuple(one.size for one in finished))


def plain(number: float) -> str:
    """A number for a reader, with two or three figures that count."""
    if math.isnan(number):
        return "–"
    if number >= 100:
        return f"{number:,.0f}"
    if number >= 10:
        return f"{number:.0f}" if number >= 20 else f"{number:.1f}"
    return f"{number:.2f}" if number >= 0.1 else f"{number:.2g}"


def duration(seconds: float) -> str:
    """Seconds for a reader, in a unit that fits."""
    if math.isnan(seconds):
        return "–"
    if seconds < 1:
        return f"{plain(seconds * 1000)} ms"
    return f"{plain(seconds)} s" if seconds < 600 else f"{plain(seconds / 60)} min"
