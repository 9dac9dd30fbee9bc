"""The software bill of materials (CycloneDX), and the licences as a list for people."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from release.dependencies import Package

CONDITION = "lovp-graph:installed-where"
CARRIED = "lovp-graph:carried-in"


def sbom(
    project: Mapping[str, Any], wheel: bytes, packages: Sequence[Package], carried: Iterable[Mapping[str, Any]]
) -> bytes:
    """What a wheel needs to run, and what the pages carry of others, as CycloneDX. Same parts, same bytes.

    `project` is the table of that name of pyproject.toml. The lock file allows several files for
    a version, so their hashes stand with a reference to the distribution.
    """
    bom = Bom()
    root = Component(
        type=ComponentType.APPLICATION,
        name=project["name"],
        version=project["version"],
        bom_ref=project["name"],
        purl=PackageURL("generic", name=project["name"], version=project["version"]),
        licenses=[LicenseFactory().make_from_string(project["license"])],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(wheel).hexdigest())],
    )
    bom.metadata.component = root
    components: dict[str, list[Component]] = {}
    for package in packages:
        component = _component(package)
        components.setdefault(package.name, []).append(component)
        bom.components.add(component)
    for package in packages:
        others = [one for name in package.requires for one in components[name]]
        for component in components[package.name]:
            bom.register_dependency(component, others)
    parts = [_carried(one) for one in carried]
    bom.components.update(parts)
    direct = {canonicalize_name(Requirement(one).name) for one in project["dependencies"]}
    bom.register_dependency(root, [*(one for name in direct for one in components[name]), *parts])
    # The library would give it a number and a time of its own, and it would be another each time.
    bom.serial_number = None  # type: ignore[assignment]
    bom.metadata.timestamp = None  # type: ignore[assignment]
    return f"{JsonV1Dot6(bom).output_as_string(indent=2)}\n".encode()


def _component(package: Package) -> Component:
    purl = PackageURL("pypi", name=package.name, version=package.version)
    files = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(str(purl)),
        comment="The SHA-256 of each file that requirements.lock allows for this version.",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in package.hashes],
    )
    return Component(
        type=ComponentType.LIBRARY,
        name=package.name,
        version=package.version,
        bom_ref=str(purl),
        purl=purl,
        licenses=[LicenseFactory().make_from_string(package.licence)],
        external_references=[files],
        properties=[Property(name=CONDITION, value=package.condition)] if package.condition else [],
    )


def _carried(part: Mapping[str, Any]) -> Component:
    return Component(
        type=ComponentType.LIBRARY,
        name=part["name"],
        version=part["version"],
        bom_ref=part["purl"],
        purl=PackageURL.from_string(part["purl"]),
        licenses=[LicenseFactory().make_from_string(part["licence"])],
        hashes=[HashType(alg=HashAlgorithm(name), content=digest) for name, digest in part["hashes"].items()],
        properties=[Property(name=CARRIED, value=part["page"])],
    )
