"""What a user types becomes a term, or is refused with what was perhaps meant."""

from __future__ import annotations

import re
from datetime import date

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lovp_graph import asking
from lovp_graph.asking import ask, label, names_of, resolve, term
from lovp_graph.cli.common import open_store
from lovp_graph.errors import UnknownValueError
from lovp_graph.questions import Parameter, Term, saved
from lovp_graph.resources import ID, NS
from lovp_graph.store import EmbeddedStore, Store
from lovp_graph.words import words
from tests.chance import examples
from tests.conftest import FIXTURES

SKOS = "http://www.w3.org/2004/02/skos/core#"
TIMELINE = saved("theme-timeline")
PARAMETERS = {parameter.name: parameter for parameter in TIMELINE.parameters}


@pytest.fixture(scope="session")
def history() -> Store:
    return open_store(FIXTURES / "history", None, None)


def named(store: Store, kind: str, text: str) -> str:
    found = term(store, Parameter("any", kind), text)
    assert isinstance(found, ox.NamedNode)
    return found.value


def day(kind: str, text: str) -> str:
    found = term(EmbeddedStore([]), Parameter("any", kind), text)
    assert isinstance(found, ox.Literal)
    assert found.datatype.value == f"{asking.XSD}date"
    return found.value


def refusal(store: Store, kind: str, text: str) -> str:
    with pytest.raises(UnknownValueError) as error:
        term(store, Parameter("anyThing", kind), text)
    assert str(error.value).startswith("--any-thing: ")
    return str(error.value)


# Names


@pytest.mark.parametrize(
    ("kind", "text", "iri"),
    [
        ("actor", "havenmeester", "actor/havenmeester"),
        ("actor", "de havenmeester", "actor/havenmeester"),  # altLabel
        ("actor", "Harbour Master", "actor/havenmeester"),
        ("actor", "kees-verzonnen", "actor/kees-verzonnen"),
        ("actor", "Kees Verzonnen", "actor/kees-verzonnen"),
        ("actor", "actor/havenmeester", "actor/havenmeester"),
        ("actor", f" {ID}actor/havenmeester ", "actor/havenmeester"),
        ("actor", f"<{ID}actor/havenmeester>", "actor/havenmeester"),
        ("actor", "commandant", "actor/commandant"),
        ("actor", "Kadebedrijven containers, kolen EN erts stukgoed", "actor/kadebedrijven"),
        ("theme", "B&B", "thema/bewaken-en-beveiligen"),
        ("theme", "b&b", "thema/bewaken-en-beveiligen"),
        ("theme", "financien politie", "thema/financien-politie"),
        ("theme", "FINANCIE\u0308N_politie!", "thema/financien-politie"),
        ("theme", "financien-politie", "thema/financien-politie"),
        ("document", "Havenbegroting", "document/begroting-2030"),
        ("issue", "de haven sluit s nachts", "kwestie/haven-sluit-nachts"),
        ("statement", "haven-2030-01-15-001", "uitspraak/haven-2030-01-15-001"),
        ("follow-up", "geen vervolg gezien", "follow-up/none-seen"),
        ("actor-kind", "functie", "actor-kind/post"),
        ("task", "openbare orde", "task/openbare-orde"),
        ("meeting-state", "annotated", "meeting-state/annotated"),
    ],
)
def test_a_name_names_its_thing(history: Store, kind: str, text: str, iri: str) -> None:
    assert named(history, kind, text) == ID + iri


@pytest.mark.parametrize(
    ("kind", "text", "iri"),
    [
        ("statement-type", "afspraak", "Agreement"),
        ("statement-type", "Agreement", "Agreement"),
        ("link", "herhaalt", "repeats"),
        ("link", "ns/followsUp", "followsUp"),
    ],
)
def test_a_term_of_the_ontology_is_named_too(history: Store, kind: str, text: str, iri: str) -> None:
    assert named(history, kind, text) == NS + iri


@pytest.mark.parametrize("kind", [kind for kind, about in words()["kinds"].items() if {"of", "things"} & set(about)])
def test_every_thing_is_found_by_its_address_and_its_last_part(history: Store, kind: str) -> None:
    things = names_of(history, Parameter("x", kind))
    assert things
    for iri in list(things)[:20]:
        assert named(history, kind, iri) == iri
        assert named(history, kind, asking.slug(iri)) == iri


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("2030-01-15", "haven-2030-01-15"),
        ("2030-01", "haven-2030-01-15"),
        ("Havenoverleg van 5 november 2030", "haven-2030-11-05"),
        ("haven-2031-02", "haven-2031-02"),
        # Of these only the month is known.
        ("2030-09", "haven-2030-09"),
        ("2031", "haven-2031-02"),
    ],
)
def test_a_meeting_is_named_by_its_date_or_the_start_of_it(history: Store, text: str, slug: str) -> None:
    assert named(history, "meeting", text) == f"{ID}meeting/{slug}"


