"""Saved questions: their headers, the queries that they give, and the words that go with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyparsing import ParseResults
from rdflib import SKOS, Graph, URIRef, Variable
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from lovp_graph import answers, briefing, questions, story
from lovp_graph.asking import ask
from lovp_graph.errors import LovpGraphError, UnknownValueError
from lovp_graph.questions import Question, Term
from lovp_graph.resources import ID, ontology_folder, queries_folder
from lovp_graph.store import EmbeddedStore, Store
from lovp_graph.words import words
from tests.chance import examples

NAMES = questions.names()
FILES = sorted(queries_folder().rglob("*.rq"))
LOOKUPS = [f"lookup/{path.stem}" for path in FILES if path.parent.name == "lookup"]
DATE = ox.Literal("2030-01-15", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))
A, B = ox.NamedNode("https://example.org/a"), ox.NamedNode("https://example.org/b")

HEADER = """\
#+ title: Titel
#+ question: Vraag?
#+ parameters:
#+   thing: {type: iri, help: een ding}
#+ example: {thing: "https://example.org/a"}
#+ notes: [account]
"""
SMALL = (
    HEADER
    + """
SELECT ?thing WHERE {
  VALUES ?thing { UNDEF } #+
  ?s a ?thing . #+ thing
  ?s ?p ?thing . #+ !thing
  # a remark that stays
}
"""
)
ECHO = HEADER + "SELECT ?thing WHERE {\n  VALUES ?thing { UNDEF } #+\n}\n"

# The real data hold no case of these yet; the invented data do.
NO_CASE_YET = {"stance-changes"}


def variables(question: Question) -> list[str]:
    solutions = ox.Store().query(question.text)
    assert isinstance(solutions, ox.QuerySolutions)
    return [variable.value for variable in solutions.variables]


def shown(question: Question) -> list[str]:
    """The variables that become columns."""
    projected = variables(question)
    hidden = {variable.removesuffix("Label") for variable in projected if variable.endswith("Label")}
    return [variable for variable in projected if variable not in hidden | set(words()["hidden"])]


def example(question: Question) -> dict[str, list[str]]:
    names = {parameter.option: parameter.name for parameter in question.parameters}
    return {names[option]: [text] for option, text in question.example.items()}


def kind(place: str) -> type | tuple[type, ...]:
    """What a file gives: a question rows, one that serves others also triples."""
    return (ox.QuerySolutions, ox.QueryTriples) if place == "lookup" else ox.QuerySolutions


def refusal(text: str) -> str:
    with pytest.raises(LovpGraphError) as error:
        questions.parse(text, "f", "f.rq")
    return str(error.value)


# The files of queries/


def test_there_are_questions_and_questions_that_serve_them() -> None:
    assert len(NAMES) > 20
    assert len(LOOKUPS) > 3


@pytest.mark.parametrize("name", [*NAMES, *LOOKUPS])
def test_every_file_loads(name: str) -> None:
    question = questions.saved(name)
    assert question.title
    assert question.question.endswith("?")
    for parameter in question.parameters if name in NAMES else ():
        assert parameter.help, parameter.name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_is_sparql_as_it_stands(path: Path) -> None:
    assert isinstance(ox.Store().query(path.read_text(encoding="utf-8")), kind(path.parent.name))


@pytest.mark.parametrize("name", [*NAMES, *LOOKUPS])
def test_every_choice_of_parameters_gives_sparql(name: str) -> None:
    question, empty = questions.saved(name), ox.Store()
    values: dict[str, Term] = {
        parameter.name: DATE if "day" in words()["kinds"][parameter.kind] else A for parameter in question.parameters
    }
    for chosen in chain.from_iterable(combinations(values, size) for size in range(len(values) + 1)):
        text = question.sparql({parameter: [values[parameter], values[parameter]] for parameter in chosen})
        assert isinstance(empty.query(text), kind(name.partition("/")[0])), chosen
        assert "UNDEF" not in text


@pytest.mark.parametrize("name", NAMES)
def test_examples_and_defaults_name_what_exists(name: str) -> None:
    question = questions.saved(name)
    assert set(question.example) <= {parameter.option for parameter in question.parameters}
    assert {f"lookup/{parameter.default}" for parameter in question.parameters if parameter.default} <= set(LOOKUPS)
    given = set(question.example)
    assert {parameter.option for parameter in question.parameters if parameter.required} <= given


def test_every_question_stands_once_in_the_list_to_choose_from() -> None:
    assert sorted(chain.from_iterable(words()["groups"].values())) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_example_finds_something(name: str, real: Store, history: Store) -> None:
    question = questions.saved(name)
    answer = ask(real, question, example(question))
    answers.table(question, answer)
    if name in NO_CASE_YET:
        assert not answer.rows, f"{name} can leave NO_CASE_YET"
        answer = ask(history, question)
    assert answer.rows


# Words


@pytest.mark.parametrize("name", NAMES)
def test_every_column_has_a_heading_of_its_own(name: str) -> None:
    columns = shown(questions.saved(name))
    assert [variable for variable in columns if not {variable, variable.removesuffix("Label")} & set(words()["columns"])] == []  # fmt: skip
    headings = [answers.heading(variable) for variable in columns]
    assert len(set(headings)) == len(headings)


def test_every_heading_is_used() -> None:
    columns = words()["columns"]
    used = {
        variable if variable in columns else variable.removesuffix("Label")
        for name in NAMES
        for variable in shown(questions.saved(name))
    }
    assert set(columns) - used == set()


def test_every_other_word_is_used() -> None:
    projected = {variable for name in NAMES for variable in variables(questions.saved(name))}
    parameters = [parameter for name in [*NAMES, *LOOKUPS] for parameter in questions.saved(name).parameters]
    notes = {note for name in NAMES for note in questions.saved(name).notes} | {*story.NOTES, *briefing.NOTES}
    assert set(words()["lists"]) - projected == set()
    assert set(words()["hidden"]) - projected == set()
    assert set(words()["kinds"]) - {parameter.kind for parameter in parameters} == set()
    assert set(words()["notes"]) - notes == set()


@pytest.mark.parametrize("name", NAMES)
def test_what_a_query_joins_is_a_list_and_nothing_else_is(name: str) -> None:
    question = questions.saved(name)
    joined = set(re.findall(r'GROUP_CONCAT\([^\n]*?SEPARATOR="\\n"\) AS \?(\w+)', question.text))
    assert set(variables(question)) & joined == set(variables(question)) & set(words()["lists"])


# Virtuoso compares dates with each other wrongly or not at all; their texts compare well everywhere.


def nodes(tree: Any) -> Iterator[CompValue]:
    if isinstance(tree, CompValue):
        yield tree
        tree = list(tree.values())
    if isinstance(tree, list | ParseResults):
        for child in tree:
            yield from nodes(child)


def is_text(expression: Any, computed: dict[Variable, Any]) -> bool:
    """Whether an expression is a text; `computed` is what a query's own variables stand for."""
    if not isinstance(expression, CompValue):
        return expression in computed and is_text(computed[expression], computed)
    match expression.name:
        case "Builtin_STR" | "Builtin_LANG" | "Builtin_SUBSTR" | "literal":
            return True
        case "Builtin_COALESCE":
            return all(is_text(argument, computed) for argument in expression.arg)
        case "Builtin_IF":
            return is_text(expression.arg2, computed) and is_text(expression.arg3, computed)
        case "Aggregate_Max" | "Aggregate_Min":
            return is_text(expression.vars, computed)
    return expression.other is None and is_text(expression.expr, computed)


