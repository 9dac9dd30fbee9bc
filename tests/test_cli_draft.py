"""The command that drafts annotations: what it writes, what it leaves alone, and the way from a PDF to the pages."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lovp_graph import catalogue, registers
from lovp_graph.cli import main
from lovp_graph.cli.drafting import digest
from lovp_graph.dataset import assemble
from lovp_graph.documents import read
from lovp_graph.drafting.draft import draft_of
from lovp_graph.drafting.writing import annotation
from lovp_graph.rdf import quads
from lovp_graph.store import EmbeddedStore
from tests.conftest import EXAMPLE
from tests.producing import LAYOUTS, as_pdf, parts_of

FIRST, SECOND = sorted((EXAMPLE / "texts").glob("*.txt"))
SLUG = "kustoverleg-2030-01-15"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def drafted(out: Path, *arguments: str | Path) -> Result:
    return run("draft", "--data", EXAMPLE, "--out", out, *arguments)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


def with_meeting(example: Path, draft: Path) -> None:
    """Take the meeting that a draft proposes into the data, as its comment words it."""
    proposed = re.findall(r"^#(   - id: meeting/.*(?:\n#     .*)+)", draft.read_text(encoding="utf-8"), re.MULTILINE)
    assert proposed
    with (example / "meetings.yaml").open("a", encoding="utf-8") as meetings:
        for one in proposed:
            meetings.write(re.sub(r"^#? ", "", one, flags=re.MULTILINE).rstrip() + "\n")


# --- one file


def test_a_draft_and_its_register_are_written_and_named_after_body_and_day(tmp_path: Path) -> None:
    result = drafted(tmp_path / "new", FIRST)
    assert result.exit_code == 0, result.output
    assert sorted(contents(tmp_path / "new")) == [f"{SLUG}.csv", f"{SLUG}.yaml"]
    assert (tmp_path / "new" / f"{SLUG}.csv").read_bytes() == (EXAMPLE / "sentences" / f"{FIRST.stem}.csv").read_bytes()
    assert result.stdout == ""
    written = (tmp_path / "new" / f"{SLUG}.yaml").read_text(encoding="utf-8")
    assert f"{written.count('    gist: ') - written.count('AuthorityRelation')} statements drafted in" in result.stderr
    assert written.startswith(f"# DRAFT of the annotation of {FIRST.name}, made by machine.")


def test_the_same_file_gives_the_same_draft(tmp_path: Path) -> None:
    drafted(tmp_path / "a", FIRST)
    drafted(tmp_path / "b", FIRST)
    assert contents(tmp_path / "a") == contents(tmp_path / "b") != {}


def test_a_draft_is_that_of_all_that_the_graph_knows(tmp_path: Path) -> None:
    drafted(tmp_path, SECOND)
    whole = draft_of(read(SECOND)[1], catalogue.read(EmbeddedStore(quads(assemble(EXAMPLE).graphs))), SECOND.stem)
    made = next(content for name, content in contents(tmp_path).items() if name.endswith(".yaml"))
    assert made.decode() == annotation(whole, SECOND.name, digest(SECOND.read_bytes()))
    assert "# < uitspraak/" in made.decode()


def test_a_draft_that_is_there_is_left_alone_unless_it_is_asked_for_again(tmp_path: Path) -> None:
    drafted(tmp_path, FIRST)
    made = contents(tmp_path)
    for path in tmp_path.iterdir():
        path.write_text("bewerkt", encoding="utf-8")
    result = drafted(tmp_path, FIRST)
    assert result.exit_code == 0
    assert "is there already; give --again to make it anew" in result.stderr
    assert set(contents(tmp_path).values()) == {b"bewerkt"}
    assert drafted(tmp_path, FIRST, "--again").exit_code == 0
    assert contents(tmp_path) == made


def test_a_run_that_was_broken_off_does_not_read_again_what_has_a_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted(tmp_path, FIRST)
    made = contents(tmp_path)
    (tmp_path / "notities.yaml").write_bytes(b"caf\xe9: ja")
    monkeypatch.setattr("lovp_graph.documents.read", lambda path: pytest.fail(f"{path} was read"))
    result = drafted(tmp_path, FIRST)
    assert result.exit_code == 0
    assert f"{FIRST}: {tmp_path / 'kustoverleg-2030-01-15.yaml'} is its draft" in result.stderr
    assert made.items() <= contents(tmp_path).items()


def test_a_text_that_was_changed_is_another_text(tmp_path: Path) -> None:
    text = tmp_path / FIRST.name
    text.write_bytes(FIRST.read_bytes())
    drafted(tmp_path / "out", text)
    text.write_bytes(FIRST.read_bytes() + b"\nDe minister vraagt om zand.\n")
    assert "is there already; give --again to make it anew" in drafted(tmp_path / "out", text).stderr


@pytest.mark.usefixtures("ctrl_c")
def test_an_interrupted_run_stops_at_once_and_keeps_what_is_done(tmp_path: Path) -> None:
    texts = []
    for year in range(2031, 2091):
        texts.append(tmp_path / f"kustoverleg-{year}.txt")
        content = FIRST.read_text(encoding="utf-8").replace("15 januari 2030", f"15 januari {year}")
        texts[-1].write_text(content, encoding="utf-8")
    command = [sys.executable, "-m", "lovp_graph.cli", "draft", *map(str, texts), "--out", str(tmp_path / "out")]
    with subprocess.Popen([*command, "--data", str(EXAMPLE)], stderr=subprocess.PIPE, text=True) as run:
        assert run.stderr is not None
        first = next(line for line in run.stderr if "drafted in" in line)
        run.send_signal(signal.SIGINT)
        rest = run.stderr.read()
    done = (first + rest).count("drafted in")
    assert run.returncode == 1
    assert "Aborted" in rest
    assert done < len(texts)
    assert len(list((tmp_path / "out").glob("*.yaml"))) >= done


def test_what_else_stands_in_the_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "notities.txt").write_text("blijft", encoding="utf-8")
    drafted(tmp_path, FIRST)
    assert (tmp_path / "notities.txt").read_text(encoding="utf-8") == "blijft"
    assert len(contents(tmp_path)) == 3


# --- several files


def broken(folder: Path) -> Path:
    path = folder / "kapot-2030-05-05.pdf"
    path.write_bytes(b"%PDF-1.4 en niets dan rommel")
    return path


def test_one_broken_file_is_reported_and_the_others_are_drafted(tmp_path: Path) -> None:
    result = drafted(tmp_path / "out", FIRST, broken(tmp_path), SECOND)
    assert result.exit_code == 1
    assert sorted(contents(tmp_path / "out")) == [
        f"kustoverleg-{day}.{suffix}" for day in ("2030-01-15", "2030-04-10") for suffix in ("csv", "yaml")
    ]
    told = [line for line in result.stderr.splitlines() if "kapot-2030-05-05.pdf" in line]
    assert len(told) == 1
    assert "1 of 3 files could not be drafted" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_file_on_which_drafting_fails_unexpectedly_is_reported_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("ondenkbaar")

    monkeypatch.setattr("lovp_graph.drafting.draft.draft_of", fail)
    result = drafted(tmp_path / "out", FIRST)
    assert result.exit_code == 1
    assert f"{FIRST}: could not be drafted (RuntimeError: ondenkbaar); please report this" in result.stderr
    assert contents(tmp_path / "out") == {}


def test_several_processes_draft_the_same_as_one(tmp_path: Path) -> None:
    drafted(tmp_path / "several", FIRST, SECOND, "--jobs", "2")
    drafted(tmp_path / "one", FIRST, SECOND, "--jobs", "1")
    assert contents(tmp_path / "one") == contents(tmp_path / "several") != {}


def killed(path: Path, data: object) -> None:
    """As the system does to a process that takes too much memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_that_is_lost_is_one_message_and_what_is_drafted_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted(tmp_path, FIRST)
    made = contents(tmp_path)
    with monkeypatch.context() as context:
        context.setattr("lovp_graph.cli.drafting._one", killed)
        result = drafted(tmp_path, SECOND, EXAMPLE / "meetings.yaml", "--jobs", "2")
    assert result.exit_code == 1
    assert "a process that drafted was ended from outside" in result.stderr.splitlines()[-1]
    assert contents(tmp_path) == made
    assert drafted(tmp_path, FIRST, SECOND).exit_code == 0


