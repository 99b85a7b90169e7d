"""Who knows the agency's cases: a file that dispatch writes, a service over HTTP, nobody."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.search.question import AskedCase, CaseCheck
from mdt_alpr.hq.base.case_system import CaseSystem, NoCaseSystem
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.case_systems import make_case_system
from mdt_alpr.hq.case_systems.case_file import CaseFile
from mdt_alpr.hq.case_systems.http import HttpCaseSystem
from tests.adapters.hq_link.local_server import unused_address
from tests.builders import NOW, SetClock
from tests.serving import QuietHandler, serving

CASES = ["26-041877", "2026 114477"]


@contextmanager
def a_service(answer: Callable[[str], tuple[int, bytes]]) -> Iterator[str]:
    """Serve an agency's own service on a free port; give its address."""

    class Handler(QuietHandler):
        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, content = answer(sent["case"])
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as port:
        yield f"http://127.0.0.1:{port}/cases"


def known(case: str) -> tuple[int, bytes]:
    works = {"people": ["kdavis"], "teams": ["alpha", "bravo"]} if case == CASES[0] else {}
    return 200, json.dumps({"known": case in CASES, **works}).encode()


def written(file: Path, text: str = "", at: float = NOW.timestamp()) -> Path:
    rows = f"{CASES[0]},kdavis,open,alpha ; bravo\n{CASES[1]},,open\n"
    file.write_text(text or f"Case Number,Assigned to,State,Unit\n{rows}", encoding="utf-8-sig")
    os.utime(file, (at, at))
    return file


@pytest.fixture(params=["file", "service"])
def system(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CaseSystem]:
    if request.param == "file":
        yield CaseFile(written(tmp_path / "cases.csv"), SetClock())
        return
    with a_service(known) as address:
        http = HttpCaseSystem(address, "a token")
        yield http


def test_a_case_is_known_or_it_is_not(system: CaseSystem) -> None:
    assert [system.check(case).check for case in CASES] == [CaseCheck.KNOWN] * 2
    assert system.check("26-999999") == AskedCase(CaseCheck.UNKNOWN)


def test_it_may_say_who_works_a_case(system: CaseSystem) -> None:
    assert system.check(CASES[0]) == AskedCase(CaseCheck.KNOWN, ("kdavis",), ("alpha", "bravo"))
    assert system.check(CASES[1]) == AskedCase(CaseCheck.KNOWN)


def test_each_line_of_a_case_adds_who_works_it(tmp_path: Path) -> None:
    lines = "Event,Officer,Team\n26-1,kdavis,\n26-2,,\n26 1,rmiles;jlee,alpha\n26-1\n,x,y\n"
    cases = CaseFile(written(tmp_path / "cases.csv", lines), SetClock())
    assert cases.check("26-1").people == ("kdavis", "rmiles", "jlee")
    assert cases.check("26-1").teams == ("alpha",)
    assert cases.check("26-2") == AskedCase(CaseCheck.KNOWN)
    assert cases.check("") == AskedCase(CaseCheck.UNKNOWN)


def test_a_file_that_was_written_again_is_read_again(tmp_path: Path) -> None:
    file = written(tmp_path / "cases.csv")
    cases = CaseFile(file, SetClock())
    assert cases.check("26-555555").check is CaseCheck.UNKNOWN
    written(file, "incident\n26-555555\n", NOW.timestamp() + 60)
    assert cases.check("26 555555").check is CaseCheck.KNOWN


def test_an_old_file_no_longer_says_that_a_case_is_unknown(tmp_path: Path) -> None:
    clock = SetClock(NOW + timedelta(hours=25))
    cases = CaseFile(written(tmp_path / "cases.csv"), clock)
    assert cases.check(CASES[0]).check is CaseCheck.KNOWN
    with pytest.raises(OutsideError, match="more than a day old"):
        cases.check("26-999999")


@pytest.mark.parametrize("text", ["", "plate,state\nABC1234,NC\n"])
def test_a_file_that_is_missing_or_has_no_cases_is_no_answer(tmp_path: Path, text: str) -> None:
    file = tmp_path / "cases.csv"
    if text:
        written(file, text)
    with pytest.raises(OutsideError):
        CaseFile(file, SetClock()).check(CASES[0])


@pytest.mark.parametrize(
    "answer",
    [
        (503, b""),
        (200, b"yes"),
        (200, b'{"known": 1}'),
        (200, b'{"known": true, "people": "all"}'),
    ],
)
def test_what_a_service_says_otherwise_is_no_answer(answer: tuple[int, bytes]) -> None:
    with a_service(lambda _: answer) as address:
        http = HttpCaseSystem(address)
        with pytest.raises(OutsideError):
            http.check(CASES[0])


def test_a_service_that_is_down_is_no_answer() -> None:
    http = HttpCaseSystem(unused_address())
    with pytest.raises(OutsideError, match="cannot be reached"):
        http.check(CASES[0])


def test_the_settings_choose_and_a_bare_address_elsewhere_is_refused(tmp_path: Path) -> None:
    def made(where: str) -> CaseSystem:
        return make_case_system(HqSettings(tmp_path, case_system=where), SetClock())

    assert isinstance(made(""), NoCaseSystem)
    assert made("").check("26-999999") == AskedCase(CaseCheck.NO_SYSTEM)
    assert isinstance(made(str(tmp_path / "cases.csv")), CaseFile)
    with pytest.raises(OutsideError, match="https://"):
        made("http://cad.example/cases")