def compared_otherwise(text: str) -> list[str]:
    """The comparisons by order, and those of a text, of which a side is no text."""
    found, tree = [], list(nodes(parseQuery(text)))
    computed = {node.var or node.evar: node.expr for node in tree if node.name == "Bind" or node.evar}
    for node in tree:
        if node.name == "RelationalExpression" and node.op:
            sides = [is_text(side, computed) for side in (node.expr, node.other)]
            if (node.op in {"<", "<=", ">", ">="} and not all(sides)) or (node.op in {"=", "!="} and any(sides) != all(sides)):  # fmt: skip
                found.append(f"{node.expr} {node.op} {node.other}")
    return found


@pytest.mark.parametrize(
    ("condition", "fine"),
    [
        ("STR(?a) < STR(?b)", True),
        ("?a < ?b", False),
        ("STR(?a) >= ?b", False),
        ("?b > STR(?a) && LANG(?a) = 'nl'", False),
        ("STR(?a) = ?b", False),
        ("COALESCE(STR(?a), '9999') > STR(?b)", True),
        ("COALESCE(?a, '9999') > STR(?b)", False),
        ("?c <= STR(?b)", True),
        ("STR(?last) <= STR(?b) || ?last > STR(?a)", True),
    ],
)
def test_comparisons_that_are_not_of_texts_are_found(condition: str, fine: bool) -> None:
    query = f"SELECT ?a {{ {{ SELECT (MAX(STR(?d)) AS ?last) {{ ?e ?f ?d }} }} ?a ?x ?b . BIND(STR(?a) AS ?c) FILTER({condition}) }}"
    assert (compared_otherwise(query) == []) == fine


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_dates_are_compared_as_texts(path: Path) -> None:
    assert compared_otherwise(path.read_text(encoding="utf-8")) == []


