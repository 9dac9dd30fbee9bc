"""A document becomes the draft of an annotation: statements with all that can be read off their sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from lovp_graph.catalogue import Catalogue, Thing
from lovp_graph.documents import Document
from lovp_graph.drafting import clauses, facts
from lovp_graph.drafting.amounts import Amount, amounts
from lovp_graph.drafting.earlier import Candidate, Earlier
from lovp_graph.drafting.lexicon import load
from lovp_graph.drafting.moments import Moment, due, moments
from lovp_graph.drafting.names import Name, slugs_in
from lovp_graph.drafting.reading import Drafted, drafted
from lovp_graph.drafting.units import OMISSION, SPEECH, named
from lovp_graph.drafting.verbs import verbs
from lovp_graph.drafting.vocabulary import Vocabulary, vocabulary
from lovp_graph.errors import DocumentError

CONDITIONAL = {"Commitment", "Agreement", "Decision", "Position", "Request"}
MOST_THEMES = 3
SURE = 0.75
OUTCOMES = {"Agreement", "Commitment", "Decision"}
"""From this confidence on a statement is not put on the list of what to look at first."""

ACRONYM = re.compile(r"(?<![\w-])[A-Z][A-Za-z]?[A-Z]{1,5}(?![\w-])")


@dataclass(frozen=True)
class Item:
    """An agenda item: a heading with what stands under it."""

    section: int
    position: int
    heading: str
    slug: str
    part_of: str
    themes: tuple[str, ...]


@dataclass(frozen=True)
class Meeting:
    """A meeting that a draft is about: what the graph calls it, or would; `known` is "date", "expected" or ""."""

    slug: str
    day: date
    known: str


@dataclass
class DraftedStatement:
    """A drafted statement with what its sentences say besides; `doubts` are for the editor."""

    number: int
    read: Drafted
    item: Item | None
    themes: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    due: Moment | None = None
    condition: str = ""
    negated: bool = False
    amounts: tuple[Amount, ...] = ()
    authority: facts.Authority | None = None
    holder: str = ""
    told_in: int = 0
    """The number of the sentence that tells of the authority."""
    recalled: bool = False
    """Whether an outcome is told with a moment that has passed."""
    kind: str = ""
    force: str = ""
    earlier: tuple[Candidate, ...] = ()
    confidence: float = 0.0
    doubts: list[str] = field(default_factory=list)

    @property
    def sureness(self) -> float:
        """How sure type and speaker both are, from 0 to 1."""
        speaker = self.read.speaker.probability if self.read.speaker else 1.0
        return min(self.confidence, speaker) / (2 if self.read.ambiguous else 1)


@dataclass(frozen=True)
class Draft:
    """The draft of an annotation, with what the graph does not know yet."""

    slug: str
    document: Document
    days: tuple[date, ...]
    vocabulary: Vocabulary
    items: tuple[Item, ...]
    statements: tuple[DraftedStatement, ...]
    omissions: tuple[Drafted, ...]
    unknown: tuple[str, ...]
    meetings: tuple[Meeting, ...]
    due_here: tuple[Thing, ...]
    """The earlier statements that are meant for one of the meetings."""


def draft(
    document: Document, catalogue: Catalogue, slug: str, days: Sequence[date], known: Vocabulary | None = None
) -> Draft:
    """Draft the annotation of a document about meetings on some days; `known` are the names that it can use.

    Raises DocumentError where nothing in it looks like a summary of a meeting.
    """
    day = max(days)
    known = known or vocabulary(catalogue, document, day)
    read = drafted(document, known, day)
    said = [one for one in read if one.type != OMISSION]
    spoken = [one for one in said if SPEECH.search(one.unit.seen) and (one.by or one.inherited)]
    if not spoken:
        raise DocumentError(
            f"nobody is said to say, ask, promise or decide anything in {len(document.sentences)} sentences; "
            "give the text of a summary of a meeting"
        )
    items = tuple(_items(document, known, slug))
    of_section = {item.section: item for item in items}
    sections = {one.number: one.section for one in document.sentences}
    earlier = Earlier(catalogue, min(days).isoformat())
    resting = Counter(place for one in said for place in one.sentences)
    drafting = _Drafting(document, known, earlier, day, frozenset(place for place in resting if resting[place] > 1))
    statements = [
        drafting.statement(number, one, of_section.get(sections[one.sentences[0]]))
        for number, one in enumerate(said, 1)
    ]
    meetings = tuple(_meeting(catalogue, slug, one, day) for one in days)
    return Draft(
        slug,
        document,
        tuple(days),
        known,
        items,
        tuple(statements),
        tuple(one for one in read if one.type == OMISSION),
        tuple(_unknown(document, known)),
        meetings,
        tuple(
            thing
            for one in catalogue.of("Meeting")
            if one.slug in {meeting.slug for meeting in meetings}
            for thing in catalogue.linking(one, "dueMeeting")
            if not thing.slug.startswith(f"{slug}-")
        ),
    )


def draft_of(document: Document, catalogue: Catalogue, stem: str) -> Draft:
    """Draft the annotation of a document in a file with a name: its slug and days come from the text, else the name.

    Raises DocumentError where neither has a day, or nothing in the text looks like a summary.
    """
    days = document.dates or tuple(dates(stem.replace("_", "-")))
    if not days:
        raise DocumentError("no day of a meeting in the title; name the file after body and day, as in lovp-2026-02-02")
    known = vocabulary(catalogue, document, max(days))
    name = min(known.labels, key=len, default="") or re.sub(r"\d{4}[-_]\d\d[-_]\d\d", " ", stem)
    body = "-".join(re.findall(r"[a-z0-9]+", clauses.plain(name))) or "overleg"
    return draft(document, catalogue, f"{body}-{max(days).isoformat()}", days, known)


def dates(name: str) -> Iterator[date]:
    """The days in a file's name, as in lovp-2026-02-02; impossible ones are left out."""
    for found in re.findall(r"\d{4}-\d\d-\d\d", name):
        with suppress(ValueError):
            yield date.fromisoformat(found)


