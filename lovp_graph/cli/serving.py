"""The command that serves the graph on this machine: serve."""

from __future__ import annotations

import os
from pathlib import Path

import click

from lovp_graph.cli.common import EXISTING_FILE, EXISTING_FOLDER, echo, open_quads, quiet_failures


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes any free port.")
@click.option("--data", type=EXISTING_FOLDER, help="The data folder.  [default: the one of this release]")
@click.option("--dataset", type=EXISTING_FILE, help="Serve a built dataset (.nq or .trig).")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0.1),
    default=30,
    show_default=True,
    help="Seconds after which a query is ended.",
)
@click.option(
    "--max-size",
    type=click.FloatRange(min=0.001),
    default=50,
    show_default=True,
    help="Megabytes that an answer may have.",
)
@quiet_failures
def serve(port: int, data: Path | None, dataset: Path | None, timeout: float, max_size: float) -> None:
    """Serve the pages, the data of every thing and a SPARQL endpoint, for this machine only.

    Every IRI of the dataset is found at the same path here, as a page, Turtle or JSON-LD, by
    the Accept header. /sparql answers queries by the SPARQL 1.1 protocol; nothing can be
    changed. Stops at Ctrl-C. The address is printed once requests are answered.
    """
    from lovp_graph.dataset import SITE_FILE
    from lovp_graph.resources import data_folder
    from lovp_graph.server import Settings
    from lovp_graph.server import serve as run
    from lovp_graph.server.queries import Limits

    limits = Limits(seconds=timeout, size=round(max_size * 1_000_000))
    settings = Settings(port, max(2, os.cpu_count() or 1), limits)
    quads = open_quads(data, dataset)

    def ready(address: str) -> None:
        echo(address)
        echo(f"SPARQL endpoint: {address}sparql; Ctrl-C stops", err=True)

    run(quads, (data or data_folder()) / SITE_FILE, settings, ready)
    echo("stopped", err=True)