# Virtuoso fills in what is open in a key of a GROUP BY with the value of the row before, and takes twenty keys.

MOST_KEYS = 20


def always_bound(part: CompValue, keys: list[tuple[Any, bool]]) -> set[Any]:
    """What has a value in every solution of a part of a query; `keys` gets those of each GROUP BY, and whether open."""
    match part.name:
        case "BGP":
            return {term for triple in part.triples for term in triple if isinstance(term, Variable)}
        case "Join":
            return always_bound(part.p1, keys) | always_bound(part.p2, keys)
        case "Union":
            return always_bound(part.p1, keys) & always_bound(part.p2, keys)
        case "LeftJoin" | "Minus":
            always_bound(part.p2, keys)
            return always_bound(part.p1, keys)
        case "values":
            return set.intersection(*({name for name, term in row.items() if term != "UNDEF"} for row in part.res))
        case "Extend":
            inner = always_bound(part.p, keys)
            return inner | ({part.var} if has_value(part.expr, inner) else set())
        case "Project":
            return always_bound(part.p, keys) & set(part.PV)
        case "Group":
            inner = always_bound(part.p, keys)
            keys += [(key, key not in inner) for key in part.expr or ()]
            assert len(part.expr or ()) <= MOST_KEYS
            return inner
        case "AggregateJoin":
            inner = always_bound(part.p, keys)
            never_open = {"Aggregate_Count", "Aggregate_GroupConcat"}
            return {one.res for one in part.A if one.name in never_open or has_value(one.vars, inner)}
    return always_bound(part.p, keys)


def has_value(expression: Any, bound: set[Any]) -> bool:
    """Whether an expression has a value wherever some variables have one."""
    if not isinstance(expression, CompValue):
        return not isinstance(expression, Variable) or expression in bound
    if expression.name in {"Builtin_BOUND", "Builtin_EXISTS", "Builtin_NOTEXISTS"}:
        return True
    parts = [one for value in expression.values() for one in (value if isinstance(value, list) else [value])]
    return (any if expression.name == "Builtin_COALESCE" else all)(has_value(one, bound) for one in parts)


def open_keys(text: str) -> list[str]:
    """The keys of a GROUP BY that can be without a value."""
    keys: list[tuple[Any, bool]] = []
    always_bound(translateQuery(parseQuery(text)).algebra, keys)
    return [str(key) for key, is_open in keys if is_open]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("?a ?b ?k", []),
        ("?a ?b ?c OPTIONAL { ?a ?d ?k }", ["k"]),
        ("?a ?b ?c OPTIONAL { ?a ?d ?e } BIND(STR(?e) AS ?k)", ["k"]),
        ("?a ?b ?c OPTIONAL { ?a ?d ?e } BIND(COALESCE(?e, '') AS ?k)", []),
        ("?a ?b ?c OPTIONAL { ?a ?d ?e } BIND(IF(BOUND(?e), 'ja', 'nee') AS ?k)", []),
        ("?a ?b ?c OPTIONAL { ?a ?d ?e } BIND(IF(BOUND(?e), ?e, 'nee') AS ?k)", ["k"]),
        ("{ ?a ?b ?k } UNION { ?a ?b ?c }", ["k"]),
        ("?a ?b ?c OPTIONAL { ?a ?d ?k } ?a ?e ?k", []),
        ("?a ?b ?c { SELECT (MIN(?e) AS ?k) { ?a ?b ?c OPTIONAL { ?c ?d ?e } } }", ["k"]),
        ("?a ?b ?c { SELECT (COUNT(?e) AS ?k) { ?a ?b ?c OPTIONAL { ?c ?d ?e } } }", []),
        ("VALUES (?a ?k) { (1 2) (1 UNDEF) }", ["k"]),
        ("?a ?b ?c OPTIONAL { SELECT ?a { ?a ?b ?c OPTIONAL { ?a ?d ?k } } GROUP BY ?a ?k }", ["k", "k"]),
    ],
)
def test_open_keys_are_found(pattern: str, found: list[str]) -> None:
    assert open_keys(f"SELECT (COUNT(?a) AS ?n) {{ {pattern} }} GROUP BY ?k") == found


