"""The page on which questions are asked: of the data in the page, and of an endpoint beside it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar, cast
from urllib.parse import parse_qs, quote, urlencode

import openpyxl  # type: ignore[import-untyped]
import pyoxigraph as ox
import pytest
from playwright.sync_api import Browser, Page, expect

from lovp_graph import answers, tables
from lovp_graph.asking import ask, select, value
from lovp_graph.dataset import SITE_FILE
from lovp_graph.errors import QueryError
from lovp_graph.questions import Question, names, saved
from lovp_graph.resources import ID
from lovp_graph.site import oxigraph, sparql
from lovp_graph.site.context import ASKING, Site
from lovp_graph.store import EmbeddedStore, Store
from tests.answers import comparable, in_order
from tests.browsing import PAPER, PHONE, Visit, afresh, visiting
from tests.conftest import FIXTURES, lacking, laid_out
from tests.hostile import hostile_store
from tests.test_browser import BEYOND_THE_EDGE, barriers

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?i && ?d != ?g) }"

GIVE = """async (fragment) => {
  history.replaceState(null, "", `#${fragment}`);
  const answer = await asker.restore();
  return { answer, csv: answer?.rows ? asCsv(showing.rows()) : "", told: document.getElementById("told").innerText };
}"""
"""Have the page show what an address says, and give what it got and what it would give away."""


@pytest.fixture(scope="module")
def history_site(history: Store) -> Site:
    if not oxigraph.is_here():
        lacking(f"{oxigraph.MISSING} (the tests of the page need it)")
    return Site(history, {}, FIXTURES / "history" / SITE_FILE)


@pytest.fixture(scope="module")
def loaded(browser: Browser, history_site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """The page of the invented body by itself, loaded once for many tests."""
    folder = laid_out(dict(sparql.pages(history_site)), tmp_path_factory.mktemp("asking") / "site")
    with visiting(browser, folder) as visit:
        visit.open(ASKING)
        yield visit


@pytest.fixture
def asking(loaded: Visit) -> Iterator[Visit]:
    """That page with nothing chosen; whatever a test does with it, nothing may go wrong and nothing may leave."""
    with afresh(loaded) as visit:
        if ASKING not in visit.page.url:
            visit.open(ASKING)
        visit.page.evaluate(GIVE, "")
        yield visit
        assert visit.troubles == []
        assert visit.asked_elsewhere(ASKING) == []


def _cases(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((FIXTURES / "answers" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def _fragment(question: Question, given: dict[str, list[str]]) -> str:
    option = {parameter.name: parameter.option for parameter in question.parameters}
    return urlencode([("vraag", question.name), *((option[name], text) for name in given for text in given[name])])


def _own(text: str) -> str:
    return urlencode({"sparql": text})


def _csv(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def _given(page: Page, fragment: str) -> dict[str, Any]:
    return cast("dict[str, Any]", page.evaluate(GIVE, fragment))


def _plain(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return in_order(comparable({name: term["value"] for name, term in row.items()}) for row in rows)


# --- the same answers as on the command line


@pytest.mark.parametrize("name", names())
def test_every_question_is_answered_as_expected_and_as_on_the_command_line(
    name: str, asking: Visit, history: Store
) -> None:
    question = saved(name)
    for case in _cases(name):
        found = _given(asking.page, _fragment(question, case["given"]))
        assert found["answer"], f"{case['given']}: {found['told']}"
        assert _plain(found["answer"]["rows"]) == in_order(case["rows"]), case["given"]
        table = answers.table(question, ask(history, question, case["given"]))
        assert _csv(found["csv"]) == _csv(tables.to_csv(table).decode()), case["given"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) FROM <https://w3id.org/lovp/graph/base> { ?s ?p ?o }",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
        "SELECT (COUNT(*) AS ?n) FROM NAMED <https://w3id.org/lovp/graph/base> { GRAPH ?g { ?s ?p ?o } }",
    ],
)
def test_the_page_holds_all_graphs_and_sees_them_as_one_unless_a_query_names_its_own(
    query: str, asking: Visit, history: Store
) -> None:
    found = _given(asking.page, _own(query))["answer"]["rows"]
    expected = [{name: value(term) for name, term in row.items()} for row in select(history, query).rows]
    assert [{name: term["value"] for name, term in row.items()} for row in found] == expected
    assert expected[0]["n"] != "0"


def test_yes_no_and_triples(asking: Visit, history: Store) -> None:
    page = asking.page
    for query, word in (("ASK { ?s ?p ?o }", "Ja"), ("ASK { ?s <urn:none> ?o }", "Nee")):
        _given(page, _own(query))
        expect(page.locator("#found")).to_have_text(word, use_inner_text=True)
    query = "CONSTRUCT { ?s a ?type } WHERE { ?s a ?type . FILTER(STRSTARTS(STR(?s), 'https://w3id.org/lovp/id/')) }"
    _given(page, _own(query))
    with page.expect_download() as taken:
        page.get_by_role("button", name="Turtle").click()
    assert taken.value.suggested_filename == "antwoord.ttl"
    found = {quad.triple for quad in ox.parse(path=taken.value.path(), format=ox.RdfFormat.TURTLE)}
    assert found == set(cast("list[ox.Triple]", history.query(query)))
    assert found
    _given(page, _own("DESCRIBE <https://w3id.org/lovp/id/thema/gezag>"))
    expect(page.locator("#found pre")).to_contain_text("Gezag over de politie")
    _given(page, _own("CONSTRUCT WHERE { ?s <urn:none> ?o }"))
    expect(page.locator("#told")).to_have_text("Geen resultaten.", use_inner_text=True)


def test_a_query_of_ones_own_shows_what_it_selects_and_calls_things_by_name(asking: Visit) -> None:
    page = asking.page
    query = """PREFIX lovp: <https://w3id.org/lovp/ns/>
        SELECT ?theme ?s ("2030-06-18" AS ?day) (0.5 AS ?part) (1234567 AS ?much) (true AS ?so) (<urn:x:y> AS ?other)
        (<http://example.org/a> AS ?web) (<javascript:alert(1)> AS ?bad)
        { ?s a lovp:Commitment ; lovp:theme ?theme } ORDER BY ?s ?theme LIMIT 1"""
    found = _given(page, _own(query))
    assert _csv(found["csv"])[0] == ["theme", "s", "day", "part", "much", "so", "other", "web", "bad"]
    row = page.locator("#found tbody tr")
    cells = row.locator("td").all_inner_texts()
    assert cells[2:6] == ["18 juni 2030", "0,5", "1.234.567", "ja"]
    links = row.locator("a").evaluate_all("(links) => links.map((link) => link.getAttribute('href'))")
    assert [re.sub(r"[\w-]+\.html$", "*", link) for link in links] == ["thema/*", "uitspraak/*", "http://example.org/a"]
    assert _csv(found["csv"])[1][2:] == [
        "2030-06-18",
        "0,5",
        "1234567",
        "ja",
        "urn:x:y",
        "http://example.org/a",
        "javascript:alert(1)",
    ]


# --- what is refused, what goes wrong, what takes too long


def _refusal(query: str) -> str:
    with pytest.raises(QueryError) as raised:
        EmbeddedStore([]).query(query)
    return str(raised.value)


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a:a> <a:b> <a:c> }",
        "PREFIX a: <urn:a>\nDELETE WHERE { ?s ?p ?o }",
        "# remark\nCLEAR ALL",
        "SELECT * { SERVICE <http://localhost/sparql> { ?s ?p ?o } }",
        "SELECT * { service silent<http://localhost/sparql> { ?s ?p ?o } }",
        "# only a remark",
    ],
)
def test_what_does_more_than_read_is_refused_in_the_words_of_the_command_line(query: str, asking: Visit) -> None:
    page = asking.page
    page.click("[data-language=en]")
    assert _given(page, _own(query))["answer"] is None
    told = page.inner_text("#told").removesuffix(".")
    assert told[0].lower() + told[1:] == _refusal(query) or told == _refusal(query)
    page.click("[data-language=nl]")
    expect(page.locator("#told")).to_have_text(
        re.compile("wijziging|SERVICE stelt|Er staat geen vraag"), use_inner_text=True
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?service { ?service ?from ?o }", {"form": "SELECT", "from": False, "service": False}),
        ('SELECT * { ?s ?p "SERVICE <x> FROM" . # SERVICE FROM\n }', {"from": False, "service": False}),
        ("SELECT * { ?s ?p '''FROM ' SERVICE''' }", {"from": False, "service": False}),
        ("PREFIX s: <urn:SERVICE> PREFIX from: <urn:FROM> ASK { from:a s:FROM <urn:#> }", {"form": "ASK", "from": False, "service": False}),
        ("PREFIX : <urn:x> SELECT * FROM:g { ?s ?p ?o }", {"form": "SELECT", "from": True}),
        ("PREFIX : <urn:x> SELECT * { SERVICE:x { ?s ?p ?o } }", {"service": True}),
        ("base <urn:x> construct from <urn:a> where { ?s ?p ?o }", {"form": "CONSTRUCT", "from": True}),
        ("SELECT*FROM<urn:a>{?s ?p ?o}", {"form": "SELECT", "from": True}),
        ('SELECT * { ?s ?p "a\\"" . SERVICE ?x { } }', {"service": True}),
        ("WITH <urn:g> DELETE { } WHERE { }", {"update": True}),
        ("SELECT ?x { ?x a <urn:INSERT> }", {"update": False}),
        (" \n# x\n", {"empty": True}),
    ],
)  # fmt: skip
def test_what_a_query_is_made_of_is_read_by_its_words_alone(
    query: str, expected: dict[str, Any], asking: Visit
) -> None:
    found = asking.page.evaluate("(query) => asking.shape(query)", query)
    assert {key: found[key] for key in expected} == expected
    try:
        refusal = repr(EmbeddedStore([]).query(query))
    except QueryError as error:
        refusal = str(error)
    assert found["service"] == ("SERVICE asks another endpoint" in refusal)
    assert found["update"] == ("this is an update" in refusal)


def test_a_mistake_is_told_with_its_place(asking: Visit) -> None:
    assert _given(asking.page, _own("SELECT ?s\nWHERE { ?s ?p }"))["answer"] is None
    told = asking.page.locator("#told")
    expect(told).to_contain_text("Dit is geen geldige SPARQL: bij teken 16 van regel 2 gaat het mis.")
    expect(told).to_contain_text("error at 2:16")
    assert _given(asking.page, "vraag=meetings")["answer"]["rows"]


def test_a_query_that_takes_too_long_is_ended_and_the_next_one_answered(asking: Visit) -> None:
    page = asking.page
    page.evaluate("document.getElementById('ask').dataset.seconds = '1'")
    assert _given(page, _own(RUNAWAY))["answer"] is None
    expect(page.locator("#told")).to_contain_text("Na 1 seconden was er nog geen antwoord")
    page.evaluate("document.getElementById('ask').dataset.seconds = '30'")
    assert _given(page, "vraag=meetings")["answer"]["rows"]


def test_the_reader_can_stop_a_query_and_meanwhile_use_the_page(asking: Visit) -> None:
    page = asking.page
    page.evaluate("(fragment) => { location.hash = fragment; }", _own(RUNAWAY))
    expect(page.locator("#told")).to_have_text("Bezig met zoeken …", use_inner_text=True)
    page.get_by_text("Kies een andere vraag").click()
    page.fill("#question-words", "gezag")
    expect(page.locator("#picker a:visible")).to_have_count(2)
    page.fill("#question-words", "")
    page.get_by_role("button", name="Stop met zoeken").click()
    expect(page.locator("#told")).to_contain_text("Gestopt.")
    expect(page.get_by_role("button", name="Stop met zoeken")).to_be_hidden()
    # Another question does not wait for one that is no longer wanted.
    page.evaluate("(fragment) => { location.hash = fragment; }", _own(RUNAWAY.replace("?n", "?m")))
    expect(page.locator("#told")).to_have_text("Bezig met zoeken …", use_inner_text=True)
    page.get_by_text("Kies een andere vraag").click()
    page.locator("#picker").get_by_role("link", name="Kwesties").click()
    expect(page.locator("#told")).to_contain_text("resultaten")
    expect(page.locator("#question-title")).to_have_text("Kwesties")


def test_what_breaks_the_engine_is_told_and_the_next_question_answered(asking: Visit) -> None:
    page = asking.page
    deep = f"SELECT * {{ FILTER({'(' * 60_000}1{')' * 60_000}) }}"
    page.evaluate("(text) => { location.hash = 'sparql='; document.getElementById('query').value = text; }", deep)
    page.wait_for_function("!document.getElementById('ask').hidden")
    page.evaluate(
        "(text) => { const query = document.getElementById('query'); query.value = text; query.form.requestSubmit(); }",
        deep,
    )
    expect(page.locator("#told.wrong")).to_be_visible()
    assert _given(page, "vraag=meetings")["answer"]["rows"]


def test_an_answer_that_is_too_large_is_not_shown(asking: Visit) -> None:
    page = asking.page
    query = "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 200000"
    assert _given(page, _own(query))["answer"] is None
    expect(page.locator("#told")).to_contain_text("te groot om te tonen")


# --- choosing and filling in


def test_a_question_is_chosen_and_answered_and_its_links_lead_to_pages(asking: Visit, history_folder: Path) -> None:
    page = asking.page
    page.locator("#picker").get_by_role("link", name="Alle uitspraken").click()
    expect(page.locator("#question-title")).to_be_focused()
    expect(page.locator("#question-text")).to_contain_text("Wie zei wat, in welk overleg")
    expect(page.locator("#told")).to_contain_text("resultaten")
    assert asking.hash() == "#vraag=statements"
    links = set(page.locator("#found a").evaluate_all("(links) => links.map((link) => link.getAttribute('href'))"))
    assert {link.partition("/")[0] for link in links} >= {"uitspraak", "meeting"}
    assert [link for link in links if not (history_folder / link.partition("#")[0]).is_file()] == []
    expect(page.locator("#notes")).to_contain_text("De strekking is onze samenvatting, geen citaat.")
    expect(page.locator("#picker")).not_to_have_attribute("open", "")


def test_every_question_stands_in_the_list_and_is_found_by_its_words(asking: Visit) -> None:
    page = asking.page
    titles = page.locator("#picker [data-question]").all_inner_texts()
    assert sorted(titles) == sorted(saved(name).title for name in names())
    page.fill("#question-words", "vervolg gezien")
    assert set(page.locator("#picker a:visible").all_inner_texts()) >= {
        saved("commitments").title,
        saved("requests").title,
    }
    assert page.locator("#picker section:visible").count() == 1
    page.fill("#question-words", "onvindbaar")
    expect(page.get_by_text("Geen vraag gevonden.")).to_be_visible()
    page.fill("#question-words", "")
    expect(page.locator("#picker a:visible")).to_have_count(len(titles) + 1)


def test_what_is_chosen_goes_into_the_address_and_back_leads_to_the_answer_before(asking: Visit) -> None:
    page = asking.page
    page.evaluate("location.hash = 'vraag=commitments'")
    expect(page.get_by_label("peildatum")).to_have_value("2030-11-05")
    expect(page.locator("#told")).to_have_text(re.compile("resulta"), use_inner_text=True)
    all_of_them = page.locator("#told").inner_text()
    page.locator("#theme-0").select_option("Gezag over de politie")
    page.get_by_label("peildatum").fill("2030-06-18")
    page.get_by_role("button", name="Vraag stellen").first.click()
    expect(page.locator("#told")).not_to_have_text(all_of_them)
    assert asking.hash() == "#vraag=commitments&reference-date=2030-06-18&theme=gezag"
    expect(page.locator("caption")).to_have_text(
        "Toezeggingen en afspraken, en wat ervan is gezien – peildatum: 18 juni 2030; thema: Gezag over de politie",
        use_inner_text=True,
    )
    found = page.locator("#told").inner_text()
    page.go_back()
    expect(page.locator("#told")).to_have_text(all_of_them, use_inner_text=True)
    expect(page.locator("#theme-0")).to_have_value("")
    page.go_forward()
    expect(page.locator("#told")).to_have_text(found, use_inner_text=True)
    expect(page.locator("#theme-0")).to_have_value("https://w3id.org/lovp/id/thema/gezag")


def test_several_things_mean_either(asking: Visit, history: Store) -> None:
    page = asking.page
    page.evaluate("location.hash = 'vraag=statements&theme=gezag'")
    expect(page.locator("#told")).to_contain_text("resultaten")
    page.get_by_role("button", name="of nog een").click()
    page.locator("#theme-1").select_option("Bewaken en Beveiligen")
    page.get_by_role("button", name="Vraag stellen").first.click()
    page.wait_for_function("location.hash.includes('bewaken')")
    assert asking.hash() == "#vraag=statements&theme=gezag&theme=bewaken-en-beveiligen"
    expected = len(ask(history, saved("statements"), {"theme": ["gezag", "bewaken-en-beveiligen"]}).rows)
    expect(page.locator("#told")).to_contain_text(f"{expected} resultaten")
    page.locator("#theme-1").select_option("")
    page.get_by_role("button", name="Vraag stellen").first.click()
    page.wait_for_function("!location.hash.includes('bewaken')")
    expect(page.locator("#theme-1")).to_have_count(0)


def test_what_is_needed_is_asked_for_once_the_reader_asks(asking: Visit) -> None:
    page = asking.page
    page.evaluate("location.hash = 'vraag=positions'")
    expect(page.locator("#question-title")).to_have_text("Standpunten van een actor")
    expect(page.locator("#answer")).to_be_hidden()
    page.get_by_role("button", name="Vraag stellen").first.click()
    expect(page.locator("#told")).to_have_text("Vul eerst in: actor.", use_inner_text=True)
    actor = page.locator("#actor-0")
    expect(actor).to_be_focused()
    expect(actor).to_have_attribute("aria-invalid", "true")
    actor.select_option("havenmeester")
    page.get_by_role("button", name="Vraag stellen").first.click()
    expect(page.locator("#told")).to_contain_text("resultaten")
    expect(actor).not_to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize(
    ("fragment", "told"),
    [
        ("vraag=commitments&theme=bestaat-niet", "Bij “thema” is “bestaat-niet” niet bekend. Kies iets uit de lijst."),
        ("vraag=commitments&reference-date=2030-02-31", "Bij “peildatum” staat geen datum: “2030-02-31”."),
        ("vraag=commitments&since=2030&since=2031", "Geef bij “vanaf” één datum."),
        ("vraag=agenda&meeting=2030", "Bij “overleg” kan “2030” meer dan één ding zijn. Kies iets uit de lijst."),
        ("vraag=commitments&theme=%3E%20%7D%20%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "Bij “thema” is “> } <img src=x onerror=alert(1)>” niet bekend. Kies iets uit de lijst."),
    ],
)  # fmt: skip
def test_a_value_in_the_address_that_names_nothing_is_told_and_not_asked(
    fragment: str, told: str, asking: Visit
) -> None:
    assert _given(asking.page, fragment)["answer"] is None
    expect(asking.page.locator("#told")).to_have_text(told, use_inner_text=True)


def test_an_unknown_question_leaves_the_list_open(asking: Visit) -> None:
    for fragment in ("vraag=__proto__", "vraag=toString&theme=x", "%zz", "vraag="):
        assert _given(asking.page, fragment)["answer"] is None
        expect(asking.page.locator("#picker")).to_have_attribute("open", "")
        expect(asking.page.locator("#ask")).to_be_hidden()


def test_a_term_that_could_end_early_is_refused(asking: Visit) -> None:
    """The values of a menu are IRIs of the data; should one be broken, no query is made of it."""
    wrong = asking.page.evaluate(
        """(iris) => iris.filter((iri) => {
          const question = { text: "VALUES ?x { UNDEF } #+", parameters: [{ name: "x", kind: "k", default: [] }] };
          const kinds = { k: { options: [{ iri, names: [] }] } };
          try { asking.resolve(question, new Map([["x", [iri]]]), kinds, known); return true; } catch { return false; }
        })""",
        ["https://w3id.org/x> } INSERT {", "urn:a b", 'urn:"', "x", "urn:\\u003e", "urn:{"],
    )
    assert wrong == []


def test_a_long_list_is_searched_by_typing(asking: Visit, history_site: Site) -> None:
    """A menu of more than a hundred statements would be of no use."""
    page = asking.page
    more = "Array.from({ length: 100 }, (_, number) => ({ iri: `urn:x:${number}`, label: ['x', 'x'], names: [] }))"
    page.evaluate(f"known.kinds.statement.options.push(...{more})")
    page.evaluate("location.hash = 'vraag=statement'")
    field = page.locator("#statement-0")
    expect(field).to_have_attribute("list", "list-statement")
    offered = page.locator("#list-statement option[value='haven-2030-01-15-013']")
    assert offered.text_content() == history_site.views.statements[f"{ID}uitspraak/haven-2030-01-15-013"].gist
    field.fill("haven-2030-01-15-0")
    field.press("Enter")
    expect(page.locator("#told")).to_contain_text("Kies iets uit de lijst.")
    expect(field).to_be_focused()
    field.fill("haven-2030-01-15-013")
    field.press("Enter")
    expect(page.locator("#told")).to_contain_text("resultaten")
    assert asking.hash() == "#vraag=statement&statement=haven-2030-01-15-013"
    asking.open(ASKING)


# --- the text of the query


def test_the_text_follows_the_fields_until_it_is_changed_and_can_be_restored(asking: Visit) -> None:
    page = asking.page
    page.evaluate("location.hash = 'vraag=themes'")
    expect(page.locator("#told")).to_contain_text("resultaten")
    if not page.locator("#query").is_visible():
        page.get_by_text("SPARQL bekijken of aanpassen").click()
    query = page.locator("#query")
    assert "UNDEF" not in query.input_value()
    page.locator("#theme-0").select_option("Gezag over de politie")
    expect(query).to_have_value(re.compile(r"VALUES \?theme \{ <https://w3id.org/lovp/id/thema/gezag> \}"))
    query.fill("SELECT (1 AS ?een) {}")
    expect(page.locator("#edited")).to_be_visible()
    expect(page.locator("#theme-0")).to_be_disabled()
    query.press("Control+Enter")
    expect(page.locator("#told")).to_contain_text("1 resultaat")
    expect(page.locator("#found th")).to_have_text("een")
    expect(page.locator("#notes")).to_be_hidden()
    assert "sparql=SELECT" in asking.hash()
    page.reload()
    expect(page.locator("#found th")).to_have_text("een")
    expect(query).to_have_value("SELECT (1 AS ?een) {}")
    page.get_by_role("button", name="Herstel de vraag").click()
    expect(page.locator("#theme-0")).to_be_enabled()
    expect(query).to_have_value(re.compile("SELECT .*altLabels", re.DOTALL))
    page.get_by_role("button", name="Vraag stellen").first.click()
    expect(page.locator("#told")).to_contain_text("resultaten")
    assert asking.hash() == "#vraag=themes"


def test_a_query_of_ones_own_begins_with_one_that_works(asking: Visit) -> None:
    page = asking.page
    page.get_by_role("link", name="Schrijf zelf een vraag").click()
    expect(page.locator("#query")).to_be_visible()
    expect(page.locator("#answer")).to_be_hidden()
    page.locator("#query").press("Control+Enter")
    expect(page.locator("#told")).to_contain_text("resulta")
    expect(page.locator("#found th")).to_have_text(["statement", "gist"])


# --- the answer


def _column(page: Page, place: int) -> list[str]:
    return page.locator(f"#found tbody td:nth-child({place})").all_inner_texts()


def test_an_answer_is_put_in_order_and_the_address_remembers(asking: Visit) -> None:
    page = asking.page
    _given(page, "vraag=themes")
    before = _column(page, 1)
    counts = page.get_by_role("columnheader", name="uitspraken")
    counts.get_by_role("button").click()
    expect(counts).to_have_attribute("aria-sort", "ascending")
    numbers = [int(one) for one in _column(page, 4)]
    assert numbers == sorted(numbers) != []
    counts.get_by_role("button").click()
    assert [int(one) for one in _column(page, 4)] == sorted(numbers, reverse=True)
    assert "orde=statements-af" in asking.hash()
    expect(page.locator("#order")).to_have_value("statements-af")
    rows = _csv(page.evaluate("asCsv(showing.rows())"))
    assert [int(row[3]) for row in rows[1:]] == sorted(numbers, reverse=True)
    page.reload()
    expect(counts).to_have_attribute("aria-sort", "descending")
    page.locator("#order").select_option("")
    assert _column(page, 1) == before
    assert "orde" not in asking.hash()


def test_an_answer_of_many_columns_stands_on_cards_until_a_table_is_chosen(asking: Visit) -> None:
    page = asking.page
    _given(page, "vraag=commitments&actor=havenmeester")
    table = page.locator("#found table")
    expect(table).to_have_class(re.compile("cards"))
    page.get_by_role("button", name="Tabel").click()
    expect(table).not_to_have_class(re.compile("cards"))
    assert "weergave=tabel" in asking.hash()
    page.reload()
    expect(table).not_to_have_class(re.compile("cards"))
    empty = [row for row in zip(*_csv(page.evaluate("asCsv(showing.rows())")), strict=True) if not any(row[1:])]
    assert len(empty) > 1
    expect(page.locator("#told")).to_contain_text(f"{len(empty)} kolommen zonder inhoud zijn weggelaten.")
    headings = page.locator("#found thead th").all_inner_texts()
    assert not {row[0] for row in empty} & set(headings)


def test_a_long_answer_is_shown_in_part_and_taken_away_whole(asking: Visit) -> None:
    page = asking.page
    _given(page, _own("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 450"))
    assert page.locator("#found tbody tr").count() == 200
    assert len(_csv(page.evaluate("asCsv(showing.rows())"))) == 451
    page.get_by_role("button", name="Toon alle rijen").click()
    assert page.locator("#found tbody tr").count() == 450
    expect(page.locator("#more")).to_be_hidden()


def test_what_is_taken_away_is_text_or_a_number_and_no_formula(asking: Visit) -> None:
    page = asking.page
    query = """SELECT ?text ?number { VALUES (?text ?number) {
      ("=1+1" 5) ("\u200b@x" -5) ("-2" 0.25) ("gewoon" 1000000) ("een\\n\\"twee\\"; drie" 12345678901234567890) } }"""
    _given(page, _own(query))
    taken = {}
    for button in ("#as-csv", "#as-xlsx"):
        with page.expect_download() as download:
            page.click(button)
        taken[download.value.suggested_filename] = Path(download.value.path()).read_bytes()
    assert set(taken) == {"antwoord.csv", "antwoord.xlsx"}
    question = Question("own", "own", "", (), {}, (), "")
    expected = tables.to_csv(answers.table(question, select(EmbeddedStore([]), query)))
    assert _csv(taken["antwoord.csv"].decode("utf-8-sig"))[1:] == _csv(expected.decode("utf-8-sig"))[1:]
    assert taken["antwoord.csv"].startswith(b"\xef\xbb\xbf")
    sheet = openpyxl.load_workbook(io.BytesIO(taken["antwoord.xlsx"])).active
    assert [cell.value for cell in sheet["B"]] == ["number", 5, -5, 0.25, 1_000_000, "12345678901234567890"]
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_the_page_speaks_english_when_asked(asking: Visit) -> None:
    page = asking.page
    _given(page, "vraag=commitments&theme=gezag")
    page.click("[data-language=en]")
    expect(page.locator("h1")).to_have_text("Ask a question", use_inner_text=True)
    expect(page.locator("#told")).to_contain_text("results", use_inner_text=True)
    expect(page.get_by_label("reference date")).to_be_visible()
    expect(page.locator("#theme-0")).to_have_value("https://w3id.org/lovp/id/thema/gezag")
    assert "all" in page.locator("#actor-0 option").first.inner_text()
    expect(page.locator("#found tbody tr").first).to_contain_text(re.compile(r"\d+ (January|June) 2030"))
    page.click("[data-language=nl]")


# --- for everybody, everywhere


SHOWN = [
    "vraag=commitments",
    "vraag=themes",
    "vraag=positions",
    _own("SELECT * { ?s ?p ?o } LIMIT 3"),
    _own("DESCRIBE ?s { ?s ?p 1 }"),
]


def test_axe_finds_no_barrier_in_an_answer(browser: Browser, loaded: Visit) -> None:
    wrong = {}
    for scheme in ("light", "dark"):
        with visiting(browser, loaded.folder, bypass_csp=True, color_scheme=scheme) as visit:
            page = visit.open(ASKING)
            for fragment in [*SHOWN[: 2 if scheme == "dark" else None], "vraag=commitments&weergave=tabel"]:
                _given(page, fragment)
                found = barriers(page, [] if scheme == "light" else ["color-contrast"])
                if found:
                    wrong[f"{fragment} ({scheme})"] = found
    assert wrong == {}


def test_no_answer_is_wider_than_a_phone_or_than_paper(browser: Browser, loaded: Visit) -> None:
    wrong = {}
    with visiting(browser, loaded.folder, viewport=PHONE, is_mobile=True, has_touch=True) as visit:
        page = visit.open(ASKING)
        for fragment in [*SHOWN, "vraag=commitments&weergave=tabel", "vraag=themes&weergave=kaarten"]:
            for language in ("nl", "en"):
                page.click(f"[data-language={language}]")
                _given(page, fragment)
                beyond = page.evaluate(BEYOND_THE_EDGE)
                if beyond:
                    wrong[f"{fragment} ({language})"] = beyond
    with visiting(browser, loaded.folder, viewport=PAPER) as visit:
        page = visit.open(ASKING)
        page.emulate_media(media="print")
        for fragment in [*SHOWN, "vraag=commitments&weergave=tabel"]:
            _given(page, fragment)
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > PAPER["width"] or page.locator("#ask, #picker, #tools").locator("visible=true").count():
                wrong[f"{fragment} (paper)"] = [str(width)]
    assert wrong == {}


def test_the_keyboard_alone_asks_a_question(asking: Visit) -> None:
    page = asking.page
    page.locator("#question-words").focus()
    page.keyboard.type("peildatum gezag")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#question-title")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("peildatum")).to_be_focused()
    page.locator("#task-0").focus()
    page.keyboard.press("ArrowDown")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#send')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("caption")).to_contain_text("taak: ")


def test_hostile_data_are_asked_and_shown_as_text(browser: Browser, history_site: Site, tmp_path: Path) -> None:
    hostile = Site(hostile_store(), {}, history_site.words)
    with visiting(browser, laid_out(dict(sparql.pages(hostile)), tmp_path / "site")) as visit:
        page = visit.open(ASKING)
        for fragment in (
            "vraag=statements",
            "vraag=themes",
            "vraag=documents",
            "vraag=meetings&weergave=tabel",
            "vraag=chains",
        ):
            assert _given(page, fragment)["answer"]["rows"], fragment
            page.click("[data-language=en]")
            page.click("[data-language=nl]")
        expect(page.locator("#found")).to_contain_text("<script>alert(1)</script>")
        assert page.locator("main img, main svg, main iframe, main script:not([type])").count() == 0
        assert page.locator("a[href^='javascript']").count() == 0
        assert visit.troubles == []
        assert visit.asked_elsewhere(ASKING) == []


# --- the same page with an endpoint


class Endpoint(BaseHTTPRequestHandler):
    """The page, and a SPARQL 1.1 endpoint beside it; `spoilt` says how to answer in another way."""

    page = b""
    store: Store
    asked: ClassVar[list[tuple[str, str]]] = []
    spoilt = ""

    def do_GET(self) -> None:
        self._answer(200, "text/html", self.page)

    def do_POST(self) -> None:
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.asked.append((self.path, self.headers["Accept"]))
        if self.spoilt:
            self._answer(
                503 if self.spoilt == "busy" else 200, "application/sparql-results+json", b'{"head": {"vars": ['
            )
            return
        try:
            answer = self.store.query(form["query"][0])
        except QueryError as error:
            self._answer(400, "text/plain", str(error).encode())
            return
        if isinstance(answer, list):
            self._answer(200, "text/turtle", ox.serialize(answer, format=ox.RdfFormat.TURTLE) or b"")
        else:
            content = answer.serialize(format=ox.QueryResultsFormat.JSON) or b""
            self._answer(200, "application/sparql-results+json", content)

    def _answer(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Keep quiet."""


@contextmanager
def serving(page: bytes, store: Store) -> Iterator[tuple[str, type[Endpoint]]]:
    handler = type("Served", (Endpoint,), {"page": page, "store": store, "asked": [], "spoilt": ""})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", handler
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_with_an_endpoint_the_same_questions_get_the_same_answers(browser: Browser, history: Store) -> None:
    site = Site(history, {}, FIXTURES / "history" / SITE_FILE, endpoint="sparql")
    ((path, content),) = sparql.pages(site)
    assert (path, content) == (ASKING, sparql.form(site, "sparql"))
    with serving(content, history) as (address, served), visiting(browser, FIXTURES) as visit:
        page = visit.page
        page.goto(f"{address}{ASKING}")
        for name in names():
            case = _cases(name)[0]
            found = _given(page, _fragment(saved(name), case["given"]))
            assert _plain(found["answer"]["rows"]) == in_order(case["rows"]), name
        assert set(served.asked) == {("/sparql", "application/sparql-results+json")}
        assert _given(page, _own("ASK { ?s ?p ?o }"))["answer"] == {"yes": True}
        triples = _given(page, _own("DESCRIBE <https://w3id.org/lovp/id/thema/gezag>"))["answer"]["triples"]
        assert any("Gezag over de politie" in str(quad) for quad in ox.parse(triples, format=ox.RdfFormat.TURTLE))
        assert served.asked[-1][1].startswith("text/turtle")
        before = len(served.asked)
        _given(page, _own("CLEAR ALL"))
        expect(page.locator("#told")).to_contain_text("Dit is een wijziging")
        assert len(served.asked) == before
        assert {url.partition("#")[0] for url in visit.asked} == {f"{address}{ASKING}", f"{address}sparql"}
        assert visit.troubles == []


def test_what_goes_wrong_at_an_endpoint_is_told(browser: Browser, history: Store) -> None:
    site = Site(history, {}, FIXTURES / "history" / SITE_FILE)
    with visiting(browser, FIXTURES) as visit:
        page = visit.page
        told = page.locator("#told")
        with serving(sparql.form(site, "sparql"), history) as (address, served):
            page.goto(f"{address}{ASKING}")
            _given(page, _own("SELECT * { ?s ?p"))
            expect(told).to_contain_text("Dit is geen geldige SPARQL")
            expect(told).to_contain_text("400: not a valid SPARQL query")
            served.spoilt = "cut"
            _given(page, "vraag=meetings")
            expect(told).to_contain_text("Het antwoord is afgebroken of niet te lezen.")
            served.spoilt = "busy"
            _given(page, "vraag=themes")
            expect(told).to_contain_text("De vraag kon niet worden beantwoord.")
            expect(told).to_contain_text("503")
        _given(page, "vraag=issues")
        expect(told).to_contain_text("De server geeft geen antwoord.")
        assert [one for one in visit.troubles if "Failed to load resource" not in one] == []


def test_the_page_with_an_endpoint_may_ask_it_and_do_nothing_more(history: Store) -> None:
    site = Site(history, {}, FIXTURES / "history" / SITE_FILE)
    text = sparql.form(site, 'sparql"><script>').decode()
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert "connect-src &#39;self&#39;" in policy or "connect-src 'self'" in policy
    assert "wasm" not in policy
    assert "worker-src" not in policy
    assert "engine-program" not in text
    assert f'data-endpoint="{quote("sparql")}&#34;&gt;&lt;script&gt;"' in text