def _meeting(catalogue: Catalogue, slug: str, day: date, last: date) -> Meeting:
    """The meeting on a day: the one that the graph has for it, or expects then; else a new one."""
    stem = slug.removesuffix(f"-{last.isoformat()}")
    ours = [thing for thing in catalogue.of("Meeting") if thing.slug.startswith(f"{stem}-")]
    for name in ("date", "expected"):
        found = next((one for one in ours if one.one(name) and day.isoformat().startswith(one.one(name))), None)
        if found:
            return Meeting(found.slug, day, name)
    return Meeting(f"{stem}-{day.isoformat()}" if stem != slug else slug, day, "")


def _items(document: Document, known: Vocabulary, slug: str) -> Iterator[Item]:
    taken: set[str] = set()
    slugs: dict[int, str] = {}
    for position, section in enumerate((one for one in document.sections if one.number), 1):
        name = "-".join(re.findall(r"[a-z0-9]+", clauses.plain(section.heading)))[:60].strip("-") or str(position)
        while name in taken:
            name += "-2"
        taken.add(name)
        slugs[section.number] = f"{slug}-{name}"
        yield Item(
            section.number,
            position,
            section.heading.rstrip(".:"),
            slugs[section.number],
            slugs.get(section.parent or 0, ""),
            slugs_in(known.themes.find(section.heading))[:MOST_THEMES],
        )


