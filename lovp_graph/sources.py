"""Which files make up a dataset, and what each comes to: remembered from before, or mapped by the workers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from lovp_graph import files
from lovp_graph.cache import Cache, key
from lovp_graph.errors import LovpGraphError
from lovp_graph.mapping import Mapped, Source, mapped, pack, probable_summary, unpack
from lovp_graph.workers import Workers

METADATA_FILE = "dataset.ttl"
DATA_FILES = ("actors.yaml", "authority.yaml", "documents.yaml", "issues.yaml", "meetings.yaml")
LARGEST = 30_000_000
"""Bytes; a file that has more is not read here."""


def shared(data: Path) -> list[Path]:
    """The files of what the summaries share: each by its name, with its further parts (`documents-2.yaml`) after it."""
    return [path for name in DATA_FILES for path in (data / name, *sorted(data.glob(f"{Path(name).stem}-[0-9]*.yaml")))]


def gather(data: Path, files: Iterable[Path], cache: Cache, workers: Workers) -> list[tuple[Source, Mapped]]:
    """The annotation files of a data folder and those given besides, mapped: the general ones first, then in order.

    A file that is given takes the place of the one in the folder that has its name or annotates the same
    summary. The content of the files is let go of. Raises LovpGraphError when a file is missing: a folder
    without it is no data folder, and never an empty result.
    """
    missing = [name for name in (*DATA_FILES, METADATA_FILE) if not (data / name).is_file()]
    summaries = sorted((data / "summaries").glob("*.yaml"))
    if missing or not summaries:
        lacks = ", ".join([*missing, *([] if summaries else ["summaries/*.yaml"])])
        raise LovpGraphError(f"{data}: not a data folder (it lacks {lacks}); give one with --data")
    given = _mapped([_source(path, data) for path in sorted(set(files))], data, cache, workers)
    replaced = {name for source, made in given for name in (source.path.name, f"{made.summary}.yaml")}
    ours = [path for path in (*shared(data), *summaries) if path.name not in replaced]
    found = _mapped([_source(path, data) for path in ours], data, cache, workers)
    return [*found, *given]  # the given ones last: what clashes is their problem


def _source(path: Path, data: Path) -> Source:
    content = _content(path)
    return _with_register(Source(path, content), probable_summary(path, content or b""), data)


def _with_register(source: Source, slug: str, data: Path) -> Source:
    folder = source.path.parent
    places = (place / f"{slug}.csv" for place in (folder, folder.parent / "sentences", data / "sentences"))
    register = next((place for place in places if place.is_file()), None) if slug else None
    return replace(source, register=register, register_content=_content(register) if register else None)


def _content(path: Path) -> bytes | None:
    """What a file holds; None where that has to be reported when it is mapped."""
    try:
        content = files.read_regular(path, LARGEST)
        return content if len(content) <= LARGEST else None
    except OSError:
        return None


def _mapped(sources: Sequence[Source], data: Path, cache: Cache, workers: Workers) -> list[tuple[Source, Mapped]]:
    """What each source comes to; if its register turns out to be another than it seemed, with that one."""
    found = zip(sources, _remembered(sources, cache, workers), strict=True)
    made = [
        (source, one) if right.register == source.register else (right, mapped(right))
        for source, one in found
        for right in [_with_register(source, one.summary, data) if one.summary else source]
    ]
    return [(replace(source, content=None, register_content=None), one) for source, one in made]


def _remembered(sources: Sequence[Source], cache: Cache, workers: Workers) -> list[Mapped]:
    """What each source comes to, from the cache where it is there, else made by the workers and kept."""
    made: dict[int, Mapped] = {}
    keys: dict[int, str] = {}
    for place, source in enumerate(sources):
        if source.content is None or (source.register and source.register_content is None):
            made[place] = mapped(source)  # what cannot be read here is not read elsewhere either
            continue
        keys[place] = key(*source.parts())
        kept = cache.get("mapped", keys[place])
        if kept is not None:
            made[place] = unpack(kept, source)
    todo = [place for place in keys if place not in made]
    for place, one in zip(todo, workers.map(mapped, [sources[place] for place in todo]), strict=True):
        cache.put("mapped", keys[place], pack(one))
        made[place] = one
    return [made[place] for place in range(len(sources))]
