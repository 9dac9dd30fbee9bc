"""The command line: the only place that prints and that chooses the exit code.

Data go to standard output, messages to standard error. Exit codes: 0 fine, 1 failure, 2 wrong
use, 3 findings. Heavy libraries are imported where a command needs them, so that help is quick.
"""

from __future__ import annotations

from typing import Any

import click

from lovp_graph.characters import visible
from lovp_graph.cli.comparing import diff
from lovp_graph.cli.data import build, check, register, site
from lovp_graph.cli.drafting import draft
from lovp_graph.cli.exports import export
from lovp_graph.cli.publishing import publish
from lovp_graph.cli.questions import ask, brief, trace
from lovp_graph.cli.serving import serve


class Program(click.Group):
    """The commands; what click says of wrong use repeats no terminal codes either."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            said = error.format_message()
            if visible(said) == said:
                raise
            if isinstance(error, click.UsageError):
                raise click.UsageError(visible(said), error.ctx) from error
            raise click.ClickException(visible(said)) from error


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="lovp-graph", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show where in the program an error came from.")
@click.pass_context
def main(context: click.Context, debug: bool) -> None:
    """Build and check the knowledge graph of the LOVP summaries."""
    context.obj = {"debug": debug}


for command in (ask, brief, build, check, diff, draft, export, publish, register, serve, site, trace):
    main.add_command(command)
