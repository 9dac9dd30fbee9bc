"""A graph in one form, whoever wrote it: what is said twice in different words counts as the same.

Stores rewrite literals. Oxigraph and Virtuoso write 0.50 as 0.5 and "1"^^xsd:boolean as true;
Oxigraph makes an integer of an xsd:int, Virtuoso a decimal of an integer from 2³¹ on. So both
sides are brought into this form before they are compared. There are no blank nodes in it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

XSD = "http://www.w3.org/2001/XMLSchema#"

# What is written with digits alone, and whose values are all decimals.
EXACT = {
    XSD + name
    for name in (
        "decimal", "integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger",
        "nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
    )
}  # fmt: skip
FLOATING = {XSD + name for name in ("double", "float")}
MOMENTS = {XSD + name for name in ("dateTime", "dateTimeStamp", "time", "date", "gYear", "gYearMonth")}
BOOLEAN = XSD + "boolean"

DIGITS = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?")
FLOAT = re.compile(r"[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|INF)|NaN")
MOMENT = re.compile(r"(?P<until>[^.]*?)(?:\.(?P<fraction>[0-9]+))?(?P<zone>Z|[+-][0-9]{2}:[0-9]{2})?")


def canonical(literal: ox.Literal) -> ox.Literal:
    """The literal in its one form: numbers and truth by value, +00:00 as Z, languages in lower case.

    What is not valid for its datatype, and what stores leave alone, stays as it is.
    """
    kind, text = literal.datatype.value, literal.value
    if literal.language:
        return ox.Literal(text, language=literal.language.lower())
    if kind in EXACT:
        return ox.Literal(_number(text), datatype=ox.NamedNode(f"{XSD}decimal"))
    if kind in FLOATING and FLOAT.fullmatch(text):
        return ox.Literal(repr(float(text)), datatype=literal.datatype)
    if kind == BOOLEAN:
        return ox.Literal({"1": "true", "0": "false"}.get(text, text), datatype=literal.datatype)
    if kind in MOMENTS:
        return ox.Literal(_moment(text), datatype=literal.datatype)
    return literal


def _number(text: str) -> str:
    """A decimal without signs and noughts that say nothing, of any length."""
    match = DIGITS.fullmatch(text)
    if match is None or not (match[2] or match[3]):
        return text
    whole, fraction = match[2].lstrip("0") or "0", (match[3] or "").rstrip("0")
    number = f"{whole}.{fraction}" if fraction else whole
    return f"-{number}" if match[1] == "-" and number != "0" else number


def _moment(text: str) -> str:
    match = MOMENT.fullmatch(text)
    if match is None:
        return text
    fraction, zone = (match["fraction"] or "").rstrip("0"), match["zone"] or ""
    return match["until"] + (f".{fraction}" if fraction else "") + ("Z" if zone in {"+00:00", "-00:00"} else zone)


def canonical_triple(triple: ox.Triple) -> ox.Triple:
    """The triple with its object in its one form."""
    value = triple.object
    return ox.Triple(triple.subject, triple.predicate, canonical(value)) if isinstance(value, ox.Literal) else triple


def digest(triples: Iterable[ox.Triple]) -> str:
    """The SHA-256, in hexadecimal, of a graph: of its canonical triples as sorted lines of N-Triples."""
    lines = sorted({f"{canonical_triple(triple)} .\n" for triple in triples})
    return hashlib.sha256("".join(lines).encode()).hexdigest()
