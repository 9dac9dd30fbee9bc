"""Archives that are the same byte for byte: the Python packages and the pages."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from lovp_graph.errors import LovpGraphError

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in an archive: the first that a zip can hold."""

EPOCH_SECONDS = "315532800"


def wheel_and_sdist(project: Path) -> dict[str, bytes]:
    """The wheel and the source distribution of a project by name. Raises LovpGraphError where they cannot be made."""
    with tempfile.TemporaryDirectory() as out:
        made = subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-d", out],
            cwd=project,
            env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH_SECONDS},
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise LovpGraphError(f"{project / 'pyproject.toml'}: no package can be made of it: {made.stderr.strip()}")
        return {path.name: path.read_bytes() for path in sorted(Path(out).iterdir())}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files (content by path) as a zip: in the order of their names, all of one time and mode."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, whichever it was made on
            entry.external_attr = 0o100644 << 16
            made.writestr(entry, content)
    return archive.getvalue()
