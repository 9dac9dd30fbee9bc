"""How well drafting does: precision, recall and F1 by type, and speakers, themes, moments, amounts and authority.

Measured on texts that the models never saw: those that are held out, as drafting ships; the five real
summaries where they are given, each by models that never saw it; and the practice texts, each by models
trained on the others (ten parts). The rules were written with the real, practice and tuning texts in view.

Usage: python benchmarks/drafting.py [--texts DIR] [--errors] [held-out|real|practice|tuning|moments ...]
--errors lists the sentences that went wrong.
moments: single sentences with a moment that is due or not, of which half are held out.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

from corpora import DATA, GENRE, Text, annotated, catalogue, genre, practice
from training import invented, models

from lovp_graph import registers
from lovp_graph.derivations import edtf_bounds
from lovp_graph.drafting import moments, reading
from lovp_graph.drafting.draft import Draft, DraftedStatement, draft
from lovp_graph.drafting.model import Model
from lovp_graph.drafting.reading import drafted
from lovp_graph.drafting.units import OMISSION

TYPES = ("Decision", "Agreement", "Commitment", "Request", "Concern", "Position", "Confirmation", "Information")
FACTS = ("theme", "due", "amount", "authority", "earlier statement", "sentence and section")
LINKS = ("answers", "confirms", "followsUp", "fulfils", "repeats", "revises")
PARTS = 10


@dataclass
class Tally:
    """What was right, wrongly there, and missed."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, gold: Iterable[Any], found: Iterable[Any]) -> None:
        """Count two sets of one kind."""
        expected, given = set(gold), set(found)
        self.right[kind] += len(expected & given)
        self.wrong[kind] += len(given - expected)
        self.missed[kind] += len(expected - given)

    def scores(self, kind: str) -> tuple[float, float, float, int]:
        """Precision, recall, F1, and how many there are."""
        right, wrong, missed = self.right[kind], self.wrong[kind], self.missed[kind]
        precision, recall = (right / (right + other) if right + other else 0.0 for other in (wrong, missed))
        both = precision + recall
        return precision, recall, 2 * precision * recall / both if both else 0.0, right + missed

    def __iadd__(self, other: Tally) -> Tally:
        """With what another counted."""
        for mine, theirs in ((self.right, other.right), (self.wrong, other.wrong), (self.missed, other.missed)):
            mine.update(theirs)
        return self


def measured(texts: Iterable[Text], tell: Callable[[str], None]) -> Tally:
    """Kinds and speakers, sentence by sentence; `tell` is told of each sentence that went wrong."""
    tally = Tally()
    for text in texts:
        kinds: dict[int, set[str]] = {}
        speakers: dict[int, set[str]] = {}
        for one in drafted(text.document, text.vocabulary, text.day):
            for number in one.sentences:
                if one.type != OMISSION:
                    kinds.setdefault(number, set()).add(one.type)
                    speakers.setdefault(number, set()).update(one.by, one.inherited)
        for sentence, gold in zip(text.document.sentences, text.gold, strict=True):
            found, who = kinds.get(sentence.number, set()), speakers.get(sentence.number, set())
            for kind in TYPES:
                tally.add(kind, {kind} & gold.types, {kind} & found)
            same = who == gold.speakers
            tally.add("speaker", {sentence.number}, {sentence.number} if same else set())
            if found != gold.types or not same:
                tell(
                    f"{text.name} {sentence.number}: {_told(gold.types, gold.speakers)}; "
                    f"drafted {_told(found, who)}\n    {sentence.text}"
                )
    return tally


def _told(kinds: Iterable[str], who: Iterable[str]) -> str:
    return f"{', '.join(sorted(kinds)) or 'nothing'} by {', '.join(sorted(who)) or 'nobody'}"


def read_again(texts: Iterable[Text]) -> Tally:
    """A second, independent reading of texts, measured as a draft is: what careful readers agree on."""
    tally = Tally()
    for text in texts:
        lines = (_data(text) / "readings" / f"{text.name}.tsv").read_text(encoding="utf-8").splitlines()
        told = {number: (kinds, who) for number, kinds, who in (line.split("\t") for line in lines if line)}
        for sentence, gold in zip(text.document.sentences, text.gold, strict=True):
            kinds, who = (set(cell.split(",")) - {"-"} for cell in told[str(sentence.number)])
            for kind in TYPES:
                tally.add(kind, {kind} & gold.types, {kind} & kinds)
            tally.add("speaker", {sentence.number}, {sentence.number} if who == gold.speakers else set())
    return tally


def _data(text: Text) -> Path:
    """The data folder of an annotated text."""
    if text.data is None:
        raise ValueError(f"{text.name} is no annotated text")
    return text.data


