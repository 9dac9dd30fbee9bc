"""The data of this release: complete, linked, fair, and in our own words."""

from __future__ import annotations

import csv
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml
from rdflib import RDF, SKOS, Graph, Literal, URIRef

from lovp_graph.dataset import SITE_FILE, Dataset, assemble, coverage
from lovp_graph.derivations import LOVP
from lovp_graph.resources import GRAPH, ID
from lovp_graph.texts import verify
from lovp_graph.validation import validate
from tests.conftest import PROJECT, lacking

# The summaries of the first release. What is said of their numbers must stay true when others join them.
SUMMARIES = ["lovp-2021-09-27", "lovp-2021-11-29", "lovp-2025-04-16", "lovp-2025-11-24", "lovp-2026-02-02"]
SENTENCES = [61, 84, 70, 62, 49]
COVERED = {"lovp-2021-11-23", *SUMMARIES}
LINKS = [LOVP[name] for name in ("answers", "confirms", "followsUp", "fulfils", "qualifies", "repeats", "revises")]
TYPES = ["Agreement", "Commitment", "Concern", "Confirmation", "Decision", "Information", "Position", "Request"]


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return assemble()


@pytest.fixture(scope="module")
def union(dataset: Dataset) -> Graph:
    return dataset.union()


def thing(path: str) -> URIRef:
    return URIRef(ID + path)


def linked(union: Graph, later: str, earlier: str) -> bool:
    """Whether some statement of summary `later` links to one of summary `earlier`."""
    return any(
        str(subject).startswith(f"{ID}uitspraak/{later}-") and str(target).startswith(f"{ID}uitspraak/{earlier}-")
        for predicate in LINKS
        for subject, target in union.subject_objects(predicate)
    )


def test_nothing_is_found(dataset: Dataset) -> None:
    assert [problem.text() for problem in dataset.problems + validate(dataset).problems] == []


def test_every_sentence_is_accounted_for(dataset: Dataset) -> None:
    assert set(SUMMARIES) <= set(dataset.slugs())
    sentences, covered = coverage(dataset)
    assert sentences == covered >= 326
    for slug, number in zip(SUMMARIES, SENTENCES, strict=True):
        graph = dataset.graphs[f"{GRAPH}summary/{slug}"]
        assert len(set(graph.subjects(RDF.type, LOVP.Sentence))) == number


def test_six_meetings_are_annotated(union: Graph) -> None:
    covered = {str(union.value(meeting, LOVP.date)) for meeting in union.objects(None, LOVP.covers)}
    assert covered >= {"2021-09-27", "2021-11-23", "2021-11-29", "2025-04-16", "2025-11-24", "2026-02-02"}


def test_the_numbers_lie_where_careful_readings_put_them(dataset: Dataset) -> None:
    """Two readings made before the data had 221 and 228 statements; far off means loss or chopping."""
    graphs = [dataset.graphs[f"{GRAPH}summary/{slug}"] for slug in SUMMARIES]

    def number(name: str) -> int:
        return sum(len(set(graph.subjects(RDF.type, LOVP[name]))) for graph in graphs)

    assert 215 <= sum(number(name) for name in TYPES) <= 260
    assert number("Decision") == 2
    assert 22 <= number("Agreement") <= 28
    assert 8 <= number("Commitment") <= 14
    assert 20 <= number("Request") <= 28
    assert 9 <= number("Amount") <= 12
    due = sum(len({*graph.subjects(LOVP.due), *graph.subjects(LOVP.dueMeeting)}) for graph in graphs)
    assert 28 <= due <= 36


def test_negations_are_kept(union: Graph) -> None:
    negated = set(union.subjects(LOVP.negated, Literal(True)))
    assert len(negated) >= 20
    words = (" niet", " geen", " niets", "niet-", " nog onvoldoende", " zonder", " schiet ")
    for statement in negated:
        assert any(word in f" {union.value(statement, LOVP.gist)}" for word in words), statement


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        ("lovp-2021-11-29", "lovp-2021-09-27"),
        ("lovp-2025-04-16", "lovp-2021-11-29"),
        ("lovp-2025-11-24", "lovp-2025-04-16"),
        ("lovp-2026-02-02", "lovp-2025-11-24"),
        ("lovp-2026-02-02", "lovp-2025-04-16"),
    ],
)
def test_meetings_are_linked(later: str, earlier: str, union: Graph) -> None:
    assert linked(union, later, earlier)


