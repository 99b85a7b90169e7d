"""Where the audit cannot be written, people are notified within the hour (AUD-05, CJIS AU-5)."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from mdt_alpr.cli import main
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.audit.logging_alarm import (
    FAILOVER_LASTS,
    LOGGING_CHECKED_EVERY,
    NOTICE_WITHIN,
)
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.alarm_channels import channels_in
from mdt_alpr.hq.audit.logging_watch import LoggingWatch
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, OFFICER
from tests.builders import SetClock
from tests.hq.manual import audited
from tests.hq.outside import Received, a_mail_server, a_webhook
from tests.hq.reviewers import at_desk
from tests.hq.senders import a_car
from tests.hq.test_audit_blocked import BLOCK

DATABASES = ["sqlite"]
pytestmark = pytest.mark.logs_warnings


@dataclass
class Agency:
    """A headquarters with its watch, and the servers that its notices go to."""

    hq: InProcessHq
    clock: SetClock
    watch: LoggingWatch
    mail: Received
    hook: Received

    def block(self) -> None:
        with self.hq.hq.writing() as work:
            work.connection.execute(text(BLOCK))

    def free(self) -> None:
        with self.hq.hq.writing() as work:
            work.connection.execute(text("DROP TRIGGER blocked"))

    def later(self, time: timedelta) -> None:
        self.clock.at += time
        self.watch.check()


def a_file(place: Path, mail: int, hook: int) -> Path:
    place.write_text(
        f'[mail]\nhost = "127.0.0.1"\nport = {mail}\nsecurity = "none"\n'
        'sender = "alpr@example.gov"\nto = ["custodian@example.gov", "chief@example.gov"]\n'
        f'[webhook]\nurl = "http://127.0.0.1:{hook}/alpr"\ntoken = "a word"\n',
        encoding="utf-8",
    )
    place.chmod(0o600)
    return place


@pytest.fixture
def agency(server: InProcessHq, clock: SetClock, tmp_path: Path) -> Iterator[Agency]:
    with a_mail_server() as (mail_port, mail), a_webhook() as (hook_port, hook):
        file = a_file(tmp_path / "notices.toml", mail_port, hook_port)
        server.hq.settings = replace(server.hq.settings, notices=file)
        yield Agency(server, clock, LoggingWatch(server.hq), mail, hook)


def test_people_are_notified_by_mail_and_webhook_at_the_first_check(agency: Agency) -> None:
    agency.watch.check()
    assert agency.mail.notices == agency.hook.notices == []
    agency.block()
    agency.watch.check()
    (mail,), (posted,) = agency.mail.notices, agency.hook.notices
    assert "custodian@example.gov" in mail
    assert "chief@example.gov" in mail
    for notice in (mail, posted):
        assert "cannot be written" in " ".join(notice.split())
    assert agency.hook.tokens == ["Bearer a word"]
    assert LOGGING_CHECKED_EVERY < NOTICE_WITHIN


def data_is_shut(agency: Agency) -> bool:
    return agency.hq.hq.audit_is_down


def test_a_failover_of_a_site_shuts_data_for_seconds_and_notifies_nobody(
    agency: Agency, tmp_path: Path
) -> None:
    agency.hq.hq.settings = replace(agency.hq.hq.settings, cluster_key=tmp_path / "cluster.key")
    watch = LoggingWatch(agency.hq.hq)
    agency.block()
    watch.check_in_time()
    assert data_is_shut(agency)
    agency.free()
    watch.check_in_time()
    assert not data_is_shut(agency), "a check that found it down is followed by another"
    assert agency.mail.notices == agency.hook.notices == []
    agency.block()
    watch.check()
    agency.clock.at += FAILOVER_LASTS
    watch.check_in_time()
    assert len(agency.mail.notices) == len(agency.hook.notices) == 1


def test_they_are_notified_again_every_hour_and_once_when_it_is_over(agency: Agency) -> None:
    agency.block()
    agency.watch.check()
    agency.later(timedelta(minutes=59))
    assert len(agency.mail.notices) == 1
    agency.later(timedelta(minutes=1))
    assert len(agency.mail.notices) == 2
    agency.free()
    agency.watch.check()
    agency.later(timedelta(hours=2))
    assert len(agency.mail.notices) == len(agency.hook.notices) == 3
    assert "written again" in agency.hook.notices[-1]
    (row,) = audited(agency.hq, AuditEvent.HQ_LOGGING_RESTORED.value)
    assert {"since", "notified_mail", "notified_webhook"} == {name for name, _ in row.detail}


def test_a_channel_that_refuses_is_tried_again_at_the_next_check(agency: Agency) -> None:
    agency.mail.refuses = True
    agency.block()
    agency.watch.check()
    assert (agency.mail.notices, len(agency.hook.notices)) == ([], 1)
    agency.mail.refuses = False
    agency.later(LOGGING_CHECKED_EVERY)
    assert (len(agency.mail.notices), len(agency.hook.notices)) == (1, 1)


def test_data_is_shut_meanwhile_what_is_not_recorded_too_and_alerts_go_on(agency: Agency) -> None:
    with at_desk(agency.hq, CUSTODIAN) as desk, a_car(agency.hq.base_url, OFFICER) as car:
        agency.block()
        agency.watch.check()
        assert desk.http.get("/v1/categories").status_code == 503
        assert desk.http.get("/v1/accounts").status_code >= 500
        assert car.http.get("/v1/notices", params={"after": 0}).status_code == 200
        assert car.http.get("/v1/units").status_code == 200
        agency.free()
        agency.watch.check()
        assert desk.http.get("/v1/categories").status_code == 200


def test_a_clock_that_was_set_back_holds_no_notice_up(agency: Agency) -> None:
    agency.block()
    agency.watch.check()
    agency.later(timedelta(days=-300))
    assert len(agency.mail.notices) == 2


def test_no_notice_holds_captured_data_or_a_password(agency: Agency) -> None:
    agency.block()
    agency.watch.check()
    assert "a word" not in repr(channels_in(agency.hq.hq.settings.notices or Path()))
    assert "EXN2894" not in str(agency.mail.notices + agency.hook.notices)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[mail", "is not TOML"),
        ("", "neither"),
        ("[pager]\n", "[pager] is unknown"),
        ('[mail]\nhost = "h"\n', "needs"),
        ('[mail]\nhost = "h"\nport = "25"\nsender = "a"\nto = ["b"]\n', "wrong kind"),
        ('[mail]\nhost = "h"\nport = 25\nsender = "a"\nto = []\n', "names nobody"),
        ('[mail]\nhost = "h"\nport = 25\nsender = "a"\nto = ["b"]\nsecurity = "none"\n',
         "this machine only"),
        ('[mail]\nhost = "h"\nport = 25\nsender = "a"\nto = ["b"]\ncolor = 1\n', "no setting"),
        ('[webhook]\nurl = "http://example.gov"\n', "https://"),
    ],
)  # fmt: skip
def test_a_settings_file_that_is_wrong_is_named_at_the_start(
    tmp_path: Path, content: str, words: str
) -> None:
    file = tmp_path / "notices.toml"
    file.write_text(content, encoding="utf-8")
    file.chmod(0o600)
    with pytest.raises(OutsideError) as error:
        channels_in(file)
    assert words in str(error.value)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such rights")
def test_a_settings_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    file = a_file(tmp_path / "notices.toml", 25, 80)
    file.chmod(0o644)
    with pytest.raises(OutsideError) as error:
        channels_in(file)
    assert "chmod 600" in str(error.value)


def test_a_test_notice_reaches_both_and_a_refusal_is_the_exit_code(
    agency: Agency, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(agency.hq.hq.settings.notices)
    assert main(["hq", "test-notices", file]) == 0
    assert len(agency.mail.notices) == len(agency.hook.notices) == 1
    agency.hook.refuses = True
    assert main(["hq", "test-notices", file]) == 1
    assert "webhook: The webhook refused the notice: status 503." in capsys.readouterr().out
