"""Train the models by which drafting tells kinds and speakers, and write them to `lovp_graph/lexicon/weights.json`.

They learn from the practice texts and from the tuning texts in `benchmarks/genre`, and from the real
summaries, whose texts stand outside the project (`--texts`, or LOVP_TEXTS); never from the texts that are
held out. The same texts give the same file.

Usage: python benchmarks/training.py --texts DIR [--check] (needs scikit-learn)
--check only says whether the file is up to date.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from corpora import DATA, Text, annotated, genre, practice
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from lovp_graph.drafting.features import candidates, known, of_speaker, of_type
from lovp_graph.drafting.reading import SAME, YES
from lovp_graph.drafting.units import OMISSION, Unit, units

WEIGHTS = Path(__file__).parent.parent / "lovp_graph" / "lexicon" / "weights.json"
SEEN = 2
"""In how many examples a feature must be seen to count."""

STRENGTH = {"type": 0.2, "speaker": 0.05}
"""How far weights may go (scikit-learn's C), settled by cross-validation on the practice texts."""

EMPHASIS = {"rule ": 2.0}
"""How much more some features, by what they begin with, count than others: a rule says more than a word."""

LEAST = 0.02
"""A feature of which no weight is larger is left out of the file."""

Example = tuple[list[str], str]


def labelled(text: Text) -> tuple[list[Unit], list[str]]:
    """The clauses of a text, and what is right for each: a type, `Omission`, or `Same` for one that adds nothing."""
    read = units(text.document, text.vocabulary, text.day)
    left: dict[int, set[str]] = {}
    found: list[str | None] = []
    for unit in read:
        number = unit.sentence.number
        rest = left.setdefault(number, set(text.gold[number - 1].types or {OMISSION}))
        found.append(unit.type if unit.type in rest else None)
        rest.discard(unit.type)
    for place, unit in enumerate(read):
        if found[place] is None:
            rest = left[unit.sentence.number]
            types = sorted(text.gold[unit.sentence.number - 1].types or {OMISSION})
            found[place] = min(rest) if rest else SAME if unit.secondary else types[0]
            rest.discard(str(found[place]))  # not by pop: the order of a set of texts is never the same
    return read, [str(label) for label in found]


def of_types(text: Text) -> Iterator[Example]:
    """Examples for the model of types."""
    read, labels = labelled(text)
    for place, label in enumerate(labels):
        yield of_type(read, place), label


def of_speakers(text: Text) -> Iterator[Example]:
    """Examples for the model of speakers: each who can speak, and whether it is who does."""
    read, labels = labelled(text)
    told = known(read, text.vocabulary.at_table)
    before: tuple[str, ...] = ()
    for place, (unit, label) in enumerate(zip(read, labels, strict=True)):
        if label in {OMISSION, SAME}:
            continue
        right = text.gold[unit.sentence.number - 1].speakers
        ours = (text.vocabulary.body, text.vocabulary.members)
        asked = candidates(unit, before, ours, text.vocabulary.at_table)
        for who, what in asked.items():
            yield of_speaker(read, place, label, (who, what), told), YES if set(who) == right else "no"
        before = next((who for who in asked if who and set(who) == right), before)


def emphasis(feature: str) -> float:
    """How much a feature counts."""
    return next((much for begin, much in EMPHASIS.items() if feature.startswith(begin)), 1.0)


def fit(examples: Sequence[Example], strength: float) -> dict[str, Any]:
    """A model of examples, as the file of weights has it."""
    counts = Counter(feature for features, _ in examples for feature in features)
    vectorizer = DictVectorizer()
    table = vectorizer.fit_transform(
        [{feature: emphasis(feature) for feature in features if counts[feature] >= SEEN} for features, _ in examples]
    )
    fitted = LogisticRegression(C=strength, max_iter=1000, tol=1e-6).fit(table, [label for _, label in examples])
    weights, bias = fitted.coef_, fitted.intercept_
    if len(fitted.classes_) == 2:  # one row stands for both
        weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    kept = {"": [round(float(one), 3) for one in bias]}
    for name, column in zip(vectorizer.get_feature_names_out(), weights.T, strict=True):
        if np.abs(column).max() > LEAST:
            kept[str(name)] = [round(float(one) * emphasis(name), 2) + 0.0 for one in column]
    return {"answers": [str(label) for label in fitted.classes_], "weights": dict(sorted(kept.items()))}


def models(texts: Sequence[Text]) -> dict[str, Any]:
    """Both models, trained on some texts."""
    types = [example for text in texts for example in of_types(text)]
    speakers = [example for text in texts for example in of_speakers(text)]
    return {"type": fit(types, STRENGTH["type"]), "speaker": fit(speakers, STRENGTH["speaker"])}


def invented() -> list[Text]:
    """The invented texts that the models learn from."""
    return [*practice(), *genre("tuning")]


def main() -> None:
    """Write the file of weights, or say whether it is up to date."""
    asked = argparse.ArgumentParser()
    asked.add_argument(
        "--texts", type=Path, default=os.environ.get("LOVP_TEXTS"), required="LOVP_TEXTS" not in os.environ
    )
    asked.add_argument("--check", action="store_true")
    given = asked.parse_args()
    texts = [*invented(), *annotated(DATA, Path(given.texts))]
    made = json.dumps(models(texts), ensure_ascii=False, separators=(",", ":"), indent=0) + "\n"
    if given.check:
        same = WEIGHTS.read_text(encoding="utf-8") == made
        sys.exit(0 if same else f"{WEIGHTS.name}: not what the texts give; train anew")
    WEIGHTS.write_text(made, encoding="utf-8")
    print(f"{WEIGHTS.name}: {len(made) / 1000:.0f} kB of {len(texts)} texts")  # noqa: T201


if __name__ == "__main__":
    main()
