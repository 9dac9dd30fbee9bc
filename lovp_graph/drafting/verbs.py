"""Where verbs stand in a Dutch sentence and of which sort they are, in whatever form: joined, split or a participle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lovp_graph.drafting.lexicon import load, pattern
from lovp_graph.drafting.lexicon import words as small

WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")


@dataclass(frozen=True)
class Form:
    """One form of a verb; `split` is what must follow apart from it ("toe" of "zegt ... toe")."""

    verb: str
    sort: str
    split: str = ""
    finite: bool = True


@dataclass(frozen=True)
class Verb:
    """A verb in a sentence. `parts` are the offsets of its words, the first of which is where it stands."""

    verb: str
    sort: str
    parts: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Where it stands."""
        return self.parts[0][0]


@cache
def forms() -> dict[str, tuple[Form, ...]]:
    """The forms of all verbs of the lexicon, by how they are written in lower case."""
    found: dict[str, list[Form]] = {}
    for sort, verbs in load("verbs").items():
        for name, listed in verbs.items():
            prefix, _, base = name.rpartition("|")
            verb = prefix + base
            present, past, plural, participle = listed.split()
            for form in dict.fromkeys((base, present, past, plural)):
                if prefix:
                    found.setdefault(form, []).append(Form(verb, sort, prefix))
                found.setdefault(prefix + form, []).append(Form(verb, sort, finite=form != participle))
            found.setdefault(prefix + participle, []).append(Form(verb, sort, finite=False))
    return {form: tuple(dict.fromkeys(of)) for form, of in found.items()}


def verbs(text: str) -> list[Verb]:
    """The verbs of the lexicon in a sentence, in their order; a split verb rather than what its first part is alone."""
    return list(_verbs(text))


def _verbs(text: str) -> Iterator[Verb]:
    words = list(WORD.finditer(text))
    taken: set[int] = set()  # second parts of split verbs
    for place, word in enumerate(words):
        if word.start() in taken or (place and _is_noun(_lower(words[place - 1]), _lower(word))):
            continue
        if _is_numeral(words, place):
            continue
        known = forms().get(_lower(word), ())
        whole = next((form for form in known if not form.split), None)
        for form in known:
            apart = _apart(text, words, (place, form.split), taken) if form.split else None
            if apart:
                taken.add(apart.start())
                yield Verb(form.verb, form.sort, (word.span(), apart.span()))
                break
        else:
            if whole:
                yield Verb(whole.verb, whole.sort, (word.span(),))


def _lower(word: re.Match[str]) -> str:
    return word.group().lower()


def _is_numeral(words: list[re.Match[str]], place: int) -> bool:
    """Whether a form of a verb is a number here: "acht" before anything but what one can deem."""
    following = _lower(words[place + 1]) if place + 1 < len(words) else ""
    return _lower(words[place]) in small("numerals") and following not in {"", *small("deemed")}


def _is_noun(before: str, word: str) -> bool:
    ending = (word.endswith("en") and any(form.finite for form in forms().get(word, ()))) or word in small("nouns")
    return ending and before not in small("no_adjectives") and bool(pattern("noun_follows").match(before))


def _apart(text: str, words: list[re.Match[str]], verb: tuple[int, str], taken: set[int]) -> re.Match[str] | None:
    """The prefix of a verb that stands apart from it: before "te" and the verb, or at the end of its clause."""
    place, prefix = verb
    if place >= 2 and _lower(words[place - 1]) == "te" and _lower(words[place - 2]) == prefix:
        return words[place - 2]
    for number, later in enumerate(words[place + 1 :], place + 1):
        if ";" in text[words[place].end() : later.start()]:
            return None
        follows = _lower(words[number + 1]) if number + 1 < len(words) else ""
        if _lower(later) != prefix or later.start() in taken or follows == "te":
            continue
        if (
            prefix not in small("also_prepositions")
            or pattern("to_do").search(text, later.end())
            or later is words[-1]
            or pattern("end_of_clause").match(text, later.end())
        ):
            return later
    return None