@pytest.mark.parametrize("name", [*NAMES, *LOOKUPS])
def test_no_group_has_a_key_that_can_be_open(name: str) -> None:
    question = questions.saved(name)
    given = {parameter.name: [A] for parameter in question.parameters}
    assert open_keys(question.sparql({})) + open_keys(question.sparql(given)) == []


# Headers


def test_a_header_is_read() -> None:
    question = questions.parse(SMALL, "small", "small.rq")
    assert (question.name, question.title, question.question) == ("small", "Titel", "Vraag?")
    assert question.parameters == (questions.Parameter("thing", "iri", help="een ding"),)
    assert (question.example, question.notes) == ({"thing": "https://example.org/a"}, ("account",))


def test_a_query_needs_no_header() -> None:
    question = questions.parse("SELECT * {}\n", "mine", "mine.rq")
    assert (question.title, question.parameters, question.notes) == ("mine", (), ())
    assert question.sparql({}) == "SELECT * {}\n"


@pytest.mark.parametrize(
    ("name", "option"), [("theme", "theme"), ("referenceDate", "reference-date"), ("followUp", "follow-up")]
)
def test_options_have_dashes(name: str, option: str) -> None:
    assert questions.Parameter(name, "theme").option == option


def test_all_faults_are_told_at_once() -> None:
    found = refusal(
        """\
#+ title: T
#+ titel: x
#+ parameters:
#+   theme: {type: theem, hlep: x}
#+   actor: {type: actor}
#+ notes: [account, acount]
SELECT ?theme WHERE {
  VALUES ?theme { UNDEF } #+
  ?s ?p ?theme . #+ thema
  ?s ?p ?q . #+theme
  VALUES ?other { UNDEF } #+
  VALUES ?theme {UNDEF} #+
}
"""
    ).splitlines()
    told = [
        r"'theme' needs a type",
        r"'theme': unknown key 'hlep'",
        r"lacks 'example'",
        r"lacks 'question'",
        r"unknown key 'titel'",
        r"no note 'acount'",
        r"\b9: no parameter 'thema'",
        r"\b10: '#\+' marks a line",
        r"\b11: no parameter 'other'",
        r"\b12: '#\+' marks a line",
        r"parameter 'actor' has no line 'VALUES \?actor { UNDEF } #\+'",
    ]
    assert all(line.startswith("f.rq:") for line in found)
    assert [len([line for line in found if re.search(fault, line)]) for fault in told] == [1] * len(told)
    assert len(found) == len(told)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("#+ title: T\n#+ notes: [account\n#+ example: {}\n", r"f\.rq:3: the header: not valid YAML"),
        ("#+ title: a: b\n", r"f\.rq:1: the header: not valid YAML"),
        ("#+ - title\n", r"f\.rq:1: the header: the root of the file must be keys with values"),
        ("#+ title\n", r"f\.rq:1: the header: the root of the file must be keys with values"),
        ("#+ title: T\n#+ parameters: [theme]\n", r"'parameters' must be names"),
        ("#+ title: T\n#+ parameters: {theme: theme}\n", r"'theme' needs a type"),
        ("#+ title: T\n#+ notes: account\n", r"must be a list"),
        # YAML gives more than texts:
        ("#+ title: T\n#+ notes: [[account]]\n", r"note"),
        ("#+ title: T\n#+ parameters: {theme: {type: [theme]}}\n", r"'theme' needs a type"),
        ("#+ title: \x07\n", r"f\.rq:1: the header: not valid YAML"),
        (SMALL.replace("{type: iri,", "{type: iri, required: True,"), r"required"),
    ],
)
def test_a_faulty_header_is_refused(text: str, fault: str) -> None:
    assert re.search(fault, refusal(text))


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(LovpGraphError, match=r"none\.rq: cannot be read"):
        questions.load(tmp_path / "none.rq")
    latin = tmp_path / "latin.rq"
    latin.write_bytes("SELECT * {} # financiën".encode("latin-1"))
    with pytest.raises(LovpGraphError, match=r"latin\.rq: cannot be read"):
        questions.load(latin)


def test_a_folder_without_questions_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "queries_folder", lambda: tmp_path)
    with pytest.raises(LovpGraphError, match="no questions here"):
        questions.names()


# Filling in

SELECTED = "\nSELECT ?thing WHERE {\n"
REST = "  # a remark that stays\n}\n"


@pytest.mark.parametrize("values", [{}, {"thing": []}])
def test_without_a_value_its_lines_are_left_out(values: dict[str, list[Term]]) -> None:
    question = questions.parse(SMALL, "small", "small.rq")
    assert question.sparql(values) == f"{SELECTED}  ?s ?p ?thing . #+ !thing\n{REST}"


