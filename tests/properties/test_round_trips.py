"""What is exported is read back as it was, whatever people wrote."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import cache

import feedparser  # type: ignore[import-untyped]
import networkx as nx  # type: ignore[import-untyped]
import openpyxl  # type: ignore[import-untyped]
import pyoxigraph as ox
import pytest
import vobject  # type: ignore[import-untyped]
from hypothesis import example, given
from hypothesis import strategies as st

from lovp_graph.catalogue import Catalogue, Thing, read
from lovp_graph.characters import CONTROL, visible
from lovp_graph.dataset import BASE_GRAPH, STATEMENTS, assemble
from lovp_graph.errors import LovpGraphError
from lovp_graph.exports import feeds, jsonld, networks, sheets, syntaxes
from lovp_graph.exports.sheets import Sheet
from lovp_graph.exports.xml import UNREADABLE, readable
from lovp_graph.rdf import quads
from lovp_graph.resources import GRAPH, ID, NS
from lovp_graph.store import EmbeddedStore
from lovp_graph.tables import Table
from tests.chance import examples
from tests.conftest import EXAMPLE
from tests.hostile import ATTACKS

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    [*ATTACKS, "|", "a|b", "\r", "\n", ",;\"'", "\\n\\;"]
)

# --- RDF

THINGS = st.sampled_from([f"{ID}uitspraak/a-001", f"{ID}uitspraak/a-002", f"{ID}actor/a", f"{ID}thema/a"]).map(
    ox.NamedNode
)
LITERALS = st.one_of(
    TEXTS.map(ox.Literal),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), TEXTS, st.sampled_from(["nl", "en", "nl-BE"])),
    st.builds(lambda text, name: ox.Literal(text, datatype=ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}")), TEXTS, st.sampled_from(["date", "integer", "boolean", "decimal", "gYear"])),
)  # fmt: skip
PROPERTIES = st.sampled_from(
    ["gist", "condition", "by", "theme", "due", "year", "value", "negated", "sentence", "type", "label"]
).map(lambda name: ox.NamedNode(NS + name))
GRAPHS = st.sampled_from([BASE_GRAPH, f"{GRAPH}summary/a", f"{GRAPH}summary/b"]).map(ox.NamedNode)
QUADS = st.lists(st.builds(ox.Quad, THINGS, PROPERTIES, LITERALS | THINGS, GRAPHS), min_size=1, max_size=8, unique=True)


@examples(60)
@given(QUADS)
@pytest.mark.parametrize("name", [*syntaxes.QUADS, *syntaxes.TRIPLES])
def test_rdf_is_read_back_as_it_was(name: str, written: list[ox.Quad]) -> None:
    style = {**syntaxes.QUADS, **syntaxes.TRIPLES}[name]
    texts = [quad.object.value for quad in written if isinstance(quad.object, ox.Literal)]
    if name == "rdfxml" and any(map(UNREADABLE.search, texts)):
        with pytest.raises(LovpGraphError, match="XML cannot hold"):
            syntaxes.write(name, written)
        return
    expected = {quad if style.supports_datasets else ox.Quad(*quad.triple) for quad in written}
    assert set(ox.parse(syntaxes.write(name, written), format=style)) == expected
    assert syntaxes.write(name, written) == syntaxes.write(name, written)


@examples(40)
@given(QUADS)
def test_json_ld_is_read_back_as_it_was(written: list[ox.Quad]) -> None:
    content = jsonld.compact(written)
    json.loads(content)
    assert set(ox.parse(content, format=ox.RdfFormat.JSON_LD)) == set(written)


# --- tables


@st.composite
def tables_of_texts(draw: st.DrawFn) -> Table:
    """A table with a key, a text, and a list."""
    rows = draw(st.lists(st.tuples(TEXTS, st.lists(TEXTS.filter(bool), max_size=3).map(tuple)), max_size=4))
    return Table(
        "statements",
        ("statement", "gist", "byLabel", "themeLabel"),
        [(f"{ID}{number}", text, several, ()) for number, (text, several) in enumerate(rows)],
    )


def sheet(table: Table) -> Sheet:
    return Sheet(table.title, table, ("anyURI", "string", "string", "string"))


@examples(80)
@given(tables_of_texts())
def test_csv_is_read_back_as_it_was(table: Table) -> None:
    content = sheets.to_csv([sheet(table)])["statements.csv"].decode()
    header, *found = csv.reader(io.StringIO(content, newline=""), strict=True)
    assert header == list(table.columns)
    assert [row[:2] for row in found] == [[str(cell) for cell in row[:2]] for row in table.rows]
    # A cell with a list is split by its separator, and has nothing to hide one behind.
    lists = [[one.replace("|", "¦") for one in row[2]] for row in table.rows if isinstance(row[2], tuple)]
    assert [row[2].split("|") if row[2] else [] for row in found] == lists


@examples(30)
@given(tables_of_texts())
def test_sqlite_is_read_back_as_it_was(table: Table) -> None:
    database = sqlite3.connect(":memory:")
    database.deserialize(sheets.to_sqlite([sheet(table)]))
    found = database.execute("SELECT statement, gist FROM statements ORDER BY rowid").fetchall()
    assert found == [row[:2] for row in table.rows]
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()


@examples(30)
@given(tables_of_texts())
def test_excel_is_read_back_as_it_was(table: Table) -> None:
    rows = list(openpyxl.load_workbook(io.BytesIO(sheets.to_xlsx([sheet(table)])))["statements"].iter_rows(min_row=2))
    assert not any(cell.data_type == "f" for row in rows for cell in row)
    for found, written in zip(rows, table.rows, strict=True):
        text = visible(str(written[1]))
        assert (found[1].value or "") in {text, text + " "}


# --- what is made of things


@cache
def things() -> list[ox.Quad]:
    """What the invented body says, without the ontology and the lists."""
    found = [quad for quad in quads(assemble(EXAMPLE).graphs) if str(quad.subject).startswith(f"<{ID}")]
    return [
        quad
        for quad in found
        if quad.graph_name != ox.NamedNode(BASE_GRAPH)
        or str(quad.subject).startswith((f"<{ID}actor/", f"<{ID}meeting/"))
    ]


SEVERAL = st.lists(TEXTS, min_size=1, max_size=5)


def catalogue_of(texts: list[str]) -> Catalogue:
    """The invented body with other texts."""
    found = []
    for number, quad in enumerate(things()):
        term = quad.object
        if isinstance(term, ox.Literal) and (term.language or quad.predicate.value.endswith(("condition", "dueText"))):
            text = texts[number % len(texts)]
            term = ox.Literal(text, language=term.language) if term.language else ox.Literal(text)
        found.append(ox.Quad(quad.subject, quad.predicate, term, quad.graph_name))
    return read(EmbeddedStore(found))


def statements(catalogue: Catalogue) -> list[Thing]:
    return catalogue.of(*(name for _, name in STATEMENTS))


def on_one_line(text: str) -> str:
    """XML has one sign for the end of a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


