"""The command line: what it prints where, and how it exits."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from rdflib import SH, Graph

from lovp_graph import dataset
from lovp_graph.cli import COMMANDS, main
from lovp_graph.cli.data import _print_counts
from lovp_graph.resources import GRAPH
from tests.conftest import EXAMPLE, FIXTURES, PROJECT


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_build_writes_the_dataset_and_prints_what_it_holds(tmp_path: Path) -> None:
    result = run("build", "--data", EXAMPLE, "--out", tmp_path)
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["lovp.nq", "lovp.trig"]
    lines = {line.split("  ")[0].strip(): line.split()[-3:] for line in result.stdout.splitlines()}
    assert lines["Statements"] == ["11", "5", "16"]
    assert "lovp.nq" in result.stderr


@pytest.mark.parametrize("style", ["csv", "json"])
def test_build_prints_for_programs_too(style: str, tmp_path: Path) -> None:
    result = run("build", "--data", EXAMPLE, "--out", tmp_path, "--format", style)
    if style == "json":
        assert json.loads(result.stdout)["Sentences"] == {"kust-2030-01-15": 13, "kust-2030-04-10": 7}
    else:
        assert "Sentences,13,7,20" in result.stdout.splitlines()


def test_build_writes_nothing_when_the_check_finds_something(example: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("build", "--data", example, "--out", out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    actors = example / "actors.yaml"
    actors.write_text(
        actors.read_text(encoding="utf-8").replace("actorKind: body", "actorKind: bodie", 1), encoding="utf-8"
    )
    result = run("build", "--data", example, "--out", out)
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "actors.yaml:6: An actor has exactly one kind" in result.stderr
    assert "nothing was done" in result.stderr
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_check_of_good_data() -> None:
    result = run("check", "--data", EXAMPLE, "--texts", EXAMPLE / "texts")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "kust-2030-01-15: 13 of 13 sentences proved" in result.stderr
    assert "nothing found; 20 of 20 sentences accounted for" in result.stderr


def test_ten_mistakes_give_ten_findings_with_the_right_lines_in_one_run() -> None:
    result = run("check", FIXTURES / "ten-mistakes.yaml", "--data", EXAMPLE)
    assert result.exit_code == 3
    findings = [line.split(":", 2)[1:] for line in result.stdout.splitlines()]
    assert [(int(line), message.strip()) for line, message in findings] == [
        (14, "unknown key 'theem'; did you mean 'theme'?"),
        (
            21,
            "A statement has at least one theme, and each stands in ontology/themes.ttl. (uitspraak/ten-mistakes-002: thema/bestaat-niet)",
        ),
        (
            30,
            "'2030-02-31' is not a date or period in EDTF; write 2025-06-12, 2025-06, 2026, 2025-05/2025-06, or ../2025-06 for 'at the latest'",
        ),
        (34, "A commitment names who makes it: give 'by' or 'byInherited'. (uitspraak/ten-mistakes-004)"),
        (42, "the id 'uitspraak/ten-mistakes-004' is already used (ten-mistakes.yaml:34); give this thing its own"),
        (
            51,
            "'actor/de minister' cannot be an address for 'by': write class/slug, as in thema/openbare-orde, or https://…",
        ),
        (58, "'condition' has no value; give one or leave the key out"),
        (
            68,
            "The gist is in Dutch (nl), and at most also in English (en). (uitspraak/ten-mistakes-008: Eine falsche Sprache.)",
        ),
        (70, "no id: every thing has its own, as in id: uitspraak/…"),
        (
            79,
            "A link ('followsUp') goes to a statement that exists. (uitspraak/ten-mistakes-010: uitspraak/bestaat-niet-001)",
        ),
    ]
    assert "10 findings in 1 file" in result.stderr


def test_findings_in_dutch() -> None:
    result = run("check", FIXTURES / "ten-mistakes.yaml", "--data", EXAMPLE, "--lang", "nl")
    assert "onbekende sleutel 'theem'; bedoelt u 'theme'?" in result.stdout
    assert "Een toezegging noemt wie haar doet" in result.stdout


def test_findings_as_json() -> None:
    result = run("check", FIXTURES / "ten-mistakes.yaml", "--data", EXAMPLE, "--format", "json")
    findings = json.loads(result.stdout)
    assert [finding["line"] for finding in findings] == [14, 21, 30, 34, 42, 51, 58, 68, 70, 79]
    assert findings[0]["code"] == "unknown-key-suggest"
    assert findings[1]["code"] == "https://w3id.org/lovp/shapes/Statement-theme"
    assert set(findings[0]["message"]) == {"en", "nl"}


def test_the_standard_report_as_turtle() -> None:
    result = run("check", FIXTURES / "ten-mistakes.yaml", "--data", EXAMPLE, "--format", "turtle")
    assert result.exit_code == 3
    report = Graph().parse(data=result.stdout, format="turtle")
    assert (None, SH.result, None) in report


def test_a_text_that_differs_is_a_finding(example: Path) -> None:
    text = example / "texts" / "kust-2030-04-10.txt"
    text.write_text(text.read_text(encoding="utf-8").replace("2 miljoen", "3 miljoen"), encoding="utf-8")
    result = run("check", "--data", example, "--texts", example / "texts")
    assert result.exit_code == 3
    assert "kust-2030-04-10.txt:5: sentence 3 is not the one that was annotated" in result.stdout
    assert "kust-2030-04-10: 6 of 7 sentences proved" in result.stderr


def test_texts_are_found_by_the_environment_and_in_the_working_folder(
    example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(example)
    assert "13 of 13 sentences proved" in run("check", "--data", example).stderr
    (example / "texts").rename(example / "elders")
    assert "proved" not in run("check", "--data", example).stderr
    monkeypatch.setenv("LOVP_TEXTS", str(example / "elders"))
    assert "13 of 13 sentences proved" in run("check", "--data", example).stderr
    assert run("check", "--data", example, "--texts", example / "weg").exit_code == 2


def test_register_prints_the_register_and_the_outline() -> None:
    result = run("register", EXAMPLE / "texts" / "kust-2030-01-15.txt")
    assert result.stdout == (EXAMPLE / "sentences" / "kust-2030-01-15.csv").read_text(encoding="utf-8")
    assert result.stderr.splitlines() == [
        "title: Bestuurlijke terugkoppeling Kustoverleg 15 januari 2030",
        "dates: 2030-01-15",
        "  0 (opening): sentence 1",
        "  1 Begroting: sentences 2-6",
        "  2 Gezag bij stormvloed: sentences 7-10",
        "  3 Tot slot: sentences 11-13",
    ]


def test_register_reads_standard_input_and_writes_a_file(tmp_path: Path) -> None:
    text = (EXAMPLE / "texts" / "kust-2030-01-15.txt").read_text(encoding="utf-8")
    piped = CliRunner().invoke(main, ["register", "-"], input=text)
    assert piped.stdout == (EXAMPLE / "sentences" / "kust-2030-01-15.csv").read_text(encoding="utf-8")
    result = run("register", EXAMPLE / "texts" / "kust-2030-01-15.txt", "--out", tmp_path)
    assert result.stdout == ""
    assert (tmp_path / "kust-2030-01-15.csv").read_text(encoding="utf-8") == piped.stdout


def test_register_as_json_shows_what_was_read() -> None:
    content = json.loads(run("register", EXAMPLE / "texts" / "kust-2030-04-10.txt", "--format", "json").stdout)
    assert content["dates"] == ["2030-04-10"]
    assert [section["heading"] for section in content["sections"]] == ["", "Begroting", "Gezag bij stormvloed"]
    assert content["sentences"][2]["text"] == "Het tekort bedraagt nu 2 miljoen euro."


def test_a_failure_is_one_message_without_a_traceback(tmp_path: Path) -> None:
    text = tmp_path / "leeg.txt"
    text.write_text("", encoding="utf-8")
    result = run("register", text)
    assert result.exit_code == 1
    assert result.stderr.startswith("lovp-graph: ")
    assert "Traceback" not in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_fault_of_the_program_is_one_message_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> None:
        raise ValueError("the reason")

    monkeypatch.setattr(dataset, "assemble", fail)
    result = run("check", "--data", EXAMPLE)
    assert result.exit_code == 1
    assert result.stderr == "lovp-graph: the reason (ValueError; a fault of the program: --debug shows where)\n"


def test_with_debug_the_error_itself_comes_through(tmp_path: Path) -> None:
    text = tmp_path / "leeg.txt"
    text.write_text("", encoding="utf-8")
    assert type(run("--debug", "register", text).exception).__name__ == "DocumentError"


@pytest.mark.parametrize(
    "arguments",
    [["check", "weg.yaml"], ["register"], ["register", "weg.txt"], ["build", "--format", "xml"], ["nonsense"]],
)
def test_wrong_use_exits_with_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_a_data_folder_that_is_none(tmp_path: Path) -> None:
    result = run("build", "--data", tmp_path, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "not a data folder" in result.stderr


@pytest.mark.parametrize("command", [[], ["build"], ["check"], ["register"]])
def test_help(command: list[str]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.stdout


def test_the_list_of_commands_says_what_their_own_help_says() -> None:
    context = click.Context(main)
    assert main.list_commands(context) == sorted(COMMANDS)
    for name, (_, told) in COMMANDS.items():
        command = main.get_command(context, name)
        assert command
        assert (command.help or "").split()[:3] == told.rstrip(".").split()[:3]


def test_help_imports_no_heavy_library() -> None:
    code = (
        "import sys\nfrom lovp_graph.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'rdflib', 'pyshacl', 'pyoxigraph', 'networkx', 'pyvis', 'rich', 'edtf', 'yaml'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_a_full_disk_is_one_message() -> None:
    command = f"{sys.executable} -m lovp_graph.cli register {EXAMPLE / 'texts' / 'kust-2030-01-15.txt'} > /dev/full"
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert result.returncode != 0
    assert "Traceback" not in result.stderr


def test_what_a_file_breaks_elsewhere_is_said(example: Path) -> None:
    summary = example / "summaries" / "kust-2030-01-15.yaml"
    text = summary.read_text(encoding="utf-8").replace("uitspraak/kust-2030-01-15-002", "uitspraak/kust-2030-01-15-020")
    summary.write_text(text, encoding="utf-8")
    result = run("check", summary, "--data", example)
    assert result.exit_code == 0
    assert re.search(r"^1 finding in other files:\n  .*kust-2030-04-10\.yaml:\d+: ", result.stderr, re.MULTILINE)
    assert "nothing found in what was given" in result.stderr


def test_what_a_draft_takes_over_is_its_own_finding(example: Path, tmp_path: Path) -> None:
    draft = tmp_path / "aaa.yaml"
    text = (example / "summaries" / "kust-2030-04-10.yaml").read_text(encoding="utf-8")
    draft.write_text(text.replace("id: summary/kust-2030-04-10", "id: summary/aaa"), encoding="utf-8")
    shutil.copy(example / "sentences" / "kust-2030-04-10.csv", tmp_path / "aaa.csv")
    result = run("check", draft, "--data", example)
    assert result.exit_code == 3
    assert "already used (kust-2030-04-10.yaml:" in result.stdout


def test_the_register_never_takes_the_place_of_its_text(tmp_path: Path) -> None:
    text = tmp_path / "kust.csv"
    shutil.copy(EXAMPLE / "texts" / "kust-2030-01-15.txt", text)
    before = text.read_bytes()
    assert run("register", text, "--out", tmp_path).exit_code == 1
    assert text.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"a\x00b"])
def test_standard_input_is_checked_like_a_file(content: bytes) -> None:
    result = CliRunner().invoke(main, ["register", "-"], input=content)
    assert result.exit_code == 1
    assert result.stderr.startswith("lovp-graph: standard input")


def test_files_that_nothing_reads_are_named(example: Path) -> None:
    (example / "summaries" / "kust-2030-07-01.yml").write_text("id: x\n", encoding="utf-8")
    (example / "extra.yaml").write_text("graph: []\n", encoding="utf-8")
    shutil.copy(example / "sentences" / "kust-2030-04-10.csv", example / "sentences" / "kust-2030-07-01.csv")
    result = run("check", "--data", example)
    assert [line.partition(": ")[0].rsplit("/", 1)[-1] for line in result.stdout.splitlines()] == [
        "extra.yaml:0", "kust-2030-07-01.csv:0", "kust-2030-07-01.yml:0",
    ]  # fmt: skip


@pytest.mark.parametrize(("years", "columns"), [(12, 13), (13, 1)])
def test_the_table_keeps_its_labels_and_totals_however_many_summaries(
    years: int, columns: int, capsys: pytest.CaptureFixture[str]
) -> None:
    many = dataset.Dataset()
    for year in range(2010, 2010 + years):
        many.graphs[f"{GRAPH}summary/lovp-{year}-04-16"] = Graph()
    _print_counts(many, "table")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines[0].split()) == columns
    assert lines[0].split()[-1] == "total"
    assert lines[-1].split() == ["Links", "between", "statements", *["0"] * columns]


def test_findings_are_the_same_from_any_folder(example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(FIXTURES / "ten-mistakes.yaml", example / "ten-mistakes.yaml")
    shutil.copy(FIXTURES / "ten-mistakes.csv", example / "ten-mistakes.csv")
    monkeypatch.chdir(example)
    first = run("check", "ten-mistakes.yaml", "--data", ".").stdout
    monkeypatch.chdir(tmp_path)
    second = run("check", example / "ten-mistakes.yaml", "--data", example).stdout
    assert [line.partition(":")[2] for line in first.splitlines()] == [
        line.partition(":")[2] for line in second.splitlines()
    ]


def test_every_command_is_in_the_readme() -> None:
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        command = main.get_command(click.Context(main), name)
        assert command
        assert f"`lovp-graph {name}" in readme
        for parameter in command.params:
            for option in parameter.opts:
                assert not option.startswith("--") or f"{option}" in readme, f"{name} {option}"
