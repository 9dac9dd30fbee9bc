"""The command that drafts annotations."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import click

from lovp_graph.cli.common import (
    EXISTING_FILE,
    EXISTING_FOLDER,
    FOLDER,
    JOBS,
    Work,
    collecting_seldom,
    count,
    echo,
    quiet_failures,
    stored,
)
from lovp_graph.errors import DocumentError, LovpGraphError

if TYPE_CHECKING:
    from lovp_graph.catalogue import Catalogue
    from lovp_graph.drafting.draft import Draft


@click.command()
@click.argument("files", nargs=-1, required=True, type=EXISTING_FILE)
@click.option("--data", type=EXISTING_FOLDER, help="The data folder.  [default: the one of this release]")
@click.option("--out", type=FOLDER, default=Path("drafts"), show_default=True, help="Where the drafts go.")
@click.option("--explain", type=int, metavar="N", help="Say what decided about sentence N, and write nothing.")
@click.option("--again", is_flag=True, help="Also those of which a draft is there, which is then lost.")
@JOBS
@quiet_failures
@collecting_seldom()
def draft(files: tuple[Path, ...], data: Path | None, out: Path, explain: int | None, **how: Any) -> None:
    """Draft the annotation of summaries: PDF, DOCX, HTML or text.

    For each of the FILES it writes NAME.yaml, to work through in a text editor, and the
    register NAME.csv. NAME is the body and the day, such as lovp-2026-02-02; where the text
    has no day, name the file so. What has a draft already is left alone, so that a run that
    was broken off can be taken up again.
    """
    given, again = _Data(data, how["jobs"]), how["again"]
    if explain is not None:
        if len(files) != 1:
            raise click.UsageError("--explain is for one file")
        _explain(files[0], given, explain)
        return
    faults = _known(given)[1]  # read before the files, so that what is wrong with the data is said once
    if faults:
        echo(f"{count(faults, 'finding')} in the data (lovp-graph check); drafted with what is sound", err=True)
    failed = 0
    written: dict[str, Path] = {}
    done = {} if again else _drafted(out)
    drafts = {path: done.get(_digest(path)) for path in files} if done else {}
    for path, found in drafts.items():
        if found:
            echo(f"{path}: {found} is its draft; give --again to make it anew", err=True)
    for made in _made([path for path in files if not drafts.get(path)], given):
        told, fine = _written(made, out, written, again=again)
        echo(told, err=True)
        failed += not fine
    if failed:
        raise LovpGraphError(f"{failed} of {count(len(files), 'file')} could not be drafted; the others are in {out}")


@dataclass(frozen=True)
class _Data:
    """What the graph is made of, and on how many cores it and the drafts are, if not on all."""

    folder: Path | None
    jobs: int | None


@dataclass(frozen=True)
class _Made:
    """What became of a file: its draft as files, or why there is none."""

    path: Path
    slug: str = ""
    statements: int = 0
    files: tuple[tuple[str, bytes], ...] = ()
    error: str = ""


def _drafted(out: Path) -> dict[str, Path]:
    """The drafts in a folder by the digest of the file that each is of, so that a run can be taken up again."""
    from lovp_graph.documents import LARGEST
    from lovp_graph.drafting.writing import source_of
    from lovp_graph.files import read

    paths = [path for path in sorted(out.glob("*.yaml")) if path.is_file()]
    found = ((source_of(read(path, LARGEST).decode("utf-8", "replace")), path) for path in paths)
    return {source: path for source, path in found if source}


def _digest(path: Path) -> str:
    """What tells the content of a file from others; nothing for one that cannot be read, of which is told later."""
    from lovp_graph.documents import LARGEST
    from lovp_graph.files import read

    try:
        return digest(read(path, LARGEST))
    except OSError:
        return ""


def digest(content: bytes) -> str:
    """What tells the content of a file from others: the beginning of its SHA-256, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()[:16]


