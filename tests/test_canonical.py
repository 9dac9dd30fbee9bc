"""One form for what stores write differently, and the digest of a graph."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lovp_graph.canonical import canonical, canonical_triple, digest

XSD = "http://www.w3.org/2001/XMLSchema#"
S, P = ox.NamedNode("https://example.org/s"), ox.NamedNode("https://example.org/p")


def literal(text: str, kind: str = "") -> ox.Literal:
    """A literal as in `5|integer`, `hoi|@nl` or plain."""
    if kind.startswith("@"):
        return ox.Literal(text, language=kind[1:])
    return ox.Literal(text, datatype=ox.NamedNode(kind if ":" in kind else XSD + (kind or "string")))


# As it stands in data, as a store gives it back, and who was seen to do that (with others that are known to).
SAME = [
    ("0.50", "decimal", "0.5", "decimal"),  # Oxigraph, Virtuoso
    ("1.0", "decimal", "1", "decimal"),  # Oxigraph, Virtuoso
    ("-0.0", "decimal", "0", "decimal"),  # Oxigraph, Virtuoso
    ("+3.10", "decimal", "3.1", "decimal"),  # Oxigraph, Virtuoso
    (".5", "decimal", "0.5", "decimal"),
    ("5.", "decimal", "5", "decimal"),
    ("5.0", "decimal", "5", "integer"),  # Virtuoso, in Turtle
    ("007", "integer", "7", "integer"),  # Oxigraph, Virtuoso
    ("2147483648", "integer", "2147483648", "decimal"),  # Virtuoso
    ("123456789012345678901234567890", "integer", "123456789012345678901234567890", "decimal"),  # Virtuoso
    ("5", "nonNegativeInteger", "5", "integer"),  # Oxigraph
    ("5", "int", "5", "integer"),  # Oxigraph
    ("1", "boolean", "true", "boolean"),  # Oxigraph, Virtuoso
    ("0", "boolean", "false", "boolean"),  # Oxigraph, Virtuoso
    ("1E3", "double", "1000.0", "double"),  # Virtuoso
    ("1E3", "double", "1000", "double"),  # Oxigraph
    ("2026-01-01T10:00:00+00:00", "dateTime", "2026-01-01T10:00:00Z", "dateTime"),  # Oxigraph, Virtuoso
    ("2026-01-01T10:00:00.500+02:00", "dateTime", "2026-01-01T10:00:00.5+02:00", "dateTime"),  # Oxigraph
    ("2026-01-01T10:00:00.000", "dateTime", "2026-01-01T10:00:00", "dateTime"),
    ("10:00:00.0Z", "time", "10:00:00-00:00", "time"),
    ("2026-01-01+00:00", "date", "2026-01-01Z", "date"),
    ("2026+00:00", "gYear", "2026Z", "gYear"),
    ("hoi", "@nl-BE", "hoi", "@nl-be"),  # Oxigraph, Virtuoso
    ("hoi", "", "hoi", "string"),
]

DIFFERENT = [
    ("0.5", "decimal", "0.05", "decimal"),
    ("5", "decimal", "-5", "decimal"),
    ("10", "integer", "1", "integer"),
    ("0.1", "decimal", "0.1", "double"),
    ("5", "integer", "5", "string"),
    ("5", "integer", "5", "double"),
    ("0.1", "decimal", "0.10000000000000000000000000000000000001", "decimal"),
    ("true", "boolean", "false", "boolean"),
    ("true", "boolean", "true", "string"),
    ("2026-01-01", "date", "2026-01-02", "date"),
    ("2026-01-01", "date", "2026-01-01Z", "date"),  # without a zone is another moment
    ("2026-01-01Z", "date", "2026-01-01+02:00", "date"),
    ("2026-01-01T10:00:00.5", "dateTime", "2026-01-01T10:00:00.05", "dateTime"),
    ("2026", "gYear", "2026", "integer"),
    ("2025-06", "http://id.loc.gov/datatypes/edtf/EDTF", "2025-06", "gYearMonth"),
    ("hoi", "@nl", "hoi", "@en"),
    ("hoi", "@nl", "hoi", ""),
    ("hoi", "", "hoi ", ""),
    ("hoi", "", "Hoi", ""),
    ("e\u0301", "@nl", "é", "@nl"),  # no store was seen to compose letters
    ("007", "", "7", ""),
]

KEPT = [
    ("2021-09-27/2021-10", "http://id.loc.gov/datatypes/edtf/EDTF"),
    ("2025-06-12", "date"),
    ("2025", "gYear"),
    ('"een \\ en\nnog een\t😀', "@nl"),
]

INVALID = [
    ("abc", "integer"),
    ("", "decimal"),
    (".", "decimal"),
    ("1e3", "decimal"),
    ("１", "integer"),  # a digit, but not one of XML Schema
    ("yes", "boolean"),
    ("inf", "double"),
    ("2026.5", "gYear"),
]


@pytest.mark.parametrize(("text", "kind", "other", "other_kind"), SAME)
def test_what_is_the_same_has_one_form(text: str, kind: str, other: str, other_kind: str) -> None:
    assert canonical(literal(text, kind)) == canonical(literal(other, other_kind))


@pytest.mark.parametrize(("text", "kind", "other", "other_kind"), DIFFERENT)
def test_what_differs_stays_apart(text: str, kind: str, other: str, other_kind: str) -> None:
    assert canonical(literal(text, kind)) != canonical(literal(other, other_kind))


@pytest.mark.parametrize(("text", "kind"), [*KEPT, *INVALID])
def test_what_no_store_rewrites_or_is_not_valid_is_kept(text: str, kind: str) -> None:
    assert canonical(literal(text, kind)).value == text


@pytest.mark.parametrize("row", [*SAME, *DIFFERENT])
def test_the_one_form_is_its_own(row: tuple[str, str, str, str]) -> None:
    for text, kind in (row[:2], row[2:]):
        once = canonical(literal(text, kind))
        assert canonical(once) == once


@given(st.decimals(allow_nan=False, allow_infinity=False), st.integers(0, 4), st.integers(0, 4))
def test_a_number_is_told_by_its_value(number: Decimal, before: int, after: int) -> None:
    plain = format(number, "f")
    sign, digits = ("-", plain[1:]) if plain.startswith("-") else ("", plain)
    longer = f"{sign}{'0' * before}{digits}{'' if '.' in digits else '.'}{'0' * after}"
    form = canonical(literal(longer, "decimal"))
    assert form == canonical(literal(plain, "decimal"))
    assert Decimal(form.value) == number


@given(st.text(), st.sampled_from(["decimal", "integer", "boolean", "double", "dateTime", "date", "gYear", "", "@nl"]))
def test_no_text_is_too_odd(text: str, kind: str) -> None:
    once = canonical(literal(text, kind))
    assert canonical(once) == once


def test_only_the_object_is_rewritten() -> None:
    triple = ox.Triple(S, P, literal("007", "integer"))
    assert canonical_triple(triple) == ox.Triple(S, P, literal("7", "decimal"))
    assert canonical_triple(ox.Triple(S, P, S)) == ox.Triple(S, P, S)


def test_the_digest_does_not_depend_on_order_repetition_or_form() -> None:
    one, two = ox.Triple(S, P, literal("0.50", "decimal")), ox.Triple(S, P, literal("hoi", "@nl"))
    assert digest([one, two]) == digest([two, one, two, ox.Triple(S, P, literal("0.5", "decimal"))])
    assert digest([one, two]) != digest([one])


def test_the_digest_is_that_of_the_sorted_lines() -> None:
    """Anyone can make it again: `sort | sha256sum` of canonical N-Triples. This one was made so, by hand."""
    triples = [ox.Triple(S, P, literal("twee", "@nl")), ox.Triple(S, P, literal("één")), ox.Triple(S, P, S)]
    assert digest(triples) == "9fdc60439915fc0acf4ea035b2fb69d9fbbccd4a2bbdd14bec62787250f2daaa"
