"""From a delivered file at headquarters to the index in the car, and off it again (HOT-03)."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import httpx
import pytest

from mdt_alpr.adapters.hq_link.http_link import HttpLink, open_client
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.errors import ListRefusedError, SignInRefusedError
from mdt_alpr.domain.hotlist.hotlist import CategorySetting, CategorySettings, Hotlist, Priority
from mdt_alpr.domain.hotlist.matching import DictIndex, matches
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from mdt_alpr.hq.hotlists.importing import Delivery, import_list
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, sample_agency
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.patrol.list_in_use import Matcher
from mdt_alpr.patrol.store_port import UnitOfWork
from mdt_alpr.patrol.sync import Sync
from tests.builders import SetClock, a_read
from tests.hq.commands import Terminal
from tests.hq.senders import PASSWORDS

T = TypeVar("T")
NOW = SystemClock().now()
"""A delivered file is as old as the machine's clock says."""
CHEAP = PasswordCost(time=1, memory=8, lanes=1)
LINE = "V{0:09}NC000000020261120AB{0:<8}NC2027PC2019HONDACC4DBLK"
KEY = bytes(range(32))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[InProcessHq]:
    settings = HqSettings(tmp_path / "hq", password_cost=CHEAP)
    with InProcessHq(settings, SetClock(NOW), os.urandom) as found:
        sample_agency(found.hq, PASSWORDS, capture_date(NOW))
        yield found


