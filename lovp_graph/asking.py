"""A question is asked: what a user typed becomes RDF terms, and the store gives rows."""

from __future__ import annotations

import calendar
import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyoxigraph as ox

from lovp_graph.errors import LovpGraphError, QueryError, UnknownValueError
from lovp_graph.questions import Parameter, Question, Term, saved
from lovp_graph.resources import BASE, ID
from lovp_graph.store import Endpoint, Store
from lovp_graph.words import words

XSD = "http://www.w3.org/2001/XMLSchema#"
DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)

WRITTEN = re.compile(r"(?:[a-z/-]+/)?[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
"""An IRI below our base, or the last part of one."""

LONGEST = 60
"""As many characters of a value are repeated in a message."""

FEW = 10
"""A list of at most so many things is given whole where a value names none of them."""

Row = dict[str, Term]


@dataclass(frozen=True)
class Answer:
    """The rows of an answer: a term per variable that is bound."""

    variables: tuple[str, ...]
    rows: list[Row]


def connect(url: str) -> Endpoint:
    """The endpoint at `url`. Raises LovpGraphError when it does not hold the dataset, or not as one graph."""
    endpoint = Endpoint(url)
    answer = endpoint.query(saved("lookup/union").sparql({}))
    try:
        (row,) = rows(answer).rows if isinstance(answer, ox.QuerySolutions) else []
        together, apart = (int(value(row[name])) for name in ("seenTogether", "seenApart"))
    except (ValueError, KeyError) as error:
        raise QueryError(f"{url}: does not answer as SPARQL wants; is this a SPARQL endpoint?") from error
    if together:
        return endpoint
    if apart:
        raise LovpGraphError(
            f"{url}: its default graph is not the union of the named graphs; "
            "make it so (for Oxigraph: --union-default-graph)"
        )
    raise LovpGraphError(f"{url}: holds no statements; load build/lovp.nq into it first")


def ask(store: Store, question: Question, given: Mapping[str, Sequence[str]] | None = None) -> Answer:
    """The answer to a question, with values as a user types them.

    Raises UnknownValueError for a value that names nothing, LovpGraphError for a missing one,
    and QueryError when the store refuses.
    """
    return select(store, question.sparql(resolve(store, question, given or {})))


def select(store: Store, query: str) -> Answer:
    """The rows of a SELECT."""
    solutions = store.query(query)
    if not isinstance(solutions, ox.QuerySolutions):
        raise QueryError("a SELECT was not answered with rows")
    return rows(solutions)


def rows(solutions: ox.QuerySolutions) -> Answer:
    """All rows of an answer. Raises QueryError when it turns out to be broken on the way."""
    variables = tuple(variable.value for variable in solutions.variables)
    found = []
    for solution in _each(solutions):
        terms = zip(variables, solution, strict=True)
        found.append({variable: bound for variable, bound in terms if bound is not None})
    return Answer(variables, found)


def stream(store: Store, query: str) -> Iterator[tuple[Term, ...]]:
    """The rows of a SELECT in which every variable is bound, one after the other: the terms in their order.

    For answers of which the rows would take much memory together.
    """
    solutions = store.query(query)
    if not isinstance(solutions, ox.QuerySolutions):
        raise QueryError("a SELECT was not answered with rows")
    return (tuple(solution) for solution in _each(solutions))


def _each(solutions: ox.QuerySolutions) -> Iterator[ox.QuerySolution]:
    try:
        yield from solutions
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"the query failed: {error}") from error


def resolve(store: Store, question: Question, given: Mapping[str, Sequence[str]]) -> dict[str, list[Term]]:
    """The terms for what was given, and for the defaults of what was not."""
    values: dict[str, list[Term]] = {}
    for parameter in question.parameters:
        texts = [text for text in given.get(parameter.name, ()) if text.strip()]
        if len(texts) > 1 and "day" in words()["kinds"][parameter.kind]:
            raise UnknownValueError(f"--{parameter.option}: give one date")
        if texts:
            values[parameter.name] = [term(store, parameter, text) for text in texts]
        elif parameter.default:
            default = select(store, saved(f"lookup/{parameter.default}").sparql({}))
            values[parameter.name] = [found for row in default.rows for found in row.values()]
        elif parameter.required:
            raise UnknownValueError(f"{question.name}: --{parameter.option} is needed: {parameter.help}")
    return values


def term(store: Store, parameter: Parameter, text: str) -> Term:
    """The RDF term that a text names for a parameter. Raises UnknownValueError, with what was perhaps meant."""
    kind = words()["kinds"][parameter.kind]
    if "day" in kind:
        return ox.Literal(_day(text.strip(), kind["day"], parameter).isoformat(), datatype=ox.NamedNode(f"{XSD}date"))
    if not {"of", "things"} & set(kind):
        return _iri(text, parameter)
    named = _written_out(store, kind, text) or names_of(store, parameter)
    matches = _matches(named, text)
    if len(matches) == 1:
        return ox.NamedNode(matches[0])
    what = f"--{parameter.option}: "
    text = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    if matches:
        several = "; ".join(f"{_best(named, iri)} ({slug(iri)})" for iri in matches[:8])
        raise UnknownValueError(
            f"{what}'{text}' can be more than one {kind['name']}: {several}; give the word in brackets"
        )
    near = suggestions(named, text)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    if not near and 0 < len(named) <= FEW:
        hint = f"; it can be {', '.join(map(slug, sorted(named)))}"
    raise UnknownValueError(f"{what}no {kind['name']} '{text}'{hint}")


