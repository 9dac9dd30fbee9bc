"""The wording of findings, from `messages.toml`, in English and Dutch."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path

from lovp_graph.errors import Problem


@cache
def _messages() -> dict[str, dict[str, str]]:
    source = resources.files("lovp_graph") / "messages.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def problem(path: Path, line: int, code: str, **values: object) -> Problem:
    """The finding `code` at a place, its message filled in with `values`."""
    texts = _messages()[code]
    return Problem(path, line, texts["en"].format(**values), texts["nl"].format(**values), code)