@pytest.fixture
def terminal(
    server: InProcessHq, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return Terminal(server.base_url, monkeypatch, capsys)


def deliver(server: InProcessHq, folder: Path, numbers: range) -> None:
    path = folder / "VEHEXTRT.txt"
    lines = ["EXTRACT", *(LINE.format(n) for n in numbers)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if import_list(server.hq, Delivery(path, CUSTODIAN)).needs_confirmation:
        confirmed = Delivery(path, CUSTODIAN, confirmed_by=ADMINISTRATOR)
        assert import_list(server.hq, confirmed).stopped == ""


class ACar:
    """A car's store and link, as ``wiring`` puts them together."""

    def __init__(
        self, server: InProcessHq, folder: Path, transport: httpx.BaseTransport | None = None
    ) -> None:
        clock = SetClock(NOW)
        self.store = CarStore(folder / "car.db", KEY, clock, os.urandom, "car-1")
        client = open_client(server.base_url, transport=transport)
        self.link = HttpLink(client, clock, "car-1", lists=self.store.lists)
        self.session = self.link.sign_in(OFFICER, PASSWORDS[OFFICER])

    def hotlist(self, known: int) -> Hotlist | None:
        return self.link.hotlist(self.session, known)

    def close(self) -> None:
        self.link.close()
        self.store.close()


def raises_hit(hotlist: Hotlist | None, text: str) -> bool:
    assert hotlist is not None
    return bool(matches(Plate(text, "NC"), DictIndex(hotlist), NOW))


@pytest.mark.clause("2.E")
@pytest.mark.clause("9")
def test_a_list_comes_changes_and_stays_over_a_restart(
    server: InProcessHq, tmp_path: Path
) -> None:
    deliver(server, tmp_path, range(100))
    car = ACar(server, tmp_path / "car")
    hotlist = car.hotlist(0)
    assert hotlist is not None
    assert (hotlist.version, hotlist.count, len(hotlist.entries)) == (1, 100, 0)
    with car.store.begin() as work:
        work.save_hotlist(hotlist)
    deliver(server, tmp_path, range(1, 101))
    changed = car.hotlist(1)
    assert (raises_hit(changed, "AB0"), raises_hit(changed, "AB100")) == (False, True)
    assert changed is not None
    assert (changed.version, changed.count) == (2, 100)
    assert car.hotlist(2) is None
    with car.store.begin() as work:
        work.save_hotlist(changed)
    car.close()
    again = ACar(server, tmp_path / "car")
    with again.store.begin() as work:
        kept = work.hotlist()
    assert kept is not None
    assert (kept.version, kept.count, kept.digest) == (2, 100, changed.digest)
    assert raises_hit(kept, "AB50")
    again.close()


def test_what_an_administrator_sets_is_with_the_cars_next_hit_also_after_a_restart(
    server: InProcessHq, tmp_path: Path, terminal: Terminal
) -> None:
    deliver(server, tmp_path, range(10))
    car = ACar(server, tmp_path / "car")
    assert car.hotlist(0) is not None
    command = "set-category", "v", "--reason", "as decided at the staff meeting", "--style"
    reported = "--instruction", "Call Communications first."
    assert terminal.run(CUSTODIAN, *command, "tone", *reported) == 1
    assert car.hotlist(1) is None
    assert terminal.run(ADMINISTRATOR, *command, "tone", *reported) == 0
    assert "V: high, tone. Instruction: Call Communications first." in terminal.out
    assert terminal.run(ADMINISTRATOR, *command, "spoken") == 0
    changed = car.hotlist(1)
    assert changed is not None
    with car.store.begin() as work:
        work.save_hotlist(changed)
    car.close()
    again = ACar(server, tmp_path / "car")
    with again.store.begin() as work:
        hotlist = work.hotlist()
    assert hotlist is not None
    matcher = Matcher(SetClock(NOW), os.urandom)
    matcher.use(DictIndex(hotlist))
    hit = matcher.hit(a_read("AB7", "NC"))
    again.close()
    assert hit is not None
    words = "Call Communications first."
    spoken = CategorySetting("V", Priority.HIGH, instruction=words, set_at=NOW)
    assert hit.settings == CategorySettings((spoken,))


def rows_of(terminal: Terminal) -> dict[str, list[str]]:
    """Return the cells of each row that was printed by the first of them."""
    rows = (re.split("  +", line) for line in terminal.out.splitlines())
    return {first: rest for first, *rest in rows}


@pytest.mark.clause("2.F")
def test_a_custodian_sees_how_every_category_is_set_and_by_whom(terminal: Terminal) -> None:
    reason = "--reason", "as decided at the staff meeting"
    reported = "--instruction", "Call first."
    assert terminal.run(ADMINISTRATOR, "set-category", "v", *reported, *reason) == 0
    assert terminal.run(ADMINISTRATOR, "set-category", "zz", *reported, *reason) == 1
    assert terminal.run(CUSTODIAN, "categories") == 0
    rows = rows_of(terminal)
    stolen = (
        "Stolen vehicle",
        "On",
        "Lost or stolen vehicle",
        "High, Tone and words",
        "Call first.",
    )
    assert rows["V"][:5] == [*stolen]
    assert f"by {ADMINISTRATOR}, as decided at the staff meeting" in rows["V"][5]
    violator = "Immigration violator", "Off", "None named yet", "Low, Tone and words"
    assert rows["N"] == [*violator, "As installed"]
    assert terminal.run(OFFICER, "categories") == 1
    for_fraud = "switch-category-on", "n", "--purpose", "criminal_investigation", *reason
    assert terminal.run(CUSTODIAN, *for_fraud) == 1
    assert terminal.run(ADMINISTRATOR, *for_fraud) == 0
    assert terminal.run(CUSTODIAN, "categories") == 0
    assert rows_of(terminal)["N"][1:4:2] == ["On", "Low, Tone and words"]
    assert terminal.run(ADMINISTRATOR, "switch-category-off", "n", *reason) == 0
    with pytest.raises(SystemExit, match="2"):  # no lawful purpose is named
        terminal.run(ADMINISTRATOR, "switch-category-on", "n", *reason)


def test_a_car_does_not_alert_on_a_corrected_record_until_the_correction_ends(
    server: InProcessHq, tmp_path: Path, terminal: Terminal
) -> None:
    deliver(server, tmp_path, range(10))
    car = ACar(server, tmp_path / "car")
    assert raises_hit(car.hotlist(0), "AB7")
    why = "--reason", "the plate was misheard by radio"
    shown_by = "--evidence", "case 26-041877"
    assert terminal.run(CUSTODIAN, "correction", "place", "ab7", "nc", *shown_by, *why) == 0
    corrected = car.hotlist(1)
    assert raises_hit(corrected, "AB6")
    assert not raises_hit(corrected, "AB7")
    assert terminal.run(CUSTODIAN, "correction", "renew", "1", "--days", "20", *why) == 0
    asked = "correction", "owner", "1", "--reason", "asked by letter"
    assert terminal.run(CUSTODIAN, *asked) == 0
    assert terminal.run(CUSTODIAN, "correction", "list") == 0
    assert "asked by letter, NC0000000" in terminal.out
    assert terminal.run(OFFICER, "correction", "list") == 1
    assert terminal.run(CUSTODIAN, "correction", "end", "1", *why) == 0
    assert raises_hit(car.hotlist(2), "AB7")
    car.close()


def test_a_custodian_hears_of_a_file_that_could_not_be_read(
    server: InProcessHq, tmp_path: Path, terminal: Terminal
) -> None:
    deliver(server, tmp_path, range(10))
    assert terminal.run(CUSTODIAN, "lists") == 0
    sent = tmp_path / "LICEXTRT.txt"
    sent.write_bytes(b"EXTRACT\n\xff\n")
    assert terminal.run(CUSTODIAN, "import-hotlist", sent, "--format", "ncic") == 1
    assert "cannot be read as text" in terminal.err
    assert terminal.run(CUSTODIAN, "lists") == 1
    assert "STOPPED: LICEXTRT.txt" in terminal.out
    assert "cannot be read as text" in terminal.out
    received, *_, version, records, dropped, change = rows_of(terminal)["1"]
    assert received.startswith(f"{capture_date(NOW)} ")
    assert (version, records, dropped, change) == ("Version 1", "10", "0", "+10, -0")
    assert terminal.run(OFFICER, "lists") == 1
    (name,) = import_list(server.hq, Delivery(tmp_path / "VEHEXTRT.txt", CUSTODIAN)).lists
    retire = "retire-list", name, "--reason", "nobody sends it any more"
    assert terminal.run(CUSTODIAN, *retire, "--confirmed-by", ADMINISTRATOR) == 1
    assert terminal.run(ADMINISTRATOR, *retire, "--confirmed-by", CUSTODIAN) == 0
    assert "Entries: 10\n" in terminal.out


def a_car_that_ended(server: InProcessHq, tmp_path: Path, numbers: range) -> Path:
    """Return the list's folder of a car that took a list in and was shut down."""
    deliver(server, tmp_path, numbers)
    car = ACar(server, tmp_path / "car")
    hotlist = car.hotlist(0)
    assert hotlist is not None
    with car.store.begin() as work:
        work.save_hotlist(hotlist)
    car.close()
    return tmp_path / "car" / "list"


def test_a_car_whose_delivered_list_was_lost_shows_none_and_fetches_the_whole(
    server: InProcessHq, tmp_path: Path
) -> None:
    list_folder = a_car_that_ended(server, tmp_path, range(10))
    shutil.rmtree(list_folder)
    again = ACar(server, tmp_path / "car")
    with again.store.begin() as work:
        assert work.hotlist() is None
    assert raises_hit(again.hotlist(1), "AB5")
    again.close()


def test_a_list_that_is_damaged_in_the_car_matches_what_it_can_and_is_fetched_anew(
    server: InProcessHq, tmp_path: Path
) -> None:
    list_folder = a_car_that_ended(server, tmp_path, range(200))
    details = next(list_folder.glob("*.details"))
    content = bytearray(details.read_bytes())
    content[10] ^= 1
    details.write_bytes(content)
    again = ACar(server, tmp_path / "car")
    with again.store.begin() as work:
        hotlist = work.hotlist()
    assert again.hotlist(1) is None
    hits = [raises_hit(hotlist, f"AB{n}") for n in range(200)]
    assert hits.count(False) == 64
    healed = again.hotlist(1)
    assert all(raises_hit(healed, f"AB{n}") for n in range(200))
    assert again.hotlist(1) is None
    again.close()


class Tampering(httpx.BaseTransport):
    """A network that changes a plate in a list on its way, or cuts the list off."""

    def __init__(self, *, cuts: bool) -> None:
        self._below = httpx.HTTPTransport()
        self._cuts = cuts

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.headers["Accept-Encoding"] = "identity"
        response = self._below.handle_request(request)
        if "/changes" not in str(request.url):
            return response
        content = response.read()
        changed = content[:-200] if self._cuts else content.replace(b"AB7", b"AB8")
        return httpx.Response(response.status_code, content=changed)

    def close(self) -> None:
        self._below.close()


@pytest.mark.parametrize(("cuts", "why"), [(True, "arrive whole|changed"), (False, "changed")])
def test_a_list_that_was_tampered_with_is_refused_in_words_and_the_old_one_stays(
    server: InProcessHq, tmp_path: Path, *, cuts: bool, why: str
) -> None:
    deliver(server, tmp_path, range(10))
    car = ACar(server, tmp_path / "car", Tampering(cuts=cuts))
    with pytest.raises(ListRefusedError, match=why):
        car.hotlist(0)
    assert (car.store.lists.version, car.store.lists.index) == (0, None)
    assert [p.name for p in (tmp_path / "car" / "list").iterdir()] == []

    class InCarStore:
        def __call__(self, work: Callable[[UnitOfWork], T]) -> T:
            with car.store.begin() as unit:
                return work(unit)

    result = Sync(car.link, InCarStore(), SetClock(NOW), lambda: 0.5).round(car.session)
    assert result.hotlist is None
    assert "not used" in result.why
    car.close()


def test_a_session_that_ended_gets_no_list(server: InProcessHq, tmp_path: Path) -> None:
    car = ACar(server, tmp_path / "car")
    car.link.sign_out(car.session)
    with pytest.raises(SignInRefusedError):
        car.hotlist(0)
    car.close()
