"""What the rules of the lexicon read in each sentence: a first type and first speakers for each of its clauses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from lovp_graph.documents import Document, Sentence
from lovp_graph.drafting import clauses
from lovp_graph.drafting.lexicon import load, pattern, words
from lovp_graph.drafting.moments import moments
from lovp_graph.drafting.names import Name
from lovp_graph.drafting.speakers import Speaking, speaking
from lovp_graph.drafting.types import Rule, decide
from lovp_graph.drafting.vocabulary import Vocabulary

OMISSION, JOINT = "Omission", {"Agreement", "Decision"}
CLOSED = {"Agreement", "Decision", "Commitment"}
"""Kinds with which a sentence goes on only where it points back."""

CONTINUES = "continues"
"""What stands for a rule where none fits: the sentence goes on with what was said before it."""

NARRATES = "tells, by nobody"
"""And where nothing was said before it."""

JOINT_RULES = {"it is agreed", "they agree with each other", "it is decided"}
SPEECH = re.compile(r"<(?:say|inform|position|confirm|concern|request|promise)>")


@dataclass
class Unit:
    """A clause as the rules read it. `context` is who spoke before; `named` are the actors that it names."""

    sentence: Sentence
    clause: str
    seen: str
    rule: str
    type: str
    named: tuple[Name, ...]
    bodies: tuple[Name, ...]
    told: Speaking
    context: tuple[str, ...]
    by: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()
    secondary: bool = False
    """Whether it is not the first clause of its sentence."""
    first: bool = False
    """Whether it opens its paragraph."""


@dataclass
class _Context:
    """What was said before: who spoke last, and in which paragraph and section."""

    section: int = -1
    paragraph: int = -1
    speakers: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    last: Unit | None = None
    first: bool = True
    clear: list[str] = field(default_factory=list)
    """Whom names meant that can mean nobody else: first of the whole text, then in the order of reading."""
    longer: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Whom the names of this section meant that can be shortened ("de voorzitters van de raden"), by what is left."""

    def meant(self, one: Name, at_table: frozenset[str]) -> Name:
        """A name with first whom it likely means.

        Of several that is who is at the table, then who was last named clearly. Of those who are not, a part of a
        longer name of the same section means who bears that: "de burgemeesters", behind "de burgemeesters van de
        havensteden".
        """
        short = self.longer.get(one.text.lower())
        if short and short != one.things and not at_table.intersection(one.things):
            return Name(one.start, one.end, one.text, short)
        head, _, rest = one.text.lower().partition(" van ")
        if rest:
            self.longer[head] = one.things
        if len(one.things) == 1:
            self.clear.append(one.things[0])
            return one
        last = {slug: place for place, slug in enumerate(self.clear)}
        likely = sorted(one.things, key=lambda slug: (slug not in at_table, -last.get(slug, -1)))
        return Name(one.start, one.end, one.text, tuple(likely))

    def enter(self, sentence: Sentence) -> None:
        if sentence.section != self.section:
            self.speakers, self.earlier = (), ()
            self.longer = {}
        self.first = (sentence.section, sentence.paragraph) != (self.section, self.paragraph)
        if self.first:
            self.earlier, self.speakers = self.speakers or self.earlier, ()
            self.last = None
        self.section, self.paragraph = sentence.section, sentence.paragraph


def units(document: Document, vocabulary: Vocabulary, day: date) -> list[Unit]:
    """The clauses of a document that can each be a statement, in the order of its sentences."""
    context, found = _Context(), []
    context.clear = _clear((one.text for one in document.sentences), vocabulary)
    for sentence in document.sentences:
        context.enter(sentence)
        found += _of_sentence(sentence, vocabulary, context, day)
    return found