@pytest.mark.parametrize(
    ("terms", "filled"),
    [
        ([A], "<https://example.org/a>"),
        ([A, B], "<https://example.org/a> <https://example.org/b>"),
        ([DATE], '"2030-01-15"^^<http://www.w3.org/2001/XMLSchema#date>'),
    ],
)
def test_with_values_its_lines_stand(terms: list[Term], filled: str) -> None:
    question = questions.parse(SMALL, "small", "small.rq")
    lines = f"  VALUES ?thing {{ {filled} }}\n  ?s a ?thing . #+ thing\n"
    assert question.sparql({"thing": terms}) == f"{SELECTED}{lines}{REST}"


def test_several_values_mean_any_of_them() -> None:
    typed = [ox.Quad(ox.NamedNode(f"https://example.org/{kind.value[-1]}1"), ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), kind) for kind in (A, B)]  # fmt: skip
    question = questions.parse(SMALL, "small", "small.rq")
    for terms, found in (([A], [A]), ([A, B], [A, B])):
        solutions = EmbeddedStore(typed).query(question.sparql({"thing": terms}))
        assert isinstance(solutions, ox.QuerySolutions)
        assert sorted(row["thing"].value for row in solutions) == [term.value for term in found]


def test_a_parameter_that_does_not_exist_is_refused() -> None:
    with pytest.raises(LovpGraphError, match="small: no parameter actor, theme"):
        questions.parse(SMALL, "small", "small.rq").sparql({"thing": [A], "theme": [A], "actor": []})


# Nothing of a value is read as SPARQL


def echoed(term: Term) -> list[Any]:
    solutions = ox.Store().query(questions.parse(ECHO, "echo", "echo.rq").sparql({"thing": [term]}))
    assert isinstance(solutions, ox.QuerySolutions)
    return [row["thing"] for row in solutions]


HOSTILE = [
    '"', "'", '"""', "\\", '\\"', "}", "} DROP ALL #", '" } DROP ALL #', "> } #", "\n", "\r\n} DROP ALL\n", "\\u0022 } #",
    "\\u003e } #", "#+ thing", "{ UNDEF } #+", "\x00", "\u2028", "\x85", "$0", "?thing", "@nl", '"^^<x>', "<https://example.org/a>",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_literal_stays_a_literal(text: str) -> None:
    assert echoed(ox.Literal(text)) == [ox.Literal(text)]
    filled = questions.parse(SMALL, "small", "small.rq").sparql({"thing": [ox.Literal(text)]})
    solutions = EmbeddedStore([ox.Quad(A, A, B)]).query(filled)  # one query, and nothing is of that type
    assert isinstance(solutions, ox.QuerySolutions)
    assert list(solutions) == []


@examples(300)
@given(st.text())
def test_any_literal_stays_a_literal(text: str) -> None:
    assert echoed(ox.Literal(text)) == [ox.Literal(text)]
    assert echoed(ox.Literal(text, language="nl")) == [ox.Literal(text, language="nl")]


@examples(300)
@given(st.text() | st.sampled_from(HOSTILE).map("https://example.org/{}".format))
def test_any_iri_is_refused_or_stays_an_iri(text: str) -> None:
    try:
        iri = ox.NamedNode(text)
    except ValueError:
        return
    assert echoed(iri) == [iri]


def test_a_typed_iri_is_a_term_or_is_refused(history: Store) -> None:
    question = questions.parse(ECHO, "echo", "echo.rq")
    assert ask(history, question, {"thing": [" https://example.org/a "]}).rows == [{"thing": A}]
    for text in ("x> } #", "https://example.org/> } DROP ALL #", "a b", "https://example.org/\\u003e", "geen adres"):
        with pytest.raises(UnknownValueError, match="--thing"):
            ask(history, question, {"thing": [text]})


@pytest.mark.parametrize("name", ["stance-changes", "theme-history"])
def test_what_lies_between_can_be_in_every_state_but_two(name: str) -> None:
    codes = Graph().parse(ontology_folder() / "codes.ttl")
    states = {str(state) for state in codes.subjects(SKOS.inScheme, URIRef(f"{ID}scheme/meeting-state"))}
    listed = re.findall(r"VALUES \?betweenState \{ (.*) \}", questions.saved(name).text)
    assert len(listed) == 1
    assert {state.replace("meeting-state:", f"{ID}meeting-state/") for state in listed[0].split()} == states - {
        f"{ID}meeting-state/annotated",
        f"{ID}meeting-state/cancelled",
    }
