"""Every target takes the inputs that are kept: good ones, and those on which it once failed."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT, lacking
from tests.fuzz import CORPUS
from tests.fuzz.__main__ import NAMES
from tests.fuzz.targets import TARGETS
from tests.fuzz.vocabulary import vocabulary

KEPT = sorted(path for path in CORPUS.glob("*/*"))
LARGEST = 4096


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_is_kept_is_taken(path: Path) -> None:
    assert path.stat().st_size <= LARGEST, "keep a smaller one, as CONTRIBUTING.md says"
    TARGETS[path.parent.name](path.read_bytes())


def test_each_target_has_inputs_and_is_run() -> None:
    assert {path.parent.name for path in KEPT} == set(TARGETS) == set(NAMES)
    assert {name for name in TARGETS if vocabulary(name)} >= {"annotations", "docx", "html", "query", "text"}


def test_a_target_that_fails_is_told_and_its_input_is_kept(tmp_path: Path) -> None:
    """The fuzzer itself: it finds an input that a target cannot stand, and leaves it behind."""
    if importlib.util.find_spec("atheris") is None:
        lacking("atheris is not installed")
    code = (
        "import atheris, sys\n"
        "def target(data):\n"
        "    assert b'!' not in data\n"
        "atheris.Setup(sys.argv, target)\n"
        "atheris.Fuzz()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "-runs=100000", "-seed=1", f"-artifact_prefix={tmp_path}{os.sep}"],
        cwd=PROJECT, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode != 0
    assert "AssertionError" in done.stdout + done.stderr
    (kept,) = tmp_path.glob("crash-*")
    assert b"!" in kept.read_bytes()
