"""What the tests share: the invented example, the real texts where they are at hand."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

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
    folder = PROJECT.parent / "shared" / "summaries"
    if not folder.is_dir():
        reason = f"the published texts are not at hand ({folder.relative_to(PROJECT.parent)})"
        if os.environ.get("CI"):
            pytest.fail(f"{reason}; in CI they must be")
        pytest.skip(reason)
    return folder
