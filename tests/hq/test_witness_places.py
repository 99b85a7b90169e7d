"""Checkpoints of the audit go to a bucket or a mailbox, and prove it from there (AUD-04)."""

import mailbox
import os
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_string
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import delete

from mdt_alpr.cli import main
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.audit.witness import (
    Witnessing,
    check_chain,
    make_audit_key,
    public_key_in,
    witness_at,
)
from mdt_alpr.hq.audit.witness_places import NAMED, WitnessBucket
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import MARKS
from mdt_alpr.hq.keeping.doctor import examined
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, sample_agency
from mdt_alpr.machine.clock import SystemClock
from tests.hq.conftest import CHEAP
from tests.hq.outside import S3_VARIABLES, Received, a_mail_server, s3
from tests.hq.senders import PASSWORDS
from tests.hq.test_witness import Place, audited, cut_back_to_the_mark

DATABASES = ["sqlite"]
__all__ = ["audited"]


@pytest.fixture(scope="module")
def s3_server() -> Iterator[str]:
    with s3("audit") as address:
        yield address


@pytest.fixture
def bucket(s3_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    for name, value in {**S3_VARIABLES, "AWS_ENDPOINT_URL": s3_server}.items():
        monkeypatch.setenv(name, value)
    return f"s3://audit/{tmp_path.name}"


@pytest.fixture
def mailed(tmp_path: Path) -> Iterator[tuple[str, Received]]:
    """Return a place of e-mail, and what arrives there."""
    with a_mail_server() as (port, received):
        settings = tmp_path / "witness.toml"
        settings.write_text(
            f'[mail]\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n'
            'sender = "alpr@example.gov"\nto = ["auditor@example.gov"]\n'
        )
        settings.chmod(0o600)
        yield f"mail:{settings}", received


def named(place: Place, witness: str) -> Witnessing:
    place.hq.settings = replace(place.hq.settings, audit_witness=witness)
    return Witnessing(place.hq)


def is_proven(place: Place, witness: str) -> bool:
    key = public_key_in(place.public)
    found = check_chain(place.hq, witness_at(witness, key), key)
    return found.is_proven and found.proven_until == place.last


def why(place: Place, witness: str) -> str:
    key = public_key_in(place.public)
    return check_chain(place.hq, witness_at(witness, key), key).why


def saved(received: Received, folder: Path) -> str:
    """Save mails as a mail program does."""
    folder.mkdir(exist_ok=True)
    for number, text in enumerate(received.notices):
        (folder / f"{number}.eml").write_text(text, encoding="ascii")
    return str(folder)


def line(place: Place) -> tuple[bool, str]:
    (found,) = [one for one in examined(place.hq) if one.name == "audit witness"]
    return found.ok, found.words


def test_key_and_folder_may_not_lie_where_the_audit_lies(hq: Headquarters, tmp_path: Path) -> None:
    inside, away, key = hq.settings.data / "inside", str(tmp_path), tmp_path / "k"
    refused = (key, str(inside)), (key, f"mail:{inside}"), (inside, away), (key, ""), (None, away)
    for given in refused:
        hq.settings = replace(hq.settings, audit_key=given[0], audit_witness=given[1])
        with pytest.raises(OutsideError, match=r"data folder|go together"):
            Witnessing(hq)


# ---------------------------------------------------------------- bucket


@pytest.mark.attack("V2")
@pytest.mark.logs_warnings
def test_a_bucket_proves_the_audit_and_shows_what_was_cut_off(audited: Place, bucket: str) -> None:
    witnessing = named(audited, bucket)
    assert line(audited) == (False, "It is empty. Start hq serve.")
    witnessing.write()
    audited.grow(3)
    witnessing.write()
    assert is_proven(audited, bucket)
    assert line(audited)[0]
    cut_back_to_the_mark(audited)
    assert "the audit ends at entry" in why(audited, bucket)
    witnessing.write()
    assert "the audit ends at entry" in audited.hq.own_chain.witness_trouble
    assert len(WitnessBucket(bucket).files()) == 2


def test_a_checkpoint_in_a_bucket_is_never_written_over(audited: Place, bucket: str) -> None:
    named(audited, bucket).write()
    (kept,) = WitnessBucket(bucket).files()
    with pytest.raises(OutsideError, match="already"):
        WitnessBucket(bucket).keep(kept[0], b"another")
    assert WitnessBucket(bucket).files() == [kept]


def test_a_bucket_that_is_not_there_alarms(audited: Place, bucket: str) -> None:
    witnessing = named(audited, bucket.replace("audit", "nobody"))
    with pytest.raises(OutsideError, match=r"checkpoints.*Check its address"):
        witnessing.write()
    assert audited.hq.own_chain.witness_trouble


# ---------------------------------------------------------------- mail


@pytest.mark.attack("V2")
@pytest.mark.logs_warnings
def test_mails_prove_the_audit_and_show_what_was_cut_off(
    audited: Place, mailed: tuple[str, Received], tmp_path: Path
) -> None:
    place, received = mailed
    witnessing = named(audited, place)
    witnessing.write()
    audited.grow(3)
    witnessing.write()
    assert "To: auditor@example.gov" in received.notices[0]
    assert "Subject: MDT-ALPR: checkpoint 2 of the audit" in received.notices[1]
    folder = saved(received, tmp_path / "mails")
    assert is_proven(audited, folder)
    box = mailbox.mbox(tmp_path / "inbox")
    for text in ["Subject: lunch\n\nat one?\n", *received.notices, received.notices[0]]:
        box.add(message_from_string(text))
    box.close()
    assert is_proven(audited, str(tmp_path / "inbox"))
    assert line(audited)[0]
    cut_back_to_the_mark(audited)
    assert "the audit ends at entry" in why(audited, folder)
    witnessing.write()
    assert len(received.notices) == 2  # one that speaks against the last is never sent


@pytest.mark.attack("V2")
def test_a_forged_mail_counts_for_nothing_and_a_missing_one_is_seen(
    audited: Place, mailed: tuple[str, Received], tmp_path: Path
) -> None:
    place, received = mailed
    for _ in range(3):
        named(audited, place).write()
    folder = tmp_path / "mails"
    saved(received, folder)
    name, content = witness_at(str(folder), public_key_in(audited.public)).files()[1]
    forged = EmailMessage()
    forged.set_content("Keep this mail.")
    changed = content.replace(b'"entries": ', b'"entries": 1')
    forged.add_attachment(changed, maintype="application", subtype="json", filename=name)
    (folder / "forged.eml").write_bytes(forged.as_bytes())
    assert is_proven(audited, str(folder))
    (folder / "1.eml").unlink()
    assert "checkpoint 2 is missing" in why(audited, str(folder))


@pytest.mark.attack("V2")
def test_a_headquarters_that_forgot_its_mails_sends_a_number_twice_which_is_seen(
    audited: Place, mailed: tuple[str, Received], tmp_path: Path
) -> None:
    place, received = mailed
    named(audited, place).write()
    for path in (audited.hq.settings.data / "audit_mail").iterdir():
        path.unlink()
    with audited.hq.database.writing() as connection:
        connection.execute(delete(MARKS))
    audited.grow(1)
    named(audited, place).write()
    assert "two checkpoints 1" in why(audited, saved(received, tmp_path / "mails"))


@pytest.mark.logs_warnings
def test_a_mail_that_was_not_accepted_is_sent_again_as_it_was_before_the_next(
    audited: Place, mailed: tuple[str, Received], tmp_path: Path
) -> None:
    place, received = mailed
    witnessing = named(audited, place)
    witnessing.write()
    received.refuses = True
    for _ in range(2):
        with pytest.raises(OutsideError, match="mail server"):
            witnessing.write()
    assert "mail server" in audited.hq.own_chain.witness_trouble
    received.refuses = False
    witnessing.write()
    assert audited.hq.own_chain.witness_trouble == ""
    sent = [text.partition("checkpoint ")[2][0] for text in received.notices]
    assert sent == ["1", "2", "3"]
    assert is_proven(audited, saved(received, tmp_path / "mails"))
    kept = [path.name for path in (audited.hq.settings.data / "audit_mail").iterdir()]
    assert kept == [f"{NAMED}00000003.json"]


def test_a_file_that_names_no_mail_is_no_witness(audited: Place, tmp_path: Path) -> None:
    settings = tmp_path / "hook.toml"
    settings.write_text('[webhook]\nurl = "https://alerts.example.gov"\n')
    settings.chmod(0o600)
    with pytest.raises(OutsideError, match="no section"):
        named(audited, f"mail:{settings}").write()


@pytest.mark.usefixtures("typed_password")
def test_the_command_proves_by_bucket_and_by_saved_mail(
    bucket: str, mailed: tuple[str, Received], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, received = mailed
    public = make_audit_key(tmp_path / "audit.key", os.urandom)
    settings = HqSettings(tmp_path / "hq", audit_key=tmp_path / "audit.key", password_cost=CHEAP)
    hq = open_headquarters(settings, SystemClock(), os.urandom)
    sample_agency(hq, PASSWORDS, capture_date(hq.clock.now()))
    for witness in (bucket, place):
        hq.settings = replace(settings, audit_witness=witness)
        Witnessing(hq).write()
    hq.close()
    for witness in (bucket, saved(received, tmp_path / "mails")):
        asked = ["--witness", witness, "--audit-key", str(public), "--by", CUSTODIAN]
        assert main(["hq", "--data", str(settings.data), "audit-verify", *asked]) == 0
        assert "WHOLE" in capsys.readouterr().out
