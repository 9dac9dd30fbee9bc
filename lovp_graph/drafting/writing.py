"""A draft as an annotation file to work through in any text editor."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Iterator
from datetime import date

from lovp_graph.drafting.draft import SURE, Draft, DraftedStatement, Item, Meeting
from lovp_graph.drafting.facts import Authority
from lovp_graph.story import dutch

WIDTH = 110
UNREADABLE = re.compile("[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
NEXT = "next"
DIGEST = "# SHA-256 of that file begins with "
TODO = '{nl: ""}'
"""A text that only the editor can write; `check` says where one is left."""


def annotation(draft: Draft, source: str, digest: str = "") -> str:
    """The draft as YAML, in reading order, with what to look at first on top.

    `source` is the name of the document, `digest` tells its content from others (see `source_of`).
    """
    return "\n".join(_lines(draft, source, digest)) + "\n"


def source_of(text: str) -> str:
    """The digest of the document that a draft was made of; nothing where it names none."""
    found = re.search(rf"^{re.escape(DIGEST)}(\w+)$", text, re.MULTILINE)
    return found[1] if found else ""


def _lines(draft: Draft, source: str, digest: str) -> Iterator[str]:
    yield from _head(draft, source, digest)
    meetings = [f"meeting/{slug}" for slug in meetings_of(draft)]
    yield f"id: summary/{draft.slug}"
    yield "type: Summary"
    yield f"covers: [{', '.join(meetings)}]"
    yield 'writtenBy: ""  # the actor who wrote it'
    yield "annotatedBy: machine  # person, if a person read every statement against its sentences"
    yield 'reviewPasses: ""  # from how many independent readings it was settled'
    yield ""
    if draft.items:
        yield "agendaItem:"
        for item in draft.items:
            yield from _item(item, meetings[0])
        yield ""
    yield "statement:"
    for one in draft.statements:
        yield from _statement(one, draft, meetings[0])
    yield from _amounts(draft)
    yield from _authorities(draft)
    if draft.omissions:
        yield ""
        yield "notMapped:"
        for number, omission in enumerate(draft.omissions, 1):
            yield from _quoted(draft, omission.sentences)
            yield f"  - id: nietgemapt/{draft.slug}-{number:03}"
            yield "    type: Omission"
            yield f"    sentence: {_numbers(omission.sentences)}"
            yield f'    reason: ""  # {omission.unit.rule}'


def meetings_of(draft: Draft) -> list[str]:
    """The slugs of the meetings that a draft is about."""
    return [one.slug for one in draft.meetings]


def after_of(draft: Draft) -> str:
    """The slug of the meeting after those of a draft, which nobody knows yet."""
    last = max(draft.days).isoformat()
    return f"{draft.slug.removesuffix(last).rstrip('-')}-after-{last}"


def _head(draft: Draft, source: str, digest: str) -> Iterator[str]:
    name = next(iter(sorted(draft.vocabulary.labels, key=len)), draft.slug)
    yield from _wrapped("# ", f"DRAFT of the annotation of {source}, made by machine.")
    if digest:
        yield f"{DIGEST}{digest}"
    yield "# It quotes the text: never commit it as it is."
    yield "#"
    yield "# For each statement: read the sentence in the comment, correct what is wrong, write the gist in your own"
    yield "# words, and take the comment away. `lovp-graph check` on this file says what is left to do."
    first = sorted((one for one in draft.statements if one.sureness < SURE), key=lambda one: one.sureness)
    yield f"# Look first at {len(first)} of {len(draft.statements)} statements, the least sure first:"
    yield from _wrapped("#   ", ", ".join(f"{one.number:03}" for one in first) or "none")
    for meeting in draft.meetings:
        yield "#"
        yield from _meeting(meeting, name)
    if any(one.due and one.due.meeting == NEXT for one in draft.statements):
        yield f"#   - id: meeting/{after_of(draft)}  # the one after it, whichever that is"
        yield "#     type: Meeting"
        nl, en = _day(max(draft.days))
        yield f'#     prefLabel: {{nl: "een {name} na {nl}", en: "a {name} after {en}"}}'
        yield "#     meetingKind: regular"
        yield "#     state: announced"
        yield f"#     after: meeting/{max(draft.meetings, key=lambda one: one.day).slug}"
    if draft.due_here:
        yield "#"
        yield "# Meant for this meeting, by what was said before. If it comes up, link to it:"
        for thing in draft.due_here:
            yield from _wrapped("#   ", f"{thing.segment}/{thing.slug}: {thing.one('gist', 'nl')}")
    if draft.unknown:
        yield "#"
        yield "# The graph does not know these names. Is one an actor or document of its own, give it an entry:"
        yield from _wrapped("#   ", ", ".join(draft.unknown))
    themeless = [item.heading for item in draft.items if not item.themes]
    if themeless:
        yield "#"
        yield "# No theme was found for these headings; is one a new theme, or does a theme lack this name?"
        yield from _wrapped("#   ", "; ".join(themeless))
    yield ""


def _meeting(meeting: Meeting, name: str) -> Iterator[str]:
    """What data/meetings.yaml is to have of a meeting."""
    if meeting.known:
        given = f", expected there: give it date: {meeting.day} for that" if meeting.known == "expected" else ""
        yield f"# This is meeting/{meeting.slug} of data/meetings.yaml{given}; with state: annotated."
        return
    nl, en = _day(meeting.day)
    yield "# For data/meetings.yaml, in the order of time, without the signs in front:"
    yield f"#   - id: meeting/{meeting.slug}"
    yield "#     type: Meeting"
    yield f'#     prefLabel: {{nl: "{name} van {nl}", en: "{name} of {en}"}}'
    yield "#     meetingKind: regular"
    yield "#     state: annotated"
    yield f"#     date: {meeting.day.isoformat()}"


def _day(day: date) -> tuple[str, str]:
    """A day in words, in Dutch and English."""
    return dutch(day.isoformat()), f"{day.day} {day:%B} {day.year}"


def _item(item: Item, meeting: str) -> Iterator[str]:
    yield f"  - id: agendapunt/{item.slug}"
    yield "    type: AgendaItem"
    yield f"    meeting: {meeting}"
    yield f"    position: {item.position}"
    yield f"    heading: {_text(item.heading)}"
    yield f"    section: {item.section}"
    if item.part_of:
        yield f"    partOf: agendapunt/{item.part_of}"
    if item.themes:
        yield f"    theme: [{_list('thema', item.themes)}]"


def _statement(one: DraftedStatement, draft: Draft, meeting: str) -> Iterator[str]:
    read = one.read
    yield ""
    yield from _quoted(draft, read.sentences)
    if read.joined:
        yield f"  # = {_numbers(read.joined)} may only go on with it: split them off where they say another thing"
    for doubt in one.doubts:
        yield f"  # ? {doubt}"
    for candidate in one.earlier:
        yield from _wrapped("  # < ", f"uitspraak/{candidate.slug} ({candidate.likeness}): {candidate.gist}")
    yield f"  - id: uitspraak/{draft.slug}-{one.number:03}"
    yield f"    type: {read.type}  # {read.kind.probability:.0%} sure"
    yield f"    meeting: {meeting}"
    if one.item:
        yield f"    agendaItem: agendapunt/{one.item.slug}"
    for key, kind, slugs in (
        ("by", "actor", read.by),
        ("byInherited", "actor", read.inherited),
        ("to", "actor", read.to),
        ("theme", "thema", one.themes),
        ("mentions", "document", one.mentions),
    ):
        if slugs:
            yield f"    {key}: [{_list(kind, slugs)}]"
    yield from _facts(one, after_of(draft))
    yield f"    gist: {TODO}"
    yield f"    sentence: {_numbers(read.sentences)}"


def _facts(one: DraftedStatement, after: str) -> Iterator[str]:
    """What a statement says besides; `after` is the meeting that comes next, whichever that is."""
    if one.force:
        yield f"    force: {one.force}"
        yield f"    kind: {one.kind}"
    if one.due:
        if one.due.edtf:
            yield f"    due: {one.due.edtf}"
        yield f"    dueText: {_text(one.due.text)}"
        if one.due.meeting == NEXT:
            yield f"    dueMeeting: meeting/{after}"
    if one.condition:
        yield f"    condition: {_text(one.condition)}  # in your own words"
    if one.negated:
        yield "    negated: true"


def _amounts(draft: Draft) -> Iterator[str]:
    stated = [(one, amount) for one in draft.statements for amount in one.amounts]
    if stated:
        yield ""
        yield "amount:"
    for number, (one, amount) in enumerate(stated, 1):
        sentences = [_sentence(draft, place) for place in one.read.sentences]
        holding = next((text for text in sentences if amount.text in text), sentences[0])
        yield from _wrapped("  # ", f"{amount.text}: {holding}")
        yield f"  - id: bedrag/{draft.slug}-{number:02}"
        yield "    type: Amount"
        yield f"    value: {amount.value}"
        yield f"    unit: {amount.unit}"
        if amount.unit_inferred:
            yield "    unitInferred: true"
        if amount.qualifier:
            yield f"    qualifier: {_text(amount.qualifier)}"
        yield f"    amountRole: {amount.role or _text('')}"
        yield f"    measures: {TODO}"
        if amount.year:
            yield f"    year: {amount.year}"
        if one.themes:
            yield f"    theme: [{_list('thema', one.themes[:1])}]"
        yield f"    statedIn: uitspraak/{draft.slug}-{one.number:03}"


def _authorities(draft: Draft) -> Iterator[str]:
    stated = [(one, one.authority) for one in draft.statements if one.authority]
    if stated:
        yield ""
        yield "authorityRelation:"
    for number, (one, authority) in enumerate(stated, 1):
        yield from _wrapped("  # ", _sentence(draft, one.told_in))
        yield from _authority(f"gezag/{draft.slug}-{number:02}", one, authority, draft)


def _authority(name: str, one: DraftedStatement, authority: Authority, draft: Draft) -> Iterator[str]:
    yield f"  - id: {name}"
    yield "    type: AuthorityRelation"
    yield f"    holder: [{_list('actor', (one.holder,))}]" if one.holder else '    holder: [""]'
    yield '    task: ""'
    yield f"    authorityKind: {authority.kind}  # {authority.rule}"
    yield '    regime: ""'
    yield f"    status: {'confirmed' if one.read.type == 'Confirmation' else 'in-force'}"
    yield f"    gist: {TODO}"
    yield f"    statedIn: uitspraak/{draft.slug}-{one.number:03}"


def _quoted(draft: Draft, numbers: Iterable[int]) -> Iterator[str]:
    """The sentences that something rests on, as a comment."""
    for number in numbers:
        yield from _wrapped("  # ", f"{number} | {_sentence(draft, number)}")


def _sentence(draft: Draft, number: int) -> str:
    return draft.document.sentences[number - 1].text


def _wrapped(mark: str, text: str) -> Iterator[str]:
    """A text as lines of comment."""
    text = _readable(" ".join(text.split()))
    rest = " " * (len(mark) - len(mark.lstrip())) + "#   "
    yield from textwrap.wrap(text, WIDTH, initial_indent=mark, subsequent_indent=rest, break_long_words=False)


def _list(kind: str, slugs: Iterable[str]) -> str:
    return ", ".join(f"{kind}/{slug}" for slug in slugs)


def _numbers(numbers: Iterable[int]) -> str:
    return f"[{', '.join(map(str, numbers))}]"


def _text(text: str) -> str:
    """A text as YAML takes it: quoted as in JSON, of which YAML is a superset."""
    return json.dumps(_readable(text), ensure_ascii=False)


def _readable(text: str) -> str:
    """A text with what YAML cannot hold replaced."""
    return UNREADABLE.sub("\ufffd", text)
