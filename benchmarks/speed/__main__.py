"""Measure speed, memory and growth, and write the report.

Usage: python -m benchmarks.speed [--part NAME]... [--what NAME] [--short | --sizes N... --runs N] [--store MEETINGS]
(`make bench` runs all of it)

What is measured stays in build/bench, a JSON file for each part; the report is made of all parts that are
there, so that one can be measured again by itself. The short form, for CI, only shows that all of it runs.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.speed import machine, report
from benchmarks.speed.figures import Record
from benchmarks.speed.measuring import Effort
from benchmarks.speed.parts import PARTS, Bench

PROJECT = Path(__file__).parents[2]
SIZES, SHORT = (5, 100, 2000), (5, 20)


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(
        "python -m benchmarks.speed", description="Measure speed, memory and growth, and write the report."
    )
    parser.add_argument("--part", action="append", choices=list(PARTS), help="only this part; may be given again")
    parser.add_argument(
        "--what", default="", help="only this of a part, such as trig of export; the rest stays as it is"
    )
    parser.add_argument("--short", action="store_true", help="5 and 20 meetings, once; the report stays in build/")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="other numbers of meetings")
    parser.add_argument("--runs", type=int, default=Effort.runs, help="how often at most (default: %(default)s)")
    parser.add_argument("--store", type=int, default=0, metavar="MEETINGS", help="the store alone, so large")
    given = parser.parse_args()
    folder = PROJECT / "build" / ("bench-short" if given.short else "bench")
    if given.short:
        bench = Bench(folder, SHORT, Effort(runs=1, only=given.what), patience=1, texts=(1, 4), store=given.store)
    else:
        bench = Bench(folder, given.sizes, Effort(given.runs, only=given.what), store=given.store)
    folder.mkdir(parents=True, exist_ok=True)
    found = [measure(bench, name) for name in given.part or (["store"] if given.store else PARTS)]
    if given.what and not any(found):
        sys.exit(f"{given.what}: nothing of that name was measured; the names stand in the first column of the report")
    out = folder / "report.md" if given.short else PROJECT / "benchmarks" / "report.md"
    out.write_text(report.write(measured(folder)), encoding="utf-8")
    print(out.relative_to(PROJECT))


def measure(bench: Bench, name: str) -> int:
    """Measure a part, and keep what was found. How much that is."""
    others, began = machine.Others(), time.perf_counter()
    records = []
    for found in PARTS[name](bench):
        records += found
        for one in found:
            print(f"{one.part}: {one.what}, {one.corpus or '-'}, {one.who}: {one.typical:.3g} s", file=sys.stderr)
    told = {
        "machine": machine.described(),
        "others": others.share(),
        "seconds": time.perf_counter() - began,
        "records": [asdict(one) for one in records],
    }
    print(f"{name}: {told['seconds']:.0f} s", file=sys.stderr)
    if records:
        path = bench.folder / f"{name}.json"
        if bench.effort.only and path.exists():
            told = replaced(json.loads(path.read_text(encoding="utf-8")), told)
        path.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return len(records)


def replaced(before: dict[str, Any], anew: dict[str, Any]) -> dict[str, Any]:
    """What was measured of a part, with what was measured anew in place of the same."""

    def by_name(told: dict[str, Any]) -> dict[tuple[str, ...], Any]:
        return {(one["what"], one["corpus"], one["who"]): one for one in told["records"]}

    again = {key[:2] for key in by_name(anew)}
    kept = {key: one for key, one in by_name(before).items() if key[:2] not in again or key in by_name(anew)}
    return {
        "machine": anew["machine"],
        "others": max(before["others"], anew["others"]),
        "seconds": before["seconds"] + anew["seconds"],
        "records": list({**kept, **by_name(anew)}.values()),
    }


def measured(folder: Path) -> list[report.Measured]:
    """What was measured, in the order of the parts."""
    found = []
    for name in PARTS:
        path = folder / f"{name}.json"
        if path.exists():
            told = json.loads(path.read_text(encoding="utf-8"))
            records = [
                Record(**{**one, "seconds": tuple(one["seconds"]), "megabytes": tuple(one["megabytes"])})
                for one in told["records"]
            ]
            found.append(report.Measured(name, told["machine"], told["others"], told["seconds"], records))
    return found


if __name__ == "__main__":
    main()
