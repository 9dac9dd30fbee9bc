"""Where questions are asked: the dataset in Oxigraph, in this process, or any SPARQL 1.1 endpoint.

Both take a query and give the same kinds of answer, and see all named graphs as one.
"""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import Protocol

import pyoxigraph as ox

from lovp_graph.errors import LovpGraphError, QueryError

Answer = ox.QuerySolutions | ox.QueryBoolean | list[ox.Triple]
"""Rows of a SELECT, the yes or no of an ASK, or the triples of a CONSTRUCT or DESCRIBE."""

TIMEOUT = 120
"""Seconds to wait for an endpoint."""

LONGEST = 300
"""Characters of what Oxigraph says of a mistake: it repeats the word that it stumbled over."""

MOST_TRIPLE_TERMS = 5000

RESULTS = "application/sparql-results+json"
TRIPLES = "application/n-triples"


class Store(Protocol):
    """Something that answers SPARQL queries."""

    def query(self, text: str) -> Answer:
        """The answer to a query. Raises QueryError when it is refused or fails."""


class EmbeddedStore:
    """Quads in memory, or in the folder of a store on disk, which is only read."""

    def __init__(self, quads: list[ox.Quad] | Path) -> None:
        if isinstance(quads, Path):
            self._store = ox.Store.read_only(str(quads))
        else:
            self._store = ox.Store()
            self._store.bulk_extend(quads)

    @classmethod
    def of(cls, parts: Iterable[bytes]) -> EmbeddedStore:
        """The store of N-Quads, given in parts: as one of their quads, and sooner made."""
        made = cls([])
        for part in parts:
            made._store.bulk_load(part, format=ox.RdfFormat.N_QUADS)
        return made

    def query(self, text: str, default: Sequence[str] = (), named: Sequence[str] = ()) -> Answer:
        """The answer to a query; raises QueryError.

        `default` and `named` are IRIs of graphs that the query is to see instead of those that it names
        itself, as the SPARQL protocol has them: for what is asked outside `GRAPH`, and within it.
        """
        words = _words(text)
        _check_size(text)
        _check_stays_here(text, words)
        try:
            if default or named:
                answer = self._store.query(
                    text,
                    default_graph=[ox.NamedNode(iri) for iri in default],
                    named_graphs=[ox.NamedNode(iri) for iri in named],
                )
            else:
                # Naming the graphs in the query and taking all of them as one exclude each other.
                together = not (any("FROM" in word for word in words) and _names_graphs(text))
                answer = self._store.query(text, use_default_graph_as_union=together)
            return list(answer) if isinstance(answer, ox.QueryTriples) else answer
        except (SyntaxError, ValueError, RuntimeError, OSError) as error:
            raise QueryError(_refusal(text, error)) from error


NO_KEYWORD = r"""
    \\. | \"{3} (?: [^"\\] | \\. | "(?!"") )* "{3} | '{3} (?: [^'\\] | \\. | '(?!'') )* '{3}
    | " (?: [^"\\\r\n] | \\. )* " | ' (?: [^'\\\r\n] | \\. )* '
    | < (?: [^<>"{}|^`\\\x00-\x20] | \\[uU][0-9A-Fa-f]+ )* > | \# [^\r\n]* | [?$] \w+
    | @ [A-Za-z]+ (?: - [A-Za-z0-9]+ )* | (?P<prefix> [\w.-]{0,200}+ ) : (?: (?: [\w:%] | \\. ) (?: [\w.:%-] | \\. )* )?
    | (?P<word> [^\W\d] \w* )
"""
TOKEN = re.compile(NO_KEYWORD, re.VERBOSE | re.DOTALL)
"""Texts, IRIs, remarks, variables, languages, names and what is left: the words of SPARQL itself."""

AMBIGUOUS = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*://).*[)#&].*>", re.DOTALL)
"""What may be an IRI, or "less than" with all that follows it up to a remark or "greater than"."""

WORD = re.compile(r"[^\W\d]\w*")


def _words(text: str) -> set[str]:
    """The words of a query that can be its keywords, in capitals; of names their prefix, which can be glued to one."""
    found: list[str] = [match["word"] or match["prefix"] for match in TOKEN.finditer(text)]
    found += [
        word for match in TOKEN.finditer(text) if AMBIGUOUS.fullmatch(match[0]) for word in WORD.findall(match[0])
    ]
    return {word.upper() for word in found if word}


SERVICE = re.compile("SERVICE", re.IGNORECASE | re.ASCII)


def _check_stays_here(text: str, words: set[str]) -> None:
    """Raise QueryError for a query with SERVICE.

    Whether that is a keyword or stands in a text, a name or a remark only Oxigraph knows for sure: it tries "<" as a
    sign where it is no IRI. With another word in its place a query with the keyword is none any more.
    """
    if not SERVICE.search(text):
        return
    try:
        ox.Store().query(SERVICE.sub(lambda word: word[0][:-1] + ("x" if word[0][-1] == "e" else "X"), text))
    except SyntaxError as error:
        if any("SERVICE" in word for word in words):
            raise QueryError(
                "SERVICE asks another endpoint over the network, and questions stay here; leave it out"
            ) from error
        raise QueryError(_refusal(text, error)) from error
    except (ValueError, RuntimeError, OSError):
        return  # it was read, and fails as the query itself will


MOST_NESTED, MOST_PIECES = 100, 3000
"""How deep brackets may go, and how many words and signs a query may have: by more than twice so many Oxigraph crashes.

What it may list by the thousands (values, strings, IRIs) does not count.
"""

OPENING, CLOSING, SIGNS = frozenset("([{"), frozenset(")]}"), frozenset("!+-*/|&^=<>.;{")


