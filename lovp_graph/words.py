"""What people read of the questions: kinds of values, headings of columns, and notes, from `words.yaml`."""

from __future__ import annotations

from functools import cache
from typing import Any

import yaml

from lovp_graph.resources import queries_folder


@cache
def words() -> dict[str, Any]:
    """What people read: kinds of values, headings of columns, and notes, from words.yaml."""
    path = queries_folder() / "words.yaml"
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts of everything
    return found
