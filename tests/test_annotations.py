"""The strict loader: what the context maps, and every trap of JSON-LD as a problem with its line."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, Literal, URIRef

from lovp_graph import annotations as module
from lovp_graph.annotations import context, load
from lovp_graph.derivations import LOVP
from lovp_graph.errors import LovpGraphError
from lovp_graph.files import MEGABYTE
from lovp_graph.positions import Positions
from lovp_graph.resources import ID
from tests.chance import examples
from tests.conftest import EXAMPLE, PROJECT

STATEMENT = URIRef(ID + "uitspraak/x-001")


def write(tmp_path: Path, body: str) -> Path:
    """A summary with one statement, to which `body` adds keys."""
    path = tmp_path / "x.yaml"
    indented = "".join(f"    {line}\n" for line in body.splitlines())
    path.write_text(
        f"id: summary/x\ntype: Summary\nstatement:\n  - id: uitspraak/x-001\n    type: Position\n{indented}",
        encoding="utf-8",
    )
    return path


def found(path: Path) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in load(path).problems]


def test_keys_become_properties_and_words_of_a_list_become_concepts(tmp_path: Path) -> None:
    body = (
        "by: [actor/minister]\nstance: supports\ndue: 2030-06\nnegated: true\ncondition: mits het kan\n"
        "gist: {nl: Ja., en: Yes.}\nsentence: [2, 10]"
    )
    annotation = load(write(tmp_path, body))
    assert annotation.problems == []
    assert annotation.summary == "x"
    assert set(annotation.graph.predicate_objects(STATEMENT)) == {
        (RDF.type, LOVP.Position),
        (LOVP.by, URIRef(ID + "actor/minister")),
        (LOVP.stance, URIRef(ID + "stance/supports")),
        (LOVP.due, Literal("2030-06", datatype=URIRef("http://id.loc.gov/datatypes/edtf/EDTF"))),
        (LOVP.negated, Literal(True)),
        (LOVP.condition, Literal("mits het kan", lang="nl")),
        (LOVP.gist, Literal("Ja.", lang="nl")),
        (LOVP.gist, Literal("Yes.", lang="en")),
        (LOVP.sentence, URIRef(ID + "zin/x-2")),
        (LOVP.sentence, URIRef(ID + "zin/x-10")),
    }


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("theem: [thema/gezag]", [(6, "unknown-key-suggest")]),
        ("qqqq: x", [(6, "unknown-key")]),
        ("'@id': x", [(6, "unknown-key-suggest")]),
        ("lovp: x", [(6, "unknown-key")]),
        ("Position: 3", [(6, "unknown-key-suggest")]),
        ("graph: []", [(6, "unknown-key")]),
        ("by: [actor/de minister]", [(6, "iri")]),
        ("by:\n  - actor/minister\n  - 'foo:bar'", [(8, "iri")]),
        ("by: javascript:alert(1)", [(6, "iri")]),
        ("by: ../actor/minister", [(6, "iri")]),
        ("by: actor/Ministër", [(6, "iri")]),
        ("by: [Actor/a, -a/b, a--b/c, actor/, actor/a/b, actor/a., actor/a..b]", [(6, "iri")] * 7),
        ("publishedAt: ['ftp://example.org', 'https://é.nl/', 'example.org', 'http://example.org:123456/']", [(6, "iri")] * 4),
        ("by:", [(6, "empty")]),
        ("by: ''", [(6, "empty")]),
        ("by: [actor/minister, '']", [(6, "empty")]),
        ("condition: ' '", [(6, "empty")]),
        ("gist: {}", [(6, "empty")]),
        ("gist: {nl: ''}", [(6, "empty")]),
        ("gist: Zonder taal.", [(6, "language-map")]),
        ("gist: {Dutch: Ja.}", [(6, "language")]),
        ("gist: {n: Ja., NL: Ja., nlnl: Ja., nl-N: Ja., nl-Nederland: Ja., nl_NL: Ja.}", [(6, "language")] * 6),
        ("gist: {nl: {x: y}}", [(6, "nested")]),
        ("stance: {id: stance/supports}", [(6, "nested")]),
        ("stance: for it", [(6, "code")]),
        ("stance: [a--b, -a, a-, a.b, stance/supports]", [(6, "code")] * 5),
        ("negated: ja", [(6, "literal-boolean")]),
        ("sentence: [0]", [(6, "sentence-number")]),
        ("sentence: [2-4]", [(6, "sentence-number")]),
        ("sentence: [1٣]", [(6, "sentence-number")]),
        ("sentence: [1000000]", [(6, "sentence-number")]),
        ("by: [{type: Actor}]", [(6, "missing-id")]),
        ("by: [{id: actor/x, prefLabel: {nl: x}}]", [(6, "missing-type")]),
        ("by: [{id: actor/x, type: []}]", [(6, "missing-type")]),
        ("by: [{id: '', type: Actor}]", [(6, "empty")]),
        ("by: [{id: [a], type: Actor}]", [(6, "empty")]),
        ("by: [{id: a b, type: Actor}]", [(6, "iri")]),
        ("by: [{id: actor/x, type: Akteur}]", [(6, "unknown-type")]),
        ("by: [{id: actor/x, type: Actr}]", [(6, "unknown-type-suggest")]),
        ("by: [{id: uitspraak/x-001, type: Actor}]", [(6, "duplicate-id")]),
        ("by:\n  type: Actor\n  id: a b", [(8, "iri")]),
        ("by:\n  type: Actor\n  id: ''", [(8, "empty")]),
        ("by: []", []),
        ("by: [{id: actor/x}]", []),
        ("gist: {nl-NL: Ja., fry: Ja., en: []}", []),
        ("sentence: [999999]", []),
    ],
)  # fmt: skip
def test_each_trap_is_a_problem_on_its_line(body: str, expected: list[tuple[int, str]], tmp_path: Path) -> None:
    assert found(write(tmp_path, body)) == expected


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("qqqq: x", ["'qqqq'"]),
        ("theem: [thema/gezag]", ["'theem'", "'theme'"]),
        ("by: ''", ["by"]),
        ("gist: {nl: ''}", ["gist: nl"]),
        ("gist: Zonder taal.", ["gist"]),
        ("gist: {Dutch: Ja.}", ["Dutch"]),
        ("gist: {nl: {x: y}}", ["gist"]),
        ("stance: {id: stance/supports}", ["'stance'"]),
        ("stance: for it", ["'stance'", "'for it'"]),
        ("sentence: [2-4]", ["'2-4'"]),
        ("negated: ja", ["'negated'", "'ja'"]),
        ("by: [{id: '', type: Actor}]", ["id"]),
        ("by: [{id: a b, type: Actor}]", ["'a b'", "'id'"]),
        ("by: [{id: actor/x, type: Akteur}]", ["Akteur"]),
        ("by: [{id: actor/x, type: Actr}]", ["Actr", "Actor"]),
    ],
)
def test_a_problem_names_what_it_is_about(body: str, named: list[str], tmp_path: Path) -> None:
    (problem,) = load(write(tmp_path, body)).problems
    for name in named:
        assert re.search(rf"(?<!\w){re.escape(name)}(?!\w)", problem.message), problem.message
    assert "None" not in problem.message


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2030-02-31", "literal-date"), ("31-12-2030", "literal-date"), ("2030-W03", "literal-date"), ("2030-01-15Z", "literal-date"), ("2030-1-15", "literal-date"), ("20300-01-15", "literal-date"),
        ("twee", "literal-integer"), ("1_000", "literal-integer"), ("+3", "literal-integer"), ("٣", "literal-integer"), ("3.0", "literal-integer"), ("NaN", "literal-decimal"), ("1e5", "literal-decimal"),
        ("+5", "literal-decimal"), (".5", "literal-decimal"), ("5.", "literal-decimal"),
        ("12.500.000", "literal-decimal"), ("20x0", "literal-gYear"), ("2030-05", "literal-gYear"), ("203", "literal-gYear"), ("20300", "literal-gYear"), ("-2030", "literal-gYear"),
        ("ja", "literal-boolean"), ("1", "literal-boolean"),
    ],
)  # fmt: skip
def test_a_value_that_its_type_does_not_allow_is_a_problem(value: str, code: str, tmp_path: Path) -> None:
    keys = {"date": "date", "integer": "position", "decimal": "value", "gYear": "year", "boolean": "negated"}
    assert found(write(tmp_path, f"{keys[code.partition('-')[2]]}: '{value}'")) == [(6, code)]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/%zz",
        "http://[",
        "https://x/[1]",
        "http://a:b:c",
        "https://",
        "https://x/#a#b",
        "http://x:٣/",
    ],
)
def test_an_address_that_no_store_would_take(address: str, tmp_path: Path) -> None:
    assert found(write(tmp_path, f"publishedAt: '{address}'")) == [(6, "iri")]


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("publishedAt", "https://example.org", "https://example.org"),
        ("publishedAt", "https://1.example.org?a", "https://1.example.org?a"),
        ("publishedAt", "http://example.org:65535/a%20b/é?c=d&e#f", "http://example.org:65535/a%20b/é?c=d&e#f"),
        ("publishedAt", "wet-en-regel/2-A.1b", f"{ID}wet-en-regel/2-A.1b"),
        ("stance", "2-A-b3", f"{ID}stance/2-A-b3"),
        ("date", "2028-02-29", "2028-02-29"),
        ("value", "-12.50", "-12.50"),
        ("value", "12500000", "12500000"),
        ("position", "-12", "-12"),
        ("year", "2030", "2030"),
        ("negated", "false", "false"),
        ("identifier", "Stb. 2012, 315", "Stb. 2012, 315"),
    ],
)
def test_a_value_is_kept_as_it_was_written(key: str, value: str, kept: str, tmp_path: Path) -> None:
    annotation = load(write(tmp_path, f"{key}: '{value}'"))
    assert annotation.problems == []
    ((_, found_value),) = set(annotation.graph.predicate_objects(STATEMENT)) - {(RDF.type, LOVP.Position)}
    assert str(found_value) == kept


def test_a_summary_without_its_id_is_said_once(tmp_path: Path) -> None:
    path = write(tmp_path, "theme: [thema/gezag]")
    path.write_text(path.read_text(encoding="utf-8").replace("id: summary/x", "id: sumary/x"), encoding="utf-8")
    annotation = load(path)
    assert [(problem.line, problem.code) for problem in annotation.problems] == [(1, "summary-id")]
    assert annotation.problems[0].message.endswith("id: summary/x")
    assert annotation.summary == "x"


@pytest.mark.parametrize(
    ("content", "summary", "expected"),
    [
        ("id: summary/Kust.2030-1\ntype: Summary", "Kust.2030-1", []),
        ("id: summary/y", "y", [(1, "missing-type")]),
        ("type: Summary", "x", [(1, "summary-id")]),
        ("type: Summary\nid: y", "x", [(2, "summary-id")]),
        ("type: Actor\nid: actor/y", "", []),
        ("graph:\n  - {id: actor/y, type: Actor}", "", []),
    ],
)
def test_which_summary_a_file_annotates(
    content: str, summary: str, expected: list[tuple[int, str]], tmp_path: Path
) -> None:
    annotation = load(tmp_path / "x.yaml", content=content.encode())
    assert annotation.summary == summary
    assert [(problem.line, problem.code) for problem in annotation.problems] == expected


def test_a_misspelt_key_goes_on_as_the_one_that_was_meant(tmp_path: Path) -> None:
    annotation = load(write(tmp_path, "theem: [thema/gezag]\nby: [{id: actor/x, tpye: Actor}]"))
    assert [(problem.line, problem.code) for problem in annotation.problems] == [
        (6, "unknown-key-suggest"),
        (7, "unknown-key-suggest"),
    ]
    assert (STATEMENT, LOVP.theme, URIRef(ID + "thema/gezag")) in annotation.graph


def test_a_text_that_a_comment_cuts_off(tmp_path: Path) -> None:
    assert found(write(tmp_path, "gist: {nl: Ja.}\ncondition: als punt #3 af is\ndoubt: op punt # 3")) == [
        (7, "cut-text"),
        (8, "cut-text"),
    ]
    assert found(write(tmp_path, 'doubt: "op punt # 3"\nstance: supports # a comment')) == []


def test_a_list_where_things_are_expected(tmp_path: Path) -> None:
    path = tmp_path / "actors.yaml"
    path.write_text("graph:\n  - actor/x\n", encoding="utf-8")
    assert found(path) == [(2, "not-nested")]
    assert "'graph'" in load(path).problems[0].message


def test_a_list_within_a_list_is_one_list(tmp_path: Path) -> None:
    things = load(tmp_path / "x.yaml", content=b"graph:\n  - - {id: actor/y, type: Actor}\n    - actor/z\n")
    assert [(problem.line, problem.code) for problem in things.problems] == [(3, "not-nested")]
    assert set(things.graph) == {(URIRef(ID + "actor/y"), RDF.type, LOVP.Actor)}
    annotation = load(write(tmp_path, "gist: {nl: [[Ja., Nee.], Wie weet.]}\nby: [[actor/minister]]"))
    assert annotation.problems == []
    assert set(annotation.graph.objects(STATEMENT, LOVP.gist)) == {
        Literal(text, lang="nl") for text in ("Ja.", "Nee.", "Wie weet.")
    }
    assert list(annotation.graph.objects(STATEMENT, LOVP.by)) == [URIRef(ID + "actor/minister")]


def test_a_thing_of_which_nothing_is_said(tmp_path: Path) -> None:
    path = tmp_path / "actors.yaml"
    path.write_text("graph:\n  - id: actor/x\n", encoding="utf-8")
    assert found(path) == [(2, "missing-type")]


def test_all_problems_of_a_file_are_reported_in_one_go_and_the_rest_is_kept(tmp_path: Path) -> None:
    annotation = load(write(tmp_path, "theem: x\nby: [a b, actor/minister]\nnegated: ja\ntheme: [thema/gezag]"))
    assert [problem.line for problem in annotation.problems] == [6, 7, 8]
    assert (STATEMENT, LOVP.by, URIRef(ID + "actor/minister")) in annotation.graph
    assert (STATEMENT, LOVP.theme, URIRef(ID + "thema/gezag")) in annotation.graph


@pytest.mark.parametrize(
    ("gist", "kept"),
    [
        ("{nl: Ja., Dutch: Ja.}", [Literal("Ja.", lang="nl")]),
        ("{nl: [Ja., '', {x: y}], en: ' '}", [Literal("Ja.", lang="nl")]),
        ("Zonder taal.", []),
    ],
)
def test_of_texts_by_language_the_sound_ones_are_kept(gist: str, kept: list[Literal], tmp_path: Path) -> None:
    annotation = load(write(tmp_path, f"gist: {gist}"))
    assert annotation.problems
    assert list(annotation.graph.objects(STATEMENT, LOVP.gist)) == kept


def test_an_id_of_another_file_is_a_problem_and_stays_apart(tmp_path: Path) -> None:
    known = Positions()
    known.add((Path("other.yaml"), 7), str(STATEMENT))
    annotation = load(write(tmp_path, "theme: [thema/gezag]"), known)
    assert [problem.message for problem in annotation.problems] == [
        "the id 'uitspraak/x-001' is already used (other.yaml:7); give this thing its own"
    ]
    assert (STATEMENT, None, None) not in annotation.graph


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a: \xff\n", [(1, "encoding")]),
        (b"\na: x\nb: \xff\nc: \xff\n", [(3, "encoding")]),
        (b"id: summary/x\na: 'x\n", [(3, "yaml")]),
        (b"\xff\xfea\x00", [(1, "encoding")]),
    ],
)
def test_a_file_that_cannot_be_read(content: bytes, expected: list[tuple[int, str]], tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(content)
    assert found(path) == expected


def test_a_missing_file_and_a_huge_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(tmp_path / "weg.yaml") == [(0, "unreadable")]
    assert "No such file" in load(tmp_path / "weg.yaml").problems[0].message
    monkeypatch.setattr(module, "MAX_MEGABYTES", 0)
    assert found(write(tmp_path, "by: []")) == [(0, "too-large")]


def test_a_file_that_has_been_read_already_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_MEGABYTES", 1)
    largest = b"id: actor/y\ntype: Actor\n".ljust(MEGABYTE)
    assert len(load(tmp_path / "weg.yaml", content=largest).graph) == 1
    (problem,) = load(tmp_path / "weg.yaml", content=largest + b" ").problems
    assert problem.message == "larger than 1 MB; split the file"


@pytest.mark.parametrize(
    ("key", "mapped", "line", "named"),
    [
        ("doubt", None, 4, ["uitspraak/x-001", "doubt", "Is dat zo?"]),
        ("by", {"@id": "lovp:by", "@type": "@vocab"}, 7, [f"{STATEMENT} {LOVP.by} {module.SENTINEL}actor/minister"]),
        ("id", None, 0, []),
    ],
)
def test_what_slips_past_the_checks_is_never_dropped_in_silence(
    key: str, mapped: object, line: int, named: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module._terms()  # the checks still know the key as it is, the mapping no longer does
    loose = {k: v for k, v in {**context(), key: mapped}.items() if v}
    monkeypatch.setattr(module, "context", lambda: loose)
    annotation = load(write(tmp_path, "doubt: Is dat zo?\nby: actor/minister"))
    assert {(problem.line, problem.code) for problem in annotation.problems} == {(line, "not-mapped")}
    messages = " ".join(problem.message for problem in annotation.problems)
    assert [name for name in named if name not in messages] == []
    assert not any(str(term).startswith(module.SENTINEL) for triple in annotation.graph for term in triple)


def test_a_broken_context_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ontology_folder", lambda: tmp_path)
    context.cache_clear()
    try:
        with pytest.raises(LovpGraphError, match="cannot be read"):
            context()
        (tmp_path / "context.jsonld").write_text("{", encoding="utf-8")
        with pytest.raises(LovpGraphError, match="not valid JSON"):
            context()
    finally:
        context.cache_clear()


def test_every_value_of_the_example_is_found_at_its_line() -> None:
    path = EXAMPLE / "summaries" / "kust-2030-01-15.yaml"
    annotation = load(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(annotation.graph) > 100
    for subject, predicate, value in annotation.graph:
        place = annotation.positions.find(str(subject), str(predicate), str(value))
        assert place is not None
        assert place[0] == path
        # A concept stands there by its last word alone, a sentence by its number.
        written = re.sub(r".*/zin/.*-|.*[/#]", "", str(value))
        assert re.search(rf"(?<!\w){re.escape(written)}", lines[place[1] - 1]), (value, place)


@pytest.mark.parametrize(
    ("body", "predicate", "value", "line"),
    [
        ("", None, "", 4),
        ("", RDF.type, "", 5),
        ("by:\n  - actor/a\n  - actor/b", LOVP.by, "", 6),
        ("by:\n  - actor/a\n  - actor/b", LOVP.by, ID + "actor/b", 8),
        ("by:\n  - id: actor/a\n  - id: actor/b", LOVP.by, ID + "actor/b", 8),
        ("by:\n  - id: actor/a\n  - type: Actor\n    id: actor/b", LOVP.by, ID + "actor/b", 8),
        ("stance:\n  - supports\n  - opposes", LOVP.stance, ID + "stance/opposes", 8),
        ("sentence:\n  - 2\n  - 10", LOVP.sentence, ID + "zin/x-10", 8),
        ("due:\n  - 2030-06\n  - 2030-07", LOVP.due, "2030-07", 8),
        ("gist:\n  nl: Ja.\n  en: Yes.", LOVP.gist, "", 6),
        ("gist:\n  nl: Ja.\n  en: Yes.", LOVP.gist, "Yes.", 8),
        ("gist:\n  nl:\n    - Ja.\n    - Nee.", LOVP.gist, "Nee.", 9),
    ],
)
def test_a_thing_its_keys_and_their_values_are_found_at_their_lines(
    body: str, predicate: URIRef | None, value: str, line: int, tmp_path: Path
) -> None:
    path = write(tmp_path, body)
    assert load(path).positions.find(str(STATEMENT), str(predicate or ""), value) == (path, line)


def test_a_thing_without_an_id_is_found_at_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, "by:\n  - type: Actor\n    actorKind:\n      - body\n      - person")
    annotation = load(path)
    (thing,) = annotation.graph.objects(STATEMENT, LOVP.by)
    assert annotation.positions.find(str(thing)) == (path, 7)
    assert annotation.positions.find(str(thing), str(LOVP.actorKind), ID + "actor-kind/person") == (path, 10)


def test_the_context_is_plain_json_in_the_order_of_its_keys() -> None:
    text = (PROJECT / "ontology" / "context.jsonld").read_text(encoding="utf-8")
    keys = list(json.loads(text)["@context"])
    terms = keys[keys.index("graph") + 1 :]
    classes, properties = [k for k in terms if k[0].isupper()], [k for k in terms if not k[0].isupper()]
    assert terms == sorted(classes) + sorted(properties)


SCALARS = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=40)
KEYS = st.sampled_from(["by", "gist", "theme", "type", "id", "sentence", "due", "negated", "statement", "qqq", "@type"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | SCALARS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, VALUES, max_size=6))
@examples(200)
def test_no_file_makes_the_loader_fail_or_yields_a_triple_of_unknown_origin(data: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.yaml")
        path.write_text(json.dumps(data), encoding="utf-8")
        annotation = load(path)
    for triple in annotation.graph:
        assert all(not str(term).startswith(module.SENTINEL) for term in triple)
        assert isinstance(triple[0], URIRef)
