"""The texts that drafting is trained and measured on, with what is right for each sentence.

Annotated texts are data folders with a folder `texts`: `genre/tuning` and `genre/held-out` have one for
each invented round of meetings; those of the real summaries stand outside the project (`--texts`,
LOVP_TEXTS or texts/). Practice texts are tables, a line a sentence: heading, paragraph, types, speakers,
whether those are explicit or inherited, and the sentence; before them lines that begin with "#" declare
who is named how.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lovp_graph import documents
from lovp_graph.catalogue import Catalogue, read
from lovp_graph.dataset import assemble
from lovp_graph.documents import Document, Section, Sentence
from lovp_graph.drafting.names import names
from lovp_graph.drafting.vocabulary import Vocabulary, vocabulary
from lovp_graph.rdf import quads
from lovp_graph.store import EmbeddedStore

ROOT = Path(__file__).parent
GENRE = ROOT / "genre"
DATA = ROOT.parent / "data"
DAY = date(2032, 3, 1)
"""The day of a practice text, where it does not matter."""


@dataclass(frozen=True)
class Gold:
    """What is right for a sentence: the types of its statements (none: not mapped), and their speakers."""

    types: frozenset[str]
    speakers: frozenset[str]


@dataclass(frozen=True)
class Text:
    """A document with what is right for each of its sentences; `statements` are those of an annotation."""

    name: str
    document: Document
    vocabulary: Vocabulary
    day: date
    gold: tuple[Gold, ...]
    annotation: dict[str, Any]
    data: Path | None = None
    """The data folder of the annotation."""


@cache
def catalogue(data: Path) -> Catalogue:
    """What a data folder knows."""
    return read(EmbeddedStore(quads(assemble(data).graphs)))


def genre(name: str) -> list[Text]:
    """The invented texts of a set, "tuning" or "held-out", with their annotations."""
    found = [text for data in sorted((GENRE / name).iterdir()) for text in annotated(data, data / "texts")]
    if not found:
        raise FileNotFoundError(GENRE / name)
    return found


def annotated(data: Path, texts: Path) -> list[Text]:
    """The summaries of a data folder with their texts, in the order of their names."""
    return [_annotated(path, data, texts) for path in sorted((data / "summaries").glob("*.yaml"))]


def _annotated(path: Path, data: Path, texts: Path) -> Text:
    _, document = documents.read(texts / f"{path.stem}.txt")
    annotation = yaml.safe_load(path.read_text(encoding="utf-8"))
    day = max(document.dates)
    resting: dict[int, list[dict[str, Any]]] = {}
    for statement in annotation["statement"]:
        for number in statement["sentence"]:
            resting.setdefault(number, []).append(statement)
    gold = tuple(_gold(resting.get(sentence.number, [])) for sentence in document.sentences)
    return Text(path.stem, document, vocabulary(catalogue(data), document, day), day, gold, annotation, data)


def _gold(statements: list[dict[str, Any]]) -> Gold:
    speakers = (name for one in statements for key in ("by", "byInherited") for name in one.get(key, []))
    return Gold(frozenset(one["type"] for one in statements), frozenset(name.rpartition("/")[2] for name in speakers))


def practice(folder: Path = GENRE / "practice") -> list[Text]:
    """The practice texts, in the order of their names."""
    return [_practice(path) for path in sorted(folder.glob("*.tsv"))]


def _practice(path: Path) -> Text:
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    declared = [line for line in lines if line[0].startswith("#")]
    sections, sentences, gold = [Section(0, "", None)], [], []
    for heading, paragraph, types, speakers, _, text in (line for line in lines if not line[0].startswith("#")):
        if heading != sections[-1].heading:
            sections.append(Section(len(sections), heading, None))
        sentences.append(Sentence(len(sentences) + 1, len(sections) - 1, int(paragraph), 0, 0, text, ""))
        gold.append(Gold(_listed(types), _listed(speakers)))
    document = Document("", (DAY,), tuple(sections), tuple(sentences))
    return Text(path.stem, document, _declared(declared), DAY, tuple(gold), {})


def _listed(cell: str) -> frozenset[str]:
    return frozenset(cell.split(",")) - {"-", ""}


def _declared(lines: list[list[str]]) -> Vocabulary:
    def slug(kind: str) -> str:
        return next((line[1] for line in lines if line[0] == kind), "")

    return Vocabulary(
        names((line[1], line[2:]) for line in lines),
        body=slug("#body"),
        members=slug("#members"),
        labels=tuple(label for line in lines if line[0] == "#body" for label in line[2:]),
        plural=frozenset(line[1] for line in lines if line[0] in {"#group", "#members"}),
    )


def sentences(texts: list[Text]) -> Iterator[tuple[Text, Sentence, Gold]]:
    """Each sentence with what is right for it."""
    for text in texts:
        for sentence, gold in zip(text.document.sentences, text.gold, strict=True):
            yield text, sentence, gold