def _iri(text: str, parameter: Parameter) -> ox.NamedNode:
    try:
        iri = ox.NamedNode(text.strip().removeprefix("<").removesuffix(">"))
        ox.parse(f"{iri} {iri} {iri} .", format=ox.RdfFormat.N_TRIPLES).__next__()
    except (ValueError, SyntaxError, StopIteration) as error:
        raise UnknownValueError(f"--{parameter.option}: '{text[:LONGEST]}' is not an IRI") from error
    return iri


def _day(text: str, bound: str, parameter: Parameter) -> date:
    match = DAY.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        year, month, day = (int(part) if part else None for part in match.groups())
        if 0 in {month, day}:
            raise ValueError(text)
        assert year is not None  # noqa: S101 - the pattern has it
        if bound == "first":
            return date(year, month or 1, day or 1)
        month = month or 12
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError) as error:
        raise UnknownValueError(
            f"--{parameter.option}: '{text[:LONGEST]}' is not a date; write 2025, 2025-06 or 2025-06-12"
        ) from error


def _written_out(store: Store, kind: Mapping[str, Any], text: str) -> dict[str, list[str]]:
    """What a text names by its IRI, the last part of it or its date, without reading all names; or nothing."""
    text = text.strip().removeprefix(BASE)
    if "of" not in kind or not WRITTEN.fullmatch(text):
        return {}
    of = ox.NamedNode(BASE + kind["of"])
    things = [BASE + text]
    if "/" not in text:
        beside = select(store, saved("lookup/one").sparql({"of": [of]})).rows
        things = [f"{value(row['thing']).rpartition('/')[0]}/{text}" for row in beside]
    found = [thing for thing in things if _belongs(store, thing, of)]
    if not found and (dated := DAY.fullmatch(text)) and all(dated.groups()):
        found = [thing for thing in _called(store, text) if _belongs(store, thing, of)]
        found = found if len(found) == 1 else []  # which one is meant is told by all their names
    return {thing: [text] for thing in found}


def _belongs(store: Store, thing: str, of: ox.NamedNode) -> bool:
    """Whether a thing is one of a class or list."""
    belongs = select(store, saved("lookup/belongs").sparql({"thing": [ox.NamedNode(thing)]})).rows
    return any(row["of"] == of for row in belongs)


def _called(store: Store, day: str) -> list[str]:
    """The things of which a day is the date or the name, to the letter."""
    forms = [ox.Literal(day, datatype=ox.NamedNode(f"{XSD}date")), ox.Literal(day)]
    forms += [ox.Literal(day, language=language) for language in ("nl", "en")]
    return [value(row["thing"]) for row in select(store, saved("lookup/called").sparql({"label": forms})).rows]


def names_of(store: Store, parameter: Parameter) -> dict[str, list[str]]:
    """The names of each thing that a parameter can take, by IRI."""
    kind = words()["kinds"][parameter.kind]
    values: dict[str, list[Term]] = {}
    if "of" in kind:
        values["of"] = [ox.NamedNode(BASE + kind["of"])]
    if "things" in kind:
        values["thing"] = [ox.NamedNode(BASE + thing) for thing in kind["things"]]
    return _named(store, values)


def _named(store: Store, values: Mapping[str, Sequence[Term]]) -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for row in select(store, saved("lookup/named").sparql(values)).rows:
        labels = named.setdefault(value(row["thing"]), [])
        if "label" in row:
            labels.append(value(row["label"]))
    return named


def fold(text: str) -> str:
    """A text without what does not matter when people type: case, accents, and signs for spaces."""
    plain = text
    if not text.isascii():  # most are, and there can be many
        plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^\w+]+", " ", plain.casefold().replace("&", " en ")).replace("_", " ").split())


def _matches(named: Mapping[str, Sequence[str]], text: str) -> list[str]:
    """The things that a text names: by IRI or last part of it, else by a label, else by the start of a date."""
    text = text.strip().removeprefix("<").removesuffix(">")
    if text in named:
        return [text]
    exact = [iri for iri in named if text in {iri, slug(iri), iri.removeprefix(ID), iri.removeprefix(BASE)}]
    wanted = fold(text)
    if exact or not wanted:
        return sorted(exact)
    by_label = [iri for iri, labels in named.items() if wanted in {fold(slug(iri)), *map(fold, labels)}]
    dated = DAY.fullmatch(text)
    by_date = [iri for iri, labels in named.items() if dated and any(label.startswith(text) for label in labels)]
    return sorted(by_label or by_date)


def suggestions(named: Mapping[str, Sequence[str]], text: str) -> list[str]:
    """Up to three names near to a text, between quotes, of different things."""
    forms = {fold(name): (iri, name) for iri, labels in named.items() for name in (slug(iri), *labels)}
    wanted = fold(text)
    near = difflib.get_close_matches(wanted, forms, n=9, cutoff=0.6)
    near = [form for form in forms if wanted and wanted in form] + near
    things: dict[str, str] = {}
    for form in near:
        iri, name = forms[form]
        things.setdefault(iri, f"'{name}'")
    return list(things.values())[:3]


def _best(named: Mapping[str, Sequence[str]], iri: str) -> str:
    return named[iri][0] if named[iri] else slug(iri)


def label(store: Store, thing: Term) -> str:
    """What a thing is called in Dutch; the last part of its IRI where it has no name."""
    rows_of_one = select(store, saved("lookup/label").sparql({"thing": [thing]})).rows
    return min((value(row["label"]) for row in rows_of_one), default=slug(value(thing)))


def slug(iri: str) -> str:
    """The last part of an IRI of ours; another IRI as it is."""
    return iri.rpartition("/")[2] if iri.startswith(BASE) else iri


def value(term: Term) -> str:
    """The text of a term: of a literal without its type, of an IRI whole."""
    return str(term) if isinstance(term, ox.Triple) else term.value
