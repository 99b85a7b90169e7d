"""Whatever leaves headquarters as a file is recorded first, and a kill lets nothing out twice."""

import importlib
import os
import pkgutil
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

import mdt_alpr.acts as rooms
from mdt_alpr.acts import (
    case_threads,
    disclosures,
    equipment,
    hits,
    holds,
    intake,
    keeping,
    nlets,
    outside_requests,
    reports,
    search,
    trainings,
    trial,
)
from mdt_alpr.acts.act import Declaration, File, acts_in
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.equipment.media import DestroyedMedium, DestructionMethod, MediaKind
from mdt_alpr.domain.retention.media import CopyState, MediumRefusedError
from mdt_alpr.domain.retention.outside_requests import OutsideStep
from mdt_alpr.domain.search.nlets import NletsQuery
from mdt_alpr.hq.app import InProcessHq, open_headquarters
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import HITS
from mdt_alpr.hq.disclosures import registers
from mdt_alpr.hq.equipment import media
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SUPERVISOR
from mdt_alpr.wire.accounts import TrainingRecord
from mdt_alpr.wire.audit_search import AuditExportRequest, AuditFile, AuditForm, AuditSearch
from mdt_alpr.wire.case_threads import CaseWanted
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.desk import ShiftReportRequest
from mdt_alpr.wire.disclosures import DisclosureFilter
from mdt_alpr.wire.messages import SessionMessage, SignInMessage
from mdt_alpr.wire.outside import AccessFile
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.reports import PublicFilesMessage
from mdt_alpr.wire.saved_rows import RowsForm, RowsToSave
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal
from tests.hq.conftest import CHEAP
from tests.hq.holding import PDF, filed, seen, sworn
from tests.hq.killed_server import (
    BEFORE_COMMIT,
    IN_ANSWER,
    NAMED,
    OPENED,
    UNNAMED,
    command_killed,
    ending_at,
)
from tests.hq.letting import PDF as REQUEST
from tests.hq.letting import an_ask, given, granted
from tests.hq.moved_in import MovedIn
from tests.hq.reviewers import LONG_WORD, SPAN, Desk, train
from tests.hq.senders import post_plainly
from tests.hq.test_outside_requests import EVERY_DAY, after_step
from tests.hq.test_outside_requests import made as outside_made
from tests.requests_for_data import an_asked

DATABASES = ["sqlite"]
pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="it has no SIGKILL"),
    pytest.mark.clause("8.B"),
]
CASE = "26-118204"
QUERY = NletsQuery(
    lic="KLM1081", begin=NOW - timedelta(days=2), end=NOW, ori="NC0800200", request=0,
    reason="A witness saw this car leave the pharmacy", confirmed=True,
)  # fmt: skip
MEDIUM = DestroyedMedium(
    MediaKind.DISK, "WD-77120", "the old database", DestructionMethod.OVERWRITTEN, passes=3,
    destroyed_on=NOW.date(), destroyed_by="Radio shop", witness="E. Stone",
)  # fmt: skip
ROWS = RowsToSave("dropped_lines", "Dropped", RowsForm.CSV, ("Line",), (120,), (("1",),))


@dataclass(frozen=True, slots=True)
class Kept:
    """What an agency keeps that has let a package out, and could let out more."""

    data: Path
    hit: str
    hold: int
    request: int
    package: int
    outside: int
    scan: str
    """SHA-256 of the sworn form and of the paper of a training."""
    paper: str
    """SHA-256 of the written request."""


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, moved_in: MovedIn) -> Kept:
    """Make it once."""
    data = tmp_path_factory.mktemp("agency") / "hq"
    moved_in.bring_keys(data)
    hq = open_headquarters(HqSettings(data, password_cost=CHEAP), SetClock(NOW), os.urandom)
    moved_in.bring_people(hq)
    try:
        return filled(hq, data)
    finally:
        hq.close()


def filled(hq: Headquarters, data: Path) -> Kept:
    read = seen(hq)
    hold = filed(hq)
    sworn(hq, hold)
    with hq.reading() as work:
        (hit,) = work.connection.scalars(select(HITS.c.hit_id))
    seeks = replace(an_asked().seeks, plate=read.text, until=NOW)
    request = granted(hq, received_at=NOW, seeks=seeks)
    package, _ = given(hq, request=request, hits=(hit,))
    train(hq, [TrainingRecord(OFFICER, NOW.date())], CUSTODIAN, scan=PDF)
    with hq.writing() as work:
        media.add_medium(work, MEDIUM, CUSTODIAN)
    outside = outside_made(hq)
    after_step(hq, outside, OutsideStep.APPROVED, SUPERVISOR)
    numbers = hold, request, package.number, outside
    return Kept(data, hit, *numbers, scan=sha256(PDF), paper=sha256(REQUEST))


@dataclass(frozen=True, slots=True)
class Export:
    """Who asks for a file, by which act, and how."""

    person: str
    act: Declaration[Any]
    places: Callable[[Kept], dict[str, object]] = lambda _: {}
    body: Callable[[Kept], object] = lambda _: None
    query: str = ""


