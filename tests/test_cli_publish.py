"""The command that publishes: what it says, how it exits, and that it keeps a password to itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from lovp_graph.cli import main
from lovp_graph.dataset import BASE_GRAPH, assemble, serialise
from lovp_graph.publishing import STATE
from lovp_graph.resources import GRAPH, ID
from tests.conftest import EXAMPLE
from tests.stub_store import Reply, StubStore, stub_store

FIRST, SECOND = (GRAPH + f"summary/kust-2030-{day}" for day in ("01-15", "04-10"))
SECRET = "geheim-wachtwoord"  # noqa: S105 - of nobody


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented example, built."""
    path = tmp_path_factory.mktemp("example") / "example.nq"
    path.write_bytes(serialise(assemble(EXAMPLE))["lovp.nq"])
    return path


@pytest.fixture
def one_summary(dataset: Path, tmp_path: Path) -> Path:
    """The same without its second summary."""
    path = tmp_path / "one.nq"
    lines = dataset.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if f"<{SECOND}>" not in line), encoding="utf-8")
    return path


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[StubStore]:
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"LOVP_STORE_{name}", raising=False)
    with stub_store() as running:
        yield running


def run(*arguments: object, debug: bool = False) -> Result:
    return CliRunner().invoke(main, [*["--debug"] * debug, "publish", *map(str, arguments)])


def test_it_says_what_it_does(store: StubStore, dataset: Path) -> None:
    result = run(store.url, "--dataset", dataset)
    assert result.exit_code == 0
    assert result.stdout == f"{store.url}: 3 graphs with {sum(map(len, store.graphs.values())) - 7} triples, 3 put\n"
    assert result.stderr.splitlines() == [
        "put graph/base: read back, the same",
        "put graph/summary/kust-2030-01-15: read back, the same",
        "put graph/summary/kust-2030-04-10: read back, the same",
    ]
    assert set(store.graphs) == {STATE, BASE_GRAPH, FIRST, SECOND}


def test_a_data_folder_is_published_as_its_dataset_is(store: StubStore, dataset: Path) -> None:
    run(store.url, "--dataset", dataset)
    result = run(store.url, "--data", EXAMPLE)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.endswith(" triples, nothing changed\n")


def test_a_dry_run_does_nothing(store: StubStore, dataset: Path, one_summary: Path) -> None:
    result = run(store.url, "--dataset", dataset, "--dry-run")
    assert [line.partition(" (")[0] for line in result.stdout.splitlines()] == [
        "put graph/base",
        "put graph/summary/kust-2030-01-15",
        "put graph/summary/kust-2030-04-10",
    ]
    assert store.written() == []
    run(store.url, "--dataset", dataset)
    store.asked.clear()
    result = run(store.url, "--dataset", one_summary, "--dry-run")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "remove graph/summary/kust-2030-04-10"
    assert result.stderr == "1 graph unchanged; nothing was done\n"
    assert store.written() == []
    assert len(run(store.url, "--dataset", dataset, "--dry-run", "--all").stdout.splitlines()) == 3


def test_what_was_withdrawn_is_removed(store: StubStore, dataset: Path, one_summary: Path) -> None:
    run(store.url, "--dataset", dataset)
    result = run(store.url, "--dataset", one_summary)
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "removed graph/summary/kust-2030-04-10: gone",
        "put graph/base: read back, the same",
    ]
    assert result.stdout.endswith(" triples, 1 put, 1 removed\n")


