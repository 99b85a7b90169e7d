"""Settings of groups of machines: decided, agreed to by two, signed for each machine (CM-3)."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import delete, select

from mdt_alpr.acts.act import version
from mdt_alpr.acts.fleet import MOVE_MACHINE, SET_GROUP
from mdt_alpr.car.settings_file import Addressee
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.car_settings import GroupSettingsError
from mdt_alpr.domain.equipment.program_update import SettingsState
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.fleet import group_settings
from mdt_alpr.hq.fleet.facts import waiting
from mdt_alpr.hq.fleet.tables import GROUP_SETTINGS, MACHINE_SETTINGS
from mdt_alpr.hq.people.car_settings import SettingsNotSignedError
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.wire import addresses
from mdt_alpr.wire.car_settings import (
    GroupSettings,
    GroupSettingsMessage,
    GroupSettingsRequest,
    MachineGroupRequest,
    SettingsOffer,
    SignedSettings,
)
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.fleet import FleetMachine, FleetSettings
from mdt_alpr.wire.problems import Problem
from tests.builders import SetClock
from tests.hq.commands import Terminal
from tests.hq.enrolled import known_machines, number_in
from tests.hq.holding import caller
from tests.hq.reviewers import Desk, at_desk
from tests.hq.senders import DEVICE
from tests.hq.test_fleet import Said, chained, enroll, send, shown

WHY = "the cars of the night shift are too quiet"
LOUD, SILENT = "volume = 80\n", 'second_reader = ""\n'
PATH = SET_GROUP.address


def set_group(hq: Headquarters, text: str, second: str = CUSTODIAN, group: str = "night") -> int:
    """Decide on a group; return the number of the decision."""
    ask = GroupSettingsRequest(group, WHY, text, confirmed=True)
    given = group_settings.set_group(hq, ask, ADMINISTRATOR, second).groups
    return next(line.number for line in given if line.group == group)


def move(hq: Headquarters, group: str, device: str = DEVICE, second: str = CUSTODIAN) -> None:
    group_settings.move(hq, device, group, ADMINISTRATOR, second)


def offered(hq: Headquarters, device: str = DEVICE) -> SignedSettings:
    with hq.reading() as work:
        offer = group_settings.offer_to(work, device).offered
    assert offer is not None
    return offer


def car_of(hq: Headquarters) -> FleetMachine:
    (car,) = shown(hq)
    return car


def said(event: AuditEvent, number: int | str, why: str = "") -> Said:
    return event, str(number), (("group", "night"), ("why", why))


def started(number: int | str, signed: int | str = 0) -> Said:
    return (
        AuditEvent.STARTED,
        DEVICE,
        (("fleet_settings", f"{number}"), ("fleet_signed", f"{signed}")),
    )


@pytest.fixture
def desk(server: InProcessHq) -> Iterator[Desk]:
    enroll(server.hq)
    asking = at_desk(server, ADMINISTRATOR)
    yield asking
    asking.http.close()


def posted(desk: Desk, path: str, body: object) -> httpx.Response:
    return desk.http.post(path, content=encode(body))


def test_a_machine_is_given_what_its_group_has_signed_for_it_alone(hq: Headquarters) -> None:
    enroll(hq)
    enroll(hq, "us-29", DeviceKind.CAMERA)
    number = set_group(hq, LOUD)
    for device in (DEVICE, "us-29"):
        move(hq, "night", device)
    given = offered(hq)
    assert (given.settings.group, given.settings.number) == ("night", number)
    assert given.settings.text == LOUD
    key = hq.signer.public_key
    assert Addressee(DEVICE, key).fault_of_group(given) == ""
    assert "this machine is us-29" in Addressee("us-29", key).fault_of_group(given)
    with hq.reading() as work:
        assert group_settings.offer_to(work, "another") == SettingsOffer()


def test_another_decision_and_another_group_are_newer_than_what_the_machine_had(
    hq: Headquarters,
) -> None:
    enroll(hq)
    move(hq, "night")
    numbers = [offered(hq).signature.number]
    for text in (LOUD, "volume = 90\n", ""):
        set_group(hq, text)
        numbers.append(offered(hq).signature.number)
    move(hq, "day")
    assert offered(hq).settings.text == ""
    numbers.append(offered(hq).signature.number)
    move(hq, "night")
    assert sorted(set(numbers)) == numbers
    assert numbers[-1] < offered(hq).signature.number


@pytest.mark.attack("CM-5")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("unit = 'Unit 9'", "each machine's own"),
        ("source = '0'\nvolume = 80", "each machine's own"),
        ("training = true", "each machine's own"),
        ("[[camera]]\nname = 'a'\nsource = '0'", "each machine's own"),
        ("volum = 80", "Did you mean volume"),
        ("volume = 8", "whole number from 30"),
        ("volume", "not TOML"),
        ("x = " + "[" * 3000, "volume = 80"),
        ("attention = 'front' # " + "x" * 4000, "characters at most"),
    ],
)
def test_what_a_machine_would_not_start_with_is_not_signed(
    hq: Headquarters, text: str, words: str
) -> None:
    with pytest.raises(GroupSettingsError, match=words):
        set_group(hq, text)
    with hq.reading() as work:
        assert work.connection.execute(select(GROUP_SETTINGS)).first() is None


def test_group_and_reason_are_named(hq: Headquarters) -> None:
    for group, reason in (("", WHY), ("n" * 61, WHY), ("night", "because")):
        ask = GroupSettingsRequest(group, reason, LOUD, confirmed=True)
        with pytest.raises(GroupSettingsError, match="Name the group"):
            group_settings.set_group(hq, ask, ADMINISTRATOR, "")
    enroll(hq)
    enroll(hq, "desk-1", DeviceKind.DESK)
    for device in ("desk-1", "car-99"):
        with pytest.raises(GroupSettingsError, match="No car and no fixed camera"):
            move(hq, "night", device)


@pytest.mark.attack("ACC-12")
@pytest.mark.parametrize("text", [SILENT, 'mode = "trial"', 'reader = "ppocr"'])
def test_two_people_agree_to_what_takes_a_check_away(hq: Headquarters, text: str) -> None:
    enroll(hq)
    set_group(hq, LOUD, second="")
    with pytest.raises(RefusedError) as refused:
        set_group(hq, text, second="")
    assert refused.value.problem is Problem.SECOND_PERSON
    set_group(hq, text)
    set_group(hq, LOUD + text, second="")  # what two agreed to already
    with pytest.raises(RefusedError):
        move(hq, "night", second="")
    move(hq, "night")
    set_group(hq, text, group="other")
    move(hq, "other", second="")
    set_group(hq, "", second="")  # gives the check back


def test_nothing_is_done_before_what_changes_was_seen(
    server: InProcessHq, terminal: Terminal
) -> None:
    enroll(server.hq)
    words = "fleet", "set", "night", "--settings", LOUD + SILENT, "--reason", WHY
    agreed = (*words, "--confirmed-by", CUSTODIAN)
    assert terminal.run(ADMINISTRATOR, *agreed) == 1
    assert "volume: each machine's own value becomes 80." in terminal.err
    assert "Second reader: Off. Nothing was done." in terminal.err
    assert terminal.run(ADMINISTRATOR, *words, "--confirmed") == 1, "one person alone"
    assert terminal.run(ADMINISTRATOR, *agreed, "--confirmed") == 0, terminal.err
    assert "Second reader: Off." in terminal.out
    moves = "fleet", "move", DEVICE, "--group", "night"
    assert terminal.run(ADMINISTRATOR, *moves) == 1
    assert terminal.run(ADMINISTRATOR, *moves, "--confirmed-by", CUSTODIAN) == 0, terminal.err
    assert "night: asked 1, has none" in terminal.out
    assert terminal.run(OFFICER, *agreed, "--confirmed") != 0
    assert terminal.run(ADMINISTRATOR, "fleet", "settings") == 0
    assert DEVICE in terminal.out
    with server.hq.reading() as work:
        query = select(OWN_AUDIT.c.detail).where(
            OWN_AUDIT.c.event == AuditEvent.HQ_SETTINGS_SIGNED
        )
        group, moved = work.connection.scalars(query.order_by(OWN_AUDIT.c.sequence))
    assert "own value becomes 80." in str(group)
    assert CUSTODIAN in str(group)
    assert WHY not in str(group)
    assert "night" in str(moved)


def test_a_page_that_is_an_hour_old_changes_nothing(desk: Desk) -> None:
    ask = GroupSettingsRequest("night", WHY, LOUD, confirmed=True)
    answer = posted(desk, f"{PATH}?seen={version(0)}", ask)
    first = decode(GroupSettingsMessage, answer.content)
    (group,) = first.groups
    assert isinstance(group, GroupSettings)
    stale = posted(desk, f"{PATH}?seen={version(0)}", ask)
    assert number_in(stale) == Problem.STALE_PAGE.number
    seen = SET_GROUP.seen_in(first, group="night")
    assert posted(desk, f"{PATH}?seen={seen}", ask).is_success
    to = MOVE_MACHINE.path(device=DEVICE, seen=version(""))
    assert posted(desk, to, MachineGroupRequest("night")).is_success
    assert number_in(posted(desk, to, MachineGroupRequest("day"))) == Problem.STALE_PAGE.number


def test_the_fleet_shows_what_was_asked_and_what_a_machine_has(hq: Headquarters) -> None:
    enroll(hq)
    move(hq, "night")
    first = set_group(hq, LOUD)
    taken = chained(started(0), said(AuditEvent.SETTINGS_TAKEN, first))
    send(hq, *taken)
    assert car_of(hq).given == FleetSettings("night", first, 0, SettingsState.TAKEN)
    proved = chained(
        started(0), said(AuditEvent.SETTINGS_TAKEN, first), said(AuditEvent.SETTINGS_PROVED, first)
    )
    send(hq, proved[-1])
    assert car_of(hq).given == FleetSettings("night", first, first, SettingsState.PROVED)
    second = set_group(hq, "volume = 90\n")
    assert car_of(hq).given == FleetSettings("night", second, first)
    back = chained(
        started(0), said(AuditEvent.SETTINGS_TAKEN, first),
        said(AuditEvent.SETTINGS_PROVED, first),
        said(AuditEvent.SETTINGS_WENT_BACK, second, "no picture"),
    )  # fmt: skip
    send(hq, back[-1])
    went_back = FleetSettings("night", second, first, SettingsState.WENT_BACK, "no picture")
    assert car_of(hq).given == went_back
    with hq.reading() as work:
        (waits,) = waiting(work, caller(ADMINISTRATOR))
    assert waits.key == DEVICE
    set_group(hq, LOUD)
    with hq.reading() as work:
        assert not list(waiting(work, caller(ADMINISTRATOR)))


@pytest.mark.attack("CM-5")
@pytest.mark.parametrize("lie", ["9" * 19, "-1", "\u0661", "seven", str(2**62)])
def test_a_machine_that_lies_about_its_number_stops_nobody(hq: Headquarters, lie: str) -> None:
    enroll(hq)
    send(hq, *chained(started(lie, lie)))
    assert car_of(hq).given.has == 0
    move(hq, "night")
    set_group(hq, LOUD)
    assert offered(hq).signature.number < 2**40


def test_after_an_old_backup_came_back_the_next_settings_are_newer_than_the_machines(
    hq: Headquarters, clock: SetClock
) -> None:
    enroll(hq)
    move(hq, "night")
    set_group(hq, LOUD)
    with hq.database.writing() as connection:
        before = [dict(row._mapping) for row in connection.execute(select(MACHINE_SETTINGS))]
    last = set_group(hq, "volume = 90\n")
    ahead = offered(hq).signature.number + 400 * 86400  # its clock was a year ahead then
    send(hq, *chained(started(last, ahead)))
    with hq.database.engine.begin() as connection:
        connection.execute(delete(MACHINE_SETTINGS))
        connection.execute(MACHINE_SETTINGS.insert(), before)
        connection.execute(delete(GROUP_SETTINGS).where(GROUP_SETTINGS.c.number == last))
        connection.execute(
            delete(OWN_AUDIT).where(OWN_AUDIT.c.event == AuditEvent.HQ_SETTINGS_SIGNED)
        )
    car = car_of(hq).given
    assert (car.asked, car.has) == (last - 1, last)
    clock.at += timedelta(minutes=1)
    set_group(hq, LOUD)
    assert offered(hq).signature.number > ahead


@pytest.mark.parametrize("off", [timedelta(days=366), timedelta(days=-366)])
def test_nothing_is_signed_by_a_clock_that_is_in_doubt(
    hq: Headquarters, clock: SetClock, off: timedelta
) -> None:
    enroll(hq)
    with hq.writing() as work:
        record(work, AuditEvent.HQ_PURGED, "purge", "")
    clock.at += off
    with pytest.raises(SettingsNotSignedError, match="in doubt"):
        set_group(hq, LOUD)
    with pytest.raises(SettingsNotSignedError, match="in doubt"):
        move(hq, "night")
    clock.at -= off
    move(hq, "night")
    assert offered(hq).settings.text == ""


def test_a_machine_sees_its_own_settings_by_its_certificate_and_a_revoked_one_none(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with known_machines(tmp_path_factory.mktemp("known")) as machines:
        car = machines.client(machines.machine(DEVICE))
        camera = machines.client(machines.machine("us-29", DeviceKind.CAMERA))
        set_group(machines.hq, LOUD)
        for device in (DEVICE, "us-29"):
            move(machines.hq, "night", device)
        for client, device in ((car, DEVICE), (camera, "us-29")):
            answer = decode(SettingsOffer, client.get(addresses.DEVICE_SETTINGS).content)
            assert answer.offered is not None
            assert answer.offered.settings.device == device
        machines.revoke(DEVICE)
        assert number_in(car.get(addresses.DEVICE_SETTINGS)) == Problem.REVOKED.number
        with pytest.raises(GroupSettingsError, match="in use"):
            move(machines.hq, "day")


def test_without_certificates_nobody_is_given_settings(server: InProcessHq) -> None:
    answer = httpx.get(f"{server.base_url}{addresses.DEVICE_SETTINGS}")
    assert number_in(answer) == Problem.NOT_ENROLLED.number
    assert encode(SettingsOffer()) == '{"offered":null}'
