"""The benchmark: its arithmetic is right, and its report says what was measured."""

from __future__ import annotations

import json
import math
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from benchmarks.speed import __main__ as program
from benchmarks.speed import process, report
from benchmarks.speed.aims import aims
from benchmarks.speed.figures import OURS, Record, duration, exponent, growth, plain, ratio
from benchmarks.speed.measuring import Effort, Job
from benchmarks.speed.parts import PARTS
from benchmarks.speed.tasks import MOST, in_turn

# --- arithmetic


def record(
    seconds: list[float], corpus: str = "5", who: str = OURS, *, part: str = "load", what: str = "", **more: float
) -> Record:
    return Record(part, what or part, who, corpus, tuple(seconds), (10.0,) if seconds else (), **more)


def test_a_record_tells_median_and_size() -> None:
    one = record([3, 1, 2], "100")
    assert (one.typical, one.memory, one.size) == (2, 10, 100)
    assert record([1], "own").size == 0


def test_a_ratio_is_the_median_of_run_by_run() -> None:
    # The machine was four times slower in the second run; the ratio of the medians would be 1.
    assert ratio(record([2, 8, 2]), record([1, 4, 2])).value == 2
    assert ratio(record([2, 4]), record([1])).value == 3
    assert str(ratio(record([2]), record([1]))) == "2.00"


def test_a_ratio_to_what_was_ended_is_a_bound() -> None:
    ended = record([], limit=10)
    assert str(ratio(ended, record([2]))) == "≥5.00"
    assert str(ratio(record([2]), ended)) == "≤0.20"
    assert math.isnan(ratio(ended, ended).value)


def test_an_exponent_is_that_of_the_power() -> None:
    assert exponent([(size, 3 * size**2) for size in (5, 100, 2000)]) == pytest.approx(2)
    assert exponent([(size, 0.1 * size) for size in (5, 100)]) == pytest.approx(1)
    assert math.isnan(exponent([(5, 1)]))


def test_growth_is_told_over_all_sizes_and_between_the_two_largest() -> None:
    """What is fixed hides growth at small sizes."""
    records = [record([1 + size / 100], str(size)) for size in (2000, 5, 100)] + [
        record([9], "own"),
        record([], "9000"),
    ]
    found = growth(records)
    assert found.sizes == (5, 100, 2000)
    assert found.latest == pytest.approx(math.log(21 / 2) / math.log(20))
    assert found.overall < found.latest
    assert growth(records, memory=True).latest == pytest.approx(0)


@pytest.mark.parametrize(
    ("number", "written"), [(0.0123, "0.012"), (0.5, "0.50"), (1.234, "1.23"), (12.34, "12.3"), (45.6, "46"), (1234, "1,234"), (math.nan, "–")]
)  # fmt: skip
def test_numbers_are_short(number: float, written: str) -> None:
    assert plain(number) == written


def test_durations_have_a_unit_that_fits() -> None:
    assert [duration(seconds) for seconds in (0.0012, 0.9, 1.5, 130, 1200)] == [
        "1.20 ms",
        "900 ms",
        "1.50 s",
        "130 s",
        "20 min",
    ]


# --- aims


def measured(**changed: list[float]) -> list[Record]:
    """Made-up measurements that meet every aim, but for what is changed."""
    times = {
        "help": [0.14], "click": [0.1], "full": [2.9], "pyshacl": [2.0], "again": [0.6], "large": [1.1], "bare": [1.0],
        "ours": [0.1], "rdflib": [2.1], "build-100": [10.0], "build-2000": [200.0], "site-400": [40.0], "added": [20.0],
        "validation-2000": [150.0],
    } | changed  # fmt: skip
    return [
        record(times["help"], "", part="start", what="--help"),
        record(times["click"], "", "bare click", part="start", what="--help"),
        record(times["full"], "own", part="build", what="full"),
        record(times["pyshacl"], "own", "pySHACL", part="build", what="full"),
        record(times["again"], "own", part="build", what="nothing changed"),
        record(times["build-100"], "100", part="build", what="full"),
        record(times["build-2000"], "2000", part="build", what="full"),
        record(times["added"], "2000", part="build", what="one meeting added"),
        record(times["large"], "2000", part="questions", what="agenda"),
        record(times["bare"], "2000", "pyoxigraph", part="questions", what="agenda"),
        record([0.5], "2000", part="questions", what="themes"),
        record([0.5], "2000", "pyoxigraph", part="questions", what="themes"),
        record(times["ours"], "100", part="questions", what="agenda"),
        record(times["rdflib"], "100", "rdflib", part="questions", what="agenda", limit=0 if times["rdflib"] else 10),
        record([8.0], "100", part="validation", what="all cores"),
        record(times["validation-2000"], "2000", part="validation", what="all cores"),
        record([10.0], "100", part="site"),
        record(times["site-400"], "400", part="site"),
    ]


