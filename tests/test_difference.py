"""What differs between two versions of the data."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from lovp_graph.cli import main
from lovp_graph.dataset import assemble, serialise
from lovp_graph.difference import Change, compare, lines
from lovp_graph.rdf import quads
from tests.conftest import EXAMPLE, FIXTURES

SUMMARY = "summaries/kust-2030-01-15.yaml"


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def changes(old: Path, new: Path) -> list[Change]:
    return list(compare(quads(assemble(old).graphs), quads(assemble(new).graphs)).changes)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["diff", *map(str, arguments)])


def test_the_same_data_do_not_differ(example: Path, tmp_path: Path) -> None:
    built = tmp_path / "lovp.trig"
    built.write_bytes(serialise(assemble(EXAMPLE))["lovp.trig"])
    result = run(built, example)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "no difference" in result.stderr


def test_a_changed_statement_is_told_with_what_it_was_and_is(example: Path) -> None:
    change(
        example,
        SUMMARY,
        "De burgemeesters willen bij een ontruiming gehoord worden.",
        "De burgemeesters willen meebeslissen.",
    )
    (found,) = changes(EXAMPLE, example)
    assert (found.change, found.kind, found.iri.rpartition("/")[2]) == ("changed", "statement", "kust-2030-01-15-008")
    assert found.values == (
        (
            "gist",
            ("De burgemeesters willen bij een ontruiming gehoord worden.",),
            ("De burgemeesters willen meebeslissen.",),
        ),
    )


def test_a_value_that_came_beside_another_is_told_alone(example: Path) -> None:
    change(example, "actors.yaml", "altLabel: {nl: [", 'altLabel: {nl: ["de erbij", ')
    (found,) = changes(EXAMPLE, example)
    assert (found.kind, found.values) == ("actor", (("altLabel", (), ("de erbij",)),))


def test_what_was_added_was_withdrawn_the_other_way_round(example: Path) -> None:
    text = (example / "authority.yaml").read_text(encoding="utf-8")
    relation = text.index("  - id: gezag/")
    end = text.find("\n  - id: ", relation + 1)
    (example / "authority.yaml").write_text(text[:relation] + (text[end + 1 :] if end > 0 else ""), encoding="utf-8")
    there, back = changes(EXAMPLE, example), changes(example, EXAMPLE)
    assert [(one.change, one.kind) for one in there] == [("withdrawn", "authority relation")]
    assert [(one.change, one.kind, one.iri, one.label) for one in back] == [
        ("added", "authority relation", there[0].iri, there[0].label)
    ]


def test_statements_come_first_then_themes_then_authority() -> None:
    found = changes(EXAMPLE, FIXTURES / "history")
    kinds = list(dict.fromkeys(one.kind for one in found))
    assert kinds[0] == "statement"
    assert kinds.index("statement") < kinds.index("authority relation") < kinds.index("actor")
    ordered = [one.change for one in found if one.kind == "statement"]
    assert ordered == sorted(ordered)  # added, changed, withdrawn


def test_a_changed_theme_is_told_as_one() -> None:
    found = quads(assemble(EXAMPLE).graphs)
    theme = ox.NamedNode("https://w3id.org/lovp/id/thema/gezag")
    label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    new = [
        ox.Quad(theme, label, ox.Literal("Iets anders", language="nl"), quad.graph_name)
        if (quad.subject, quad.predicate) == (theme, label) and getattr(quad.object, "language", "") == "nl"
        else quad
        for quad in found
    ]
    (one,) = compare(found, new).changes
    assert (one.kind, one.label) == ("theme", "Iets anders")


def test_what_is_only_derived_is_not_told_of_each_thing(example: Path) -> None:
    change(example, "meetings.yaml", "date: 2030-04-10", "date: 2030-04-11")
    assert {(one.kind, one.values[0][0]) for one in changes(EXAMPLE, example)} == {("meeting", "date")}


def test_a_text_is_told_in_its_language() -> None:
    found = quads(assemble(EXAMPLE).graphs)
    label = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    one = next(quad for quad in found if quad.predicate == label and getattr(quad.object, "language", "") == "nl")
    assert isinstance(one.object, ox.Literal)
    text = one.object.value
    twice = [*found, ox.Quad(one.subject, label, ox.Literal(text, language="fr"), one.graph_name)]
    (told,) = compare(found, twice).changes
    assert told.values == (("prefLabel@fr", (), (text,)),)


def test_sentences_are_counted_and_a_summary_is_not_told_for_its_lists() -> None:
    found = compare(quads(assemble(EXAMPLE).graphs), quads(assemble(FIXTURES / "history").graphs))
    told = list(lines(found))
    assert any(line.startswith("sentence: ") for line in told)
    assert not any(line.startswith("  + zin/") for line in told)
    assert not any(name in {"statement", "agendaItem"} for one in found.changes for name, _, _ in one.values)


def test_the_quads_lead_from_one_version_to_the_other(example: Path, tmp_path: Path) -> None:
    change(example, SUMMARY, "type: Position", "type: Concern")
    assert run(EXAMPLE, example, "--rdf", tmp_path / "rdf").exit_code == 3
    added, removed = (
        set(ox.parse(path=tmp_path / "rdf" / name, format=ox.RdfFormat.N_QUADS)) for name in ("added.nq", "removed.nq")
    )
    assert added
    assert removed
    assert (set(quads(assemble(EXAMPLE).graphs)) - removed) | added == set(quads(assemble(example).graphs))


@pytest.mark.parametrize("style", ["text", "csv", "tsv", "json", "md"])
def test_every_format_tells_the_change(example: Path, style: str) -> None:
    change(example, SUMMARY, "type: Position", "type: Concern")
    result = run(EXAMPLE, example, "--format", style)
    assert result.exit_code == 3
    assert "1 change; " in result.stderr
    if style == "csv":
        (row,) = csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8-sig")), delimiter=";")
        assert (row["change"], row["property"], row["old"], row["new"]) == ("changed", "type", "Position", "Concern")
    elif style == "json":
        (row,) = json.loads(result.stdout)["rows"]
        assert (row["old"], row["new"]) == (["Position"], ["Concern"])
    else:
        assert "Position" in result.stdout
        assert "Concern" in result.stdout


@pytest.mark.parametrize(
    ("name", "content", "code", "message"),
    [
        ("weg.nq", None, 2, "does not exist"),
        ("leeg.nq", "", 1, "holds nothing"),
        ("x.ttl", "", 1, "not a dataset by its name"),
    ],
)
def test_what_is_no_version_is_one_message(
    tmp_path: Path, name: str, content: str | None, code: int, message: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content, encoding="utf-8")
    result = run(EXAMPLE, path)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
