"""The work of lovp-graph that is timed inside a process of its own, so that its start does not count.

Usage: python -m benchmarks.speed.tasks TASK ARGUMENTS... (a task of this module or of `peers`). It prints the
seconds of each piece of work as JSON, by program and by name: a list where it was done several times.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyoxigraph as ox

    from lovp_graph.store import EmbeddedStore

Times = dict[str, list[float]]
Told = dict[str, Times]
"""By program and by name of the work."""

MOST, ENOUGH, LONG = 7, 2.0, 10.0
"""A question is asked at most so often, and not again after so many seconds; what is long only once."""


@contextmanager
def clock(times: list[float]) -> Iterator[None]:
    """Note how long a block takes."""
    started = time.perf_counter()
    yield
    times.append(time.perf_counter() - started)


def in_turn(works: Mapping[str, Callable[[], object]]) -> dict[str, list[float]]:
    """The seconds that some works take, done in turn again and again, so that what disturbs one disturbs all.

    After one round that does not count, if they are short.
    """
    found: dict[str, list[float]] = {who: [] for who in works}
    began = time.perf_counter()
    for number in range(MOST + 1):
        for who, work in works.items():
            with clock(found[who]):
                work()
        taken = time.perf_counter() - began
        if number == 0 and taken < ENOUGH:
            found = {who: [] for who in works}
        elif taken > (ENOUGH if number else LONG):
            break
    return found


def load(path: str) -> Times:
    """A built dataset, made ready to be asked."""
    from lovp_graph.store import from_file

    times: Times = {"": []}
    with clock(times[""]):
        from_file(Path(path))
    return times


def validate(data: str, jobs: str) -> Times:
    """The shapes held against data that are in memory, by so many processes."""
    from lovp_graph.dataset import assemble
    from lovp_graph.validation import validate as check
    from lovp_graph.workers import Cores

    times: Times = {"": []}
    with Cores(int(jobs)) as workers:
        dataset = assemble(Path(data), workers=workers)
    with Cores(int(jobs)) as workers, clock(times[""]):
        report = check(dataset, workers=workers)
    if dataset.problems or report.problems:
        raise ValueError(f"{data}: the check finds something")
    return times


def ask(path: str) -> Told:
    """Every saved question, as the command asks it, and its SPARQL asked of pyoxigraph alone, in turn."""
    from benchmarks.speed.asked import given, texts
    from lovp_graph.asking import ask as answer
    from lovp_graph.questions import names, saved

    store, bare = _both(path)
    queries = texts(store)
    told: Told = {"lovp-graph": {}, "pyoxigraph": {}}
    for name in names():
        question, query = saved(name), queries[name]
        values = given(store, question)
        times = in_turn(
            {
                "lovp-graph": lambda question=question, values=values: answer(store, question, values),  # type: ignore[misc]
                "pyoxigraph": lambda query=query: rows(bare, query),  # type: ignore[misc]
            }
        )
        for who, found in times.items():
            told[who][name] = found
    return told


def trace(path: str, theme: str) -> Told:
    """The story of a theme, and the queries that it asks, asked of pyoxigraph alone, in turn."""
    from benchmarks.speed.asked import Recording
    from lovp_graph import story

    store, bare = _both(path)
    given = {"theme": [theme], "actor": [], "since": [""]}
    recording = Recording(store)
    story.trace(recording, given)
    times = in_turn(
        {
            "lovp-graph": lambda: story.trace(store, given),
            "pyoxigraph": lambda: [rows(bare, query) for query in recording.queries],
        }
    )
    return {who: {"": found} for who, found in times.items()}


def rows(store: ox.Store, query: str) -> list[tuple[object, ...]]:
    """All terms of all rows of an answer, by pyoxigraph alone."""
    return [tuple(row) for row in store.query(query, use_default_graph_as_union=True)]  # type: ignore[union-attr]


def _both(path: str) -> tuple[EmbeddedStore, ox.Store]:
    """Our store of a dataset, and the store of pyoxigraph in it: the same data, so that both are as warm."""
    from lovp_graph.store import from_file

    store = from_file(Path(path))
    return store, store._store


def dataset(data: str, out: str) -> Times:
    """Write the quads of a data folder that is known to be sound, without a check; this is not timed."""
    from lovp_graph.dataset import assemble, written
    from lovp_graph.workers import Cores

    with Cores() as workers:
        assembled = assemble(Path(data), workers=workers)
    if assembled.problems:
        raise ValueError(f"{data}: {assembled.problems[0]}")
    with Path(out).open("wb") as file:
        file.writelines(written(assembled)["lovp.nq"])
    return {"": []}


def disk(path: str, folder: str) -> Told:
    """A dataset loaded into a store on disk by pyoxigraph, as it is to be asked by lovp-graph."""
    import pyoxigraph as ox

    times: Times = {"load on disk": []}
    with clock(times["load on disk"]):
        store = ox.Store(folder)
        store.bulk_load(path=path)
        store.optimize()
        store.flush()
    return {"pyoxigraph": times}


def ask_disk(folder: str, name: str) -> Told:
    """One saved question asked of a store on disk, and the same of pyoxigraph alone, in turn."""
    from benchmarks.speed.asked import given
    from lovp_graph.asking import ask as answer
    from lovp_graph.asking import resolve
    from lovp_graph.questions import saved
    from lovp_graph.store import EmbeddedStore

    store, question = EmbeddedStore(Path(folder)), saved(name)
    values = given(store, question)
    query = question.sparql(resolve(store, question, values))
    works = {
        "lovp-graph": lambda: answer(store, question, values),
        "pyoxigraph": lambda: rows(store._store, query),
    }
    return {who: {name: found} for who, found in in_turn(works).items()}


if __name__ == "__main__":
    from benchmarks.speed import peers

    name, *arguments = sys.argv[1:]
    work: Callable[..., Times | Told] = getattr(peers, name, None) or globals()[name]
    print(json.dumps(work(*arguments)))