def named(text: str, vocabulary: Vocabulary) -> list[Name]:
    """The actors that a text names; a person with an organisation behind ("van", "namens") speaks for that."""
    found: list[Name] = []
    for one in vocabulary.actors.find(text):
        last = found[-1] if found else None
        if (
            last
            and set(last.things) & vocabulary.persons
            and pattern("speaks_for").fullmatch(text[last.end : one.start])
        ):
            found[-1] = Name(last.start, one.end, text[last.start : one.end], one.things)
        else:
            found.append(one)
    return sorted([*found, *_unnamed(text, vocabulary, found)], key=lambda one: one.start)


def _unnamed(text: str, vocabulary: Vocabulary, known: Sequence[Name]) -> Iterator[Name]:
    """The body and its members where a text calls them so without their names: "het beraad", "de leden"."""
    for key, slug in (("the_body", vocabulary.body), ("the_members", vocabulary.members or vocabulary.body)):
        for found in pattern(key).finditer(text) if slug else ():
            if not any(one.start < found.end() and found.start() < one.end for one in known):
                yield Name(found.start(), found.end(), found.group(), (slug,))


def _clear(texts: Iterable[str], vocabulary: Vocabulary) -> list[str]:
    """Whom clear names in texts mean, the most frequent last."""
    counts = Counter(one.things[0] for text in texts for one in named(text, vocabulary) if len(one.things) == 1)
    return [slug for slug, _ in reversed(counts.most_common())]


def _of_sentence(sentence: Sentence, vocabulary: Vocabulary, context: _Context, day: date) -> list[Unit]:
    text = sentence.text
    names = [context.meant(one, vocabulary.at_table) for one in named(text, vocabulary)]
    bodies = [one for one in names if one.things[0] in {vocabulary.body, vocabulary.members}]
    actors = [one for one in names if one not in bodies]
    whole = speaking(text, actors, bodies)
    speakers = slugs(whole.named) if whole.named else _meant(whole, context, vocabulary) if whole.pronoun else ()
    to_come = [(one.start, one.end) for one in moments(text, day, vocabulary.labels) if one.future]
    found: list[Unit] = []
    for start, end in clauses.parts(text):
        inside, ours = _within(actors, start, end), _within(bodies, start, end)
        seen = clauses.seen(text[start:end], inside, ours, _inside(to_come, start, end))
        own = speaking(text[start:end], inside, ours)
        who = speakers if _leads(whole, text, end) else slugs(own.named) or speakers
        speaks = "speaker" if who else "context" if context.speakers else "nobody"
        rule = decide(seen, speaks, opening=sentence.section == 0)
        if found and _adds_nothing(rule, found[-1], own, seen):
            continue
        told = own if own.named else whole
        name, kind = _kind(told, seen, rule, context)
        clause = text[start:end]
        unit = Unit(sentence, clause, seen, name, kind, tuple(inside), tuple(ours), told, context.speakers)
        _speak(unit, rule, who, vocabulary, context)
        if found and not own.named and not unit.by and not unit.inherited:
            unit.by, unit.inherited = found[-1].by, found[-1].inherited
        if unit.type != OMISSION and (unit.by or unit.inherited) and unit.type not in JOINT:
            context.speakers = unit.by or unit.inherited
        if whole.named:
            context.subject = slugs(whole.named)
        unit.secondary, unit.first = bool(found), context.first and not found
        found.append(unit)
        context.last = unit
    context.mentioned = slugs(actors)
    return found


def _leads(whole: Speaking, text: str, end: int) -> bool:
    """Whether who a sentence leads to ("volgens") speaks in a clause that ends there: from its own clause on.

    At the end of the sentence (", aldus de minister") that is all of it.
    """
    return whole.led and (whole.named[0].start < end or not re.search(r"\w", text[whole.named[-1].end :]))


def _adds_nothing(rule: Rule | None, before: Unit, own: Speaking, seen: str) -> bool:
    """Whether a further clause only goes on with the one before it."""
    if rule is None or rule.type == OMISSION or (rule.type == before.type and not own.named):
        return True
    return rule.type in {"Position", "Information"} and not own.named and not SPEECH.search(seen)


