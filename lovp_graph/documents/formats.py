"""What kind of file this is, by its content, and what to do about one that cannot be read."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePath
from typing import Literal

from lovp_graph.errors import DocumentError

Format = Literal["text", "html", "pdf", "docx"]

MEGABYTE = 1_000_000
MAX_BYTES: dict[Format, int] = {
    "text": 5 * MEGABYTE,  # a summary is some 10 kB; the minutes of a whole council day stay far below this
    "html": 5 * MEGABYTE,
    "pdf": 25 * MEGABYTE,
    "docx": 25 * MEGABYTE,
}
MAX_UNPACKED = 50 * MEGABYTE
MAX_PARTS = 10_000  # of a DOCX; a long report has some hundred

SUFFIXES = (".docx", ".htm", ".html", ".pdf", ".txt")

# How files open that are not read, and what they are.
SIGNATURES: list[tuple[bytes, str]] = [
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"BM", "a BMP image"),
    (b"RIFF", "an image, sound or film"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
HTML_OPENING = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>\s*+)?(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
HTML_TAG = re.compile(rb"<(?:html|body|main|article|section|div|p|h[1-6]|ul|ol|table)\b[^>]*>", re.I)
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
NEXT_STEP = "give the summary as PDF, DOCX, HTML or plain text"


def recognise(data: bytes, name: str) -> Format:
    """The format of a file. Raises DocumentError for one that is not read, or is too large."""
    if len(data) > max(MAX_BYTES.values()):
        raise too_large(name, max(MAX_BYTES.values()))
    found = _recognised(data, name)
    if len(data) > MAX_BYTES[found]:
        raise too_large(name, MAX_BYTES[found])
    return found


def too_large(name: str, limit: int) -> DocumentError:
    """What to say of a file above the limit."""
    return DocumentError(f"{name}: larger than {limit // MEGABYTE} MB; give one summary, without its attachments")


def _recognised(data: bytes, name: str) -> Format:
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(OLE):
        if ENCRYPTED in data:
            raise DocumentError(f"{name}: protected with a password; save it without one")
        raise DocumentError(f"{name}: a document of an old version of Office; save it as DOCX or PDF")
    if data.startswith(b"PK"):
        return _inside_zip(data, name)
    for signature, what in SIGNATURES:
        # "BM" may also open a text: an image holds NUL bytes.
        if data.startswith(signature) and (len(signature) > 2 or b"\0" in data[:100] or signature == b"\x1f\x8b"):
            raise DocumentError(f"{name}: {what}, which is not read; {NEXT_STEP}")
    opening = data[:8192]
    if opening.startswith(UTF16_MARKS):
        opening = opening.replace(b"\0", b"")[2:]
    opening = opening.removeprefix(b"\xef\xbb\xbf")
    named_html = PurePath(name).suffix.lower() in (".html", ".htm")
    if HTML_OPENING.match(opening) or (HTML_TAG.search(opening) and (named_html or opening.lstrip().startswith(b"<"))):
        return "html"
    return "text"


def _inside_zip(data: bytes, name: str) -> Format:
    """Whether a zip archive is a DOCX that is safe to unpack; decided from its list of parts alone."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError) as error:
        raise DocumentError(f"{name}: broken; it opens like a DOCX or zip file but cannot be unpacked") from error
    names = {part.filename for part in parts}
    if "word/document.xml" not in names and "[Content_Types].xml" not in names:
        what = "an OpenDocument file" if "mimetype" in names or "content.xml" in names else "a zip archive"
        raise DocumentError(f"{name}: {what}, which is not read; {NEXT_STEP}")
    for folder, what in (("xl/", "an Excel workbook"), ("ppt/", "a PowerPoint presentation")):
        if any(part.startswith(folder) for part in names):
            raise DocumentError(f"{name}: {what}, which is not read; {NEXT_STEP}")
    if any(part.flag_bits & 1 for part in parts):
        raise DocumentError(f"{name}: protected with a password; save it without one")
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise DocumentError(
            f"{name}: unpacks to more than {MAX_UNPACKED // MEGABYTE} MB or {MAX_PARTS} parts, so it was not "
            "unpacked; save it without images"
        )
    return "docx"
