"""By which names a text speaks of what the graph knows, in a small graph that was made up for the purpose."""

from __future__ import annotations

from datetime import date

import pyoxigraph as ox
import pytest

from lovp_graph.catalogue import Thing
from lovp_graph.documents import Document, parse
from lovp_graph.drafting.names import Names
from lovp_graph.drafting.vocabulary import Vocabulary, vocabulary
from lovp_graph.resources import ID
from tests.graphs import actor, dutch, graph, membership, thing

DAY = date(2030, 1, 15)
BODY = actor("kustoverleg", "body", "Kustoverleg", "het Duinberaad")
KNOWN = (
    BODY,
    actor("havenraad", "body", "Havenraad"),
    actor("leden", "group", "leden van het Kustoverleg"),
    actor("reders", "group", "reders"),
    actor("dijkgraaf", "post", "dijkgraaf"),
    actor("loods", "post", "loods"),
    actor("jansen", "person", "Jansen"),
    actor("visser", "person", "Visser"),
    thing(
        "thema/zand",
        "Concept",
        prefLabel=(*dutch("zandsuppletie"), ox.Literal("nourishment", language="en")),
        altLabel=(*dutch("zandhonger"), ox.Literal("replenishment", language="en")),
        inScheme=(ox.NamedNode(f"{ID}scheme/themes"),),
    ),
    thing("document/zandnota", "Document", prefLabel=dutch("Zandnota")),
    membership("a", "dijkgraaf", body="kustoverleg"),
    membership("b", "jansen", body="kustoverleg", post="loods"),
    membership("c", "reders", body="havenraad"),
)


def text(body: str, title: str = "Verslag Kustoverleg 15 januari 2030") -> Document:
    return parse(f"{title}\n\nZand\n{body}")


def known(*more: Thing, document: Document | None = None) -> Vocabulary:
    return vocabulary(graph(*KNOWN, *more), document or text("Er komt zand."), DAY)


def things(names: Names, said: str) -> list[tuple[str, ...]]:
    return [one.things for one in names.find(said)]


def test_actors_themes_and_documents_are_known_by_their_dutch_names_and_no_others() -> None:
    found = known()
    assert things(found.actors, "De dijkgraaf sprak in het Duinberaad, a consultation, met de reders.") == [
        ("dijkgraaf",),
        ("kustoverleg",),
        ("reders",),
    ]
    assert things(found.themes, "De zandhonger, zandsuppletie, nourishment of replenishment.") == [("zand",), ("zand",)]
    assert things(found.documents, "De Zandnota en de dijkgraaf.") == [("zandnota",)]


def test_who_meets_and_what_it_is_called() -> None:
    found = known()
    assert (found.body, found.labels) == ("kustoverleg", ("Kustoverleg", "het Duinberaad"))
    assert found.members == "leden"


def test_groups_are_several() -> None:
    assert known().plural == {"leden", "reders"}


def test_at_the_table_are_the_holders_and_posts_of_the_body_that_meets() -> None:
    assert known().at_table == {"dijkgraaf", "jansen", "loods"}
    other = known(document=text("Er komt zand.", "Verslag Havenraad 15 januari 2030"))
    assert other.body == "havenraad"
    assert other.at_table == {"reders"}


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Verslag Havenraad 15 januari 2030", "Het Kustoverleg kwam. Het Kustoverleg ging.", "havenraad"),
        ("Verslag 15 januari 2030", "De Havenraad kwam. Het Kustoverleg ging. De Havenraad bleef.", "havenraad"),
        ("Verslag 15 januari 2030", "De reders spraken.", ""),
    ],
)
def test_who_meets_is_named_in_the_title_or_else_most_in_the_text(title: str, body: str, expected: str) -> None:
    found = known(document=text(body, title))
    assert found.body == expected
    assert bool(found.labels) == bool(expected)


def test_the_opening_tells_who_meets_before_the_rest_does() -> None:
    opened = parse("Verslag\n\nDe Havenraad kwam bijeen.\n\nZand\nHet Kustoverleg zweeg. Het Kustoverleg ging.")
    assert opened.sentences[0].section == 0
    assert known(document=opened).body == "havenraad"


def test_where_nobody_is_known_to_meet_there_are_no_members_and_there_is_no_table() -> None:
    found = known(document=text("De reders spraken.", "Verslag 15 januari 2030"))
    assert (found.members, found.at_table) == ("", frozenset())


@pytest.mark.parametrize(
    ("start", "until", "speaks_as"),
    [
        ("2029-01-01", "2031-01-01", "dijkgraaf"),
        ("2030-01-15", "2030-01-16", "dijkgraaf"),
        ("2030-01-16", "2031-01-01", "visser"),
        ("2029-01-01", "2030-01-15", "visser"),
        ("2029-01-01", "", "dijkgraaf"),
        ("", "2031-01-01", "dijkgraaf"),
    ],
)
def test_a_person_speaks_as_the_post_held_on_the_day(start: str, until: str, speaks_as: str) -> None:
    days = {key: day for key, day in (("start", start), ("until", until)) if day}
    found = known(membership("d", "visser", post="dijkgraaf", **days))
    assert things(found.actors, "Visser spreekt.") == [(speaks_as,)]
    assert found.persons == ({"visser"} if speaks_as == "visser" else set())


def test_members_are_those_of_the_body_that_meets() -> None:
    found = known(actor("aanwezigen", "group", "leden van de Havenraad"))
    assert found.members == "leden"
    other = known(
        actor("aanwezigen", "group", "leden van de Havenraad"),
        document=text("Er komt zand.", "Verslag Havenraad 15 januari 2030"),
    )
    assert other.members == "aanwezigen"
    none = vocabulary(graph(BODY, actor("vrienden", "group", "vrienden van het Kustoverleg")), text("Zand."), DAY)
    assert none.members == ""
