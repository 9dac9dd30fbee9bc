"""Commands in processes of their own, that can be killed, held to limits or cut off from the network."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import EXAMPLE

CLI = [sys.executable, "-m", "lovp_graph.cli"]
DATA = ["--data", str(EXAMPLE)]
TEXTS = sorted(str(path) for path in (EXAMPLE / "texts").glob("*.txt"))

# What writes files, by where it writes: each with {out} for the folder.
WRITERS: dict[str, list[str]] = {
    "build": ["build", *DATA, "--out", "{out}"],
    "site": ["site", *DATA, "--out", "{out}/site"],
    "draft": ["draft", *TEXTS, *DATA, "--again", "--out", "{out}"],
    "export of a folder": ["export", "csv", *DATA, "--out", "{out}/tables"],
    "export of a file": ["export", "sqlite", *DATA, "--out", "{out}/lovp.sqlite"],
    "register": ["register", TEXTS[0], "--out", "{out}"],
    "answer": ["ask", "meetings", *DATA, "--out", "{out}/answer.xlsx"],
    "note": ["trace", "gezag", *DATA, "--out", "{out}/note.docx"],
}


def command(name: str, out: Path) -> list[str]:
    return [*CLI, *(part.format(out=out) for part in WRITERS[name])]


def done(arguments: list[str], **more: object) -> subprocess.CompletedProcess[str]:
    """What became of a command."""
    return subprocess.run(arguments, check=False, capture_output=True, text=True, timeout=600, **more)  # type: ignore[call-overload, no-any-return]


def content(folder: Path) -> dict[str, bytes]:
    """All files of a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def whole(found: Mapping[str, bytes], before: Mapping[str, bytes], after: Mapping[str, bytes]) -> bool:
    """Whether each file is the old or the new one, but for those that were on their way."""
    return all(
        found_in in {before.get(name), after.get(name)}
        for name, found_in in found.items()
        if not any(part.startswith(".") for part in Path(name).parts)
    )
