"""Where the ontology and the data stand: in a checkout, or carried by the installed wheel."""

from __future__ import annotations

from pathlib import Path

BASE = "https://w3id.org/lovp/"
"""The one base of all IRIs of ours; to be registered at w3id.org before they resolve."""

NS = BASE + "ns/"
ID = BASE + "id/"
SHAPES = BASE + "shapes/"
GRAPH = BASE + "graph/"
BASE_GRAPH = GRAPH + "base"
"""The named graph of all that does not come from a summary."""

_PACKAGE = Path(__file__).parent


def _folder(name: str) -> Path:
    carried = _PACKAGE / "_carried" / name
    return carried if carried.is_dir() else _PACKAGE.parent / name


def ontology_folder() -> Path:
    """The folder of the ontology, the thesaurus, the shapes and the JSON-LD context."""
    return _folder("ontology")


def data_folder() -> Path:
    """The folder of the curated data that come with this release."""
    return _folder("data")


def queries_folder() -> Path:
    """The folder of the saved questions."""
    return _folder("queries")


def oxigraph_folder() -> Path:
    """The folder of Oxigraph as WebAssembly, which npm fetches; there is none where it did not."""
    return _PACKAGE / "_carried" / "oxigraph"
