"""What tells this program from another version of it: what it made may be used again only by itself."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

from lovp_graph.resources import ontology_folder

LIBRARIES = ("pyoxigraph", "pyshacl", "pyyaml", "rdflib")
"""The libraries that decide what comes out."""

PACKAGE = Path(__file__).parent


@cache
def fingerprint() -> str:
    """A digest of our code and wording, the JSON-LD context, Python, and the libraries that decide what comes out."""
    found = hashlib.sha256(sys.version.encode())
    for library in LIBRARIES:
        found.update(f"{library} {version(library)}\n".encode())
    files = sorted([*PACKAGE.rglob("*.py"), PACKAGE / "messages.toml"])
    for path in (*files, ontology_folder() / "context.jsonld"):
        content = path.read_bytes()
        found.update(f"{path.name} {len(content)}\n".encode() + content)
    return found.hexdigest()