def _kind(told: Speaking, seen: str, rule: Rule | None, context: _Context) -> tuple[str, str]:
    """The rule and the first type of a clause: else the type of what it goes on with."""
    if rule:
        return rule.name, rule.type
    if context.last and _goes_on(told, seen, context):
        return CONTINUES, context.last.type
    return NARRATES, "Information"


def _goes_on(told: Speaking, seen: str, context: _Context) -> bool:
    last = context.last
    if last is None or last.type == OMISSION or (last.type in CLOSED and not pattern("anaphor").match(seen)):
        return False
    said_before = {*last.by, *last.inherited}
    if last.type not in {"Position", "Concern"} and _opens(told) and not {*slugs(told.named)} & said_before:
        return False
    return bool(context.speakers or not told.named)


def _opens(told: Speaking) -> bool:
    """Whether a sentence opens with the name of an actor as its subject."""
    return bool(told.named) and not told.led and told.named[0].start <= len("het ")


def _speak(unit: Unit, rule: Rule | None, who: tuple[str, ...], vocabulary: Vocabulary, context: _Context) -> None:
    """Say who speaks in a clause, named or inherited."""
    told, last = unit.told, context.last
    if rule is None:
        if unit.rule == CONTINUES and last:
            unit.inherited = last.by or last.inherited
        return
    if rule.type == OMISSION or rule.speaker == "nobody":
        return
    if rule.speaker == "informer":
        unit.inherited = (last.by or last.inherited) if last and last.type == "Information" else ()
    elif who and _takes(rule, told, unit.seen):
        unit.by, unit.inherited = ((), who) if told.pronoun else (who, ())
    elif rule.type in JOINT:
        _jointly(unit, vocabulary)
    elif context.speakers and rule.speaker != "named" and rule.needs != "unnamed":
        unit.inherited = context.speakers


def _takes(rule: Rule, told: Speaking, seen: str) -> bool:
    """Whether a rule takes whom a clause names, or its pronoun, for its speaker."""
    if rule.type in JOINT and told.pronoun.lower() in load("speakers")["anyone"]:
        return False
    return bool(rule.speaker != "context" or told.pronoun or told.led or SPEECH.search(seen))


def _jointly(unit: Unit, vocabulary: Vocabulary) -> None:
    """What nobody is named for is agreed or decided by the members or the body."""
    member = next((name.things[0] for name in unit.bodies if vocabulary.members in name.things), "")
    meant = member or next((name.things[0] for name in unit.bodies), "")
    if meant and (unit.type == "Decision" or unit.rule in JOINT_RULES):
        unit.by = (meant,)
    elif vocabulary.body:
        unit.inherited = (vocabulary.body,)


def _meant(told: Speaking, context: _Context, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Whom a pronoun stands for: who spoke last, of the number that its verb has."""
    mentioned = [(one,) for one in reversed(context.mentioned)]
    known = [context.speakers, context.subject, *mentioned, context.earlier]
    if told.pronoun.lower() in words("nearest"):
        known = [*mentioned, *known]
    for speakers in known:
        if not speakers:
            continue
        several = len(speakers) > 1 or speakers[0] in vocabulary.plural
        if told.plural is None or several == told.plural:
            return speakers
    return context.speakers or context.earlier


def slugs(names: Sequence[Name]) -> tuple[str, ...]:
    """Whom names mean."""
    return tuple(dict.fromkeys(one.things[0] for one in names))


def _within(names: Sequence[Name], start: int, end: int) -> list[Name]:
    """The names in a part of a text, with offsets in that part."""
    inside = (one for one in names if start <= one.start and one.end <= end)
    return [Name(one.start - start, one.end - start, one.text, one.things) for one in inside]


def _inside(spans: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    return [(first - start, last - start) for first, last in spans if start <= first and last <= end]