def _made(files: Sequence[Path], data: _Data) -> Iterator[_Made]:
    """The drafts of files as they are done, over all cores where there are several files.

    Raises LovpGraphError where the system ends one of the processes, with which all others end.
    """
    from lovp_graph.workers import available

    number = min(len(files), data.jobs or available())
    if number <= 1:
        yield from (_one(path, data) for path in files)
        return
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool

    from rich.console import Console
    from rich.progress import Progress

    with (
        Progress(console=Console(stderr=True), transient=True) as bar,
        ProcessPoolExecutor(number, initializer=_begin, initargs=(data,)) as pool,
    ):
        task = bar.add_task("drafting", total=len(files))
        try:
            for future in as_completed([pool.submit(_one, path, data) for path in files]):
                yield future.result()
                bar.advance(task)
        except BrokenProcessPool as error:
            raise LovpGraphError(
                "a process that drafted was ended from outside, perhaps for want of memory; what was drafted stays. "
                "Run it again, if need be with --jobs 1"
            ) from error
        finally:  # who breaks off does not wait for all the files
            pool.shutdown(cancel_futures=True)


def _written(made: _Made, out: Path, written: dict[str, Path], *, again: bool) -> tuple[str, bool]:
    """Write a draft, unless there is one: what to say of it, and whether all is well. Only one process writes."""
    from lovp_graph.files import write

    if made.error:
        return f"Error: {made.error}", False
    place = out / f"{made.slug}.yaml"
    if made.slug in written:
        return f"Error: {made.path}: is of the same meeting as {written[made.slug]}, which was drafted", False
    if place.exists() and not again:
        return f"{made.path}: {place} is there already; give --again to make it anew", True
    try:
        write(dict(made.files), out)
    except LovpGraphError as error:
        return f"Error: {error}", False
    written[made.slug] = made.path
    return f"{made.path}: {count(made.statements, 'statement')} drafted in {place}", True


def _begin(data: _Data) -> None:
    """Get a process ready that drafts for another."""
    from lovp_graph.workers import end_with_parent

    end_with_parent()
    _known(data)


@cache
def _known(data: _Data) -> tuple[Catalogue, int]:
    """What the graph knows, read once in each process, and how much is wrong with the data.

    Without the sentences, which are nearly half of it: a draft is compared with the statements that were made of them.
    """
    from lovp_graph.catalogue import read
    from lovp_graph.dataset import assemble
    from lovp_graph.derivations import SENTENCES
    from lovp_graph.resources import ID

    with Work(data.jobs).start() as (cache, workers):
        assembled = assemble(data.folder, cache=cache, workers=workers)
    return read(stored(assembled, without=urljoin(ID, SENTENCES))), len(assembled.problems)


def _read(path: Path, data: _Data) -> tuple[Draft, str]:
    """The draft of a file, and the digest of what it was made of: a file can change meanwhile."""
    from lovp_graph import documents
    from lovp_graph.drafting.draft import draft_of

    content = documents.content(path)
    document = documents.from_bytes(content, str(path))[1]
    try:
        return draft_of(document, _known(data)[0], path.stem), digest(content)
    except DocumentError as error:
        raise DocumentError(f"{path}: {error}") from error


def _one(path: Path, data: _Data) -> _Made:
    from lovp_graph import registers
    from lovp_graph.drafting.writing import annotation

    try:
        made, source = _read(path, data)
    except LovpGraphError as error:
        return _Made(path, error=str(error))
    except Exception as error:  # one file must not end the others
        return _Made(path, error=f"{path}: could not be drafted ({type(error).__name__}: {error}); please report this")
    register = registers.write(registers.from_document(made.document))
    content = (
        (f"{made.slug}.csv", register.encode()),
        (f"{made.slug}.yaml", annotation(made, path.name, source).encode()),
    )
    return _Made(path, made.slug, len(made.statements), content)


def _explain(path: Path, data: _Data, number: int) -> None:
    from lovp_graph.drafting.explaining import explain

    made, _ = _read(path, data)
    if not 1 <= number <= len(made.document.sentences):
        raise LovpGraphError(f"{path}: has sentences 1 to {len(made.document.sentences)}, and no {number}")
    for line in explain(made, number):
        echo(line)
