"""The command that compares two versions of the dataset."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lovp_graph.cli.common import FINDINGS, FOLDER, count, echo, open_quads, put, quiet_failures

if TYPE_CHECKING:
    import pyoxigraph as ox

PLACE = click.Path(exists=True, path_type=Path)


@click.command()
@click.argument("old", type=PLACE)
@click.argument("new", type=PLACE)
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "csv", "tsv", "json", "md"]),
    default="text",
    show_default=True,
    help="How to tell.",
)
@click.option("--rdf", type=FOLDER, help="Write added.nq and removed.nq into this folder as well.")
@quiet_failures
def diff(old: Path, new: Path, style: str, rdf: Path | None) -> None:
    """Say what differs between two versions: OLD and NEW are built datasets or data folders.

    Statements, themes, authority and all else that was added, changed or withdrawn, by IRI.
    What is derived is left out where that which it follows from is told. Exits with 3 where
    the versions differ.
    """
    from lovp_graph import tables
    from lovp_graph.difference import compare, lines, table

    found = compare(_quads(old), _quads(new))
    if rdf is not None:
        _write(found.added, found.removed, rdf)
    if style == "text":
        for line in lines(found):
            echo(line)
    else:
        writers: dict[str, Callable[[tables.Table], bytes]] = {
            "csv": tables.to_csv,
            "json": tables.to_json,
            "md": lambda one: tables.to_markdown(one).encode(),
            "tsv": tables.to_tsv,
        }
        put(writers[style](table(found)))
    if found:
        quads = f"{count(len(found.added), 'quad')} added, {len(found.removed)} removed"
        echo(f"{count(len(found.changes), 'change')}; {quads}", err=True)
        raise SystemExit(FINDINGS)
    echo("no difference", err=True)


def _quads(place: Path) -> list[ox.Quad]:
    return open_quads(place, None) if place.is_dir() else open_quads(None, place)


def _write(added: tuple[ox.Quad, ...], removed: tuple[ox.Quad, ...], folder: Path) -> None:
    import pyoxigraph as ox

    from lovp_graph import rdf
    from lovp_graph.files import write

    parts = {"added.nq": added, "removed.nq": removed}
    write({name: rdf.serialise(list(quads), ox.RdfFormat.N_QUADS, {}) for name, quads in parts.items()}, folder)
