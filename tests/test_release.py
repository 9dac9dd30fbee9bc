"""A release: whole, the same byte for byte, described as it is, and without a sentence of the published texts."""

from __future__ import annotations

import hashlib
import html
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
import rdflib
import yaml
from click.testing import CliRunner
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from rdflib import DCAT, OWL, RDF, SKOS, URIRef

from lovp_graph import site
from lovp_graph.dataset import ONTOLOGY_FILES
from lovp_graph.errors import LovpGraphError, Problem
from lovp_graph.resources import BASE, NS, SHAPES, ontology_folder, oxigraph_folder
from lovp_graph.site import graph, oxigraph
from lovp_graph.texts import quotations
from lovp_graph.validation import SHAPE_FILES, Report, shapes
from release import __main__ as command
from release import bill, contents, dependencies, ontology, packages
from release.contents import CHECKSUMS, RULES, Source
from release.description import RANGES, SPDX
from tests.conftest import EXAMPLE, PROJECT, lacking, published_texts
from tests.pages import parse
from tests.redirects import follow, read
from tests.test_project import CONFIGURATION, tracked

VERSION = CONFIGURATION["project"]["version"]
ACCEPT = {"html": "text/html,application/xhtml+xml,*/*;q=0.8", "ttl": "text/turtle", "jsonld": "application/ld+json"}
HOST = "https://HOST/"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """A release as `make release` makes it, from elsewhere, in odd circumstances, with the published texts at hand."""
    if not oxigraph.is_here():
        lacking(f"{oxigraph.MISSING} (a release has all pages)")
    place = tmp_path_factory.mktemp("elsewhere")
    environment = {
        **os.environ,
        "PYTHONHASHSEED": "1",
        "PYTHONPATH": str(PROJECT),
        "TZ": "UTC-9",
        "LC_ALL": "C",
        "SOURCE_DATE_EPOCH": "1700000000",
        "LOVP_TEXTS": str(published_texts() or EXAMPLE / "texts"),
    }
    return subprocess.run(
        [sys.executable, "-m", "release", "--out", str(place / "dist")],
        cwd=place,
        env=environment,
        umask=0o077,
        check=True,
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def folder(finished: subprocess.CompletedProcess[str]) -> Path:
    return Path(finished.args[-1])


@pytest.fixture(scope="module")
def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def made_of() -> Source:
    return contents.source(PROJECT)


@pytest.fixture(scope="module")
def pages(files: dict[str, bytes]) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(files[f"lovp-pages-{VERSION}.zip"])) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def description(files: dict[str, bytes]) -> rdflib.Graph:
    return rdflib.Graph().parse(data=files["dcat.ttl"], format="turtle")


# --- the same bytes, whole


def test_two_runs_give_the_same_bytes(files: dict[str, bytes], made_of: Source, site_files: dict[str, bytes]) -> None:
    """This process has another hash seed, folder, time zone, umask and SOURCE_DATE_EPOCH; the pages are those of `site`."""
    again = contents.contents(made_of, site_files)
    assert sorted(again) == sorted(files)
    assert [name for name in again if again[name] != files[name]] == []


def test_the_release_holds_what_it_should(files: dict[str, bytes]) -> None:
    named = {
        "CHANGELOG.md", "CITATION.cff", "HOSTING.md", "LICENCES.md", "LICENSE", "LICENSE-DATA", CHECKSUMS, RULES,
        "dcat.jsonld", "dcat.ttl", "lovp-context.jsonld", "lovp-ontology.html", "lovp-ontology.jsonld",
        "lovp-ontology.ttl", "lovp-shapes.jsonld", "lovp-shapes.ttl", "lovp-shapes-all.jsonld", "lovp-shapes-all.ttl",
        "lovp.nq", "lovp.trig", f"lovp-pages-{VERSION}.zip", f"lovp_graph-{VERSION}-py3-none-any.whl",
        f"lovp_graph-{VERSION}.tar.gz", "sbom.cdx.json",
    }  # fmt: skip
    assert set(files) == named


