"""`python -m release`: make a release, say what it holds, and what is still to be done."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import click

from lovp_graph.cli.common import FOLDER, quiet_failures

PROJECT = Path(__file__).resolve().parent.parent

STILL_TO_DO = """
Nothing was uploaded and nothing was registered. The IRIs do not resolve until {base} is registered
at w3id.org: HOSTING.md says how, and how to put the pages, the data and an endpoint on a server.
"""
NO_CONTACT = (
    "No contact address is known: give one in data/site.yaml (contact) and data/dataset.ttl before you publish."
)


@click.command()
@click.option("--out", type=FOLDER, default=PROJECT / "dist", help="Where the files go.  [default: dist]")
@click.option("--debug", is_flag=True, help="Show where in the program an error came from.")
@click.pass_context
def main(context: click.Context, out: Path, debug: bool) -> None:
    """Make a release of this checkout: data, ontology, pages without quotations, packages and what describes them.

    The folder is replaced whole, or left as it was when something is wrong. The same checkout
    gives the same bytes.
    """
    context.obj = {"debug": debug}
    _release(out)


@quiet_failures
def _release(out: Path) -> None:
    from lovp_graph.files import check_replaceable, replace_folder  # noqa: PLC0415 - so that --help is quick
    from lovp_graph.resources import BASE  # noqa: PLC0415
    from release.contents import CHECKSUMS, contents, pages, source  # noqa: PLC0415

    check_replaceable(out, CHECKSUMS)  # before the work, not after it
    made_of = source(PROJECT)
    shown = pages(made_of)
    files = contents(made_of, shown)
    replace_folder(files, out, CHECKSUMS)
    for name, content in sorted(files.items()):
        click.echo(f"{len(content):>12,}  {name}")
    click.echo(f"lovp-graph {made_of.version}: {len(files)} files in {out}", err=True)
    click.echo(STILL_TO_DO.format(base=BASE), err=True)
    if not made_of.contact:
        click.echo(NO_CONTACT, err=True)
    if changed := _uncommitted():
        click.echo(f"Not committed, so nobody else can make the same from git: {', '.join(changed)}", err=True)


def _uncommitted() -> list[str]:
    """The files of the project that git does not know as they are; none where there is no git."""
    if not (PROJECT / ".git").exists() or shutil.which("git") is None:
        return []
    listing = subprocess.run(
        ["git", "status", "--porcelain", "-z"],  # noqa: S607 - the git of whoever works here
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    return [line[3:] for line in listing.stdout.split("\0") if line[:2].strip()]


if __name__ == "__main__":
    main()