@pytest.mark.parametrize("cores", [1, 2])
def test_of_several_files_of_one_meeting_one_is_drafted_and_the_others_are_reported(cores: int, tmp_path: Path) -> None:
    copies = [Path(shutil.copy(FIRST, tmp_path / f"kopie-{number}.txt")) for number in range(5)]
    result = drafted(tmp_path / "out", *copies, "--jobs", str(cores))
    assert result.stderr.count("drafted in") == 1
    assert result.stderr.count("is of the same meeting as") == 4
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "no sentence found"),
        ("Bestuurlijke terugkoppeling Kustoverleg 15 januari 2030\n\nHet regent.", "give the text of a summary"),
        ("Verslag\n\nDe dijkgraaf vindt het plan goed.", "name the file after body and day"),
    ],
)
def test_what_cannot_be_drafted_is_one_message_and_writes_nothing(content: str, message: str, tmp_path: Path) -> None:
    text = tmp_path / "tekst.txt"
    text.write_text(content, encoding="utf-8")
    result = drafted(tmp_path / "out", text)
    assert result.exit_code == 1
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert contents(tmp_path / "out") == {}


@pytest.mark.parametrize("texts", [[FIRST], [FIRST, SECOND]], ids=["one file", "several"])
def test_data_that_cannot_be_read_is_one_message_and_writes_nothing(texts: list[Path], tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    command = ["draft", "--data", str(tmp_path / "leeg"), "--out", str(tmp_path / "out"), *map(str, texts)]
    # As a process of its own: what its own processes print passes by the runner of click.
    result = subprocess.run(
        [sys.executable, "-m", "lovp_graph.cli", *command], capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert "not a data folder" in result.stderr
    assert "Traceback" not in result.stderr
    assert contents(tmp_path / "out") == {}


@pytest.mark.parametrize("arguments", [[], ["weg.txt"], ["--explain", "x", str(FIRST)]])
def test_wrong_use_of_draft_exits_with_2(arguments: list[str], tmp_path: Path) -> None:
    assert drafted(tmp_path / "out", *arguments).exit_code == 2
    assert contents(tmp_path / "out") == {}


# --- explaining


def test_explain_says_what_decided_and_writes_nothing(tmp_path: Path) -> None:
    result = drafted(tmp_path / "out", FIRST, "--explain", "8")
    assert result.exit_code == 0
    assert result.stdout.startswith("8 | De burgemeesters vragen de minister om een analyse")
    for part in (
        "actor      minister = minister",
        "verb       vragen = vragen, request",
        "Request, ",
        "rule: asks",
        "kind, by ",
        "authority: none, no rule fits",
        "earlier: none is alike enough",
    ):
        assert part in result.stdout
    assert contents(tmp_path / "out") == {}


@pytest.mark.parametrize("number", ["0", "14", "-1", "99999"])
def test_a_sentence_that_a_text_does_not_have_is_not_explained(number: str, tmp_path: Path) -> None:
    result = drafted(tmp_path / "out", FIRST, "--explain", number)
    assert result.exit_code == 1
    assert f"has sentences 1 to 13, and no {number}" in result.stderr
    assert result.stdout == ""
    assert contents(tmp_path / "out") == {}


def test_explain_is_for_one_file(tmp_path: Path) -> None:
    result = drafted(tmp_path / "out", FIRST, SECOND, "--explain", "1")
    assert result.exit_code == 2
    assert "--explain is for one file" in result.stderr


# --- what is left to do


def test_check_says_of_each_empty_gist_once_where_it_stands(example: Path, tmp_path: Path) -> None:
    drafted(tmp_path, FIRST)
    draft = tmp_path / f"{SLUG}.yaml"
    with_meeting(example, draft)
    result = run("check", draft, "--data", example, "--format", "json")
    assert result.exit_code == 3
    findings = json.loads(result.stdout)
    empty = [
        number
        for number, line in enumerate(draft.read_text(encoding="utf-8").splitlines(), 1)
        if line == '    gist: {nl: ""}'
    ]
    assert len(empty) >= 10
    counts = Counter(finding["line"] for finding in findings)
    assert {number: counts[number] for number in empty} == dict.fromkeys(empty, 1)
    assert not any(
        "uitspraak" in finding["message"]["en"] and "meeting" in finding["message"]["en"] for finding in findings
    )


def test_check_says_once_that_the_meeting_of_a_draft_is_not_known(example: Path, tmp_path: Path) -> None:
    later = tmp_path / "kustoverleg-2031-11-12.txt"
    later.write_text(Path(FIRST).read_text(encoding="utf-8").replace("15 januari 2030", "12 november 2031"), "utf-8")
    drafted(tmp_path / "out", later, "--data", str(example))
    (draft,) = (tmp_path / "out").glob("*.yaml")
    result = CliRunner().invoke(main, ["check", str(draft), "--data", str(example)])
    told = [line for line in result.output.splitlines() if "meeting/kustoverleg-2031-11-12" in line]
    assert len(told) == 1
    assert re.search(r"which exists\. .* \(and on \d+ more lines\)$", told[0]), told
    assert "→" not in told[0]


def test_check_of_a_draft_prints_file_and_line_of_what_is_left(example: Path, tmp_path: Path) -> None:
    drafted(tmp_path, FIRST)
    draft = tmp_path / f"{SLUG}.yaml"
    with_meeting(example, draft)
    lines = run("check", draft, "--data", example).stdout.splitlines()
    assert lines
    assert all(re.match(rf"{re.escape(str(draft))}:\d+: ", line) for line in lines)
    open_keys = {"gist: nl", "writtenBy", "reviewPasses", "reason", "measures: nl", "task", "regime"}
    assert {key for key in open_keys if any(f"'{key}' has no value" in line for line in lines)} == open_keys


# --- from a PDF to the pages

TEXT = """\
Bestuurlijke terugkoppeling Kustoverleg 12 juni 2030

In het Kustoverleg van 12 juni jl. kwamen de duinen, de begroting en het gezag bij stormvloed aan bod.

Herstel van de duinen

De dijkgraaf meldt dat het herstel van de noordelijke duinen is begonnen. De burgemeesters vragen de minister om een
overzicht van de kosten per gemeente. De minister zegt het overzicht toe. De burgemeesters maken zich zorgen over het
tempo van het herstel.

Begroting

De dijkgraaf licht de begroting voor 2030 toe. Er is een tekort van 4 miljoen euro. De minister vindt dat bedrag te
hoog voor een enkel jaar. De burgemeesters steunen het voorstel niet.

Gezag bij stormvloed

De minister bevestigt dat de dijkgraaf het gezag over de dijkwacht houdt. De burgemeesters herhalen dat zij bij een
ontruiming gehoord willen worden. Afgesproken is dat het Kustoverleg in oktober verder spreekt over de oefening.
"""
LAST_SLUG = "kustoverleg-2030-06-12"
STORIES = [
    "zand", "helmgras", "schelpen", "geld", "boten", "kranen", "dijken", "sluizen", "kades", "pompen", "gemalen", "stuwen",
]  # fmt: skip


def finished(draft: str) -> str:
    """A draft as an editor leaves it: what was open is filled in, and the comments are gone."""
    lines = [re.sub(r'(?<=[\w"\]}])  # .*$', "", line) for line in draft.splitlines() if not re.match(r"\s*#", line)]
    stories = iter(f"Kort gezegd gaat dit stuk over {one}." for one in STORIES)
    made: list[str] = []
    for place, line in enumerate(lines):
        if line == '    gist: {nl: ""}':
            thing = "\n".join(lines[max(0, place - 12) : place]).rpartition("  - id: ")[2]
            if "type: AuthorityRelation" not in thing and "    theme: " not in thing:
                made.append("    theme: [thema/gezag]")
            made.append(f'    gist: {{nl: "{next(stories)}"}}')
        else:
            made.append(line)
    filled = "\n".join(made) + "\n"
    for empty, full in (
        ('writtenBy: ""', "writtenBy: actor/burgemeesters\nreviewedBy: person"),
        ('reviewPasses: ""', "reviewPasses: 1"),
        ('measures: {nl: ""}', 'measures: {nl: "wat er te weinig is"}'),
        ('amountRole: ""', "amountRole: need"),
        ('task: ""', "task: leiding-politie"),
        ('regime: ""', "regime: politiewet"),
        ('holder: [""]', "holder: [actor/dijkgraaf]"),
        ('reason: ""', 'reason: "kondigt aan waarover het gaat"'),
    ):
        filled = filled.replace(empty, full)
    return filled


def test_from_a_pdf_by_way_of_a_draft_to_the_graph_and_its_pages(example: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "terugkoppeling juni.pdf"
    pdf.write_bytes(as_pdf(parts_of(TEXT), LAYOUTS["justified and hyphenated"]))
    result = run("draft", pdf, "--data", example, "--out", tmp_path / "drafts")
    assert result.exit_code == 0, result.output
    draft = tmp_path / "drafts" / f"{LAST_SLUG}.yaml"
    register = tmp_path / "drafts" / f"{LAST_SLUG}.csv"
    assert len(registers.read(register)[0]) == len(read(pdf)[1].sentences) == 12

    content = draft.read_text(encoding="utf-8")
    for kind in ("Information", "Request", "Commitment", "Concern", "Position", "Confirmation", "Agreement"):
        assert f"    type: {kind}" in content
    assert "    negated: true" in content
    assert re.search(r"^  # < uitspraak/kust-2030-01-15-008 ", content, re.MULTILINE)

    with_meeting(example, draft)
    summary = example / "summaries" / f"{LAST_SLUG}.yaml"
    summary.write_text(finished(content), encoding="utf-8")
    shutil.copy(register, example / "sentences")
    shutil.copy(pdf, example / "texts" / f"{LAST_SLUG}.pdf")
    checked = run("check", "--data", example, "--texts", example / "texts")
    assert checked.stdout == ""
    assert checked.exit_code == 0, checked.output
    assert f"{LAST_SLUG}: 12 of 12 sentences proved" in checked.stderr

    built = run("build", "--data", example, "--out", tmp_path / "build")
    assert built.exit_code == 0, built.output
    pages = run("site", "--dataset", tmp_path / "build" / "lovp.nq", "--out", tmp_path / "site")
    assert pages.exit_code == 0, pages.output
    shown = [
        path.name for path in (tmp_path / "site").rglob("*.html") if "over zand." in path.read_text(encoding="utf-8")
    ]
    assert shown
