"""What the tests share: the invented example, the real texts where they are at hand."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from lovp_graph import site
from lovp_graph.cli.common import open_store
from lovp_graph.dataset import SITE_FILE
from lovp_graph.resources import data_folder
from lovp_graph.site import themes
from lovp_graph.site.context import Site
from lovp_graph.store import Store
from tests.browsing import Visit, afresh, visiting
from tests.chance import TIMES

# In CI the same inputs each time: what fails there fails here. Elsewhere others each time, to find more.
settings.register_profile(
    "lovp-graph",
    max_examples=100 * TIMES,
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    print_blob=True,
)
settings.load_profile("lovp-graph")

PROJECT = Path(__file__).parent.parent
FIXTURES = Path(__file__).parent / "fixtures"
EXAMPLE = FIXTURES / "example"


@pytest.fixture(scope="session", autouse=True)
def kept_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What commands remember goes into a folder of the tests, never into the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOVP_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """Ctrl-C is heeded, by what is started too, also where the tests run in the background and ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A data folder of an invented body, to be changed at will."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "example"))


@pytest.fixture(scope="session")
def texts() -> Path:
    """The folder of the published texts, which are not part of the project."""
    return published_texts() or lacking(
        "the published texts are not at hand; put them into texts/ or name their folder in LOVP_TEXTS"
    )


def published_texts() -> Path | None:
    """Where the published texts are, if they are at hand."""
    named = os.environ.get("LOVP_TEXTS")
    places = [PROJECT / "texts", PROJECT.parent / "shared" / "summaries"]
    found = (place for place in [*([Path(named)] if named else []), *places] if list(place.glob("lovp-*.txt")))
    return next(found, None)


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


@pytest.fixture(scope="session")
def lean_folder(history: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the invented body in a folder, without those of themes."""
    return laid_out(lean(history, FIXTURES / "history"), tmp_path_factory.mktemp("lean") / "site")


@pytest.fixture(scope="session")
def lean_real_folder(real: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the real data in a folder, without those of themes."""
    return laid_out(lean(real, data_folder()), tmp_path_factory.mktemp("lean-real") / "site")


@pytest.fixture(scope="session")
def lean_hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the invented body after an attack on all its texts, in a folder, without those of themes."""
    from tests.hostile import hostile_store  # noqa: PLC0415 - it takes its folders from here

    return laid_out(lean(hostile_store(), FIXTURES / "history"), tmp_path_factory.mktemp("lean-hostile") / "site")


def lean(store: Store, data: Path) -> dict[str, bytes]:
    """The pages without those of themes: these take most of the time, and many a test needs none of them."""
    own = Site(store, {}, data / SITE_FILE)
    return {path: content for make in site.MAKERS if make is not themes.pages for path, content in make(own)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        lacking("Chromium is not installed (Debian package chromium)")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def real_visit(browser: Browser, site_folder: Path) -> Iterator[Visit]:
    """The real pages; whatever a test does with them, nothing may go wrong."""
    with visiting(browser, site_folder) as visit:
        yield visit
        assert visit.troubles == []


@pytest.fixture
def visit(browser: Browser, history_folder: Path) -> Iterator[Visit]:
    """The pages of the invented body; whatever a test does with them, nothing may go wrong."""
    with visiting(browser, history_folder) as visit:
        yield visit
        assert visit.troubles == []


@pytest.fixture(scope="module")
def lean_pages(browser: Browser, lean_folder: Path) -> Iterator[Visit]:
    """One page for many tests: a new one for each takes longer than most of them."""
    with visiting(browser, lean_folder) as visit:
        yield visit


@pytest.fixture(scope="module")
def lean_real_pages(browser: Browser, lean_real_folder: Path) -> Iterator[Visit]:
    """The same for the real data."""
    with visiting(browser, lean_real_folder) as visit:
        yield visit


@pytest.fixture
def lean_visit(lean_pages: Visit) -> Iterator[Visit]:
    """The pages of the invented body without those of themes; nothing may go wrong."""
    with afresh(lean_pages) as visit:
        yield visit
        assert visit.troubles == []


@pytest.fixture
def lean_real_visit(lean_real_pages: Visit) -> Iterator[Visit]:
    """The real pages without those of themes; nothing may go wrong."""
    with afresh(lean_real_pages) as visit:
        yield visit
        assert visit.troubles == []


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
