"""Fetches the package that headquarters offers beside the car's work, and says when to install it.

On the link thread, a part at a time. Nothing is installed here: the machine's installer does that
once a shift is over (``update_install``), and the car reports in its audit what became of it.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from mdt_alpr.car.update_files import (
    CarUpdateFiles,
    MachinePlaces,
    demand_content,
    demand_package,
    trial_of,
)
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.program_update import (
    FAILED_STATES,
    CarUpdateState,
    PackageKind,
    UpdateRefusedError,
    demand_version,
    is_proved,
)
from mdt_alpr.domain.equipment.self_check import LEAST_FREE_BYTES, SelfCheck
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.files import private_files
from mdt_alpr.patrol.outbox import RequestRefusedError
from mdt_alpr.wire.program_updates import MachineUpdate, OfferMessage, PackageFacts, SignedPackage

ASKED_EVERY = timedelta(minutes=5)
_REST_S, _LATER_S = 0.5, 60.0
"""Seconds between two parts, and until the next after a hit or a link that is lost."""
_EVENTS = {
    CarUpdateState.INSTALLED: AuditEvent.UPDATE_INSTALLED,
    CarUpdateState.REFUSED: AuditEvent.UPDATE_REFUSED,
    CarUpdateState.ROLLED_BACK: AuditEvent.UPDATE_ROLLED_BACK,
}


class UpdateLink(Protocol):
    """What a machine asks headquarters of packages, by its certificate."""

    def update_offer(self) -> OfferMessage:
        """Return which package this machine is to install."""
        ...

    def update_part(self, number: int, at: int) -> bytes:
        """Return a part of it, from a byte on."""
        ...


@dataclass(frozen=True, slots=True)
class UpdateParts:
    """What it needs; ``version`` is the one that runs.

    ``later`` does something on the link thread after some seconds, on which ``hit_is_open`` and
    ``may_install`` are asked; ``note`` records an event about a package.
    """

    files: CarUpdateFiles
    machine: MachinePlaces
    kind: PackageKind
    version: str
    link: UpdateLink
    later: Callable[[float, Callable[[], None]], None]
    note: Callable[..., None]
    hit_is_open: Callable[[], bool]
    may_install: Callable[[], bool]
    free_bytes: Callable[[], int | None] = lambda: None


class Updates:
    """See the module; ``stop`` is called once the link thread has ended."""

    def __init__(self, parts: UpdateParts) -> None:
        self._parts = parts
        self._is_fetching = False
        self._done_with: set[int] = set()
        self._check: SelfCheck | None = None
        self._was_checked = False

    def ask(self) -> None:
        """Ask headquarters, where this machine takes packages."""
        parts = self._parts
        if not parts.machine.trusted:
            return
        with suppress(RequestRefusedError):  # a headquarters of before
            offer = parts.link.update_offer().package
            self._report(parts.machine.last)
            self._consider(offer)

    def shift_is_over(self) -> None:
        """Let the machine install what is here, if nobody works with the car any more."""
        parts, offer = self._parts, self._parts.files.offer
        if offer is None or not parts.files.package.exists() or not parts.may_install():
            return
        failed = self._check.failed if self._check is not None else ()
        trial = trial_of(parts.files, MachineUpdate(offer.facts))
        if trial is not None:
            parts.files.keep_trial(replace(trial, failed_before=tuple(failed)))
            private_files.touch(parts.files.wish)

    def somebody_works(self) -> None:
        """Let the machine install nothing until a shift is over again."""
        private_files.remove(self._parts.files.wish)

    def checked(self, check: SelfCheck) -> None:
        """Let a new version prove itself by the check of a shift."""
        parts, last = self._parts, self._parts.machine.last
        self._check, self._was_checked = check, True
        trial = trial_of(parts.files, last)
        if trial is None or last.package is None or not self._is_tried(last):
            return
        if trial.reported is not CarUpdateState.GOOD and is_proved(check, trial.failed_before):
            self._report(last)
            self._note(AuditEvent.UPDATE_PROVED, last.package)
            parts.files.keep_trial(replace(trial, reported=CarUpdateState.GOOD))

    def restored(self, check: SelfCheck) -> None:
        """Know the check of before; it proves nothing of this start."""
        self._check = check

    def stop(self) -> None:
        """Count no start of a new version that ended in order before anybody signed in."""
        parts, last = self._parts, self._parts.machine.last
        trial = trial_of(parts.files, last)
        if trial is not None and self._is_tried(last) and trial.starts and not self._was_checked:
            parts.files.keep_trial(replace(trial, starts=trial.starts - 1))

    # ------------------------------------------------------------------ what headquarters offers

    def _consider(self, offer: SignedPackage | None) -> None:
        parts = self._parts
        last = parts.machine.last
        if offer is None or offer.facts.number in self._done_with:
            parts.files.forget()
            return
        facts = offer.facts
        if last.package == facts and last.state in {*FAILED_STATES, CarUpdateState.INSTALLED}:
            parts.files.forget()
        elif parts.files.offer == offer:
            self._fetch_unless_begun()
        elif demand_version(facts.version) == demand_version(parts.version):
            self._done_with.add(facts.number)
            self._note(AuditEvent.UPDATE_PROVED, facts)
        else:
            try:
                demand_package(offer, parts.kind, parts.machine.trusted, parts.version)
            except UpdateRefusedError as error:
                self._refuse(facts, error)
                return
            parts.files.begin(offer)
            self._fetch_unless_begun()

    def _fetch_unless_begun(self) -> None:
        if not self._is_fetching and not self._parts.files.package.exists():
            self._is_fetching = True
            self._fetch()

    def _fetch(self) -> None:
        """Fetch a part, and come back for the next."""
        parts, offer = self._parts, self._parts.files.offer
        rest_s = _LATER_S
        try:
            if offer is None:
                self._is_fetching = False
            elif self._has_time_and_room(offer.facts) and self._has_all(offer.facts):
                self._is_fetching = False
                self._keep(offer.facts)
            else:
                rest_s = _REST_S
        except RequestRefusedError:  # it is stopped
            self._is_fetching = False
            parts.files.forget()
        except (OutsideError, OSError):
            rest_s = _LATER_S
        finally:
            if self._is_fetching:
                parts.later(rest_s, self._fetch)

    def _has_time_and_room(self, facts: PackageFacts) -> bool:
        free = self._parts.free_bytes()
        has_room = free is None or free > facts.size + LEAST_FREE_BYTES
        if self._parts.hit_is_open() or not has_room:
            raise OutsideError("Not now.")
        return True

    def _has_all(self, facts: PackageFacts) -> bool:
        """Fetch the part behind what is here; tell whether it is the last."""
        part = self._parts.files.part
        private_files.touch(part)
        at = part.stat().st_size
        if at < facts.size:
            content = self._parts.link.update_part(facts.number, at)
            with part.open("ab") as file:
                file.write(content)
            at += len(content)
        return at >= facts.size

    def _keep(self, facts: PackageFacts) -> None:
        files = self._parts.files
        try:
            demand_content(facts, files.part)
        except UpdateRefusedError as error:
            self._refuse(facts, error)
            return
        private_files.replace(files.part, files.package)
        self._note(AuditEvent.UPDATE_FETCHED, facts)
        self.shift_is_over()

    # ------------------------------------------------------------------ what is reported

    def _refuse(self, facts: PackageFacts, why: UpdateRefusedError) -> None:
        self._done_with.add(facts.number)
        self._parts.files.forget()
        self._note(AuditEvent.UPDATE_REFUSED, facts, ("why", str(why)))

    def _report(self, last: MachineUpdate) -> None:
        """Record once what the machine's installer did."""
        files = self._parts.files
        trial = trial_of(files, last)
        if trial is None or last.package is None or last.state is None:
            return
        if trial.reported in (last.state, CarUpdateState.GOOD):
            return
        if last.state is CarUpdateState.INSTALLED and not self._is_tried(last):
            return
        why = (("why", last.why),) if last.why else ()
        self._note(_EVENTS[last.state], last.package, *why)
        files.keep_trial(replace(trial, reported=last.state))

    def _is_tried(self, last: MachineUpdate) -> bool:
        """Tell whether this very program is the package that was installed."""
        is_this = last.package is not None and last.package.version == self._parts.version
        return is_this and last.state is CarUpdateState.INSTALLED

    def _note(self, event: AuditEvent, facts: PackageFacts, *why: tuple[str, str]) -> None:
        self._parts.note(event, str(facts.number), ("version", facts.version), *why)
