"""Files are read up to a limit and written whole, whatever happens meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from lovp_graph import files
from lovp_graph.errors import LovpGraphError
from lovp_graph.files import read, read_regular, replace_folder, write

OLD = {"lovp.nq": b"old" * 1000, "lovp.trig": b"also old"}
NEW = {"lovp.nq": b"new" * 2000, "lovp.trig": b"also new"}
OLD_SITE = {"mark.txt": b"old", "a/b/page.html": b"old page"}
NEW_SITE = {"mark.txt": b"new", "a/c/page.html": b"new page"}

# Runs a piece of code, and ends itself with SIGKILL just before the step of which the number is given.
KILLED = """
import os, signal, sys
from pathlib import Path
from lovp_graph import files
out, step, exchange = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "exchange"
if not exchange:
    files._exchanged = lambda *_: False
STEPS = {"open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "os.scandir", "ctypes.dlsym"}
seen = 0
def count(event, arguments):
    global seen
    if event in STEPS and step:
        seen += 1
        if seen == step:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
"""


def content(folder: Path) -> dict[str, bytes]:
    """The files of a folder but for those whose path begins with a dot, which are on their way."""
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith(".")}


def killed(code: str, out: Path, step: int, way: str = "") -> bool:
    """Whether the code was killed before its step of that number; else it has fewer steps."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED + code, str(out), str(step), way], check=False, capture_output=True, text=True
    )
    assert done.returncode in {0, -9}, done.stderr
    return done.returncode == -9


def test_a_run_that_is_killed_at_any_step_leaves_whole_files(tmp_path: Path) -> None:
    steps = 0
    while killed(f"files.write({NEW!r}, out)", write(OLD, tmp_path)[0].parent, steps + 1):
        steps += 1
        for name, found in content(tmp_path).items():
            assert found in {OLD[name], NEW[name]}, (steps, name)
    assert steps > 8
    write(NEW, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(NEW), "what was left behind is swept up"


@pytest.mark.parametrize("way", ["exchange", "one by one"])
def test_a_run_that_is_killed_at_any_step_leaves_a_whole_folder(way: str, tmp_path: Path) -> None:
    out = tmp_path / "site"
    steps = 0
    while True:
        replace_folder(OLD_SITE, out, "mark.txt")
        if not killed(f"files.replace_folder({NEW_SITE!r}, out, 'mark.txt')", out, steps + 1, way):
            break
        steps += 1
        if way == "exchange" or out.exists():  # else it stands aside for a moment, and the next run brings it back
            found = content(out)
            assert found in (OLD_SITE, NEW_SITE), (steps, found)
    assert steps > 10
    assert [path.name for path in tmp_path.iterdir()] == ["site"], "what was left behind is swept up"
    assert content(out) == NEW_SITE


def test_a_folder_that_stood_aside_when_a_run_was_killed_comes_back(tmp_path: Path) -> None:
    out = tmp_path / "site"
    replace_folder(OLD_SITE, out, "mark.txt")
    staged = tmp_path / f"{files._prefix('site')}abcdefgh"
    staged.mkdir()
    out.replace(staged / files.BEFORE)
    with pytest.raises(LovpGraphError):
        replace_folder({"mark.txt": b"new", "x" * 300: b""}, out, "mark.txt")
    assert content(out) == OLD_SITE


def test_what_others_keep_in_the_folder_is_not_swept_up(tmp_path: Path) -> None:
    theirs = [".lovp.nq.20300101", ".lovp.nq.abcdefgh", "lovp.nq.lovp-graph-x", ".lovp.trig~"]
    for name in theirs:
        (tmp_path / name).write_bytes(b"theirs")
    write(OLD, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*theirs, *OLD])


def test_several_runs_at_once_write_whole_folders_and_leave_nothing_behind(tmp_path: Path) -> None:
    out = tmp_path / "site"
    sites = [{"mark.txt": b"%d" % number, f"{number}/page.html": b"x" * 100_000} for number in range(4)]
    failures: list[BaseException] = []

    def work(site: dict[str, bytes]) -> None:
        try:
            for _ in range(20):
                replace_folder(site, out, "mark.txt")
                write(site, tmp_path / "flat" / site["mark.txt"].decode())
        except BaseException as error:
            failures.append(error)

    plain = [{"mark.txt": one["mark.txt"], "page.html": one["mark.txt"] * 10} for one in sites]
    threads = [threading.Thread(target=work, args=(site,)) for site in plain]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert content(out) in plain
    assert sorted(path.name for path in tmp_path.iterdir()) == ["flat", "site"]


def test_a_folder_without_locks_is_written_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl") if sys.platform == "win32" else __import__("fcntl")

    def refusing(*_: Any) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", refusing)
    stray = tmp_path / f"{files._prefix('lovp.nq')}abcdefgh"
    stray.write_bytes(b"perhaps of a run that is at work")
    write(OLD, tmp_path)
    assert content(tmp_path) == OLD
    assert stray.exists()


def test_a_name_that_fills_its_folder_can_be_written(tmp_path: Path) -> None:
    name = "é" * 125 + ".nq"  # 253 bytes
    write({name: b"x"}, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["x\0y", "x" * 300])
def test_a_name_that_cannot_be_is_one_message(name: str, tmp_path: Path) -> None:
    with pytest.raises(LovpGraphError, match=r"cannot be written .*--out"):
        write({name: b"x"}, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_loop_of_links_is_one_message(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(LovpGraphError, match="cannot be written"):
        write(OLD, loop)
    with pytest.raises(LovpGraphError, match="cannot be written"):
        replace_folder(OLD_SITE, loop, "mark.txt")
    assert loop.is_symlink()


def test_reading_stops_just_above_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"x" * 100)
    assert [len(read(path, limit)) for limit in (200, 100, 99, 10)] == [100, 100, 100, 11]
    assert len(read(Path("/dev/zero"), 1000)) == 1001


def test_a_pipe_is_read_where_it_was_asked_for_and_not_where_a_file_must_be(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(b"De dijken."))
    writer.start()
    assert read(pipe, 100) == b"De dijken."
    writer.join()
    started = time.monotonic()
    with pytest.raises(OSError, match="a pipe or device"):
        read_regular(pipe, 100)
    assert time.monotonic() - started < 30
    with pytest.raises(IsADirectoryError):
        read_regular(tmp_path, 100)


def test_a_file_that_changes_while_it_is_read_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "actors.yaml"
    path.write_bytes(b"old")
    fstat = os.fstat

    def changing(handle: int) -> os.stat_result:
        with path.open("ab") as file:
            file.write(b"new")
        return fstat(handle)

    monkeypatch.setattr(os, "fstat", changing)
    with pytest.raises(OSError, match="another program is writing it"):
        read(path, 100)
