"""The corpora that are measured on, each with its dataset; made when they are first needed, and kept."""

from __future__ import annotations

import hashlib
import random
import shutil
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks.speed import corpus, pattern, process
from lovp_graph.fingerprint import fingerprint
from lovp_graph.resources import ontology_folder

OWN = "own"
DATA = corpus.REAL
PRACTICE = Path(__file__).parents[1] / "genre" / "practice"
MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december")  # fmt: skip  # noqa: E501
HEADINGS, SENTENCES = 6, 11
"""How many headings a text to draft has, and sentences under each: as the real summaries."""

HOUR = 3600


def tasks(name: str, *arguments: object) -> list[str]:
    """The command of a task of `tasks` or `peers`."""
    return [sys.executable, "-m", "benchmarks.speed.tasks", name, *map(str, arguments)]


@dataclass(frozen=True)
class Corpus:
    """A data folder of so many meetings, invented, or `own` for that of this project."""

    name: str
    folder: Path

    @cached_property
    def data(self) -> Path:
        """The data folder."""
        return DATA if self.name == OWN else self._made(int(self.name), self.folder / self.name)

    @cached_property
    def grown(self) -> Path:
        """The data folder with one meeting more."""
        return self._made(int(self.name) + 1, self.folder / f"{self.name}-and-one")

    @cached_property
    def dataset(self) -> Path:
        """Its dataset, as N-Quads."""
        data, path = self.data, self.folder / f"{self.name}.nq"  # which takes away what is no longer right
        if self.name == OWN or not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            process.run(tasks("dataset", data, path), 10 * HOUR)
        return path

    @cached_property
    def triples(self) -> Path:
        """Its triples, as N-Triples."""
        import pyoxigraph as ox

        path = self.folder / f"{self.name}.nt"
        quads = ox.parse(path=self.dataset)
        ox.serialize((quad.triple for quad in quads), output=path, format=ox.RdfFormat.N_TRIPLES)
        return path

    def _made(self, meetings: int, folder: Path) -> Path:
        stamp, digest = folder / "made-of.txt", _digest()
        if not stamp.exists() or stamp.read_text(encoding="utf-8") != digest:
            shutil.rmtree(folder, ignore_errors=True)
            folder.with_suffix(".nq").unlink(missing_ok=True)
            corpus.generate(meetings, folder)
            stamp.write_text(digest, encoding="utf-8")
        return folder


def _digest() -> str:
    """Of all that an invented corpus and its dataset are made from."""
    sources = [Path(corpus.__file__), Path(pattern.__file__)]
    sources += sorted(path for folder in (DATA, ontology_folder()) for path in folder.rglob("*") if path.is_file())
    parts = [path.read_bytes() for path in sources]
    return hashlib.sha256(b"".join([fingerprint().encode(), *parts])).hexdigest()


def shapes(folder: Path) -> Path:
    """All shapes in one file, for a program that takes one."""
    from rdflib import Graph

    found = Graph()
    for name in ("shapes.ttl", "shapes-editorial.ttl"):
        found.parse(ontology_folder() / name)
    path = folder / "shapes.ttl"
    found.serialize(path, format="turtle")
    return path


def texts(number: int, folder: Path, seed: int = 1) -> list[Path]:
    """Write texts to draft, each of a meeting of its own: sentences of the practice texts under headings."""
    rng = random.Random(seed)  # noqa: S311 - chance, not secrecy
    found: dict[str, list[str]] = {}
    for path in sorted(PRACTICE.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if not line.startswith("#") and len(cells) == 6:
                found.setdefault(cells[0], []).append(cells[5])
    headings = sorted(heading for heading, sentences in found.items() if len(sentences) >= SENTENCES)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for count in range(number):
        year, month = 2040 + count // 12, count % 12
        lines = [f"Kring van 14 {MONTHS[month]} {year}", ""]
        for heading in rng.sample(headings, min(HEADINGS, len(headings))):
            lines += [heading, "", " ".join(rng.sample(found[heading], SENTENCES)), ""]
        path = folder / f"kring-{year}-{month + 1:02}-14.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        paths.append(path)
    return paths
