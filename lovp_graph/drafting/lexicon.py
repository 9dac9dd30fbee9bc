"""The lexicons of drafting: words and patterns of Dutch, kept as data beside the code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The lexicon `lexicon/<name>.toml`, read once; it is shared, so leave it as it is."""
    source = resources.files("lovp_graph") / "lexicon" / f"{name}.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def either(wordings: Iterable[str]) -> str:
    """A pattern for one of `wordings`, the longest first; a space stands for any white space."""
    ordered = sorted(set(wordings), key=lambda wording: (-len(wording), wording))
    return "(?:" + "|".join(re.escape(wording).replace(r"\ ", r"\s+") for wording in ordered) + ")"


@cache
def words(key: str) -> frozenset[str]:
    """A list of small words of `lexicon/grammar.toml`."""
    return frozenset(load("grammar")["words"][key])


@cache
def pattern(key: str) -> re.Pattern[str]:
    """A pattern of `lexicon/grammar.toml`."""
    return re.compile(load("grammar")["patterns"][key])
