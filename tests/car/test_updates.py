"""A car fetches a package beside its work, and says when its shift is over."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from mdt_alpr.car.updates import UpdateParts, Updates
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.program_update import CarUpdateState, PackageKind
from mdt_alpr.domain.equipment.self_check import LEAST_FREE_BYTES, CheckPart, SelfCheck
from mdt_alpr.domain.errors import LinkLostError
from mdt_alpr.lab.hq.staged_updates import package_of
from mdt_alpr.patrol.outbox import RequestRefusedError
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.program_updates import PART_BYTES
from tests.builders import NOW
from tests.car.updating import NEXT, RUNNING, Machine, ScriptedOffers, signed

PACKAGE = package_of(NEXT)
FETCHED, REFUSED = AuditEvent.UPDATE_FETCHED, AuditEvent.UPDATE_REFUSED


class TriedCar:
    """A car at one start of its program, whose link thread works when it is told."""

    def __init__(self, machine: Machine, link: ScriptedOffers, version: str = RUNNING) -> None:
        self.machine, self.link = machine, link
        self.waiting: list[tuple[float, Callable[[], None]]] = []
        self.noted: list[tuple[AuditEvent, str, dict[str, str]]] = []
        self.hit_is_open, self.may_install = False, True
        self.free_bytes: int | None = None
        parts = UpdateParts(
            machine.files, machine.places, PackageKind.DEBIAN, version, link,
            lambda seconds, work: self.waiting.append((seconds, work)), self._note,
            lambda: self.hit_is_open, lambda: self.may_install, lambda: self.free_bytes,
        )  # fmt: skip
        self.updates = Updates(parts)

    def ask(self, *, fetches: bool = True) -> None:
        self.updates.ask()
        while fetches and self.waiting:
            self.step()

    def step(self) -> float:
        seconds, work = self.waiting.pop()
        work()
        return seconds

    @property
    def events(self) -> list[AuditEvent]:
        return [event for event, _, _ in self.noted]

    def _note(self, event: AuditEvent, subject: str, *detail: tuple[str, str]) -> None:
        self.noted.append((event, subject, dict(detail)))


@pytest.fixture
def link() -> ScriptedOffers:
    return ScriptedOffers(signed(PACKAGE), PACKAGE)


@pytest.fixture
def car(tmp_path: Path, link: ScriptedOffers) -> TriedCar:
    return TriedCar(Machine(tmp_path), link)


def test_a_package_is_fetched_in_parts_kept_and_reported(car: TriedCar) -> None:
    car.ask()
    assert car.link.asked == [0, PART_BYTES, 2 * PART_BYTES]
    assert car.machine.files.package.read_bytes() == PACKAGE
    assert car.noted == [(FETCHED, "1", {"version": NEXT})]
    car.ask()
    assert len(car.link.asked) == 3


def test_after_a_lost_link_or_a_new_start_it_goes_on_where_it_was(car: TriedCar) -> None:
    car.ask(fetches=False)
    car.link.raises = [LinkLostError("gone")]
    car.step()
    (later, _), *_ = car.waiting
    assert later > 1
    again = TriedCar(car.machine, car.link)
    again.ask()
    assert car.link.asked == [0, PART_BYTES, PART_BYTES, 2 * PART_BYTES]
    assert again.events == [FETCHED]


def test_an_open_hit_has_the_link_to_itself(car: TriedCar) -> None:
    car.hit_is_open = True
    car.ask(fetches=False)
    assert car.link.asked == []
    car.hit_is_open = False
    car.step()
    assert car.link.asked == [0]


def test_a_disk_that_a_shift_needs_is_left_to_the_shift(car: TriedCar) -> None:
    car.free_bytes = LEAST_FREE_BYTES
    car.ask(fetches=False)
    assert car.link.asked == []
    car.free_bytes = LEAST_FREE_BYTES + len(PACKAGE) + 1
    car.step()
    assert car.link.asked == [0]


def test_a_package_that_is_stopped_meanwhile_is_dropped(car: TriedCar) -> None:
    car.ask(fetches=False)
    car.link.raises = [RequestRefusedError("stopped", Problem.NO_SUCH_PACKAGE.number)]
    car.step()
    assert car.waiting == []
    assert car.machine.files.offer is None
    car.ask()
    car.link.offer = None
    car.ask()
    assert not car.machine.files.package.exists()
    assert not car.machine.files.wish.exists()


def test_a_package_that_was_changed_is_refused_and_not_asked_for_again(car: TriedCar) -> None:
    car.link.content = PACKAGE[:-1] + b"?"
    car.ask()
    ((event, number, detail),) = car.noted
    assert (event, number) == (REFUSED, "1")
    assert "SHA-256 is not the signed one" in detail["why"]
    car.ask()
    assert len(car.link.asked) == 3


@pytest.mark.parametrize("version", ["0.9", "0.9.9.9"])
def test_an_older_version_is_refused_before_anything_is_fetched(
    car: TriedCar, version: str
) -> None:
    car.link.offer = signed(PACKAGE, version)
    car.ask()
    ((event, _, detail),) = car.noted
    assert event is REFUSED
    assert f"{version} is not newer than {RUNNING}" in detail["why"]
    assert car.link.asked == []


def test_a_car_that_has_the_version_says_so(car: TriedCar) -> None:
    car.link.offer = signed(PACKAGE, RUNNING)
    car.ask()
    car.ask()
    assert car.events == [AuditEvent.UPDATE_PROVED]


def test_a_machine_that_nobody_set_up_asks_nothing(car: TriedCar) -> None:
    car.machine.places.key.unlink()
    car.ask()
    assert car.link.asked == []


def test_a_shift_is_over_once_nobody_works_and_a_sign_in_takes_it_back(car: TriedCar) -> None:
    car.may_install = False
    car.ask()
    car.updates.shift_is_over()
    assert not car.machine.files.wish.exists()
    car.may_install = True
    car.updates.shift_is_over()
    assert car.machine.files.wish.exists()
    car.updates.somebody_works()
    assert car.machine.work.run() is None


def installed(car: TriedCar) -> TriedCar:
    """Return the car at the first start after its machine installed what it had fetched."""
    car.ask()
    car.updates.shift_is_over()
    assert car.machine.run().state is CarUpdateState.INSTALLED
    return started(car)


def started(car: TriedCar) -> TriedCar:
    car.machine.files.note_start(car.machine.places)
    return TriedCar(car.machine, car.link, car.machine.installer.installed)


def check(*failed: CheckPart) -> SelfCheck:
    return SelfCheck(NOW + timedelta(minutes=1), failed)


def test_a_new_version_proves_itself_by_the_check_of_its_first_shift(car: TriedCar) -> None:
    new = installed(car)
    new.updates.checked(check())
    assert new.events == [AuditEvent.UPDATE_INSTALLED, AuditEvent.UPDATE_PROVED]
    new.updates.checked(check())
    new.ask()
    assert len(new.events) == 2


def test_what_failed_before_the_update_is_not_held_against_it(car: TriedCar) -> None:
    car.updates.checked(check(CheckPart.POSITION))
    new = installed(car)
    new.updates.checked(check(CheckPart.POSITION, CheckPart.CAMERA))
    assert AuditEvent.UPDATE_PROVED not in new.events
    new.updates.checked(check(CheckPart.POSITION))
    assert new.events[-1] is AuditEvent.UPDATE_PROVED


def test_a_start_that_ends_in_order_before_anybody_signs_in_counts_for_nothing(
    car: TriedCar,
) -> None:
    new = installed(car)
    for _ in range(5):
        new.updates.stop()
        new = started(new)
    assert new.machine.work.run() is None


def test_a_car_that_went_back_says_why_and_does_not_fetch_it_again(car: TriedCar) -> None:
    new = installed(car)
    for _ in range(2):
        new = started(new)
    assert new.machine.run().state is CarUpdateState.ROLLED_BACK
    old = started(new)
    fetched = len(car.link.asked)
    old.ask()
    ((event, _, detail),) = old.noted
    assert event is AuditEvent.UPDATE_ROLLED_BACK
    assert "3 starts" in detail["why"]
    assert len(car.link.asked) == fetched
    again = started(old)
    again.ask()
    assert again.noted == []
