"""The network of the dataset, and the page that shows it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest

from lovp_graph import network
from lovp_graph.catalogue import Catalogue, read
from lovp_graph.dataset import LINKS
from lovp_graph.resources import ID
from lovp_graph.site import graph as page
from lovp_graph.site.context import Site
from lovp_graph.site.views import Views
from lovp_graph.store import Store
from tests.conftest import PROJECT

PAGE_BYTES = 700_000


@pytest.fixture(scope="module", params=["real", "history"])
def store(request: pytest.FixtureRequest) -> Store:
    found: Store = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def catalogue(store: Store) -> Catalogue:
    return read(store)


@pytest.fixture(scope="module")
def graph(catalogue: Catalogue) -> network.Network:
    return network.network(catalogue)


@pytest.fixture(scope="module")
def views(catalogue: Catalogue) -> Views:
    return Views(catalogue)


@pytest.fixture(scope="module")
def data(real: Store) -> dict[str, Any]:
    return page.data(Site(real))


def test_every_theme_actor_meeting_issue_and_statement_is_a_node(graph: network.Network, views: Views) -> None:
    things = [*views.themes, *views.actors, *views.meetings, *views.catalogue.of("Issue")]
    assert set(graph) == {thing.iri for thing in things} | set(views.statements)
    assert {kind for _, kind in graph.nodes(data="kind")} <= set(network.KINDS)


def test_a_statement_is_joined_with_all_that_belongs_to_it(graph: network.Network, views: Views) -> None:
    for iri, one in views.statements.items():
        for name, things in (
            ("meeting", [one.meeting]),
            ("by", one.speakers),
            ("byInherited", one.inherited),
            ("to", one.addressees),
            ("theme", one.themes),
        ):
            assert set(network.linked(graph, iri, name)) == {thing.iri for thing in things}, (iri, name)
        assert set(network.linked(graph, iri, *LINKS)) == {link.earlier for link in one.links}


def test_a_chain_is_that_of_the_pages(graph: network.Network, views: Views) -> None:
    for iri, one in views.statements.items():
        assert network.chain(network.links(graph), iri) == {other.thing.iri for other in views.chain(one)}, iri


def test_the_themes_of_a_statement_are_those_it_lies_in(graph: network.Network, views: Views) -> None:
    for iri, one in views.statements.items():
        assert set(network.themes(graph, iri)) == set(one.thing.all("inTheme")), iri


def test_a_view_of_the_whole_joins_meetings_with_themes_and_speakers(graph: network.Network, views: Views) -> None:
    found = network.overview(graph)
    for meeting, other in found.edges:
        of_meeting = [one for one in views.statements.values() if one.meeting.iri == meeting]
        number = sum(
            other in one.thing.all("inTheme") or other in {actor.iri for actor in (*one.speakers, *one.inherited)}
            for one in of_meeting
        )
        assert found.edges[meeting, other]["statements"] == number


def test_what_comes_back_is_counted_in_meetings(graph: network.Network, views: Views) -> None:
    times = network.recurrence(graph)
    for theme in views.themes:
        meetings = {one.meeting.iri for one in views.in_theme(theme)}
        assert times.get(theme.iri, 0) == len(meetings), theme.iri


def test_what_is_shown_first(graph: network.Network, catalogue: Catalogue) -> None:
    ranked = network.ranked(graph, catalogue)
    assert sorted(ranked) == sorted(graph)
    kinds = [graph.nodes[iri]["kind"] for iri in ranked]
    meetings = [iri for iri, kind in zip(ranked, kinds, strict=True) if kind == "Meeting"]
    assert ranked[: len(meetings)] == meetings
    days = [catalogue[iri].one("latest") or "9999" for iri in meetings]
    assert days == sorted(days)
    linked = [network.links(graph).degree(iri) for iri in ranked if iri in network.links(graph)]
    assert linked == sorted(linked, reverse=True)


def test_whole_themes_and_speakers_fit_the_first_view(real: Store) -> None:
    graph = network.network(read(real))
    shown = set(network.overview(graph))
    whole = [iri for iri in shown if not network.linked(graph, iri, "broader")]
    assert len(whole) <= page.AT_FIRST < len(shown)


def test_neighbours_stand_together(graph: network.Network) -> None:
    row = network.neighbours_together(graph)
    assert sorted(row) == sorted(graph)
    place = {iri: number for number, iri in enumerate(row)}
    by_name = {iri: number for number, iri in enumerate(sorted(graph))}

    def length(order: dict[str, int]) -> int:
        return sum(abs(order[start] - order[end]) for start, end in graph.edges())

    assert length(place) < length(by_name)


DIGEST = """
import hashlib, json
from lovp_graph.cli.common import open_store
from lovp_graph.site.context import Site
from lovp_graph.site.graph import data
print(hashlib.sha256(json.dumps(data(Site(open_store(None, None, None)))).encode()).hexdigest())
"""


def test_the_same_data_give_the_same_page_whatever_the_seed_of_sets(data: dict[str, Any]) -> None:
    here = hashlib.sha256(json.dumps(data).encode()).hexdigest()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == here


def test_the_data_of_the_page_hang_together(data: dict[str, Any], real: Store) -> None:
    nodes = data["nodes"]
    assert [node["id"] for node in nodes] == list(range(len(nodes)))
    assert len({node["key"] for node in nodes}) == len(nodes)
    assert {node["group"] for node in nodes} <= {kind for kind, _ in data["kinds"]}
    for pairs in data["edges"].values():
        assert all(nodes[start]["key"] and nodes[end]["key"] for start, end in pairs)
    assert set(data["edges"]) <= {name for name, _ in data["names"]} | {"meeting", "broader"}
    assert sum(map(len, data["edges"].values())) == network.network(read(real)).number_of_edges()
    assert data["options"]["physics"] is False


def test_the_page_is_not_too_large_and_asks_nothing_of_the_network(real: Store) -> None:
    ((path, content),) = page.pages(Site(real))
    text = content.decode()
    assert path == "graaf.html"
    assert len(content) <= PAGE_BYTES
    assert not re.search(r"<(?:script|img|link)[^>]*\ssrc=", text)
    assert "sourceMappingURL" not in text
    assert "\r" not in text  # a browser reads it as a line feed, and the digests of the policy would not fit


def test_sentences_stand_in_the_page_only_where_their_text_is_there(real: Store) -> None:
    site = Site(real)
    one = next(iter(site.views.statements.values()))
    digest = one.sentences[0].one("sha256")
    with_text = Site(real, {digest: "Een zin die er is."})
    assert "Een zin die er is." not in json.dumps(page.data(site))
    (node,) = [node for node in page.data(with_text)["nodes"] if node["key"] == f"uitspraak.{one.slug}"]
    assert node["sentences"][0] == [one.numbers[0], "", "Een zin die er is."]


def test_a_label_that_looks_like_a_script_stays_a_text(history: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = '</script><script>alert(1)</script>"\u202e'
    site = Site(history)
    iri = next(iter(site.views.statements))
    thing = site.views.catalogue[iri]
    monkeypatch.setattr(type(thing), "label", lambda self, language="nl": hostile if self.iri == iri else self.slug)
    ((_, content),) = page.pages(site)
    text = content.decode()
    assert "<script>alert(1)" not in text
    found = re.search(r'<script type="application/json" id="graph-data">(.*?)</script>', text, re.DOTALL)
    assert found
    assert hostile in [node["label"] for node in json.loads(found[1])["nodes"]]


def test_nodes_have_the_names_by_which_addresses_call_them(data: dict[str, Any], real: Store) -> None:
    """Links from other pages name a theme, an actor, a meeting or a statement: `#thema=` and the end of its IRI."""
    keys = {node["key"].partition(".")[::2] for node in data["nodes"]}
    assert {segment for segment, _ in keys} == {"thema", "actor", "meeting", "kwestie", "uitspraak"}
    assert {f"{ID}{segment}/{slug}" for segment, slug in keys} == set(network.network(read(real)))
