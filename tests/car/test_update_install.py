"""The machine's installer: what it refuses, installs, and goes back from, whoever asks it."""

from dataclasses import replace
from pathlib import Path

import pytest

from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.car.one_program import alone_in
from mdt_alpr.domain.equipment.program_update import CarUpdateState, PackageKind
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.lab.hq.staged_updates import PlayedInstaller, package_of
from mdt_alpr.wire.program_updates import MachineUpdate, SignedPackage, UpdateTrial
from tests.car.updating import NEXT, RUNNING, Machine, signed

PACKAGE = package_of(NEXT)
OFFER = signed(PACKAGE)
FOREIGN = Ed25519Signer(b"\1" * 32)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_a_signed_package_is_installed_once_at_the_end_of_a_shift(machine: Machine) -> None:
    assert machine.work.run() is None
    machine.wish(OFFER, PACKAGE)
    done = machine.run()
    assert (done.state, done.earlier) == (CarUpdateState.INSTALLED, RUNNING)
    assert machine.installer.installed == NEXT
    assert machine.places.last == done
    assert machine.work.run() is None


REFUSED: dict[str, tuple[SignedPackage, bytes, str]] = {
    "changed content": (OFFER, PACKAGE[:-1] + b"?", "SHA-256 is not the signed one"),
    "cut off": (OFFER, PACKAGE[:-1], "SHA-256 is not the signed one"),
    "foreign key": (signed(PACKAGE, signer=FOREIGN), PACKAGE, "not signed by this machine's"),
    "foreign signature under our key": (
        replace(OFFER, signature=signed(PACKAGE, signer=FOREIGN).signature),
        PACKAGE,
        "changed after it was signed",
    ),
    "no signature": (replace(OFFER, signature="none"), PACKAGE, "changed after it was signed"),
    "changed version": (
        replace(OFFER, facts=replace(OFFER.facts, version="9.9")), PACKAGE,
        "changed after it was signed",
    ),
    "downgrade": (signed(PACKAGE, "0.9"), PACKAGE, "not newer than 0.10.0"),
    "same again": (signed(PACKAGE, RUNNING), PACKAGE, "not newer than 0.10.0"),
    "other system": (signed(PACKAGE, kind=PackageKind.WINDOWS), PACKAGE, "no .deb"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_headquarters_did_not_sign_for_this_machine_is_refused_with_its_words(
    machine: Machine, what: str
) -> None:
    offer, content, words = REFUSED[what]
    machine.wish(offer, content)
    done = machine.run()
    assert done.state is CarUpdateState.REFUSED
    assert words in done.why
    assert machine.installer.installed == RUNNING
    assert machine.work.run() is None


def test_a_link_in_place_of_the_package_is_not_followed(machine: Machine) -> None:
    machine.wish(OFFER, b"")
    machine.files.package.unlink()
    secret = machine.folder / "secret"
    secret.write_bytes(PACKAGE)
    machine.files.package.symlink_to(secret)
    assert machine.run().state is CarUpdateState.REFUSED


def test_a_machine_without_a_package_to_go_back_to_installs_nothing(machine: Machine) -> None:
    machine.places.package(RUNNING, PackageKind.DEBIAN).unlink()
    machine.wish(OFFER, PACKAGE)
    done = machine.run()
    assert done.state is CarUpdateState.REFUSED
    assert "--keep FILE" in done.why


def test_a_machine_that_trusts_no_key_installs_nothing(machine: Machine) -> None:
    machine.places.key.unlink()
    machine.wish(OFFER, PACKAGE)
    assert machine.run().state is CarUpdateState.REFUSED


def test_a_version_whose_self_test_fails_is_replaced_at_once_by_the_one_before(
    tmp_path: Path,
) -> None:
    fails = {NEXT: "store: FAILED"}
    machine = Machine(tmp_path, installer=PlayedInstaller(fails=lambda v: fails.get(v, "")))
    machine.wish(OFFER, PACKAGE)
    done = machine.run()
    assert (done.state, done.why) == (CarUpdateState.ROLLED_BACK, "store: FAILED")
    assert machine.installer.installed == RUNNING


def test_a_version_that_passes_no_check_within_three_starts_is_replaced(machine: Machine) -> None:
    machine.wish(OFFER, PACKAGE)
    machine.run()
    for _ in range(2):
        machine.files.note_start(machine.places)
        assert machine.work.run() is None
    machine.files.note_start(machine.places)
    done = machine.run()
    assert done.state is CarUpdateState.ROLLED_BACK
    assert "no check within 3 starts" in done.why
    assert machine.installer.installed == RUNNING
    machine.files.note_start(machine.places)
    assert machine.work.run() is None


def test_a_version_that_proved_itself_stays_however_often_it_starts(machine: Machine) -> None:
    machine.wish(OFFER, PACKAGE)
    machine.run()
    machine.files.keep_trial(UpdateTrial(1, reported=CarUpdateState.GOOD))
    for _ in range(5):
        machine.files.note_start(machine.places)
    assert machine.work.run() is None
    assert machine.installer.installed == NEXT


def test_after_a_power_cut_in_the_middle_the_machine_goes_back(machine: Machine) -> None:
    machine.wish(OFFER, PACKAGE)
    machine.run()
    machine.places.keep(MachineUpdate(OFFER.facts, RUNNING))
    done = machine.run()
    assert (done.state, machine.installer.installed) == (CarUpdateState.ROLLED_BACK, RUNNING)


def test_nothing_is_installed_while_the_car_runs(machine: Machine) -> None:
    machine.wish(OFFER, PACKAGE)
    with alone_in(machine.files.folder), pytest.raises(OutsideError, match="Another mdt-alpr"):
        machine.work.run()
    assert machine.run().state is CarUpdateState.INSTALLED


def test_only_the_version_in_use_and_the_one_before_keep_their_packages(machine: Machine) -> None:
    machine.wish(OFFER, PACKAGE)
    machine.run()
    newer = package_of("0.12.0")
    machine.wish(signed(newer, "0.12.0", number=2), newer)
    machine.run()
    kept = {path.name for path in machine.places.folder.glob("*.deb")}
    assert kept == {"0.11.0.deb", "0.12.0.deb"}
