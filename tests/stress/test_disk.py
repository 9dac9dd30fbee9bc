"""A full disk, two runs at once, and files that change meanwhile."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.chance import LONG, ROUNDS
from tests.conftest import FIXTURES
from tests.stress.running import CLI, DATA, WRITERS, command, content, done, whole

LIMITED = (
    "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300));"
    "sys.argv = sys.argv[1:]; from lovp_graph.cli import main; main()"
)
"""As on a full disk: no file can have more than 300 bytes."""


@pytest.mark.parametrize("name", WRITERS if LONG else ["build", "draft"])
def test_a_full_disk_is_one_message_and_the_old_files_stand(name: str, tmp_path: Path) -> None:
    pytest.importorskip("resource")
    out = tmp_path / "out"
    assert done(command(name, out)).returncode == 0
    before = content(out)
    # Under `make coverage` not measured, as what is measured has to be written, too.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE_")}
    limited = [sys.executable, "-c", LIMITED, "lovp-graph", *command(name, out)[len(CLI) :]]
    result = done(limited, env=environment)
    assert result.returncode == 1, result.stderr
    assert "cannot be written (File too large)" in result.stderr
    assert "Traceback" not in result.stderr
    assert "a fault of the program" not in result.stderr
    assert content(out) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize(
    "name",
    ["build", "check", "register", "ask", "trace", "export", "diff", "catalogue", "help", "version"]
    if LONG
    else ["build", "catalogue", "help"],
)
def test_standard_output_that_is_full_is_one_message(name: str, tmp_path: Path) -> None:
    commands = {
        "build": ["build", *DATA, "--out", str(tmp_path)],
        "check": ["check", str(FIXTURES / "ten-mistakes.yaml"), *DATA],
        "register": ["register", str(FIXTURES / "example" / "texts" / "kust-2030-01-15.txt")],
        "ask": ["ask", "meetings", *DATA],
        "trace": ["trace", "gezag", *DATA],
        "export": ["export", "turtle", *DATA, "--out", "-"],
        "diff": ["diff", str(FIXTURES / "history"), DATA[1]],
        "catalogue": ["ask"],
        "help": ["build", "--help"],
        "version": ["--version"],
    }
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [*CLI, *commands[name]], check=False, stdout=full, stderr=subprocess.PIPE, text=True, timeout=600
        )
    assert result.returncode == 1, result.stderr
    assert "No space left on device" in result.stderr
    assert "Traceback" not in result.stderr
    assert "Exception ignored" not in result.stderr


@pytest.mark.parametrize("name", ["build", "draft", "export of a folder"] if LONG else ["build"])
def test_two_runs_at_once_give_what_one_gives(name: str, tmp_path: Path) -> None:
    """Also where both remember for the next what they did."""
    alone, out, cache = tmp_path / "alone", tmp_path / "out", tmp_path / "cache"
    assert done(command(name, alone)).returncode == 0
    for _ in range(min(ROUNDS, 10)):
        for folder in (out, cache):
            shutil.rmtree(folder, ignore_errors=True)
        runs = [
            subprocess.Popen(
                command(name, out),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env={**os.environ, "LOVP_CACHE": str(cache)},
            )
            for _ in "ab"
        ]
        for one in runs:
            said = one.communicate()[1]
            assert one.returncode == 0, said
        assert content(out) == content(alone)
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_data_that_change_while_they_are_read_give_the_old_the_new_or_a_finding(example: Path, tmp_path: Path) -> None:
    """Another program writes one file over and over, in two parts."""
    place = example / "issues.yaml"
    old = place.read_bytes()
    new = old + b"# changed\n" * 2000
    alone = tmp_path / "alone"
    assert done([*CLI, "build", "--data", str(example), "--out", str(alone)]).returncode == 0
    wanted, stop = content(alone), threading.Event()

    def write() -> None:
        while not stop.is_set():
            for text in (new, old):
                with place.open("wb") as file:
                    file.write(text[: len(text) // 2])
                    file.flush()
                    file.write(text[len(text) // 2 :])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(min(ROUNDS, 20)):
            out = tmp_path / f"out{number}"
            result = done([*CLI, "build", "--data", str(example), "--out", str(out)])
            assert result.returncode in {0, 3}, result.stderr
            assert "Traceback" not in result.stderr
            assert "a fault of the program" not in result.stderr
            if result.returncode == 0:
                assert whole(content(out), wanted, wanted)
            else:
                assert not out.exists()
    finally:
        stop.set()
        writer.join()
