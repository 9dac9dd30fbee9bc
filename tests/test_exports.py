"""Exports: each is read back by a reader other than its writer, and a part of the data is valid by itself."""

from __future__ import annotations

import csv
import io
import json
import multiprocessing
import os
import re
import sqlite3
import subprocess
import sys
import xml.etree.ElementTree as ET
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import csvw  # type: ignore[import-untyped]
import feedparser  # type: ignore[import-untyped]
import networkx as nx  # type: ignore[import-untyped]
import openpyxl  # type: ignore[import-untyped]
import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
import vobject  # type: ignore[import-untyped]
from click.testing import CliRunner, Result

from lovp_graph.asking import ask
from lovp_graph.catalogue import read
from lovp_graph.cli import main
from lovp_graph.cli.exports import NAMES
from lovp_graph.dataset import LINKS, assemble, serialise
from lovp_graph.errors import LovpGraphError
from lovp_graph.exports import FORMATS, Selected, feeds, jsonld, select, selection, sheets
from lovp_graph.exports.selection import Filters
from lovp_graph.exports.xml import UNREADABLE
from lovp_graph.network import network
from lovp_graph.questions import saved
from lovp_graph.rdf import quads, read_turtle
from lovp_graph.resources import ID, NS, ontology_folder
from lovp_graph.store import EmbeddedStore
from lovp_graph.tables import Table
from lovp_graph.workers import Cores
from tests.conftest import FIXTURES, PROJECT
from tests.hostile import hostile_quads

HISTORY = FIXTURES / "history"
RDF = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml", "trig": "trig", "nquads": "nquads", "jsonld": "json-ld"}


@cache
def everything() -> list[ox.Quad]:
    return quads(assemble().graphs)


@cache
def exported(filters: Filters = Filters()) -> Selected:  # noqa: B008 - it cannot be changed
    found = everything()
    return select(lambda: found, EmbeddedStore(found), filters)


def written(name: str, one: Selected | None = None) -> bytes:
    content = FORMATS[name].write(one or exported())
    assert isinstance(content, bytes)
    return content


def files(name: str, one: Selected | None = None) -> dict[str, bytes]:
    content = FORMATS[name].write(one or exported())
    assert isinstance(content, dict)
    return content


# --- RDF


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib's, of what it calls itself
@pytest.mark.parametrize("name", RDF)
def test_rdf_is_read_back_whole_by_another_parser(name: str) -> None:
    named = name in {"trig", "nquads", "jsonld"}
    graph = rdflib.Dataset() if named else rdflib.Graph()
    graph.parse(data=written(name).decode(), format=RDF[name])
    expected = everything() if named else {quad.triple for quad in everything()}
    assert len(list(graph.quads() if isinstance(graph, rdflib.Dataset) else graph)) == len(set(expected)) > 10_000
    if not named:
        found = {
            ox.Triple(quad.subject, quad.predicate, quad.object)
            for quad in ox.parse(graph.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES)
        }
        assert found == expected


