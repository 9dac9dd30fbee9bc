"""What a clause shows of its kind and its speaker, as names of features."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lovp_graph.drafting.lexicon import pattern, words
from lovp_graph.drafting.units import SPEECH, Unit
from lovp_graph.drafting.verbs import verbs

ACTING = {"Commitment", "Decision"}
"""Kinds of which who does it speaks, also without a verb of speaking."""

TOKEN = re.compile(r"<\w+>|[@%?!:]|[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d+")


def of_type(units: Sequence[Unit], place: int) -> list[str]:
    """The features of a clause by which its kind is told: its rule, its words, who speaks, what stands around it."""
    unit = units[place]
    return list(dict.fromkeys([*_rule(unit), *_words(unit), *_who(unit), *_around(units, place)]))


def _rule(unit: Unit) -> Iterator[str]:
    yield f"rule {unit.rule}"
    yield f"rule gives {unit.type}"


def _words(unit: Unit) -> Iterator[str]:
    tokens = [re.sub(r"^\d+$", "0", token) for token in TOKEN.findall(unit.seen)]
    yield from (f"word {token}" for token in tokens)
    yield from (f"stem {token[:6]}" for token in tokens if len(token) >= 5 and token[0] != "<")
    yield from (f"words {first} {second}" for first, second in pairwise(tokens))
    if tokens:
        yield f"begins {tokens[0]}"
        yield f"ends {tokens[-1]}"
    found = verbs(unit.clause)
    yield from (f"verb {verb.verb}" for verb in found)
    if found:
        yield f"first verb {found[0].sort}"
    for name in ("passive", "perfect", "denies"):
        if pattern(name).search(unit.seen):
            yield name
    if unit.sentence.text.rstrip().endswith("?"):
        yield "question"


def _who(unit: Unit) -> Iterator[str]:
    told = unit.told
    if told.named:
        yield "names a speaker"
        if told.led:
            yield "leads to a speaker"
        if told.named[0].start <= len("het "):
            yield "opens with a speaker"
    elif told.pronoun:
        yield "has a pronoun"
    else:
        yield "names nobody, after a speaker" if unit.context else "names nobody"
    if unit.bodies:
        yield "names the body"
    if _opens_with_body(unit):
        yield "opens with the body"


def _opens_with_body(unit: Unit) -> bool:
    """Whether the body or its members stand where the subject of a clause stands first."""
    return bool(unit.bodies) and unit.bodies[0].start <= len("alle ")


def _around(units: Sequence[Unit], place: int) -> Iterator[str]:
    unit = units[place]
    if unit.sentence.section == 0:
        yield "opening"
    if unit.first:
        yield "begins a paragraph"
    if unit.secondary:
        yield "further clause"
    before = units[place - 1] if place else None
    after = units[place + 1] if place + 1 < len(units) else None
    for name, other in (("before", before), ("after", after)):
        if other and other.sentence.section == unit.sentence.section:
            same = "in its paragraph" if other.sentence.paragraph == unit.sentence.paragraph else "in its section"
            yield f"{name} {same}: {other.type}"
            yield f"{name}: rule {other.rule}"


def candidates(
    unit: Unit, before: tuple[str, ...], ours: Sequence[str], at_table: frozenset[str] = frozenset()
) -> dict[tuple[str, ...], list[str]]:
    """Who can be the speaker of a clause, with what each of them is: named, in the context, the body, nobody.

    `before` is who spoke in the clause before, `ours` the slugs of the body and its members. Who is
    not at the table, where that is known, is talked about unless a rule and a verb say that they speak.
    """
    found: dict[tuple[str, ...], list[str]] = {}

    def add(who: tuple[str, ...], what: str) -> None:
        found.setdefault(who, []).append(what)

    add((), "nobody")

    def can_speak(*slugs: str) -> bool:
        told = unit.told.led or SPEECH.search(unit.seen) or unit.type in ACTING
        return not at_table or at_table.issuperset(slugs) or bool(told and set(slugs) <= {*unit.by, *unit.inherited})

    subject = tuple(dict.fromkeys(one.things[0] for one in unit.told.named))
    if subject and can_speak(*subject):
        add(subject, "named as the subject")
    for place, one in enumerate(unit.named):
        if can_speak(one.things[0]):
            add((one.things[0],), "named first" if place == 0 else "named later")
    add(unit.by or unit.inherited, "by the rules")
    if unit.context:
        add(unit.context, "spoke last")
    if before:
        add(before, "spoke just before")
    for slug, what in zip(ours, ("the body", "the members"), strict=True):
        named = [one for one in unit.bodies if slug in one.things]
        if slug:
            add((slug,), f"{what}, first" if named and _opens_with_body(unit) else f"{what}, named" if named else what)
    return found


@dataclass(frozen=True)
class Known:
    """What a text as a whole tells of actors: how often each is said to speak; and who is at the table."""

    talks: Counter[str]
    at_table: frozenset[str] = frozenset()


def known(units: Sequence[Unit], at_table: frozenset[str]) -> Known:
    """What the clauses of a text tell of its actors, beside who is known to be at the table."""
    return Known(
        Counter(one.things[0] for unit in units if SPEECH.search(unit.seen) for one in unit.told.named), at_table
    )


def of_speaker(
    units: Sequence[Unit], place: int, kind: str, candidate: tuple[tuple[str, ...], Sequence[str]], known: Known
) -> list[str]:
    """The features of a candidate for the speaker of a clause of some kind: who it is, and what it is.

    `known` has how often each actor is said to speak in the text, and who is at the table.
    """
    unit, (who, what) = units[place], candidate
    own = "+".join(sorted(what))
    circumstances = list(_circumstances(units, place, kind))
    found = [f"is {own}", *(f"is {one}" for one in what)]
    found += [f"{one}, {circumstance}" for one in (*what, own) for circumstance in circumstances]
    if who:
        often = min(known.talks[who[0]], 3)
        speaks = "speaks" if SPEECH.search(unit.seen) else "says nothing"
        found += [f"talks {often} times", f"{own}, talks {often} times", f"{own}, talks {often} times, {speaks}"]
    if who and known.at_table:
        where = "at the table" if set(who) <= known.at_table else "not at the table"
        found += [where, *(f"{one}, {where}" for one in what)]
    for one in unit.named:
        if (one.things[0],) == who:
            found += _beside(unit, one.start, one.end)
    return list(dict.fromkeys(found))


def _circumstances(units: Sequence[Unit], place: int, kind: str) -> Iterator[str]:
    """What is so of a clause whoever speaks in it."""
    unit, told = units[place], units[place].told
    yield from (f"kind {kind}", f"rule {unit.rule}", f"{kind} by rule {unit.rule}")
    yield "speaks" if SPEECH.search(unit.seen) else "says nothing"
    yield f"{_since(units, place)} clauses after a speaker"
    words = TOKEN.findall(unit.seen)
    yield f"begins {words[0] if words else ''}"
    facts = {
        "modal": pattern("modal").search(unit.seen),
        "perfect": pattern("perfect").search(unit.seen),
        f"passive {kind}": pattern("passive").search(unit.seen),
        "with a pronoun": told.pronoun,
        "led": told.led,
        "names no subject": not told.named and not told.pronoun,
        "begins a paragraph": unit.first,
        "opening": unit.sentence.section == 0,
        "opens with the body": _opens_with_body(unit),
    }
    yield from (name for name, fact in facts.items() if fact)


def _since(units: Sequence[Unit], place: int) -> int:
    """How many clauses back somebody was last named as speaking, up to 4."""
    for back in range(4):
        unit = units[place - back] if place >= back else None
        if unit is None or unit.sentence.section != units[place].sentence.section:
            break
        if unit.told.named and SPEECH.search(unit.seen):
            return back
    return 4


def _beside(unit: Unit, start: int, end: int) -> Iterator[str]:
    """The words before and behind a name."""
    before = re.findall(r"[^\W\d_]+|[,:;(]", unit.clause[:start].lower())
    before = [word for word in before if word not in words("articles")]
    behind = re.findall(r"[^\W\d_]+|[,:;)]", unit.clause[end:].lower())
    yield f"behind {before[-1] if before else 'nothing'}"
    yield f"before {behind[0] if behind else 'nothing'}"
    sorts = [verb.sort for verb in verbs(unit.clause) if verb.start > end][:1]
    yield f"before a verb of {sorts[0] if sorts else 'no sort'}"
