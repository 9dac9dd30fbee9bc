"""Which kind of statement a clause is: by the first rule of the lexicon that fits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from lovp_graph.drafting.lexicon import load


@dataclass(frozen=True)
class Rule:
    """A rule of the lexicon. `needs` says who must speak: "speaker", "context", "unnamed", or "" for anyone."""

    name: str
    type: str
    when: re.Pattern[str]
    unless: re.Pattern[str] | None
    needs: str
    opening: bool
    speaker: str
    """Who speaks: "subject" whom it names, else the context; "context"; "named" or nobody; "nobody"."""

    def fits(self, seen: str, speaks: str, opening: bool) -> bool:
        """Whether it decides on a clause; `speaks` is who does: "speaker", "context" or "nobody"."""
        allowed = {"speaker": {"speaker"}, "context": {"speaker", "context"}, "unnamed": {"context", "nobody"}}
        met = not self.needs or speaks in allowed[self.needs]
        return bool(
            met
            and (opening or not self.opening)
            and self.when.search(seen)
            and not (self.unless and self.unless.search(seen))
        )


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in the order in which they are tried."""
    return tuple(_rules())


def _rules() -> Iterator[Rule]:
    words = dict(load("types")["words"])
    words |= {f"phrases.{kind}": either(listed) for kind, listed in load("types")["phrases"].items()}

    def compiled(pattern: str) -> re.Pattern[str]:
        for _ in range(2):  # a word can stand for others
            for name, meaning in words.items():
                pattern = pattern.replace(f"{{{name}}}", meaning)
        return re.compile(pattern)

    for rule in load("types")["rule"]:
        unless = compiled(rule["unless"]) if "unless" in rule else None
        yield Rule(
            rule["name"],
            rule["type"],
            compiled(rule["when"]),
            unless,
            rule.get("needs", ""),
            rule.get("opening", False),
            rule.get("speaker", "subject"),
        )


def either(patterns: Iterable[str]) -> str:
    """One of some patterns, each from the beginning of a word."""
    begun = (one if one.startswith(("^", "<", "%", "\\b")) else rf"\b{one}" for one in patterns)
    return f"(?:{'|'.join(begun)})"


def decide(seen: str, speaks: str, *, opening: bool) -> Rule | None:
    """The rule that says which kind of statement a clause is; none where no rule fits."""
    return next((rule for rule in rules() if rule.fits(seen, speaks, opening)), None)
