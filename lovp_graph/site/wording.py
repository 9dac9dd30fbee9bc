"""The words of the pages in Dutch and English, of which the page shows one language at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from markupsafe import Markup, escape

from lovp_graph.catalogue import Thing
from lovp_graph.errors import LovpGraphError
from lovp_graph.story import dutch

PAIR = Markup("<t-nl>{}</t-nl><t-en>{}</t-en>")
"""The same in Dutch and in English; the style of the page hides one, and its script says which is English.

Short, as a page has many.
"""

TEMPLATES = Path(__file__).parent.parent / "templates"


@cache
def interface() -> Mapping[str, Mapping[str, str]]:
    """The words of the pages: by key the Dutch and the English text."""
    path = TEMPLATES / "interface.yaml"
    found: Mapping[str, Mapping[str, str]] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts of everything
    return found


def words_of(key: str) -> tuple[str, str]:
    """The Dutch and the English text of a key. Raises LovpGraphError for a key that is not there."""
    try:
        return interface()[key]["nl"], interface()[key]["en"]
    except KeyError as error:
        raise LovpGraphError(f"{TEMPLATES / 'interface.yaml'}: lacks '{key}' in nl or en") from error


def both(nl: str, en: str) -> Markup:
    """A text in both languages, of which the page shows one; once where they are the same."""
    if nl == en or not en:
        return escape(nl)
    return PAIR.format(nl, en)


def say(key: str, **values: object) -> Markup:
    """The words of the interface for a key, in both languages, with values filled in."""
    if not values:
        return _said(key)
    nl, en = words_of(key)
    first, second = (
        escape(text).format(**{name: _in(value, tongue) for name, value in values.items()})
        for text, tongue in ((nl, 0), (en, 1))
    )
    return PAIR.format(first, second)


@cache
def _said(key: str) -> Markup:
    """The words that stand on many pages."""
    return both(*words_of(key))


def _in(value: object, tongue: int) -> object:
    """A value in one language: a pair has one for each."""
    return value[tongue] if isinstance(value, tuple) else value


def day(iso: str) -> Markup:
    """A day in words, in both languages; nothing for nothing."""
    return both(*day_in_words(iso)) if iso else Markup("")


def day_in_words(iso: str) -> tuple[str, str]:
    """A day as 16 april 2025 and 16 April 2025; a text that is no day as it is."""
    try:
        moment = date.fromisoformat(iso)
    except ValueError:
        return iso, iso
    return dutch(iso), f"{moment.day} {moment:%B} {moment.year}"


def moment_in_words(edtf: str) -> tuple[str, str]:
    """A day, month or year as 16 april 2025, april 2025 or 2025, and so in English; another text as it is."""
    if not re.fullmatch(r"\d{4}-\d\d", edtf):
        return day_in_words(edtf)
    first = day_in_words(f"{edtf}-01")
    return first[0].partition(" ")[2], first[1].partition(" ")[2]


def name_of(thing: Thing) -> tuple[str, str]:
    """What a thing is called in Dutch and English; an issue as a proposition, so that it is not read as a fact."""
    nl, en = thing.label("nl"), thing.label("en")
    if "Issue" not in thing.classes:
        return nl, en
    first, second = words_of("proposition")
    return first.format(text=nl.rstrip(".")), second.format(text=en.rstrip("."))
