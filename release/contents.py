"""All files of a release by name."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from lovp_graph import dataset as datasets
from lovp_graph import site
from lovp_graph.dataset import SITE_FILE, Dataset
from lovp_graph.errors import LovpGraphError, ProblemsFoundError
from lovp_graph.rdf import quads
from lovp_graph.resources import BASE, data_folder
from lovp_graph.site import oxigraph
from lovp_graph.site.context import ASKING
from lovp_graph.store import EmbeddedStore
from lovp_graph.validation import validate
from release import bill, dependencies, description, ontology, packages
from release.dependencies import Package

CHECKSUMS = "SHA256SUMS"
"""What sha256sum reads; by this file a folder is known to hold a release, which may be replaced."""

RULES = "w3id.htaccess"
COPIED = ("CHANGELOG.md", "LICENSE", "LICENSE-DATA")


@dataclass
class Source:
    """What a release is made of: a project, its configuration, its dataset, which was checked, and what it needs."""

    project: Path
    configuration: Mapping[str, Any]
    dataset: Dataset
    needed: Sequence[Package]

    @property
    def version(self) -> str:
        """The version that is released."""
        return str(self.configuration["version"])

    @property
    def contact(self) -> str:
        """Where readers can reach whoever publishes it; nothing as long as no address is given."""
        words = yaml.safe_load((data_folder() / SITE_FILE).read_text(encoding="utf-8"))
        return str(words.get("contact", ""))


def source(project: Path) -> Source:
    """What a release of the project in a folder is made of.

    Raises LovpGraphError where its version and its changelog disagree, another version is
    installed or a licence is not known, and ProblemsFoundError where the check finds something.
    """
    configuration = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    _check_version(configuration["version"], (project / "CHANGELOG.md").read_text(encoding="utf-8"))
    needed = dependencies.runtime(project)
    assembled = datasets.assemble()
    problems = assembled.problems + validate(assembled).problems
    if problems:
        raise ProblemsFoundError(problems)
    return Source(project, configuration, assembled, needed)


def _check_version(released: str, changelog: str) -> None:
    latest = re.search(r"^## (\S+)\s*(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if latest is None or latest[1] != released:
        found = "none" if latest is None else latest[1]
        raise LovpGraphError(
            f"CHANGELOG.md: the first version is {found}, and that of pyproject.toml {released}; make them agree"
        )
    if not latest[2].strip():
        raise LovpGraphError(f"CHANGELOG.md: nothing is said of version {released}; say what changed")
    if version("lovp-graph") != released:
        raise LovpGraphError(
            f"lovp-graph {version('lovp-graph')} is installed, and pyproject.toml says {released}; run `make`"
        )


def pages(made_of: Source) -> dict[str, bytes]:
    """The pages by path, without quotations, whatever texts are at hand. Raises LovpGraphError where one is missing."""
    if not oxigraph.is_here():
        raise LovpGraphError(f"{ASKING} would be missing from the pages: {oxigraph.MISSING}")
    return site.build(EmbeddedStore(quads(made_of.dataset.graphs)), quotations={})


def contents(made_of: Source, shown: Mapping[str, bytes]) -> dict[str, bytes]:
    """All files of a release by name; `shown` are its pages. Same source, same bytes.

    Raises LovpGraphError where something is not as the release would say it.
    """
    carried = dependencies.parts()["carried"]
    _check_carried(carried, shown)
    archives = packages.wheel_and_sdist(made_of.project)
    wheel = next(content for name, content in archives.items() if name.endswith(".whl"))
    data = datasets.serialise(made_of.dataset) | {f"lovp-pages-{made_of.version}.zip": packages.zipped(shown)}
    terms = ontology.files()
    templates = ontology.environment()
    values = {"version": made_of.version, "base": BASE, "carried": carried, "packages": made_of.needed}
    shared = {name: content for name, content in terms.items() if name.startswith("lovp-ontology.")}
    files = {
        **data,
        **terms,
        **archives,
        **description.written(description.dcat(made_of.dataset, data, shared)),
        **{name: (made_of.project / name).read_bytes() for name in COPIED},
        "CITATION.cff": description.citation(made_of.dataset, made_of.configuration),
        "sbom.cdx.json": bill.sbom(made_of.configuration, wheel, made_of.needed, carried),
        "LICENCES.md": templates.get_template("LICENCES.md.j2").render(values).encode(),
        "HOSTING.md": templates.get_template("HOSTING.md.j2").render(values, checksums=CHECKSUMS).encode(),
        RULES: (Path(__file__).parent / "templates" / RULES).read_bytes(),
    }
    return files | {CHECKSUMS: checksums(files)}


def _check_carried(carried: list[dict[str, Any]], shown: Mapping[str, bytes]) -> None:
    for part in carried:
        if part["shown"].encode() not in shown.get(part["page"], b""):
            raise LovpGraphError(
                f"release/parts.toml: {part['page']} does not carry {part['name']} {part['version']}; say what it does"
            )


def checksums(files: Mapping[str, bytes]) -> bytes:
    """The SHA-256 of each file as `sha256sum -c` reads it, in the order of their names."""
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return "".join(lines).encode()
