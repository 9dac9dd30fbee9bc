"""Files are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from lovp_graph.errors import LovpGraphError


def write(files: dict[str, bytes], out: Path) -> list[Path]:
    """Write `files` (content by name) into folder `out`, and return their paths.

    Each is complete on disk before any takes the place of a file of its name. Raises
    LovpGraphError when the folder cannot be written; what stood there then still stands.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            handle, temporary = tempfile.mkstemp(dir=out, prefix=f".{name}.")
            staged.append((Path(temporary), out / name))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
        for path, target in staged:
            path.replace(target)
    except OSError as error:
        raise LovpGraphError(
            f"{out}: cannot be written ({error.strerror}); choose another folder with --out"
        ) from error
    finally:
        for path, _ in staged:
            path.unlink(missing_ok=True)
    return [target for _, target in staged]
