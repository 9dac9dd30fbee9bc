"""What can go wrong, as a user reads it.

The library raises these; only `lovp_graph.cli` prints them and chooses the exit code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One finding about one place in one file.

    `line` counts from 1; 0 means the file as a whole. `message` and `message_nl` say the
    same in English and Dutch: what is wrong and what would be right. `code` names the check
    that found it, for programs: a loader check (`unknown-key`) or the IRI of a SHACL shape.
    """

    path: Path
    line: int
    message: str
    message_nl: str = field(compare=False)
    code: str = ""

    def text(self, language: str = "en") -> str:
        """The finding as `file:line: message`, the form that editors and CI can jump to."""
        message = self.message_nl if language == "nl" else self.message
        return " ".join(f"{self.path}:{self.line}: {message}".splitlines())


class LovpGraphError(Exception):
    """A failure that the user can act on; its text says what happened and what to do next."""


class DocumentError(LovpGraphError):
    """A source text that cannot be read or is not a summary."""


class QueryError(LovpGraphError):
    """A query that is not valid, is refused, or gets no answer."""


class StoreError(LovpGraphError):
    """A store that cannot be reached, refuses, or answers with something else than it should."""


class UnknownValueError(LovpGraphError):
    """A value for a parameter that names nothing, or more than one thing; its text suggests others."""


class ProblemsFoundError(LovpGraphError):
    """Input that was read but does not hold what it must; carries every finding at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problem{'' if len(problems) == 1 else 's'} found")
        self.problems = sorted(problems)
