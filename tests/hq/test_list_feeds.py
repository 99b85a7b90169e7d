"""The custodian watches the lists, sees each dropped line, and two people settle (HOT-04)."""

import os
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from mdt_alpr.acts import feeds as feeds_acts
from mdt_alpr.acts import hotlists as hotlists_acts
from mdt_alpr.acts.act import Act
from mdt_alpr.acts.feeds import ACCEPT_DELIVERY, RETIRE_LIST
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.hotlists.deliveries import DROP_FOLDER, STOPPED_FOLDER
from mdt_alpr.hq.hotlists.feeds import health
from mdt_alpr.hq.hotlists.import_store import FOLDER_PERSON
from mdt_alpr.hq.hotlists.importing import Delivery, import_list, last_written
from mdt_alpr.hq.hotlists.service import present_version
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.wire import addresses
from mdt_alpr.wire.addresses import SECOND_PERSON
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.feeds import DeliveriesMessage, DroppedLinesMessage, FeedsMessage
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW
from tests.hq.commands import Terminal
from tests.hq.senders import Car, a_car
from tests.hq.test_hotlist_import import a_row, written
from tests.hq.test_hotlist_packages import a_file

DATABASES = ["sqlite"]
WHY = encode(ReasonMessage("the sender was asked"))


def deliver(desk: Car, content: bytes, name: str = "F.txt") -> int:
    params = {"name": name, "written_at": NOW.isoformat()}
    return desk.http.post(
        hotlists_acts.DELIVER_LIST.address, params=params, content=content
    ).status_code


def from_folder(server: InProcessHq, path: Path, numbers: int) -> None:
    """Import a file as the drop folder does, whose own round may come meanwhile; it stays."""
    there = server.hq.settings.data / DROP_FOLDER / STOPPED_FOLDER / path.name
    there.parent.mkdir(parents=True, exist_ok=True)
    there.write_bytes(a_file(path, range(numbers)).read_bytes())
    os.utime(there, (NOW.timestamp() - 600,) * 2)
    import_list(server.hq, Delivery(there, FOLDER_PERSON, written_at=last_written(there)))


def shown(server: InProcessHq) -> FeedsMessage:
    with server.hq.writing() as work:
        return health(server.hq, work, CUSTODIAN)


@pytest.mark.clause("4.A.3")
def test_the_custodian_sees_lists_cars_deliveries_and_each_dropped_line(
    server: InProcessHq, tmp_path: Path
) -> None:
    rows = [a_row(plate=f"KLM10{n:02}", nic=f"V1000000{n:02}") for n in range(9)]
    traffic = a_row(plate="KLM2000", nic="", note="Unpaid parking tickets")
    file = written(tmp_path / "list.csv", [*rows, traffic])
    with a_car(server.base_url) as car:
        assert car.http.get(addresses.HOTLIST_CHANGES).status_code == HTTPStatus.NO_CONTENT
    with a_car(server.base_url, CUSTODIAN, "desk-1") as desk:
        assert deliver(desk, file.read_bytes(), "list.csv") == HTTPStatus.OK
        message = decode(FeedsMessage, desk.http.get(feeds_acts.SHOW_FEEDS.address).content)
        ((name, state, entries),) = [(f.name, f.state, f.entries) for f in message.feeds]
        assert (bool(name), state, entries, message.feeds[0].fresh) == (True, "good", 9, 9)
        assert [one.device for one in message.cars] == ["car-1"]
        assert "ncic" in message.formats
        path = addresses.filled(feeds_acts.SHOW_DROPPED.address, number="1")
        lines = decode(DroppedLinesMessage, desk.http.get(path).content)
        ((line, why),) = [(one.line, one.reason) for one in lines.lines]
        assert (line, "a traffic or civil matter" in why) == (11, True)
        assert "KLM2000" not in encode(lines)
        after = decode(DroppedLinesMessage, desk.http.get(f"{path}?first=1").content)
        assert (after.lines, after.more) == ((), False)


def test_deliveries_come_page_by_page_and_no_page_is_too_large(
    server: InProcessHq, tmp_path: Path
) -> None:
    with a_car(server.base_url, CUSTODIAN, "desk-1") as desk:
        for _ in range(3):
            deliver(desk, b"nothing\n")
        asked = addresses.asking(feeds_acts.SHOW_DELIVERIES.address, first=0, most=2)
        first = decode(DeliveriesMessage, desk.http.get(asked).content)
        assert ([d.number for d in first.deliveries], first.more) == ([3, 2], True)
        asked = addresses.asking(feeds_acts.SHOW_DELIVERIES.address, first=2, most=2)
        last = decode(DeliveriesMessage, desk.http.get(asked).content)
        assert ([d.number for d in last.deliveries], last.more) == ([1], False)
        for query in ("most=0", "most=501", "most=x", "first=y", "order=plate", "first=-1"):
            answer = desk.http.get(f"{feeds_acts.SHOW_DELIVERIES.address}?{query}")
            assert 400 <= answer.status_code < 500
    with a_car(server.base_url, OFFICER, "car-2") as officer:
        for path in (feeds_acts.SHOW_FEEDS.address, feeds_acts.SHOW_DELIVERIES.address):
            assert officer.http.get(path).status_code == HTTPStatus.FORBIDDEN
    del tmp_path


