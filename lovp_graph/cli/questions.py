"""The commands that ask: ask, trace and brief."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lovp_graph.cli.common import echo, open_store, put, quiet_failures, where_to_ask
from lovp_graph.errors import LovpGraphError, QueryError
from lovp_graph.interrupts import ends_at_once

if TYPE_CHECKING:
    from lovp_graph.prose import Block
    from lovp_graph.questions import Parameter, Question
    from lovp_graph.tables import Table

FORMATS = ("table", "csv", "tsv", "json", "xlsx", "md")
SUFFIXES = {
    ".txt": "table",
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".xlsx": "xlsx",
    ".md": "md",
}
RAW_FORMATS = {"table": "TSV", "csv": "CSV", "tsv": "TSV", "json": "JSON"}
PLAIN_WIDTH = 120
MOST_LINES = 500
LARGEST = 200_000
"""Bytes of a query or an agenda that is typed, pasted or piped."""

OUT = click.Path(dir_okay=False, allow_dash=True, path_type=Path)


def how_to_answer(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that prints a table."""
    for option in (
        click.option("--out", type=OUT, default=Path("-"), help="A file for the answer, instead of standard output."),
        click.option("--raw", is_flag=True, help="Variable names and IRIs, in the formats of SPARQL."),
        click.option(
            "--format",
            "style",
            type=click.Choice(FORMATS),
            help="How the answer is written.  [default: what --out says, else table]",
        ),
    ):
        command = option(command)
    return command


class Catalogue(click.Group):
    """The saved questions, each a command with its parameters as options; and files with a query."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the saved questions."""
        from lovp_graph.questions import names

        return names()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A saved question, or the query in a file or on standard input."""
        from lovp_graph.questions import load, names, parse, saved

        try:
            if cmd_name in names():
                return _command(saved(cmd_name))
            if cmd_name == "-":
                return _command(parse(_standard_input(), "-", "standard input"), "-")
            if Path(cmd_name).is_file():
                return _command(load(Path(cmd_name)), cmd_name)
        except LovpGraphError as error:
            raise click.ClickException(str(error)) from error
        except (OSError, ValueError):
            return None  # too long for a name of a file, or not one at all
        return None

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        """As click does, with a question that was perhaps meant."""
        import difflib

        if args[0] != "-" and self.get_command(ctx, args[0]) is None:
            if args[0].endswith(".rq"):
                raise click.UsageError(f"no file {args[0]}")
            near = difflib.get_close_matches(args[0], self.list_commands(ctx), n=3)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            shown = args[0] if len(args[0]) <= 60 else f"{args[0][:60]}…"
            raise click.UsageError(f"no question '{shown}'{hint} (lovp-graph ask lists them)")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The catalogue: names and titles, in the language of the questions."""
        from lovp_graph.questions import saved

        with formatter.section("Questions"):
            formatter.write_dl([(name, saved(name).title) for name in self.list_commands(ctx)])


def _standard_input() -> str:
    return _text(sys.stdin.buffer.read(LARGEST + 1), "standard input")


def _text(content: bytes, name: str) -> str:
    if len(content) > LARGEST:
        raise LovpGraphError(f"{name}: larger than {LARGEST // 1000} kB; give one query or one agenda")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LovpGraphError(f"{name}: not UTF-8; save the text as UTF-8") from error


@click.command(cls=Catalogue, invoke_without_command=True, subcommand_metavar="[QUESTION | FILE.rq | -] [OPTIONS]")
@click.pass_context
def ask(context: click.Context) -> None:
    """Ask a saved question, or a SPARQL query of your own.

    Without a QUESTION the catalogue is shown; `ask QUESTION --help` tells its parameters. A value
    can be a label, an alternative label or the last part of an IRI; a date can be 2025, 2025-06 or
    2025-06-12. A query of your own only reads.
    """
    if context.invoked_subcommand is None:
        from lovp_graph.questions import names, saved

        for name in names():
            question = saved(name)
            echo(f"{name}: {question.title}\n    {question.question}")
            for parameter in question.parameters:
                echo(f"      --{parameter.option}{' (required)' if parameter.required else ''}: {parameter.help}")
            echo(f"      {_example(question)}\n")


