"""Oxigraph as WebAssembly, as npm packages it, in the form in which a page carries it."""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import dataclass
from functools import cache

from lovp_graph.errors import LovpGraphError
from lovp_graph.resources import oxigraph_folder

SCRIPT, PROGRAM, PACKAGE = "web.js", "web_bg.wasm", "package.json"

MISSING = "Oxigraph as WebAssembly is not here; install npm and run make, which fetches it"
"""Why a page that needs it is not made."""


@dataclass(frozen=True)
class Oxigraph:
    """Its version, its script as a worker takes it, and its program, packed."""

    version: str
    script: str
    program: str


def is_here() -> bool:
    """Whether npm has fetched it, or the wheel carries it."""
    return all((oxigraph_folder() / name).is_file() for name in (SCRIPT, PROGRAM, PACKAGE))


@cache
def carried() -> Oxigraph:
    """Oxigraph for a page. Raises LovpGraphError where it is not here, or not as it is expected."""
    if not is_here():
        raise LovpGraphError(MISSING)
    folder = oxigraph_folder()
    version = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))["version"]
    script = plain((folder / SCRIPT).read_text(encoding="utf-8"))
    if re.search(r"^\s*(?:export|import)\b|\bimport\.meta\b", script, re.MULTILINE) or "__wbg_init" not in script:
        raise LovpGraphError(f"{folder / SCRIPT}: oxigraph {version} is made in a way that the page does not know")
    return Oxigraph(version, script, packed((folder / PROGRAM).read_bytes()))


def plain(script: str) -> str:
    """A script without what makes it a module: from a folder, a browser starts no worker that is one."""
    without = re.sub(r"^export (?:\{[^}]*\};?|(?=class|function|async))", "", script, flags=re.MULTILINE)
    return without.replace("import.meta.url", '""')


def packed(content: bytes) -> str:
    """Bytes as a browser unpacks them by itself, in letters that cannot end the script that holds them."""
    return base64.b64encode(zlib.compress(content, 9)).decode()
