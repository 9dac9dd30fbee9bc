"""Saved questions: a SPARQL query with a header, parameters that people can type, and a readable answer.

A file of `queries/` is valid SPARQL as it stands. Comments that begin with `#+` say what it is for:

- at the top, the header, in YAML: title, question, parameters, example and notes;
- a line `VALUES ?name { UNDEF } #+` takes the values of parameter `name`, and is left out without one;
- a line that ends in `#+ name` stands only when the parameter has a value, `#+ !name` only when not.

Values become RDF terms before they enter the text, so that nothing a user types is read as SPARQL.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from lovp_graph import files, strict_yaml
from lovp_graph.errors import LovpGraphError
from lovp_graph.messages import problem
from lovp_graph.resources import queries_folder
from lovp_graph.words import words

VALUES = re.compile(r"(\s*VALUES \?(\w+) \{ )UNDEF( \}) #\+")
MARKED = re.compile(r".*#\+ (!?)(\w+)")
LARGEST = files.MEGABYTE
HEADER_KEYS = {"title", "question", "parameters", "example", "notes"}

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True)
class Parameter:
    """One parameter: the variable it fills, what it takes, and the question that gives its default."""

    name: str
    kind: str
    required: bool = False
    default: str = ""
    help: str = ""

    @property
    def option(self) -> str:
        """Its name on the command line, without the dashes."""
        return re.sub(r"([A-Z])", lambda match: f"-{match[1].lower()}", self.name)


@dataclass(frozen=True)
class Question:
    """A saved question. `example` gives values as a user would type them; `notes` go with the answer."""

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    example: Mapping[str, str]
    notes: tuple[str, ...]
    text: str

    def sparql(self, values: Mapping[str, Sequence[Term]]) -> str:
        """The query with `values`, which are terms by the name of a parameter; several of one mean any of them."""
        unknown = set(values) - {parameter.name for parameter in self.parameters}
        if unknown:
            raise LovpGraphError(f"{self.name}: no parameter {', '.join(sorted(unknown))}")
        lines = []
        for line in self.text.splitlines():
            if line.startswith("#+"):
                continue
            slot, mark = VALUES.fullmatch(line), MARKED.fullmatch(line)
            if slot:
                if values.get(slot[2]):
                    lines.append(f"{slot[1]}{' '.join(map(str, values[slot[2]]))}{slot[3]}")
            elif not mark or bool(values.get(mark[2])) != bool(mark[1]):
                lines.append(line)
        return "\n".join(lines) + "\n"


def load(path: Path) -> Question:
    """A question from its file. Raises LovpGraphError that tells everything wrong with its header."""
    try:
        content = files.read(path, LARGEST)
        text = content.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LovpGraphError(f"{path}: cannot be read ({error})") from error
    if len(content) > LARGEST:
        raise LovpGraphError(f"{path}: larger than {LARGEST // files.MEGABYTE} MB; give one query")
    return parse(text, path.stem, str(path))


def parse(text: str, name: str, place: str) -> Question:
    """A question from its text; `place` names it in messages. Without a header it is a plain query."""
    lines = text.splitlines()
    header = "\n".join(line.removeprefix("#+").removeprefix(" ") for line in lines if line.startswith("#+"))
    read, unread = strict_yaml.read(header) if header.strip() else (None, [])
    if unread:
        told = (problem(Path(place), one.line, one.code, **one.values) for one in unread)
        raise LovpGraphError("\n".join(f"{place}:{one.line}: the header: {one.message}" for one in told))
    found: Mapping[str, Any] = read or {}
    parameters, faults = _parameters(found.get("parameters") or {})
    faults += _header_faults(found) if header.strip() else []
    names = {parameter.name for parameter in parameters}
    filled = set()
    for number, line in enumerate(lines, 1):
        slot, mark = VALUES.fullmatch(line), MARKED.fullmatch(line)
        if line.startswith("#+") or "#+" not in line:
            continue
        used = slot[2] if slot else mark[2] if mark else None
        if used is None:
            faults.append(
                f"line {number}: '#+' marks a line 'VALUES ?name {{ UNDEF }} #+', or ends it with a parameter's name"
            )
        elif used not in names:
            faults.append(f"line {number}: no parameter '{used}' in the header")
        elif slot:
            filled.add(used)
    example = found.get("example") or {}
    options = {parameter.option for parameter in parameters}
    if not isinstance(example, dict) or not all(isinstance(value, str) for value in example.values()):
        faults.append("'example' must be options with values, as in {theme: …}")
    else:
        faults += [f"'example' names no option '{name}'" for name in sorted(set(example) - options)]
    faults += [f"parameter '{name}' has no line 'VALUES ?{name} {{ UNDEF }} #+'" for name in sorted(names - filled)]
    if faults:
        raise LovpGraphError("\n".join(f"{place}: {fault}" for fault in faults))
    return Question(
        name,
        str(found.get("title", name)),
        str(found.get("question", "")),
        parameters,
        example,
        tuple(found.get("notes") or ()),
        text,
    )


def _header_faults(found: Mapping[str, Any]) -> list[str]:
    faults = [f"the header lacks '{key}'" for key in sorted(HEADER_KEYS - set(found))]
    faults += [f"unknown key '{key}' in the header" for key in sorted(set(found) - HEADER_KEYS)]
    faults += [f"'{key}' must be a text" for key in ("title", "question") if not isinstance(found.get(key, ""), str)]
    notes = found.get("notes") or ()
    if isinstance(notes, str | Mapping):
        return [*faults, "'notes' must be a list, as in [account, gist]"]
    unknown = [note for note in notes if not isinstance(note, str) or note not in words()["notes"]]
    return faults + [f"no note '{note}' in words.yaml" for note in unknown]


def _parameters(found: Any) -> tuple[tuple[Parameter, ...], list[str]]:
    if not isinstance(found, dict):
        return (), ["'parameters' must be names with {type: …}"]
    parameters, faults = [], []
    for name, entry in found.items():
        settings = entry if isinstance(entry, dict) else {}
        stray = set(settings) - {"type", "required", "default", "help"}
        if not isinstance(settings.get("type"), str) or settings["type"] not in words()["kinds"]:
            faults.append(f"parameter '{name}' needs a type of words.yaml, as in {{type: theme}}")
        faults += [f"parameter '{name}': unknown key '{key}'" for key in sorted(stray)]
        if settings.get("required", "true") != "true":
            faults.append(f"parameter '{name}': write 'required: true', or leave it out")
        faults += [
            f"parameter '{name}': '{key}' must be a text"
            for key in ("default", "help")
            if not isinstance(settings.get(key, ""), str)
        ]
        kind, required = str(settings.get("type", "")), settings.get("required") == "true"
        parameters.append(Parameter(name, kind, required, settings.get("default", ""), settings.get("help", "")))
    return tuple(parameters), faults


def names() -> list[str]:
    """The names of the saved questions. Raises LovpGraphError where there are none."""
    found = sorted(path.stem for path in queries_folder().glob("*.rq"))
    if not found:
        raise LovpGraphError(f"{queries_folder()}: no questions here; is the installation whole?")
    return found


@cache
def saved(name: str) -> Question:
    """A saved question, or, as `lookup/NAME`, one that serves the others."""
    return load(queries_folder() / f"{name}.rq")