def _example(question: Question) -> str:
    values = "".join(f' --{name} "{value}"' for name, value in question.example.items())
    return f"lovp-graph ask {question.name}{values}"


def _command(question: Question, name: str = "") -> click.Command:
    """The command of one question."""

    @where_to_ask
    @how_to_answer
    @quiet_failures
    def run(**options: Any) -> None:
        try:
            _answer(question, options)
        except QueryError as error:
            place = "standard input" if name == "-" else name
            raise QueryError(f"{place}: {error}" if place else str(error)) from error

    command = click.command(
        name=name or question.name,
        help=f"{question.question or question.title}\n\n\b\n{_example(question) if question.question else ''}",
        short_help=question.title,
    )(run)
    command.params = [_option(parameter) for parameter in question.parameters] + command.params
    return command


def _option(parameter: Parameter) -> click.Option:
    default = f"  [default: {parameter.default}]" if parameter.default else ""
    needed = "  [required]" if parameter.required else ""
    return click.Option(
        [f"--{parameter.option}", parameter.name],
        multiple=True,
        metavar="DATE" if parameter.kind.endswith("-day") else parameter.kind.upper(),
        help=f"{parameter.help}{default}{needed}",
    )


def _answer(question: Question, options: dict[str, Any]) -> None:
    import pyoxigraph as ox

    from lovp_graph.answers import table
    from lovp_graph.asking import resolve, rows

    out, raw = options["out"], options["raw"]
    turtle = out.suffix.lower() == ".ttl"
    style = "table" if turtle and not options["style"] else _style(options["style"], out, SUFFIXES, "table")
    if raw and style not in RAW_FORMATS:
        raise click.UsageError(f"--raw gives {', '.join(sorted(RAW_FORMATS))}; {style} is for people")
    store = open_store(options["data"], options["dataset"], options["endpoint"])
    given = {parameter.name: options[parameter.name] for parameter in question.parameters}
    query = question.sparql(resolve(store, question, given))
    with ends_at_once():
        answer = store.query(query)
        if turtle and not isinstance(answer, list):
            raise click.UsageError(f"{out.name}: only a query that constructs triples is answered in Turtle")
        if isinstance(answer, ox.QuerySolutions):
            raw_format = getattr(ox.QueryResultsFormat, RAW_FORMATS.get(style, "TSV"))
            content = answer.serialize(format=raw_format) if raw else None
            _write(content or _for_people(table(question, rows(answer)), style, out), out)
            return
    if style == "json" and isinstance(answer, ox.QueryBoolean):
        _write(answer.serialize(format=ox.QueryResultsFormat.JSON) or b"", out)
    elif style != "table":
        kind = "yes or no" if isinstance(answer, ox.QueryBoolean) else "triples, in Turtle"
        raise click.UsageError(f"the answer is {kind}, not a table; leave --format out")
    elif isinstance(answer, ox.QueryBoolean):
        _write(b"true\n" if answer else b"false\n", out)
    else:
        _write(ox.serialize(answer, format=ox.RdfFormat.TURTLE) or b"", out)


def _style(style: str | None, out: Path, suffixes: dict[str, str], default: str) -> str:
    """The format that was asked for, or that the name of the file says. They may not contradict each other."""
    named = suffixes.get(out.suffix.lower())
    if style and named and named != style:
        raise click.UsageError(f"--format {style} does not fit {out.name}")
    if not style and out.suffix and not named:
        raise click.UsageError(f"{out.name}: no format has this ending; give one with --format")
    return style or named or default


def _for_people(answer: Table, style: str, out: Path) -> bytes:
    from lovp_graph import tables

    if style == "table":
        return tables.to_text(answer, _width(out)).encode()
    if style == "md":
        return tables.to_markdown(answer).encode()
    writers: dict[str, Callable[[Table], bytes]] = {
        "csv": tables.to_csv,
        "json": tables.to_json,
        "tsv": tables.to_tsv,
        "xlsx": tables.to_xlsx,
    }
    return writers[style](answer)


