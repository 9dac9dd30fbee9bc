"""When something is to happen or to return, as a Dutch sentence says it.

The words, the rules and the conventions for dates stand in `lexicon/moments.toml`; here is how a
rule is read: a wording becomes a span of days, the words around it tell on which side of the
meeting it lies, and a relation ("uiterlijk", "na") makes a date or interval in EDTF of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any, Literal

from lovp_graph.drafting.lexicon import either, load

__all__ = ["Moment", "due", "moments"]

Precision = Literal["day", "month", "year"]
WINDOW = 300  # characters of its clause that are looked at on either side of a moment
YEARS = (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8, -8)  # 29 February can be eight years away


@dataclass(frozen=True)
class Moment:
    """A wording of time in a sentence: `start` and `end` are offsets in it, `rule` names the rule of the lexicon.

    `edtf` is "" where no date follows from it. `meeting` is "next" or "previous" where the meeting
    after or before this one is meant; one that is called by its date has a rule that begins with
    "meeting" as well. `future` says whether it lies on or after the day of the meeting.
    """

    start: int
    end: int
    text: str
    edtf: str
    meeting: str
    future: bool
    rule: str


@dataclass(frozen=True)
class _Span:
    """Days from `first` to `last`, to be written with this precision."""

    first: date
    last: date
    precision: Precision


@dataclass(frozen=True)
class _Reading:
    """A moment, and how well it can say when something is due: 0 is not at all, lower comes first otherwise."""

    moment: Moment
    rank: int


@dataclass(frozen=True)
class _Rule:
    key: str
    kind: str
    pattern: re.Pattern[str]
    data: dict[str, Any]


def moments(text: str, day: date, bodies: Sequence[str] = ()) -> list[Moment]:
    """The moments that `text`, a sentence about a meeting on `day`, speaks of, from left to right.

    Of wordings that overlap the first counts, and of those the longest. `bodies` are the labels
    of the body that meets.
    """
    return [reading.moment for reading in _readings(text, day, tuple(bodies))]


def due(text: str, day: date, bodies: Sequence[str] = ()) -> Moment | None:
    """The moment at which something is to happen or return, if the sentence says one.

    A date or a meeting that is called the next comes before the bare name of the body, and
    that before a wording from which no date follows.
    """
    found = [reading for reading in _readings(text, day, tuple(bodies)) if reading.rank]
    return min(found, key=lambda reading: reading.rank).moment if found else None


@lru_cache(maxsize=1024)  # a sentence is asked for its moments more than once
def _readings(text: str, day: date, bodies: tuple[str, ...]) -> list[_Reading]:
    sentence = _Sentence(text, day)
    found = sorted(
        ((match, rule) for rule in _rules(bodies) for match in rule.pattern.finditer(text)),
        key=lambda hit: (hit[0].start(), -hit[0].end()),
    )
    readings: list[_Reading] = []
    reached = 0
    for match, rule in found:
        if match.start() >= reached and (reading := sentence.read(match, rule)):
            readings.append(reading)
            reached = match.end()
    return readings


class _Sentence:
    """A sentence in which matches of the rules are read."""

    def __init__(self, text: str, day: date) -> None:
        self.text = text
        self.day = day
        self.bounds = [(m.start(), m.end()) for m in _clause_bound().finditer(text)]
        self.starts = [start for start, _ in self.bounds]
        self.ends = [end for _, end in self.bounds]

    def around(self, start: int, end: int) -> tuple[str, str]:
        """What stands before and after these offsets in the same clause."""
        opened = bisect_right(self.ends, start)
        closed = bisect_left(self.starts, end)
        left = self.ends[opened - 1] if opened else 0
        right = self.starts[closed] if closed < len(self.starts) else len(self.text)
        return self.text[max(left, start - WINDOW) : start], self.text[end : min(right, end + WINDOW)]

    def read(self, match: re.Match[str], rule: _Rule) -> _Reading | None:
        """What the match of a rule says; None where it is no moment after all."""
        try:
            if rule.kind == "vague":
                return self._vague(match, rule)
            if rule.kind in {"meeting", "bare"}:
                return self._meeting(match, rule)
            return self._dated(match, rule)
        except (OverflowError, ValueError):  # beyond the calendar
            return None

    @staticmethod
    def _reading(match: re.Match[str], rule: _Rule, when: tuple[str, bool], rank: int, meeting: str = "") -> _Reading:
        edtf, future = when
        moment = Moment(match.start(), match.end(), match.group(), edtf, meeting, future, rule.key)
        return _Reading(moment, rank if future else 0)

    def _vague(self, match: re.Match[str], rule: _Rule) -> _Reading:
        before, after = self.around(*match.span())
        lasting = _any(tuple(load("moments")["vague"]["lasting"]))
        lasts = bool(_part(match, "stretch") and lasting.search(f"{before} | {after}"))
        return self._reading(match, rule, ("", not self.past(match)), 0 if lasts else 3)

    def _meeting(self, match: re.Match[str], rule: _Rule) -> _Reading | None:
        meeting = str(rule.data.get("meeting", ""))
        if rule.kind == "bare":
            planned = self._planned(match)
            return self._reading(match, rule, ("", True), 2, meeting) if planned else None
        edtf, future = "", meeting != "previous"
        if _part(match, "month"):
            past = meeting == "previous" or (meeting == "" and self.past(match))
            last = self._is(_part(match, "suffix"), "suffixes", "last")
            read = _date if _part(match, "day") else _month
            span = _place(read(match, "", self.day), self.day, past or last, self._year(match))
            if span is None:
                return None
            future = span.last >= self.day and not last and (not past or meeting == "")
            strictly = _lower(_part(match, "meeting_relation")) in load("moments")["meetings"]["strictly_before"]
            edtf = _interval(_write(self.day), span) if strictly and future else _written(span)
        return self._reading(match, rule, (edtf, future), 1 if edtf != self.day.isoformat() else 0, meeting)

    def _planned(self, match: re.Match[str]) -> bool:
        """Whether the clause of the bare name of the body plans something there."""
        data = load("moments")["meetings"]
        before, after = self.around(*match.span())
        clause = f"{before} | {after}"
        if _any(tuple(data["wishing"])).search(clause):
            return False
        if _any(tuple(data["returning"])).search(clause) or _compiled(data["returning_apart"]).search(clause):
            return not _any(tuple(load("moments")["past"]["finite"])).search(clause)
        near = self.text[max(0, match.start() - WINDOW) : match.end() + WINDOW]  # "wordt, na ..., behandeld"
        return bool(_any(tuple(data["treated"])).search(clause) and _any(tuple(data["planning"])).search(near))

    def _year(self, match: re.Match[str], suffix: str = "") -> int | None:
        """The year that the wording gives, if it does."""
        if year := _part(match, "year" + suffix):
            return int(year)
        if word := _part(match, "year_word" + suffix):
            return self.day.year + int(load("moments")["years"][_lower(word)])
        return None

    @staticmethod
    def _is(word: str, table: str, kind: str) -> bool:
        return _lower(word) in load("moments")[table][kind]

    def _last(self, match: re.Match[str]) -> bool:
        """Whether the wording itself says that it is past."""
        return self._is(_part(match, "which"), "which", "last") or self._is(_part(match, "suffix"), "suffixes", "last")

    def _dated(self, match: re.Match[str], rule: _Rule) -> _Reading | None:
        needs = rule.data.get("needs")
        if needs and not any(_part(match, name) or _part(match, f"{name}_word") for name in needs):
            return None
        if rule.kind in _DIRECT:
            return self._direct(match, rule)
        relation = self._relation(match)
        past = self._last(match) or relation == "since" or self.past(match)
        year = self._year(match, "2") or self._year(match)
        if rule.kind in {"year", "years"} and relation == "before" and _is_of_a_year(match):
            relation = "about"
        if (
            rule.kind == "year"
            and _lower(_part(match, "year_word")).startswith("het jaar")
            and not (relation or _part(match, "phase"))
        ):
            return None
        place = ("before" if relation == "up_to" else relation) if rule.kind == "period" else ""
        unit = _KINDS[rule.kind](match, place, self.day)
        begins = relation == "before" and rule.kind != "period" and _phase(match) != "end"
        upcoming = begins or self._is(_part(match, "which"), "which", "next")
        span = _place(_phased(unit, match, rule.kind), self.day, past, year, upcoming)
        if span is None:
            return None
        edtf, future = self._related(span, relation, match, rule)
        future = future and not (past and relation not in {"by", "before"}) and relation != "since"
        return self._reading(match, rule, (edtf, future), 0 if self._undue(match, rule, relation, span) else 1)

    def _related(self, span: _Span, relation: str, match: re.Match[str], rule: _Rule) -> tuple[str, bool]:
        """The EDTF of a span in this relation, and whether it lies after the meeting."""
        day, ahead = self.day, span.last >= self.day
        first, following = _write(span.first, span.precision), span
        if relation in {"before", "up_to"}:
            return self._before(span, match, rule)
        if relation in {"by", "until"} and ahead:
            return _interval(_write(day), span), True
        if relation == "after":
            if rule.kind != "period":  # which has its own month for "na"
                start = span.last + timedelta(days=1)
                following = _Span(start, start, span.precision)
            return f"{_write(following.first, span.precision)}/..", ahead
        if relation == "from":
            return f"{first}/..", ahead
        if relation == "since":
            return f"{first}/{_write(day)}" if span.first <= day else "", False
        return _written(span), ahead

    def _before(self, span: _Span, match: re.Match[str], rule: _Rule) -> tuple[str, bool]:
        """What lies before a span, from the day or the month of the meeting on; before what is past it says no date."""
        if self._last(match) or span.last < self.day:
            return "", False
        if rule.kind == "period" and not _until_last_day(match):
            return _written(_Span(max(span.first, self.day.replace(day=1)), span.last, span.precision)), True
        ends = _phase(match) == "end" or _until_last_day(match)
        limit = span.last if ends else span.first - timedelta(days=1)
        return (_interval(_write(self.day), _Span(limit, limit, "day")), True) if limit >= self.day else ("", False)

    def _direct(self, match: re.Match[str], rule: _Rule) -> _Reading | None:
        """A wording that is read from the day of the meeting."""
        edtf, future = _DIRECT[rule.kind](match, rule, self.day)
        past = rule.kind in {"after_span", "rest", "days"} and self.past(match)
        course = rule.kind == "rest" and self._describes(match)
        return self._reading(match, rule, (edtf, future and not past), 0 if course else 1)

    def past(self, match: re.Match[str]) -> bool:
        """Whether the clause of a moment without a year tells of the past."""
        data = load("moments")["past"]
        before, after = self.around(*match.span())
        clause = f"{before} | {after}"
        following = re.match(r"\s+([^\W\d_]+)", after)
        perfect = _any(tuple(data["auxiliaries"])).search(clause)
        if not before.strip() and following:  # the moment opens its clause, so its verb comes next
            verb = _lower(following.group(1))
            weak = re.fullmatch(data["weak"], verb) and verb not in data["not_weak"] and verb not in data["ahead"]
            if weak or verb in data["finite"] or (perfect and _any(tuple(data["said"])).search(after)):
                return True
        if re.match(r"\s*(?:het|de|een)\s*$", before, re.IGNORECASE) and _compiled(data["attributive"]).match(after):
            return True
        if any(_any(tuple(data[words])).search(clause) for words in ("ahead", "said")):
            return False
        if _compiled(data["infinitive"]).search(clause):
            return False
        if _any(tuple(data["finite"])).search(clause) or _whole(data["weak_anywhere"]).search(clause):
            return True
        return bool(perfect and _participle().search(clause)) and not self._goes_on(match)

    def _relation(self, match: re.Match[str]) -> str:
        """The relation of a moment to what is said; what is put off until then happens then, or after it."""
        relation = _relation(match)
        if relation in _PUT_OFF and self._around_has(match, "put_off"):
            return _PUT_OFF[relation]
        return "until" if relation == "until_after" else relation

    def _goes_on(self, match: re.Match[str]) -> bool:
        """Whether something has been put off or extended until a moment, which is then still to come."""
        return _relation(match) in _UNTIL and self._around_has(match, "put_off", "open_until")

    def _undue(self, match: re.Match[str], rule: _Rule, relation: str, span: _Span) -> bool:
        """Whether a moment is part of what is spoken of rather than the time at which it is due."""
        before, after = self.around(*match.span())
        limit = relation in _LIMITS
        marked = relation or _part(match, "phase") or _part(match, "which")
        return (
            relation in {"about", "since"}
            or (relation in {"until", "up_to"} and not self._around_has(match, "open_until", "put_off"))
            or rule.kind == "years"
            or bool(re.search(r"\d\s*$", before))
            or self._spoken_of(before, match.group())
            or (rule.kind == "date" and relation != "by" and span.first == span.last == self.day)
            or (rule.kind == "period" and (not marked or (_is_event(match) and not limit)))
            or (rule.kind != "date" and not limit and self._describes(match))
            or (rule.kind == "year" and not limit and self._part_of_noun(match, relation, before, after))
        )

    def _around_has(self, match: re.Match[str], *lists: str) -> bool:
        """Whether the clause of a moment holds a word of these lists."""
        clause = " | ".join(self.around(*match.span()))
        return any(_any(tuple(load("moments")["undue"][name])).search(clause) for name in lists)

    @staticmethod
    def _spoken_of(before: str, wording: str) -> bool:
        """Whether the words before a moment, its own preposition included, make it what is spoken of."""
        subjects = _any(tuple(load("moments")["undue"]["subjects"]))
        return any(found.start() < len(before) for found in subjects.finditer(before + wording))

    def _describes(self, match: re.Match[str]) -> bool:
        """Whether the clause describes a course or a size."""
        data = load("moments")["undue"]
        clause = " | ".join(self.around(*match.span()))
        return bool(
            _any(tuple(data["describing"])).search(clause) or _compiled(data["describing_apart"]).search(clause)
        )

    def _part_of_noun(self, match: re.Match[str], relation: str, before: str, after: str) -> bool:
        """Whether a year belongs to the noun before it, as it does at the end of a clause without a verb beside it.

        As an adverbial it opens the clause or stands in the middle field: another word follows.
        """
        if _part(match, "phase"):
            return False
        if not relation and _part(match, "year"):
            return True
        if after.strip():
            return False
        words = re.findall(r"[^\W\d_]+", before)
        return not words or _lower(words[-1]) not in load("moments")["undue"]["event_verbs"]


_LIMITS = frozenset({"by", "before", "after"})
_UNTIL = frozenset({"until", "until_after", "up_to"})
_PUT_OFF = {"up_to": "in", "until_after": "after"}


# Reading the parts of a match.


def _part(match: re.Match[str], name: str) -> str:
    """What a group of this name matched; a rule can hold several, of which one takes part."""
    groups = match.groupdict()
    names = (key for key in groups if key.partition("__")[0] == name)
    return next((groups[key] for key in names if groups[key]), "")


def _lower(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().lower()


def _relation(match: re.Match[str]) -> str:
    wording = _lower(_part(match, "relation") or _part(match, "meeting_relation"))
    kinds = ("in", "by", "before", "after", "from", "until", "until_after", "up_to", "since", "about")
    return next((kind for kind in kinds if wording in load("moments")["relations"][kind]), "")


def _is_of_a_year(match: re.Match[str]) -> bool:
    wording = _lower(_part(match, "relation"))
    return (
        not _part(match, "phase")
        and wording in load("moments")["relations"]["of_a_year"]
        and bool(_part(match, "year") or _part(match, "year_word"))
    )


def _phase(match: re.Match[str]) -> str:
    wording = _lower(_part(match, "phase"))
    return next((key for key, phase in load("moments")["phases"].items() if wording in phase["words"]), "")


def _period(match: re.Match[str]) -> dict[str, Any]:
    wording = _lower(_part(match, "period"))
    periods: dict[str, dict[str, Any]] = load("moments")["periods"]
    return next(period for period in periods.values() if wording in map(str.lower, period["words"]))


def _is_event(match: re.Match[str]) -> bool:
    return bool(_part(match, "period")) and bool(_period(match).get("event"))


def _until_last_day(match: re.Match[str]) -> bool:
    return bool(_part(match, "period")) and bool(_period(match).get("until_last_day"))


# Spans: a unit without its year is a function of the year.

Unit = Callable[[int], _Span | None]


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _months(year: int, first: int, last: int) -> _Span:
    """From month `first` to month `last` of a year; 13 is January of the next."""
    start = date(year + (first - 1) // 12, (first - 1) % 12 + 1, 1)
    end = _month_end(date(year + (last - 1) // 12, (last - 1) % 12 + 1, 1))
    return _Span(start, end, "month")


def _month_number(match: re.Match[str], suffix: str = "") -> int:
    if number := _part(match, "month_number"):
        return int(number)
    data = load("moments")
    return int({**data["months"], **data["abbreviated_months"]}[_lower(_part(match, "month" + suffix)).rstrip(".")])


def _date(match: re.Match[str], _place: str, _day: date) -> Unit:
    last = int(_part(match, "day2") or _part(match, "day") or "1")
    first = int(_part(match, "day") or "1")
    two = bool(_part(match, "month2"))
    ends = _month_number(match, "2") if two else _month_number(match)
    begins = _month_number(match) if _part(match, "month") or _part(match, "month_number") else ends

    def unit(year: int) -> _Span | None:
        try:
            end = date(year, ends, last)
            return _Span(date(year - (begins > ends), begins, first), end, "day")
        except ValueError:
            return None

    return unit


def _month(match: re.Match[str], _place: str, _day: date) -> Unit:
    first = _month_number(match)
    last = _month_number(match, "2") if _part(match, "month2") else first
    return lambda year: _months(year - (last < first), first, last + 12 * (last < first))


def _quarter(match: re.Match[str], _place: str, _day: date) -> Unit:
    ordinals = load("moments")["ordinals"]
    if number := _part(match, "q"):
        first = last = int(number[1])
    else:
        first = int(ordinals[_lower(_part(match, "ordinal"))])
        last = int(ordinals[_lower(_part(match, "ordinal2") or _part(match, "ordinal"))])
    return lambda year: _months(year, 3 * first - 2, 3 * max(first, last))


def _half(match: re.Match[str], _place: str, _day: date) -> Unit:
    first = 1 if load("moments")["ordinals"][_lower(_part(match, "half"))] == 1 else 7
    return lambda year: _months(year, first, first + 5)


def _season(match: re.Match[str], place: str, _day: date) -> Unit:
    months = _period(match)[place if place in {"before", "after"} and not _part(match, "phase") else "in"]
    first, last = months if isinstance(months, list) else (months, months)
    return lambda year: _months(year, first, last)


def _whole_year(_match: re.Match[str], _place: str, _day: date) -> Unit:
    return lambda year: _Span(date(year, 1, 1), date(year, 12, 31), "year")


def _years(match: re.Match[str], _place: str, _day: date) -> Unit:
    first = int(_part(match, "year"))
    last = int(_part(match, "year2") or first)
    if last < first:
        raise ValueError(f"{first} comes after {last}")
    return lambda _year: _Span(date(first, 1, 1), date(last, 12, 31), "year")


def _unit(match: re.Match[str], _place: str, day: date) -> Unit:
    """A week, weekend, month, quarter or half-year, counted from the one of the meeting."""
    which = load("moments")["which"]
    adjective = _lower(_part(match, "which"))
    current = not adjective or adjective in which["current"]
    step = 0 if current else -1 if adjective in which["last"] else 1
    kind = _lower(_part(match, "unit"))
    if kind in {"week", "weekend"}:
        step = 0 if kind == "weekend" and adjective in which["coming"] else step
        monday = day - timedelta(days=day.weekday()) + timedelta(days=7 * step)
        first = monday + timedelta(days=5 if kind == "weekend" else 0)
        span = _Span(first, monday + timedelta(days=6), "day")
        if named := _part(match, "weekday"):
            exact = monday + timedelta(days=load("moments")["weekdays"].index(_lower(named)))
            span = _Span(exact, exact, "day")
    else:
        size = {"maand": 1, "kwartaal": 3}.get(kind, 6)
        first_month = (day.month - 1) // size * size + 1 + step * size
        span = _months(day.year, first_month, first_month + size - 1)
    if current and span.first < day <= span.last:
        span = _Span(day, span.last, span.precision if span.precision == "month" else "day")
    return lambda _year: span


def _week(match: re.Match[str], _place: str, _day: date) -> Unit:
    """The week of a day, the n-th week of a month, or a week by its number."""
    if number := _part(match, "week"):
        return lambda year: _week_from(date.fromisocalendar(year, int(number), 1))
    if _part(match, "day"):
        dated = _date(match, "", _day)
        return lambda year: _week_from(span.first - timedelta(span.first.weekday())) if (span := dated(year)) else None
    ordinal = _lower(_part(match, "ordinal"))
    month, count = _month_number(match), int(load("moments")["ordinals"][ordinal])

    def week(year: int) -> _Span:
        end = _month_end(date(year, month, 1))
        last = end if load("moments")["last_ordinal"] == ordinal else end.replace(day=7 * count)
        return _Span(last - timedelta(days=6), last, "day")

    return week


def _week_from(monday: date) -> _Span:
    return _Span(monday, monday + timedelta(days=6), "day")


_KINDS: dict[str, Callable[[re.Match[str], str, date], Unit]] = {
    "date": _date,
    "month": _month,
    "quarter": _quarter,
    "half": _half,
    "period": _season,
    "year": _whole_year,
    "years": _years,
    "unit": _unit,
    "week": _week,
}


def _phased(unit: Unit, match: re.Match[str], kind: str) -> Unit:
    """The part of a unit that "begin", "eind" and the like leave of it; of two months both are whole."""
    phase = _phase(match)
    if not phase or kind == "date" or _part(match, "month2"):
        return unit
    return lambda year: _slice(whole, phase) if (whole := unit(year)) else None


def _slice(whole: _Span, phase: str) -> _Span:
    data = load("moments")["phases"][phase]
    if whole.precision == "year":
        return _months(whole.first.year, *data["year"])
    if whole.precision == "day":
        return whole
    count = (whole.last.year - whole.first.year) * 12 + whole.last.month - whole.first.month + 1
    half = phase.endswith("half")
    if count == 1:
        first, last = (min(number, _month_end(whole.first).day) for number in data["month"])
        return _Span(whole.first.replace(day=first), whole.first.replace(day=last), "day" if half else "month")
    if half:
        size = (count + 1) // 2
        start = whole.first.month + (0 if phase == "first-half" else count - size)
        return _months(whole.first.year, start, start + size - 1)
    index = {"start": 0, "middle": (count - 1) // 2, "end": count - 1}[phase]
    return _months(whole.first.year, whole.first.month + index, whole.first.month + index)


def _place(unit: Unit, day: date, past: bool, year: int | None, upcoming: bool = False) -> _Span | None:
    """The unit in the year that is given, or else the next one, or the last one that has begun.

    `upcoming` leaves out the one that the meeting itself falls in.
    """
    if year is not None:
        return unit(year)
    spans = (span for step in YEARS if 1 <= day.year + step <= date.max.year and (span := unit(day.year + step)))
    if past:
        return max((span for span in spans if span.first <= day), key=lambda span: span.first, default=None)
    ahead = (span for span in spans if (span.first > day if upcoming else span.last >= day))
    return min(ahead, key=lambda span: span.first, default=None)


# Writing EDTF.


def _write(day: date, precision: Precision = "day") -> str:
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision]]


def _written(span: _Span) -> str:
    first, last = _write(span.first, span.precision), _write(span.last, span.precision)
    return first if first == last else f"{first}/{last}"


def _interval(start: str, span: _Span) -> str:
    end = _write(span.last, span.precision)
    return end if end == start else f"{start}/{end}"


# Wordings that are read from the day of the meeting.


def _add_months(day: date, count: int) -> date:
    first = _months(day.year, day.month + count, day.month + count).first
    return first.replace(day=min(day.day, _month_end(first).day))


def _count(match: re.Match[str]) -> tuple[int, dict[str, Any]]:
    wording = _lower(_part(match, "count"))
    numbers: dict[str, int] = load("moments")["numbers"]
    unit = _lower(_part(match, "count_unit"))
    units: dict[str, dict[str, Any]] = load("moments")["units"]
    number = int(wording) if wording.isdigit() else numbers.get(wording, 1)
    return number, next(data for data in units.values() if unit in data["words"])


def _counted(day: date, match: re.Match[str], sign: int) -> _Span:
    """The day, week, month or year to which a count leads."""
    number, unit = _count(match)
    if "months" in unit:
        end = _add_months(day, sign * number * int(unit["months"]))
        return _Span(end, end, "month")
    end = day + timedelta(days=sign * number * int(unit["days"]))
    if unit["days"] == 7:
        monday = end - timedelta(days=end.weekday())
        return _week_from(monday)
    return _Span(end, end, "day")


def _within(match: re.Match[str], _rule: _Rule, day: date) -> tuple[str, bool]:
    number, unit = _count(match)
    if "months" in unit:
        end = _add_months(day, number * int(unit["months"]))
    else:
        end = day + timedelta(days=number * int(unit["days"]))
    return _interval(_write(day), _Span(end, end, "day")), True


def _after_span(match: re.Match[str], _rule: _Rule, day: date) -> tuple[str, bool]:
    return _written(_counted(day, match, 1)), True


def _ago(match: re.Match[str], _rule: _Rule, day: date) -> tuple[str, bool]:
    return _written(_counted(day, match, -1)), False


def _reach(match: re.Match[str], _rule: _Rule, day: date) -> tuple[str, bool]:
    data = load("moments")
    reach = data["reach"][_lower(_part(match, "reach"))]
    back = _lower(_part(match, "which")) in data["which"]["last"]
    if back:
        return "", False
    end = day + timedelta(days=int(reach.get("days", 0)))
    end = _add_months(end, int(reach.get("months", 0)))
    precision: Precision = "day" if reach.get("days") == 7 else "month"
    return _interval(_write(day), _Span(end, end, precision)), True


def _weekday(match: re.Match[str], _rule: _Rule, day: date) -> tuple[str, bool]:
    data = load("moments")
    index = data["weekdays"].index(_lower(_part(match, "weekday")))
    back = (
        _lower(_part(match, "which")) in data["which"]["last"]
        or _lower(_part(match, "suffix")) in data["suffixes"]["last"]
    )
    if back:
        return _write(day - timedelta(days=(day.weekday() - index - 1) % 7 + 1)), False
    return _write(day + timedelta(days=(index - day.weekday() - 1) % 7 + 1)), True


def _rest(_match: re.Match[str], _rule: _Rule, day: date) -> tuple[str, bool]:
    return _interval(_write(day), _Span(day, date(day.year, 12, 31), "day")), True


def _past(_match: re.Match[str], _rule: _Rule, _day: date) -> tuple[str, bool]:
    return "", False


def _days(_match: re.Match[str], rule: _Rule, day: date) -> tuple[str, bool]:
    step = int(rule.data["days"])
    return _write(day + timedelta(days=step)), step >= 0


_DIRECT: dict[str, Callable[[re.Match[str], _Rule, date], tuple[str, bool]]] = {
    "within": _within,
    "after_span": _after_span,
    "ago": _ago,
    "reach": _reach,
    "weekday": _weekday,
    "days": _days,
    "rest": _rest,
    "past": _past,
}


# Patterns, compiled from the lexicon.


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    return _compiled(rf"(?<!\w){either(words)}(?!\w)")


@cache
def _whole(pattern: str) -> re.Pattern[str]:
    return _compiled(rf"\b(?:{pattern})\b")


@cache
def _participle() -> re.Pattern[str]:
    past = load("moments")["past"]
    return _whole(past["participle"].replace("{nouns}", either(past["nouns"])))


@cache
def _clause_bound() -> re.Pattern[str]:
    clause = load("moments")["clause"]
    marks = rf"(?<!\d)[{re.escape(clause['marks'])}]|[{re.escape(clause['marks'])}](?!\d)"  # not "1.150"
    return _compiled(rf"{marks}|(?<!\w){either(clause['words'])}(?!\w)")


@cache
def _fragments() -> dict[str, str]:
    """What the names in the patterns of the rules stand for."""
    data = load("moments")
    meetings = data["meetings"]
    phase = either(word for phase in data["phases"].values() for word in phase["words"])
    which = either(word for words in data["which"].values() for word in words)
    article = either(data["articles"])
    adverb = either(data["adverbs"])
    relation = either(word for words in data["relations"].values() for word in words)
    year_ref = rf"(?:(?P<year>(?:19|20|21)\d\d)|(?P<year_word>{either(data['years'])}))"
    article_phase = f"(?:{article} )?(?:(?P<phase>{phase}) )?"
    before = f"(?:{adverb} )?(?:(?P<relation>{relation}) )?{article_phase}(?:{article} )?(?:(?P<which>{which}) )?"
    units = data["units"].values()
    counted = either(word for unit in units if not unit.get("alone") for word in unit["words"])
    alone = either(word for unit in units if unit.get("alone") for word in unit["words"])
    number = rf"(?:\d{{1,3}}|{either(data['numbers'])})"
    several = rf"(?:{number} (?:tot|à|of) )?(?P<count>{number}) (?P<count_unit>{counted})"
    weekday = rf"(?P<weekday>{either(data['weekdays'])})"
    month_named = rf"(?P<month>{either(data['months'])}|{either(data['abbreviated_months'])}\b\.?)"
    suffix = rf"(?P<suffix>{either(word for words in data['suffixes'].values() for word in words)})"
    of_year = f"(?: (?:van )?{year_ref})?"
    dated = rf"(?:{weekday} )?(?:(?P<day>[0-3]?\d) )?{month_named}{of_year}(?:,? {suffix})?"
    return {
        "before": before,
        "before2": f"(?:(?P<phase2>{phase}) )?",
        "adverb": adverb,
        "relation": relation,
        "article": article,
        "phase": phase,
        "which": which,
        "weekday": weekday,
        "month": month_named,
        "month2": month_named.replace("<month>", "<month2>"),
        "of_year": of_year,
        "of_year2": of_year.replace("<year>", "<year2>").replace("<year_word>", "<year_word2>"),
        "year_ref": year_ref,
        "suffix": suffix,
        "ordinal": either(data["ordinals"]),
        "period": rf"(?P<period>{either(word for period in data['periods'].values() for word in period['words'])})",
        "count": f"(?:{several}|(?P<count_unit>{alone}))",
        "vague": either(data["vague"]["words"]),
        "stretch": either(data["vague"]["stretches"]),
        "anchor": either(data["vague"]["anchors"]),
        "anchor_relation": either(data["vague"]["anchor_relations"]),
        "meeting_relation": rf"(?P<meeting_relation>{either(meetings['relations'])})",
        "meeting_next": either(meetings["next"]),
        "meeting_previous": either(meetings["previous"]),
        "meeting_adjective": either(meetings["adjectives"]),
        "noun": either(meetings["nouns"]),
        "turn": either(meetings["turns"]),
        "dated": f"{either(meetings['dated_by'])} {dated}",
    }


@cache
def _rules(bodies: tuple[str, ...]) -> tuple[_Rule, ...]:
    return tuple(_compile(bodies))


def _compile(bodies: tuple[str, ...]) -> Iterator[_Rule]:
    endings = either(load("moments")["meetings"]["endings"])
    labels = [label for label in (re.sub(r"\s+", " ", body).strip() for body in bodies) if label]
    fragments = {**_fragments(), "body": f"{either(labels)}(?:[- ]?{endings})?" if labels else r"(?!)"}
    for data in load("moments")["rule"]:
        pattern = re.sub(r"\{([a-z_]+2?)\}", lambda name: fragments[name.group(1)], data["pattern"])
        pattern = pattern.replace(" ?", r"\s?").replace(" ", r"\s+")
        yield _Rule(data["key"], data["kind"], _compiled(rf"(?<!\w)(?=\S)(?:{_distinct(pattern)})(?!\w)"), data)


def _distinct(pattern: str) -> str:
    """The pattern with a number on each further group of the same name."""
    seen: dict[str, int] = {}

    def number(name: re.Match[str]) -> str:
        seen[name.group(1)] = count = seen.get(name.group(1), 0) + 1
        return name.group() if count == 1 else f"(?P<{name.group(1)}__{count}>"

    return re.sub(r"\(\?P<(\w+)>", number, pattern)
