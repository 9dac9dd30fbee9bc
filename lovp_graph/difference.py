"""What differs between two versions of the dataset: things that were added, changed or withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from lovp_graph.asking import value
from lovp_graph.catalogue import Catalogue, Thing, read
from lovp_graph.dataset import STATEMENTS, SUMMARY_PARTS
from lovp_graph.resources import ID, NS
from lovp_graph.store import EmbeddedStore
from lovp_graph.tables import Cell, Table

ADDED, CHANGED, WITHDRAWN = "added", "changed", "withdrawn"
SIGNS = {ADDED: "+", CHANGED: "~", WITHDRAWN: "-"}

DERIVED = frozenset(
    {
        "inTheme",
        "dueEarliest",
        "dueLatest",
        "earliest",
        "latest",
        "knownSoFar",
        "includedSoFar",
        "narrower",
        "topConceptOf",
        "hasTopConcept",
        *SUMMARY_PARTS,
    }
)
"""What the builder derives, and the lists of a summary: where they differ, what they follow from differs too."""

KINDS = (
    ("statement", tuple(name for _, name in STATEMENTS)),
    ("theme", ()),
    ("authority relation", ("AuthorityRelation",)),
    ("meeting", ("Meeting",)),
    ("agenda item", ("AgendaItem",)),
    ("actor", ("Actor",)),
    ("membership", ("Membership",)),
    ("issue", ("Issue",)),
    ("document", ("Document",)),
    ("amount", ("Amount",)),
    ("summary", ("Summary",)),
    ("sentence left out", ("Omission",)),
    ("sentence", ("Sentence",)),
)
"""What is told of, in this order, by class; all else is "other"."""

COUNTED = {"sentence"}
"""Kinds that are counted and not listed in words: a sentence in front of the others renumbers them all."""

COLUMNS = ("change", "kind", "thing", "label", "property", "old", "new")


@dataclass(frozen=True)
class Change:
    """A thing that was added or withdrawn, or that changed: then by property what it was and what it is."""

    change: str
    kind: str
    iri: str
    label: str
    values: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Difference:
    """What differs between two versions: the changes in the order in which they are told, and the quads."""

    changes: tuple[Change, ...]
    added: tuple[ox.Quad, ...]
    removed: tuple[ox.Quad, ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.added or self.removed)


def compare(old: Sequence[ox.Quad], new: Sequence[ox.Quad]) -> Difference:
    """What differs between the quads of two versions."""
    before, after = (read(EmbeddedStore(list(quads))) for quads in (old, new))
    iris = sorted({*before.things, *after.things})
    found = [change for iri in iris for change in _changes(before, after, iri)]
    order = {kind: place for place, (kind, _) in enumerate(KINDS)}
    found.sort(key=lambda one: (order.get(one.kind, len(order)), list(SIGNS).index(one.change), one.iri))
    return Difference(tuple(found), _only(new, old), _only(old, new))


def _only(first: Iterable[ox.Quad], second: Iterable[ox.Quad]) -> tuple[ox.Quad, ...]:
    known = set(second)
    return tuple(sorted((quad for quad in set(first) if quad not in known), key=str))


def _changes(before: Catalogue, after: Catalogue, iri: str) -> Iterator[Change]:
    old, new = before.things.get(iri), after.things.get(iri)
    thing = new or old
    if thing is None or old == new:
        return
    kind, label = _kind(thing), thing.label()
    if old is None or new is None:
        yield Change(ADDED if old is None else WITHDRAWN, kind, iri, label)
        return
    values = tuple(_values(old, new))
    if values:
        yield Change(CHANGED, kind, iri, label, values)


def _values(old: Thing, new: Thing) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """By property what a thing no longer says, and what it says now; of texts by language, but for Dutch."""
    first, second = _terms(old), _terms(new)
    for name in sorted({*first, *second}):
        gone, come = first.get(name, {}), second.get(name, {})
        if gone.keys() != come.keys():
            yield (
                name,
                tuple(text for term, text in gone.items() if term not in come),
                tuple(text for term, text in come.items() if term not in gone),
            )


def _terms(thing: Thing) -> dict[str, dict[str, str]]:
    """What a thing says: by property, and language where that is not Dutch, its terms with how they read."""
    found: dict[str, dict[str, str]] = {"type": {name: name for name in sorted(thing.classes)}}
    for name, terms in thing.values.items():
        if name in DERIVED:
            continue
        for term in terms:
            language = getattr(term, "language", None)
            key = name if language in {None, "nl"} else f"{name}@{language}"
            found.setdefault(key, {})[str(term)] = _short(value(term))
    return found


def _kind(thing: Thing) -> str:
    if f"{ID}scheme/themes" in thing.all("inScheme"):
        return "theme"
    return next((kind for kind, classes in KINDS if not thing.classes.isdisjoint(classes)), "other")


def _short(text: str) -> str:
    return text.removeprefix(ID).removeprefix(NS)


def table(found: Difference) -> Table:
    """The changes as a table: a row for each thing that was added or withdrawn, and for each property that changed."""
    rows: list[tuple[Cell, ...]] = []
    for one in found.changes:
        for name, old, new in one.values or (("", (), ()),):
            rows.append((one.change, one.kind, one.iri, one.label, name, old or None, new or None))
    return Table("diff", COLUMNS, rows)


def lines(found: Difference) -> Iterator[str]:
    """The changes in words."""
    for kind in dict.fromkeys(one.kind for one in found.changes):
        of_kind = [one for one in found.changes if one.kind == kind]
        counts = ((sum(one.change == change for one in of_kind), change) for change in SIGNS)
        yield f"{kind}: {', '.join(f'{number} {change}' for number, change in counts if number)}"
        for one in of_kind if kind not in COUNTED else ():
            yield f"  {SIGNS[one.change]} {_short(one.iri)}: {_on_one_line(one.label)}"
            for name, old, new in one.values:
                yield f"      {name}: {_quoted(old)} → {_quoted(new)}"
    if found and not found.changes:
        yield "no thing says anything else; see --rdf for the quads that differ"


def _quoted(texts: tuple[str, ...]) -> str:
    return " + ".join(map(_on_one_line, texts)) or "nothing"


def _on_one_line(text: str) -> str:
    return " ".join(text.splitlines())
