"""Texts that attack, in every place of a dataset where people write."""

from __future__ import annotations

import pyoxigraph as ox

from lovp_graph.dataset import assemble
from lovp_graph.rdf import quads
from lovp_graph.store import EmbeddedStore
from tests.conftest import FIXTURES

ATTACKS = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    '" onerror=alert(3) x="',
    "' onmouseover='alert(4)",
    "<img src=x onerror=alert(5)>",
    "</style></title></textarea><svg onload=alert(6)>",
    "<!--<script>",
    "{{ 7*7 }}{% raw %}",
    "{0} {meeting} %s",
    "]]>&lt;b&gt;&amp;",
    "\u202egezag\u202c",
    "content-security-policy-of-this-page",
    "<script>alert(7)//",
    "javascript:alert(8)",
    "\u2028\u2029\x85",
    "\x1b]0;owned\x07\x1b[2J\x9b31m\x00\x08\x7f\ufffe",
    "\r\nEND:VEVENT\r\nBEGIN:VEVENT\rX\nY",
    "\n=HYPERLINK(1)\t+1\t@x",
    "[x](javascript:alert(9)) ![y](//host/z)",
)
LONG = "x" * 10_000
SCRIPT_ADDRESS = "javascript:alert(document.domain)"


def hostile_store() -> EmbeddedStore:
    """The invented body, with an attack in every text that people wrote."""
    return EmbeddedStore(hostile_quads())


def hostile_quads() -> list[ox.Quad]:
    """The quads of that store."""
    found = []
    for number, quad in enumerate(sorted(quads(assemble(FIXTURES / "history").graphs), key=str)):
        term = quad.object
        worded = isinstance(term, ox.Literal) and (
            term.language or quad.predicate.value.endswith(("condition", "doubt", "dueText"))
        )
        if isinstance(term, ox.Literal) and worded:
            attack = LONG if number % 50 == 0 else ATTACKS[number % len(ATTACKS)]
            text = f"{term.value} {attack}"
            term = ox.Literal(text, language=term.language) if term.language else ox.Literal(text)
        if quad.predicate.value.endswith("publishedAt"):
            term = ox.NamedNode(SCRIPT_ADDRESS)
        found.append(ox.Quad(quad.subject, quad.predicate, term, quad.graph_name))
    return found
