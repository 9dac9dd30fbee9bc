"""The invented corpora of the benchmark are sound, like the real one, and always the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.speed.corpus import generate
from lovp_graph.dataset import Dataset, assemble, counts
from lovp_graph.rdf import all_lines, select
from lovp_graph.resources import NS, data_folder
from lovp_graph.validation import validate
from tests.conftest import PROJECT

SIX = 6


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented corpus of six meetings."""
    folder = tmp_path_factory.mktemp("corpus")
    generate(SIX, folder)
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_same_seed_gives_the_same_bytes(corpus: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.speed.corpus", str(SIX), str(tmp_path)]
    subprocess.run(command, cwd=PROJECT, check=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    assert files(tmp_path) == files(corpus)


def test_another_seed_gives_another_corpus(corpus: Path, tmp_path: Path) -> None:
    generate(SIX, tmp_path, seed=2)
    assert set(files(tmp_path)) == set(files(corpus))
    assert files(tmp_path) != files(corpus)


def test_a_larger_corpus_begins_with_the_smaller(corpus: Path, tmp_path: Path) -> None:
    """So that a meeting that is added costs that meeting."""
    generate(SIX + 1, tmp_path)
    smaller, larger = files(corpus), files(tmp_path)
    changed = {name for name, content in smaller.items() if larger[name] != content}
    last = max(name for name in smaller if name.startswith("summaries/"))
    assert changed <= {last, "meetings.yaml", "issues.yaml", "documents.yaml"}
    assert len(set(larger) - set(smaller)) == 2


def test_an_invented_corpus_passes_the_check(corpus: Path) -> None:
    dataset = assemble(corpus)
    assert dataset.problems == []
    assert validate(dataset).problems == []
    assert len(dataset.slugs()) == SIX


def _each(dataset: Dataset) -> dict[str, float]:
    """How many of each kind of thing a summary holds, on average."""
    slugs, rows = counts(dataset)
    return {label.strip(): sum(numbers) / len(slugs) for label, numbers in rows}


def test_an_invented_corpus_is_like_the_real_one(tmp_path: Path) -> None:
    generate(40, tmp_path)
    made, real = assemble(tmp_path), assemble(data_folder())
    invented, known = _each(made), _each(real)
    for kind in ("Agenda items", "Sentences", "Statements", "Requests", "Positions", "Links between statements"):
        assert invented[kind] == pytest.approx(known[kind], rel=0.25), kind
    assert len(_themes(made)) >= 0.9 * len(_themes(real))


def _themes(dataset: Dataset) -> set[str]:
    """The themes that statements have."""
    found = (value for lines in all_lines(dataset.graphs) for _, _, value in select(lines, {f"{NS}theme": "theme"}))
    return set(found)


def test_no_wording_of_the_real_summaries_is_in_an_invented_one(corpus: Path) -> None:
    gists = [
        line.strip()
        for path in (data_folder() / "summaries").glob("*.yaml")
        for line in _lines(path)
        if "gist:" in line
    ]
    lines = {line.strip() for path in (corpus / "summaries").glob("*.yaml") for line in _lines(path)}
    assert gists
    assert not lines.intersection(gists)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