def test_a_day_is_looked_up_by_itself_and_not_among_the_names_of_all(
    history: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "names_of", lambda *_: pytest.fail("all names were read"))
    assert named(history, "meeting", "2030-01-15") == f"{ID}meeting/haven-2030-01-15"


def test_a_day_with_two_meetings_names_neither() -> None:
    lines = [f'<{ID}meeting/{slug}> a <{NS}Meeting> ; <{NS}date> "2030-01-15"^^<{asking.XSD}date> .' for slug in "ab"]
    lines.append(f'<{ID}document/c> a <{NS}Document> ; <{SKOS}prefLabel> "2030-01-15"@nl .')
    store = EmbeddedStore(list(ox.parse("\n".join(lines), format=ox.RdfFormat.TURTLE)))
    told = refusal(store, "meeting", "2030-01-15")
    assert "can be more than one meeting: 2030-01-15 (a); 2030-01-15 (b);" in told
    assert named(store, "document", "2030-01-15") == f"{ID}document/c"


def test_a_date_of_more_than_one_meeting_lists_them(history: Store) -> None:
    told = refusal(history, "meeting", "2030")
    assert "'2030' can be more than one" in told
    assert all(f"(haven-2030-{part})" in told for part in ("01-15", "03-12", "05-20", "06-18", "10-01", "11-05"))


def test_a_name_of_more_than_one_thing_lists_them() -> None:
    quads = []
    for slug, names in (("a", ["Ploeg A", "ploeg"]), ("b", ["Ploeg B", "Ploeg"]), ("c", ["Ploeg C"])):
        actor = ox.NamedNode(f"{ID}actor/{slug}")
        quads.append(ox.Quad(actor, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), ox.NamedNode(NS + "Actor")))  # fmt: skip
        quads += [ox.Quad(actor, ox.NamedNode(f"{SKOS}prefLabel"), ox.Literal(name, language="nl")) for name in names]
    store = EmbeddedStore(quads)
    told = refusal(store, "actor", "PLOEG")
    assert "'PLOEG' can be more than one" in told
    assert "(a)" in told
    assert "(b)" in told
    assert "(c)" not in told
    assert named(store, "actor", "b") == f"{ID}actor/b"  # the word in brackets settles it


@pytest.mark.parametrize(
    ("kind", "text", "meant"),
    [
        ("actor", "hawenmeester", "havenmeester"),
        ("actor", "haven meester", "havenmeester"),
        ("actor", "Willemijn", "Willemijn Bedacht"),
        ("theme", "meerjarenbegrotting", "meerjarenbegroting"),
        ("statement-type", "afspraken", "afspraak"),
    ],
)
def test_a_near_miss_says_what_was_perhaps_meant(history: Store, kind: str, text: str, meant: str) -> None:
    told = refusal(history, kind, text)
    assert re.search(rf"'{text}'; did you mean .*'{meant}'", told, re.IGNORECASE)


@pytest.mark.parametrize("text", ["xyzzy", "", " ", "'", "&", "%", "?theme", "2030-13"])
def test_what_names_nothing_is_refused(history: Store, text: str) -> None:
    assert f"no {words()['kinds']['theme']['name']} '{text}" in refusal(history, "theme", text)


def test_every_value_of_a_kind_without_members_is_refused() -> None:
    told = refusal(EmbeddedStore([]), "actor", "havenmeester")
    assert "no actor 'havenmeester'" in told
    assert "it can be" not in told  # of nothing


def test_of_a_short_list_all_is_told(history: Store) -> None:
    told = refusal(history, "authority-kind", "xyzzy")
    assert told.endswith("; it can be " + ", ".join(sorted(["consents", "decides", "gezag", "responsible"])))


@pytest.mark.parametrize("kind", ["theme", "first-day", "iri"])
def test_of_a_long_value_only_the_beginning_is_repeated(history: Store, kind: str) -> None:
    assert len(refusal(history, kind, "x y" * 5000)) < 300