@pytest.mark.parametrize(
    ("link", "later", "earlier"),
    [
        # The commissie-Bos, announced in September and presented in November 2021.
        ("fulfils", "lovp-2021-11-29-048", "lovp-2021-09-27-037"),
        # The mayors' position in the MIT, repeated; and the proposal that is promised.
        ("repeats", "lovp-2021-11-29-057", "lovp-2021-09-27-024"),
        ("followsUp", "lovp-2021-11-29-059", "lovp-2021-09-27-028"),
        # Old deficits and new money, through to the 46 million.
        ("followsUp", "lovp-2021-11-29-045", "lovp-2021-09-27-016"),
        ("followsUp", "lovp-2025-04-16-018", "lovp-2021-11-29-045"),
        ("followsUp", "lovp-2025-11-24-036", "lovp-2025-04-16-002"),
        ("followsUp", "lovp-2026-02-02-010", "lovp-2025-11-24-033"),
        # Guarding and protecting: from the findings to the new regime to the invitation of the NCTV.
        ("followsUp", "lovp-2025-04-16-034", "lovp-2021-11-29-049"),
        ("followsUp", "lovp-2026-02-02-036", "lovp-2025-04-16-036"),
        # The vision of the organisation, announced for 2 February.
        ("fulfils", "lovp-2026-02-02-001", "lovp-2025-11-24-018"),
        # Visibility and online crime, announced and reported as done.
        ("fulfils", "lovp-2025-11-24-019", "lovp-2025-04-16-011"),
        ("fulfils", "lovp-2025-11-24-019", "lovp-2025-04-16-012"),
        # Prosecutorial discretion, the funding system.
        ("followsUp", "lovp-2026-02-02-028", "lovp-2025-04-16-052"),
        ("followsUp", "lovp-2025-11-24-038", "lovp-2025-04-16-033"),
        # The reservation travels with the agreement.
        ("qualifies", "lovp-2026-02-02-021", "lovp-2026-02-02-020"),
    ],
)
def test_the_known_threads_between_meetings(link: str, later: str, earlier: str, union: Graph) -> None:
    assert (thing(f"uitspraak/{later}"), LOVP[link], thing(f"uitspraak/{earlier}")) in union


@pytest.mark.parametrize(
    "announced",
    ["lovp-2025-11-24-009", "lovp-2025-11-24-031", "lovp-2025-11-24-046", "lovp-2021-11-29-059"],
)
def test_what_was_announced_and_is_not_seen_again_has_no_later_link(announced: str, union: Graph) -> None:
    """Water cannon abroad, the OS/NOS definition, local investigation, the MIT proposal."""
    summary = announced.rsplit("-", 1)[0]
    later = [
        s for p in LINKS for s in union.subjects(p, thing(f"uitspraak/{announced}")) if f"/{summary}-" not in str(s)
    ]
    assert later == []


def test_who_held_a_post_follows_from_the_date(union: Graph) -> None:
    minister = thing("actor/minister-jenv")
    terms = sorted(
        (str(union.value(term, LOVP["from"])), str(union.value(term, LOVP.until)), str(union.value(term, LOVP.holder)))
        for term in union.subjects(LOVP.post, minister)
    )
    for day, holder in (
        ("2021-09-27", "ferdinand-grapperhaus"), ("2021-11-29", "ferdinand-grapperhaus"), ("2025-04-16", "david-van-weel"),
        ("2025-11-24", "foort-van-oosten"), ("2026-02-02", "foort-van-oosten"),
    ):  # fmt: skip
        assert [h for start, end, h in terms if start <= day < end] == [f"{ID}actor/{holder}"]
    assert (None, LOVP.post, thing("actor/korpschef")) not in union  # unknown to us


