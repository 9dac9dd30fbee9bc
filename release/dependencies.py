"""What lovp-graph needs to run: the packages that its dependencies lead to, by the lock file, with their licences."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from itertools import product
from pathlib import Path
from typing import Any

from cyclonedx.spdx import is_expression, is_supported_id
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from lovp_graph.errors import LovpGraphError

LOCK = "requirements.lock"
PARTS = Path(__file__).with_name("parts.toml")
PINNED = re.compile(r"^(?=[A-Za-z0-9])(?:.+\\\n)+.+$", re.MULTILINE)
"""A requirement of the lock file, whose hashes stand on the lines after it."""

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = (("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt"))
ENVIRONMENTS: Sequence[dict[str, str]] = [
    {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": system,
        "platform_system": name,
        "os_name": family,
    }
    for python, (system, name, family) in product(PYTHONS, SYSTEMS)
]
"""Where lovp-graph can be installed: a package belongs to it that is needed in any of these."""

CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""The classifiers of licences that mean one licence of SPDX; "BSD License", for one, does not."""


@dataclass(frozen=True)
class Package:
    """A package at the version that the lock file pins."""

    name: str
    version: str
    condition: str
    """Where it is installed, as the marker of the lock file says; nothing for everywhere."""
    hashes: tuple[str, ...]
    """The SHA-256 of each of its files that may be installed."""
    licence: str
    """By SPDX."""
    requires: frozenset[str]
    """The names of the packages that it needs itself."""


def runtime(project: Path) -> list[Package]:
    """The packages that lovp-graph needs to run, on whichever system and Python, in the order of their names.

    Raises LovpGraphError for a package of which the licence, or what it needs, is not known.
    """
    pinned = _pinned((project / LOCK).read_text(encoding="utf-8"))
    configuration = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = map(Requirement, configuration["project"]["dependencies"])
    needed: dict[str, set[str]] = {}
    done: set[tuple[str, str]] = set()
    waiting = [found for requirement in wanted for found in _with_extras(requirement)]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in done:
            continue
        done.add((name, extra))
        others = [one for one in _requirements(name) if _applies(one.marker, extra)]
        needed.setdefault(name, set()).update(canonicalize_name(one.name) for one in others)
        waiting += [found for one in others for found in _with_extras(one)]
    unknown = sorted(set(needed) - set(pinned))
    if unknown:
        raise LovpGraphError(f"{LOCK}: lacks {', '.join(unknown)}; run `make lock`")
    return [
        Package(name, version, condition, hashes, licence(name), frozenset(needed[name]))
        for name in sorted(needed)
        for version, condition, hashes in pinned[name]
    ]


def _pinned(lock: str) -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
    """By name the versions of the lock file, each with its marker and hashes."""
    found: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
    for block in PINNED.findall(lock):
        requirement = Requirement(block.partition("\\\n")[0])
        version = str(requirement.specifier).removeprefix("==")
        hashes = tuple(sorted(re.findall(r"--hash=sha256:([0-9a-f]{64})", block)))
        entry = (version, str(requirement.marker or ""), hashes)
        found.setdefault(canonicalize_name(requirement.name), []).append(entry)
    return found


def _with_extras(requirement: Requirement) -> Iterable[tuple[str, str]]:
    """The name of what is required, without an extra and with each that is asked for."""
    return [(canonicalize_name(requirement.name), extra) for extra in ("", *sorted(requirement.extras))]


def _applies(marker: Marker | None, extra: str) -> bool:
    return marker is None or any(marker.evaluate({**where, "extra": extra}) for where in ENVIRONMENTS)


@cache
def parts() -> Mapping[str, Any]:
    """What release/parts.toml says: licences, what packages need that are not installed, and what the pages carry."""
    return tomllib.loads(PARTS.read_text(encoding="utf-8"))


@cache
def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _requirements(name: str) -> list[Requirement]:
    installed = _installed(name)
    if installed is not None:
        return [Requirement(one) for one in installed.requires or ()]
    elsewhere = parts()["elsewhere"].get(name)
    if elsewhere is None:
        raise LovpGraphError(f"{name}: not installed, so what it needs is not known; say so in {_shown()}")
    return [Requirement(one) for one in elsewhere]


def licence(name: str) -> str:
    """The licence of a package by SPDX: as we looked it up, else as the package itself says.

    Raises LovpGraphError where neither does.
    """
    looked_up: str | None = parts()["licences"].get(name)
    if looked_up is not None:
        return looked_up
    installed = _installed(name)
    said = installed.metadata.json if installed is not None else {}
    for value in (said.get("license_expression"), said.get("license")):
        if isinstance(value, str) and (is_supported_id(value) or is_expression(value)):
            return value
    classifiers = said.get("classifier", ())
    named = {one.rpartition(" :: ")[2] for one in classifiers if one.startswith("License :: ")}
    if len(named) == 1 and named <= set(CLASSIFIERS):
        return CLASSIFIERS[named.pop()]
    raise LovpGraphError(f"{name}: its licence is not known; look it up and put it into {_shown()}")


def _shown() -> str:
    return f"{PARTS.parent.name}/{PARTS.name}"
