"""Sums of money and numbers of people in a Dutch sentence.

The words stand in `lexicon/amounts.toml`; here is how a number is put together and how the words
around it tell its unit, its role and its year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import zip_longest

from lovp_graph.drafting.lexicon import either, load

__all__ = ["Amount", "amounts"]

WINDOW = 200  # characters on either side of an amount in which its role and year are looked for
AMOUNT = "¤"  # how the lexicon writes the place of the amount
FIGURES = "|".join(
    (
        r"(?<![\w.,])\d{1,3}(?:\.\d{3}){1,5}(?:,\d{1,2})?(?!\d)",
        r"(?<![\w.,])\d{1,3}(?: \d{3}){1,4}(?!\d)",
        r"(?<![\w.,])\d{1,12}(?:[.,]\d{1,3})?(?!\d)",
    )
)


@dataclass(frozen=True)
class Amount:
    """An amount in a sentence: `start`, `end` and `text` are its number with its unit.

    `value` is a decimal number, `unit` and `role` are slugs of concepts ("" for a role that nothing
    tells), `unit_inferred` says that the wording has no unit, `qualifier` is the word that limits
    its precision, `year` the year that it is of, `rule` what made it an amount.
    """

    start: int
    end: int
    text: str
    value: str
    unit: str
    unit_inferred: bool
    qualifier: str
    role: str
    year: str
    rule: str


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    value: Decimal
    unit: str
    inferred: bool
    rule: str


def amounts(text: str, day: date) -> list[Amount]:
    """The amounts in `text`, a sentence about a meeting on `day`, from left to right."""
    done: list[Amount] = []
    for found in _all(text):
        before, after = _clause(text, found)
        amount = Amount(
            found.start,
            found.end,
            text[found.start : found.end],
            _decimal(found.value),
            found.unit,
            found.inferred,
            _qualifier(text, found),
            _role(before, after, text, found),
            _year(text, found, day),
            found.rule,
        )
        if done:
            gap = text[done[-1].end : found.start]
            if not amount.role and gap.strip().lower() in load("amounts")["words"]["joins"]:
                amount = replace(amount, role=done[-1].role)
            if not done[-1].role and _range().fullmatch(gap):
                done[-1] = replace(done[-1], role=amount.role)
        done.append(amount)
    return done


def _decimal(value: Decimal) -> str:
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


# Numbers and their units.


def _all(text: str) -> Iterator[_Found]:
    """Every amount with its unit; the first number of a range borrows what it lacks from the second."""
    matches = list(_pattern().finditer(text))
    reached = 0
    in_money = False  # whether the number before this one has a currency that holds for both
    for match, following in zip_longest(matches, matches[1:]):
        ranged = following and _range().fullmatch(text, match.end(), following.start())
        for found in _low(text, match, following) if ranged else _single(text, match):
            if found.start >= reached:  # "5 euro 10": the currency is that of the first
                reached = found.end
                yield replace(found, inferred=False) if in_money else found
        in_money = bool(ranged and match.group("currency"))


def _low(text: str, match: re.Match[str], following: re.Match[str]) -> Iterator[_Found]:
    """The first number of a range: it has a unit of its own, or that of the second."""
    own = list(_single(text, match))
    high = next(_single(text, following), None)
    value = _value(match)
    if high is None or value is None or (own and match.group("scale")):
        yield from own
        return
    if not match.group("scale") and value < 1000:
        value *= _scale(following)
    yield _Found(match.start(), match.end(), value, high.unit, high.inferred and not match.group("currency"), high.rule)


def _single(text: str, match: re.Match[str]) -> Iterator[_Found]:
    """The amount that a number is, with what stands around it; nothing where it counts something else."""
    value, start, end = _value(match), match.start(), match.end()
    rest = text[end : end + WINDOW]
    if value is None or _percentage().match(rest):
        return
    if match.group("currency"):
        yield _Found(start, end, value, "EUR", False, "currency-before")
        return
    for unit in load("amounts")["units"]:
        if noun := _unit_after(unit).match(rest):
            if unit != "persons" or _counts_people(text, match, value, end + noun.end()):
                yield _Found(start, end + noun.end(), value, unit, False, f"{unit}-after")
            return
    inferred = load("amounts")["inferred"]
    if (match.group("scale") or "").lower() in inferred["scales"]:
        if not _other_noun().match(rest):
            yield _Found(start, end, value, str(inferred["unit"]), True, "scale-alone")
    elif _is_number_of_people(text, match):
        yield _Found(start, end, value, "persons", False, "number-of-people")


def _counts_people(text: str, match: re.Match[str], value: Decimal, end: int) -> bool:
    around = text[max(0, match.start() - WINDOW) : end + WINDOW]
    in_words = not match.group("number")[0].isdigit() and value < load("amounts")["people"]["least_in_words"]
    return value == value.to_integral_value() and not in_words and not _incident().search(around)


def _is_number_of_people(text: str, match: re.Match[str]) -> bool:
    """Whether the noun of a bare number stands before it: "het aantal deelnemers groeide naar 85"."""
    number = match.group("number")
    before, after = text[max(0, match.start() - WINDOW) : match.start()], text[match.end() : match.end() + WINDOW]
    return bool(
        number.replace(".", "").isdigit()
        and not re.fullmatch(r"(?:19|20|21)\d\d", number)
        and (
            _of_people().search(before)
            or (_number_of_people().search(before) and _preposition().search(before) and _no_noun().match(after))
        )
    )


def _scale(match: re.Match[str]) -> Decimal:
    data = load("amounts")
    word = (match.group("scale") or match.group("money_scale") or "").lower()
    return Decimal({**data["scales"], **data["money_scales"]}.get(word, 1))


def _value(match: re.Match[str]) -> Decimal | None:
    data = load("amounts")
    number = re.sub(r"\s+", " ", match.group("number").lower())
    if number in data["fractions"]:
        return Decimal(data["fractions"][number]) * _scale(match)
    if number[:1].isdigit():
        if re.fullmatch(r"\d{1,3}(?:[. ]\d{3})+(?:,\d+)?", number):
            number = number.replace(".", "").replace(" ", "")
        return Decimal(number.replace(",", ".")) * _scale(match)
    whole = _in_words(number)
    return None if whole is None else whole * _scale(match)


def _in_words(word: str) -> int | None:
    """A number in words: thousands, hundreds, units before tens; None where it is none."""
    data = load("amounts")
    for name, size in sorted(data["multipliers"].items(), key=lambda item: -int(item[1])):
        if name in word:
            head, _, tail = word.partition(name)
            times = _in_words(head) if head else 1
            rest = _in_words(re.sub(r"^en", "", tail)) if tail else 0
            return None if times is None or rest is None else times * int(size) + rest
    if word in data["numbers"]:
        return int(data["numbers"][word])
    for name, tens in data["numbers"].items():
        unit = re.sub(r"[eë]n$", "", word.removesuffix(name))
        if (
            tens >= 20
            and word.endswith(name)
            and word != name
            and unit in data["numbers"]
            and data["numbers"][unit] < 10
        ):
            return int(tens) + int(data["numbers"][unit])
    return None


# What stands around an amount.


def _clause(text: str, found: _Found) -> tuple[str, str]:
    """What stands before and after an amount in its clause; the word that opens the clause counts."""
    before, after = text[max(0, found.start - WINDOW) : found.start], text[found.end : found.end + WINDOW]
    opening = 0
    for bound in _clause_bound().finditer(before):
        opening = bound.start()
    closing = _clause_bound().search(after)
    return before[opening:], after[: closing.start()] if closing else after


def _role(before: str, after: str, text: str, found: _Found) -> str:
    """The role that the nearest of the surest words in the clause tells, else in what goes before."""
    earlier = text[max(0, found.start - WINDOW) : found.start]
    for left, right in ((before, after), (earlier, "")):
        for strength in _strengths():
            ranked = [
                (distance, role)
                for role, pattern in _role_patterns(strength)
                for distance in _distances(pattern, left, right)
            ]
            if ranked:
                return min(ranked)[1]
    return ""


def _distances(pattern: re.Pattern[str], left: str, right: str) -> Iterator[int]:
    """How far each match is from the amount, which stands as one sign in its clause."""
    place = len(left)
    for match in pattern.finditer(f"{left}{AMOUNT}{right}"):
        yield max(0, place - match.end(), match.start() - place - 1)


def _qualifier(text: str, found: _Found) -> str:
    before = text[max(0, found.start - 40) : found.start]
    match = _qualifier_before().search(before)
    return re.sub(r"\s+", " ", match.group("qualifier")).lower() if match else ""


def _year(text: str, found: _Found, day: date) -> str:
    """The nearest year in the sentence, but none that bounds a range."""
    data = load("amounts")["years"]
    left = max(0, found.start - WINDOW)
    around = text[left : found.end + WINDOW]
    around = re.sub(data["range"], lambda match: " " * len(match.group()), around)
    offset = found.start - left
    years: list[tuple[int, str]] = []
    for match in re.finditer(data["explicit"], around):
        if not offset <= match.start() < offset + found.end - found.start:
            years.append((abs(match.start() - offset), match.group(1)))
    for wording, step in data.items():
        if isinstance(step, int):
            for match in re.finditer(rf"(?<!\w){either([wording])}(?!\w)", around, re.IGNORECASE):
                years.append((abs(match.start() - offset), f"{day.year + step:04d}"))
    return min(years)[1] if years else ""


# Patterns, compiled from the lexicon.


@cache
def _pattern() -> re.Pattern[str]:
    """A number with its scale and with a currency before it; a short scale needs the currency."""
    data = load("amounts")
    parts = either([*data["numbers"], *data["multipliers"]])
    words = rf"(?<!\w)(?:{either(data['fractions'])}|(?:{parts}(?:[eë]n)?){{1,8}})(?!\w)"
    number = rf"(?:{FIGURES}|{words})"
    currency = rf"(?<!\w)(?P<currency>{either(data['units']['EUR']['before'])})\s{{0,3}}"
    short = rf"\s?(?P<money_scale>{either(data['money_scales'])})(?!\w)"
    scale = rf"\s{{0,3}}(?P<scale>{either(data['scales'])})(?!\w)(?:\.(?=\s{{1,3}}(?-i:[^\W\d_A-Z])))?"
    return re.compile(
        rf"(?:{currency})?(?P<number>{number})(?:{scale}|(?(currency){short}|(?!))|,-{{1,2}})?", re.IGNORECASE
    )


@cache
def _range() -> re.Pattern[str]:
    return re.compile(rf"\s{{0,3}}{either(load('amounts')['words']['ranges'])}\s{{0,3}}", re.IGNORECASE)


@cache
def _no_noun() -> re.Pattern[str]:
    """What follows a number that is not followed by what it counts."""
    words = either(load("amounts")["people"]["number_followers"])
    return re.compile(rf"\s*(?:$|[,;:.)!?](?!\d)|{words}(?!\w))", re.IGNORECASE)


@cache
def _unit_after(unit: str) -> re.Pattern[str]:
    data = load("amounts")
    nouns = either(data["units"][unit]["after"])
    nouns = rf"(?!€\s?\d){nouns}"  # "in 2034 € 5 miljoen": the sign belongs to what follows
    if unit != "persons":
        return re.compile(rf"\s{{0,3}}{nouns}(?!\w)", re.IGNORECASE)
    words = either(data["people"]["no_adjectives"])
    adjective = rf"\s{{1,3}}(?!{words}\b)[^\W\d_]{{2,30}}"
    most = int(data["people"]["adjectives"])
    return re.compile(rf"(?:{adjective}){{0,{most}}}\s{{1,3}}{nouns}(?!\w)", re.IGNORECASE)


@cache
def _percentage() -> re.Pattern[str]:
    return re.compile(rf"\s{{0,3}}{either(load('amounts')['words']['percentages'])}", re.IGNORECASE)


@cache
def _other_noun() -> re.Pattern[str]:
    data = load("amounts")["inferred"]
    endings = "|".join(map(re.escape, data["counted_endings"]))
    return re.compile(rf"\s{{1,3}}(?:{either(data['counted'])}|[^\W\d_]{{2,30}}(?:{endings}))(?!\w)", re.IGNORECASE)


@cache
def _incident() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){either(load('amounts')['people']['incidents'])}(?!\w)", re.IGNORECASE)


@cache
def _number_of_people() -> re.Pattern[str]:
    data = load("amounts")
    people = either(data["units"]["persons"]["after"])
    return re.compile(
        rf"(?<!\w){either(data['people']['number_nouns'])}(?:\s{{1,3}}[^\W\d_]{{1,30}}){{0,3}}\s{{1,3}}{people}(?!\w)",
        re.IGNORECASE,
    )


@cache
def _of_people() -> re.Pattern[str]:
    data = load("amounts")
    qualifier = rf"(?:{either(data['words']['qualifiers'])}\s{{1,3}})?"
    return re.compile(rf"(?<!\w){either(data['people']['of_people'])}\s{{1,3}}{qualifier}$", re.IGNORECASE)


@cache
def _preposition() -> re.Pattern[str]:
    data = load("amounts")
    qualifier = rf"(?:{either(data['words']['qualifiers'])}\s{{1,3}})?"
    return re.compile(rf"(?<!\w){either(data['people']['number_prepositions'])}\s{{1,3}}{qualifier}$", re.IGNORECASE)


@cache
def _qualifier_before() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?P<qualifier>{either(load('amounts')['words']['qualifiers'])})\s{{1,3}}$", re.IGNORECASE
    )


@cache
def _clause_bound() -> re.Pattern[str]:
    return re.compile(load("amounts")["clause"]["pattern"], re.IGNORECASE)


@cache
def _strengths() -> tuple[int, ...]:
    return tuple(sorted({int(entry["strength"]) for entry in load("amounts")["roles"]}))


@cache
def _role_patterns(strength: int) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (entry["role"], re.compile(rf"(?<!\w)(?:{'|'.join(entry['patterns'])})(?!\w)", re.IGNORECASE))
        for entry in load("amounts")["roles"]
        if entry["strength"] == strength
    )
