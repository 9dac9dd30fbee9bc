"""What Ctrl-C does while the program works; nothing, where it was started to ignore it, as in the background."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from traceback import clear_frames
from types import FrameType
from typing import Any


def heeded() -> bool:
    """Whether Ctrl-C reaches here: it was not told to be ignored, and this is the thread that is told of signals."""
    ours = threading.current_thread() is threading.main_thread()
    return ours and signal.getsignal(signal.SIGINT) is not signal.SIG_IGN


def end_at_ctrl_c() -> None:
    """From here on Ctrl-C ends this process at once and quietly."""
    if heeded():
        signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C within is KeyboardInterrupt, whatever else it made fail, and copies of this process end at it quietly.

    A pool of processes that is interrupted while it starts fails in ways of its own, or in the copies. Where nothing
    can be raised, as while an object goes, Python would print a traceback and go on: it is raised at the end. What
    is half-made may fail in turn as it goes, and threads that waited for it; of that nothing is said.
    """
    if not heeded():
        yield
        return
    own = os.getpid()
    seen: list[int] = []

    def handle(number: int, frame: FrameType | None) -> None:
        if os.getpid() != own:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        seen.append(number)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, handle)
    try:
        with _nothing_told_once(seen):
            yield
            if seen:
                raise KeyboardInterrupt
    except Exception as error:
        if seen:
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)


@contextmanager
def _nothing_told_once(seen: Sequence[int]) -> Iterator[None]:
    """Once a signal was seen, what fails where nobody can catch it is not told."""

    def unless_seen(hook: Callable[[Any], Any]) -> Callable[[Any], Any]:
        return lambda what: None if seen else hook(what)

    hooks = sys.unraisablehook, threading.excepthook
    sys.unraisablehook, threading.excepthook = unless_seen(hooks[0]), unless_seen(hooks[1])
    try:
        yield
    except BaseException as error:
        if seen:
            clear_frames(error.__traceback__)  # so that what is half-made goes now
        raise
    finally:
        sys.unraisablehook, threading.excepthook = hooks


@contextmanager
def ends_at_once() -> Iterator[None]:
    """Ctrl-C within ends the program at once: for work in Oxigraph, which does not look at Python's signals."""
    before = signal.getsignal(signal.SIGINT)
    end_at_ctrl_c()
    try:
        yield
    finally:
        if heeded():
            signal.signal(signal.SIGINT, before or signal.SIG_DFL)