def test_sha256sum_finds_every_file_as_it_was(folder: Path, files: dict[str, bytes], tmp_path: Path) -> None:
    result = subprocess.run(
        ["sha256sum", "-c", "--strict", CHECKSUMS], cwd=folder, capture_output=True, text=True, check=True
    )
    assert sorted(result.stdout.splitlines()) == sorted(f"{name}: OK" for name in files if name != CHECKSUMS)
    broken = Path(shutil.copytree(folder, tmp_path / "broken"))
    (broken / "lovp.nq").write_bytes(files["lovp.nq"] + b"\n")
    assert subprocess.run(["sha256sum", "-c", CHECKSUMS], cwd=broken, capture_output=True, check=False).returncode


def test_the_last_words_say_what_was_not_done(
    finished: subprocess.CompletedProcess[str], files: dict[str, bytes]
) -> None:
    assert [line.split()[-1] for line in finished.stdout.splitlines()] == sorted(files)
    said = " ".join(finished.stderr.split())
    assert "Nothing was uploaded and nothing was registered." in said
    assert f"The IRIs do not resolve until {BASE} is registered" in said
    assert "No contact address is known" in said


# --- pages and packages


def test_the_pages_are_a_sound_zip_of_one_time_and_mode(files: dict[str, bytes], folder: Path) -> None:
    name = f"lovp-pages-{VERSION}.zip"
    with zipfile.ZipFile(io.BytesIO(files[name])) as archive:
        entries = archive.infolist()
    names = [entry.filename for entry in entries]
    assert names == sorted(names)
    assert {"index.html", "thema/gezag.html", site.MARK} <= set(names)
    assert {(entry.date_time, entry.external_attr >> 16) for entry in entries} == {(packages.EPOCH, 0o100644)}
    unzip = shutil.which("unzip")  # another program than the one that made it, where there is one
    command = [unzip, "-tq"] if unzip else [sys.executable, "-m", "zipfile", "-t"]
    subprocess.run([*command, str(folder / name)], check=True, capture_output=True)


def test_the_pages_quote_nothing_whatever_texts_are_at_hand(pages: dict[str, bytes]) -> None:
    assert pages
    quoting = [
        path
        for path, content in pages.items()
        if path.endswith(".html") and any(one.text.strip() for one in parse(path, content).all("blockquote"))
    ]
    assert quoting == []


def test_no_sentence_of_the_published_texts_is_in_any_file(texts: Path, files: dict[str, bytes]) -> None:
    sentences = {one: " ".join(one.split()) for one in quotations(texts).values()}
    long = [text for text in sentences.values() if len(text.split()) > 8]
    assert len(long) > 250
    held: dict[bytes, str] = {}
    for name, content in _members(files):
        held.setdefault(hashlib.sha256(content).digest(), name)  # what stands in several archives is read once
        if held[hashlib.sha256(content).digest()] == name:
            text = " ".join(html.unescape(content.decode("utf-8", "ignore")).split())
            assert [sentence for sentence in long if sentence in text] == [], name


