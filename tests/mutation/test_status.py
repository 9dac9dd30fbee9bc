"""Every change of the rule of what became of something is noticed: `status.toml` lists them."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from lovp_graph.asking import ask
from lovp_graph.questions import Question, parse, saved
from lovp_graph.store import EmbeddedStore, Store
from tests.answers import comparable
from tests.conftest import FIXTURES
from tests.follow_ups import COUNTED, QUESTIONS, STEPS, faults, graph


@dataclass(frozen=True)
class Change:
    """A small change of a question's text; `equivalent` is the reason why it changes no answer."""

    question: str
    was: str
    becomes: str
    equivalent: str = ""

    def __str__(self) -> str:
        return f"{self.question}: {self.was} → {self.becomes}"


def listed() -> list[Change]:
    entries = tomllib.loads(Path(__file__).with_name("status.toml").read_text(encoding="utf-8"))["change"]
    return [
        Change(question, entry["was"], entry["becomes"], entry.get("equivalent", ""))
        for entry in entries
        for question in entry["questions"]
    ]


CHANGES = listed()


@pytest.fixture(scope="module")
def made() -> EmbeddedStore:
    return graph()


def noticed(question: Question, made: EmbeddedStore, history: Store) -> str | None:
    """The first answer of a question that is not what the tests expect of it."""
    for fault in faults(made, question):
        return fault
    known = FIXTURES / "answers" / f"{question.name}.json"
    for case in json.loads(known.read_text(encoding="utf-8")) if known.is_file() else ():
        if [comparable(row) for row in ask(history, question, case["given"]).rows] != case["rows"]:
            return f"with {case['given']} on {question.name}"
    return None


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_change_of_the_rule_is_noticed(change: Change, made: EmbeddedStore, history: Store) -> None:
    text = saved(change.question).text
    assert text.count(change.was) == 1, "it must stand once in the question"
    changed = parse(text.replace(change.was, change.becomes), saved(change.question).name, "changed")
    assert (noticed(changed, made, history) is None) == bool(change.equivalent)


@pytest.mark.parametrize("question", [*QUESTIONS, STEPS, COUNTED])
def test_every_condition_of_the_rule_is_changed_in_some_way(question: str) -> None:
    """A condition that comes in needs its changes too; those of language and of wording are no part of the rule."""
    conditions = re.findall(
        r"^ *(?:FILTER|BIND|VALUES)\b(?!.*(?:LANG\(|CONCAT\(|UNDEF| \{$)).*$", saved(question).text, re.M
    )
    assert conditions
    left = [line for line in conditions if not any(one.was in line for one in CHANGES if one.question == question)]
    assert left == []