# Dates


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-06", "2025-06-01", "2025-06-30"),
        ("2025-06-12", "2025-06-12", "2025-06-12"),
        (" 2025-06-12\n", "2025-06-12", "2025-06-12"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_a_date_gives_its_first_and_last_day(text: str, first: str, last: str) -> None:
    assert (day("first-day", text), day("last-day", text)) == (first, last)


@pytest.mark.parametrize("kind", ["first-day", "last-day"])
@pytest.mark.parametrize(
    "text",
    [
        "2025-13", "2025-00", "2025-06-00", "2025-02-29", "2025-06-31", "0000", "2025-6", "25", "20250612", "12-06-2025", "2025-06-12T00:00",
        "juni", "vandaag", "", "-2025", "2025-06-12 }", '2025"',
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(kind: str, text: str) -> None:
    assert "is not a date; write 2025, 2025-06 or 2025-06-12" in refusal(EmbeddedStore([]), kind, text)


@given(st.dates(date(1, 1, 1)))
def test_every_day_is_its_own_first_and_last(moment: date) -> None:
    assert day("first-day", moment.isoformat()) == day("last-day", moment.isoformat()) == moment.isoformat()


# What is given and what is not


def test_several_values_give_several_terms(history: Store) -> None:
    values = resolve(history, TIMELINE, {"theme": ["gezag", " ", "B&B"], "since": []})
    found = [ox.NamedNode(f"{ID}thema/gezag"), ox.NamedNode(f"{ID}thema/bewaken-en-beveiligen")]
    assert values == {"theme": found}


def test_of_a_date_only_one_can_be_given(history: Store) -> None:
    with pytest.raises(UnknownValueError, match="--since: give one date"):
        resolve(history, TIMELINE, {"theme": ["gezag"], "since": ["2030", "2031"]})


@pytest.mark.parametrize("given_", [{}, {"theme": []}, {"theme": ["  "]}])
def test_what_is_needed_must_be_given(history: Store, given_: dict[str, list[str]]) -> None:
    with pytest.raises(UnknownValueError, match=r"theme-timeline: --theme is needed: het thema"):
        ask(history, TIMELINE, given_)


def test_defaults_come_from_the_data(history: Store) -> None:
    latest = ox.NamedNode(f"{ID}meeting/haven-2030-11-05")
    assert resolve(history, saved("agenda"), {}) == {"meeting": [latest]}
    assert resolve(history, saved("agenda"), {"meeting": ["2030-01"]}) != {"meeting": [latest]}
    (day_,) = resolve(history, saved("commitments"), {})["referenceDate"]
    assert asking.value(day_) == "2030-11-05"


def test_without_data_there_is_no_default() -> None:
    assert resolve(EmbeddedStore([]), saved("agenda"), {}) == {"meeting": []}


def test_an_answer_has_a_term_for_what_is_bound(history: Store) -> None:
    answer = ask(history, saved("agenda"), {"meeting": ["2030-11-05"]})
    assert answer.variables[:3] == ("date", "meeting", "meetingLabel")
    assert len(answer.rows) == 4
    assert {asking.value(row["position"]) for row in answer.rows} == {"1", "2", "3", "4"}
    assert [asking.value(row["partOfLabel"]) for row in answer.rows if "partOfLabel" in row] == ["Begroting"]


# Labels and spelling


@pytest.mark.parametrize(
    ("thing", "name"),
    [
        (ox.NamedNode(f"{ID}actor/havenmeester"), "havenmeester"),
        (ox.NamedNode(f"{ID}actor/niemand"), "niemand"),
        (ox.NamedNode("https://example.org/x/y"), "https://example.org/x/y"),
        (ox.Literal("'tekst\" } #"), "'tekst\" } #"),
    ],
)
def test_a_thing_is_called_by_its_dutch_name(history: Store, thing: Term, name: str) -> None:
    assert label(history, thing) == name


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Eén   Ding! ", "een ding"),
        ("e\u0301e\u0301n", "een"),
        ("B&B", "b en b"),
        ("C++", "c++"),
        ("meer_jaren-begroting", "meer jaren begroting"),
        ("’s-Gravenhage", "s gravenhage"),
        ("STRASSE", "strasse"),
        ("straße", "strasse"),
        ("ﬁnanciën", "financien"),
        ("a\u00a0b\tc\nd", "a b c d"),
        ("…", ""),
        ("", ""),
    ],
)
def test_spelling_that_does_not_matter_is_folded(text: str, folded: str) -> None:
    assert asking.fold(text) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert asking.fold(asking.fold(text)) == asking.fold(text)


# Nothing typed is read as SPARQL

HOSTILE = st.lists(
    st.text(max_size=6)
    | st.sampled_from(['"', "'", "}", "{", "\n", "\r", "} DROP ALL #", "\\u0022", "\\", "<", ">", "#+", "?x", "UNDEF", "\0", "\u2028"])
    | st.sampled_from(["gezag", "B&B", "Meerjarenbegroting", f"{ID}thema/gezag", "thema/", "2025", "-06", "-12", "٢٠٢٥"]),
    max_size=4,
).map("".join)  # fmt: skip
KNOWN = {"theme": f"<{ID}thema/gezag>", "since": f'"2025-01-01"^^<{asking.XSD}date>'}


@pytest.mark.parametrize("name", ["theme", "since"])
@examples(150)
@given(text=HOSTILE)
@example(text="b&b")
@example(text="2025-06-12")
@example(text="gezag")
@example(text='gezag" } DROP ALL #')
def test_a_value_changes_nothing_but_the_value(history: Store, name: str, text: str) -> None:
    known: Term = ox.NamedNode(f"{ID}thema/gezag") if name == "theme" else ox.Literal("2025-01-01", datatype=ox.NamedNode(f"{asking.XSD}date"))  # fmt: skip
    try:
        found = term(history, PARAMETERS[name], text)
    except UnknownValueError:
        return
    assert re.fullmatch(rf'<{ID}thema/[a-z-]+>|"\d{{4}}-\d\d-\d\d"\^\^<{asking.XSD}date>', str(found), re.ASCII)
    expected = TIMELINE.sparql({name: [known]}).replace(KNOWN[name], str(found))
    assert TIMELINE.sparql({name: [found]}) == expected
