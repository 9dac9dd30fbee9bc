"""The dataset in fragments that can be validated by themselves: things, and what the shapes ask of others.

A summary's things are a fragment, and those of the base graph are spread over some. No shape looks further
than is said here: at what a thing says itself, at a few things that others say of it (`TOWARDS`), and at a few
that are said of what it names (`ABOUT`), of what that names in turn, and so on. A shape that looks further needs
an entry here; `tests/test_fragments.py` compares with the whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import OWL, RDF, RDFS, SKOS

from lovp_graph.rdf import Block, Graphs, in_order
from lovp_graph.resources import BASE_GRAPH, NS

ABOUT = frozenset(
    f"<{predicate}>"
    for predicate in (
        *(RDF.type, RDFS.subClassOf, SKOS.inScheme, OWL.deprecated),
        *(NS + name for name in ("before", "covers", "date", "meeting", "summary")),
    )
)
"""What the shapes ask of things that are named: their classes and lists, whether they are retired, when they were."""

TOWARDS = frozenset(f"<{NS}{name}>" for name in ("covers", "notMapped", "sentence", "statement"))
"""What the shapes ask of others about a thing: that they list it, cover it or rest on it."""

ABOUT_RIGHT = 400
"""Things of the base graph in one fragment, more or less."""

Triple = tuple[str, str, str]


@dataclass(frozen=True)
class Fragment:
    """Things that are validated together, as lines, with what must be known of others."""

    blocks: tuple[Block, ...]
    context: Block
    nowhere: tuple[str, ...]
    """What the things name and nothing describes, as IRIs."""

    @property
    def size(self) -> int:
        """How many lines there are."""
        return sum(block.size for block in (*self.blocks, self.context))


@dataclass
class _Piece:
    """A fragment in the making: its lines, its things, what those name besides, and what may concern others."""

    blocks: list[Block]
    things: set[str]
    names: set[str]
    kept: list[Triple]


def fragments(graphs: Graphs) -> tuple[list[Fragment], set[str]]:
    """The fragments of all graphs, and all things that are described, as IRIs.

    A thing that several graphs describe belongs to the first of them, a summary's before the base graph.
    """
    pieces, things = _pieces(graphs)
    about: dict[str, list[Triple]] = {}
    towards: dict[str, list[Triple]] = {}
    for piece in pieces:
        for triple in piece.kept:
            if triple[1] in ABOUT:
                about.setdefault(triple[0], []).append(triple)
            if triple[1] in TOWARDS:
                towards.setdefault(triple[2], []).append(triple)
        piece.kept.clear()
    return [
        Fragment(
            tuple(piece.blocks),
            Block.of(sorted(_context(piece, about, towards))),
            tuple(sorted(name[1:-1] for name in piece.names - things)),
        )
        for piece in pieces
    ], {thing[1:-1] for thing in things}


def _pieces(graphs: Graphs) -> tuple[list[_Piece], set[str]]:
    """A piece for each summary and some for the base graph, in which each thing stands once; and all things."""
    things: set[str] = set()
    pieces: list[_Piece] = []
    strayed: dict[str, list[str]] = {}  # what is said of a thing in another graph than its own
    same: dict[str, str] = {}  # a name that occurs often is kept once
    for name in in_order(graphs):
        if name == BASE_GRAPH:
            continue
        lines = graphs.lines(name)
        piece = _piece(graphs.blocks(name), lines, same)
        doubles = piece.things & things
        if doubles:
            for line in lines:
                if _subject(line) in doubles:
                    strayed.setdefault(_subject(line), []).append(line)
            kept = [line for line in lines if _subject(line) not in doubles]
            piece = _piece([Block.of(kept)], kept, same)
        things |= piece.things
        pieces.append(piece)
    own: dict[str, list[str]] = {}
    for line in graphs.lines(BASE_GRAPH) if BASE_GRAPH in graphs else ():
        subject = _subject(line)
        (strayed if subject in things else own).setdefault(subject, []).append(line)
    for piece in pieces:
        extra = [line for thing in sorted(piece.things & strayed.keys()) for line in strayed[thing]]
        if extra:
            more = _piece([Block.of(extra)], extra, same)
            piece.blocks += more.blocks
            piece.names |= more.names - piece.things
            piece.kept += more.kept
    return [*pieces, *(_piece([Block.of(bucket)], bucket, same) for bucket in _buckets(own))], things | own.keys()


def _buckets(own: dict[str, list[str]]) -> Iterator[list[str]]:
    """Things spread by a digest of their IRI, so that a new one touches one bucket and leaves the others."""
    number = 1 << max(0, (len(own) // ABOUT_RIGHT).bit_length())
    buckets: list[list[str]] = [[] for _ in range(number)]
    for subject, lines in own.items():
        buckets[int(hashlib.sha256(subject.encode()).hexdigest()[:8], 16) % number] += lines
    return filter(None, buckets)


def _piece(blocks: list[Block], lines: Iterable[str], same: dict[str, str]) -> _Piece:
    things: set[str] = set()
    names: set[str] = set()
    kept: list[Triple] = []
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        things.add(subject)
        names.add(predicate)
        concerns = predicate in ABOUT or predicate in TOWARDS
        if rest[0] == "<":
            value = rest.partition(" ")[0]
            names.add(value)
        elif concerns:
            value = rest.rsplit(" ", 2)[0]
        if concerns:
            kept.append((same.setdefault(subject, subject), predicate, same.setdefault(value, value)))
    return _Piece(blocks, things, names - things, kept)


def _subject(line: str) -> str:
    return line.partition(" ")[0]


def _context(piece: _Piece, about: dict[str, list[Triple]], towards: dict[str, list[Triple]]) -> set[str]:
    """What must be known of other things to validate those of a piece."""
    found: set[str] = set()
    waiting = set(piece.names)
    for name in (*piece.things, *piece.names):
        for triple in towards.get(name, ()):
            if triple[0] not in piece.things:
                found.add(" ".join((*triple, ".")))
                waiting.add(triple[0])
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        for triple in about.get(name, ()):
            found.add(" ".join((*triple, ".")))
            if triple[2] not in seen and triple[2] not in piece.things:
                waiting.add(triple[2])
    return found