def _width(out: Path) -> int:
    """The columns of the terminal; a fixed number for a file or a pipe, so that the same answer gives the same text."""
    import shutil

    return shutil.get_terminal_size().columns if str(out) == "-" and sys.stdout.isatty() else PLAIN_WIDTH


def _write(content: bytes, out: Path) -> None:
    """Write an answer to standard output, or whole to a file."""
    from lovp_graph.files import write

    if str(out) != "-":
        (written,) = write({out.name: content}, out.parent)
        echo(f"written: {written}", err=True)
        return
    put(content)


NOTE_FORMATS = ("text", "md", "html", "docx")
NOTE_SUFFIXES = {".txt": "text", ".md": "md", ".html": "html", ".docx": "docx"}


def how_to_tell(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command that writes prose."""
    for option in (
        click.option("--out", type=OUT, default=Path("-"), help="A file for the text, instead of standard output."),
        click.option(
            "--format",
            "style",
            type=click.Choice(NOTE_FORMATS),
            help="How the text is written.  [default: what --out says, else text]",
        ),
    ):
        command = option(command)
    return command


@click.command()
@click.argument("theme")
@click.option("--actor", multiple=True, help="Only what this actor says; may be given more than once.")
@click.option("--since", default="", help="Only from this date on: 2025, 2025-06 or 2025-06-12.")
@how_to_tell
@where_to_ask
@quiet_failures
def trace(theme: str, actor: tuple[str, ...], since: str, **options: Any) -> None:
    """Tell the story of a THEME, meeting by meeting.

    What was said, decided and promised, with what reservation and on what it goes back; what
    changed in stance or authority; and of what no follow-up has been seen.
    """
    from lovp_graph import story

    store = open_store(options["data"], options["dataset"], options["endpoint"])
    given = {"theme": [theme], "actor": list(actor), "since": [since]}
    title, blocks = story.trace(store, given)
    _tell(title, blocks, options)


@click.command()
@click.option("--meeting", default="next", show_default=True, help="A date, or the name of a meeting.")
@click.option(
    "--agenda",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="A file with the agenda, an item a line; - for standard input.",
)
@click.option("--themes", multiple=True, help="A theme; may be given more than once.")
@how_to_tell
@where_to_ask
@quiet_failures
def brief(meeting: str, agenda: Path | None, themes: tuple[str, ...], **options: Any) -> None:
    """Write the note for a meeting.

    For each item of the AGENDA, or each of the THEMES, it gives what was announced, what is open,
    the positions last taken, amounts and authority, each with its source. Without either it takes
    the themes of which something is announced or open.
    """
    from lovp_graph import briefing, files

    lines: list[str] = []
    if agenda is not None:
        given = _standard_input() if str(agenda) == "-" else _text(files.read(agenda, LARGEST), str(agenda))
        lines = given.splitlines()
        if not any(line.strip() for line in lines):
            raise LovpGraphError(f"{agenda}: the agenda is empty; write an item a line")
        if len(lines) > MOST_LINES:
            raise LovpGraphError(f"{agenda}: more than {MOST_LINES} lines; give the agenda of one meeting")
    store = open_store(options["data"], options["dataset"], options["endpoint"])
    title, blocks = briefing.brief(store, meeting, lines, themes)
    _tell(title, blocks, options)


def _tell(title: str, blocks: list[Block], options: dict[str, Any]) -> None:
    from lovp_graph import prose

    out = options["out"]
    style = _style(options["style"], out, NOTE_SUFFIXES, "text")
    note_writers: dict[str, Callable[[], str | bytes]] = {
        "text": lambda: prose.to_text(blocks, min(_width(out), PLAIN_WIDTH)),
        "md": lambda: prose.to_markdown(blocks),
        "html": lambda: prose.to_html(blocks, title),
        "docx": lambda: prose.to_docx(blocks, title),
    }
    content = note_writers[style]()
    _write(content.encode() if isinstance(content, str) else content, out)