def test_a_difference_is_told_in_words(store: StubStore, dataset: Path) -> None:
    run(store.url, "--dataset", dataset)
    lost = store.graphs[FIRST][:5]
    text = ox.Triple(ox.NamedNode(f"{ID}uitspraak/vreemd"), ox.NamedNode(f"{ID}says"), ox.Literal("\x1b" + "x" * 500))
    store.graphs[FIRST] = [*store.graphs[FIRST][5:], text]
    assert run(store.url, "--dataset", dataset).exit_code == 0, "nothing changed, by the digests"
    result = run(store.url, "--dataset", dataset, "--verify")
    assert result.exit_code == 3
    lines = result.stdout.splitlines()
    assert lines[0] == "graph/summary/kust-2030-01-15: 5 triples missing, 1 too many"
    assert [line.split()[0] for line in lines[1:-1]] == ["missing:"] * 4 + ["too"]
    assert lines[4] == "  missing: 2 more"
    assert lines[5].startswith(r'  too many: uitspraak/vreemd says "\u001Bxxx')
    assert max(map(len, lines)) < 200
    assert lines[-1].endswith("3 compared, 1 not as it should be")
    assert str(lost[0].subject.value).removeprefix(ID) in result.stdout  # type: ignore[union-attr]
    assert "compared graph/summary/kust-2030-01-15: differs" in result.stderr
    assert run(store.url, "--dataset", dataset, "--all").exit_code == 0
    assert run(store.url, "--dataset", dataset, "--verify").exit_code == 0


def test_what_does_not_come_back_as_it_was_put_is_a_finding(store: StubStore, dataset: Path) -> None:
    store.loses = FIRST
    result = run(store.url, "--dataset", dataset)
    assert result.exit_code == 3
    assert result.stdout.splitlines()[0] == "graph/summary/kust-2030-01-15: 1 triple missing, 0 too many"
    assert "put graph/summary/kust-2030-04-10: read back, the same" in result.stderr


def test_a_store_that_refuses_is_one_message(store: StubStore, dataset: Path) -> None:
    store.replies = {"PUT": Reply(500, body=b"disk full")}
    result = run(store.url, "--dataset", dataset)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        f"lovp-graph: {store.url}: refused (500): disk full; 0 of 3 graphs were done, the same command goes on from there\n"
    )
    store.replies = {}
    assert run(store.url, "--dataset", dataset).exit_code == 0


def test_the_password_comes_from_the_environment(
    store: StubStore, dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.basic("dba", SECRET)
    assert "set LOVP_STORE_USER and LOVP_STORE_PASSWORD" in run(store.url, "--dataset", dataset).stderr
    monkeypatch.setenv("LOVP_STORE_USER", "dba")
    monkeypatch.setenv("LOVP_STORE_PASSWORD", SECRET)
    assert run(store.url, "--dataset", dataset).exit_code == 0
    monkeypatch.setenv("LOVP_STORE_PASSWORD", "fout")
    result = run(store.url, "--dataset", dataset)
    assert result.exit_code == 1
    assert (
        result.stderr
        == f"lovp-graph: {store.url}: does not let you in; check LOVP_STORE_USER and LOVP_STORE_PASSWORD\n"
    )


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize(
    "url", [f"https://dba:{SECRET}@example.org/store", f"https://dba:{SECRET}", "http://example.org/store", "STORE"]
)
def test_the_password_is_not_shown(
    url: str, debug: bool, store: StubStore, dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOVP_STORE_USER", "dba")
    monkeypatch.setenv("LOVP_STORE_PASSWORD", SECRET)
    store.replies = {"PUT": Reply(500)}
    result = run(store.url if url == "STORE" else url, "--dataset", dataset, debug=debug)
    assert result.exit_code == 1
    assert SECRET not in result.output
    assert SECRET not in str(result.exception)


@pytest.mark.parametrize("others", [["--all"], ["--dry-run"], ["--all", "--dry-run"]])
def test_verifying_does_nothing_else(others: list[str], store: StubStore, dataset: Path) -> None:
    result = run(store.url, "--dataset", dataset, "--verify", *others)
    assert result.exit_code == 2
    assert "--verify only compares" in result.stderr
    assert store.asked == []


def test_an_empty_store_is_not_what_it_should_be(store: StubStore, dataset: Path) -> None:
    result = run(store.url, "--dataset", dataset, "--verify")
    assert result.exit_code == 3
    assert "3 compared, 3 not as it should be" in result.stdout
    assert store.written() == []
