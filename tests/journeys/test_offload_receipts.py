"""A receipt file lets go, in a car without a link, what headquarters took from its stick."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.car.offload import apply_receipts
from mdt_alpr.cli import main
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.retention.outbox import ItemKind, ReceiptOutcome
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.intake.offload import load, offload_keys, receipt_for, receipts_key
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from mdt_alpr.keys.offload_file import RECEIPT_FORMAT, ReceiptList, read_receipts, receipt_file
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import AuditMessage, Receipt
from tests.builders import NOW
from tests.hq.commands import Terminal
from tests.hq.senders import DEVICE
from tests.journeys.test_offload import SIGNER, written
from tests.journeys.test_outbox_to_headquarters import drive, headquarters, held, store

__all__ = ["headquarters", "store"]
HQ = Ed25519Signer(bytes(31) + b"h")
RECEIPTS = tuple(Receipt(f"item-{n}", ReceiptOutcome.ACCEPTED) for n in range(3))
LISTED = ReceiptList(RECEIPT_FORMAT, DEVICE, HQ.public_key, NOW, RECEIPTS)


def kinds(store: CarStore) -> list[ItemKind]:
    with store.begin() as work:
        return [item.kind for item in work.waiting(100)]


@pytest.fixture
def stick(headquarters: InProcessHq, store: CarStore, tmp_path: Path) -> Path:
    drive(store)
    place = tmp_path / "stick.mdt"
    assert written(store, offload_keys(headquarters.hq, 60), place, SIGNER) == 9
    return place


def taken(headquarters: InProcessHq, store: CarStore, stick: Path) -> int:
    content = receipt_for(headquarters.hq, load(headquarters.hq, stick, ADMINISTRATOR))
    receipts = read_receipts(content, DEVICE, receipts_key(headquarters.hq))
    return apply_receipts(store, DEVICE, receipts).waiting


@pytest.mark.parametrize("times", [1, 2])
def test_what_headquarters_took_leaves_the_car_whether_new_or_known_there(
    headquarters: InProcessHq, store: CarStore, stick: Path, times: int
) -> None:
    waiting = [taken(headquarters, store, stick) for _ in range(times)]
    assert waiting[-1] == times
    assert kinds(store) == [ItemKind.AUDIT] * times
    assert held(headquarters).pictures_held == 2


@pytest.fixture
def terminal(
    headquarters: InProcessHq, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return Terminal(headquarters.base_url, monkeypatch, capsys)


def test_an_administrator_loads_a_stick_from_any_machine_and_takes_its_receipt_to_the_car(
    headquarters: InProcessHq, store: CarStore, stick: Path, terminal: Terminal
) -> None:
    receipt = stick.with_name("receipt")
    assert terminal.run(CUSTODIAN, "load", stick) == 1
    assert terminal.run(ADMINISTRATOR, "load", stick, "--receipt", receipt) == 0
    assert f"{DEVICE}: 9 accepted; 2 pictures." in terminal.out
    receipts = read_receipts(receipt.read_bytes(), DEVICE, receipts_key(headquarters.hq))
    assert apply_receipts(store, DEVICE, receipts).waiting == 1
    assert not list((headquarters.hq.settings.data / "offload-in").iterdir())


def test_what_came_after_the_stick_was_written_stays(
    headquarters: InProcessHq, store: CarStore, stick: Path
) -> None:
    with store.begin() as work:
        work.record(AuditEvent.CAMERA_LOST, "front", "")
    assert taken(headquarters, store, stick) == 2
    with store.begin() as work:
        events = [decode(AuditMessage, item.body).event for item in work.waiting(100)]
    assert events == [AuditEvent.CAMERA_LOST, AuditEvent.RECEIPTS_LOADED]


def test_a_picture_that_headquarters_refused_is_set_aside_and_not_forgotten(
    headquarters: InProcessHq, store: CarStore, stick: Path
) -> None:
    limits = replace(headquarters.hq.settings.limits, picture_bytes=1)
    headquarters.hq.settings = replace(headquarters.hq.settings, limits=limits)
    taken(headquarters, store, stick)
    with store.begin() as work:
        assert work.set_aside().count == 2
    assert held(headquarters).pictures_held == 0


def test_a_receipt_file_is_read_by_its_car_alone() -> None:
    content = receipt_file(LISTED, HQ.sign)
    assert read_receipts(content, DEVICE, HQ.public_key) == RECEIPTS
    with pytest.raises(OutsideError, match=f"for {DEVICE}, not for car-9"):
        read_receipts(content, "car-9", HQ.public_key)


def test_nobody_but_headquarters_makes_a_car_forget() -> None:
    other = Ed25519Signer(bytes(31) + b"o")
    own_name = receipt_file(replace(LISTED, key=other.public_key), other.sign)
    its_name = receipt_file(LISTED, other.sign)
    for forged in (own_name, its_name):
        with pytest.raises(OutsideError, match="do not bear headquarters' signature"):
            read_receipts(forged, DEVICE, HQ.public_key)


@given(data=st.data())
def test_a_receipt_file_with_any_byte_changed_or_cut_off_is_refused(data: st.DataObject) -> None:
    content = bytearray(receipt_file(LISTED, HQ.sign))
    place = data.draw(st.integers(0, len(content) - 2))
    if data.draw(st.booleans()):
        content = content[:place]
    else:
        content[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(OutsideError):
        read_receipts(bytes(content), DEVICE, HQ.public_key)


def test_the_command_settles_and_says_what_still_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def ran(*words: str) -> int:
        monkeypatch.setenv("MDT_ALPR_PASSPHRASE", "twelve letters and more")
        return main(words)

    content = tmp_path / "receipts"
    content.write_bytes(receipt_file(LISTED, HQ.sign))
    car = ["car", "--data", str(tmp_path / "car"), "--device", DEVICE, "--unit", "1"]
    settle = [*car, "settle", str(content)]
    assert ran(*settle) == 1
    assert "--signed-by" in capsys.readouterr().err
    assert ran(*settle, "--signed-by", SIGNER.public_key) == 1
    assert ran(*settle, "--signed-by", HQ.public_key) == 0
    assert "3 receipts. 1 items still wait." in capsys.readouterr().out


@pytest.mark.proved("V9")
@pytest.mark.attack("V9")
def test_the_passphrase_is_asked_for_at_a_terminal_where_the_environment_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    content = tmp_path / "receipts"
    content.write_bytes(receipt_file(LISTED, HQ.sign))
    car = ["car", "--data", str(tmp_path / "car"), "--device", DEVICE, "--unit", "Unit 12"]
    settle = [*car, "settle", str(content)]
    monkeypatch.setenv("MDT_ALPR_PASSPHRASE", "twelve letters and more")
    assert main([*settle, "--signed-by", HQ.public_key]) == 0
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda _question: "twelve letters and more")
    assert main([*settle, "--signed-by", HQ.public_key]) == 0
    assert "receipts" in capsys.readouterr().out
