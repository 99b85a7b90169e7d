"""Refuse a paper that is no PDF or picture that opens, or unpacks to too much (8.C.3, CJIS SI-10).

Whoever attaches a paper asks ``scan_problem`` here: the sworn form, a warrant, a request for data,
the signed paper of a training.
"""

import io
import re
import zlib

from PIL import Image, ImageSequence

from mdt_alpr.domain.policy import LARGEST_PAPER, LARGEST_SCAN_PIXELS

_NO_SCAN = f"Attach a PDF, PNG, JPEG or TIFF file of at most {LARGEST_PAPER // 1024**2} MiB."
_DAMAGED = "This file does not open. Scan or save it again, then attach it."
_LOCKED = "This PDF asks for a password. Save it without one, then attach it."
_TOO_LARGE = (
    f"This picture has more than {LARGEST_SCAN_PIXELS // 1_000_000} million pixels. "
    "Scan it at 300 dpi, or as a PDF."
)
_PICTURES = {b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"II*\x00": "TIFF", b"MM\x00*": "TIFF"}
_MOST_FRAMES = 200
_PDF_ENDS_WITHIN = 2048
_MOST_UNPACKED = 32 * 1024 * 1024
_END = re.compile(rb"startxref\s+(\d{1,9})\s+%%EOF")
_TABLE = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")
_ROOT = re.compile(rb"/Root\s+\d+\s+\d+\s+R\b")
_PASSWORD = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R\b)")
_PAGE = re.compile(rb"/Type\s*/Page\b")
_PACKED = re.compile(rb"/Type\s*/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)


def scan_problem(content: bytes) -> str:
    """Return why a paper is not taken, as a sentence; empty where it opens.

    A picture is decoded whole, page by page. Of a PDF the end, the table of its objects, its root
    and a page are looked for: nothing in it is run or drawn.
    """
    if not 0 < len(content) <= LARGEST_PAPER:
        return _NO_SCAN
    if content.startswith(b"%PDF-"):
        return _pdf_problem(content)
    begins = (name for magic, name in _PICTURES.items() if content.startswith(magic))
    name = next(begins, "")
    return _picture_problem(content, name) if name else _NO_SCAN


def _picture_problem(content: bytes, name: str) -> str:
    pixels = 0
    try:
        with Image.open(io.BytesIO(content), formats=[name]) as picture:
            for number, frame in enumerate(ImageSequence.Iterator(picture)):
                pixels += frame.width * frame.height
                if pixels > LARGEST_SCAN_PIXELS or number >= _MOST_FRAMES:
                    return _TOO_LARGE
                frame.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return _TOO_LARGE
    except Exception:  # noqa: BLE001 - a file that is made to harm raises anything
        return _DAMAGED
    return ""


def _pdf_problem(content: bytes) -> str:
    ends = list(_END.finditer(content, max(0, len(content) - _PDF_ENDS_WITHIN)))
    if not ends or not _TABLE.match(content, int(ends[-1][1])) or not _ROOT.search(content):
        return _DAMAGED
    if _PASSWORD.search(content):
        return _LOCKED
    return "" if _PAGE.search(content) or _has_packed_page(content) else _DAMAGED


def _has_packed_page(content: bytes) -> bool:
    """Return whether a page lies in one of the packed parts, of which so much is unpacked."""
    left = _MOST_UNPACKED
    for packed in _PACKED.finditer(content):
        try:
            part = zlib.decompressobj().decompress(content[packed.end() :], left)
        except zlib.error:
            continue
        if _PAGE.search(part):
            return True
        left -= len(part)
        if left <= 0:
            return False
    return False
