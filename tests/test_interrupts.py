"""Ctrl-C: one message and an end, whatever it interrupts; nothing where the program was started to ignore it."""

from __future__ import annotations

import multiprocessing
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress

import pytest

from lovp_graph.interrupts import ends_at_once, interruptible

PATIENCE = 60


def fail_at_ctrl_c() -> None:
    """As a pool does that is interrupted while it starts."""
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt as error:
        raise RuntimeError("cannot join thread before it is started") from error


@pytest.mark.usefixtures("ctrl_c")
def test_it_is_what_it_is_whatever_it_made_fail() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), interruptible():
        fail_at_ctrl_c()
    with pytest.raises(KeyboardInterrupt), interruptible(), suppress(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)  # and swallowed, as in what runs while an object goes
    assert signal.getsignal(signal.SIGINT) is before


class Going:
    """Something during whose end a signal comes, or a failure."""

    def __init__(self, end: Callable[[], object]) -> None:
        self.end = end

    def __del__(self) -> None:
        self.end()


@pytest.mark.usefixtures("ctrl_c")
def test_while_an_object_goes_it_is_told_once_and_other_failures_there_as_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda what: told.append(what.exc_type))
    hook = sys.unraisablehook
    going = [Going(lambda: signal.raise_signal(signal.SIGINT)), Going(lambda: 1 / 0)]  # the last goes first
    with pytest.raises(KeyboardInterrupt), interruptible():
        going.clear()
    assert told == [ZeroDivisionError]
    assert sys.unraisablehook is hook


class HalfMade:
    """Something that is interrupted while it is made, and misses as it goes what it did not get."""

    def __init__(self) -> None:
        signal.raise_signal(signal.SIGINT)
        self.whole = True

    def __del__(self) -> None:
        assert self.whole


@pytest.mark.usefixtures("ctrl_c")
def test_what_is_half_made_goes_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda what: told.append(what.exc_type))
    with pytest.raises(KeyboardInterrupt), interruptible():
        HalfMade()
    assert told == []


@contextmanager
def given_up() -> Iterator[None]:
    """At the end a thread fails."""

    def fail() -> None:
        raise RuntimeError("given up")

    try:
        yield
    finally:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join(PATIENCE)


@pytest.mark.usefixtures("ctrl_c")
def test_a_thread_that_fails_for_it_does_so_quietly(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(threading, "excepthook", lambda what: told.append(str(what.exc_value)))
    hook = threading.excepthook
    with pytest.raises(KeyboardInterrupt), interruptible(), given_up():
        signal.raise_signal(signal.SIGINT)
    assert told == []
    with interruptible(), given_up():
        pass
    assert told == ["given up"]
    assert threading.excepthook is hook


def test_without_it_a_failure_is_that_failure() -> None:
    with pytest.raises(RuntimeError, match="full"), interruptible():
        raise RuntimeError("full")


@pytest.mark.usefixtures("ctrl_c")
def test_a_copy_of_a_process_ends_quietly(capfd: pytest.CaptureFixture[str]) -> None:
    with interruptible():
        copy = multiprocessing.get_context("fork").Process(target=fail_at_ctrl_c)
        copy.start()
        copy.join(PATIENCE)
    assert copy.exitcode == -signal.SIGINT
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("ctrl_c")
def test_where_python_does_not_look_the_program_ends_by_it() -> None:
    work = "import signal; from lovp_graph.interrupts import ends_at_once\nwith ends_at_once(): signal.raise_signal(2)"
    run = subprocess.run([sys.executable, "-c", work], check=False, capture_output=True, timeout=PATIENCE)
    assert (run.returncode, run.stdout, run.stderr) == (-signal.SIGINT, b"", b"")


@pytest.mark.usefixtures("ctrl_c")
def test_after_the_work_the_program_ends_by_it() -> None:
    code = "import atexit, signal, sys; from lovp_graph.cli.__main__ import run; "
    code += "atexit.register(signal.raise_signal, 2); sys.argv = ['lovp-graph', '--version']; run()"
    ended = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, timeout=PATIENCE)
    assert (ended.returncode, ended.stderr) == (-signal.SIGINT, "")


@pytest.mark.parametrize("within", [interruptible, ends_at_once])
@pytest.mark.usefixtures("ctrl_c")
def test_where_it_is_ignored_it_stays_so(within: Callable[[], AbstractContextManager[None]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with within():
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