def _check_size(text: str) -> None:
    """Raise QueryError for a query that would end the process: its parts are worked through in each other."""
    depth = deepest = 0
    rest = TOKEN.sub(lambda found: found[0][1:-1] if AMBIGUOUS.fullmatch(found[0]) else " ", text)
    for sign in rest:
        depth += (sign in OPENING) - (sign in CLOSING)
        deepest = max(deepest, depth)
    if deepest > MOST_NESTED:
        raise QueryError(f"the query is nested deeper than {MOST_NESTED} brackets; ask it in parts")
    words = sum(bool(match["word"]) for match in TOKEN.finditer(text))
    if words > MOST_PIECES or sum(sign in SIGNS for sign in rest) > MOST_PIECES:
        raise QueryError(f"the query has more than {MOST_PIECES} words or signs; ask it in parts")


def _names_graphs(text: str) -> bool:
    """Whether a query has FROM."""
    from rdflib.plugins.sparql.parser import parseQuery  # noqa: PLC0415 - only where the word stands

    try:
        return bool(parseQuery(text)[1].datasetClause)
    except Exception:  # what it cannot read, Oxigraph refuses with a better message
        return False


def _refusal(text: str, error: Exception) -> str:
    """Why a query was refused: an update is told apart from a mistake."""
    if not any(line.strip() and not line.strip().startswith("#") for line in text.splitlines()):
        return "the query is empty; write SELECT, ASK, CONSTRUCT or DESCRIBE"
    if isinstance(error, SyntaxError):
        from rdflib.plugins.sparql.parser import parseUpdate  # noqa: PLC0415 - only for a mistake

        try:
            updates = parseUpdate(text).request
        except Exception:  # whatever it is, it is no update
            updates = []
        if updates:
            return "this is an update, and questions only read; change the data in data/ and build them anew"
        return f"not a valid SPARQL query: {error.msg[:LONGEST]}"
    return f"the query failed: {str(error)[:LONGEST]}"


def from_file(path: Path) -> EmbeddedStore:
    """The store of a file of quads (TriG or N-Quads, by its ending). Raises LovpGraphError."""
    made = EmbeddedStore([])
    with _reading(path) as style:
        made._store.bulk_load(path=path, format=style)
        filled = bool(len(made._store))
    if not filled:
        raise LovpGraphError(f"{path}: holds nothing; build it with `lovp-graph build`")
    return made


def read_quads(path: Path) -> list[ox.Quad]:
    """The quads of a file (TriG or N-Quads, by its ending), as they stand in it. Raises LovpGraphError."""
    with _reading(path) as style:
        quads = list(ox.parse(path=path, format=style))
    if not quads:
        raise LovpGraphError(f"{path}: holds nothing; build it with `lovp-graph build`")
    return quads


@contextmanager
def _reading(path: Path) -> Iterator[ox.RdfFormat]:
    """The format of a file of quads, and LovpGraphError for what goes wrong while it is read."""
    style = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    if style is None or not style.supports_datasets:
        raise LovpGraphError(f"{path}: not a dataset by its name; give a file that ends in .nq or .trig")
    try:
        if path.is_file() and _nests_triples(path):  # what a pipe holds cannot be read twice
            raise LovpGraphError(f"{path}: holds triples within triples, which have no place here; export it without")
        yield style
    except SyntaxError as error:
        raise LovpGraphError(f"{path}:{error.lineno or 0}: not valid {style.name}: {error.msg[:LONGEST]}") from error
    except OSError as error:
        raise LovpGraphError(f"{path}: cannot be read ({error.strerror or error})") from error


def _nests_triples(path: Path) -> bool:
    """Whether a file opens so many triples as terms that Oxigraph could crash on them, if each stands in the next."""
    count = 0
    with path.open("rb") as file:
        while chunk := file.read(1 << 24):
            count += chunk.count(b"<<")
    return count > MOST_TRIPLE_TERMS


class Endpoint:
    """A SPARQL 1.1 endpoint, asked over HTTP. Only reads."""

    def __init__(self, url: str) -> None:
        try:
            scheme = urllib.parse.urlsplit(url).scheme
        except ValueError:
            scheme = ""
        if scheme not in {"http", "https"}:
            raise LovpGraphError(f"{url}: not the address of an endpoint; write http://… or https://…")
        self.url = url

    def query(self, text: str) -> Answer:
        """The answer to a query, read whole before any of it is used; raises QueryError."""
        request = urllib.request.Request(  # noqa: S310 - the scheme was checked
            self.url,
            data=urllib.parse.urlencode({"query": text}).encode(),
            headers={"Accept": f"{RESULTS}, {TRIPLES};q=0.9", "User-Agent": "lovp-graph"},
        )
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
                kind, body = response.headers.get_content_type(), response.read()
        except urllib.error.HTTPError as error:
            said = error.read().decode("utf-8", "replace").strip().splitlines()
            raise QueryError(
                f"{self.url}: refused ({error.code}): {said[0][:300] if said else error.reason}"
            ) from error
        except (OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "reason", error)
            raise QueryError(f"{self.url}: no answer ({reason}); is this the address of a SPARQL endpoint?") from error
        try:
            if kind == RESULTS:
                answer = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
                if isinstance(answer, ox.QueryBoolean):
                    return answer
                list(answer)  # a server that runs out of time sends the rows that it had, and breaks off
                return ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
            if kind in {TRIPLES, "text/plain", "text/turtle"}:
                return [quad.triple for quad in ox.parse(body, format=ox.RdfFormat.TURTLE)]
        except (SyntaxError, ValueError) as error:
            raise QueryError(f"{self.url}: the answer was cut off or broken ({error}); ask for less") from error
        raise QueryError(f"{self.url}: answered with {kind}, not with SPARQL results; is this a SPARQL endpoint?")
