"""A linear model: what weighs for each answer, by the features of a clause. Its weights are data, made by training.

The weights stand in `lexicon/weights.json`: per model its answers, and per feature a weight for each answer.
`benchmarks/training.py` makes that file of the practice texts.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

REASONS = 5
"""How many features a decision is explained with."""


@dataclass(frozen=True)
class Decision:
    """An answer with its probability, and the features that weighed most for it with their weights."""

    answer: str
    probability: float
    reasons: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Model:
    """Answers, and by feature its weight for each of them; "" is what weighs always."""

    answers: tuple[str, ...]
    weights: Mapping[str, Sequence[float]]

    def decide(self, features: Iterable[str], without: Collection[str] = ()) -> Decision:
        """The most probable answer for a thing with some features, of those that are not ruled out."""
        known = [name for name in ("", *features) if name in self.weights]
        sums = [math.fsum(self.weights[name][place] for name in known) for place in range(len(self.answers))]
        open_ = [place for place, answer in enumerate(self.answers) if answer not in without]
        most = max(open_, key=sums.__getitem__)
        share = 1 / math.fsum(math.exp(sums[place] - sums[most]) for place in open_)
        others = len(self.answers) - 1 or 1
        weighed = []
        for name in filter(None, known):
            rest = (math.fsum(self.weights[name]) - self.weights[name][most]) / others
            weighed.append((name, round(self.weights[name][most] - rest, 2)))
        weighed.sort(key=lambda one: (-one[1], one[0]))
        return Decision(self.answers[most], share, tuple(weighed[:REASONS]))


@cache
def model(name: str) -> Model:
    """A model of the lexicon: "type" or "speaker"."""
    path = resources.files("lovp_graph") / "lexicon" / "weights.json"
    found = json.loads(path.read_text(encoding="utf-8"))[name]
    return Model(tuple(found["answers"]), found["weights"])
