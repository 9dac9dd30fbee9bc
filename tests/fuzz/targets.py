"""What is fuzzed: each target takes bytes, and fails on whatever is no clear refusal."""

from __future__ import annotations

import io
import re
import tempfile
import traceback
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from lovp_graph import questions, registers
from lovp_graph.annotations import load
from lovp_graph.asking import term
from lovp_graph.catalogue import Catalogue, read
from lovp_graph.dataset import assemble
from lovp_graph.derivations import edtf_bounds
from lovp_graph.documents import apart, formats, from_bytes, parse
from lovp_graph.documents.formats import Format
from lovp_graph.documents.sentences import digest
from lovp_graph.drafting.draft import draft_of
from lovp_graph.drafting.writing import annotation
from lovp_graph.errors import DocumentError, LovpGraphError, Problem
from lovp_graph.questions import Parameter
from lovp_graph.rdf import quads
from lovp_graph.store import EmbeddedStore

EXAMPLE = Path(__file__).parent.parent / "fixtures" / "example"
NAME = "fuzz"
PACKAGE = str(Path(apart.__file__).parent.parent)


def fault_of_ours(error: BaseException) -> bool:
    """Whether an error came up in our own code, and not in a library that we gave a broken file."""
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and frames[-1].filename.startswith(PACKAGE)


# --- documents


def _document(kind: Format, data: bytes) -> None:
    """Read a document in this process; what is called broken must be what a library could not read."""
    try:
        text, found = apart.READERS[kind](data, NAME)
    except DocumentError:
        return
    except Exception as error:  # `apart.in_process` makes one message of it
        if fault_of_ours(error):
            raise
        return
    document = parse(text, found)
    for sentence in document.sentences:
        assert digest(text[sentence.start : sentence.end]) == sentence.sha256


def pdf(data: bytes) -> None:
    """A PDF as it is."""
    _document("pdf", data)


def pdf_page(data: bytes) -> None:
    """What is printed on the pages of a PDF: each line of the input that is a form feed begins a page."""
    pages = data.split(b"\n\f\n")[:20]
    count = len(pages)
    numbers = [4 + 2 * place for place in range(count)]
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, b" ".join(b"%d 0 R" % number for number in numbers)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, content in zip(numbers, pages, strict=True):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (number + 1)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    _document("pdf", bytes(out))


def html(data: bytes) -> None:
    """A page."""
    _document("html", data)


STYLES_OF_WORD = """<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">%s</w:styles>"""
DOCUMENT_OF_WORD = """<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>"""
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def docx(data: bytes) -> None:
    """What stands in the body of a Word document; after a form feed its styles."""
    body, _, styles = data.decode("utf-8", "replace").partition("\f")
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{OFFICE}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{OFFICE}.styles+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE_RELATIONS}">'
        f'<Relationship Id="a" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE_RELATIONS}">'
        f'<Relationship Id="b" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "word/document.xml": DOCUMENT_OF_WORD % body,
        "word/styles.xml": STYLES_OF_WORD % styles,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    _document("docx", out.getvalue())


def archive(data: bytes) -> None:
    """A Word document as it is, packed."""
    try:
        kind = formats.recognise(b"PK\x03\x04" + data if not data.startswith(b"PK") else data, NAME)
    except DocumentError:
        return
    _document(kind, data)


def text(data: bytes) -> None:
    """A plain text, which is read and then drafted."""
    try:
        kind = formats.recognise(data, NAME)
        document = from_bytes(data, NAME)[1] if kind == "text" else None
        made = draft_of(document, _catalogue(), NAME) if document else None
    except LovpGraphError:
        return
    if made:
        _load(annotation(made, NAME).encode())


@cache
def _catalogue() -> Catalogue:
    return read(_store())


@cache
def _store() -> EmbeddedStore:
    return EmbeddedStore(quads(assemble(EXAMPLE).graphs))


# --- data


def annotation_file(data: bytes) -> None:
    """An annotation file."""
    _load(data)


def _load(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "kust-2030-01-15.yaml")
        path.write_bytes(data)
        found = load(path)
    _told(found.problems, path, data)
    quads({"https://example.org/": found.graph})


def _told(problems: list[Problem], path: Path, data: bytes) -> None:
    """Each problem is one line with a file and a line that is there, in both languages."""
    lines = len(data.decode("utf-8", "replace").splitlines()) + 1
    for one in problems:
        assert one.path == path
        assert 0 <= one.line <= lines
        for language in ("en", "nl"):
            assert len(one.text(language).splitlines()) == 1


def register(data: bytes) -> None:
    """A sentence register; one without a problem is written as it was read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "register.csv")
        path.write_bytes(data)
        found, problems = registers.read(path)
    _told(problems, path, data)
    if not problems:
        assert registers.write(found).count("\n") == len(found) + 1


def moment(data: bytes) -> None:
    """A moment in EDTF."""
    try:
        first, last = edtf_bounds(data.decode("utf-8", "replace"))
    except ValueError:
        return
    assert first is None or last is None or date.min <= first <= last


# --- questions


def query(data: bytes) -> None:
    """A query of a stranger, on nothing: it is answered or refused, and never asks another address."""
    asked = data.decode("utf-8", "replace")
    try:
        EmbeddedStore([]).query(
            asked
        )  # no rows are taken: what a SERVICE that slipped through asks for, it asks for then
    except LovpGraphError:
        return
    if "service" in asked.lower():
        ox.Store().query(re.sub("service", "another", asked, flags=re.IGNORECASE | re.ASCII))


def question(data: bytes) -> None:
    """A saved question with its header."""
    try:
        found = questions.parse(data.decode("utf-8", "replace"), NAME, NAME)
    except LovpGraphError:
        return
    one = ox.Literal('"} #')
    found.sparql({parameter.name: [one] for parameter in found.parameters})


KINDS = ("first-day", "follow-up", "iri", "last-day", "meeting", "theme")


def value(data: bytes) -> None:
    """What a user types for a parameter: one term, or a refusal."""
    typed = data.decode("utf-8", "replace")
    for kind in KINDS:
        try:
            found = term(_store(), Parameter("thing", kind), typed)
        except LovpGraphError:
            continue
        assert [quad.object for quad in ox.parse(f"<urn:a> <urn:a> {found} .", format=ox.RdfFormat.N_TRIPLES)] == [
            found
        ]


TARGETS: dict[str, Callable[[bytes], None]] = {
    "annotations": annotation_file,
    "archive": archive,
    "docx": docx,
    "html": html,
    "moment": moment,
    "pdf": pdf,
    "pdf-page": pdf_page,
    "query": query,
    "question": question,
    "register": register,
    "text": text,
    "value": value,
}
