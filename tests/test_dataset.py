"""Ontology and data become one dataset, written whole or not at all, the same bytes every time."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, PROV, RDF, VOID, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from lovp_graph.dataset import BASE_GRAPH, Dataset, assemble, counts, coverage, serialise
from lovp_graph.derivations import LOVP
from lovp_graph.errors import LovpGraphError
from lovp_graph.files import write
from lovp_graph.metadata import DATASET
from lovp_graph.rdf import quads, read_turtle
from lovp_graph.resources import GRAPH, ID
from lovp_graph.validation import validate
from tests.conftest import EXAMPLE


@pytest.fixture(scope="module")
def assembled() -> Dataset:
    return assemble(EXAMPLE)


def test_each_summary_has_its_own_graph(assembled: Dataset) -> None:
    assert set(assembled.graphs) == {BASE_GRAPH, f"{GRAPH}summary/kust-2030-01-15", f"{GRAPH}summary/kust-2030-04-10"}
    summary = assembled.graphs[f"{GRAPH}summary/kust-2030-04-10"]
    assert len(set(summary.subjects(RDF.type, LOVP.Sentence))) == 7
    assert (None, RDF.type, LOVP.Actor) not in summary


def test_due_moments_are_bounded(assembled: Dataset) -> None:
    union = assembled.union()
    bounds = {
        str(statement).removeprefix(ID): (
            str(union.value(statement, LOVP.dueEarliest)),
            str(union.value(statement, LOVP.dueLatest)),
        )
        for statement in {*union.subjects(LOVP.due), *union.subjects(LOVP.dueMeeting)}
    }
    assert bounds == {
        "uitspraak/kust-2030-01-15-003": ("2030-04-01", "2030-06-30"),
        "uitspraak/kust-2030-01-15-009": ("2030-04-10", "2030-04-10"),
        "uitspraak/kust-2030-04-10-003": ("2030-04-11", "None"),
    }


def test_the_numbers_of_the_table_are_those_of_the_graph(assembled: Dataset) -> None:
    slugs, rows = counts(assembled)
    assert slugs == ["kust-2030-01-15", "kust-2030-04-10"]
    table = dict(rows)
    assert table["Sentences"] == [13, 7]
    assert table["Statements"] == [11, 5]
    assert table["  Commitments"] == [1, 1]
    assert table["Links between statements"] == [2, 5]
    assert coverage(assembled) == (20, 20)


def test_the_files_hold_the_same_quads_in_one_order(assembled: Dataset) -> None:
    files = serialise(assembled)
    expected = quads(assembled.graphs)
    nquads = list(ox.parse(files["lovp.nq"], format=ox.RdfFormat.N_QUADS))
    assert nquads == expected
    assert set(ox.parse(files["lovp.trig"], format=ox.RdfFormat.TRIG)) == set(expected)


def test_a_literal_is_written_as_it_stands_in_the_data(assembled: Dataset) -> None:
    nquads = serialise(assembled)["lovp.nq"].decode()
    assert '"2030-04/2030-06"^^<http://id.loc.gov/datatypes/edtf/EDTF>' in nquads
    assert '"3000000"^^<http://www.w3.org/2001/XMLSchema#decimal>' in nquads


@pytest.mark.parametrize("seed", ["1", "2"])
def test_two_builds_are_the_same_byte_for_byte(seed: str, tmp_path: Path, assembled: Dataset) -> None:
    command = [sys.executable, "-m", "lovp_graph.cli", "build", "--no-cache", "--data", str(EXAMPLE)]
    command += ["--out", str(tmp_path)]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC-{seed}", "LC_ALL": "C"}
    subprocess.run(command, check=True, capture_output=True, env=environment)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == serialise(assembled)


def test_no_blank_nodes_in_the_data(assembled: Dataset) -> None:
    assert not [term for triple in assembled.union() for term in triple if isinstance(term, BNode)]
    with pytest.raises(LovpGraphError, match="blank node"):
        quads({BASE_GRAPH: Graph().add((BNode(), RDF.type, LOVP.Actor))})


def test_metadata() -> None:
    """Where each named graph comes from; what DCAT-AP-NL demands is in test_standards."""
    assembled = assemble()
    base = assembled.graphs[BASE_GRAPH]
    sizes = {
        str(graph): int(str(size)) for graph, size in base.subject_objects(VOID.triples) if str(graph).startswith(GRAPH)
    }
    assert sizes == {name: len(graph) for name, graph in assembled.graphs.items() if name != BASE_GRAPH}
    for name in sizes:
        assert (URIRef(name), PROV.wasDerivedFrom, None) in base
    for name in assembled.graphs:
        assert (DATASET, VOID.subset, URIRef(name)) in base
        assert (URIRef(name), PROV.wasGeneratedBy, None) in base
    text = next(
        str(d) for d in base.objects(DATASET, DCTERMS.description) if isinstance(d, Literal) and d.language == "en"
    )
    assert "one party’s account" in text


def test_a_folder_that_is_no_data_folder(example: Path) -> None:
    (example / "issues.yaml").unlink()
    shutil.rmtree(example / "summaries")
    with pytest.raises(LovpGraphError, match=r"lacks issues\.yaml, summaries/\*\.yaml"):
        assemble(example)


def test_a_file_given_besides_takes_the_place_of_its_namesake(example: Path, tmp_path: Path) -> None:
    changed = tmp_path / "kust-2030-04-10.yaml"
    text = (example / "summaries" / changed.name).read_text(encoding="utf-8")
    changed.write_text(text.replace("nog altijd bezorgd", "onverminderd bezorgd"), encoding="utf-8")
    dataset = assemble(example, [changed])
    assert dataset.problems == []
    assert dataset.registers["kust-2030-04-10"] == example / "sentences" / "kust-2030-04-10.csv"
    gists = [str(gist) for gist in dataset.union().objects(None, LOVP.gist)]
    assert "De burgemeesters zijn onverminderd bezorgd." in gists
    assert "De burgemeesters zijn nog altijd bezorgd." not in gists


def test_a_summary_in_a_file_of_another_name(example: Path) -> None:
    (example / "summaries" / "kust-2030-04-10.yaml").rename(example / "summaries" / "april.yaml")
    assert [problem.code for problem in assemble(example).problems] == ["file-name"]


def test_a_missing_register_is_said_once_and_on_the_summary(example: Path) -> None:
    (example / "sentences" / "kust-2030-04-10.csv").unlink()
    dataset = assemble(example)
    assert [(problem.path.name, problem.line, problem.code) for problem in dataset.problems] == [
        ("kust-2030-04-10.yaml", 1, "no-register")
    ]
    assert validate(dataset).problems == []


def test_a_draft_of_a_summary_takes_its_place_whatever_its_name(example: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.yaml"
    shutil.copy(example / "summaries" / "kust-2030-04-10.yaml", draft)
    assert assemble(example, [draft]).problems == []


def test_an_odd_register_does_not_upset_the_loader(example: Path) -> None:
    register = example / "sentences" / "kust-2030-04-10.csv"
    register.write_text(register.read_text(encoding="utf-8").replace("\n7,", "\n99,"), encoding="utf-8")
    assert [(problem.line, problem.code) for problem in assemble(example).problems] == [(8, "register-order")]


def test_broken_turtle_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text("@prefix : <urn:x:> .\n:a :b\n", encoding="utf-8")
    with pytest.raises(LovpGraphError, match=r"x\.ttl:\d+: not valid Turtle"):
        read_turtle(path)
    with pytest.raises(LovpGraphError, match="cannot be read"):
        read_turtle(tmp_path / "weg.ttl")


def test_turtle_keeps_every_kind_of_term(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    path.write_text('@prefix : <urn:x:> .\n:a :b "x", "y"@nl, 1, [ :c :d ] .\n', encoding="utf-8")
    expected = Graph().parse(path)
    assert isomorphic(read_turtle(path), expected)


def test_files_are_replaced_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write({"a": b"old", "b": b"old"}, tmp_path)

    def fail(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(LovpGraphError, match="No space left on device"):
        write({"a": b"new", "b": b"new"}, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old", "b": b"old"}


def test_an_output_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("x", encoding="utf-8")
    with pytest.raises(LovpGraphError, match="cannot be written"):
        write({"a": b"x"}, tmp_path / "out")


def test_an_interrupted_build_leaves_the_last_good_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write({"a": b"old"}, tmp_path)
    monkeypatch.setattr(os, "fsync", lambda handle: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        write({"a": b"new"}, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


@pytest.mark.parametrize(
    "comment", ["# DRAFT of the annotation of x.pdf", "  # 4 | Een zin uit de tekst.", "  # ? look"]
)
def test_the_comments_of_a_draft_do_not_stay_in_the_data(comment: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(EXAMPLE, folder)
    summary = folder / "summaries" / "kust-2030-01-15.yaml"
    lines = summary.read_text(encoding="utf-8").splitlines()
    summary.write_text("\n".join([*lines, comment, ""]), encoding="utf-8")
    found = [one for one in assemble(folder).problems if one.code == "draft-comment"]
    assert [(one.path, one.line) for one in found] == [(summary, len(lines) + 1)]


def test_the_comments_of_a_draft_are_found_however_the_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(EXAMPLE, folder)
    summary = folder / "summaries" / "kust-2030-01-15.yaml"
    summary.write_text(f"{summary.read_text(encoding='utf-8')}# 4 | Een zin uit de tekst.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = assemble(folder, [Path("data/summaries/kust-2030-01-15.yaml")]).problems
    assert [one.code for one in found] == ["draft-comment"]


def test_what_the_summaries_share_can_stand_in_several_files(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(EXAMPLE, folder)
    whole = folder / "documents.yaml"
    head, first, rest = re.split(r"(?=  - id: )", whole.read_text(encoding="utf-8"), maxsplit=2)
    whole.write_text(head + first, encoding="utf-8")
    assert serialise(assemble(folder)) != serialise(assemble(EXAMPLE))  # what stands in no file is missed
    (folder / "documents-2.yaml").write_text(head + rest, encoding="utf-8")
    parted = assemble(folder)
    assert parted.problems == []
    assert serialise(parted) == serialise(assemble(EXAMPLE))
    for name in ("documenten-2.yaml", "documents-oud.yaml"):
        (folder / name).write_text(head + rest, encoding="utf-8")
    strays = [one.path.name for one in assemble(folder).problems if one.code == "stray-file"]
    assert strays == ["documenten-2.yaml", "documents-oud.yaml"]