def annotated_facts(texts: Iterable[Text]) -> Tally:
    """What stands in an annotation besides: themes, moments, amounts, authority; and whether sentences are the same."""
    tally = Tally()
    for text in texts:
        data = _data(text)
        made = draft(text.document, catalogue(data), text.name, [text.day])
        gold = text.annotation
        of_sentence = _by_sentence(made)
        tally += _moments(gold, made)
        for one in gold["statement"]:
            numbers = one["sentence"]
            near = [other for number in numbers for other in of_sentence.get(number, [])]
            tally.add("theme", one.get("theme", []), {f"thema/{slug}" for other in near for slug in other.themes})
        drawn = ((amount.value, amount.unit) for one in made.statements for amount in one.amounts)
        tally.add("amount", _amounts(gold), drawn)
        tally += _authority(gold, made)
        tally += _earlier(gold, made, text.name)
        rows, _ = registers.read(data / "sentences" / f"{text.name}.csv")
        tally.add("sentence and section", *(_placed(row) for row in (rows, registers.from_document(text.document))))
    return tally


def _by_sentence(made: Draft) -> dict[int, list[DraftedStatement]]:
    found: dict[int, list[DraftedStatement]] = {}
    for one in made.statements:
        for number in one.read.sentences:
            found.setdefault(number, []).append(one)
    return found


def _moments(gold: dict[str, Any], made: Draft) -> Tally:
    """The moments for which statements are meant: due by the same day, or in a meeting, for the same sentences."""
    tally = Tally()
    dated = [
        (set(one["sentence"]), str(one.get("due", "")), "dueMeeting" in one)
        for one in gold["statement"]
        if "due" in one or "dueMeeting" in one
    ]
    drawn = [
        (set(one.read.sentences), one.due.edtf, bool(one.due.meeting) or one.due.rule.startswith("meeting"))
        for one in made.statements
        if one.due and (one.due.edtf or one.due.meeting or one.due.rule.startswith("meeting"))
    ]
    for meant in dated:
        tally.add("due", {1}, {1} if any(_same_moment(meant, other) for other in drawn) else set())
    for other in drawn:
        if not any(_same_moment(meant, other) for meant in dated):
            tally.add("due", set(), {1})
    return tally


def _same_moment(one: tuple[set[int], str, bool], other: tuple[set[int], str, bool]) -> bool:
    """Whether two moments of a sentence agree: a meeting both, or the same last day; if one has no last, the first."""
    if not one[0] & other[0]:
        return False
    if one[2] and other[2]:
        return True
    if not one[1] or not other[1]:
        return False
    (first, last), (begin, end) = edtf_bounds(one[1]), edtf_bounds(other[1])
    return last == end if last and end else first == begin


def _amounts(gold: dict[str, Any]) -> list[tuple[str, str]]:
    return [(str(one["value"]), str(one["unit"])) for one in gold.get("amount", [])]


def _authority(gold: dict[str, Any], made: Draft) -> Tally:
    """Who has which authority, by its kind, for the same sentences."""
    tally = Tally()
    resting = {one["id"]: set(one["sentence"]) for one in gold["statement"]}
    told = [
        (set().union(*(resting.get(name, set()) for name in _each(one["statedIn"]))), one["authorityKind"])
        for one in gold.get("authorityRelation", [])
    ]
    drawn = [(set(one.read.sentences), one.authority.kind) for one in made.statements if one.authority]
    for numbers, kind in told:
        found = any(numbers & others and kind == drafted for others, drafted in drawn)
        tally.add("authority", {1}, {1} if found else set())
    for numbers, kind in drawn:
        if not any(numbers & others and kind == meant for others, meant in told):
            tally.add("authority", set(), {1})
    return tally


def _earlier(gold: dict[str, Any], made: Draft, slug: str) -> Tally:
    """For which statements one of those that are offered is the one of an earlier meeting that they go back to."""
    tally = Tally()
    linked = []
    for one in gold["statement"]:
        names = {name.rpartition("/")[2] for key in LINKS for name in _each(one.get(key, []))}
        earlier = {name for name in names if not name.startswith(slug)}
        if earlier:
            linked.append((set(one["sentence"]), earlier))
    offered = [
        (set(one.read.sentences), {other.slug for other in one.earlier}) for one in made.statements if one.earlier
    ]
    for numbers, meant in linked:
        found = any(numbers & others and meant & slugs for others, slugs in offered)
        tally.add("earlier statement", {1}, {1} if found else set())
    for numbers, slugs in offered:
        if not any(numbers & others and meant & slugs for others, meant in linked):
            tally.add("earlier statement", set(), {1})
    return tally


