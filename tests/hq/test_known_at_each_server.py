"""No server of a database gives a wrong answer because another one did the act."""

from datetime import timedelta
from pathlib import Path

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.retention.purge import ClockDoubt
from mdt_alpr.hq import app
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.authority import IssuedCertificate
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.fleet import packages, rollouts
from mdt_alpr.hq.keeping.purge import retention_state
from mdt_alpr.hq.keeping.retention_changes import confirm, propose, retention_of
from mdt_alpr.hq.people import enrollment_store
from mdt_alpr.hq.people.enrolling import Shown, demand_device
from mdt_alpr.hq.people.enrollment_store import KeptCode, copied
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from mdt_alpr.lab.hq.staged_updates import package_of
from mdt_alpr.wire.program_updates import PART_BYTES
from mdt_alpr.wire.retention import RetentionProposal
from tests.builders import NOW, SetClock
from tests.hq.conftest import Opened
from tests.hq.outside import S3_VARIABLES, s3
from tests.hq.test_several_servers import comes_true

DATABASES = ["postgresql"]
CERTIFICATE = "f" * 64


def test_a_purge_that_waits_at_the_leader_is_an_alarm_at_the_other_until_one_is_done(
    at: Opened,
) -> None:
    one, two = at("one"), at("two")
    app._purge(one)
    right, one.clock = one.clock, SetClock(NOW + timedelta(days=400))
    for hq in (one, two):
        app._purge(hq)
    assert retention_state(two).clock is ClockDoubt.AHEAD
    one.clock = right
    two.clock = SetClock(NOW + timedelta(hours=1))
    one.leader.close()
    comes_true(two.leader.leads)
    for hq in (two, one):
        app._purge(hq)
    for hq in (one, two):
        assert not retention_state(hq).is_alarm
        assert hq.purged_at == NOW + timedelta(hours=1)


def test_a_server_that_starts_again_knows_that_the_purge_waits(at: Opened) -> None:
    one = at("one")
    app._purge(one)
    one.clock = SetClock(NOW + timedelta(days=400))
    app._purge(one)
    again = at("two")
    app._purge(again)
    assert retention_state(again).is_alarm


def test_a_shorter_time_that_two_people_set_at_one_server_counts_at_the_other_at_once(
    at: Opened,
) -> None:
    one, two = at("one"), at("two")
    app._purge(one)
    with one.writing() as work:
        propose(work, RetentionProposal(30, "The Chief's order of June."), ADMINISTRATOR)
    with two.writing() as work:
        (setting,) = retention_of(work, CUSTODIAN).settings
    confirm(two, setting.number, 30, CUSTODIAN)
    assert one.due_now() == two.due_now() == NOW + timedelta(days=60)


def test_one_certificate_in_two_machines_is_noticed_though_each_asks_a_server_of_its_own(
    at: Opened,
) -> None:
    one, two = at("one"), at("two")
    with one.writing() as work:
        issued = IssuedCertificate("", CERTIFICATE, "1", NOW + timedelta(days=30))
        code = KeptCode("l", "d", "car-1", DeviceKind.CAR, "chief", NOW, 0, None)
        enrollment_store.enroll(work.connection, code, issued, NOW)
        record(work, AuditEvent.HQ_DEVICE_ENROLLED, "car-1", NOBODY)
    for start in ("Monday", "Tuesday"):  # a car that began again, and whose requests go to both
        for hq in (one, two, one):
            demand_device(hq, Shown(CERTIFICATE, start))
    assert machines_twice(one) == ()
    demand_device(two, Shown(CERTIFICATE, "of the copy"))
    demand_device(one, Shown(CERTIFICATE, "Tuesday"))
    assert machines_twice(two) == ("car-1",)


def machines_twice(hq: Headquarters) -> tuple[str, ...]:
    with hq.reading() as work:
        return copied(work.connection)


def test_each_server_gives_a_package_that_another_one_published(
    at: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with s3("alpr") as address:
        for name, value in {**S3_VARIABLES, "AWS_ENDPOINT_URL": address}.items():
            monkeypatch.setenv(name, value)
        one, two = (at(name, picture_store="s3://alpr/site") for name in ("one", "two"))
        content = package_of("0.11.0") + bytes(PART_BYTES)
        (tmp_path / "delivered").write_bytes(content)
        name = "mdt-alpr_0.11.0_amd64.deb"
        packages.publish(one, tmp_path / "delivered", name, ADMINISTRATOR, CUSTODIAN)
        with two.reading() as work:
            (rollout,) = rollouts.rollouts(work)
        package, fetched = rollout.signed, b""
        while len(fetched) < package.facts.size:
            fetched += packages.part_of(two, package, len(fetched))
        assert fetched == content
        torn = packages.part_of(two, package, 100)  # a power cut kept so much of a part
        assert torn == content[100:PART_BYTES]
        with pytest.raises(RefusedError):
            packages.part_of(two, package, package.facts.size + PART_BYTES)
