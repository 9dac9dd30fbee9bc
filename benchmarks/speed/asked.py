"""What the questions are asked with: the values of their examples, as there are such in an invented corpus."""

from __future__ import annotations

from collections.abc import Mapping

from lovp_graph.asking import resolve, select, slug, value
from lovp_graph.questions import Question, names, saved
from lovp_graph.resources import NS
from lovp_graph.store import Answer, Store

DAYS = f"SELECT ?day WHERE {{ ?summary <{NS}covers>/<{NS}date> ?day }} ORDER BY ?day"
STATEMENTS = f'SELECT ?it WHERE {{ ?it <{NS}gist> ?gist ; <{NS}meeting>/<{NS}date> ?day FILTER(STR(?day) = "%s") }} ORDER BY ?it LIMIT 1'  # noqa: E501
MOST = (
    f"SELECT ?it WHERE {{ ?statement <{NS}%s> ?it . ?it a <{NS}%s> }} GROUP BY ?it ORDER BY DESC(COUNT(*)) ?it LIMIT 1"
)

NAMED = {"issue": ("issue", "Issue"), "document": ("mentions", "Document")}
"""By which property statements name what a parameter takes, and its class."""


def given(store: Store, question: Question) -> Mapping[str, list[str]]:
    """Values for the parameters that a question's example fills in.

    Days and meetings are those in the middle, a statement is one of that meeting, an issue or document the one
    that is named most often. All else (themes, actors, kinds) is what the example says.
    """
    days = [value(row["day"]) for row in select(store, DAYS).rows]
    day = days[len(days) // 2]
    found: dict[str, list[str]] = {}
    for parameter in question.parameters:
        text = question.example.get(parameter.option)
        if text is None:
            continue
        if parameter.kind in {"first-day", "last-day", "meeting"}:
            text = day
        elif parameter.kind == "statement":
            text = _first(store, STATEMENTS % day)
        elif parameter.kind in NAMED:
            text = _first(store, MOST % NAMED[parameter.kind])
        found[parameter.name] = [text]
    return found


def _first(store: Store, query: str) -> str:
    return slug(value(select(store, query).rows[0]["it"]))


def texts(store: Store) -> dict[str, str]:
    """The SPARQL of every saved question, with its values filled in."""
    questions = [saved(name) for name in names()]
    return {question.name: question.sparql(resolve(store, question, given(store, question))) for question in questions}


class Recording:
    """A store that notes what it is asked."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.queries: list[str] = []

    def query(self, text: str) -> Answer:
        """The answer to a query, which is noted."""
        self.queries.append(text)
        return self._store.query(text)
