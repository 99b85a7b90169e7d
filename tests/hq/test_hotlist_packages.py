"""What a car gets: what changed since its version, signed; the whole where that is not known."""

from datetime import timedelta
from pathlib import Path

import pytest

from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.hotlists.categories import Decision, decide
from mdt_alpr.hq.hotlists.importing import Delivery, import_list
from mdt_alpr.hq.hotlists.service import allow_look_alikes
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from mdt_alpr.keys.signing import is_signed
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.hotlist_package import HotlistPackage, PackageHead, lines_of
from mdt_alpr.wire.hotlists import DeliveryMessage, KnownListsMessage
from mdt_alpr.wire.messages import EntryMessage
from tests.builders import NOW, SetClock
from tests.hq.senders import Car, a_car

DATABASES = ["sqlite"]
NCIC = "{2}{0:09}NC000000020261120AB{0:<8}NC2027PC2019HONDACC4D{1:<7}"


def a_file(path: Path, numbers: range, color: str = "BLK", category: str = "V") -> Path:
    lines = ["EXTRACT", *(NCIC.format(n, color, category) for n in numbers)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def take(server: InProcessHq, path: Path) -> None:
    if import_list(server.hq, Delivery(path, CUSTODIAN)).needs_confirmation:
        confirmed = Delivery(path, CUSTODIAN, confirmed_by=ADMINISTRATOR)
        assert import_list(server.hq, confirmed).stopped == ""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "VEHEXTRT.txt"


def package(
    car: Car, known: int, lineage: str | None = None
) -> tuple[PackageHead, dict[str, list[str]]]:
    """Return what a car gets; without a word it names the lineage that headquarters has."""
    params: dict[str, str | int] = {"known_version": known}
    params["lineage"] = lineage_of(car) if lineage is None else lineage
    response = car.http.get("/v1/hotlist/changes", params=params)
    assert response.status_code == 200
    package = HotlistPackage(lines_of([response.content]), is_signed)
    found: dict[str, list[str]] = {"-": [], "+": [], "*": []}
    for mark, line in package:
        text = line.decode() if mark == b"-" else decode(EntryMessage, line).text
        found[mark.decode()].append(text)
    return package.head, {mark: sorted(texts) for mark, texts in found.items()}


def lineage_of(car: Car) -> str:
    response = car.http.get("/v1/hotlist/changes")
    return HotlistPackage(lines_of([response.content]), is_signed).head.lineage


def test_a_car_gets_the_whole_then_what_changed_then_nothing(
    server: InProcessHq, path: Path
) -> None:
    with a_car(server.base_url) as car:
        assert car.http.get("/v1/hotlist/changes").status_code == 204
        take(server, a_file(path, range(3)))
        head, found = package(car, 0)
        assert (head.since, head.version) == (0, 1)
        assert found == {"-": [], "+": ["AB0", "AB1", "AB2"], "*": []}
        take(server, a_file(path, range(1, 4)))
        head, found = package(car, 1)
        assert (head.since, head.version) == (1, 2)
        assert (len(found["-"]), found["+"]) == (1, ["AB3"])
        same = f"known_version=2&lineage={head.lineage}"
        assert car.http.get(f"/v1/hotlist/changes?{same}").status_code == 204


def test_a_car_that_was_away_for_many_versions_catches_up_in_one_request(
    server: InProcessHq, clock: SetClock, path: Path
) -> None:
    take(server, a_file(path, range(100)))
    for day in range(1, 31):
        clock.at += timedelta(hours=24)
        take(server, a_file(path, range(day, 100 + day)))
    with a_car(server.base_url) as car:
        head, found = package(car, 1)
    assert (head.since, head.version) == (1, 31)
    assert (len(found["-"]), len(found["+"])) == (30, 30)


def test_a_record_that_changed_comes_again_and_is_not_canceled(
    server: InProcessHq, path: Path
) -> None:
    take(server, a_file(path, range(10)))
    take(server, a_file(path, range(10), color="RED"))
    with a_car(server.base_url) as car:
        _, found = package(car, 1)
    assert (found["-"], len(found["+"])) == ([], 10)


@pytest.mark.parametrize("known", [-1, 7])
def test_a_version_that_headquarters_does_not_know_gets_the_whole(
    server: InProcessHq, path: Path, known: int
) -> None:
    take(server, a_file(path, range(3)))
    take(server, a_file(path, range(4)))
    with a_car(server.base_url) as car:
        head, found = package(car, known)
    assert (head.since, len(found["+"])) == (0, 4)


@pytest.mark.parametrize("known", [1, 2])
@pytest.mark.parametrize("lineage", ["", "0" * 32])
def test_a_version_of_another_lineage_gets_the_whole_whatever_its_number(
    server: InProcessHq, path: Path, known: int, lineage: str
) -> None:
    take(server, a_file(path, range(3)))
    take(server, a_file(path, range(4)))
    with a_car(server.base_url) as car:
        head, found = package(car, known, lineage=lineage)
    assert (head.since, len(found["+"])) == (0, 4)


def test_a_category_that_goes_off_leaves_the_cars_and_comes_back_with_it(
    server: InProcessHq, path: Path
) -> None:
    take(server, a_file(path, range(3)))
    for decision in (
        Decision("V", is_on=False, purpose=None, reason="not wanted any more"),
        Decision("V", is_on=True, purpose=Purpose.VEHICLE, reason="wanted again now"),
    ):
        with server.hq.writing() as work:
            decide(work, decision, ADMINISTRATOR, Role.ADMINISTRATOR)
    with a_car(server.base_url) as car:
        _, gone = package(car, 2)
        assert len(gone["+"]) == 3
        head, _ = package(car, 0)
    assert head.version == 3


def test_the_head_counts_the_entries_that_cars_get_and_no_others(
    server: InProcessHq, path: Path
) -> None:
    """A car that gets a change keeps this number: it cannot count itself then."""
    stolen = a_file(path, range(3)).read_text("utf-8")
    others = a_file(path, range(3, 8), category="P").read_text("utf-8")
    path.write_text(stolen + others.removeprefix("EXTRACT\n"), "utf-8")
    take(server, path)
    with a_car(server.base_url) as car:
        head, found = package(car, 0)
        assert (head.entries, len(found["+"])) == (8, 8)
        with server.hq.writing() as work:
            off = Decision("P", is_on=False, purpose=None, reason="not wanted any more")
            decide(work, off, ADMINISTRATOR, Role.ADMINISTRATOR)
        whole, found = package(car, 0)
        change, _ = package(car, 1)
    assert len(found["+"]) == 3
    assert (whole.entries, change.since, change.entries) == (3, 1, 3)


def test_the_setting_of_look_alikes_travels_with_an_empty_change(
    server: InProcessHq, path: Path
) -> None:
    take(server, a_file(path, range(3)))
    with server.hq.writing() as work:
        allow_look_alikes(work, ADMINISTRATOR, Role.ADMINISTRATOR, allowed=True)
    with a_car(server.base_url) as car:
        head, found = package(car, 1)
    assert head.look_alikes_allowed
    assert found == {"-": [], "+": [], "*": []}


def test_every_package_bears_the_same_key_that_outlives_the_server(
    server: InProcessHq, path: Path
) -> None:
    take(server, a_file(path, range(3)))
    with a_car(server.base_url) as car:
        keys = {package(car, known)[0].key for known in (0, 0)}
    assert len(keys) == 1
    assert (server.hq.settings.data / "hotlist_signing.key").stat().st_mode & 0o077 == 0


def test_a_custodian_uploads_a_list_and_an_administrator_confirms_one_that_shrank(
    server: InProcessHq, path: Path
) -> None:
    whole, half = (a_file(path, range(n)).read_bytes() for n in (100, 50))
    now = {"written_at": NOW.isoformat()}
    with a_car(server.base_url, CUSTODIAN) as custodian:
        named = {"name": "F.txt", **now}
        first = custodian.http.post("/v1/hotlists", params=named, content=whole)
        assert decode(DeliveryMessage, first.content).accepted == 100
        stopped = custodian.http.post("/v1/hotlists", params=now, content=half)
        delivery = decode(DeliveryMessage, stopped.content)
        assert (stopped.status_code, delivery.needs_confirmation) == (409, True)
        own = {"confirms": CUSTODIAN, **now}
        assert custodian.http.post("/v1/hotlists", params=own, content=half).status_code == 403
    with a_car(server.base_url, ADMINISTRATOR) as administrator:
        confirmed = administrator.http.post("/v1/hotlists", params=own, content=half)
        assert confirmed.status_code == 200
        known = administrator.http.get("/v1/hotlists")
    deliveries = decode(KnownListsMessage, known.content).deliveries
    assert [(d.by, d.confirmed_by, bool(d.stopped)) for d in deliveries] == [
        (CUSTODIAN, ADMINISTRATOR, False),
        (CUSTODIAN, "", True),
        (CUSTODIAN, "", False),
    ]
    assert deliveries[-1].source == "F.txt"


def test_an_officer_uploads_no_list(server: InProcessHq) -> None:
    with a_car(server.base_url) as car:
        assert car.http.post("/v1/hotlists", content=b"x").status_code == 403
        assert car.http.get("/v1/hotlists").status_code == 403