def _search() -> AuditSearch:
    return AuditSearch(NOW - timedelta(days=9), NOW + timedelta(days=9))


EXPORTS = (
    Export(CUSTODIAN, case_threads.PRINT_CASE, body=lambda _: CaseWanted(CASE)),
    Export(CUSTODIAN, disclosures.EXPORT_LOG, body=lambda _: DisclosureFilter()),
    Export(
        CUSTODIAN, disclosures.GIVE_PAPER, lambda k: {"number": k.request, "digest": k.paper}
    ),
    Export(CUSTODIAN, disclosures.GIVE_LETTER, lambda k: {"number": k.request}),
    Export(
        CUSTODIAN, disclosures.LET_OUT,
        body=lambda k: an_ask(request=k.request, hits=(k.hit,)),
    ),
    Export(CUSTODIAN, disclosures.GIVE_NOTICE, lambda k: {"number": k.package}),
    Export(CUSTODIAN, disclosures.PRINT_HIT, lambda k: {"number": k.hold, "hit_id": k.hit}),
    Export(CUSTODIAN, equipment.PRINT_TEST_PLATE),
    Export(CUSTODIAN, equipment.PRINT_MEDIUM, lambda _: {"number": 1}),
    Export(SUPERVISOR, hits.PRINT_SHIFT, body=lambda _: ShiftReportRequest(SPAN)),
    Export(CUSTODIAN, holds.GIVE_PAPER, lambda k: {"number": k.hold, "digest": k.scan}),
    Export(CUSTODIAN, holds.PRINT_FORM, lambda k: {"number": k.hold}),
    Export(
        CUSTODIAN, keeping.EXPORT_AUDIT,
        body=lambda _: AuditExportRequest(_search(), AuditForm.CSV),
    ),
    Export(CUSTODIAN, keeping.GIVE_ENTRIES, query="?export=1"),
    Export(CUSTODIAN, keeping.PRINT_PURGE),
    Export(CUSTODIAN, keeping.SAVE_ROWS, body=lambda _: ROWS),
    Export(
        CUSTODIAN, nlets.PRINT_ANSWER, body=lambda k: replace(QUERY, request=k.request)
    ),
    Export(OFFICER, outside_requests.PRINT_STATEMENT, lambda k: {"number": k.outside}),
    Export(CUSTODIAN, outside_requests.EXPORT_ACCESSES, body=lambda _: EVERY_DAY),
    Export(CUSTODIAN, reports.PRINT_REPORT),
    Export(CUSTODIAN, reports.PRINT_LEGISLATIVE),
    Export(ADMINISTRATOR, reports.MAKE_PUBLIC_PAGE),
    Export(CUSTODIAN, trainings.GIVE_PAPER, lambda k: {"digest": k.scan}),
    Export(CUSTODIAN, trial.PRINT_TRIAL),
)  # fmt: skip
SHOWN_ONLY = {
    hits.SHOW_PICTURE, hits.SHOW_SMALL_PICTURES,  # on the screen
    holds.GIVE_PICTURE, search.SHOW_PICTURE,
    intake.LOAD_OFFLOAD,  # receipts for a car
    nlets.PRINT_DETAIL,  # as PRINT_ANSWER, of one event
}  # fmt: skip
FILES = (File, PaperFile, AuditFile, AccessFile, PublicFilesMessage)


def test_every_file_that_leaves_headquarters_is_among_these() -> None:
    every = {
        act
        for room in pkgutil.iter_modules(rooms.__path__)
        for act in acts_in(importlib.import_module(f"{rooms.__name__}.{room.name}"))
        if act.answers in FILES
    }
    assert {export.act for export in EXPORTS} | SHOWN_ONLY == every


def asked(base_url: str, export: Export, kept: Kept) -> httpx.Response:
    """Sign in and ask for the file, as a desk does."""
    message = SignInMessage(export.person, LONG_WORD, f"desk of {export.person}")
    answer = post_plainly(f"{base_url}/v1/desk/sessions", encode(message))
    with Desk(base_url, decode(SessionMessage, answer.content).token) as desk:
        body = export.body(kept)
        path = export.act.path(seen="", **export.places(kept)) + export.query
        content = None if body is None else encode(body)
        return desk.http.request(export.act.method, path, content=content)


def entries(data: Path, export: Export) -> int:
    """Return how many such exports by this person are on record."""
    events = [event.value for event in export.act.records]  # type: ignore[attr-defined]
    marks = ", ".join("?" * len(events))
    query = f"SELECT count(*) FROM own_audit WHERE person = ? AND event IN ({marks})"  # noqa: S608
    with closing(sqlite3.connect(data / "headquarters.db")) as database:
        (number,) = database.execute(query, [export.person, *events]).fetchone()
    return int(number)


def packages_out(hq: Headquarters) -> list[int]:
    with hq.writing() as work:
        lines = registers.packages_of(work, CUSTODIAN).packages
    return [line.number for line in lines if line.state is CopyState.OUT]