@dataclass(frozen=True)
class _Drafting:
    """What is needed to see what the sentences of a statement say besides."""

    document: Document
    known: Vocabulary
    earlier: Earlier
    day: date
    shared: frozenset[int]
    """The sentences in which several statements stand."""

    def own(self, read: Drafted) -> list[str]:
        """What is said of one statement: its sentences, and of one that holds several only its clause."""
        return [
            read.unit.clause if place in self.shared else self.document.sentences[place - 1].text
            for place in read.sentences
        ]

    def statement(self, number: int, read: Drafted, item: Item | None) -> DraftedStatement:
        """A statement with everything that can be read off its sentences."""
        texts = [self.document.sentences[place - 1].text for place in read.sentences]
        whole = " ".join(texts)
        found = slugs_in(self.known.themes.find(whole))
        themes = tuple(dict.fromkeys([*found, *(item.themes if item else ())]))[:MOST_THEMES]
        one = DraftedStatement(number, read, item, themes, slugs_in(self.known.documents.find(whole)))
        # Of its own clause first: a sentence can hold the moments of two statements.
        meant = (due(part, self.day, self.known.labels) for part in (read.unit.clause, *texts))
        one.due = next(filter(None, meant), None)
        if read.type in CONDITIONAL:
            one.condition = facts.condition(texts[0])
        one.negated = any(map(facts.denies, self.own(read)))
        one.amounts = tuple(amount for part in self.own(read) for amount in amounts(part, self.day))
        one.recalled = read.type in OUTCOMES and any(
            not moment.future for moment in moments(read.unit.clause, self.day, self.known.labels)
        )
        one.authority, one.holder = _authority(read.unit.clause, read.unit.named, read.unit.bodies)
        one.told_in = read.sentences[0]
        for place in read.joined:
            if one.authority is None:
                text = self.document.sentences[place - 1].text
                one.authority, one.holder = _authority(text, tuple(named(text, self.known)), ())
                one.told_in = place
        if read.type == "Commitment":
            verbal = [verb.verb for verb in verbs(texts[0])]
            one.kind = facts.commitment_kind(whole)
            one.force = "promised" if facts.is_promised(texts[0], verbal) else "undertaken"
        one.earlier = tuple(self.earlier.candidates(whole, themes, goes_back=facts.goes_back(whole)))
        one.confidence = read.kind.probability
        one.doubts = list(_doubts(one))
        return one


def _authority(text: str, actors: tuple[Name, ...], bodies: tuple[Name, ...]) -> tuple[facts.Authority | None, str]:
    """The authority that a clause tells of, and who has it.

    An actor that is called by a word of the rules ("the authorities") can hide it from them: where
    they find nothing, they look again without such names.
    """
    telling = load("authority")["mark"]["any"]
    plain = tuple(name for name in actors if not any(word in name.text.lower() for word in telling))
    for names in (actors, plain):
        found = facts.authority(clauses.seen(text, names, bodies, []))
        if found:
            return found, names[found.holder].things[0] if found.holder < len(names) else ""
    return None, ""


def _doubts(one: DraftedStatement) -> Iterator[str]:
    """What the editor should look at."""
    if one.confidence < SURE:
        yield f"type: {one.confidence:.0%} sure"
    if one.read.speaker and one.read.speaker.probability < SURE:
        yield f"speaker: {one.read.speaker.probability:.0%} sure"
    if one.read.inherited:
        pronoun = one.read.unit.told.pronoun
        yield f"speaker: inherited{f', from the pronoun {pronoun!r}' if pronoun else ''}"
    if one.read.ambiguous:
        yield f"speaker: a name that can mean {' or '.join(one.read.ambiguous)}"
    if one.recalled:
        yield "names a moment that has passed: was it said then? see saidAt and repeats"
    if one.read.unit.sentence.text.rstrip().endswith("?"):
        yield "asks a question: give the issue that it raises, if it stays open"
    if one.negated:
        yield "denies something: keep that in the gist"
    yield from _open(one)


def _open(one: DraftedStatement) -> Iterator[str]:
    """What the draft leaves for the editor to fill in."""
    if one.due and not one.due.edtf and not one.due.meeting:
        yield f"due: '{one.due.text}' has no date"
    if one.authority:
        yield f"authority: rule '{one.authority.rule}'; choose task and regime"
    if any(not amount.role for amount in one.amounts):
        yield "amount: choose its role"
    if not one.themes:
        yield "theme: none was found"


def _unknown(document: Document, known: Vocabulary) -> Iterator[str]:
    """Names in the text that may be actors, and that the graph does not know."""
    nouns = "|".join(map(re.escape, load("marks")["actor_nouns"]))
    of = r"(?:\s+(?:van|voor)\s+(?:de\s+)?[A-Z][\w-]+|\s+[A-Z][\w-]+)*"
    actor = re.compile(rf"\b(?:[Dd]e|[Hh]et)\s+((?:[A-Z][\w-]+\s+)?(?:{nouns}){of})\b")
    seen: set[str] = set()
    for sentence in document.sentences:
        text = sentence.text
        spans = [name for names in (known.actors, known.themes, known.documents) for name in names.find(text)]
        for found in [*ACRONYM.finditer(text), *actor.finditer(text)]:
            name, (start, end) = found.group(found.re.groups), found.span(found.re.groups)
            if name not in seen and not any(one.start < end and start < one.end for one in spans):
                seen.add(name)
                yield name
