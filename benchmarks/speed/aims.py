"""What lovp-graph aims at, and whether what was measured meets it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.speed.figures import OURS, Record, duration, growth, plain, ratio

LARGE, MIDDLE = "2000", "100"
OWN = "own"

START, FULL, UNCHANGED, QUESTION, ENGINE, LINEAR, ADDED = 1.5, 1.5, 0.5, 1.2, 20, 1.1, 0.25


@dataclass(frozen=True)
class Aim:
    """An aim, what was measured, and whether it is met; None where it was not measured."""

    name: str
    text: str
    measured: str = ""
    met: bool | None = None


class Records:
    """Records, to be found by what they are of."""

    def __init__(self, records: Sequence[Record]) -> None:
        self.all = records

    def of(self, part: str, what: str = "", who: str = OURS) -> list[Record]:
        """Those of a piece of work, or of all of a part, by a program, on all corpora."""
        return [one for one in self.all if one.part == part and one.who == who and what in {"", one.what}]

    def one(self, part: str, what: str, corpus: str, who: str = OURS) -> Record | None:
        """The record of a piece of work by a program on a corpus."""
        return next((one for one in self.of(part, what, who) if one.corpus == corpus), None)

    def pairs(self, part: str, corpus: str, who: str) -> list[tuple[Record, Record]]:
        """Ours and another program's of each piece of work of a part on a corpus, as far as both were measured."""
        mine = [one for one in self.of(part) if one.corpus == corpus]
        found = ((one, self.one(part, one.what, corpus, who)) for one in mine)
        return [(one, other) for one, other in found if other is not None]


def aims(records: Sequence[Record]) -> list[Aim]:
    """All aims, in the order of the report."""
    found = Records(records)
    return [measure(found) for measure in AIMS]


def _times(name: str, text: str, most: float, one: Record | None, other: Record | None) -> Aim:
    """An aim that something takes at most so many times as long as something else."""
    if one is None or other is None:
        return Aim(name, text)
    times = ratio(one, other)
    told = f"{times} times: {duration(one.typical)} beside {duration(other.typical)}"
    return Aim(name, text, told, times.value <= most)


def _start(found: Records) -> Aim:
    text = f"`--help` takes at most {START} times as long as that of a bare click program"
    ours, bare = found.one("start", "--help", ""), found.one("start", "--help", "", "bare click")
    return _times("start", text, START, ours, bare)


def _full(found: Records) -> Aim:
    text = f"A full build of the five summaries takes at most {FULL} times as long as pySHACL alone to validate them"
    return _times("full", text, FULL, found.one("build", "full", OWN), found.one("build", "full", OWN, "pySHACL"))


def _unchanged(found: Records) -> Aim:
    text = f"A build of the five summaries takes at most {UNCHANGED} s beyond start-up when nothing changed"
    again, start = found.one("build", "nothing changed", OWN), found.one("start", "--help", "")
    if again is None or start is None:
        return Aim("unchanged", text)
    beyond = again.typical - start.typical
    return Aim("unchanged", text, f"{duration(beyond)} beyond {duration(start.typical)}", beyond <= UNCHANGED)


def _questions(found: Records) -> Aim:
    text = f"A question on 2,000 meetings takes at most {QUESTION} times as long as the same query on bare pyoxigraph"
    pairs = found.pairs("questions", LARGE, "pyoxigraph")
    if not pairs:
        return Aim("questions", text)
    times = sorted(((ratio(one, other).value, one, other) for one, other in pairs), key=lambda pair: -pair[0])
    within = sum(value <= QUESTION for value, _, _ in times)
    worst, one, other = times[0]
    told = (
        f"{within} of {len(times)} do; in the median {plain(median(value for value, _, _ in times))} times; the worst, "
        f"{one.what}, {plain(worst)} times: {duration(one.typical)} beside {duration(other.typical)}"
    )
    return Aim("questions", text, told, within == len(times))


def _engine(found: Records) -> Aim:
    text = f"A question on 100 meetings is in the median at least {ENGINE} times faster than on rdflib's own engine"
    pairs = found.pairs("questions", MIDDLE, "rdflib")
    if not pairs:
        return Aim("engine", text)
    times = [ratio(other, one).value for one, other in pairs]
    ended = [other for _, other in pairs if not other.seconds]
    least, typical, most = (plain(value) for value in (min(times), median(times), max(times)))
    told = f"{typical} times; from {least} to {most}"
    if ended:
        told += (
            f"; {len(ended)} of {len(times)} were ended on rdflib after {duration(ended[0].limit)}, and count as that"
        )
    return Aim("engine", text, told, median(times) >= ENGINE)


def _linear(part: str, what: str, name: str) -> Callable[[Records], Aim]:
    def measure(found: Records) -> Aim:
        text = f"The cost of {name} is linear in the number of meetings (exponent at most {LINEAR})"
        grown = growth(found.of(part, what))
        if len(grown.sizes) < 2:
            return Aim(f"linear-{part}", text)
        smaller, largest = (f"{size:,}" for size in grown.sizes[-2:])
        told = f"{grown.overall:.2f} over all sizes, {grown.latest:.2f} from {smaller} to {largest}"
        return Aim(f"linear-{part}", text, told, max(grown.overall, grown.latest) <= LINEAR)

    return measure


def _added(found: Records) -> Aim:
    text = f"Adding one meeting to 2,000 costs a fraction of a full build (at most {plain(ADDED)})"
    one, full = found.one("build", "one meeting added", LARGE), found.one("build", "full", LARGE)
    return _times("added", text, ADDED, one, full)


AIMS: tuple[Callable[[Records], Aim], ...] = (
    _start,
    _full,
    _unchanged,
    _questions,
    _engine,
    _linear("build", "full", "a build"),
    _linear("validation", "all cores", "validation"),
    _linear("site", "site", "the site"),
    _added,
)
