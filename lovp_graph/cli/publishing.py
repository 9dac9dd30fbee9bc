"""The command that puts the dataset into a store."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lovp_graph.cli.common import EXISTING_FILE, EXISTING_FOLDER, FINDINGS, count, echo, open_quads, quiet_failures

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lovp_graph.canonical import Term
    from lovp_graph.publishing import Plan, Publication, Step

EXAMPLES = 3
"""As many triples are shown of those that are missing, and of those that are too many."""

WIDEST = 160
"""As many characters are shown of each."""

AS_IT_SHOULD = {"put": "read back, the same", "removed": "gone", "compared": "the same"}


@click.command()
@click.argument("endpoint")
@click.option("--all", "everything", is_flag=True, help="Put every graph anew, also what did not change.")
@click.option("--dry-run", is_flag=True, help="Only say what would be put and removed.")
@click.option("--verify", "only_verify", is_flag=True, help="Only compare all graphs in the store with the data.")
@click.option("--data", type=EXISTING_FOLDER, help="The data folder.  [default: the one of this release]")
@click.option("--dataset", type=EXISTING_FILE, help="Publish a built dataset (.nq or .trig).")
@quiet_failures
def publish(endpoint: str, *, everything: bool, dry_run: bool, only_verify: bool, **place: Path | None) -> None:
    """Put the dataset into the store at ENDPOINT, the address of its Graph Store Protocol.

    \b
    Oxigraph         http://localhost:7878/store
    Virtuoso         http://localhost:8890/sparql-graph-crud-auth
    Fuseki           http://localhost:3030/DATASET/data
    GraphDB, RDF4J   http://localhost:7200/repositories/NAME/rdf-graphs/service

    Only graphs that changed are put, those that were withdrawn are removed, and what was put is
    read back and compared; other graphs in the store are left alone. After a break the same
    command goes on. A user and password are taken from the environment, LOVP_STORE_USER and
    LOVP_STORE_PASSWORD, or a token from LOVP_STORE_TOKEN. Exits with 3 where the store does not
    hold what it should.
    """
    from contextlib import closing

    from lovp_graph import publishing
    from lovp_graph.graph_store import GraphStore, credentials

    if only_verify and (everything or dry_run):
        raise click.UsageError("--verify only compares; leave --all and --dry-run out")
    with closing(GraphStore(endpoint, credentials(os.environ))) as store:
        wanted = publishing.publication(open_quads(place["data"], place["dataset"]))
        if only_verify:
            _tell(endpoint, wanted, publishing.verify(store, wanted))
            return
        planned = publishing.plan(store, wanted, everything)
        if dry_run:
            _foretell(wanted, planned)
        else:
            _tell(endpoint, wanted, publishing.publish(store, wanted, planned))


def _foretell(wanted: Publication, planned: Plan) -> None:
    for name in planned.remove:
        echo(f"remove {_short(name)}")
    for name in planned.put:
        echo(f"put {_short(name)} ({count(len(wanted.graphs[name]), 'triple')})")
    echo(f"{count(len(wanted.graphs) - len(planned.put), 'graph')} unchanged; nothing was done", err=True)


def _tell(endpoint: str, wanted: Publication, steps: Iterable[Step]) -> None:
    """Progress while it goes, then what came of it; exits with 3 where something differs."""
    done: list[Step] = []
    for step in steps:
        done.append(step)
        echo(
            f"{step.action} {_short(step.graph)}: {'differs' if step.difference else AS_IT_SHOULD[step.action]}",
            err=True,
        )
    differing = [step for step in done if step.difference]
    for step in differing:
        _tell_difference(step)
    counts = Counter(step.action for step in done)
    size = sum(map(len, wanted.graphs.values()))
    parts = [f"{count(len(wanted.graphs), 'graph')} with {count(size, 'triple')}"]
    parts += [f"{counts[action]} {action}" for action in ("put", "removed", "compared") if counts[action]]
    parts += [] if done else ["nothing changed"]
    parts += [f"{len(differing)} not as it should be"] if differing else []
    echo(f"{endpoint}: {', '.join(parts)}")
    if differing:
        raise SystemExit(FINDINGS)


def _tell_difference(step: Step) -> None:
    missing, extra = step.difference.missing, step.difference.extra
    echo(f"{_short(step.graph)}: {count(len(missing), 'triple')} missing, {len(extra)} too many")
    for word, triples in (("missing", missing), ("too many", extra)):
        for triple in triples[:EXAMPLES]:
            text = " ".join(_word(term) for term in (triple.subject, triple.predicate, triple.object))
            echo(f"  {word}: {text if len(text) <= WIDEST else text[:WIDEST] + '…'}")
        if len(triples) > EXAMPLES:
            echo(f"  {word}: {len(triples) - EXAMPLES} more")


def _word(term: Term) -> str:
    value = getattr(term, "value", "")
    return _short(value) if str(term) == f"<{value}>" else str(term)


def _short(iri: str) -> str:
    from lovp_graph.resources import BASE, ID, NS

    for start in (ID, NS, BASE):
        iri = iri.removeprefix(start)
    return iri