def test_every_aim_can_be_met() -> None:
    found = aims(measured())
    assert [one.met for one in found] == [True] * 9
    by_name = {one.name: one.measured for one in found}
    assert by_name["start"] == "1.40 times: 140 ms beside 100 ms"
    assert by_name["unchanged"] == "460 ms beyond 140 ms"
    assert by_name["questions"].startswith("2 of 2 do; in the median 1.05 times; the worst, agenda, 1.10 times")
    assert by_name["linear-build"] == "1.00 over all sizes, 1.00 from 100 to 2,000"


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"help": [0.16]}, "start"),
        ({"full": [3.1]}, "full"),
        ({"again": [0.7]}, "unchanged"),
        ({"large": [1.3]}, "questions"),
        ({"rdflib": [1.9]}, "engine"),
        ({"build-2000": [400.0]}, "linear-build"),
        ({"validation-2000": [300.0]}, "linear-validation"),
        ({"site-400": [60.0]}, "linear-site"),
        ({"added": [60.0]}, "added"),
    ],
)
def test_each_aim_can_be_missed(changed: dict[str, list[float]], name: str) -> None:
    assert [one.name for one in aims(measured(**changed)) if not one.met] == [name]


def test_a_question_that_rdflib_did_not_finish_counts_as_at_least_so_slow() -> None:
    (found,) = [one for one in aims(measured(rdflib=[])) if one.name == "engine"]
    told = "100 times; from 100 to 100; 1 of 1 were ended on rdflib after 10.0 s, and count as that"
    assert (found.met, found.measured) == (True, told)


def test_an_aim_that_was_not_measured_is_neither() -> None:
    assert {one.met for one in aims([])} == {None}


# --- the report


def parts(records: list[Record]) -> list[report.Measured]:
    names = dict.fromkeys(one.part for one in records)
    return [
        report.Measured(name, ["a machine"], 0.01, 60, [one for one in records if one.part == name]) for name in names
    ]


def test_the_report_says_what_was_measured_and_why_an_aim_is_missed() -> None:
    words = {"method": "As it was.", "parts": {name: {"title": name.capitalize(), "about": "It."} for name in ("start", "build", "questions", "site")}, "unmet": {"full": "Because.", "start": "Not this."}}  # fmt: skip
    text = report.write(parts(measured(full=[4.0])), words)
    assert (
        "| A full build of the five summaries takes at most 1.5 times as long as pySHACL alone to validate them | 2.00 times: 4.00 s beside 2.00 s | **no** |"
        in text
    )
    assert "them*: Because." in text
    assert "Not this." not in text
    assert "| full | 2,000 | 200 s | 10 MB | 1 |  |  |  |" in text
    assert "| agenda | 1.10 s | 1.00 s | 1.10 | 100 ms | 2.10 s | 21 | 0.80 |" in text
    assert "not quiet" not in text
    assert text.index("## Start") < text.index("## Build") < text.index("## Questions") < text.index("As it was.")


def test_the_report_warns_of_a_busy_machine_and_of_two_machines() -> None:
    one, other = parts(measured())[:2]
    busy = report.Measured(one.part, ["another machine"], 0.4, 60, one.records)
    text = report.write([busy, other])
    assert "other programs used of the processor 40% during start." in text
    assert "Not all parts were measured on the same machine" in text


def test_words_are_there_for_every_part_and_aim() -> None:
    words = tomllib.loads(report.WORDS.read_text(encoding="utf-8"))
    assert list(words["parts"]) == list(PARTS)
    assert set(words["unmet"]) <= {one.name for one in aims([])}


