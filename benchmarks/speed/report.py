"""The report: what was measured, as tables that a person reads. The same measurements give the same report."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.speed.aims import Records, aims
from benchmarks.speed.figures import OURS, Record, duration, growth, plain, ratio

WORDS = Path(__file__).parent / "words.toml"
DEMANDED = "store"
"""The part that is only measured on demand."""
BUSY = 0.05
"""The part of the processor that others may use without the report saying that they did."""


@dataclass(frozen=True)
class Measured:
    """The records of a part, and on what and how they were measured."""

    part: str
    machine: Sequence[str]
    others: float
    """The part of the processor that other programs used meanwhile."""
    seconds: float
    """How long it took to measure it."""
    records: Sequence[Record]


def write(measured: Sequence[Measured], words: Mapping[str, Any] | None = None) -> str:
    """The report on parts, in the order of the words (those of `words.toml` unless others are given)."""
    words = words or tomllib.loads(WORDS.read_text(encoding="utf-8"))
    records = [record for part in measured for record in part.records]
    by_name = {part.part: part for part in measured}
    lines = ["# How fast lovp-graph is", "", "Written by `make bench`; measure again instead of changing it.", ""]
    lines += [*_machines(measured), "", "## Aims", "", *_aims(records, words.get("unmet", {})), ""]
    for name, told in words["parts"].items():
        if name in by_name and by_name[name].records:
            lines += [f"## {told['title']}", "", told["about"], "", *_part(by_name[name].records), ""]
    return "\n".join([*lines, "## How it was measured", "", words["method"].strip(), ""])


def _machines(measured: Sequence[Measured]) -> list[str]:
    """What it was measured on, and whether that was quiet."""
    found = list(dict.fromkeys(tuple(part.machine) for part in measured))
    lines = [f"- {line}" for line in (found[0] if found else ())]
    if len(found) > 1:
        lines.append("- **Not all parts were measured on the same machine and libraries**; this is the first part's.")
    taken = {
        demanded: sum(one.seconds for one in measured if (one.part == DEMANDED) == demanded)
        for demanded in (False, True)
    }
    also = f"; what is on demand took {plain(taken[True] / 60)} more" if taken[True] else ""
    lines.append(
        f"- To measure all of this took {plain(taken[False] / 60)} minutes, the making of the corpora included{also}."
    )
    busy = [part for part in measured if part.others > BUSY]
    if busy:
        told = ", ".join(f"{part.others:.0%} during {part.part}" for part in busy)
        lines.append(
            f"- **The machine was not always quiet**: other programs used of the processor {told}. "
            "There trust the ratios, not the times."
        )
    return lines


def _aims(records: Sequence[Record], unmet: Mapping[str, str]) -> list[str]:
    found = aims(records)
    says = {True: "yes", False: "**no**", None: "not measured"}
    lines = table(["aim", "measured", "met"], ([one.text, one.measured, says[one.met]] for one in found))
    for one in found:
        if one.met is False and one.name in unmet:
            lines += ["", f"Why not, *{one.text}*: {' '.join(unmet[one.name].split())}"]
    return lines


def _part(records: Sequence[Record]) -> list[str]:
    return _questions(records) if records[0].part == "questions" else _works(records)


def _works(records: Sequence[Record]) -> list[str]:
    """A table of each piece of work on each corpus, and one of how it grows."""
    found, part = Records(records), records[0].part
    others = [who for who in dict.fromkeys(one.who for one in records) if who != OURS]
    rows = []
    for what, corpus in dict.fromkeys((one.what, one.corpus) for one in records):
        mine = found.one(part, what, corpus)
        row = [what, _corpus(corpus), *_cells(mine), str(len(mine.seconds)) if mine else ""]
        for who in others:
            theirs = found.one(part, what, corpus, who)
            row += [*_cells(theirs), _compared(theirs, mine)]
        rows.append(row)
    heads = [head for who in others for head in (who, "memory", "times ours")]
    return [*table(["", "meetings", OURS, "memory", "runs", *heads], rows), *_growing(found, part)]


def _growing(found: Records, part: str) -> list[str]:
    """A table of how the cost of each piece of work grows, if any was done on several corpora."""
    rows = []
    for what in dict.fromkeys(one.what for one in found.of(part)):
        seconds, memory = growth(found.of(part, what)), growth(found.of(part, what), memory=True)
        if len(seconds.sizes) > 1:
            rows.append([what, *map(_power, (seconds.overall, seconds.latest, memory.latest))])
    latest = "between the two largest"
    heads = ["exponent", "time, over all sizes", f"time, {latest}", f"memory, {latest}"]
    return ["", *table(heads, rows)] if rows else []


def _cells(record: Record | None) -> list[str]:
    """Time and memory of a record."""
    if record is None:
        return ["", ""]
    if not record.seconds:
        return [f"> {duration(record.limit)}", ""]
    shortest = f" ({duration(min(record.seconds))})" if len(record.seconds) > 1 else ""
    return [f"{duration(record.typical)}{shortest}", _megabytes(record.memory)]


def _megabytes(number: float) -> str:
    return "" if math.isnan(number) else f"{number:,.0f} MB" if number < 10_000 else f"{number / 1000:.1f} GB"


def _power(number: float) -> str:
    return "" if math.isnan(number) else f"{number:.2f}"


def _compared(theirs: Record | None, mine: Record | None) -> str:
    return "" if theirs is None or mine is None else str(ratio(theirs, mine))


def _corpus(name: str) -> str:
    return f"{int(name):,}" if name.isdecimal() else name


def _questions(records: Sequence[Record]) -> list[str]:
    """A row for each question: the largest corpus beside pyoxigraph, the largest that rdflib had beside that."""
    found = Records(records)
    largest = max(one.size for one in records)
    middle = max((one.size for one in records if one.who == "rdflib"), default=0)
    rows = []
    for what in dict.fromkeys(one.what for one in records if one.who == OURS):
        row = [what]
        for size, who, ours_first in ((largest, "pyoxigraph", True), (middle, "rdflib", False)):
            mine = found.one("questions", what, str(size))
            theirs = found.one("questions", what, str(size), who)
            times = _compared(mine, theirs) if ours_first else _compared(theirs, mine)
            row += [_cells(mine)[0], _cells(theirs)[0], times]
        rows.append([*row, _power(growth(found.of("questions", what)).latest)])
    heads = ["question", f"ours, {largest:,} meetings", "pyoxigraph", "ours ÷ pyoxigraph"]
    heads += [f"ours, {middle:,} meetings", "rdflib", "rdflib ÷ ours", "exponent, between the two largest"]
    memory = [
        f"{_corpus(one.corpus)} meetings {_megabytes(one.memory)}"
        for one in {one.corpus: one for one in records if one.who == OURS}.values()
    ]
    return [*table(heads, rows), "", f"Memory, with the dataset in it: {', '.join(memory)}."]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A table in Markdown: the first column as text, the others as they are."""
    lines = [heads, ["---"] * len(heads), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]
