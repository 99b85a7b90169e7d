"""Headquarters signs the settings of one car, with a person and a reason (CM-3, CM-5)."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from mdt_alpr.car.settings_file import settings_file
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.keeping.start_record import record_start
from mdt_alpr.hq.people.car_settings import SettingsNotSignedError, sign_settings
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from mdt_alpr.wire import addresses
from mdt_alpr.wire.car_settings import SettingsRequest, SettingsSignature
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.commands import Terminal
from tests.hq.enrolled import number_in
from tests.hq.reviewers import at_desk
from tests.hq.senders import PASSWORDS

DATABASES = ["sqlite"]
CAR = (
    'device = "car-1"\nsecond_reader = ""\nsource = "rtsp://user:word@camera"\n'
    '[[camera]]\nname = "rear"\nsource = "1"\nmask = [[0.0, 0.5, 1.0, 1.0]]\n'
)
ASK = SettingsRequest(CAR, "its second reader is too slow until June")


def recorded(hq: Headquarters, event: AuditEvent) -> str:
    """Return the details of the only entry of an event."""
    with hq.reading() as work:
        query = select(OWN_AUDIT.c.detail).where(OWN_AUDIT.c.event == event)
        return str(work.connection.execute(query).scalar_one())


def test_what_is_signed_counts_in_the_car_that_it_names(hq: Headquarters, tmp_path: Path) -> None:
    signed = sign_settings(hq, ASK, ADMINISTRATOR, CUSTODIAN)
    folder = tmp_path / "car"
    folder.mkdir()
    (folder / "car.toml").write_bytes(CAR.encode())
    (folder / "car.toml.sig").write_text(encode(signed), encoding="ascii")
    key = hq.signer.public_key
    file = settings_file(folder)
    assert file.fault("car-1", key) == ""
    assert "this car is car-2" in file.fault("car-2", key)
    later = sign_settings(hq, ASK, ADMINISTRATOR, CUSTODIAN)
    assert later.number > signed.number
    assert "older" in file.fault("car-1", key, later.number)


def test_a_signature_after_an_old_backup_came_back_is_newer_than_those_before(
    hq: Headquarters, clock: SetClock
) -> None:
    sign_settings(hq, ASK, ADMINISTRATOR, CUSTODIAN)
    before = sign_settings(hq, ASK, ADMINISTRATOR, CUSTODIAN)
    assert before.number >= int(NOW.timestamp())
    signed = OWN_AUDIT.c.event == AuditEvent.HQ_SETTINGS_SIGNED
    with hq.database.engine.begin() as connection:  # a restored audit ends before they were
        connection.execute(delete(OWN_AUDIT).where(signed))
    clock.at += timedelta(minutes=1)
    assert sign_settings(hq, ASK, ADMINISTRATOR, CUSTODIAN).number > before.number


@pytest.mark.parametrize("off", [timedelta(days=2), timedelta(hours=-1)])
def test_nothing_is_signed_by_a_clock_that_is_in_doubt(
    hq: Headquarters, clock: SetClock, off: timedelta
) -> None:
    with hq.writing() as work:
        record(work, AuditEvent.HQ_PURGED, "purge", "")
    clock.at += off
    with pytest.raises(SettingsNotSignedError, match="in doubt"):
        sign_settings(hq, ASK, ADMINISTRATOR, CUSTODIAN)


def test_settings_that_name_a_number_of_their_own_change_no_number(hq: Headquarters) -> None:
    text = f'number = "9{"0" * 15}"\n{CAR}'
    first = sign_settings(hq, replace(ASK, text=text), ADMINISTRATOR, CUSTODIAN)
    assert sign_settings(hq, ASK, ADMINISTRATOR, CUSTODIAN).number == first.number + 1


@pytest.mark.parametrize(
    ("text", "reason", "why"),
    [
        ("device = ", "why", "not TOML"),
        ('second_reader = ""', "why", "names no car"),
        ('device = " "', "why", "names no car"),
        ('device = "a\\u0000"', "why", "names no car"),
        (f"device = {'[' * 5000}", "why", "cannot be signed"),
        ('device = "car-1"', " ", "Say why"),
    ],
)
def test_nothing_is_signed_without_a_car_and_a_reason(
    hq: Headquarters, text: str, reason: str, why: str
) -> None:
    with pytest.raises(SettingsNotSignedError, match=why):
        sign_settings(hq, SettingsRequest(text, reason), ADMINISTRATOR, CUSTODIAN)


@pytest.mark.parametrize(
    "more", ["camera = 5", "camera = [1]", 'unit = "\\u0000"', '"a\\u0000"=1']
)
def test_settings_that_no_car_takes_do_no_harm(hq: Headquarters, more: str) -> None:
    sign_settings(
        hq, SettingsRequest(f'device = "car-1"\n{more}\n', "why"), ADMINISTRATOR, CUSTODIAN
    )
    assert "\0" not in recorded(hq, AuditEvent.HQ_SETTINGS_SIGNED)


def test_no_one_person_signs_over_the_api(server: InProcessHq) -> None:
    with at_desk(server, CUSTODIAN, PASSWORDS[CUSTODIAN]) as custodian:
        refused = custodian.http.post(addresses.CAR_SETTINGS_SIGNATURE, content=encode(ASK))
        assert refused.status_code == 403
    with at_desk(server, ADMINISTRATOR, PASSWORDS[ADMINISTRATOR]) as administrator:
        alone = administrator.http.post(addresses.CAR_SETTINGS_SIGNATURE, content=encode(ASK))
        assert number_in(alone) == Problem.SECOND_PERSON.number


def test_the_command_says_what_it_allows_and_writes_the_signature(
    server: InProcessHq, terminal: Terminal, tmp_path: Path
) -> None:
    car = tmp_path / "car.toml"
    car.write_text(CAR, encoding="utf-8")
    words = "sign-settings", car, "--reason", ASK.reason, "--confirmed-by", CUSTODIAN
    assert terminal.run(CUSTODIAN, *words) == 1
    assert terminal.run(ADMINISTRATOR, *words) == 0
    assert "Second reader: Off." in terminal.out
    assert "car.toml.sig" in terminal.out
    assert decode(SettingsSignature, (tmp_path / "car.toml.sig").read_bytes()).device == "car-1"
    said = recorded(server.hq, AuditEvent.HQ_SETTINGS_SIGNED)
    assert "mask rear" in said
    assert CUSTODIAN in said


def test_the_audit_says_what_was_allowed_and_no_cameras_password(hq: Headquarters) -> None:
    sign_settings(hq, ASK, ADMINISTRATOR, CUSTODIAN)
    detail = recorded(hq, AuditEvent.HQ_SETTINGS_SIGNED)
    assert "second_reader" in detail
    assert "mask rear" in detail
    assert "word" not in detail


@pytest.mark.attack("CM-3")
def test_a_start_of_headquarters_is_recorded_with_program_and_settings(
    hq: Headquarters, settings: HqSettings
) -> None:
    hq.settings = replace(settings, port=9443, gateway_token="a secret word")  # noqa: S106
    record_start(hq)
    detail = recorded(hq, AuditEvent.HQ_STARTED)
    assert "development copy" in detail
    assert "9443" in detail
    assert "secret" not in detail
    assert settings.database_url not in detail
