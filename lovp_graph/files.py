"""Files are written whole or not at all."""

from __future__ import annotations

import os
import shutil
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


def check_replaceable(out: Path, mark: str) -> None:
    """Raise LovpGraphError unless `out` may be replaced: it is new, or a folder that is empty or has file `mark`."""
    if out.exists() and not out.is_dir():
        raise LovpGraphError(f"{out}: is a file, not a folder; give another with --out")
    if out.is_dir() and any(out.iterdir()) and not (out / mark).is_file():
        raise LovpGraphError(f"{out}: holds other files, which would be lost; give an empty or new folder with --out")


def replace_folder(files: dict[str, bytes], out: Path, mark: str) -> None:
    """Make folder `out` hold just `files` (content by path); what stood there stays until all is written.

    `mark` is one of the files, by which a folder is known to have been made so before. Raises
    LovpGraphError when the folder holds something else, which would be lost, or cannot be written.
    """
    check_replaceable(out, mark)
    out = out.resolve()  # where a link leads, the folder is replaced, not the link
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}."))
        try:
            for name, content in files.items():
                path = staged / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            staged.chmod(0o755)
            if out.exists():
                out.replace(staged / ".before")
            staged.replace(out)
        except BaseException:  # Ctrl-C too: what stood there comes back
            if (staged / ".before").exists():
                (staged / ".before").replace(out)
            raise
        finally:
            shutil.rmtree(out / ".before", ignore_errors=True)
            shutil.rmtree(staged, ignore_errors=True)
    except OSError as error:
        raise LovpGraphError(
            f"{out}: cannot be written ({error.strerror}); choose another folder with --out"
        ) from error
