"""The wording of findings, from `messages.toml`, in English and Dutch."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path

from lovp_graph.errors import Problem

LONGEST = 300


@cache
def _messages() -> dict[str, dict[str, str]]:
    source = resources.files("lovp_graph") / "messages.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def problem(path: Path, line: int, code: str, **values: object) -> Problem:
    """The finding `code` at a place, its message filled in with `values`."""
    texts = _messages()[code]
    short = {name: _shortened(value) for name, value in values.items()}
    return Problem(path, line, texts["en"].format(**short), texts["nl"].format(**short), code)


def _shortened(value: object) -> object:
    """A text that is too long for a message, cut off."""
    return f"{value[:LONGEST]}…" if isinstance(value, str) and len(value) > LONGEST else value