@pytest.mark.attack("V11")
@pytest.mark.proved("HOT-04")
def test_nobody_settles_or_uses_a_stopped_delivery_alone(
    server: InProcessHq, tmp_path: Path
) -> None:
    from_folder(server, tmp_path / "VEHEXTRT.txt", 100)
    from_folder(server, tmp_path / "VEHEXTRT.txt", 50)
    for person in (CUSTODIAN, ADMINISTRATOR):
        with a_car(server.base_url, person, "desk-1") as desk:
            for address in (
                feeds_acts.DISMISS_DELIVERY.address,
                feeds_acts.ACCEPT_DELIVERY.address,
            ):
                path = addresses.filled(address, number="2")
                assert desk.http.post(path, content=WHY).status_code == HTTPStatus.FORBIDDEN
    with server.hq.reading() as work:
        assert present_version(work) == 1


@pytest.mark.proved("HOT-04")
def test_two_people_use_what_was_stopped_in_the_drop_folder_and_it_is_erased(
    server: InProcessHq, terminal: Terminal, tmp_path: Path
) -> None:
    from_folder(server, tmp_path / "VEHEXTRT.txt", 100)
    from_folder(server, tmp_path / "VEHEXTRT.txt", 50)
    asked = "accept-delivery", 2, "--reason", "the state said that it is right", "--confirmed-by"
    assert terminal.run(CUSTODIAN, *asked, CUSTODIAN) == 1
    assert terminal.run(CUSTODIAN, *asked, OFFICER) == 1
    assert terminal.run(CUSTODIAN, *asked, ADMINISTRATOR) == 0, terminal.err
    assert "Accepted: 50\n" in terminal.out
    stopped = server.hq.settings.data / DROP_FOLDER / STOPPED_FOLDER
    assert list(stopped.iterdir()) == []
    assert terminal.run(CUSTODIAN, *asked, ADMINISTRATOR) == 1
    assert "not kept" in terminal.err
    assert terminal.run(CUSTODIAN, "dropped-lines", 2) == 0
    assert "No line was dropped" in terminal.out


@pytest.mark.proved("K11")
def test_no_page_of_before_uses_a_stopped_delivery_or_retires_a_list(
    server: InProcessHq, terminal: Terminal, tmp_path: Path
) -> None:
    """Meanwhile another file came: the list is not the one that two people looked at."""
    for size in (100, 50):
        from_folder(server, tmp_path / "VEHEXTRT.txt", size)
    before = shown(server)
    from_folder(server, tmp_path / "OTHER.txt", 101)
    (name,) = (feed.name for feed in before.feeds)

    def sent(act: Act[Any], by: str, second: str, seen: FeedsMessage, **places: str) -> int:
        path = act.path(seen=act.seen_in(seen), **places)
        own = {SECOND_PERSON: terminal.begun(second).token}
        with Car(server.base_url, terminal.begun(by).token) as desk:
            return desk.http.post(path, content=WHY, headers=own).status_code

    uses = partial(sent, ACCEPT_DELIVERY, CUSTODIAN, ADMINISTRATOR, number="2")
    retires = partial(sent, RETIRE_LIST, ADMINISTRATOR, CUSTODIAN, name=name)
    for act in (uses, retires):
        assert act(seen=before) == Problem.STALE_PAGE.status
    assert shown(server).feeds[0].entries == 101
    for act in (uses, retires):
        assert act(seen=shown(server)) == HTTPStatus.OK


@pytest.mark.proved("K11")
def test_what_somebody_settled_meanwhile_is_not_used(
    server: InProcessHq, terminal: Terminal, tmp_path: Path
) -> None:
    from_folder(server, tmp_path / "VEHEXTRT.txt", 100)
    from_folder(server, tmp_path / "VEHEXTRT.txt", 50)
    for command, outcome in (("dismiss-delivery", 0), ("accept-delivery", 1)):
        asked = command, 2, "--reason", "nothing is to replace it", "--confirmed-by"
        assert terminal.run(CUSTODIAN, *asked, ADMINISTRATOR) == outcome, terminal.err
    assert "Delivery 2 was settled already" in terminal.err
