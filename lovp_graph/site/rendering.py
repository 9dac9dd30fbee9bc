"""Templates become pages that need nothing from outside: with their own scripts and styles, and no others allowed."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import rcssmin
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from lovp_graph.asking import slug
from lovp_graph.resources import BASE
from lovp_graph.site import wording

POLICY = "content-security-policy-of-this-page"
"""Stands in a template where the policy goes."""

SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@cache
def environment() -> Environment:
    """The templates, which escape everything and know no value that was not given."""
    made = Environment(
        loader=FileSystemLoader(wording.TEMPLATES),
        autoescape=select_autoescape(["html", "j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "say": wording.say,
        "both": wording.both,
        "asset": asset,
        "name_of": wording.name_of,
        "placeholder": placeholder,
        "policy": POLICY,
    }
    made.filters |= {"day": wording.day, "slug": slug, "local": local}
    return made


def local(iri: str) -> str:
    """Where an IRI of ours stands below the root of a server that has them all; another IRI as it is."""
    return iri.removeprefix(BASE)


@cache
def asset(name: str) -> Markup:
    """A script or a style from its file, without remarks: ours, so it goes into a page unescaped."""
    text = (wording.TEMPLATES / name).read_text(encoding="utf-8")
    return Markup(rcssmin.cssmin(text) if name.endswith(".css") else _lean(text))  # noqa: S704


def _lean(script: str) -> str:
    """A script without indentation and lines of remarks; more would need a parser, and no text of ours spans lines."""
    lines = (line.strip() for line in script.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def placeholder(key: str) -> Markup:
    """The attributes of a field that say what to type, in the language of the page."""
    nl, en = wording.words_of(key)
    return Markup(' placeholder="{0}" data-placeholder-nl="{0}" data-placeholder-en="{1}"').format(nl, en)


def render(template: str, allowed: Mapping[str, str] | None = None, **values: Any) -> bytes:
    """A page from its template, with the policy that lets only its own scripts and styles run.

    `allowed` has what this page may do besides, by directive of that policy.
    """
    return seal(environment().get_template(template).render(values), allowed or {}).encode()


def seal(page: str, allowed: Mapping[str, str]) -> str:
    """Put the page's Content-Security-Policy in place: nothing from anywhere, and by their digests its own parts."""
    policy = {
        "default-src": "'none'",
        "script-src": _digests(SCRIPT, page),
        "style-src": _digests(STYLE, page),
        "img-src": "data: blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    for directive, source in allowed.items():
        policy[directive] = f"{policy.get(directive, '')} {source}".strip()
    return page.replace(POLICY, "; ".join(f"{directive} {sources}" for directive, sources in policy.items()), 1)


def _digests(part: re.Pattern[str], page: str) -> str:
    found = dict.fromkeys(part.findall(page))
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in found)
    return " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
