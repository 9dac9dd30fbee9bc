"""One file of data becomes the lines of its named graph: a pure function, to be remembered or sent elsewhere.

What depends on other files (ids that are used twice, dates that a meeting gives, wider themes) comes later.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from lovp_graph import registers
from lovp_graph.annotations import Annotation, load
from lovp_graph.derivations import LOVP, edtf_bounds, sentence_nodes
from lovp_graph.errors import Problem
from lovp_graph.messages import problem
from lovp_graph.positions import Positions
from lovp_graph.rdf import Block, graph_lines
from lovp_graph.resources import BASE_GRAPH, GRAPH

DRAFT_COMMENT = re.compile(r"\s*# (?:\d+ \| |DRAFT of the annotation|[?=<] )")
"""What drafting writes above a statement, and on top of its file."""

SUMMARY_ID = re.compile(rb"(?m)^id:[ ]*summary/([A-Za-z0-9.-]+)[ \r]*$")


@dataclass(frozen=True)
class Source:
    """An annotation file, what it holds, and the sentence register of the summary that it annotates.

    Where the content of a file is None, the file is read when it is mapped.
    """

    path: Path
    content: bytes | None = None
    register: Path | None = None
    register_content: bytes | None = None

    def parts(self) -> tuple[str | bytes, ...]:
        """All that its mapping is made from."""
        register = (self.register.name, self.register_content or b"") if self.register else ()
        return (self.path.name, self.content or b"", *register)


@dataclass(frozen=True)
class Mapped:
    """What a document comes to by itself."""

    summary: str
    """The slug of the summary that it annotates; empty for other data."""
    block: Block
    things: dict[str, int] = field(default_factory=dict)
    """The things that it describes, by IRI, with the line on which each begins."""
    sentences: int = 0
    """How many sentences a sound register holds."""
    problems: tuple[Problem, ...] = ()
    register_problems: tuple[Problem, ...] = ()
    draft_comments: tuple[int, ...] = ()
    """The lines of a draft's comments that are left in it; of lines in a row the first."""


def probable_summary(path: Path, content: bytes) -> str:
    """The slug of the summary that a file seems to annotate, without reading all of it."""
    found = SUMMARY_ID.search(content)
    return found.group(1).decode() if found else path.stem


def mapped(source: Source, known: Positions | None = None) -> Mapped:
    """The lines of a document's named graph, and what is wrong with it.

    `known` are the things of other documents, whose ids this one may not use again.
    """
    annotation = load(source.path, known, source.content)
    slug = annotation.summary
    rows, faults = registers.read(source.register, source.register_content) if slug and source.register else ([], [])
    rows = [] if faults else rows
    graph = annotation.graph
    for triple in sentence_nodes(slug, rows):
        graph.add(triple)
    return Mapped(
        slug,
        Block.of(graph_lines(graph, f"{GRAPH}summary/{slug}" if slug else BASE_GRAPH)),
        {subject: line for subject, (_, line) in annotation.positions.things()},
        len(rows),
        (*annotation.problems, *_unreadable_moments(annotation)),
        tuple(faults),
        _draft_comments(source.content or b"") if slug else (),
    )


def _unreadable_moments(annotation: Annotation) -> list[Problem]:
    """Moments of which no date follows, each where it stands."""
    found = []
    for predicate in (LOVP.due, LOVP.expected):
        for subject, value in annotation.graph.subject_objects(predicate):
            try:
                edtf_bounds(str(value))
            except ValueError:
                place = annotation.positions.find(str(subject), str(predicate), str(value))
                found.append(problem(*(place or (annotation.path, 0)), "edtf", value=value))
    return found


def _draft_comments(content: bytes) -> tuple[int, ...]:
    lines = content.decode("utf-8", "replace").splitlines()
    found = [number for number, line in enumerate(lines, 1) if DRAFT_COMMENT.match(line)]
    return tuple(number for number in found if number - 1 not in found)


def pack(made: Mapped) -> bytes:
    """What was mapped as bytes, to be kept. Paths are left out: the same file can stand elsewhere."""
    head = {
        "summary": made.summary,
        "things": made.things,
        "sentences": made.sentences,
        "problems": [_without_path(one) for one in made.problems],
        "register_problems": [_without_path(one) for one in made.register_problems],
        "draft_comments": made.draft_comments,
        "size": made.block.size,
        "digest": made.block.digest,
    }
    return json.dumps(head, ensure_ascii=False).encode() + b"\n" + made.block.packed


def unpack(content: bytes, source: Source) -> Mapped:
    """What was kept of a source."""
    line, _, packed = content.partition(b"\n")
    head = json.loads(line)
    register = source.register or Path()
    return Mapped(
        head["summary"],
        Block(packed, head["size"], head["digest"]),
        head["things"],
        head["sentences"],
        tuple(Problem(source.path, *one) for one in head["problems"]),
        tuple(Problem(register, *one) for one in head["register_problems"]),
        tuple(head["draft_comments"]),
    )


def _without_path(one: Problem) -> list[str | int]:
    return [one.line, one.message, one.message_nl, one.code]


def places(source: Source, known: Positions | None = None) -> Positions:
    """Where the things of a document stand, and their keys and values: the document is read again for that."""
    return load(source.path, known, source.content).positions