def test_what_was_measured_is_read_back_as_it_was(tmp_path: Path) -> None:
    kept = [record([1.5, 2], "100"), record([], "100", "rdflib", limit=10)]
    told = {"machine": ["a machine"], "others": 0.0, "seconds": 1.0, "records": [vars(one) for one in kept]}
    (tmp_path / "load.json").write_text(json.dumps(told), encoding="utf-8")
    (found,) = program.measured(tmp_path)
    assert list(found.records) == kept


def test_what_is_measured_anew_takes_the_place_of_what_was_and_the_rest_stays() -> None:
    def told(others: float, *records: Record) -> dict[str, Any]:
        return {"machine": ["a machine"], "others": others, "seconds": 1.0, "records": [vars(one) for one in records]}

    one, ended, rest = (
        record([2], "9", what="one"),
        record([], "9", "rdflib", what="one", limit=10),
        record([1], "9", what="rest"),
    )
    again = program.replaced(told(0.4, one, ended, rest), told(0.1, record([3], "9", what="one")))
    assert [(found["what"], found["seconds"]) for found in again["records"]] == [("one", (3,)), ("rest", (1,))]
    assert (again["others"], again["seconds"]) == (0.4, 2)


# --- processes


def test_a_run_is_told_with_the_memory_of_its_children() -> None:
    child = "kept = bytearray(60_000_000); print('there', flush=True); input()"
    both = (
        "import subprocess, sys, time\n"
        f"start = lambda: subprocess.Popen([sys.executable, '-c', {child!r}], stdin=-1, stdout=-1, text=True)\n"
        "children = [start(), start()]\n"
        "for one in children: one.stdout.readline()\n"
        "time.sleep(1.5)\n"
        "for one in children: one.communicate('done')\n"
        "print('done')"
    )
    found = process.run([sys.executable, "-c", both], 60)
    assert found.printed == "done\n"
    assert found.megabytes > 120


def test_the_memory_of_who_measures_does_not_count() -> None:
    kept = bytearray(100_000_000)
    assert process.run([sys.executable, "-c", "pass"], 60).megabytes < 50
    assert kept


def test_what_takes_too_long_is_ended_and_what_fails_is_told() -> None:
    with pytest.raises(process.LimitError):
        process.run([sys.executable, "-c", "import time; time.sleep(60)"], 0.5)
    with pytest.raises(RuntimeError, match="no such thing"):
        process.run([sys.executable, "-c", "raise SystemExit('no such thing')"], 60)


def test_programs_are_run_in_turn(tmp_path: Path) -> None:
    log = tmp_path / "log"

    def job(who: str, told: str) -> Job:
        return Job(
            [sys.executable, "-c", f"open({str(log)!r}, 'a').write({who[0]!r}); print({told!r})"], who, timed=True
        )

    jobs = [job("a", '{"": [2.0]}'), job("b", '{"b": {"one": [1.0], "two": []}}')]
    found = Effort(runs=2, enough=1e9).measure("load", "load", "5", jobs)
    assert log.read_text() == "ababab"  # the first round does not count
    assert [(one.who, one.what, one.seconds) for one in found] == [
        ("a", "load", (2.0, 2.0)),
        ("b", "one", (1.0, 1.0)),
        ("b", "two", ()),
    ]
    assert len(found[0].megabytes) == 2


def test_one_thing_alone_is_measured() -> None:
    job = Job([sys.executable, "-c", "pass"])
    assert Effort(runs=1, only="one").measure("load", "other", "5", [job]) == []
    assert len(Effort(runs=1, only="one").measure("load", "one", "5", [job])) == 1


def test_works_within_a_process_are_done_in_turn() -> None:
    done: list[str] = []
    found = in_turn({"a": lambda: done.append("a"), "b": lambda: done.append("b")})
    assert "".join(done) == "ab" * (MOST + 1)
    assert {who: len(times) for who, times in found.items()} == {"a": MOST, "b": MOST}


def test_a_program_that_was_ended_is_not_run_again() -> None:
    slow = Job([sys.executable, "-c", "import time; time.sleep(60)"], "slow")
    (found,) = [
        one for one in Effort(runs=3, enough=1e9, limit=0.5).measure("load", "load", "5", [slow]) if one.who == "slow"
    ]
    assert (found.seconds, found.limit) == ((), 0.5)
