"""A command that is killed at any moment loses and corrupts nothing, and the next run cleans up after it.

What happens at each step of the writing itself is tried in tests/test_files.py; here it is left to chance.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.chance import DICE, LONG, ROUNDS
from tests.conftest import FIXTURES
from tests.stress import running
from tests.stress.running import DATA, TEXTS, content, done, whole

OTHER = {str(DATA[1]): str(FIXTURES / "history")}


def _all_end(group: int) -> bool:
    """Whether the processes of a group end within a minute."""
    for _ in range(600):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    os.killpg(group, signal.SIGKILL)
    return False


def as_pages(folder: Path) -> dict[str, str]:
    """The texts as HTML, by their own paths: these are read in a process of its own, which must end too."""
    found = {}
    for text in TEXTS:
        title, *lines = Path(text).read_text(encoding="utf-8").splitlines()
        page = folder / f"{Path(text).stem}.html"
        page.write_text(f"<html><h1>{title}</h1>" + "".join(f"<p>{line}</p>" for line in lines), encoding="utf-8")
        found[text] = str(page)
    return found


@pytest.mark.parametrize(
    "name", [*(["site", "export of a folder", "export of a file"] if LONG else []), "build", "draft"]
)
def test_a_command_that_is_killed_leaves_the_old_or_the_new(name: str, tmp_path: Path) -> None:
    """Over what another dataset gave, so that old and new differ; `draft` over drafts that an editor touched."""
    out, fresh, cache = tmp_path / "out", tmp_path / "fresh", tmp_path / "cache"
    environment = {**os.environ, "LOVP_CACHE": str(cache)}
    pages = as_pages(tmp_path)

    def command(name: str, out: Path) -> list[str]:
        return [pages.get(part, part) for part in running.command(name, out)]

    started = time.monotonic()
    assert done(command(name, fresh), env=environment).returncode == 0
    lasts = time.monotonic() - started
    after = content(fresh)
    if name == "draft":
        before = {path: text + b"# touched\n" for path, text in after.items()}
    else:
        shutil.rmtree(fresh)
        assert done([OTHER.get(part, part) for part in command(name, fresh)]).returncode == 0
        before = content(fresh)
    assert after != before
    for number in range(ROUNDS if name != "site" else -(-ROUNDS // 4)):  # which takes four times as long
        shutil.rmtree(out, ignore_errors=True)
        if number % 2 == 0:  # else with what the one before it, which was killed, remembered
            shutil.rmtree(cache, ignore_errors=True)
        for path, text in before.items():
            place = out / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(text)
        # Half of them late in the run, when it writes.
        moment = lasts * (DICE.random() if number % 2 else DICE.uniform(0.8, 1.05))
        process = subprocess.Popen(
            command(name, out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
        time.sleep(moment)
        process.kill()
        process.wait()
        assert _all_end(process.pid), "processes that it started go on without it"
        found = content(out)
        assert whole(found, before, after), (name, moment)
        assert set(found) >= set(before) & set(after), (name, moment)
    assert done(command(name, out), env=environment).returncode == 0
    assert {path: text for path, text in content(out).items() if path in after or path not in before} == after


@pytest.mark.parametrize("name", ["build", "draft"])
@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_is_one_message(name: str, tmp_path: Path) -> None:
    """To all processes of a command at once, as a terminal sends it, when it has shared its work."""
    expected = _whole(name, tmp_path)
    for number in range(min(ROUNDS, 20)):
        process, said = _interrupted(name, tmp_path / str(number))
        # The program ends by the signal where that came before or after the command itself, or while Python ran a text
        # as code, as `dataclass` has it do.
        assert process.returncode in {0, 1, -signal.SIGINT}
        if said.split()[-1:] != ["Aborted!"]:
            assert process.returncode != 1
            assert content(tmp_path / str(number)).keys() == expected.keys()
        assert "Traceback" not in said, said
        assert "Process" not in said, said
        assert _all_end(process.pid)


@pytest.mark.parametrize("name", ["build", "draft"])
@pytest.mark.usefixtures("ctrl_c")
def test_in_the_background_ctrl_c_is_ignored(name: str, tmp_path: Path) -> None:
    """A shell has what it starts there ignore it."""
    expected = _whole(name, tmp_path)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    process, said = _interrupted(name, tmp_path / "out")
    assert process.returncode == 0, said
    assert "Aborted" not in said
    assert content(tmp_path / "out") == expected


def _whole(name: str, folder: Path) -> dict[str, bytes]:
    """What a command writes."""
    assert done(running.command(name, folder / "whole")).returncode == 0
    return content(folder / "whole")


def _interrupted(name: str, out: Path) -> tuple[subprocess.Popen[str], str]:
    """A command that was sent Ctrl-C when it had shared its work, after its end; and what it said."""
    with subprocess.Popen(
        running.command(name, out),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LOVP_CACHE": ""},
        start_new_session=True,
    ) as process:
        while process.poll() is None and _size(process.pid) < 3:
            time.sleep(0.02)
        time.sleep(DICE.uniform(0, 0.5))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        assert process.stderr is not None
        return process, process.stderr.read()


def _size(group: int) -> int:
    """How many processes there are in a group; none where the system does not list them as files."""
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            found.append(place.read_text(errors="replace").rpartition(")")[2].split()[2])
    return found.count(str(group))
