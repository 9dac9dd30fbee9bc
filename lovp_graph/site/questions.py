"""The page of the saved questions: what each asks, and its SPARQL."""

from __future__ import annotations

from lovp_graph.questions import Question
from lovp_graph.site.context import Pages, Site


def pages(site: Site) -> Pages:
    """The page of questions."""
    found = sorted(site.questions.values(), key=lambda question: question.title)
    yield site.page(
        "vragen.html",
        "questions.html.j2",
        "menu-questions",
        "page-questions",
        section="over.html",
        listed=[(question, command(question)) for question in found],
    )


def command(question: Question) -> str:
    """How a question is asked on the command line, with its example."""
    options = " ".join(f'--{key} "{value}"' for key, value in question.example.items())
    return f"lovp-graph ask {question.name} {options}".strip()