@pytest.mark.parametrize("moment", [BEFORE_COMMIT, IN_ANSWER])
@pytest.mark.parametrize("export", EXPORTS, ids=lambda export: export.act.at)
def test_a_server_that_is_killed_let_out_what_it_recorded_and_nothing_else(
    kept: Kept, tmp_path: Path, export: Export, moment: str
) -> None:
    data = tmp_path / "hq"
    shutil.copytree(kept.data, data)
    before = entries(data, export)
    path = export.act.path(seen="", **export.places(kept))
    with ending_at(moment, data, path) as url, pytest.raises(httpx.TransportError):
        asked(url, export, kept)
    after = entries(data, export)
    if moment == BEFORE_COMMIT:
        assert after == before, "nothing left, and nothing is on record"
    else:
        assert after > before, "it is on record before its first byte leaves"


@pytest.mark.parametrize("moment", [BEFORE_COMMIT, IN_ANSWER])
def test_a_package_that_is_asked_for_again_after_a_kill_is_out_once(
    kept: Kept, tmp_path: Path, moment: str
) -> None:
    data = tmp_path / "hq"
    shutil.copytree(kept.data, data)
    export = next(one for one in EXPORTS if one.act is disclosures.LET_OUT)
    path = export.act.path()
    with ending_at(moment, data, path) as url, pytest.raises(httpx.TransportError):
        asked(url, export, kept)
    settings = HqSettings(data, password_cost=CHEAP)
    with InProcessHq(settings, SetClock(NOW), os.urandom) as server:
        assert asked(server.base_url, export, kept).is_success
        again, first = packages_out(server.hq)
        assert first == kept.package, "the one whose receipt is signed"
        assert again > first


PROGRAMS = (
    ("data-request-log", "--to", "log.csv"),
    ("data-request-letter", "1", "--to", "letter.pdf"),
    ("case", "print", CASE, "--to", "case.pdf"),
    ("hold", "form", "1", "--to", "form.pdf"),
    ("annual-report-paper", "--to", "report.pdf"),
    ("purge-certificate", "--to", "purge.pdf"),
    ("audit", "--out", "audit.jsonl"),
    ("audit-search", "--out", "audit.csv"),
    ("public-page", "page"),
    ("account-review-list", "accounts.csv"),
    ("export-outside-accesses", "--from", "2026-01-01", "--to", "2027-01-01", "--out", "log.csv"),
)
OF_ADMINISTRATORS = "public-page", "account-review-list"
LET_OUT = (
    "export-evidence", "package.zip", "--medium", "KX-0017", "--holder", "Casey Doyle",
    "--place", "Evidence safe", "--transport", "Carried by hand",
    "--purpose", "criminal_investigation",
    "--request", "1", "--hit",
)  # fmt: skip


@dataclass(kw_only=True)
class At(Terminal):
    """A shell at a headquarters."""

    hq: Headquarters


@pytest.fixture
def terminal(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[At]:
    """Give a shell at the agency's headquarters."""
    data = tmp_path / "hq"
    shutil.copytree(kept.data, data)
    settings = HqSettings(data, password_cost=CHEAP)
    with InProcessHq(settings, SetClock(NOW), os.urandom) as server:
        yield At(server.base_url, monkeypatch, capsys, hq=server.hq)


@pytest.mark.parametrize("moment", [UNNAMED, NAMED])
@pytest.mark.parametrize("words", PROGRAMS, ids=lambda words: words[0])
def test_a_command_that_is_killed_leaves_no_half_under_the_name_of_a_file(
    terminal: At, tmp_path: Path, words: tuple[str, ...], moment: str
) -> None:
    place = tmp_path / words[-1]
    person = ADMINISTRATOR if words[0] in OF_ADMINISTRATORS else CUSTODIAN
    given = (*words[:-1], place)
    command_killed(given, terminal.session(person), place, moment)
    assert place.exists() == (moment == NAMED)
    whole = tmp_path / f"again-{words[-1]}"
    assert terminal.run(person, *words[:-1], whole) == 0, terminal.err
    if moment == NAMED and place.is_file():
        kinds = (place.read_bytes()[:4], place.stat().st_size > 0)
        assert kinds == (whole.read_bytes()[:4], True)
        if place.suffix == ".pdf":
            assert place.read_bytes().rstrip().endswith(b"%%EOF")


@pytest.mark.parametrize("moment", [OPENED, UNNAMED, NAMED])
def test_a_package_whose_command_is_killed_is_not_out_and_is_released_again_once(
    kept: Kept, terminal: At, tmp_path: Path, moment: str
) -> None:
    place = tmp_path / "package.zip"
    words = *LET_OUT, kept.hit
    given = (words[0], place, *words[2:])
    command_killed(given, terminal.session(CUSTODIAN), place, moment)
    assert place.exists() == (moment == NAMED)
    hq = terminal.hq
    with hq.writing() as work:
        newest = registers.packages_of(work, CUSTODIAN).packages[0]
        assert not newest.is_written
        with pytest.raises(MediumRefusedError, match="Record first who signed"):
            registers.passphrase_of(work, newest.number, CUSTODIAN)
    again = tmp_path / "again.zip"
    terminal.run(CUSTODIAN, words[0], again, *words[2:])
    assert again.exists(), terminal.err
    assert packages_out(hq) == [newest.number + 1, kept.package]
