"""Why a draft says what it says of a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from lovp_graph.drafting.amounts import amounts
from lovp_graph.drafting.draft import Draft, DraftedStatement
from lovp_graph.drafting.earlier import LIKE, LIKE_BACK
from lovp_graph.drafting.model import Decision
from lovp_graph.drafting.moments import due, moments
from lovp_graph.drafting.units import named
from lovp_graph.drafting.verbs import verbs


def explain(draft: Draft, number: int) -> Iterator[str]:
    """Lines that say what was found in sentence `number`, and what decided. Raises IndexError for no sentence."""
    if number < 1:
        raise IndexError(number)
    text = draft.document.sentences[number - 1].text
    yield f"{number} | {text}"
    yield from _found(draft, text)
    for omission in draft.omissions:
        if number in omission.sentences:
            yield f"not mapped, by rule {omission.unit.rule}; {_weighed(omission.kind)}"
    for one in draft.statements:
        if number in one.read.sentences:
            yield from _statement(one, number)


def _found(draft: Draft, text: str) -> Iterator[str]:
    """What the lexicon and the graph know of a sentence."""
    day, known = max(draft.days), draft.vocabulary
    for kind, names in (("actor", named(text, known)), ("theme", known.themes.find(text))):
        for name in names:
            yield f"{kind:<10} {name.text} = {' or '.join(name.things)}"
    for verb in verbs(text):
        yield f"verb       {' … '.join(text[start:end] for start, end in verb.parts)} = {verb.verb}, {verb.sort}"
    for moment in moments(text, day, known.labels):
        yield f"moment     {moment.text} = {moment.edtf or 'no date'}, rule {moment.rule}"
    meant = due(text, day, known.labels)
    if meant:
        yield f"due        {meant.text}"
    for amount in amounts(text, day):
        role = amount.role or "unknown"
        yield f"amount     {amount.text} = {amount.value} {amount.unit}, role {role}, rule {amount.rule}"


def _statement(one: DraftedStatement, number: int) -> Iterator[str]:
    read = one.read
    yield f"statement  {one.number:03}: {read.type}, {one.confidence:.0%} sure"
    if number in read.joined:
        yield f"           it only goes on with sentence {read.sentences[0]}"
    yield f"           read as: {read.unit.seen}"
    yield f"           rule: {read.unit.rule}"
    yield f"           kind, by {_weighed(read.kind)}"
    if read.speaker:
        sure = f"{read.speaker.answer or 'nobody'}, {read.speaker.probability:.0%} sure"
        yield f"           speaker {sure}, by {_weighed(read.speaker)}"
    authority = f"{one.authority.kind}, rule {one.authority.rule}" if one.authority else "none, no rule fits"
    yield f"           authority: {authority}"
    alike = ", ".join(f"{candidate.slug} ({candidate.likeness})" for candidate in one.earlier)
    yield f"           earlier: {alike or f'none is alike enough ({LIKE}, or {LIKE_BACK} with a word that goes back)'}"
    for doubt in one.doubts:
        yield f"           doubt: {doubt}"


def _weighed(decision: Decision) -> str:
    return "; ".join(f"{name} ({weight:+.2f})" for name, weight in decision.reasons)
