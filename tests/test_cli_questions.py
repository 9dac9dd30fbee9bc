"""The commands that ask: what they print where, what they refuse, and that they say so in one message."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl  # type: ignore[import-untyped]
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from lovp_graph import questions
from lovp_graph.cli import main
from tests.conftest import EXAMPLE, FIXTURES
from tests.servers import free_port

HISTORY = FIXTURES / "history"
ALL = "SELECT ?s ?gist { ?s <https://w3id.org/lovp/ns/gist> ?gist } ORDER BY ?s ?gist"
STYLES = ["csv", "tsv", "json", "xlsx", "md", "table"]
HOSTILE = """x' "y" } } # <a>\n; DROP ALL ; DELETE WHERE { ?s ?p ?o } UNION SELECT * { \\" ""\" {title} %s"""


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented history, built."""
    folder = tmp_path_factory.mktemp("built")
    result = CliRunner().invoke(main, ["build", "--data", str(HISTORY), "--out", str(folder)])
    assert result.exit_code == 0, result.output
    return folder / "lovp.nq"


def run(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)
    assert "Traceback" not in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def refused(result: Result, code: int, *told: str) -> str:
    """The one message of a refusal."""
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    messages = [line for line in result.stderr.split("\n") if line and not line.startswith(("Usage: ", "Try '"))]
    assert len(messages) == 1
    assert messages[0].startswith(("lovp-graph: ", "Error: "))
    for part in told:
        assert part in messages[0]
    return messages[0]


# The catalogue


def test_without_a_question_the_catalogue_is_shown() -> None:
    result = run("ask")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    for name in questions.names():
        question = questions.saved(name)
        place = lines.index(f"{name}: {question.title}")
        entry = lines[place : lines.index("", place)]
        assert question.question in entry[1]
        for parameter in question.parameters:
            (line,) = [line for line in entry if line.strip().startswith((f"--{parameter.option}:", f"--{parameter.option} "))]  # fmt: skip
            assert ("(required)" in line) == parameter.required
        assert entry[-1].strip().startswith(f"lovp-graph ask {name}")


@pytest.mark.parametrize("name", questions.names())
def test_the_help_of_a_question(name: str) -> None:
    result = run("ask", name, "--help")
    assert result.exit_code == 0
    shown = " ".join(result.stdout.split())
    assert questions.saved(name).question in shown
    for parameter in questions.saved(name).parameters:
        kind = "DATE" if parameter.kind.endswith("-day") else parameter.kind.upper()
        assert f"--{parameter.option} {kind}" in shown
    for option in ("--data", "--dataset", "--endpoint", "--format", "--raw", "--out"):
        assert f"{option} " in shown


@pytest.mark.parametrize("command", ["ask", "trace", "brief"])
def test_help(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.stdout


def test_help_imports_no_library_of_the_questions() -> None:
    code = (
        "import sys\nfrom lovp_graph.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'rdflib', 'pyoxigraph', 'docx', 'xlsxwriter', 'rich', 'yaml'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


# Formats


def read(style: str, content: bytes) -> int:
    """The number of rows of an answer, read by what reads such files."""
    if style == "json":
        return len(json.loads(content)["rows"])
    if style == "xlsx":
        return int(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].max_row) - 1
    text = content.decode("utf-8-sig" if style in {"csv", "tsv"} else "utf-8")
    if style == "md":
        return sum(line.startswith("| ") for line in text.splitlines()) - 2
    return len(text.splitlines()) - 1


@pytest.mark.parametrize("style", [style for style in STYLES if style != "table"])
def test_an_answer_in_each_format(style: str, dataset: Path, tmp_path: Path) -> None:
    asked = ("ask", "issues", "--dataset", dataset)
    printed = run(*asked, "--format", style)
    assert printed.exit_code == 0
    assert printed.stderr == ""
    rows = len(json.loads(run(*asked, "--format", "json").stdout)["rows"])
    assert read(style, printed.stdout_bytes) == rows == 4
    out = tmp_path / "new" / f"answer.{style.upper()}"
    written = run(*asked, "--out", out)
    assert (written.exit_code, written.stdout) == (0, "")
    assert written.stderr == f"written: {out}\n"
    assert out.read_bytes() == printed.stdout_bytes


def test_a_table_is_the_default_and_what_txt_says(dataset: Path, tmp_path: Path) -> None:
    asked = ("ask", "issues", "--dataset", dataset)
    plain = run(*asked).stdout
    assert "Het havengeld gaat omhoog." in plain
    assert max(map(len, plain.splitlines())) <= 120
    assert run(*asked, "--format", "table").stdout == plain
    run(*asked, "--out", tmp_path / "answer.txt")
    assert (tmp_path / "answer.txt").read_text(encoding="utf-8") == plain
    run(*asked, "--format", "csv", "--out", tmp_path / "answer")
    assert (tmp_path / "answer").read_bytes() == run(*asked, "--format", "csv").stdout_bytes


def test_a_format_that_contradicts_the_file_is_refused(dataset: Path, tmp_path: Path) -> None:
    for style, name in (("json", "x.csv"), ("csv", "x.xlsx"), ("table", "x.md"), ("md", "x.txt")):
        refused(run("ask", "issues", "--dataset", dataset, "--format", style, "--out", tmp_path / name), 2, style, name)
    for style, name in (("html", "x.docx"), ("text", "x.md")):
        refused(
            run("trace", "gezag", "--dataset", dataset, "--format", style, "--out", tmp_path / name), 2, style, name
        )
    assert list(tmp_path.iterdir()) == []


def test_an_ending_that_is_unknown_is_refused(dataset: Path, tmp_path: Path) -> None:
    for name in ("x.foo", "x.docx"):
        refused(run("ask", "issues", "--dataset", dataset, "--out", tmp_path / name), 2, name, "--format")
    for command in (["trace", "gezag"], ["brief"]):
        refused(run(*command, "--dataset", dataset, "--out", tmp_path / "x.csv"), 2, "x.csv", "--format")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments", [["ask", "issues", "--format", "pdf"], ["trace", "gezag", "--format", "csv"], ["trace"]]
)
def test_a_format_that_there_is_not(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_table_is_no_turtle(dataset: Path, tmp_path: Path) -> None:
    refused(run("ask", "issues", "--dataset", dataset, "--out", tmp_path / "x.ttl"), 2)


def test_a_folder_that_cannot_be_made(dataset: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused(run("ask", "issues", "--dataset", dataset, "--out", tmp_path / "file" / "x.csv"), 1, "cannot be written")
    assert run("ask", "issues", "--dataset", dataset, "--out", tmp_path).exit_code == 2


@pytest.mark.parametrize("style", ["csv", "tsv", "json"])
def test_raw_answers_are_results_of_sparql(style: str, dataset: Path, tmp_path: Path) -> None:
    asked = ("ask", "theme-timeline", "--theme", "gezag", "--dataset", dataset, "--raw")
    content = run(*asked, "--format", style).stdout_bytes
    run(*asked, "--out", tmp_path / f"x.{style}")
    assert (tmp_path / f"x.{style}").read_bytes() == content
    variables = ["date", "when", "meeting", "meetingLabel"]
    if style == "csv":
        assert content.decode().splitlines()[0].split(",")[:4] == variables
        return
    form = {"tsv": ox.QueryResultsFormat.TSV, "json": ox.QueryResultsFormat.JSON}[style]
    solutions = ox.parse_query_results(content, format=form)
    assert isinstance(solutions, ox.QuerySolutions)
    assert [variable.value for variable in solutions.variables][:4] == variables
    found = [solution["statement"] for solution in solutions]
    assert len(found) == 21
    assert all(isinstance(term, ox.NamedNode) for term in found)


def test_raw_alone_is_tsv_and_other_formats_are_refused(dataset: Path) -> None:
    asked = ("ask", "issues", "--dataset", dataset, "--raw")
    assert run(*asked).stdout_bytes == run(*asked, "--format", "tsv").stdout_bytes
    for style in ("xlsx", "md"):
        refused(run(*asked, "--format", style), 2, "--raw", style)


# Values


def test_values_as_people_type_them(dataset: Path) -> None:
    asked = ("ask", "commitments", "--dataset", dataset, "--format", "csv")
    answers = {
        run(*asked, "--theme", theme, "--reference-date", day).stdout
        for theme in ("gezag", "Gezag over de politie", "GEZAG", "thema/gezag", "https://w3id.org/lovp/id/thema/gezag")
        for day in ("2030-06", "2030-06-30")
    }
    assert len(answers) == 1
    assert "haven-2030-01-15-016" in answers.pop()


def test_a_parameter_can_be_given_more_than_once(dataset: Path) -> None:
    asked = ("ask", "commitments", "--dataset", dataset, "--format", "json")
    one, other, both = (
        {row["uitspraak"] for row in json.loads(run(*asked, *options).stdout)["rows"]}
        for options in (["--theme", "gezag"], ["--theme", "B&B"], ["--theme", "gezag", "--theme", "B&B"])
    )
    assert one | other == both
    assert one
    assert other


def test_an_unknown_question_suggests() -> None:
    refused(run("ask", "commitmens"), 2, "'commitmens'", "commitments")
    refused(run("ask", "zzzz"), 2, "lovp-graph ask")


def test_an_unknown_value_suggests(dataset: Path) -> None:
    refused(run("ask", "commitments", "--dataset", dataset, "--theme", "gezagg"), 2, "--theme", "'gezag'")
    refused(run("ask", "commitments", "--dataset", dataset, "--follow-up", "x"), 2, "none-seen")
    refused(run("trace", "gezagg", "--dataset", dataset), 2, "'gezag'")
    refused(run("trace", "gezag", "--actor", "reder", "--dataset", dataset), 2, "'reders'")
    refused(run("trace", "gezag", "--since", "mei", "--dataset", dataset), 2, "--since", "2025-06-12")
    refused(run("brief", "--themes", "gezagg", "--dataset", dataset), 2, "--themes", "'gezag'")
    refused(run("brief", "--meeting", "2029-01-01", "--dataset", dataset), 2, "--meeting")


def test_a_missing_or_double_value(dataset: Path) -> None:
    refused(run("ask", "theme-timeline", "--dataset", dataset), 2, "--theme", "needed")
    refused(run("ask", "theme-timeline", "--theme", " ", "--dataset", dataset), 2, "--theme", "needed")
    two = ("--reference-date", "2030", "--reference-date", "2031")
    refused(run("ask", "commitments", *two, "--dataset", dataset), 2, "--reference-date", "one date")
    refused(run("ask", "commitments", "--reference-date", "2030-02-30", "--dataset", dataset), 2, "not a date")


@pytest.mark.parametrize("value", [HOSTILE, HOSTILE.replace("\n", " "), "\\", '"', "'''", "{", "#+ theme", "?theme", "\u202e", "x" * 5000])  # fmt: skip
@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "commitments", "--theme"],
        ["ask", "commitments", "--reference-date"],
        ["ask", "statement", "--statement"],
        ["trace", "gezag", "--actor"],
        ["trace", "gezag", "--since"],
        ["trace"],
        ["brief", "--meeting"],
        ["brief", "--themes"],
    ],
)
def test_a_hostile_value_is_refused_and_does_nothing(arguments: list[str], value: str, dataset: Path) -> None:
    before = dataset.read_bytes()
    result = run(*arguments, value, "--dataset", dataset)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("lovp-graph: ") == 1
    assert len(result.stderr) < 500
    assert dataset.read_bytes() == before


def test_a_word_that_is_no_name_of_a_file(tmp_path: Path) -> None:
    for word in (HOSTILE, "..", str(tmp_path)):
        assert run("ask", word).exit_code == 2


def test_a_query_instead_of_a_file_is_refused() -> None:
    assert run("ask", "SELECT ?s { ?s ?p ?o }" + " #" * 300).exit_code == 2


# Queries of one's own


def test_a_query_from_a_file_and_from_standard_input(dataset: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(ALL, encoding="utf-8")
    from_file = run("ask", file, "--dataset", dataset, "--format", "csv")
    assert from_file.exit_code == 0
    assert from_file.stdout_bytes == run("ask", "-", "--dataset", dataset, "--format", "csv", stdin=ALL).stdout_bytes
    raw = run("ask", file, "--dataset", dataset, "--raw", "--format", "json").stdout
    assert from_file.stdout.count("\n") == len(json.loads(raw)["results"]["bindings"]) + 1
    assert run("ask", file, "--help").exit_code == 0


def test_a_query_of_ones_own_can_have_parameters(dataset: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    header = (
        "#+ title: T\n#+ question: Q?\n#+ parameters:\n#+   theme: {type: theme, required: true, help: h}\n"
        "#+ example: {theme: gezag}\n#+ notes: []\n"
    )
    body = "SELECT ?theme {\n  VALUES ?theme { UNDEF } #+\n}\n"
    file.write_text(header + body, encoding="utf-8")
    result = run("ask", file, "--dataset", dataset, "--theme", "B&B", "--raw", "--format", "csv")
    assert result.stdout.splitlines() == ["theme", "https://w3id.org/lovp/id/thema/bewaken-en-beveiligen"]
    refused(run("ask", file, "--dataset", dataset), 2, "--theme")
    file.write_text("#+ titel: x\nSELECT * {}\n", encoding="utf-8")
    result = run("ask", file, "--dataset", dataset)
    assert result.exit_code == 1
    assert "unknown key 'titel'" in result.stderr


@pytest.mark.parametrize(("query", "said"), [("ASK { ?s ?p ?o }", True), ("ASK { ?s <x:x> ?o }", False)])
def test_a_yes_or_no(query: str, said: bool, dataset: Path) -> None:
    assert run("ask", "-", "--dataset", dataset, stdin=query).stdout == f"{str(said).lower()}\n"
    for raw in ([], ["--raw"]):
        content = run("ask", "-", "--dataset", dataset, "--format", "json", *raw, stdin=query).stdout_bytes
        answer = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
        assert isinstance(answer, ox.QueryBoolean)
        assert bool(answer) is said
    refused(run("ask", "-", "--dataset", dataset, "--format", "csv", stdin=query), 2, "yes or no")


@pytest.mark.parametrize("query", ["CONSTRUCT { ?s <x:gist> ?o } WHERE { ?s <https://w3id.org/lovp/ns/gist> ?o }", "DESCRIBE <https://w3id.org/lovp/id/actor/reders>"])  # fmt: skip
def test_triples_are_turtle(query: str, dataset: Path, tmp_path: Path) -> None:
    content = run("ask", "-", "--dataset", dataset, stdin=query).stdout_bytes
    assert list(ox.parse(content, format=ox.RdfFormat.TURTLE))
    run("ask", "-", "--dataset", dataset, "--out", tmp_path / "x.ttl", stdin=query)
    assert set(ox.parse(path=tmp_path / "x.ttl")) == set(ox.parse(content, format=ox.RdfFormat.TURTLE))
    refused(run("ask", "-", "--dataset", dataset, "--out", tmp_path / "x.csv", stdin=query), 2, "Turtle")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("INSERT DATA { <x:a> <x:b> <x:c> }", "this is an update"),
        ("DELETE WHERE { ?s ?p ?o }", "this is an update"),
        ("DROP ALL", "this is an update"),
        ("SELEC * { ?s ?p ?o }", "not a valid SPARQL query"),
        ("", "the query is empty"),
        (" \n# niets\n", "the query is empty"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
    ],
)
def test_a_query_that_is_refused(query: str, told: str, dataset: Path, tmp_path: Path) -> None:
    refused(run("ask", "-", "--dataset", dataset, stdin=query), 1, told)
    file = tmp_path / "mine.rq"
    file.write_text(query, encoding="utf-8")
    refused(run("ask", file, "--dataset", dataset), 1, told)


def test_a_file_that_is_missing_or_no_text(tmp_path: Path) -> None:
    refused(run("ask", "weg.rq"), 2, "no file weg.rq")
    (tmp_path / "x.rq").write_bytes(b"SELECT \xff")
    refused(run("ask", tmp_path / "x.rq"), 1, "x.rq")


def test_standard_input_that_is_no_text(dataset: Path) -> None:
    refused(run("ask", "-", "--dataset", dataset, stdin=b"SELECT \xff"), 1, "standard input", "UTF-8")


# Where it is asked


def test_one_place_to_ask(dataset: Path) -> None:
    places = (("--data", HISTORY), ("--dataset", dataset), ("--endpoint", "http://127.0.0.1:9/"))
    for first, second in ((0, 1), (0, 2), (1, 2)):
        for command in (["ask", "issues"], ["trace", "gezag"], ["brief"]):
            refused(run(*command, *places[first], *places[second]), 2, "one of --data")


@pytest.mark.parametrize("command", [["ask", "commitments", "--format", "csv"], ["trace", "gezag"], ["brief"]])
def test_a_folder_and_its_dataset_answer_alike(command: list[str], dataset: Path) -> None:
    assert run(*command, "--data", HISTORY).stdout == run(*command, "--dataset", dataset).stdout != ""


@pytest.mark.parametrize("command", [["ask", "issues"], ["trace", "gezag"], ["brief"]])
def test_a_place_where_nobody_answers(command: list[str], tmp_path: Path) -> None:
    refused(run(*command, "--endpoint", f"http://127.0.0.1:{free_port()}/"), 1, "no answer")
    refused(run(*command, "--endpoint", "ftp://x"), 1, "not the address of an endpoint")
    for name, content in (("x.nq", "<a> <b"), ("y.nq", ""), ("z.txt", "")):
        (tmp_path / name).write_text(content, encoding="utf-8")
        refused(run(*command, "--dataset", tmp_path / name), 1, name)
    assert run(*command, "--dataset", tmp_path / "weg.nq").exit_code == 2
    assert run(*command, "--data", tmp_path / "weg").exit_code == 2
    refused(run(*command, "--data", tmp_path), 1)


# Stories and notes


@pytest.mark.parametrize("command", [["trace", "gezag"], ["trace", "gezag", "--since", "2030-06", "--actor", "reders"], ["brief"], ["brief", "--meeting", "2030-06-18", "--themes", "gezag"]])  # fmt: skip
def test_prose_in_each_format(command: list[str], dataset: Path, tmp_path: Path) -> None:
    asked: list[str | Path] = [*command, "--dataset", dataset]
    texts = {style: run(*asked, "--format", style) for style in ("text", "md", "html", "docx")}
    assert all(result.exit_code == 0 and result.stderr == "" for result in texts.values())
    assert texts["text"].stdout == run(*asked).stdout
    title = texts["text"].stdout.splitlines()[0]
    assert texts["md"].stdout.startswith(f"# {title}\n")
    assert f"<title>{title}</title>" in texts["html"].stdout
    document = docx.Document(io.BytesIO(texts["docx"].stdout_bytes))
    assert document.paragraphs[0].text == title
    assert max(map(len, texts["text"].stdout.splitlines())) <= 120
    for style, ending in (("text", "txt"), ("md", "md"), ("html", "html"), ("docx", "docx")):
        out = tmp_path / f"x.{ending}"
        result = run(*asked, "--out", out)
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"written: {out}\n")
        assert out.read_bytes() == texts[style].stdout_bytes


def test_a_note_follows_an_agenda(dataset: Path, tmp_path: Path) -> None:
    agenda = "\ufeff1. Opening\r\n\r\n2. Gezag\r\n"
    file = tmp_path / "agenda.txt"
    file.write_bytes(agenda.encode())
    result = run("brief", "--agenda", file, "--format", "md", "--dataset", dataset)
    chapters = [line for line in result.stdout.splitlines() if line.startswith("## ")]
    assert chapters[0] == "## Gezag"
    assert "Opening" in result.stdout
    piped = run("brief", "--agenda", "-", "--format", "md", "--dataset", dataset, stdin=agenda.removeprefix("\ufeff"))
    assert piped.stdout == result.stdout


def test_an_agenda_that_cannot_be_read(dataset: Path, tmp_path: Path) -> None:
    file = tmp_path / "agenda.txt"
    for content, told in ((b"", "empty"), (b" \n\t\n", "empty"), (b"1. Financi\xebn", "UTF-8")):
        file.write_bytes(content)
        refused(run("brief", "--agenda", file, "--dataset", dataset), 1, "agenda.txt", told)
        refused(run("brief", "--agenda", "-", "--dataset", dataset, stdin=content), 1, told)
    assert run("brief", "--agenda", tmp_path / "weg.txt", "--dataset", dataset).exit_code == 2
    assert run("brief", "--agenda", tmp_path, "--dataset", dataset).exit_code == 2


def test_a_note_that_has_no_day_is_refused_in_plain_words(dataset: Path) -> None:
    refused(run("brief", "--meeting", "haven-before-2030-01-15", "--dataset", dataset), 2, "--meeting")
    refused(run("brief", "--data", EXAMPLE), 2, "no next meeting")


# As a program


def program(*arguments: str | Path, seed: str = "0") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "lovp_graph.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed})


@pytest.mark.parametrize("command", [["ask", "commitments", "--format", "csv"], ["trace", "gezag"], ["brief"]])
def test_the_same_question_gives_the_same_bytes(command: list[str]) -> None:
    first, second = (program(*command, "--data", HISTORY, seed=seed).stdout for seed in ("1", "2"))
    assert first == second != b""


@pytest.mark.parametrize("end", ["| head -c 10", "> /dev/full"])
@pytest.mark.parametrize("command", ["ask theme-timeline --theme gezag", "trace gezag"])
def test_a_reader_that_stops_gives_no_traceback(command: str, end: str, dataset: Path) -> None:
    line = f"{sys.executable} -m lovp_graph.cli {command} --dataset {dataset} {end}"
    result = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) <= 1
