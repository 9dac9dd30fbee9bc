"""What was made before and can be used again: content by a digest of all that it was made from.

Nothing depends on it but time. An entry that is not there, is broken or was written by something else counts
as not there, and what cannot be written is left out. Entries are written whole, so two programs may share a
folder; what has not been used for longest goes when there is too much.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from lovp_graph.fingerprint import fingerprint

VARIABLE = "LOVP_CACHE"
"""The environment variable that names the folder; when it is empty, nothing is kept."""

LARGEST = 2_000_000_000
"""Bytes that are kept at most."""

DIGEST = hashlib.sha256().digest_size


def folder() -> Path | None:
    """Where entries are kept: LOVP_CACHE, or a folder of ours where the system keeps what can be made anew."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    place = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return (Path(place) if place else Path.home() / ".cache") / "lovp-graph"
    except RuntimeError:  # no home
        return None


def key(*parts: str | bytes) -> str:
    """The digest of all that something is made from; the program itself is always a part."""
    found = hashlib.sha256(fingerprint().encode())
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        found.update(f"{len(content)} ".encode() + content)
    return found.hexdigest()


class Cache:
    """Entries in a folder, by kind and key; without a folder there are none.

    `made` counts by kind what was not there and was put in: the work that was done.
    """

    def __init__(self, place: Path | None = None) -> None:
        self.place = place
        self.made: Counter[str] = Counter()

    def get(self, kind: str, key: str) -> bytes | None:
        """The content of an entry, or None."""
        if self.place is None:
            return None
        path = self._path(kind, key)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        digest, content = content[:DIGEST], content[DIGEST:]
        return content if hashlib.sha256(f"{kind}/{key} ".encode() + content).digest() == digest else None

    def put(self, kind: str, key: str, content: bytes) -> None:
        """Keep an entry, if that can be done."""
        self.made[kind] += 1
        if self.place is None:
            return
        path = self._path(kind, key)
        digest = hashlib.sha256(f"{kind}/{key} ".encode() + content).digest()
        temporary = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
            with os.fdopen(handle, "wb") as file:
                file.write(digest + content)
            Path(temporary).replace(path)
        except OSError:
            if temporary:
                with contextlib.suppress(OSError):
                    Path(temporary).unlink()

    def tidy(self, largest: int = LARGEST) -> None:
        """Take away what has not been used for longest, if there is too much and something was added."""
        if self.place is None or not self.made:
            return
        found = sorted(_entries(self.place), reverse=True)
        size = 0
        for _, length, path in found:
            size += length
            if size > largest:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _path(self, kind: str, key: str) -> Path:
        place = self.place or Path()
        return place / kind / key[:2] / key[2:]


def _entries(place: Path) -> Iterable[tuple[float, int, Path]]:
    """The files of a folder with when they were last used and how long they are."""
    for path in place.rglob("*"):
        with contextlib.suppress(OSError):
            told = path.stat()
            if path.is_file():
                yield told.st_mtime, told.st_size, path
