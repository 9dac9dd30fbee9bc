"""What the tests share: the invented example, the real texts where they are at hand."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

from lovp_graph import site
from lovp_graph.cli.common import open_store
from lovp_graph.store import Store

PROJECT = Path(__file__).parent.parent
FIXTURES = Path(__file__).parent / "fixtures"
EXAMPLE = FIXTURES / "example"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A data folder of an invented body, to be changed at will."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "example"))


@pytest.fixture(scope="session")
def texts() -> Path:
    """The folder of the published texts, which are not part of the project."""
    named = os.environ.get("LOVP_TEXTS")
    places = [PROJECT / "texts", PROJECT.parent / "shared" / "summaries"]
    for place in [Path(named), *places] if named else places:
        if list(place.glob("lovp-*.txt")):
            return place
    return lacking("the published texts are not at hand; put them into texts/ or name their folder in LOVP_TEXTS")


@pytest.fixture(scope="session")
def history() -> Store:
    """The invented body with the edge cases of the saved questions, to be asked."""
    return open_store(FIXTURES / "history", None, None)


@pytest.fixture(scope="session")
def real() -> Store:
    """The real data, to be asked."""
    return open_store(None, None, None)


@pytest.fixture(scope="session")
def site_files(real: Store) -> dict[str, bytes]:
    """The pages of the real data, as `site` writes them."""
    return site.build(real)


@pytest.fixture(scope="session")
def site_folder(site_files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the real data in a folder, for a browser to open."""
    return laid_out(site_files, tmp_path_factory.mktemp("real") / "site")


@pytest.fixture(scope="session")
def history_files(history: Store) -> dict[str, bytes]:
    """The pages of the invented body with a history."""
    return site.build(history, data=FIXTURES / "history")


@pytest.fixture(scope="session")
def history_folder(history_files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the invented body in a folder, for a browser to open."""
    return laid_out(history_files, tmp_path_factory.mktemp("history") / "site")


@pytest.fixture(scope="session")
def hostile_files() -> dict[str, bytes]:
    """The pages of the invented body after an attack on all its texts."""
    from tests.hostile import hostile_store  # noqa: PLC0415 - it takes its folders from here

    return site.build(hostile_store(), data=FIXTURES / "history")


def laid_out(files: dict[str, bytes], folder: Path) -> Path:
    """Write files (content by path) into a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def lacking(reason: str) -> NoReturn:
    """Skip a test for want of something outside the project; in CI nothing may skip."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
