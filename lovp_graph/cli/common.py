"""What the commands share: failures as one message and an exit code, and where questions are asked."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lovp_graph.characters import visible
from lovp_graph.errors import LovpGraphError, Problem, ProblemsFoundError, UnknownValueError
from lovp_graph.interrupts import interruptible

if TYPE_CHECKING:
    import pyoxigraph as ox

    from lovp_graph.cache import Cache
    from lovp_graph.dataset import Dataset
    from lovp_graph.store import Store
    from lovp_graph.workers import Workers

MUCH = 20
"""Items of work that are shown as they are done."""

FAILURE = 1
WRONG_USE = 2
FINDINGS = 3

EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
EXISTING_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def quiet_failures(command: Callable[..., None]) -> Callable[..., None]:
    """Turn an error of ours into one message and an exit code; with --debug, show where it came from."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            with interruptible():
                command(*args, **kwargs)
        except ProblemsFoundError as error:
            print_problems(error.problems, "en")
            raise SystemExit(FINDINGS) from error
        except UnknownValueError as error:
            echo(f"lovp-graph: {error}", err=True)
            raise SystemExit(WRONG_USE) from error
        except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
            raise  # click knows what to do with these
        except Exception as error:
            if click.get_current_context().obj["debug"]:
                raise
            tell(error)
            raise SystemExit(FAILURE) from error

    return run


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Let Python look for garbage seldom meanwhile, for a command that keeps most of what it makes.

    An export of many meetings spends up to a quarter of its time on looking. Validation leaves much garbage, and its
    memory would double.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def tell(error: Exception) -> None:
    """Say in one message what failed, and whether the program is at fault."""
    if isinstance(error, OSError) and error.filename:
        error = LovpGraphError(
            f"{error.filename}: cannot be read or written ({error.strerror}); check the name, the room on the "
            "disk and the permissions"
        )
    expected = isinstance(error, LovpGraphError | OSError)
    hint = "" if expected else f" ({type(error).__name__}; a fault of the program: --debug shows where)"
    echo(f"lovp-graph: {error}{hint}", err=True)


def echo(text: str, *, err: bool = False) -> None:
    """Print a line for people: no name of a file or text of the data can give orders to their terminal."""
    click.echo(visible(text), err=err)


def put(content: bytes) -> None:
    """Write an answer to standard output: for a program as it is, to a terminal without what would command it."""
    if sys.stdout.isatty():
        if b"\0" in content:
            raise click.UsageError("this format is not for a terminal; give --out FILE")
        content = visible(content.decode("utf-8", "replace")).encode()
    sys.stdout.buffer.write(content)
    sys.stdout.flush()


def print_problems(problems: list[Problem], language: str) -> None:
    """All findings, one a line, and how many there are."""
    for problem in problems:
        echo(from_here(problem).text(language), err=True)
    echo(f"{count(len(problems), 'finding')}; nothing was done", err=True)


