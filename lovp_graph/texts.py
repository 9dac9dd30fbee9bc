"""Whoever has the published texts can prove that they are the ones that were annotated.

Beside the sentences, the text says what else of an annotation must agree with it: the dates of
the meetings, the headings of the agenda items, and that no wording was copied from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from urllib.parse import urljoin

from rdflib import Literal, URIRef

from lovp_graph import documents, registers
from lovp_graph.dataset import Dataset
from lovp_graph.derivations import LOVP
from lovp_graph.documents import SUFFIXES, Document
from lovp_graph.errors import DocumentError, LovpGraphError, Problem
from lovp_graph.messages import problem
from lovp_graph.registers import Row
from lovp_graph.resources import BASE_GRAPH, GRAPH, ID

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+")
COPIED_WORDS = 9  # names and titles of bodies are shorter than a run of nine words
WORDED = (LOVP.condition, LOVP.doubt, LOVP.gist, LOVP.measures, LOVP.reason)


@dataclass(frozen=True)
class Verification:
    """How a text compares with what was annotated: sentences that agree, and what differs."""

    slug: str
    agreeing: int
    total: int
    problems: tuple[Problem, ...]


def verify(dataset: Dataset, slug: str, text: Path) -> Verification:
    """Hold the text of summary `slug`, which has a register, against its annotation."""
    rows, _ = registers.read(dataset.registers[slug])  # what is wrong with it, the dataset has said
    if not text.is_file():
        return Verification(slug, 0, len(rows), (problem(text, 0, "text-missing", slug=slug),))
    try:
        content, document = documents.read(text)
    except DocumentError as error:
        return Verification(slug, 0, len(rows), (problem(text, 0, "unreadable", reason=str(error)),))
    sentences = registers.from_document(document)
    rows = [replace(row, line=0) for row in rows]
    if text.suffix.lower() == ".txt":
        differences = _differing_sentences(text, content, rows, sentences)
    else:  # offsets and lines count in the text as extracted, which is not the one of the register
        differences = _differing_sentences(text, "", _without_places(rows), _without_places(sentences))
    found = [
        *differences,
        *_differing_dates(dataset, slug, text, document),
        *_differing_headings(dataset, slug, document),
        *_copied_wording(dataset, slug, document),
    ]
    agreeing = sum(row.sha256 == sentence.sha256 for row, sentence in zip(rows, sentences, strict=False))
    return Verification(slug, agreeing, len(rows), tuple(found))


def quotations(folder: Path) -> dict[str, str]:
    """The sentences of the published texts in a folder, by digest. Raises LovpGraphError where there is none."""
    texts = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES and path.is_file())
    if not texts:
        raise LovpGraphError(
            f"{folder}: holds no text (NAME.txt, .pdf, .docx or .html); name it after the summary, such as "
            "lovp-2025-04-16.txt"
        )
    return {sentence.sha256: sentence.text for text in texts for sentence in documents.read(text)[1].sentences}


def of_summary(folder: Path, slug: str) -> Path:
    """The file of a summary in a folder of texts, in plain text before other formats; it need not be there."""
    paths = [folder / f"{slug}{suffix}" for suffix in (".txt", *SUFFIXES)]
    return next((path for path in paths if path.is_file()), paths[0])


def _without_places(rows: list[Row]) -> list[Row]:
    return [replace(row, start=0, end=0) for row in rows]


def _differing_sentences(path: Path, content: str, rows: list[Row], sentences: list[Row]) -> Iterator[Problem]:
    """What differs. A sentence that only moved is named as moved, not as another text."""
    if rows != sentences and [row.sha256 for row in rows] == [sentence.sha256 for sentence in sentences]:
        yield problem(path, 0, "text-layout")
        return
    numbers = {row.sha256: row.number for row in rows}
    for row, sentence in zip_longest(rows, sentences):
        if sentence is None:
            yield problem(path, 0, "text-lacks", number=row.number)
            continue
        line = content.count("\n", 0, sentence.start) + 1
        if row == sentence:
            continue
        if sentence.sha256 in numbers:
            yield problem(path, line, "text-moved", number=sentence.number, other=numbers[sentence.sha256])
        elif row is None:
            yield problem(path, line, "text-new", number=sentence.number, total=len(rows))
        else:
            yield problem(path, line, "text-differs", number=row.number)


def _differing_dates(dataset: Dataset, slug: str, path: Path, document: Document) -> Iterator[Problem]:
    own, base = dataset.graphs[f"{GRAPH}summary/{slug}"], dataset.graphs[BASE_GRAPH]
    meetings = set(own.objects(URIRef(urljoin(ID, f"summary/{slug}")), LOVP.covers))
    covered = {str(day) for meeting in meetings for graph in (own, base) for day in graph.objects(meeting, LOVP.date)}
    for day in document.dates:
        if not covered:
            yield problem(path, 1, "text-undated", value=day)
        elif str(day) not in covered:
            yield problem(path, 1, "text-date", value=day, other=", ".join(sorted(covered)))


def _differing_headings(dataset: Dataset, slug: str, document: Document) -> Iterator[Problem]:
    graph = dataset.graphs[f"{GRAPH}summary/{slug}"]
    headings = {section.number: section.heading.rstrip(".:") for section in document.sections}
    for item, section in graph.subject_objects(LOVP.section):
        for heading in graph.objects(item, LOVP.heading):
            found = headings.get(int(str(section)), "")
            if found != str(heading):
                place = dataset.positions.find(str(item), str(LOVP.heading))
                if place:
                    yield problem(*place, "text-heading", number=section, value=heading, other=found)


def _copied_wording(dataset: Dataset, slug: str, document: Document) -> Iterator[Problem]:
    source = _words(" ".join(sentence.text for sentence in document.sentences))
    runs = {tuple(source[i : i + COPIED_WORDS]) for i in range(len(source) - COPIED_WORDS + 1)}
    for subject, predicate, value in dataset.graphs[f"{GRAPH}summary/{slug}"]:
        if predicate not in WORDED or not isinstance(value, Literal):
            continue
        words = _words(value)
        copied = [words[i : i + COPIED_WORDS] for i in range(len(words)) if tuple(words[i : i + COPIED_WORDS]) in runs]
        place = dataset.positions.find(str(subject), str(predicate), str(value))
        if copied and place:
            yield problem(*place, "copied", value=" ".join(copied[0]))


def _words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]