def test_member_present_and_guest_are_three_roles(union: Graph) -> None:
    roles: dict[str, set[str]] = {}
    for membership in union.subjects(LOVP.body, thing("actor/lovp")):
        role = str(union.value(membership, LOVP.role)).rsplit("/", 1)[-1]
        roles.setdefault(role, set()).add(str(union.value(membership, LOVP.holder)).rsplit("/", 1)[-1])
    assert roles == {
        "member": {"minister-jenv", "regioburgemeesters", "voorzitter-college-pg", "burgemeesters-kleinere-gemeenten"},
        "present": {"korpschef"},
        "guest": {"nctv", "mit"},
    }


def test_no_person_makes_a_statement(union: Graph) -> None:
    persons = set(union.subjects(LOVP.actorKind, thing("actor-kind/person")))
    speakers = set(union.objects(None, LOVP.by)) | set(union.objects(None, LOVP.byInherited))
    assert persons
    assert not persons & speakers


def test_the_two_meanings_of_vierhoek_are_kept_apart(union: Graph) -> None:
    def meetings(actor: str) -> set[str]:
        return {
            str(union.value(s, LOVP.meeting)).rsplit("/", 1)[-1]
            for s in union.subjects(LOVP.mentions, thing(f"actor/{actor}"))
        }

    assert meetings("vierhoek-stelsel") == {"lovp-2021-11-29"}
    assert meetings("vierhoek-lokaal") == {"lovp-2025-04-16"}


def test_disagreement_is_shown_only_where_stances_are_opposite_in_one_meeting(union: Graph) -> None:
    stances: dict[tuple[str, str], set[str]] = {}
    for statement, issue in union.subject_objects(LOVP.issue):
        key = (str(issue), str(union.value(statement, LOVP.meeting)))
        stances.setdefault(key, set()).add(str(union.value(statement, LOVP.stance)).rsplit("/", 1)[-1])
    stances = {key: values for key, values in stances.items() if key[1].rsplit("/", 1)[-1] in COVERED}
    # In none of the five summaries do two actors take explicit, opposite stances on the same issue.
    assert [key for key, values in stances.items() if {"supports", "opposes"} <= values] == []


def test_authority_by_law_and_by_statement_are_apart(dataset: Dataset) -> None:
    base = dataset.graphs[GRAPH + "base"]
    by_law = set(base.subjects(RDF.type, LOVP.AuthorityRelation))
    assert len(by_law) == 12
    for relation in by_law:
        assert all("/document/" in str(source) for source in base.objects(relation, LOVP.statedIn))
    for slug in SUMMARIES:
        graph = dataset.graphs[f"{GRAPH}summary/{slug}"]
        for relation in graph.subjects(RDF.type, LOVP.AuthorityRelation):
            assert all(f"/uitspraak/{slug}-" in str(source) for source in graph.objects(relation, LOVP.statedIn))


def test_an_amount_without_a_currency_in_the_text_says_so(union: Graph) -> None:
    inferred = {int(str(union.value(a, LOVP.value))) for a in union.subjects(LOVP.unitInferred, Literal(True))}
    assert inferred >= {200_000_000, 400_000_000}


def test_every_known_meeting_is_listed_with_state_and_address(union: Graph) -> None:
    states = {
        str(union.value(meeting, LOVP.date) or union.value(meeting, LOVP.expected)): str(state).rsplit("/", 1)[-1]
        for meeting, state in union.subject_objects(LOVP.state)
        if (meeting, LOVP.after, None) not in union and (meeting, LOVP.before, None) not in union
    }
    held = {day: state for day, state in states.items() if day < "2026-03"}
    assert held == {
        "2021-09-27": "annotated", "2021-11-23": "annotated", "2021-11-29": "annotated", "2022-02-14": "not-included",
        "2022-04-11": "not-included", "2022-06-20": "cancelled", "2023-06-26": "not-included", "2023-09-25": "not-included",
        "2023-11-27": "not-included", "2024-02-26": "not-included", "2025-04-16": "annotated", "2025-05/2025-06": "no-publication-known",
        "2025-06": "no-publication-known", "2025-11-24": "annotated", "2026-02-02": "annotated",
    }  # fmt: skip
    for meeting in union.subjects(LOVP.state, thing("meeting-state/not-included")):
        assert (meeting, LOVP.publishedAt, None) in union