def from_here(problem: Problem) -> Problem:
    """The finding with its file named from the working folder, where it lies below it."""
    path = real(problem.path)
    return replace(problem, path=path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else problem


def real(path: Path) -> Path:
    """Where a path leads, links followed; as far as they lead, where they go round in a loop."""
    return Path(os.path.realpath(path))


def count(number: int, noun: str) -> str:
    """A number with its noun, in the plural where that is due."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def open_store(data: Path | None, dataset: Path | None, endpoint: str | None) -> Store:
    """Where to ask: an endpoint, a built dataset, or a data folder (by default the one of this release).

    Raises ProblemsFoundError when the data folder does not load cleanly.
    """
    if sum(place is not None for place in (data, dataset, endpoint)) > 1:
        raise click.UsageError("give one of --data, --dataset and --endpoint")
    if endpoint is not None:
        from lovp_graph.asking import connect

        return connect(endpoint)
    from lovp_graph.store import from_file

    if dataset is not None:
        return from_file(dataset)
    return stored(_sound(data))


def stored(dataset: Dataset, without: str = "") -> Store:
    """A store in memory that holds a dataset, but for the things whose IRI begins with `without`, if that is given."""
    from lovp_graph.rdf import all_lines
    from lovp_graph.store import EmbeddedStore

    def kept(lines: list[str]) -> list[str]:
        return [line for line in lines if not line.startswith(f"<{without}")] if without else lines

    return EmbeddedStore.of("\n".join(kept(lines)).encode() for lines in all_lines(dataset.graphs))


def open_quads(data: Path | None, dataset: Path | None) -> list[ox.Quad]:
    """The quads of a built dataset, or of a data folder (by default the one of this release), in their order.

    Raises ProblemsFoundError when the data folder does not load cleanly.
    """
    if data is not None and dataset is not None:
        raise click.UsageError("give one of --data and --dataset")
    if dataset is not None:
        from lovp_graph.store import read_quads

        return read_quads(dataset)
    from lovp_graph.rdf import quads

    return quads(_sound(data).graphs)


def open_both(
    data: Path | None, dataset: Path | None, work: Work | None = None
) -> tuple[Callable[[], list[ox.Quad]], Store]:
    """What `open_quads` gives, to be read when it is needed, and a store that holds it. Raises as `open_quads` does."""
    if data is not None and dataset is not None:
        raise click.UsageError("give one of --data and --dataset")
    from lovp_graph.rdf import quads
    from lovp_graph.store import from_file, read_quads

    if dataset is not None:
        return partial(read_quads, dataset), from_file(dataset)
    sound = _sound(data, work)
    return partial(quads, sound.graphs), stored(sound)


def _sound(data: Path | None, work: Work | None = None) -> Dataset:
    """A data folder that loads cleanly; else raises ProblemsFoundError."""
    from lovp_graph.dataset import assemble

    with (work or Work()).start() as (cache, workers):
        assembled = assemble(data, cache=cache, workers=workers)
    if assembled.problems:
        raise ProblemsFoundError(assembled.problems)
    return assembled


@dataclass(frozen=True)
class Work:
    """How the work is to be done: on how many cores, or on which cluster, and whether anew."""

    jobs: int | None = None
    dask: str | None = None
    anew: bool = False

    @contextmanager
    def start(self) -> Iterator[tuple[Cache, Workers]]:
        """The cache of this user, and who does the work. Raises LovpGraphError where no cluster answers."""
        from lovp_graph.cache import Cache, folder
        from lovp_graph.workers import Cores, Dask

        cache = Cache(None if self.anew else folder())
        with Dask(self.dask) if self.dask else Cores(self.jobs) as workers:
            yield cache, _Shown(workers)
        cache.tidy()


@dataclass(frozen=True)
class _Shown:
    """Workers whose work is shown on a terminal as it is done, when there is much of it."""

    workers: Workers

    @property
    def number(self) -> int:
        """How many items are worked on at once."""
        return self.workers.number

    def map(self, function: Callable[[Any], Any], items: Sequence[Any]) -> Iterator[Any]:
        """What the function makes of each item."""
        found = self.workers.map(function, items)
        if len(items) < MUCH or not sys.stderr.isatty():
            yield from found
            return
        with click.progressbar(found, len(items), function.__name__, file=sys.stderr) as bar:
            yield from bar


JOBS = click.option("--jobs", type=click.IntRange(min=1), metavar="N", help="How many cores to use.  [default: all]")


def how_to_work(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that reads all data, which gets them as `work`."""

    @wraps(command)
    def run(*args: Any, jobs: int | None, no_cache: bool, dask: str | None = None, **kwargs: Any) -> None:
        if dask and jobs:
            raise click.UsageError("give one of --dask and --jobs")
        command(*args, work=Work(jobs, dask, no_cache), **kwargs)

    for option in (
        JOBS,
        click.option("--no-cache", is_flag=True, help="Do everything anew; what comes out is the same."),
    ):
        run = option(run)
    return run


def where_to_ask(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that asks questions."""
    for option in (
        click.option("--endpoint", metavar="URL", help="Ask a SPARQL 1.1 endpoint that holds the dataset."),
        click.option("--dataset", type=EXISTING_FILE, help="Ask a built dataset (.nq or .trig)."),
        click.option("--data", type=EXISTING_FOLDER, help="The data folder.  [default: the one of this release]"),
    ):
        command = option(command)
    return command
