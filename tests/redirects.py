"""The part of Apache's mod_rewrite that the redirect rules use: conditions, variables, and redirects that end it."""

from __future__ import annotations

import re
from dataclasses import dataclass

FLAGS = re.compile(r"\[([^\]]*)\]$")


@dataclass(frozen=True)
class Rule:
    """A RewriteRule with the conditions before it."""

    conditions: tuple[tuple[str, str], ...]
    pattern: str
    target: str
    flags: tuple[str, ...]


def read(text: str) -> list[Rule]:
    """The rules of an .htaccess file; what is not known here is an error."""
    rules: list[Rule] = []
    conditions: list[tuple[str, str]] = []
    for line in text.splitlines():
        directive, *arguments = line.split() or ["#"]
        if directive.startswith("#"):
            continue
        if directive == "RewriteCond":
            subject, pattern = arguments
            conditions.append((subject, pattern))
        elif directive == "RewriteRule":
            pattern, target, flags = arguments
            found = FLAGS.fullmatch(flags)
            assert found, line
            rules.append(Rule(tuple(conditions), pattern, target, tuple(found[1].split(","))))
            conditions = []
        else:
            assert (directive, arguments) == ("RewriteEngine", ["on"]), line
    return rules


def follow(rules: list[Rule], path: str, accept: str) -> str | None:
    """Where the rules lead a path, which has no slash before it; nothing where none leads anywhere."""
    variables = {"HTTP_ACCEPT": accept}

    def filled(text: str) -> str:
        return re.sub(r"%\{(?:ENV:)?(\w+)\}", lambda name: variables.get(name[1], ""), text)

    for rule in rules:
        matched = re.search(rule.pattern, path)
        if matched is None or not all(_holds(filled(subject), pattern) for subject, pattern in rule.conditions):
            continue
        known = {"L", "NE", "R=303"}
        for flag in rule.flags:
            if flag.startswith("E="):
                name, _, value = flag.removeprefix("E=").partition(":")
                variables[name] = value
            else:
                assert flag in known, flag
        if rule.target == "-":
            continue
        assert {"L", "R=303"} <= set(rule.flags), rule
        target = filled(matched.expand(re.sub(r"\$(\d)", r"\\g<\1>", rule.target)))
        return target if "NE" in rule.flags else target.replace("#", "%23")
    return None


def _holds(subject: str, pattern: str) -> bool:
    if pattern.startswith("!"):
        return not re.search(pattern[1:], subject)
    return bool(re.search(pattern, subject))
