"""A corpus of any size, as like the real one as can be: a data folder with summaries of invented meetings.

Agenda items are drawn from those of the real summaries, with their numbers of sentences and statements, and
the types, speakers, themes, moments, amounts and relations of these; links go back as many meetings as the
real ones do, to a statement that shares a theme where there is one; issues and documents are new as often as
real ones are. No wording is taken over: gists and the like are made-up words, as many as the real ones have.
Actors, themes and law are the real ones.

Usage: python -m benchmarks.speed.corpus MEETINGS FOLDER [--seed N]
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.speed.pattern import NAMED, WORDED, Item, Node, Pattern, learn, listed

REAL = Path(__file__).parents[2] / "data"
PART = 20_000
"""As many things stand in one file, which may have 20 MB."""
COPIED = ("actors.yaml", "authority.yaml", "dataset.ttl", "site.yaml")

FIRST_DAY = date(2000, 1, 3)
APART = timedelta(days=7)
SYLLABLES = [
    first + vowel + last for first in "bdgklmnprstvwz" for vowel in ("a", "e", "ij", "o", "oe") for last in "knrst"
]


@dataclass
class Known:
    """The statements of a meeting, to be linked to."""

    themes: dict[str, list[str]] = field(default_factory=dict)
    every: list[str] = field(default_factory=list)
    promised: list[str] = field(default_factory=list)
    named: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in NAMED})


def generate(meetings: int, folder: Path, seed: int = 1) -> None:
    """Write a data folder with `meetings` meetings, the same for the same seed and real data."""
    pattern = learn(REAL)
    rng = random.Random(seed)  # noqa: S311 - chance, not secrecy
    for name in ("summaries", "sentences"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name in COPIED:
        shutil.copy(REAL / name, folder / name)
    entries: dict[str, list[Node]] = {"meetings.yaml": []}
    entries |= {file: list(pattern.named[kind]) for kind, file in NAMED.items()}
    before: list[Known] = []
    for number in range(meetings):
        made = _Meeting(pattern, rng, number, meetings, before)
        (folder / "summaries" / f"{made.slug}.yaml").write_text(_yaml(made.summary()), encoding="utf-8")
        (folder / "sentences" / f"{made.slug}.csv").write_text(made.register(), encoding="utf-8")
        entries["meetings.yaml"] += made.entries()
        for kind, file in NAMED.items():
            entries[file] += made.new[kind]
        before.append(made.known)
    for file, nodes in entries.items():
        for part in range(0, len(nodes), PART):
            name = file.replace(".yaml", f"-{part // PART + 1}.yaml") if part else file
            (folder / name).write_text(_yaml({"graph": nodes[part : part + PART]}), encoding="utf-8")


# --- an invented meeting


class _Meeting:
    """The summary of one meeting."""

    def __init__(self, pattern: Pattern, rng: random.Random, number: int, total: int, before: list[Known]) -> None:
        self.pattern, self.rng, self.number, self.total, self.before = pattern, rng, number, total, before
        self.day = FIRST_DAY + number * APART
        self.slug = self._slug(number)
        self.known = Known()
        self.points_on = False
        self.ends: list[tuple[int, int]] = []  # section and paragraph of each sentence
        self.new: dict[str, list[Node]] = {kind: [] for kind in NAMED}
        self.stand_ins: dict[str, str] = {}  # for real issues and documents

    def _slug(self, number: int) -> str:
        return f"kring-{FIRST_DAY + number * APART}"

    def summary(self) -> Node:
        """The annotation."""
        made: Node = {
            "id": f"summary/{self.slug}",
            "type": "Summary",
            "covers": [f"meeting/{self.slug}"],
            **self.pattern.head,
        }
        made |= {key: [] for key in ("agendaItem", "statement", "amount", "authorityRelation", "notMapped")}
        items = self.rng.sample(self.pattern.items, min(self.rng.choice(self.pattern.sizes), len(self.pattern.items)))
        for section, item in enumerate([self.rng.choice(self.pattern.openings), *items]):
            self._add(made, section, item)
        return {key: value for key, value in made.items() if value}

    def _add(self, made: Node, section: int, item: Item) -> None:
        first = len(self.ends)
        self.ends += [(section, section + 1)] * item.sentences
        place = f"agendapunt/{self.slug}-{section}"
        if section:
            keys = {
                "position": section,
                "section": section,
                **{key: value for key, value in item.keys.items() if key not in {"position", "section"}},
            }
            made["agendaItem"].append(
                {"id": place, "type": "AgendaItem", "meeting": f"meeting/{self.slug}", **self._filled(keys)}
            )
        ids = [self._statement(made, shape, place if section else "", first) for shape in item.statements]
        for key, index, shape in item.parts:
            name = {"amount": "bedrag", "authorityRelation": "gezag"}[key]
            identifier = f"{name}/{self.slug}-{len(made[key]) + 1:02}"
            made[key].append({"id": identifier, **self._filled(shape), "statedIn": ids[index]})
        for shape in item.omissions:
            identifier = f"nietgemapt/{self.slug}-{len(made['notMapped']) + 1:03}"
            made["notMapped"].append(
                {"id": identifier, **self._filled(shape), "sentence": [first + one for one in shape["sentence"]]}
            )

    def _statement(self, made: Node, shape: Node, place: str, first: int) -> str:
        identifier = f"uitspraak/{self.slug}-{len(made['statement']) + 1:03}"
        keys = {key: value for key, value in shape.items() if key not in {"links", "sentence"}}
        node = {
            "id": identifier,
            "meeting": f"meeting/{self.slug}",
            **({"agendaItem": place} if place else {}),
            **self._filled(keys),
        }
        for link, back in shape["links"]:
            target = self._target(link, back, node["theme"])
            if target and target not in node.get(link, []):
                node.setdefault(link, []).append(target)
        made["statement"].append({**node, "sentence": [first + one for one in shape["sentence"]]})
        self.known.every.append(identifier)
        for theme in node["theme"]:
            self.known.themes.setdefault(theme, []).append(identifier)
        if node["type"] in {"Commitment", "Agreement"}:
            self.known.promised.append(identifier)
        return identifier

    def _target(self, link: str, back: int, themes: list[str]) -> str:
        """An earlier statement to link to, if there is one: of this meeting, or of one as far back as real links go."""
        back = self.rng.choice(self.pattern.distances) if back > 0 else 0
        if back > self.number:
            return ""
        known = self.before[self.number - back] if back else self.known
        if link == "fulfils":
            return self.rng.choice(known.promised) if known.promised else ""
        alike = [one for theme in themes for one in known.themes.get(theme, [])]
        return self.rng.choice(alike or known.every) if known.every else ""

    def _filled(self, shape: Node) -> Node:
        """The keys of a thing, with made-up words and with moments as far from this meeting."""
        filled: Node = {}
        for key, value in shape.items():
            if key in {"gist", "measures"}:
                filled[key] = {"nl": self._words(value)}
            elif key in WORDED:
                filled[key] = self._words(value)
            elif key == "due":
                filled[key] = "/".join(self._moment(one) for one in value)
            elif key in {"issue", "raises", "mentions"}:
                filled[key] = [self._stand_in(name) for name in listed(value)]
            elif key == "dueMeeting":
                filled[key] = self._later_meeting(str(value))
            elif key in {"validFrom", "announcedOn"}:
                filled[key] = self.day.isoformat()
            elif key == "value":
                filled[key] = str(max(1, int(float(value) * self.rng.uniform(0.5, 1.5))))
            elif key not in {"links", "sentence", "validUntil"}:
                filled[key] = value
        return filled

    def _stand_in(self, real: str) -> str:
        """Another issue or document for a real one, the same within the meeting; all else is itself."""
        kind = next((kind for kind, nodes in self.pattern.named.items() if any(one["id"] == real for one in nodes)), "")
        if kind and real not in self.stand_ins:
            earlier = [name for known in self.before[-max(self.pattern.distances) :] for name in known.named[kind]]
            if earlier and self.rng.random() > self.pattern.anew[kind]:
                self.stand_ins[real] = self.rng.choice(earlier)
            else:
                self.stand_ins[real] = self._named_anew(kind, real)
            self.known.named[kind].append(self.stand_ins[real])
        return self.stand_ins.get(real, real)

    def _named_anew(self, kind: str, real: str) -> str:
        node = next(one for one in self.pattern.named[kind] if one["id"] == real)
        identifier = f"{real.partition('/')[0]}/{self.slug}-{len(self.new[kind]) + 1}"
        kept = {key: value for key, value in node.items() if key in {"type", "documentKind", "writtenBy"}}
        label = {language: self._words(len(text.split())) for language, text in node["prefLabel"].items()}
        self.new[kind].append({"id": identifier, **kept, "prefLabel": label})
        return identifier

    def _later_meeting(self, real: str) -> str:
        """The next meeting where the real text names a day, else one that is not named."""
        if re.search(r"\d$", real) and "after" not in real and self.number + 1 < self.total:
            return f"meeting/{self._slug(self.number + 1)}"
        self.points_on = True
        return f"meeting/na-{self.slug}"

    def _moment(self, distance: tuple[int, int] | None) -> str:
        if distance is None:
            return ".."
        days, length = distance
        return (self.day + timedelta(days=max(days, 0))).isoformat()[:length]

    def _words(self, number: int) -> str:
        words = ["".join(self.rng.choices(SYLLABLES, k=self.rng.choice((1, 1, 2, 3)))) for _ in range(max(number, 1))]
        return " ".join(words).capitalize() + "."

    def register(self) -> str:
        """The sentence register."""
        lines = ["number,section,paragraph,start,end,sha256"]
        for number, (section, paragraph) in enumerate(self.ends, 1):
            digest = f"{self.rng.getrandbits(256):064x}"
            lines.append(f"{number},{section},{paragraph},{number * 150},{number * 150 + 149},{digest}")
        return "\n".join(lines) + "\n"

    def entries(self) -> Iterator[Node]:
        """The meeting as `meetings.yaml` lists it, and the one after it if a statement points there."""
        written = f"{self.day.day}-{self.day.month}-{self.day.year}"
        yield {
            "id": f"meeting/{self.slug}",
            "type": "Meeting",
            "prefLabel": {"nl": f"Kring van {written}", "en": f"Circle of {written}"},
            "meetingKind": "regular",
            "state": "annotated",
            "date": self.day.isoformat(),
        }
        if self.points_on:
            yield {
                "id": f"meeting/na-{self.slug}",
                "type": "Meeting",
                "prefLabel": {"nl": f"een Kring na {written}", "en": f"a Circle after {written}"},
                "meetingKind": "regular",
                "state": "announced",
                "after": f"meeting/{self.slug}",
            }


# --- writing


def _yaml(node: Node) -> str:
    """The file, laid out as the real ones are."""
    lines: list[str] = []
    for key, value in node.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines.append(f"\n{key}:")
            for one in value:
                lines += [
                    f"{'  - ' if place == 0 else '    '}{name}: {_flow(inner)}"
                    for place, (name, inner) in enumerate(one.items())
                ]
        else:
            lines.append(f"{key}: {_flow(value)}")
    return "\n".join(lines).lstrip() + "\n"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    text = str(value)
    return text if re.fullmatch(r"[\w./-]+", text) else json.dumps(text, ensure_ascii=False)


def main() -> None:
    """Write a corpus."""
    parser = argparse.ArgumentParser(description="Write a data folder of invented meetings.")
    parser.add_argument("meetings", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    generate(given.meetings, given.folder, given.seed)


if __name__ == "__main__":
    main()