def _each(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _placed(rows: Iterable[registers.Row]) -> set[tuple[str, int]]:
    return {(row.sha256, row.section) for row in rows}


def crossed(texts: list[Text], tell: Callable[[str], None]) -> Tally:
    """Each part of the practice texts by models of the other parts."""
    tally = Tally()
    for part in range(PARTS):
        with _trained([text for place, text in enumerate(texts) if place % PARTS != part]):
            tally += measured([text for place, text in enumerate(texts) if place % PARTS == part], tell)
    return tally


def left_out(texts: list[Text], tell: Callable[[str], None]) -> Tally:
    """Each of the real summaries by models of the others and of the invented texts."""
    tally, others = Tally(), invented()
    for text in texts:
        with _trained([*others, *(other for other in texts if other is not text)]):
            tally += measured([text], tell)
            tally += annotated_facts([text])
    return tally


def _trained(texts: list[Text]) -> AbstractContextManager[object]:
    """Drafting by models of some texts instead of those that it ships with."""
    trained = {name: Model(tuple(one["answers"]), one["weights"]) for name, one in models(texts).items()}
    return patch.object(reading, "model", trained.__getitem__)


def told_moments(path: Path, tell: Callable[[str], None]) -> Tally:
    """The moments of single sentences: a table of the day of the meeting, type, what is due ("-" nothing), sentence."""
    tally = Tally()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        day, _, meant, text = line.split("\t")
        found = moments.due(text, date.fromisoformat(day), ("LOVP",))
        drawn = (bool(found.meeting) or found.rule.startswith("meeting")) if found else False
        gold = ({1}, "" if meant == "meeting" else meant, meant == "meeting")
        given = ({1}, found.edtf, drawn) if found and (found.edtf or drawn) else None
        same = bool(given and meant != "-" and _same_moment(gold, given))
        tally.add("due", {1} if meant != "-" else (), {1} if same else {2} if given else ())
        if same != (meant != "-") or (given and not same):
            tell(f"{path.stem} {number}: {meant}; found {found.edtf or found.rule if found else 'nothing'}\n    {text}")
    return tally


def report(title: str, tally: Tally, kinds: Iterable[str]) -> None:
    """Print the figures."""
    report_kinds(title, tally, TYPES)
    macro = sum(tally.scores(kind)[2] for kind in TYPES) / len(TYPES)
    print(f"{'macro-F1 of the types':<42}{macro:>7.2f}")  # noqa: T201
    _, recall, _, number = tally.scores("speaker")
    print(f"{'speaker right':<42}{recall:>7.2f}{number:>8}")  # noqa: T201
    _lines(tally, kinds)


def report_kinds(title: str, tally: Tally, kinds: Iterable[str]) -> None:
    """Print precision, recall and F1 for some kinds under a title."""
    print(f"\n{title:<24}{'precision':>10}{'recall':>8}{'F1':>7}{'number':>8}")  # noqa: T201
    _lines(tally, kinds)


def _lines(tally: Tally, kinds: Iterable[str]) -> None:
    for kind in kinds:
        precision, recall, both, number = tally.scores(kind)
        print(f"{kind:<24}{precision:>10.2f}{recall:>8.2f}{both:>7.2f}{number:>8}")  # noqa: T201


def main() -> None:
    """Measure what was asked for."""
    asked = argparse.ArgumentParser()
    asked.add_argument("sets", nargs="*", default=["held-out", "real", "practice", "moments"])
    asked.add_argument("--texts", type=Path, default=os.environ.get("LOVP_TEXTS"))
    asked.add_argument("--errors", action="store_true")
    given = asked.parse_args()
    tell = print if given.errors else lambda _: None
    for name in given.sets:
        if name == "practice":
            report("practice, cross-validated", crossed(practice(), tell), ())
            continue
        if name == "real" and not given.texts:
            print("\nreal: give the texts of the summaries with --texts")  # noqa: T201
            continue
        if name == "real":
            report("real, each left out", left_out(annotated(DATA, Path(given.texts)), tell), FACTS)
            continue
        if name == "moments":
            for path in sorted((GENRE / name).glob("*.tsv")):
                found = told_moments(path, tell if path.stem == "practice" else lambda _: None)
                report_kinds(f"moments, {path.stem}", found, ("due",))
            continue
        tally = measured(genre(name), tell)
        tally += annotated_facts(genre(name))
        report(name, tally, FACTS)
        if name == "held-out":
            report(f"{name}, a second reader", read_again(genre(name)), ())


if __name__ == "__main__":
    main()
