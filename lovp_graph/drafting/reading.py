"""The clauses of a document become drafted statements: which kind, who speaks, and what decided that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from lovp_graph.documents import Document
from lovp_graph.drafting.features import Known, candidates, known, of_speaker, of_type
from lovp_graph.drafting.model import Decision, model
from lovp_graph.drafting.units import CONTINUES, OMISSION, Unit, slugs, units
from lovp_graph.drafting.vocabulary import Vocabulary

SAME = "Same"
"""What the model calls a further clause that belongs to the statement before it."""

YES = "yes"

REFUSALS = {"refuses a promise", "is not willing"}
ADDRESSED = {"Request", "Commitment"}
"""Kinds that somebody is addressed with."""

PROMISES = {"Commitment"}
"""What a refusal is not, whatever its words weigh: a promise that nobody made is the worst that a draft can hold."""


@dataclass
class Drafted:
    """A statement as drafted, or what is not mapped (`type` Omission), with what decided on kind and speaker."""

    unit: Unit
    kind: Decision
    speaker: Decision | None
    sentences: list[int]
    by: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    joined: list[int] = field(default_factory=list)
    """The sentences that only go on with it."""

    @property
    def type(self) -> str:
        """The class of the statement."""
        return self.kind.answer

    @property
    def ambiguous(self) -> tuple[str, ...]:
        """Whom the name of the speaker can mean, where that is more than one."""
        return next((one.things for one in self.unit.named if len(one.things) > 1 and one.things[0] in self.by), ())


def drafted(document: Document, vocabulary: Vocabulary, day: date) -> list[Drafted]:
    """The statements of a document, in the order of its sentences."""
    read = units(document, vocabulary, day)
    told = known(read, vocabulary.at_table)
    found: list[Drafted] = []
    before: tuple[str, ...] = ()
    for place, unit in enumerate(read):
        kind = model("type").decide(of_type(read, place), PROMISES if unit.rule in REFUSALS else ())
        if kind.answer == SAME:
            continue
        who, speaker = _speaker(read, place, kind.answer, (before, (vocabulary.body, vocabulary.members)), told)
        before = who or before
        last = found[-1] if found else None
        if last and _goes_on(last, unit, kind.answer, who):
            last.sentences.append(unit.sentence.number)
            last.joined.append(unit.sentence.number)
            continue
        found.append(_drafted(unit, kind, who, speaker))
    mapped = {number for one in found if one.type != OMISSION for number in one.sentences}
    return [one for one in found if one.type != OMISSION or not mapped.intersection(one.sentences)]


def _speaker(
    read: Sequence[Unit], place: int, kind: str, around: tuple[tuple[str, ...], tuple[str, str]], told: Known
) -> tuple[tuple[str, ...], Decision | None]:
    """The likeliest of those who can speak in a clause, and what weighed for that.

    `around` is who spoke in the clause before, and the slugs of the body and its members.
    """
    if kind == OMISSION:
        return (), None
    judge = model("speaker")
    judged = []
    for who, what in candidates(read[place], *around, told.at_table).items():
        decision = judge.decide(of_speaker(read, place, kind, (who, what), told))
        likely = decision.probability if decision.answer == YES else 1 - decision.probability
        judged.append((likely, who, decision))
    likely, who, decision = max(judged, key=lambda one: one[0])
    return who, Decision(", ".join(who), likely, decision.reasons)


def _goes_on(last: Drafted, unit: Unit, kind: str, who: tuple[str, ...]) -> bool:
    """Whether a clause only goes on with the statement before it: no rule fits, and kind and speaker are the same."""
    near = unit.sentence.number - last.sentences[-1] <= 1
    adjacent = near and unit.sentence.paragraph == last.unit.sentence.paragraph
    return unit.rule == CONTINUES and adjacent and kind == last.type and who in {(), last.by or last.inherited}


def _drafted(unit: Unit, kind: Decision, who: tuple[str, ...], speaker: Decision | None) -> Drafted:
    one = Drafted(unit, kind, speaker, [unit.sentence.number])
    here = {slug for name in (*unit.named, *unit.bodies) for slug in name.things}
    if who and set(who) <= here and not unit.told.pronoun:
        one.by = who
    else:
        one.inherited = who
    if kind.answer in ADDRESSED:
        one.to = tuple(slug for slug in slugs(unit.told.addressed) if slug not in who)
    return one
