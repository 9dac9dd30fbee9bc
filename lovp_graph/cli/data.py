"""The commands that read texts and data: build, check and register."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lovp_graph.cli.common import (
    EXISTING_FILE,
    EXISTING_FOLDER,
    FINDINGS,
    FOLDER,
    Work,
    collecting_seldom,
    count,
    echo,
    from_here,
    how_to_work,
    open_store,
    put,
    quiet_failures,
    real,
    where_to_ask,
)
from lovp_graph.errors import LovpGraphError, Problem, ProblemsFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lovp_graph.dataset import Dataset
    from lovp_graph.documents import Document
    from lovp_graph.texts import Verification


@click.command()
@click.option("--data", type=EXISTING_FOLDER, help="The data folder.  [default: the one of this release]")
@click.option("--out", type=FOLDER, default=Path("build"), show_default=True, help="Where the files go.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How to print what the graph holds.",
)
@click.option("--dask", metavar="ADDRESS", help="Work on a Dask cluster: the address of its scheduler.")
@how_to_work
@quiet_failures
def build(data: Path | None, out: Path, style: str, work: Work) -> None:
    """Check ontology and data, and write them as one dataset.

    Writes lovp.trig and lovp.nq to the output folder, and prints what they hold. Nothing is
    written when the check finds something. Only what changed since an earlier build is worked on
    again, over all cores; what comes out is the same.
    """
    from lovp_graph import dataset as datasets
    from lovp_graph.files import write
    from lovp_graph.validation import validate

    with work.start() as (cache, workers):
        assembled = datasets.assemble(data, cache=cache, workers=workers)
        problems = assembled.problems + validate(assembled, cache, workers).problems
        if problems:
            raise ProblemsFoundError(problems)
        written = write(datasets.written(assembled, cache), out)
    _print_counts(assembled, style)
    triples = sum(assembled.graphs.size(name) for name in assembled.graphs)
    places = ", ".join(str(path) for path in written)
    echo(f"{triples} triples in {count(len(assembled.graphs), 'graph')}: {places}", err=True)


@click.command()
@click.argument("files", nargs=-1, type=EXISTING_FILE)
@click.option("--data", type=EXISTING_FOLDER, help="The data folder.  [default: the one of this release]")
@click.option(
    "--texts",
    type=EXISTING_FOLDER,
    envvar="LOVP_TEXTS",
    show_envvar=True,
    help="A folder with the published texts, to prove that they are the annotated ones.",
)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "turtle"]),
    default="text",
    show_default=True,
    help="Findings as lines, as JSON, or the SHACL report as Turtle.",
)
@click.option(
    "--lang", type=click.Choice(["en", "nl"]), default="en", show_default=True, help="The language of the findings."
)
@how_to_work
@quiet_failures
def check(files: tuple[Path, ...], data: Path | None, texts: Path | None, work: Work, **told: str) -> None:
    """Report everything that is wrong with the data, as file:line: message.

    With FILES only what concerns those files is reported; they are read together with the
    data, and take the place of files of the same name. Exits with 3 when there are findings.
    """
    from lovp_graph import dataset as datasets
    from lovp_graph.validation import validate

    style, lang = told["style"], told["lang"]
    with work.start() as (cache, workers):
        assembled = datasets.assemble(data, files, cache, workers)
        report = validate(assembled, cache, workers)
    problems = assembled.problems + report.problems
    slugs = [slug for slug, path in sorted(assembled.summaries.items()) if not files or path in files]
    registers = [assembled.registers[slug] for slug in slugs if slug in assembled.registers]
    concerned = {real(path) for path in (*files, *registers)}
    elsewhere = {problem for problem in problems if files and real(problem.path) not in concerned}
    problems = [problem for problem in problems if problem not in elsewhere]
    verifications = _verify(assembled, texts, slugs)
    problems = sorted({*problems, *(problem for verification in verifications for problem in verification.problems)})
    if style == "json":
        put((json.dumps([_as_json(problem) for problem in problems], ensure_ascii=False, indent=2) + "\n").encode())
    elif style == "turtle":
        put(report.graph.serialize(format="turtle", encoding="utf-8"))
        for problem in problems:
            if problem not in report.problems:  # what SHACL cannot see
                echo(from_here(problem).text(lang), err=True)
    else:
        for problem in problems:
            echo(from_here(problem).text(lang))
    for verification in verifications:
        echo(f"{verification.slug}: {verification.agreeing} of {verification.total} sentences proved", err=True)
    _say_elsewhere(elsewhere, lang)
    if problems:
        echo(
            f"{count(len(problems), 'finding')} in {count(len({problem.path for problem in problems}), 'file')}",
            err=True,
        )
        raise SystemExit(FINDINGS)
    sentences, covered = datasets.coverage(assembled)
    where = " in what was given" if elsewhere else ""
    echo(f"nothing found{where}; {covered} of {sentences} sentences accounted for", err=True)


def _say_elsewhere(problems: set[Problem], language: str) -> None:
    """What is wrong in files that were not asked about; it can come from those that were."""
    if problems:
        echo(f"{count(len(problems), 'finding')} in other files:", err=True)
        for problem in sorted(problems):
            echo(f"  {from_here(problem).text(language)}", err=True)


def _verify(assembled: Dataset, texts: Path | None, slugs: list[str]) -> list[Verification]:
    """Prove the texts of a folder that was asked for, or those that happen to stand in ./texts."""
    from lovp_graph.texts import of_summary, verify

    folder = texts or Path("texts")
    registered = [slug for slug in slugs if slug in assembled.registers]
    wanted = [slug for slug in registered if texts or of_summary(folder, slug).is_file()]
    return [verify(assembled, slug, of_summary(folder, slug)) for slug in wanted]


@click.command()
@click.option("--out", type=FOLDER, default=Path("build/site"), show_default=True, help="Where the pages go.")
@click.option(
    "--texts",
    type=EXISTING_FOLDER,
    envvar="LOVP_TEXTS",
    show_envvar=True,
    help="A folder with the published texts, to show the sentences themselves.",
)
@where_to_ask
@quiet_failures
@collecting_seldom()
def site(out: Path, texts: Path | None, data: Path | None, dataset: Path | None, endpoint: str | None) -> None:
    """Write the pages: a folder that opens in a browser as it is.

    The pages ask nothing of the network and can be put on any web server. With --texts they
    quote the sentences; such pages are for yourself, not for publication.
    """
    from lovp_graph.dataset import SITE_FILE
    from lovp_graph.files import check_replaceable, replace_folder
    from lovp_graph.resources import data_folder
    from lovp_graph.site import MARK, each
    from lovp_graph.site.context import ASKING, Site
    from lovp_graph.site.oxigraph import MISSING
    from lovp_graph.texts import quotations

    check_replaceable(out, MARK)  # before the work, not after it
    quoted = quotations(texts) if texts else {}
    made = Site(open_store(data, dataset, endpoint), quoted, (data or data_folder()) / SITE_FILE)
    sizes: dict[str, int] = {}

    def weighed() -> Iterator[tuple[str, bytes]]:
        for path, content in each(made):
            sizes[path] = len(content)
            yield path, content

    replace_folder(weighed(), out, MARK)
    pages = sum(name.endswith(".html") for name in sizes)
    echo(f"{count(pages, 'page')}, {sum(sizes.values()) / 1_000_000:.0f} MB: {out / 'index.html'}", err=True)
    if ASKING not in sizes:
        echo(f"without {ASKING}, on which questions are asked: {MISSING}", err=True)


@click.command()
@click.argument("text", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--out", type=FOLDER, help="Write NAME.csv into this folder instead of to standard output.")
@click.option(
    "--format",
    "style",
    type=click.Choice(["csv", "json"]),
    default="csv",
    show_default=True,
    help="The register, or everything that was read, sentences included.",
)
@quiet_failures
def register(text: Path, out: Path | None, style: str) -> None:
    """Make the sentence register of a summary from its TEXT: a PDF, DOCX, HTML or plain-text file.

    The content of the file decides how it is read; "-" reads it from standard input. The same
    text gives the same sentences in each of these formats, but for the offsets.

    The register has a line per sentence: number, section, paragraph, offsets and digest. What
    was recognised as title, dates and headings is shown beside it.
    """
    from lovp_graph import documents, registers
    from lovp_graph.files import write

    piped = str(text) == "-"
    if piped:
        _, document = documents.from_bytes(sys.stdin.buffer.read(documents.LARGEST + 1), "standard input")
    else:
        _, document = documents.read(text)
    content = registers.write(registers.from_document(document)) if style == "csv" else _document_json(document)
    if out is None:
        put(content.encode())
    else:
        name = f"{'summary' if piped else text.stem}.{style}"
        if not piped and real(out / name) == real(text):
            raise LovpGraphError(
                f"{text}: the register would take the place of the text; choose another folder with --out"
            )
        (written,) = write({name: content.encode("utf-8")}, out)
        echo(f"written: {written}", err=True)
    _print_outline(document)


# --- printing


def _print_outline(document: Document) -> None:
    dates = ", ".join(str(day) for day in document.dates) or "none found"
    echo(f"title: {document.title or 'none found'}\ndates: {dates}", err=True)
    for section in document.sections:
        numbers = [sentence.number for sentence in document.sentences if sentence.section == section.number]
        if section.number == 0 and not numbers:
            continue
        indent = "  " if section.parent is None else "    "
        span = f"{numbers[0]}-{numbers[-1]}" if len(numbers) > 1 else "".join(map(str, numbers))
        place = f"{'sentence' if len(numbers) == 1 else 'sentences'} {span}" if numbers else "no sentences of its own"
        echo(f"{indent}{section.number} {section.heading or '(opening)'}: {place}", err=True)


def _document_json(document: Document) -> str:
    content = {
        "title": document.title,
        "dates": [str(day) for day in document.dates],
        "sections": [vars(section) for section in document.sections],
        "sentences": [vars(sentence) for sentence in document.sentences],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


MOST_COLUMNS = 12
"""Summaries that have a column of their own; of more, people read the totals, and programs all."""


def _print_counts(assembled: Dataset, style: str) -> None:
    from lovp_graph.dataset import counts

    slugs, rows = counts(assembled)
    if style == "json":
        echo(json.dumps({label.strip(): dict(zip(slugs, numbers, strict=True)) for label, numbers in rows}, indent=2))
        return
    if style == "csv":
        echo(",".join(["kind", *slugs, "total"]))
        for label, numbers in rows:
            echo(",".join([label.strip(), *map(str, numbers), str(sum(numbers))]))
        return
    from rich.console import Console
    from rich.table import Table

    first_words = {slug.partition("-")[0] for slug in slugs}
    prefix = f"{first_words.pop()}-" if len(first_words) == 1 else ""
    grid = Table(box=None, pad_edge=False)
    grid.add_column("", no_wrap=True)
    shown = slugs if len(slugs) <= MOST_COLUMNS else []
    for slug in shown:
        grid.add_column(slug.removeprefix(prefix), justify="right", no_wrap=True)
    grid.add_column("total", justify="right", style="bold", no_wrap=True)
    for label, numbers in rows:
        grid.add_row(label, *map(str, numbers if shown else ()), str(sum(numbers)))
    # As wide as it needs to be: a row that is cut would lose its total.
    endless = Console(width=100_000)
    Console(width=endless.measure(grid).maximum).print(grid)


def _as_json(problem: Problem) -> dict[str, Any]:
    return {
        "file": str(from_here(problem).path),
        "line": problem.line,
        "code": problem.code,
        "message": {"en": problem.message, "nl": problem.message_nl},
    }
