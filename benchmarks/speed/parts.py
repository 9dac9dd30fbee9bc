"""The parts of the benchmark: what is done, on which corpora, by whom, beside whom."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from benchmarks.speed import inputs
from benchmarks.speed.figures import Record
from benchmarks.speed.inputs import OWN, Corpus, tasks
from benchmarks.speed.measuring import Effort, Job
from lovp_graph.workers import available

PROGRAM = Path(sys.executable).parent / "lovp-graph"
BARE = Path(__file__).parent / "bare.py"

OXIGRAPH, RDFLIB, PYSHACL, CLICK, JINJA = "pyoxigraph", "rdflib", "pySHACL", "bare click", "Jinja"
SLOW = 100
"""Meetings up to which rdflib and pySHACL are measured."""

THEME = "veiligheidsagenda"
BOTH = ((OXIGRAPH, "oxigraph_export"), (RDFLIB, "rdflib_export"))
EXPORTS: dict[str, tuple[tuple[str, str], ...]] = {
    "nquads": BOTH,
    "trig": BOTH,
    "ntriples": BOTH,
    "turtle": BOTH,
    "rdfxml": BOTH,
    "jsonld": ((RDFLIB, "rdflib_export"),),
    "jsonld-framed": (),
    "csv": ((OXIGRAPH, "oxigraph_table"),),
    "xlsx": (),
    "sqlite": (),
    "graphml": ((RDFLIB, "networkx_export"),),
    "gexf": ((RDFLIB, "networkx_export"),),
    "ical": (),
    "atom": (),
}
"""The formats, and who else writes them, by what task."""


@dataclass(frozen=True)
class Bench:
    """Where to work, on how many meetings, and how often."""

    folder: Path
    sizes: Sequence[int]
    effort: Effort
    patience: int = 5
    """Seconds that rdflib gets for a question."""
    texts: Sequence[int] = (1, 4, 16)
    """Numbers of texts to draft."""
    store: int = 0
    """How many meetings the store alone is measured with, if any."""

    def corpora(self, sizes: Sequence[int]) -> list[Corpus]:
        """The corpora of some sizes."""
        return [self.corpus(size) for size in sizes]

    def corpus(self, name: object) -> Corpus:
        """A corpus by its name: a number of meetings, or `own`."""
        return Corpus(str(name), self.folder / "corpora")

    def empty(self, name: str) -> Path:
        """A folder with nothing in it."""
        path = self.folder / "work" / name
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir(parents=True)
        return path


Found = Iterator[list[Record]]


def start(bench: Bench) -> Found:
    """Help, and how long it takes before a command begins."""
    for what, arguments in (("--help", ["--help"]), ("build --help", ["build", "--help"])):
        jobs = [Job([PROGRAM, *arguments]), Job([sys.executable, BARE, "--help"], CLICK)]
        yield replace(bench.effort, runs=3 * bench.effort.runs).measure("start", what, "", jobs)


def load(bench: Bench) -> Found:
    """A dataset is made ready to be asked, in memory."""
    for corpus in bench.corpora(bench.sizes):
        jobs = [
            Job(tasks("load", corpus.dataset), timed=True),
            Job(tasks("oxigraph_load", corpus.dataset), OXIGRAPH, timed=True),
        ]
        if int(corpus.name) <= SLOW:
            jobs.append(Job(tasks("rdflib_load", corpus.dataset), RDFLIB, timed=True))
        yield bench.effort.measure("load", "load", corpus.name, jobs)


def validation(bench: Bench) -> Found:
    """The shapes are held against data that are in memory, with nothing remembered."""
    for corpus in bench.corpora(bench.sizes):
        every = Job(tasks("validate", corpus.data, available()), timed=True)
        yield bench.effort.measure("validation", "all cores", corpus.name, [every])
        if int(corpus.name) <= SLOW:
            alone = Job(tasks("validate", corpus.data, 1), timed=True)
            peer = Job(tasks("shacl_validate", corpus.dataset), PYSHACL, timed=True)
            yield bench.effort.measure("validation", "one core", corpus.name, [alone, peer])


def build(bench: Bench) -> Found:
    """The whole command: from data to a dataset that was checked; from nothing, and with what is remembered."""
    own = bench.corpus(OWN)
    peer = Job(
        [PROGRAM.parent / "pyshacl", "-s", inputs.shapes(bench.empty("shapes")), "-df", "nt", own.triples], PYSHACL
    )
    alone = _build(bench, own.data, own.name, "--jobs", "1", anew=True)
    yield bench.effort.measure("build", "full, one core", OWN, [alone, peer])
    for corpus in [own, *bench.corpora(bench.sizes)]:
        jobs = [_build(bench, corpus.data, corpus.name, anew=True)]
        if corpus is own:
            jobs.append(peer)
        elif int(corpus.name) <= SLOW:
            plain = tasks("plain_build", corpus.data, corpus.dataset, bench.empty("plain"))
            jobs.append(Job(plain, f"{RDFLIB}, {PYSHACL}", timed=True))
        yield bench.effort.measure("build", "full", corpus.name, jobs)
        yield bench.effort.measure("build", "nothing changed", corpus.name, [_build(bench, corpus.data, corpus.name)])
        if corpus is not own:
            kept, copy = _cache(bench, corpus.name), _cache(bench, "copy")

            def as_it_was(kept: Path = kept, copy: Path = copy) -> None:
                """What is remembered is that of the corpus without the meeting."""
                shutil.rmtree(copy, ignore_errors=True)
                shutil.copytree(kept, copy)

            added = replace(_build(bench, corpus.grown, "copy"), before=as_it_was)
            yield bench.effort.measure("build", "one meeting added", corpus.name, [added])
            shutil.rmtree(copy)
        shutil.rmtree(_cache(bench, corpus.name))


def _cache(bench: Bench, name: str) -> Path:
    return bench.folder / "work" / f"cache-{name}"


def _build(bench: Bench, data: Path, cache: str, *options: str, anew: bool = False) -> Job:
    """The command that builds, with a cache of its own, which is empty before each run if it is to be done anew."""
    where = _cache(bench, cache)
    command: list[str | Path] = [PROGRAM, "build", "--data", data, "--out", bench.folder / "work" / "out", *options]
    before = partial(bench.empty, where.name) if anew else lambda: None
    return Job(command, environment={"LOVP_CACHE": str(where)}, before=before)


def questions(bench: Bench) -> Found:
    """Every saved question, in memory: as the command asks it, and its SPARQL alone."""
    for corpus in bench.corpora(bench.sizes):
        jobs = [Job(tasks("ask", corpus.dataset), timed=True)]
        if int(corpus.name) <= SLOW:
            ask = tasks("rdflib_ask", corpus.dataset, bench.patience)
            jobs.append(Job(ask, RDFLIB, timed=True, each=bench.patience))
        patient = replace(bench.effort, runs=1, limit=Effort.ours)
        yield patient.measure("questions", "questions", corpus.name, jobs)


def trace(bench: Bench) -> Found:
    """The story of a theme, and the queries that it asks alone."""
    for corpus in bench.corpora(bench.sizes):
        job = Job(tasks("trace", corpus.dataset, THEME), timed=True)
        yield replace(bench.effort, runs=1).measure("trace", "trace", corpus.name, [job])


def site(bench: Bench) -> Found:
    """All pages, from a dataset."""
    for corpus in bench.corpora(bench.sizes):
        jobs = [
            Job([PROGRAM, "site", "--dataset", corpus.dataset, "--out", bench.folder / "work" / "site"]),
            Job(
                tasks("jinja_site", corpus.dataset, bench.folder / "work" / "jinja"),
                JINJA,
                before=partial(bench.empty, "jinja"),
            ),
        ]
        yield bench.effort.measure("site", "site", corpus.name, jobs)


def export(bench: Bench) -> Found:
    """A dataset in other formats, each by a process of its own, reading included."""
    effort = replace(bench.effort, runs=min(bench.effort.runs, 3), enough=10)
    for corpus in bench.corpora(bench.sizes):
        few = int(corpus.name) <= SLOW
        for style, others in EXPORTS.items():
            out = bench.empty("export")
            jobs = [Job([PROGRAM, "export", style, "--dataset", corpus.dataset, "--out", out / "ours"])]
            jobs += [
                Job(tasks(task, corpus.dataset, style, out / task), who) for who, task in others if who != RDFLIB or few
            ]
            yield effort.measure("export", style, corpus.name, jobs)


def draft(bench: Bench) -> Found:
    """Drafts of texts, and of one text where many meetings are known."""
    known = bench.empty("draft-cache")
    for number in bench.texts:
        texts = inputs.texts(number, bench.empty(f"texts-{number}"))
        job = _draft(bench, bench.corpus(OWN).data, known, texts)
        yield bench.effort.measure("draft", f"texts, {number}", OWN, [job])
    for corpus in bench.corpora(bench.sizes):
        job = _draft(bench, corpus.data, bench.empty("draft-cache"), inputs.texts(1, bench.empty("texts")))
        yield replace(bench.effort, runs=1).measure("draft", "one text, the first", corpus.name, [job])
        yield bench.effort.measure("draft", "one text", corpus.name, [job])


def _draft(bench: Bench, data: Path, cache: Path, texts: Sequence[Path]) -> Job:
    """The command that drafts, which remembers what it has read of the data."""
    out = bench.folder / "work" / "drafts"
    command: list[str | Path] = [PROGRAM, "draft", *texts, "--data", data, "--out", out, "--again"]
    return Job(command, environment={"LOVP_CACHE": str(cache)})


def store(bench: Bench) -> Found:
    """The store alone, on disk: loaded by pyoxigraph, and every question asked of it in a process of its own."""
    if not bench.store:
        return
    from lovp_graph.questions import names

    corpus = bench.corpus(bench.store)
    disk = bench.folder / "work" / "disk"
    once = replace(bench.effort, runs=1, limit=600)
    job = Job(tasks("disk", corpus.dataset, disk), OXIGRAPH, timed=True, before=partial(bench.empty, "disk"))
    yield replace(once, limit=Effort.ours).measure("store", "load on disk", corpus.name, [job])
    for name in names():
        yield once.measure("store", name, corpus.name, [Job(tasks("ask_disk", disk, name), OXIGRAPH, timed=True)])


PARTS: dict[str, Callable[[Bench], Found]] = {
    part.__name__: part for part in (start, load, validation, build, questions, trace, site, export, draft, store)
}
"""By name, in the order of the report."""