def _members(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The files of a release, and those in its archives."""
    for name, content in files.items():
        if name.endswith((".zip", ".whl")):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                yield from ((f"{name}/{one}", archive.read(one)) for one in archive.namelist())
        elif name.endswith(".tar.gz"):
            with tarfile.open(fileobj=io.BytesIO(content)) as packed:
                for member in packed:
                    file = packed.extractfile(member)
                    if file is not None:
                        yield f"{name}/{member.name}", file.read()
        else:
            yield name, content


def test_no_file_names_a_path_of_this_machine_or_a_package_index(files: dict[str, bytes]) -> None:
    here = [str(PROJECT).encode(), str(Path.home()).encode() + b"/", b"pypi.org/simple", b"file://"]
    for name, content in files.items():
        if not name.endswith((".zip", ".gz", ".whl")):
            assert [one for one in here if one in content] == [], name


def test_without_one_of_its_pages_nothing_is_released(
    made_of: Source, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(oxigraph, "oxigraph_folder", lambda: tmp_path)
    with pytest.raises(LovpGraphError, match=r"sparql\.html would be missing from the pages: .*npm"):
        contents.pages(made_of)


def test_the_wheel_holds_the_package_with_ontology_data_and_questions(files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(files[f"lovp_graph-{VERSION}-py3-none-any.whl"])) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    ours = [path.relative_to(PROJECT) for path in tracked()]
    carried = {f"lovp_graph/_carried/{path}" for path in ours if path.parts[0] in {"ontology", "data", "queries"}}
    fetched = {f"lovp_graph/_carried/oxigraph/{path.name}" for path in oxigraph_folder().iterdir()}
    assert names == carried | fetched | {str(path) for path in ours if path.parts[0] == "lovp_graph"}


def test_the_source_archive_holds_what_git_knows(files: dict[str, bytes]) -> None:
    with tarfile.open(fileobj=io.BytesIO(files[f"lovp_graph-{VERSION}.tar.gz"])) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names - {"PKG-INFO"} == {str(path.relative_to(PROJECT)) for path in tracked()}


# --- what is said of it


def test_the_description_names_the_files_as_they_are(files: dict[str, bytes], description: rdflib.Graph) -> None:
    distributions = set(description.subjects(RDF.type, DCAT.Distribution))
    named = set()
    for one in distributions:
        name = str(description.value(one, DCAT.downloadURL)).removeprefix(BASE)
        checksum = description.value(one, SPDX.checksum)
        assert int(str(description.value(one, DCAT.byteSize))) == len(files[name])
        digest = description.value(checksum, SPDX.checksumValue)
        assert isinstance(digest, rdflib.Literal)
        assert digest.toPython().hex() == hashlib.sha256(files[name]).hexdigest()
        named.add(name)
    assert named == {
        "lovp.nq", "lovp.trig", f"lovp-pages-{VERSION}.zip", "lovp-ontology.html", "lovp-ontology.jsonld", "lovp-ontology.ttl",
    }  # fmt: skip
    assert {str(one) for one in description.subjects(RDF.type, DCAT.Dataset)} == {f"{BASE}dataset", NS}
    turtle, jsonld = ((files["dcat.ttl"], ox.RdfFormat.TURTLE), (files["dcat.jsonld"], ox.RdfFormat.JSON_LD))
    assert canonical(turtle) == canonical(jsonld)


def test_the_values_of_lists_have_their_class(description: rdflib.Graph) -> None:
    for name, kind in RANGES.items():
        values = set(description.objects(None, name))
        assert values
        assert all((value, RDF.type, kind) in description for value in values), name


CFF = {"cff-version": str, "message": str, "title": str, "authors": list}
"""The keys that Citation File Format 1.2.0 demands (its schema guide, "Valid keys")."""


def test_the_citation_is_what_the_format_demands_and_names_no_person(files: dict[str, bytes]) -> None:
    cited = yaml.safe_load(files["CITATION.cff"])
    assert {key: type(cited.get(key)) for key in CFF} == CFF
    assert cited["cff-version"] == "1.2.0"
    assert cited["version"] == VERSION
    assert cited["license"] == "CC-BY-4.0"
    assert cited["type"] == "dataset"
    assert cited["authors"] == [{"name": "lovp-graph"}]  # a body: a person would have given and family names
    assert "resolves once https://w3id.org/lovp/ has been registered" in cited["identifiers"][0]["description"]


def test_the_recipe_names_files_that_are_there(files: dict[str, bytes]) -> None:
    recipe = files["HOSTING.md"].decode()
    for name in (f"lovp-pages-{VERSION}.zip", RULES, CHECKSUMS, "lovp.nq"):
        assert name in recipe
        assert name in files
    copied = re.search(r"^\$ cp (.*) \S+$", recipe, re.MULTILINE)
    assert copied
    taken = {path.name for pattern in copied[1].split() for path in _globbed(files, pattern)}
    assert {name for name in files if name.startswith(("lovp", "dcat")) and not name.startswith("lovp_")} == taken


def _globbed(files: Mapping[str, bytes], pattern: str) -> list[Path]:
    return [Path(name) for name in files if Path(name).match(pattern)]


# --- what it needs and carries


@pytest.fixture(scope="module")
def sbom(files: dict[str, bytes]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(files["sbom.cdx.json"])
    return found


def test_the_sbom_is_valid_and_says_nothing_of_time_or_chance(files: dict[str, bytes], sbom: Mapping[str, Any]) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(files["sbom.cdx.json"].decode()) is None
    assert "serialNumber" not in sbom
    assert "timestamp" not in sbom["metadata"]
    assert sbom["metadata"]["component"]["version"] == VERSION
    wheel = hashlib.sha256(files[f"lovp_graph-{VERSION}-py3-none-any.whl"]).hexdigest()
    assert sbom["metadata"]["component"]["hashes"] == [{"alg": "SHA-256", "content": wheel}]


def needed_here(name: str, extras: frozenset[str], found: set[tuple[str, frozenset[str]]]) -> set[str]:
    """The names of the packages that one leads to in this environment, itself among them."""
    if (name, extras) in found:
        return set()
    found.add((name, extras))
    requirements = [Requirement(one) for one in distribution(name).requires or ()]
    here = [
        one
        for one in requirements
        if not one.marker or any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras))
    ]
    others = (needed_here(canonicalize_name(one.name), frozenset(one.extras), found) for one in here)
    return {name}.union(*others)


def test_the_sbom_lists_exactly_what_running_needs(sbom: Mapping[str, Any]) -> None:
    listed = {one["name"]: one for one in sbom["components"]}
    here = needed_here("lovp-graph", frozenset(), set()) - {"lovp-graph"}
    carried = {one["name"] for one in dependencies.parts()["carried"]}
    assert carried <= set(listed)
    assert here <= set(listed)
    for name in set(listed) - here - carried:  # these are for another system or Python
        (where,) = (one["value"] for one in listed[name]["properties"] if one["name"] == bill.CONDITION)
        assert not Requirement(f"{name}; {where}").marker.evaluate()  # type: ignore[union-attr]
        with pytest.raises(PackageNotFoundError):
            distribution(name)
    assert not {"pytest", "ruff", "dask", "cyclonedx-bom", "hatchling"} & set(listed)


def test_every_part_of_the_sbom_is_pinned_by_hash_and_has_a_licence(
    sbom: Mapping[str, Any], files: dict[str, bytes]
) -> None:
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    licences = files["LICENCES.md"].decode()
    versions: dict[str, str] = {}
    for one in sbom["components"]:
        assert one["licenses"], one["name"]
        assert f"| {one['name']} | {one['version']} |" in licences
        if one["purl"].startswith("pkg:npm/"):
            continue
        assert re.search(rf"^{re.escape(one['name'])}=={re.escape(one['version'])}\b", lock, re.MULTILINE), one["name"]
        (files_of_it,) = one["externalReferences"]
        hashes = [found["content"] for found in files_of_it["hashes"]]
        assert hashes
        assert all(f"sha256:{found}" in lock for found in hashes)
        versions[one["name"]] = one["version"]
    for name, version in versions.items():
        try:
            assert distribution(name).version in {version, *_versions(sbom, name)}
        except PackageNotFoundError:
            continue


def _versions(sbom: Mapping[str, Any], name: str) -> set[str]:
    return {one["version"] for one in sbom["components"] if one["name"] == name}


def test_what_depends_on_what_is_in_the_sbom(sbom: Mapping[str, Any]) -> None:
    refs = {one["bom-ref"]: one["name"] for one in sbom["components"]}
    on = {one["ref"]: {refs[other] for other in one.get("dependsOn", [])} for one in sbom["dependencies"]}
    direct = {canonicalize_name(Requirement(one).name) for one in CONFIGURATION["project"]["dependencies"]}
    assert on["lovp-graph"] == direct | {one["name"] for one in dependencies.parts()["carried"]}
    jinja = next(ref for ref, name in refs.items() if name == "jinja2")
    assert on[jinja] == {"markupsafe"}


def test_an_unknown_licence_or_package_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    known = dependencies.parts()
    monkeypatch.setattr(dependencies, "parts", lambda: {**known, "licences": {}})
    with pytest.raises(LovpGraphError, match=r"pyvis: its licence is not known; look it up .* release/parts\.toml"):
        dependencies.licence("pyvis")
    monkeypatch.setattr(dependencies, "parts", lambda: {**known, "elsewhere": {}})
    monkeypatch.setattr(dependencies, "_installed", lambda name: None)
    with pytest.raises(LovpGraphError, match="not installed, so what it needs is not known"):
        dependencies.runtime(PROJECT)
    monkeypatch.undo()
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    (tmp_path / "requirements.lock").write_text(lock.replace("markupsafe==", "markup-unsafe=="), encoding="utf-8")
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    with pytest.raises(LovpGraphError, match="lacks markupsafe; run `make lock`"):
        dependencies.runtime(tmp_path)


def test_the_script_that_the_pages_carry_is_the_one_in_the_sbom(sbom: Mapping[str, Any]) -> None:
    (listed,) = (one for one in sbom["components"] if one["name"] == "vis-network")
    assert f"vis-{listed['version']}/" in graph.SCRIPT
    script = Path(str(distribution("pyvis").locate_file("pyvis"))) / "templates" / graph.SCRIPT
    assert listed["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(script.read_bytes()).hexdigest()}]


def test_what_the_pages_carry_is_looked_at(made_of: Source, site_files: dict[str, bytes]) -> None:
    with pytest.raises(LovpGraphError, match=r"graaf\.html does not carry vis-network 9\.1\.2"):
        contents.contents(made_of, {**site_files, "graaf.html": b""})


# --- the ontology


def canonical(*sources: tuple[bytes, ox.RdfFormat]) -> set[str]:
    """The triples of some files together, whatever they call what has no name."""
    found = ox.Dataset(quad for content, style in sources for quad in ox.parse(content, format=style))
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in found}


@pytest.mark.parametrize(
    ("name", "sources"),
    [("lovp-ontology", ONTOLOGY_FILES), ("lovp-shapes", SHAPE_FILES[:1]), ("lovp-shapes-all", SHAPE_FILES)],
)
def test_the_ontology_is_whole_in_turtle_and_json_ld(
    name: str, sources: Sequence[str], files: dict[str, bytes]
) -> None:
    ours = canonical(*(((ontology_folder() / source).read_bytes(), ox.RdfFormat.TURTLE) for source in sources))
    assert canonical((files[f"{name}.ttl"], ox.RdfFormat.TURTLE)) == ours
    assert canonical((files[f"{name}.jsonld"], ox.RdfFormat.JSON_LD)) == ours
    assert files["lovp-context.jsonld"] == (ontology_folder() / "context.jsonld").read_bytes()


def test_the_documentation_describes_every_term_concept_and_shape(files: dict[str, bytes]) -> None:
    page = parse("lovp-ontology.html", files["lovp-ontology.html"])
    assert page.crossed == []
    assert len(page.ids) == len(set(page.ids))
    text = html.unescape(files["lovp-ontology.html"].decode())
    terms = rdflib.Graph().parse(data=files["lovp-ontology.ttl"], format="turtle")
    for term in terms.subjects(SKOS.definition):
        assert ontology._id(term) in page.ids
        assert all(str(definition) in text for definition in terms.objects(term, SKOS.definition))
    named = {str(one).removeprefix(SHAPES) for one in shapes().subjects() if str(one).startswith(SHAPES)} - {""}
    assert {f"shape-{name}" for name in named} <= set(page.ids)
    assert "A statement has at least one theme" in text
    inner = {one.attributes["href"][1:] for one in page.all("a") if one.attributes["href"].startswith("#")}
    assert inner <= set(page.ids)
    outer = [one.attributes["href"] for one in page.all("a", "link") if not one.attributes["href"].startswith("#")]
    assert {address for address in outer if not address.startswith("https://creativecommons.org/")} <= set(files)
    assert page.all("script", "img", "iframe") == []


# --- the redirects


def iris(files: Mapping[str, bytes]) -> list[str]:
    """Every IRI of ours in the dataset and the shapes, without what stands after a #."""
    found = {BASE, SHAPES}
    for name in ("lovp.nq", "dcat.ttl", "lovp-shapes-all.ttl"):
        style = ox.RdfFormat.N_QUADS if name.endswith(".nq") else ox.RdfFormat.TURTLE
        for quad in ox.parse(files[name], format=style):
            terms = (quad.subject, quad.predicate, quad.object, quad.graph_name)
            found |= {term.value for term in terms if isinstance(term, ox.NamedNode) and term.value.startswith(BASE)}
    return sorted({iri.partition("#")[0] for iri in found})


@pytest.fixture(scope="module")
def leads(files: dict[str, bytes]) -> Mapping[tuple[str, str], str]:
    """Where the rules lead each IRI in each form."""
    rules = read(files[RULES].decode())
    found = {
        (iri, form): follow(rules, iri.removeprefix(BASE), accept)
        for iri in iris(files)
        for form, accept in ACCEPT.items()
    }
    assert [key for key, target in found.items() if target is None] == []
    return {key: str(target) for key, target in found.items()}


def test_every_kind_of_iri_is_looked_at(files: dict[str, bytes]) -> None:
    found = iris(files)
    kinds = {iri.removeprefix(BASE).partition("/")[0] for iri in found}
    assert {"", "dataset", "graph", "id", "ns", "release", "shapes", "lovp.nq"} <= kinds
    classes = {iri.removeprefix(BASE).split("/")[1] for iri in found if iri.startswith(f"{BASE}id/")}
    assert {"thema", "uitspraak", "zin", "gezag", "bedrag", "kwestie", "scheme", "stance", "lidmaatschap"} <= classes
    assert len(found) > 1000


def test_every_iri_leads_to_a_page_that_has_its_place(
    leads: Mapping[tuple[str, str], str], files: dict[str, bytes], pages: dict[str, bytes]
) -> None:
    places: dict[str, set[str]] = {}
    wrong = []
    for (iri, form), target in leads.items():
        if form != "html":
            continue
        assert target.startswith(HOST)
        path, _, fragment = target.removeprefix(HOST).partition("#")
        content = pages.get(path, files.get(path))
        if content is None:
            wrong.append(f"{iri}: {path} is not there")
        elif fragment:
            if path not in places:
                places[path] = set(parse(path, content).ids)
            if fragment not in places[path]:
                wrong.append(f"{iri}: {path} has no {fragment}")
    assert wrong == []


def test_every_iri_leads_to_data_that_speak_of_it(
    leads: Mapping[tuple[str, str], str], files: dict[str, bytes], pages: dict[str, bytes]
) -> None:
    terms = rdflib.Graph().parse(data=files["lovp-ontology.ttl"], format="turtle")
    version = str(terms.value(URIRef(NS), OWL.versionIRI))  # it is named there, and nothing is said of it
    subjects: dict[str, set[str]] = {}
    wrong = []
    for (iri, form), target in leads.items():
        path = target.removeprefix(HOST)
        if form == "html" or path == iri.removeprefix(BASE):  # the IRI of a file leads to that file
            continue
        assert path.endswith(f".{form}"), (iri, target)
        if path not in subjects:
            content = pages.get(path, files.get(path, b""))
            style = ox.RdfFormat.TURTLE if form == "ttl" else ox.RdfFormat.JSON_LD
            subjects[path] = {
                quad.subject.value for quad in ox.parse(content, format=style) if isinstance(quad.subject, ox.NamedNode)
            }
        if iri not in {*subjects[path], BASE, version}:
            wrong.append(f"{iri}: {path} says nothing of it")
    assert wrong == []


def test_the_files_of_the_release_have_addresses_that_lead_to_them(
    files: dict[str, bytes], description: rdflib.Graph
) -> None:
    rules = read(files[RULES].decode())
    for address in description.objects(None, DCAT.accessURL):
        name = urlsplit(str(address)).path.removeprefix("/lovp/")
        assert name in files
        for accept in ACCEPT.values():
            assert follow(rules, name, accept) == HOST + name


def test_an_iri_that_is_none_of_ours_leads_nowhere_of_its_own(files: dict[str, bytes]) -> None:
    rules = read(files[RULES].decode())
    for path in ("elsewhere", "datasets", "id", "lovp.exe", "../etc/passwd", "id/thema/a/b/c"):
        assert follow(rules, path, ACCEPT["html"]) is None, path


# --- when there is to be no release


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project to be changed at will, for the command to make a release of."""
    project = tmp_path / "project"
    project.mkdir()
    for name in ("pyproject.toml", "CHANGELOG.md", "requirements.lock"):
        shutil.copy(PROJECT / name, project)
    monkeypatch.setattr(command, "PROJECT", project)
    return project


def _refused(out: Path, code: int, message: str) -> None:
    result = CliRunner().invoke(command.main, ["--out", str(out)])
    assert result.exit_code == code, result.output
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert not out.exists() or (out / "kept").is_file()


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        (f"## {VERSION}", "## 9.9.9", f"the first version is 9.9.9, and that of pyproject.toml {VERSION}"),
        (f"## {VERSION}", "Nothing", f"the first version is none, and that of pyproject.toml {VERSION}"),
        (f"## {VERSION}", f"## {VERSION}\n\n## 0.0.1", f"nothing is said of version {VERSION}"),
    ],
)
def test_a_changelog_that_disagrees_is_refused(
    was: str, becomes: str, message: str, elsewhere: Path, tmp_path: Path
) -> None:
    changelog = elsewhere / "CHANGELOG.md"
    text = changelog.read_text(encoding="utf-8")
    assert was in text
    changelog.write_text(text.replace(was, becomes), encoding="utf-8")
    _refused(tmp_path / "dist", 1, message)


def test_another_version_than_the_installed_one_is_refused(elsewhere: Path, tmp_path: Path) -> None:
    for name in ("CHANGELOG.md", "pyproject.toml"):
        path = elsewhere / name
        path.write_text(path.read_text(encoding="utf-8").replace(VERSION, "9.9.9"), encoding="utf-8")
    _refused(tmp_path / "dist", 1, f"lovp-graph {VERSION} is installed, and pyproject.toml says 9.9.9; run `make`")


def test_data_with_findings_are_refused(elsewhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    finding = Problem(Path("data/issues.yaml"), 3, "something is wrong", "er klopt iets niet")
    monkeypatch.setattr(contents, "validate", lambda assembled: Report([finding], rdflib.Graph()))
    _refused(tmp_path / "dist", 3, "data/issues.yaml:3: something is wrong")


def test_a_folder_with_other_files_is_left_alone(elsewhere: Path, tmp_path: Path) -> None:
    out = tmp_path / "dist"
    out.mkdir()
    (out / "kept").write_text("mine", encoding="utf-8")
    _refused(out, 1, "holds other files, which would be lost")
