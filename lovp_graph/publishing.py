"""A dataset is put into a store: only what changed, verified, and so that a break at any moment does no harm.

Beside the data the store keeps one more graph of ours: the list of the graphs that were put, with
the digest of each, and the release. Before a run touches a graph it notes there that this one is
incomplete; once all are done, each read back and compared, the list is replaced by one without
such notes. So a digest without a note is true, and whatever else is listed is read and compared
before it is believed: after a break the next run goes on from there.

Some stores replace a graph by emptying it first. Until all is done the list is only added to, and
when it is replaced, the dataset in the store is whole and names its own parts; so what was put
once is always named in one of the two, and is removed when it is withdrawn. Graphs that are
named in neither are left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from lovp_graph.canonical import Term, canonical_triple, digest
from lovp_graph.dataset import BASE_GRAPH
from lovp_graph.errors import LovpGraphError, StoreError
from lovp_graph.graph_store import GraphStore
from lovp_graph.metadata import DATASET
from lovp_graph.resources import GRAPH

STATE = GRAPH + "published"
"""The graph that says what was put. It uses no class, and no term of ours: no question meets it."""

_STATE = ox.NamedNode(STATE)
_DATASET = ox.NamedNode(str(DATASET))
_PART = ox.NamedNode("http://purl.org/dc/terms/hasPart")
_DIGEST = ox.NamedNode("https://schema.org/sha256")
_STATUS = ox.NamedNode("https://schema.org/creativeWorkStatus")
_INCOMPLETE = ox.Literal("Incomplete")
_VERSION = ox.NamedNode("http://www.w3.org/ns/dcat#version")
_SUBSET = ox.NamedNode("http://rdfs.org/ns/void#subset")


@dataclass(frozen=True)
class Publication:
    """What a store is to hold: named graphs in the order of their names, each with its digest, and the release."""

    graphs: Mapping[str, Sequence[ox.Triple]]
    digests: Mapping[str, str]
    releases: Sequence[Term]


@dataclass(frozen=True)
class Plan:
    """What a run has to do: graphs to put and to remove; `settled` if that is nothing, and the store says so."""

    put: tuple[str, ...]
    remove: tuple[str, ...]
    settled: bool


@dataclass(frozen=True)
class Difference:
    """What a graph in the store lacks, and what it holds besides, in their canonical form."""

    missing: tuple[ox.Triple, ...]
    extra: tuple[ox.Triple, ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.missing or self.extra)


@dataclass(frozen=True)
class Step:
    """What was done with a graph ("put", "removed" or "compared"), and what is not as it should be then."""

    action: str
    graph: str
    difference: Difference


def publication(quads: Iterable[ox.Quad]) -> Publication:
    """The publication of a dataset.

    Raises LovpGraphError for what cannot be published: a graph that is not ours by its name, or
    has none, and a blank node, which has another name in every store.
    """
    graphs: dict[str, list[ox.Triple]] = {}
    for quad in quads:
        name = getattr(quad.graph_name, "value", "")
        if not _is_ours(name):
            what = f"graph {name}" if name else "a graph without a name"
            raise LovpGraphError(f"{what}: only graphs whose name begins with {GRAPH} are published (not {STATE})")
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
            raise LovpGraphError(f"{name}: a blank node has another name in every store; give the thing an IRI")
        graphs.setdefault(name, []).append(quad.triple)
    graphs = dict(sorted(graphs.items()))
    return Publication(
        graphs,
        {name: digest(triples) for name, triples in graphs.items()},
        _objects(graphs.get(BASE_GRAPH, []), _DATASET, _VERSION),
    )


def plan(store: GraphStore, wanted: Publication, everything: bool = False) -> Plan:
    """What has to be done to make a store hold a publication. Only reads. Raises StoreError.

    With `everything` all graphs are put, whatever the store holds.
    """
    state = store.read(STATE) or []
    listed, digests = _listed(store, state), _digests(state)
    if not everything:
        # What has no digest to be believed may still be as it should be, from before a break.
        digests |= {name: digest(store.read(name) or []) for name in listed & wanted.graphs.keys() - digests.keys()}
    put = tuple(name for name, one in wanted.digests.items() if everything or digests.get(name) != one)
    remove = tuple(sorted(listed - wanted.graphs.keys()))
    settled = not put and not remove and set(state) == set(_state(wanted))
    return Plan(put, remove, settled)


def publish(store: GraphStore, wanted: Publication, planned: Plan) -> Iterator[Step]:
    """Do what was planned, step by step. Raises StoreError, after which the same can be done again.

    Where a step finds a difference, the others are still done, and that graph is put again the next time.
    """
    steps = len(planned.put) + len(planned.remove)
    done = sound = 0
    try:
        if steps:
            _note(store, {*wanted.graphs, *planned.remove}, {STATE, *planned.put, *planned.remove})
        for step in _steps(store, wanted, planned):
            done, sound = done + 1, sound + (not step.difference)
            yield step
        if sound == steps and not planned.settled:
            state = _state(wanted)
            store.put(STATE, state)
            _check_state(store, set(store.read(STATE) or []) == set(state))
    except StoreError as error:
        raise StoreError(f"{error}; {done} of {steps} graphs were done, the same command goes on from there") from error


def _steps(store: GraphStore, wanted: Publication, planned: Plan) -> Iterator[Step]:
    for name in planned.remove:
        store.delete(name)
        yield _compared(store, "removed", name, [])
    for name in planned.put:
        store.put(name, wanted.graphs[name])
        yield _compared(store, "put", name, wanted.graphs[name])


def verify(store: GraphStore, wanted: Publication) -> Iterator[Step]:
    """Compare every graph, whatever its digest, and those that should be gone. Only reads. Raises StoreError."""
    withdrawn = sorted(_listed(store, store.read(STATE) or []) - wanted.graphs.keys())
    for name in (*wanted.graphs, *withdrawn):
        yield _compared(store, "compared", name, wanted.graphs.get(name, []))


def _is_ours(name: str) -> bool:
    return name.startswith(GRAPH) and name != STATE


def _objects(triples: Iterable[ox.Triple], subject: ox.NamedNode, predicate: ox.NamedNode) -> list[Term]:
    return [triple.object for triple in triples if (triple.subject, triple.predicate) == (subject, predicate)]


def _listed(store: GraphStore, state: Sequence[ox.Triple]) -> set[str]:
    """The graphs of ours that a store may hold: those in the list, and those that the dataset in it names."""
    base = store.read(BASE_GRAPH) or []
    links = _objects(state, _STATE, _PART) + _objects(base, _DATASET, _SUBSET)
    names = {link.value for link in links if isinstance(link, ox.NamedNode) and _is_ours(link.value)}
    return names | ({BASE_GRAPH} if base else set())


def _digests(state: Sequence[ox.Triple]) -> dict[str, str]:
    """The digest of each graph in the list that has just one, and is not noted as incomplete."""
    found: dict[str, set[str]] = {}
    for triple in state:
        if isinstance(triple.subject, ox.NamedNode) and triple.predicate == _DIGEST:
            found.setdefault(triple.subject.value, set()).add(getattr(triple.object, "value", ""))
    incomplete = {triple.subject for triple in state if triple.predicate == _STATUS}
    return {name: said.pop() for name, said in found.items() if len(said) == 1 and ox.NamedNode(name) not in incomplete}


def _state(wanted: Publication) -> list[ox.Triple]:
    """The list when all is done."""
    parts = [ox.Triple(_STATE, _PART, ox.NamedNode(name)) for name in wanted.graphs]
    digests = [ox.Triple(ox.NamedNode(name), _DIGEST, ox.Literal(one)) for name, one in wanted.digests.items()]
    return [*parts, *digests, *(ox.Triple(_STATE, _VERSION, release) for release in wanted.releases)]


def _note(store: GraphStore, listed: Iterable[str], incomplete: Iterable[str]) -> None:
    """Add names to the list, and note which graphs are incomplete from now on."""
    parts = [ox.Triple(_STATE, _PART, ox.NamedNode(name)) for name in sorted(listed)]
    notes = [ox.Triple(ox.NamedNode(name), _STATUS, _INCOMPLETE) for name in sorted(incomplete)]
    store.add(STATE, [*parts, *notes])
    _check_state(store, {*parts, *notes} <= set(store.read(STATE) or []))


def _check_state(store: GraphStore, right: bool) -> None:
    if not right:
        raise StoreError(f"{store.url}: does not hold {STATE} as it was put; does something else write to it?")


def _compared(store: GraphStore, action: str, name: str, ours: Sequence[ox.Triple]) -> Step:
    """What was done with a graph, and how that which the store holds now differs from ours."""
    return Step(action, name, _compare(name, ours, store.read(name) or []))


def _compare(name: str, ours: Sequence[ox.Triple], theirs: Sequence[ox.Triple]) -> Difference:
    """What differs, both in canonical form. Raises StoreError where only the answer of the store is not whole."""
    wanted, found = ({canonical_triple(triple) for triple in triples} for triples in (ours, theirs))
    missing, extra = (tuple(sorted(triples, key=str)) for triples in (wanted - found, found - wanted))
    # A part of what was put, and of a round size: Virtuoso sends one more than its limit, and does not say so.
    if missing and not extra and len(theirs) >= 1000 and len(theirs) % 500 in {0, 1}:
        raise StoreError(
            f"{name}: the store sent {len(theirs)} of {len(wanted)} triples, and no others, as one does that limits "
            "its answers; raise the limit (ResultSetMaxRows in Virtuoso)"
        )
    return Difference(missing, extra)