def test_json_ld_is_short_by_our_context_and_loses_nothing() -> None:
    document = json.loads(written("jsonld"))
    assert (
        document["@context"]
        == json.loads((ontology_folder() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    )
    assert set(ox.parse(written("jsonld"), format=ox.RdfFormat.JSON_LD)) == set(everything())
    (summary,) = [one for one in document["graph"] if one["id"].endswith("summary/lovp-2026-02-02")]
    statement = next(one for one in summary["graph"] if one["id"] == "uitspraak/lovp-2026-02-02-004")
    assert statement["by"] == "actor/politie"
    assert set(statement["gist"]) == {"nl"}


def test_a_framed_document_holds_a_summary_with_its_parts_and_nothing_else() -> None:
    made = files("jsonld-framed")
    assert json.loads(made.pop("context.jsonld")) == json.loads(
        (ontology_folder() / "context.jsonld").read_text("utf-8")
    )
    assert len(made) == 5
    for name, content in made.items():
        graph = f"https://w3id.org/lovp/graph/summary/{name.removesuffix('.jsonld')}"
        expected = {quad.triple for quad in everything() if quad.graph_name == ox.NamedNode(graph)}
        assert {quad.triple for quad in ox.parse(content, format=ox.RdfFormat.JSON_LD)} == expected
        document = json.loads(content)
        assert document["@type"] == "Summary"
        assert all(isinstance(one["gist"], dict) for one in document["statement"])
        assert all(isinstance(one.get("agendaItem", ""), str) for one in document["statement"])


def test_json_ld_over_all_cores_is_that_of_one() -> None:
    one = exported()
    with Cores(2) as workers:
        several = select(one.read, one.store, Filters(), workers=workers)
        for name in ("jsonld", "jsonld-framed"):
            assert FORMATS[name].write(several) == FORMATS[name].write(one)
        assert multiprocessing.active_children()


@pytest.mark.parametrize("graphs", [0, 1, 2])
def test_json_ld_of_any_number_of_graphs_is_written_alike_and_in_the_order_of_their_names(graphs: int) -> None:
    thing = ox.NamedNode(f"{ID}actor/x")
    said = [
        ox.Quad(
            thing,
            ox.NamedNode(f"{NS}{name}"),
            ox.Literal(f"a\n\u2028{name}", language="nl"),
            ox.NamedNode(f"{ID}{graph}"),
        )
        for graph in reversed(range(graphs))
        for name in ("gist", "doubt")
    ]
    written = jsonld.compact(said)
    document = json.loads(written)
    assert written.decode() == json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    assert [node["id"] for node in document["graph"]] == [str(graph) for graph in range(graphs)]
    assert set(ox.parse(written, format=ox.RdfFormat.JSON_LD)) == set(said)


def test_json_ld_keeps_a_list_that_is_referred_to_from_another_graph() -> None:
    thing, rest = ox.NamedNode(f"{ID}actor/x"), ox.BlankNode("rest")
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    one, other = (ox.NamedNode(f"{ID}{name}") for name in ("one", "other"))
    said = [
        ox.Quad(rest, ox.NamedNode(f"{rdf}first"), thing, one),
        ox.Quad(rest, ox.NamedNode(f"{rdf}rest"), ox.NamedNode(f"{rdf}nil"), one),
        ox.Quad(thing, ox.NamedNode(f"{NS}by"), rest, one),
        ox.Quad(thing, ox.NamedNode(f"{NS}to"), rest, other),
    ]
    read = set(ox.parse(jsonld.compact(said), format=ox.RdfFormat.JSON_LD))
    assert len(read) == 4
    (referred,) = {quad.object for quad in read if quad.subject == thing}
    assert referred in {quad.subject for quad in read}


# --- what is asked for


def test_all_statements_are_counted_as_the_tables_have_them() -> None:
    for filters in (Filters(), Filters(since="2026-01-01")):
        one = exported(filters)
        (statements,) = [sheet for sheet in one.tables() if sheet.name == "statements"]
        assert one.number == len(one.statements) == len(statements.table.rows)


def test_data_without_statements_are_not_exported() -> None:
    found = [quad for quad in everything() if "/graph/summary/" not in str(quad.graph_name)]
    with pytest.raises(LovpGraphError, match="the data hold no statement"):
        select(lambda: found, EmbeddedStore(found), Filters())


# --- tables


def test_csv_on_the_web_describes_every_cell(tmp_path: Path) -> None:
    made = files("csv")
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    group = csvw.TableGroup.from_file(tmp_path / "csv-metadata.json")
    counts = {str(table.url): len(list(table)) for table in group.tables}  # which checks each cell by its datatype
    assert counts == {
        "statements.csv": 246, "commitments.csv": 32, "authority.csv": 26, "amounts.csv": 10, "actors.csv": 54,
        "themes.csv": 58, "links.csv": 72,
    }  # fmt: skip
    (row,) = [row for row in group.tables[0] if row["statement"].path.endswith("lovp-2025-04-16-028")]
    assert (row["dueEarliest"].date(), row["dueLatest"].date()) == (date(2025, 5, 1), date(2025, 6, 30))


def test_commitments_come_with_the_follow_up_that_the_saved_question_gives() -> None:
    rows = list(csv.DictReader(io.StringIO(files("csv")["commitments.csv"].decode())))
    asked = CliRunner().invoke(main, ["ask", "commitments", "--format", "json", "--raw"])
    found = {
        one["statement"]["value"]: one["followUp"]["value"].rpartition("/")[2]
        for one in json.loads(asked.stdout)["results"]["bindings"]
    }
    assert {row["statement"]: row["followUp"] for row in rows} == found
    assert len(set(found.values())) > 1


def test_excel_has_a_sheet_for_each_table_with_real_dates() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx")))
    assert book.sheetnames == ["statements", "commitments", "authority", "amounts", "actors", "themes", "links"]
    header, first, *_ = book["statements"].iter_rows(values_only=True)
    assert first[header.index("date")].date() == date(2021, 9, 27)
    assert book["amounts"].max_row == 11


def test_the_database_answers_sql_and_finds_words(tmp_path: Path) -> None:
    path = tmp_path / "export.sqlite"
    path.write_bytes(written("sqlite"))
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        ((number,),) = database.execute("SELECT count(*) FROM links JOIN statements ON statement = earlier")
        assert number == 72
        found = database.execute(
            "SELECT gist FROM statements WHERE rowid IN (SELECT rowid FROM statements_fts WHERE statements_fts MATCH 'financien')"
        ).fetchall()
        assert found
        assert database.execute("SELECT sum(value) FROM amounts WHERE unit = 'EUR'").fetchone()[0] > 1_000_000


# --- networks


def test_graphml_is_the_network_with_its_labels() -> None:
    graph = nx.read_graphml(io.BytesIO(written("graphml")), force_multigraph=True)
    whole = network(exported().catalogue)
    assert set(graph) == set(whole)
    assert sorted((a, b, values["kind"]) for a, b, values in graph.edges(data=True)) == sorted(whole.edges(keys=True))
    assert graph.nodes[f"{ID}thema/bewaken-en-beveiligen"]["label"] == "Bewaken en Beveiligen"


def test_gexf_has_days_for_a_timeline_and_not_the_day_of_writing() -> None:
    content = written("gexf")
    graph = nx.read_gexf(io.BytesIO(content))
    assert set(graph) == set(network(exported().catalogue))
    assert graph.nodes[f"{ID}uitspraak/lovp-2026-02-02-004"]["start"] == "2026-02-02"
    assert graph.nodes[f"{ID}meeting/lovp-2021-11-29"]["date"] == "2021-11-29"
    assert b"lastmodified" not in content
    root = ET.fromstring(content)  # noqa: S314 - it is ours
    numbers = [edge.attrib["id"] for edge in root.iter() if edge.tag.endswith("}edge")]
    assert len(numbers) == len(set(numbers)) == network(exported().catalogue).number_of_edges()


# --- feeds


def test_the_calendar_has_the_moments_that_have_days() -> None:
    calendar = vobject.readOne(written("ical").decode())
    events = {event.uid.value.rpartition("/")[2]: event for event in calendar.vevent_list}
    event = events["lovp-2025-04-16-028"]
    assert (event.dtstart.value, event.dtend.value) == (date(2025, 5, 1), date(2025, 7, 1))
    dated = {one.slug for one in exported().statements if one.one("dueEarliest") and one.one("dueLatest")}
    assert set(events) == dated
    assert max(map(len, written("ical").split(b"\r\n"))) <= 75


def test_the_feed_has_the_latest_first_and_no_moment_of_writing() -> None:
    feed = feedparser.parse(written("atom"))
    assert not feed.bozo
    assert len(feed.entries) == 246
    assert feed.feed.updated == "2026-02-02T00:00:00+00:00"
    days = [entry.updated for entry in feed.entries]
    assert days == sorted(days, reverse=True)
    assert len({entry.id for entry in feed.entries}) == 246


def test_a_feed_of_a_theme_says_so() -> None:
    theme = f"{ID}thema/bewaken-en-beveiligen"
    feed = feedparser.parse(written("atom", exported(Filters(themes=(theme,)))))
    assert not feed.bozo
    assert feed.feed.title.endswith(": Bewaken en Beveiligen")
    assert 0 < len(feed.entries) < 246
    assert " " not in feed.feed.id


def test_a_calendar_without_events_is_refused() -> None:
    found = quads(assemble(HISTORY).graphs)
    store = EmbeddedStore(found)
    undated = next(
        one.iri for one in read(store).of("Meeting")
        if any(read(store).linking(one, "meeting")) and not any(s.one("dueLatest") for s in read(store).linking(one, "meeting"))
    )  # fmt: skip
    with pytest.raises(LovpGraphError, match="no calendar to write"):
        FORMATS["ical"].write(select(lambda: found, store, Filters(meetings=(undated,))))


# --- parts


def _violations(part: list[ox.Quad]) -> list[str]:
    graph = rdflib.Graph()
    graph.parse(data=ox.serialize([quad.triple for quad in part], format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    _, _, told = pyshacl.validate(graph, shacl_graph=read_turtle(ontology_folder() / "shapes.ttl"), inference="none")
    return re.findall(r"Message: .*", told)


FILTERS = (
    Filters(themes=(f"{ID}thema/bewaken-en-beveiligen",)),
    Filters(themes=(f"{ID}thema/financien-politie",), since="2025-01-01"),
    Filters(actors=(f"{ID}actor/nctv",)),
    Filters(actors=(f"{ID}actor/korpschef", f"{ID}actor/minister-jenv")),
    Filters(meetings=(f"{ID}meeting/lovp-2025-11-24",)),
    Filters(since="2026-01-01"),
)


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_a_part_is_valid_by_itself(filters: Filters) -> None:
    one = exported(filters)
    assert 0 < len(one.quads) < len(everything())
    assert _violations(list(one.quads)) == []


@pytest.mark.parametrize("name", ["commitments", "requests"])
@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_a_part_gives_the_same_answers_on_what_was_asked_for(filters: Filters, name: str) -> None:
    """The same follow-up, and the same number of meetings since of which nothing is known."""
    one = exported(filters)
    asked = {thing.iri for thing in one.statements}
    answers = []
    for store in (EmbeddedStore(everything()), EmbeddedStore(list(one.quads))):
        rows = ask(store, saved(name)).rows
        answers.append({str(row["statement"]): row for row in rows if row["statement"].value in asked})  # type: ignore[union-attr]
    assert answers[0] == answers[1]


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_authority_comes_whole(filters: Filters) -> None:
    answers = [
        ask(EmbeddedStore(list(part)), saved("authority")).rows for part in (everything(), exported(filters).quads)
    ]
    assert answers[0] == answers[1]


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_a_part_knows_what_came_after(filters: Filters) -> None:
    """Else a promise that was kept would look forgotten; so too for what was not asked for and came along."""
    one = exported(filters)
    asked = {str(quad.subject).strip("<>") for quad in one.quads if "/uitspraak/" in str(quad.subject)}
    later = {
        quad for quad in everything()
        if quad.predicate.value in {f"{NS}{name}" for name in LINKS} and str(quad.object).strip("<>") in asked
    }  # fmt: skip
    assert later <= set(one.quads)


def test_each_filter_leaves_just_what_it_asks_for() -> None:
    theme, actor = f"{ID}thema/bewaken-en-beveiligen", f"{ID}actor/nctv"
    both = exported(Filters(themes=(theme,), actors=(actor,), since="2025"))
    assert both.statements
    for thing in both.statements:
        assert theme in thing.all("inTheme")
        assert actor in {*thing.all("by"), *thing.all("byInherited"), *thing.all("to")}
    alone = {one.iri for one in exported(Filters(themes=(theme,))).statements}
    assert {one.iri for one in both.statements} < alone


def test_a_summary_in_a_part_lists_only_what_is_there() -> None:
    one = exported(FILTERS[0])
    there = {str(quad.subject).strip("<>") for quad in one.quads}
    listed = {
        quad.object.value for quad in one.quads
        if quad.predicate.value.removeprefix(NS) in selection.LISTING and isinstance(quad.object, ox.NamedNode)
    }  # fmt: skip
    assert listed
    assert listed <= there


def test_the_tables_of_a_part_hold_what_was_asked_for() -> None:
    one = exported(FILTERS[4])
    made = files("csv", one)
    rows = list(csv.DictReader(io.StringIO(made["statements.csv"].decode())))
    assert {row["meeting"] for row in rows} == {f"{ID}meeting/lovp-2025-11-24"}
    assert len(rows) == len(one.statements)
    whole = {row["statement"]: row for row in csv.DictReader(io.StringIO(files("csv")["commitments.csv"].decode()))}
    for row in csv.DictReader(io.StringIO(made["commitments.csv"].decode())):
        assert row == whole[row["statement"]]  # its follow-up too, though that was not asked for


# --- in the terms of others

OSLO = "http://data.vlaanderen.be/ns/besluit#"
BESLUIT = """PREFIX besluit: <http://data.vlaanderen.be/ns/besluit#> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX schema: <https://schema.org/>
SELECT ?zitting ?titel ?gevolg WHERE {
  ?zitting a besluit:Zitting ; schema:startDate ?dag ; besluit:behandelt ?agendapunt .
  ?agendapunt a besluit:Agendapunt ; dcterms:title ?titel ; schema:position ?plaats .
  OPTIONAL { ?behandeling a besluit:BehandelingVanAgendapunt ; dcterms:subject ?agendapunt ; besluit:gevolg ?gevolg }
}"""


@cache
def in_terms_of_others() -> rdflib.Graph:
    found = everything()
    one = select(lambda: found, EmbeddedStore(found), Filters(), aligned=True)
    return rdflib.Graph().parse(data=written("ntriples", one).decode(), format="nt")


def test_a_query_in_the_terms_of_oslo_finds_meetings_items_and_outcomes() -> None:
    rows = list(in_terms_of_others().query(BESLUIT))
    catalogue = exported().catalogue
    items = catalogue.of("AgendaItem")
    assert {str(row[1]) for row in rows} == {item.label() for item in items}  # type: ignore[index]
    assert {str(row[0]) for row in rows} == {item.one("meeting") for item in items}  # type: ignore[index]
    outcomes = [one for one in catalogue.of("Decision", "Agreement", "Commitment") if one.one("agendaItem")]
    assert {str(row[2]) for row in rows if row[2]} == {one.one("gist") for one in outcomes}  # type: ignore[index]
    assert len(outcomes) > 20


def test_every_meeting_and_item_is_one_in_terms_of_oslo_and_every_item_has_its_treatment() -> None:
    graph, catalogue = in_terms_of_others(), exported().catalogue
    for name, ours in (("Zitting", "Meeting"), ("Agendapunt", "AgendaItem")):
        found = {str(one) for one in graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{OSLO}{name}"))}
        assert found == {thing.iri for thing in catalogue.of(ours)}
    treatments = list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{OSLO}BehandelingVanAgendapunt")))
    treated = [str(item) for one in treatments for item in graph.objects(one, rdflib.DCTERMS.subject)]
    assert sorted(treated) == [thing.iri for thing in catalogue.of("AgendaItem")]


def test_no_outcome_is_a_legal_act() -> None:
    """Nothing is typed as a decision with legal force, or as what such a decision is made of or belongs to."""
    graph = in_terms_of_others()
    types = {str(one).removeprefix(OSLO) for one in graph.objects(None, rdflib.RDF.type) if str(one).startswith(OSLO)}
    assert types == {"Zitting", "Agendapunt", "BehandelingVanAgendapunt"}
    assert not [one for one in graph.objects(None, rdflib.RDF.type) if "/eli/ontology#" in str(one)]
    assert list(graph.objects(None, rdflib.PROV.generated)) == []


def test_aligned_data_hold_ours_and_what_follows_from_the_alignments() -> None:
    graph = in_terms_of_others()
    ours = {quad.triple for quad in everything()}
    assert len(graph) > len(ours)
    statement = rdflib.URIRef(f"{ID}uitspraak/lovp-2026-02-02-004")
    police = rdflib.URIRef(f"{ID}actor/politie")
    assert (statement, rdflib.PROV.wasAttributedTo, police) in graph
    assert (statement, rdflib.RDF.type, rdflib.PROV.Entity) in graph  # by way of lovp:Statement
    assert (police, rdflib.RDF.type, rdflib.FOAF.Agent) in graph


# --- texts that attack


@pytest.mark.parametrize("name", FORMATS)
def test_what_people_wrote_breaks_no_format(name: str) -> None:
    found = hostile_quads()
    selected = select(lambda: found, EmbeddedStore(found), Filters())
    if name == "rdfxml":
        with pytest.raises(LovpGraphError, match=r"XML cannot hold \(U\+001B\); export it as Turtle"):
            FORMATS[name].write(selected)
        found = [ox.Quad(one.subject, one.predicate, _readable(one.object), one.graph_name) for one in found]
        selected = select(lambda: found, EmbeddedStore(found), Filters())
    content = FORMATS[name].write(selected)
    for one in content.values() if isinstance(content, dict) else [content]:
        if name in {"rdfxml", "graphml", "gexf", "atom"}:
            ET.fromstring(one)  # noqa: S314 - it is ours
        elif name in {"jsonld", "jsonld-framed"}:
            json.loads(one)
        elif name == "ical":
            calendar = one.decode()
            vobject.readOne(calendar)
            assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|\r(?!\n)|(?<!\r)\n", calendar)
            assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
            dated = [thing for thing in selected.statements if thing.one("dueEarliest") and thing.one("dueLatest")]
            assert calendar.count("\r\nBEGIN:VEVENT\r\n") == len(dated)
        assert one


@pytest.mark.parametrize("name", ["turtle", "trig", "ntriples", "nquads"])
def test_what_people_wrote_is_read_back_as_it_was(name: str) -> None:
    found = hostile_quads()
    content = FORMATS[name].write(select(lambda: found, EmbeddedStore(found), Filters()))
    assert isinstance(content, bytes)
    style = ox.RdfFormat.from_extension(FORMATS[name].ending)
    assert style is not None
    wanted = {quad if style.supports_datasets else ox.Quad(*quad.triple) for quad in found}
    assert set(ox.parse(content, format=style)) == wanted


def test_json_ld_keeps_what_ends_a_line_elsewhere() -> None:
    thing, graph = ox.NamedNode(f"{ID}actor/x"), ox.NamedNode(f"{ID}g")
    written = {
        ox.Quad(thing, ox.NamedNode(f"{NS}gist"), ox.Literal(f"a{sign}b\\u2028", language="nl"), graph)
        for sign in ("\u2028", "\x85", "\x1f", "\n", '"', "\\")
    }
    assert set(ox.parse(jsonld.compact(list(written)), format=ox.RdfFormat.JSON_LD)) == written


def test_a_calendar_and_a_feed_have_a_title_on_one_line() -> None:
    one = exported()
    calendar = vobject.readOne(feeds.ical(one.catalogue, one.statements, "een\ntwee").decode())
    assert calendar.x_wr_calname.value == "een twee"
    assert feedparser.parse(feeds.atom(one.catalogue, one.statements, "\x00", "naam")).feed.title == "naam"


def test_a_separator_within_a_list_of_csv_is_another_sign() -> None:
    table = Table("x", ("sleutel", "byLabel"), [("a|b", ("c|d", "e"))])
    content = sheets.to_csv([sheets.Sheet("x", table, ("string", "string"))])["x.csv"].decode()
    assert content.splitlines()[1] == "a|b,c¦d|e"


def _readable(term: Any) -> Any:
    if not isinstance(term, ox.Literal):
        return term
    text = UNREADABLE.sub("", term.value)
    return ox.Literal(text, language=term.language) if term.language else ox.Literal(text, datatype=term.datatype)


# --- the command


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["export", *map(str, arguments)])


def test_the_command_knows_every_format() -> None:
    assert set(NAMES) == set(FORMATS)


def test_an_export_goes_to_a_file_a_folder_or_standard_output(tmp_path: Path) -> None:
    result = run("turtle", "--out", tmp_path / "a" / "alles.ttl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "246 statements: " in result.stderr
    assert (tmp_path / "a" / "alles.ttl").read_bytes() == written("turtle")
    assert run("csv", "--out", tmp_path / "tabellen").exit_code == 0
    assert {path.name for path in (tmp_path / "tabellen").iterdir()} == set(files("csv"))
    assert run("ntriples", "--out", "-").stdout_bytes == written("ntriples")


def test_a_folder_holds_just_what_was_exported_last(tmp_path: Path) -> None:
    out = tmp_path / "los"
    assert run("jsonld-framed", "--out", out).exit_code == 0
    assert run("jsonld-framed", "--meeting", "2025-11-24", "--since", "2025-11-01", "--out", out).exit_code == 0
    assert {path.name for path in out.iterdir()} == {"context.jsonld", "lovp-2025-11-24.jsonld"}
    mine = tmp_path / "mijn"
    mine.mkdir()
    (mine / "notities.txt").write_text("blijft", encoding="utf-8")
    result = run("csv", "--out", mine)
    assert result.exit_code == 1
    assert "holds other files" in result.stderr
    assert [path.name for path in mine.iterdir()] == ["notities.txt"]


def test_a_part_has_a_name_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("atom").exit_code == 0
    assert run("atom", "--theme", "Gezag", "--since", "2025").exit_code == 0
    names = {path.name for path in (tmp_path / "build" / "export").iterdir()}
    assert names == {"lovp.atom", "lovp-gezag-2025-01-01.atom"}


def test_a_table_of_commitments_needs_their_follow_up() -> None:
    lists = {f"<{ID}follow-up/"}
    part = [quad for quad in everything() if not any(str(quad.subject).startswith(one) for one in lists)]
    with pytest.raises(LovpGraphError, match="does not know it"):
        FORMATS["csv"].write(select(lambda: part, EmbeddedStore(part), Filters()))


def test_a_reservation_and_a_condition_go_with_what_they_belong_to() -> None:
    feed = {entry.id.rpartition("/")[2]: entry.summary for entry in feedparser.parse(written("atom")).entries}
    assert "Voorbehoud: " in feed["lovp-2026-02-02-020"]
    assert "Voorwaarde: " in feed["lovp-2025-04-16-040"]
    assert "(uit de context)" in feed["lovp-2025-11-24-003"]


def test_a_built_dataset_gives_the_same_as_the_data(tmp_path: Path) -> None:
    built = tmp_path / "lovp.nq"
    built.write_bytes(serialise(assemble(HISTORY))["lovp.nq"])
    for name in ("nquads", "atom", "graphml"):
        assert (
            run(name, "--dataset", built, "--out", "-").stdout_bytes
            == run(name, "--data", HISTORY, "--out", "-").stdout_bytes
        )


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["word"], 2, "'word' is not one of"),
        (["turtle", "--theme", "bewaken en beveiligne"], 2, "did you mean"),
        (["turtle", "--since", "gisteren"], 2, "is not a date"),
        (["turtle", "--since", ""], 2, "is not a date"),
        (["turtle", "--since", "2099"], 1, "no statement is of all that was asked for"),
        (["csv", "--aligned"], 2, "--aligned is for RDF"),
        (["csv", "--out", "-"], 2, "several files; give a folder"),
        (["turtle", "--out", "."], 1, "is a folder; give a file"),
        (
            ["turtle", "--data", str(HISTORY), "--dataset", str(PROJECT / "README.md")],
            2,
            "give one of --data and --dataset",
        ),
    ],
)
def test_wrong_use_is_one_message_and_writes_nothing(
    arguments: list[str], code: int, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == code
    assert message in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_same_data_give_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        script = (
            "import sys; from pathlib import Path; from lovp_graph.exports import FORMATS, select\n"
            "from lovp_graph.exports.selection import Filters; from lovp_graph.store import EmbeddedStore\n"
            "from lovp_graph.dataset import assemble; from lovp_graph.rdf import quads; from lovp_graph.files import write\n"
            "found = quads(assemble(Path(sys.argv[1])).graphs); one = select(lambda: found, EmbeddedStore(found), Filters())\n"
            "for name, style in FORMATS.items():\n"
            "    content = style.write(one)\n"
            "    write(content if isinstance(content, dict) else {name: content}, Path(sys.argv[2]))\n"
        )
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", script, str(HISTORY), str(folder)], check=True, env=environment)
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert made[0].keys() == made[1].keys()
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []
