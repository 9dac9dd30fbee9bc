"""Files are read up to a limit, and written whole or not at all."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from lovp_graph.errors import LovpGraphError

MEGABYTE = 1_000_000


def read(path: Path, limit: int) -> bytes:
    """The content of a file, but never more than one byte above `limit`: who asks sees that it is too large.

    Also of a pipe or a device, which do not say beforehand how much they hold. Raises OSError, also
    for a file that another program writes meanwhile: half of the old and half of the new is neither.
    """
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        content = file.read(limit + 1)
        after = os.fstat(file.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) and stat.S_ISREG(after.st_mode):
        raise OSError(errno.EBUSY, "another program is writing it; try again when it is done", str(path))
    return content


def read_regular(path: Path, limit: int) -> bytes:
    """The same for a file of a folder: a pipe or device there would make us wait without end. Raises OSError."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(errno.EINVAL, "a pipe or device, not a file", str(path))
    return read(path, limit)


def write(files: Mapping[str, bytes | Iterable[bytes]], out: Path) -> list[Path]:
    """Write `files` (content by name, whole or in parts) into folder `out`, and return their paths.

    Each is complete on disk before any takes the place of a file of its name. Raises
    LovpGraphError when the folder cannot be written; what stood there then still stands.
    """
    staged: list[tuple[Path, Path]] = []
    with _reported(out):
        out.mkdir(parents=True, exist_ok=True)
        with _alone(out) as alone:
            try:
                for name, content in files.items():
                    if alone:
                        _sweep(out, name)
                    handle, temporary = tempfile.mkstemp(dir=out, prefix=_prefix(name))
                    staged.append((Path(temporary), out / name))
                    with os.fdopen(handle, "wb") as file:
                        file.writelines([content] if isinstance(content, bytes) else content)
                        file.flush()
                        os.fsync(file.fileno())
                    Path(temporary).chmod(0o644)
                for path, target in staged:
                    path.replace(target)
            finally:
                for path, _ in staged:
                    path.unlink(missing_ok=True)
    return [target for _, target in staged]


def check_replaceable(out: Path, mark: str) -> None:
    """Raise LovpGraphError unless `out` may be replaced: it is new, or a folder that is empty or has file `mark`."""
    with _reported(out):
        if out.exists() and not out.is_dir():
            raise LovpGraphError(f"{out}: is a file, not a folder; give another with --out")
        if out.is_dir() and any(out.iterdir()) and not (out / mark).is_file():
            raise LovpGraphError(
                f"{out}: holds other files, which would be lost; give an empty or new folder with --out"
            )


def replace_folder(files: Mapping[str, bytes] | Iterable[tuple[str, bytes]], out: Path, mark: str) -> None:
    """Make folder `out` hold just `files` (content by path); what stood there stays until all is written.

    `mark` is one of the files, by which a folder is known to have been made so before. Raises
    LovpGraphError when the folder holds something else, which would be lost, or cannot be written.
    """
    check_replaceable(out, mark)
    with _reported(out):
        out = out.resolve()  # where a link leads, the folder is replaced, not the link
        out.parent.mkdir(parents=True, exist_ok=True)
    with _alone(out.parent) as alone:
        with _reported(out):
            if alone:
                _sweep(out.parent, out.name, mark)
            staged = Path(tempfile.mkdtemp(dir=out.parent, prefix=_prefix(out.name)))
        try:
            for name, content in files.items() if isinstance(files, Mapping) else files:
                with _reported(out):
                    path = staged / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
            with _reported(out):
                staged.chmod(0o755)
                _take_place(staged, out)
        finally:
            shutil.rmtree(staged, ignore_errors=True)


@contextmanager
def _reported(out: Path) -> Iterator[None]:
    """Say of what goes wrong within that `out` cannot be written: a full disk, a loop of links, a name with NUL."""
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise LovpGraphError(f"{out}: cannot be written ({reason}); choose another folder with --out") from error


def _prefix(name: str) -> str:
    """How the name of a file or folder begins while it is written; a name has 255 bytes at most."""
    return f".{os.fsdecode(os.fsencode(name)[:200])}.lovp-graph-"


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Let other runs of this program wait while one writes into a folder; whether that could be done.

    Not on Windows, on some network drives, and in a folder that may be written but not listed.
    """
    try:
        import fcntl  # noqa: PLC0415 - not on Windows

        handle = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield False
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        alone = True
    except OSError:
        alone = False
    try:
        yield alone
    finally:
        os.close(handle)  # which gives the lock back


def _sweep(folder: Path, name: str, mark: str = "") -> None:
    """Remove what runs that were killed left of `name`; a folder that was just moved aside comes back."""
    for stray in [path for path in folder.iterdir() if path.name.startswith(_prefix(name))]:
        if mark and (stray / BEFORE / mark).is_file() and not (folder / name).exists():
            (stray / BEFORE).replace(folder / name)
        if stray.is_dir() and not stray.is_symlink():
            shutil.rmtree(stray, ignore_errors=True)
        else:
            stray.unlink(missing_ok=True)


BEFORE = ".before"
"""Where the folder that is replaced stands for a moment, within the one that takes its place."""


def _take_place(staged: Path, out: Path) -> None:
    """Put a folder in the place of another, at a stroke where the system can do that; `staged` may hold the old one."""
    if out.exists() and _exchanged(staged, out):
        return
    try:
        if out.exists():
            out.replace(staged / BEFORE)
        staged.replace(out)
    except BaseException:  # Ctrl-C too: what stood there comes back
        if (staged / BEFORE).exists():
            (staged / BEFORE).replace(out)
        raise
    shutil.rmtree(out / BEFORE, ignore_errors=True)


def _exchanged(first: Path, second: Path) -> bool:
    """Let two folders change places. False where the system or the disk cannot do that at a stroke."""
    if sys.platform != "linux":
        return False
    here, exchange = -100, 2  # AT_FDCWD and RENAME_EXCHANGE, renameat2(2)
    try:
        rename = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):
        return False
    return bool(rename(here, os.fsencode(first), here, os.fsencode(second), exchange) == 0)