def test_no_thing_is_described_that_nothing_refers_to(union: Graph) -> None:
    for kind in (LOVP.Actor, LOVP.Document, LOVP.Issue):
        for described in union.subjects(RDF.type, kind):
            assert (None, None, described) in union, described


def test_the_data_say_how_they_were_made(union: Graph) -> None:
    for slug in SUMMARIES:
        summary = thing(f"summary/{slug}")
        assert union.value(summary, LOVP.annotatedBy) == thing("annotator/machine")
        assert union.value(summary, LOVP.reviewedBy) == thing("annotator/machine")
        assert union.value(summary, LOVP.writtenBy) == thing("actor/bureau-regioburgemeesters")
        assert int(str(union.value(summary, LOVP.reviewPasses))) >= 2


def test_due_dates_lie_where_the_texts_put_them(union: Graph) -> None:
    def bounds(statement: str) -> tuple[str, str]:
        node = thing(f"uitspraak/{statement}")
        return str(union.value(node, LOVP.dueEarliest)), str(union.value(node, LOVP.dueLatest))

    # "In a next LOVP": the next known meeting at the earliest, here the extra one; no limit.
    assert bounds("lovp-2021-09-27-040") == ("2021-11-23", "None")
    assert bounds("lovp-2025-11-24-018") == ("2026-02-02", "2026-02-02")
    assert bounds("lovp-2025-04-16-028") == ("2025-05-01", "2025-06-30")
    earliest, latest = bounds("lovp-2026-02-02-031")
    assert earliest > "2026-02-02"
    assert latest == "None"


def test_every_gist_is_one_dutch_sentence(union: Graph) -> None:
    for statement, gist in union.subject_objects(LOVP.gist):
        assert isinstance(gist, Literal)
        if gist.language == "nl":
            assert gist.endswith((".", "?")), statement
            assert "  " not in gist
            assert gist[0].isupper()
            assert len(gist) <= 400, statement


def test_the_texts_are_the_annotated_ones(texts: Path, dataset: Dataset) -> None:
    for slug, number in zip(SUMMARIES, SENTENCES, strict=True):
        verification = verify(dataset, slug, texts / f"{slug}.txt")
        assert verification.problems == ()
        assert (verification.agreeing, verification.total) == (number, number)


def test_no_sentence_of_a_source_is_in_the_repository(texts: Path) -> None:
    checker = texts.parent / "checks" / "verbatim"
    if not checker.is_file():
        lacking("the checker of copied passages is not at hand; `lovp-graph check --texts` looks at the data")
    result = subprocess.run([sys.executable, str(checker), str(PROJECT)], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_the_readings_cover_every_sentence() -> None:
    """How far the two independent readings agreed is measured from these files (see benchmarks/agreement.py)."""
    for slug, number in zip(SUMMARIES, SENTENCES, strict=True):
        with (PROJECT / "data" / "readings" / f"{slug}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert [int(row["number"]) for row in rows] == list(range(1, number + 1))


def test_files_of_the_data_folder_are_all_read(dataset: Dataset) -> None:
    """A file that no one reads would be a file that is silently left out."""
    read = {str(place[0]) for place in dataset.positions._places.values()}
    files = [
        path
        for path in (PROJECT / "data").rglob("*")
        if path.suffix in {".yaml", ".csv"} and path.parent.name != "readings" and path.name != SITE_FILE
    ]
    assert {str(path) for path in files} == read
    for path in files:
        if path.suffix == ".yaml":
            assert yaml.safe_load(path.read_text(encoding="utf-8"))


def test_dates_of_meetings_are_days_of_the_week(union: Graph) -> None:
    """A slip of the pen in a date mostly lands on a weekend."""
    for value in union.objects(None, LOVP.date):
        assert date.fromisoformat(str(value)).weekday() < 5


def test_labels_are_in_dutch_and_unique_per_kind(union: Graph) -> None:
    for kind in (LOVP.Actor, LOVP.Document, LOVP.Issue, LOVP.Meeting):
        names = [
            str(label)
            for subject in union.subjects(RDF.type, kind)
            for label in union.objects(subject, SKOS.prefLabel)
            if isinstance(label, Literal) and label.language == "nl"
        ]
        assert len(names) == len(set(names))
