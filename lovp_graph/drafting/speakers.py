"""Who speaks in a sentence: whom it names as such, or whom a pronoun or the context stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from lovp_graph.drafting.lexicon import load, pattern, words
from lovp_graph.drafting.names import Name
from lovp_graph.drafting.verbs import forms, verbs

SPEECH = {"say", "inform", "position", "concern", "confirm"}


@dataclass(frozen=True)
class Speaking:
    """Who a sentence names as speakers and as addressees, and whether a pronoun stands for a speaker."""

    named: tuple[Name, ...] = ()
    addressed: tuple[Name, ...] = ()
    pronoun: str = ""
    plural: bool | None = None
    led: bool = False
    """Whether a word such as "volgens" says that who is named speaks."""


def speaking(text: str, actors: Sequence[Name], bodies: Sequence[Name] = ()) -> Speaking:
    """Who speaks in a sentence, of the actors whose names stand in it; `bodies` are the names of who meets."""
    actors = [one for one in actors if text[: one.start].rstrip()[-1:] != "("]
    led = [one for one in actors if _led_by(text, one, "by")]
    agents = [one for one in actors if one not in led and _led_by(text, one, "agent")]
    nouns = [one for one in actors if one not in led and _led_by(text, one, "by_noun")]
    bare = [one for one in actors if one not in (*led, *agents, *nouns) and _is_subject(text, one, actors)]
    subject = next((one for one in bodies if _is_subject(text, one, bodies)), None)
    if subject:  # "het beraad stelde de agenda van de reders vast"
        joined = _with_joined(text, subject, actors, [])
        bare = [one for one in bare if one.start < subject.start or one in joined]
    turned = [one for one in bare if _closes_speech(text, one)]
    pronoun, plural, place = _pronoun(text)
    begins = [one for one in nouns if text[one.end :].lstrip()[:1] == ":"]
    before = [one for one in bare if not agents or one.start < agents[0].start]
    if pronoun:  # a name behind it is not the subject's
        before = [one for one in before if one.start < place]
    named = led or begins or turned[:1] or before[:1] or agents or nouns
    marked = led or begins or turned
    if named:
        named = _with_joined(text, named[-1], actors, list(named))
    if named:
        pronoun, plural = "", None
    addressed = tuple(_addressed(text, actors, [*named, *led]))
    return Speaking(tuple(named), addressed, pronoun, plural, bool(marked))


def _addressed(text: str, actors: Sequence[Name], speakers: Sequence[Name]) -> Iterator[Name]:
    """Whom a sentence asks or promises something: behind "aan" or "bij", or as the object of such a verb."""
    asking = any(verb.sort in {"request", "promise"} for verb in verbs(text))
    for one in actors:
        if one in speakers:
            continue
        if _before("to").search(text[: one.start]) or (asking and _is_subject(text, one, actors)):
            yield one


def _with_joined(text: str, first: Name, actors: Sequence[Name], named: list[Name]) -> list[Name]:
    """Speakers with those joined to them: "de raad en de voorzitter"."""
    found, last = list(named), first
    for one in actors:
        if one.start > last.end and pattern("joined").match(text[last.end : one.start]):
            found.append(one)
            last = one
    return found


@cache
def _determined() -> str:
    return str(load("grammar")["patterns"]["determiner"])


@cache
def _before(key: str) -> re.Pattern[str]:
    leading = "|".join(map(re.escape, sorted(load("speakers")[key], key=len, reverse=True)))
    return re.compile(rf"(?:^|\W)(?:{leading})\s+{_determined()}$", re.IGNORECASE)


@cache
def _words(*keys: str) -> str:
    return "|".join(re.escape(word) for key in keys for word in load("speakers")[key])


def _led_by(text: str, one: Name, key: str) -> bool:
    before = text[: one.start]
    found = _before(key).search(before)
    if not found and key == "by" and pattern("in_ones_view").fullmatch(before):
        return bool(pattern("is_so").match(text[one.end :]))
    if found and key == "agent":
        opening = before[: found.start()]
        if pattern("attribute").search(opening):
            return False  # "de door het kabinet vrijgemaakte middelen"
        clause = re.split(r"[,;:–]\s+", opening)[-1]
        return not _subordinate(clause, opening)
    if found:
        return True
    held = re.compile(rf"\b(?:{_words('held')})\b", re.IGNORECASE)
    return key == "by" and bool(
        re.search(rf"(?:^|\W)bij\s+{_determined()}$", before, re.IGNORECASE) and held.search(text)
    )


def _is_subject(text: str, one: Name, actors: Sequence[Name]) -> bool:
    """Whether a name can be that of who speaks: behind no preposition, and not in a subordinate clause."""
    before = text[: one.start]
    if _before("not_by").search(before) or _before("agent").search(before):
        return False
    if pattern("passive_before").search(before) or pattern("passive_behind").match(text[one.end :]):
        return False
    if any(other.end <= one.start and pattern("joined").match(text[other.end : one.start]) for other in actors):
        return False  # it is joined to another, which decides
    clause = re.split(r"[,;:–]\s+", before)[-1]
    return not _subordinate(clause, before)


def _subordinate(clause: str, sentence: str) -> bool:
    """Whether what stands before a name opens a subordinate clause."""
    first = clause != sentence
    if not first:  # "Dat beeld", "Die vraag": it points
        clause = pattern("points").sub(" ", clause)
    anywhere = re.search(rf"(?:^|\s)(?:{_words('subordinate')})\b", _main(clause), re.IGNORECASE)
    return bool(
        anywhere
        or (first and re.match(rf"\s*(?:{_words('subordinate_first')})\s(?!\w+(?:de|te|t)\s)", clause, re.IGNORECASE))
    )


def _closes_speech(text: str, one: Name) -> bool:
    """Whether a name is that of who is said to say what stands before it: ", merkt de minister op"."""
    before = re.search(rf",\s(?:zo\s)?(\w+)\s{_determined()}$", text[: one.start], re.IGNORECASE)
    return bool(before and any(form.sort in SPEECH for form in forms().get(before.group(1).lower(), ())))


def _main(clause: str) -> str:
    """What can make a clause subordinate: its words up to the name, without "dat" that points ("dat is")."""
    return pattern("points_with_verb").sub(" ", clause)


def _says(text: str, start: int, word: str) -> bool:
    """Whether a word is a verb of the lexicon, with its other part if it has one, or can be a verb with one."""
    return word in words("finite") or any(verb.start == start for verb in verbs(text))


def _pronoun(text: str) -> tuple[str, bool | None, int]:
    """The pronoun that is the subject of a sentence, whether its verb is a plural, and where it stands."""
    one, many, any_ = (load("speakers")[key] for key in ("singular", "plural", "anyone"))
    pronouns = "|".join(dict.fromkeys([*one, *many, *any_]))
    first = re.match(rf"(?:\w+\s+)??({pronouns})\s+(\w+)", text, re.IGNORECASE)
    turned = re.match(rf"(?:\S+\s+){{1,14}}?(\w+)\s+({pronouns})\b", text, re.IGNORECASE)
    closing = pattern("closing_pronoun").search(text)
    if closing and any(form.sort in SPEECH | {"request"} for form in forms().get(closing.group(1).lower(), ())):
        return closing.group(2), bool(re.search(rf"{load('speakers')['plural_endings']}$", closing.group(1))), 0
    led = pattern("led_pronoun").search(text)
    if led:
        return led.group(1), led.group(1).lower() in words("many"), len(text)
    if first and (
        text[: first.start(1)].strip() == "" or text[: first.start(1)].strip().lower() in words("before_pronoun")
    ):
        pronoun, verb, place = first.group(1), first.group(2), first.start(1)
        if pronoun.lower() in words("nearest") and not _says(text, first.start(2), verb.lower()):
            return "", None, 0
    elif turned and not re.search(rf"\b(?:{_words('subordinate')})\b", text[: turned.start(2)], re.IGNORECASE):
        pronoun, verb, place = turned.group(2), turned.group(1), turned.start(2)
        if pronoun.lower() in words("nearest"):
            return "", None, 0
    else:
        return "", None, 0
    plural = bool(re.search(rf"{load('speakers')['plural_endings']}$", verb, re.IGNORECASE))
    if pronoun.lower() in words("one") | {word.lower() for word in any_}:
        plural = False
    return pronoun, plural, place
