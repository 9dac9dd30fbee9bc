"""The command that writes the data in the formats of other tools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lovp_graph.cli.common import (
    EXISTING_FILE,
    EXISTING_FOLDER,
    JOBS,
    Work,
    collecting_seldom,
    count,
    echo,
    open_both,
    put,
    quiet_failures,
)
from lovp_graph.errors import LovpGraphError

if TYPE_CHECKING:
    from lovp_graph.exports.selection import Filters
    from lovp_graph.store import Store

# Each stands in `lovp_graph.exports.FORMATS`; here too, so that help need not load the libraries.
NAMES = (
    "turtle", "trig", "ntriples", "nquads", "rdfxml", "jsonld", "jsonld-framed", "csv", "xlsx", "sqlite", "graphml",
    "gexf", "ical", "atom",
)  # fmt: skip


@click.command()
@click.argument("style", metavar="FORMAT", type=click.Choice(NAMES))
@click.option("--theme", multiple=True, help="Only statements on this theme or a part of it.")
@click.option("--actor", multiple=True, help="Only what this actor says, is asked or is promised.")
@click.option("--meeting", multiple=True, help="Only statements of this meeting.")
@click.option("--since", help="Only statements from this day on: 2025, 2025-06 or 2025-06-12.")
@click.option("--aligned", is_flag=True, help="RDF in the terms of PROV, schema.org, OSLO Besluit and others besides.")
@click.option("--data", type=EXISTING_FOLDER, help="The data folder.  [default: the one of this release]")
@click.option("--dataset", type=EXISTING_FILE, help="Export a built dataset (.nq or .trig).")
@click.option(
    "--out",
    type=click.Path(allow_dash=True, path_type=Path),
    help="The file (for csv and jsonld-framed the folder), or - for standard output.  [default: in build/export]",
)
@JOBS
@quiet_failures
@collecting_seldom()
def export(style: str, out: Path | None, data: Path | None, dataset: Path | None, **given: Any) -> None:
    """Write the data, or a part of them, in the FORMAT of another tool.

    RDF: turtle, trig, ntriples, nquads, rdfxml, jsonld (compact), jsonld-framed (a document
    for each summary). Tables: csv (with CSV on the Web), xlsx, sqlite. Networks: graphml,
    gexf. Besides: ical (what is due) and atom (what was said).

    A filter that is given twice means either, several filters mean all of them. With the
    statements comes what they refer to, what later went back to them, the amounts that rest
    on them, all meetings and all authority, so that a part is valid by itself and answers
    questions as the whole does; the tables of statements, the calendar and the feed hold
    only what was asked for.
    """
    from lovp_graph.exports import FORMATS, RDF, select
    from lovp_graph.workers import Cores

    chosen, aligned, jobs = FORMATS[style], given["aligned"], given["jobs"]
    if aligned and style not in RDF:
        raise click.UsageError(f"--aligned is for RDF: {', '.join(RDF)}")
    quads, store = open_both(data, dataset, Work(jobs))
    with Cores(jobs) as workers:
        selected = select(quads, store, _filters(store, given), aligned=aligned, workers=workers)
        written = chosen.write(selected)
    ending = f".{chosen.ending}" if chosen.ending else f"-{style}"
    where = out or Path("build/export") / f"{selected.name}{ending}"
    _put(written, where, chosen.mark)
    if where != Path("-"):
        echo(f"{count(selected.number, 'statement')}: {where}", err=True)


def _filters(store: Store, given: dict[str, Any]) -> Filters:
    """What was given to filter by, as IRIs and a day."""
    from lovp_graph.asking import term, value
    from lovp_graph.exports.selection import Filters
    from lovp_graph.questions import Parameter

    def iris(name: str) -> list[str]:
        return [value(term(store, Parameter(name, name), text)) for text in given[name]]

    since = value(term(store, Parameter("since", "first-day"), given["since"])) if given["since"] is not None else ""
    return Filters(iris("theme"), iris("actor"), iris("meeting"), since)


def _put(written: bytes | dict[str, bytes], where: Path, mark: str) -> None:
    """Write one file, or several into a folder, whole or not at all."""
    from lovp_graph.files import replace_folder, write

    if isinstance(written, dict):
        if where == Path("-"):
            raise click.UsageError("this format is several files; give a folder with --out")
        replace_folder(written, where, mark)
    elif where == Path("-"):
        put(written)
    elif where.is_dir():
        raise LovpGraphError(f"{where}: is a folder; give a file with --out")
    else:
        write({where.name: written}, where.parent)
