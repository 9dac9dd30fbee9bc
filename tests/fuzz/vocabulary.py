"""Words that the targets know: an input made of bytes alone would hardly ever hold one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lovp_graph.annotations import context
from lovp_graph.documents.html import BLOCKS, LEFT_OUT
from lovp_graph.drafting.lexicon import load

WORD = [
    "p",
    "r",
    "t",
    "b",
    "tbl",
    "tr",
    "tc",
    "pPr",
    "rPr",
    "pStyle",
    "rStyle",
    "numPr",
    "numId",
    "outlineLvl",
    "del",
    "ins",
    "sdt",
    "sdtContent",
    "sym",
    "tab",
    "br",
    "vanish",
    "style",
    "name",
    "basedOn",
]
PDF = ["BT", "ET", " Tj", " TJ", " Td", " Tf", " Tm", " Tr", " TL", " Tz", " Ts", "T*", "/F1 ", "\n\f\n", " cm", "q ", " Q", "<<", ">>"]  # fmt: skip
SPARQL = [
    "SELECT",
    "ASK",
    "CONSTRUCT",
    "DESCRIBE",
    "WHERE",
    "FILTER",
    "OPTIONAL",
    "UNION",
    "MINUS",
    "GRAPH",
    "SERVICE",
    "SILENT",
    "BIND",
    "VALUES",
    "UNDEF",
    "FROM",
    "NAMED",
    "PREFIX",
    "BASE",
    "GROUP",
    "BY",
    "HAVING",
    "ORDER",
    "LIMIT",
    "OFFSET",
    "DISTINCT",
    "EXISTS",
    "NOT",
    "IN",
    "AS",
    "COUNT",
    "GROUP_CONCAT",
    "SEPARATOR",
    "INSERT",
    "DELETE",
    "DATA",
    "LOAD",
    "CLEAR",
    "true",
    "^^",
    "||",
    "&&",
    "<urn:a>",
    "?a",
    "_:a",
    "@nl",
    "\\u0041",
    "#>",
]
YAML = ["  - ", "{nl: ", "&a ", "*a", "!!int ", " #", ">-", "thema/gezag", "uitspraak/kust-2030-01-15-001"]
QUESTION = ["#+ ", "VALUES ?thing { UNDEF } #+", "parameters:", "{type: theme}", "#+ !thing"]
TEXT = ["Kustoverleg", "de dijkgraaf", "de minister", "euro", "miljoen", "2030", "• ", "niet", "gezag", ". ", "\n\n"]


def vocabulary(name: str) -> list[str]:
    """The words of a target; none for one that is small enough."""
    if name == "annotations":
        return [*(f"{key}: " for key in context()), *YAML]
    if name == "html":
        tags = sorted(BLOCKS | LEFT_OUT | {"a", "b", "br", "sup"})
        return [*_tags(tags), 'hidden=""', 'role="main"', "&shy;", "<![CDATA["]
    if name == "docx":
        return [*_tags(f"w:{tag}" for tag in WORD), 'w:val="', 'w:styleId="', 'w:type="paragraph"']
    if name in {"pdf", "pdf-page"}:
        return PDF
    if name in {"query", "question"}:
        return [*SPARQL, *QUESTION, '"""']
    if name in {"text", "value"}:
        found = (
            word for part in ("amounts", "authority", "moments", "speakers", "verbs") for word in _words(load(part))
        )
        return [*TEXT, *sorted(set(found))]
    return []


def _tags(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from (f"<{name}>", f"</{name}>", f"<{name}/>")


def _words(lexicon: object) -> Iterator[str]:
    """All texts of a lexicon, without what is a pattern."""
    if isinstance(lexicon, str):
        yield from (word for word in lexicon.split(" | ") if word.replace(" ", "").isalpha())
    elif isinstance(lexicon, dict):
        yield from (word for value in lexicon.values() for word in _words(value))
    elif isinstance(lexicon, list):
        yield from (word for value in lexicon for word in _words(value))
