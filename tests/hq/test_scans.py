"""A paper is a PDF or picture that opens, wherever it is attached (8.C.3, 7.B, 10.B)."""

import struct
import zlib
from collections.abc import Callable

import pytest

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.policy import LARGEST_PAPER
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.paper import Paper, printed
from mdt_alpr.hq.base.scans import scan_problem
from mdt_alpr.hq.disclosures import requests
from mdt_alpr.hq.holds import service
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.hq.people.trainings import record_trainings
from mdt_alpr.wire.accounts import TrainingRecord, TrainingsRequest
from mdt_alpr.wire.holds import PaperKind, PaperRequest
from tests.builders import NOW
from tests.hq.holding import caller, filed
from tests.hq.letting import AS_CUSTODIAN, recorded
from tests.hq.papers import pages_of
from tests.hq.reviewers import CLASS
from tests.scans import a_pdf, a_picture

DATABASES = ["sqlite"]


def of_hold(hq: Headquarters, paper: bytes) -> None:
    asked = PaperRequest(PaperKind.SWORN_FORM, "scan.pdf")
    service.add_paper(hq, caller(CUSTODIAN), filed(hq), asked, paper)


def of_request(hq: Headquarters, paper: bytes) -> None:
    requests.add_paper(hq, AS_CUSTODIAN, recorded(hq, paper=b""), "request.pdf", paper)


def of_training(hq: Headquarters, paper: bytes) -> None:
    trained = TrainingRecord(OFFICER, NOW.date())
    record_trainings(hq, TrainingsRequest((trained,), CLASS), ADMINISTRATOR, paper)


@pytest.mark.proved("A4b")
@pytest.mark.proved("PRS-04")
@pytest.mark.parametrize("attach", [of_hold, of_request, of_training])
def test_wherever_a_paper_is_attached_one_that_does_not_open_is_refused(
    hq: Headquarters, attach: Callable[[Headquarters, bytes], None]
) -> None:
    for paper in (b"%PDF-1.7 sworn", b"MZ program", a_picture("PNG", (600, 800))[:60]):
        with pytest.raises(DomainError, match=r"Attach a PDF|does not open"):
            attach(hq, paper)
    attach(hq, a_pdf("sworn"))


def test_what_scanners_and_headquarters_itself_make_is_taken(hq: Headquarters) -> None:
    own = Paper("A paper", printed(hq, "Casey Doyle")).pdf()
    for paper in (own, a_pdf("in the open"), a_pdf("packed", packed=True)):
        assert scan_problem(paper) == ""
    assert pages_of(a_pdf("in the open")) == ["in the open"]
    for picture in (a_picture("PNG"), a_picture("JPEG"), a_picture("TIFF", frames=3)):
        assert scan_problem(picture) == ""


@pytest.mark.proved("A4b")
def test_a_pdf_that_is_cut_off_locked_or_without_a_page_is_refused() -> None:
    whole = a_pdf("sworn")
    for paper in (
        whole[:-30],
        whole[: len(whole) // 2],
        whole.replace(b"/Type /Page ", b"/Type /Pagx "),
        whole.replace(b"startxref\n", b"startxref\n9"),
        whole.replace(b"/Root", b"/Boot"),
    ):
        assert "does not open" in scan_problem(paper)
    assert "password" in scan_problem(a_pdf("sworn", trailer="/Encrypt 9 0 R"))
    assert "does not open" in scan_problem(a_pdf("x", packed=True).replace(b"x\x9c", b"xx"))


@pytest.mark.proved("A4b")
@pytest.mark.parametrize("size", [(9_000, 9_000), (60_000, 60_000)])
def test_a_small_picture_that_unpacks_to_too_many_pixels_is_refused_before_it_is_unpacked(
    size: tuple[int, int],
) -> None:
    assert "million pixels" in scan_problem(a_bomb(size))
    assert "million pixels" in scan_problem(a_picture("TIFF", (5_000, 5_000), frames=4))


def test_a_paper_of_no_bytes_or_too_many_is_refused() -> None:
    for paper in (b"", a_pdf("sworn") + b" " * LARGEST_PAPER):
        assert "at most 8 MiB" in scan_problem(paper)


def a_bomb(size: tuple[int, int]) -> bytes:
    """Return a PNG that says it is so large, and is a few bytes."""

    def chunk(kind: bytes, inside: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + inside))
        return struct.pack(">I", len(inside)) + kind + inside + check

    head = struct.pack(">IIBBBBB", *size, 1, 0, 0, 0, 0)
    packed = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed)
