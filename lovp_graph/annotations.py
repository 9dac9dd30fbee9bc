"""Annotation files (YAML) become triples, by the JSON-LD context and nothing else.

JSON-LD is forgiving: an unknown key vanishes, an empty value turns into the base address, a
made-up prefix passes. Here each of these is a problem with its line, and a file with a problem
still gives every triple that is sound, so that one run can report on all of it.
"""

from __future__ import annotations

import difflib
import json
import logging
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pyoxigraph as ox
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.plugins.shared.jsonld.context import Context, Term

from lovp_graph import files, strict_yaml
from lovp_graph.derivations import sentence_reference
from lovp_graph.errors import LovpGraphError, Problem
from lovp_graph.messages import problem
from lovp_graph.positions import Positions
from lovp_graph.resources import ID, ontology_folder
from lovp_graph.strict_yaml import Mapping, Sequence, Text

# rdflib logs a traceback for each value that does not fit its datatype; such values are problems here.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)

MAX_MEGABYTES = 20
SENTINEL = "urn:x-lovp-graph:unknown:"
"""The `@vocab` of the context: whatever the context does not know lands under it."""

# A thing without a usable id of its own goes on under a placeholder, so that the rest of it is
# still checked, apart from the thing whose id it took.
PLACEHOLDER = "zonder-id/"