@examples(8)
@given(SEVERAL)
@pytest.mark.parametrize(
    ("write", "back"), [(networks.graphml, nx.read_graphml), (networks.gexf, nx.read_gexf)], ids=["graphml", "gexf"]
)
def test_a_network_is_read_back_as_it_was(
    write: Callable[[Catalogue, set[str]], bytes], back: Callable[[io.BytesIO], nx.Graph], texts: list[str]
) -> None:
    catalogue = catalogue_of(texts)
    graph = back(io.BytesIO(write(catalogue, set(catalogue.things))))
    assert len(graph) > 10
    for iri, values in graph.nodes(data=True):
        assert on_one_line(values["label"] or "") == on_one_line(readable(catalogue[iri].label()))


@examples(8)
@given(SEVERAL, TEXTS)
@example([""], "Gezag, MIT")
def test_a_calendar_is_read_back_as_it_was(texts: list[str], title: str) -> None:
    catalogue = catalogue_of(texts)
    found = vobject.readOne(feeds.ical(catalogue, statements(catalogue), title).decode())
    assert found.x_wr_calname.value == " ".join(visible(title).split())
    events = {event.uid.value: event for event in found.vevent_list}
    assert events
    for iri, event in events.items():
        assert not CONTROL.search(event.summary.value)
        assert event.summary.value.endswith(visible(catalogue[iri].label()))


@examples(8)
@given(SEVERAL, TEXTS)
def test_a_feed_is_read_back_as_it_was(texts: list[str], title: str) -> None:
    catalogue = catalogue_of(texts)
    content = feeds.atom(catalogue, statements(catalogue), title, "lovp")
    assert not feedparser.parse(content).bozo
    atom = "{http://www.w3.org/2005/Atom}"
    entries = ET.fromstring(content).findall(f"{atom}entry")  # noqa: S314 - it is ours
    assert {entry.findtext(f"{atom}id") for entry in entries} == {thing.iri for thing in statements(catalogue)}
    for entry in entries:
        label = catalogue[str(entry.findtext(f"{atom}id"))].label()
        assert on_one_line(entry.findtext(f"{atom}title") or "").endswith(on_one_line(readable(label)))
