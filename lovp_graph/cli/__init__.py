"""The command line: the only place that prints and that chooses the exit code.

Data go to standard output, messages to standard error. Exit codes: 0 fine, 1 failure, 2 wrong
use, 3 findings. A command's module is imported when it is called, and heavy libraries where they are
needed, so that help is quick.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

from lovp_graph.characters import visible

COMMANDS = {
    "ask": ("questions", "Ask a saved question, or a SPARQL query of your own."),
    "brief": ("questions", "Write the note for a meeting."),
    "build": ("data", "Check ontology and data, and write them as one dataset."),
    "check": ("data", "Report everything that is wrong with the data."),
    "diff": ("comparing", "Say what differs between two versions, OLD and NEW."),
    "draft": ("drafting", "Draft the annotation of summaries: PDF, DOCX, HTML or text."),
    "export": ("exports", "Write the data, or a part of them, for another tool."),
    "publish": ("publishing", "Put the dataset into the store at ENDPOINT."),
    "register": ("data", "Make the sentence register of a summary from its TEXT."),
    "serve": ("serving", "Serve the pages, the data and a SPARQL endpoint on this machine."),
    "site": ("data", "Write the pages: a folder that opens in a browser as it is."),
    "trace": ("questions", "Tell the story of a THEME, meeting by meeting."),
}
"""The commands: the module of each, and what it does."""


class Commands(click.Group):
    """Commands that are imported when they are called; what click says of wrong use repeats no terminal codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"lovp_graph.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with what they do, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the program; what fails outside a command, such as help for a full disk, is one message too."""
        try:
            return super().main(*args, **kwargs)
        except Exception as error:
            if "--debug" in (kwargs.get("args") or sys.argv):
                raise
            from lovp_graph.cli.common import FAILURE, tell

            tell(error)
            raise SystemExit(FAILURE) from error

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


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="lovp-graph", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show where in the program an error came from.")
@click.pass_context
def main(context: click.Context, debug: bool) -> None:
    """Build and check the knowledge graph of the LOVP summaries."""
    context.obj = {"debug": debug}