SLUG_IRI = re.compile(r"[a-z]+(?:-[a-z]+)*/[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
WEB_IRI = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#](?:[^\s<>\"{}|\\^`%\[\]]|%[0-9A-Fa-f]{2})*)?")
CODE = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
SENTENCE_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


@dataclass
class Annotation:
    """What one file holds: its triples, where they stand, and what is wrong with it."""

    path: Path
    graph: Graph = field(default_factory=Graph)
    positions: Positions = field(default_factory=Positions)
    problems: list[Problem] = field(default_factory=list)
    summary: str = ""
    """The slug of the summary that the file annotates; empty for other data."""


def load(path: Path, known: Positions | None = None, content: bytes | None = None) -> Annotation:
    """Read one annotation file; its problems are returned, not raised.

    `known` are the things of other files, whose ids this one may not use again; `content` is what the file
    holds, where that has been read already.
    """
    return _Reading(path, known or Positions(), content).read()


@cache
def context() -> dict[str, Any]:
    """The JSON-LD context of `ontology/context.jsonld`. Raises LovpGraphError if it is not JSON."""
    path = ontology_folder() / "context.jsonld"
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))["@context"])
    except OSError as error:
        raise LovpGraphError(f"{path}: the JSON-LD context cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise LovpGraphError(f"{path}: not valid JSON ({error}); repair the JSON-LD context") from error


@cache
def _terms() -> dict[str, Term]:
    """The terms of the context: keys of annotations (small letter) and classes (capital)."""
    terms = Context(context(), base=ID).terms
    prefixes = {name for name, value in context().items() if isinstance(value, str) and value.endswith(("/", "#"))}
    return {name: term for name, term in terms.items() if name not in prefixes and name != "graph"}


def _list_base(term: Term) -> str:
    """The base of the closed list that a key takes its words from; empty for other keys."""
    return str(term.context["@base"]) if isinstance(term.context, dict) else ""


# The lexical spaces of XML Schema, in the part that an annotation uses; rdflib's readers take more.
LEXICAL = {
    XSD.boolean: re.compile(r"true|false"),
    XSD.date: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    XSD.decimal: re.compile(r"-?[0-9]+(?:\.[0-9]+)?"),
    XSD.gYear: re.compile(r"[0-9]{4}"),
    XSD.integer: re.compile(r"-?[0-9]+"),
}


def _is_address(text: str) -> bool:
    """Whether Oxigraph, which writes the dataset, takes a text for an IRI: it knows what may stand where."""
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _fits(value: str, datatype: str) -> bool:
    """Whether `value` is in the lexical space of a datatype, and a real day where it is a date."""
    if URIRef(datatype) in LEXICAL and not LEXICAL[URIRef(datatype)].fullmatch(value):
        return False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # rdflib warns of what is reported here as a problem
        return not Literal(value, datatype=URIRef(datatype)).ill_typed


class _Reading:
    """The reading of one file: from the root inwards each value is checked, and dropped if unsound."""

    def __init__(self, path: Path, known: Positions, content: bytes | None) -> None:
        self.result = Annotation(path)
        self.known = known
        self.content = content

    def read(self) -> Annotation:
        text = self._text()
        data, faults = strict_yaml.read(text) if text is not None else (None, [])
        for fault in faults:
            self._report(fault.line, fault.code, **fault.values)
        if data is None:
            return self.result
        self.result.summary = self._summary(data)
        if set(data) == {"graph"}:
            data["graph"] = self._things(data["graph"])
        else:
            self._thing(data, whole=True)
        self._map(data)
        return self.result

    def _summary(self, data: Mapping) -> str:
        """The slug of the summary that the file annotates; a summary without one takes the file's name."""
        identifier = data.get("id")
        if isinstance(identifier, Text) and re.fullmatch(r"summary/[A-Za-z0-9.-]+", identifier):
            return identifier.removeprefix("summary/")
        if data.get("type") != "Summary":
            return ""
        self._report(data.key_lines.get("id", data.line), "summary-id", value=self.result.path.stem)
        data["id"] = Text(f"summary/{self.result.path.stem}", data.line)
        return self.result.path.stem

    def _text(self) -> str | None:
        path = self.result.path
        try:
            content = self.content
            if content is None:
                content = files.read_regular(path, MAX_MEGABYTES * files.MEGABYTE)
            if len(content) > MAX_MEGABYTES * files.MEGABYTE:
                self._report(0, "too-large", limit=MAX_MEGABYTES)
                return None
            return content.decode("utf-8")
        except OSError as error:
            self._report(0, "unreadable", reason=error.strerror)
        except UnicodeDecodeError as error:
            self._report(error.object.count(b"\n", 0, error.start) + 1, "encoding")
        return None

    def _report(self, line: int, code: str, **values: object) -> None:
        self.result.problems.append(problem(self.result.path, line, code, **values))

    def _unknown(self, line: int, code: str, word: str, known: Iterable[str]) -> str:
        """Report a word that is not known; the word that was probably meant, or an empty string."""
        close = difflib.get_close_matches(word, list(known), n=1)
        if not close:
            self._report(line, code, value=word)
            return ""
        self._report(line, f"{code}-suggest", value=word, suggestion=close[0])
        return close[0]

    def _note(self, line: int, subject: str, predicate: str = "", value: str = "") -> None:
        self.result.positions.add((self.result.path, line), subject, predicate, value)

    # --- things

    def _things(self, value: Text | Sequence | Mapping) -> Sequence:
        """The things under `graph` in one list: what stands in another within it would not be mapped."""
        kept = Sequence(value.line)
        for item in strict_yaml.values(value):
            if isinstance(item, Mapping):
                self._thing(item, whole=True)
                kept.append(item)
            else:
                self._report(item.line, "not-nested", key="graph")
        return kept

    def _thing(self, node: Mapping, *, whole: bool = False) -> str:
        """Check a thing, and give its IRI; one with nothing but an id is a reference, unless it has to be `whole`."""
        is_reference = not whole and set(node) == {"id"}
        subject = self._subject(node, is_reference=is_reference)
        keys = [self._known_key(node, written) for written in list(node) if written != "id"]
        if node.get("type", []) == [] and not is_reference:
            self._report(node.line, "missing-type")
        for key in filter(None, keys):
            line = node.key_lines[key]
            term = _terms()[key]
            predicate = str(term.id)
            self._note(line, subject, predicate)
            if self._is_empty(key, line, node[key]):
                del node[key]
            elif "@language" in (term.container or ()):
                node[key] = self._sound_texts(key, line, node[key], subject, predicate)
            else:
                node[key] = self._sound_values(key, node[key], term, subject, predicate)
        return subject

    def _known_key(self, node: Mapping, key: str) -> str:
        """The key itself, or for a misspelt one the key that it goes on under, if there is one."""
        keys = [name for name in _terms() if not name[0].isupper()]
        if key in keys:
            return key
        line = node.key_lines[key]
        meant = self._unknown(line, "unknown-key", key, keys)
        value = node.pop(key)
        if not meant or meant in node:
            return ""
        node[meant] = value
        node.key_lines[meant] = line
        return meant

    def _subject(self, node: Mapping, *, is_reference: bool) -> str:
        """The IRI that a thing is checked under: its own, or a placeholder."""
        line = node.key_lines.get("id", node.line)
        identifier = node.get("id")
        if identifier is None:
            self._report(line, "missing-id")
        elif not isinstance(identifier, Text) or not identifier.strip():
            self._report(line, "empty", key="id")
        elif self._is_iri("id", identifier):
            subject = urljoin(ID, identifier)
            if is_reference:
                return subject
            first = self.result.positions.find(subject) or self.known.find(subject)
            if first is None:
                self._note(line, subject)
                return subject
            self._report(line, "duplicate-id", value=identifier, where=f"{first[0].name}:{first[1]}")
        placeholder = f"{PLACEHOLDER}{self.result.path.stem}-{line}"
        node["id"] = Text(placeholder, line)
        self._note(line, urljoin(ID, placeholder))
        return urljoin(ID, placeholder)

    # --- values

    def _is_empty(self, key: str, line: int, value: Text | Sequence | Mapping) -> bool:
        """Whether there is nothing where something must stand. A list may be empty: it says none."""
        if isinstance(value, Sequence) or (value.strip() if isinstance(value, Text) else value):
            return False
        self._report(line, "empty", key=key)
        return True

    def _sound_texts(self, key: str, line: int, value: Any, subject: str, predicate: str) -> Mapping:
        """The sound texts of a key by language, in one list each: a list within a list would be mapped as a text."""
        kept = Mapping(line)
        if not isinstance(value, Mapping):
            self._report(line, "language-map", key=key)
            return kept
        for language, texts in value.items():
            language_line = value.key_lines[language]
            sound = Sequence(language_line)
            for text in strict_yaml.values(texts):
                if isinstance(text, Mapping):
                    self._report(text.line, "nested", key=key)
                elif not self._is_empty(f"{key}: {language}", language_line, text):
                    self._note(text.line, subject, predicate, text)
                    sound.append(text)
            if LANGUAGE.fullmatch(language):
                kept[language] = sound
            else:
                self._report(language_line, "language", value=language)
        return kept

    def _sound_values(self, key: str, value: Any, term: Term, subject: str, predicate: str) -> Sequence:
        kept = Sequence(value.line)
        for item in strict_yaml.values(value):
            if isinstance(item, Mapping):
                if term.type == "@id" and not _list_base(term):
                    thing = self._thing(item)
                    self._note(item.line, subject, predicate, thing)
                    kept.append(item)
                else:
                    self._report(item.line, "nested", key=key)
            elif self._is_sound(key, item, term):
                written = self._as_written(key, item)
                kept.append(written)
                is_reference = term.type == "@id"
                self._note(
                    item.line, subject, predicate, urljoin(_list_base(term) or ID, written) if is_reference else item
                )
        return kept

    def _as_written(self, key: str, item: Text) -> Text:
        """A value as the context maps it: a sentence is written as a number and mapped as an IRI."""
        return Text(sentence_reference(self.result.summary, int(item)), item.line) if key == "sentence" else item

    def _is_sound(self, key: str, item: Text, term: Term) -> bool:
        if self._is_empty(key, item.line, item):
            return False
        if key == "type":
            sound = item in _terms() and item[0].isupper()
            if not sound:
                self._unknown(item.line, "unknown-type", item, (name for name in _terms() if name[0].isupper()))
        elif key == "sentence":
            sound = bool(SENTENCE_NUMBER.fullmatch(item))
            if not sound:
                self._report(item.line, "sentence-number", value=item)
        elif _list_base(term):
            sound = bool(CODE.fullmatch(item))
            if not sound:
                self._report(item.line, "code", key=key, value=item)
        elif term.type == "@id":
            sound = self._is_iri(key, item)
        else:
            sound = not term.type or _fits(item, term.type)
            if not sound:
                self._report(item.line, f"literal-{URIRef(term.type).fragment}", key=key, value=item)
        return sound

    def _is_iri(self, key: str, item: Text) -> bool:
        sound = bool(SLUG_IRI.fullmatch(item) or (WEB_IRI.fullmatch(item) and _is_address(item)))
        if not sound:
            self._report(item.line, "iri", key=key, value=item)
        return sound

    # --- the mapping

    def _map(self, data: Mapping) -> None:
        graph = self.result.graph
        graph.parse(data=data, format="json-ld", context=context(), publicID=ID)  # type: ignore[arg-type]
        for triple in list(graph):
            if any(isinstance(term, BNode) or str(term).startswith(SENTINEL) for term in triple):
                # The checks above let something through: never drop it in silence.
                place = self.result.positions.find(str(triple[0]), str(triple[1]))
                self._report(place[1] if place else 0, "not-mapped", value=" ".join(map(str, triple)))
                graph.remove(triple)
