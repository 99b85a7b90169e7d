"""Machines that headquarters knows: who enrolled them, what is against them, and revoking one."""

from functools import partial

from mdt_alpr.domain.people.known_devices import (
    DeviceKind,
    MachineLoss,
    OutOfHands,
    ScreenLock,
)
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.models.desk import ActRow, Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.page import ActsTable
from mdt_alpr.ui.desk.presenters.cells import date_cell, time_cell
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import full_time, local_day
from mdt_alpr.wire import addresses
from mdt_alpr.wire.devices import DeviceMessage, DevicesMessage, RevocationRequest

_QUESTION = (
    "Revoke {device}? It is refused from now on and erases itself at its next contact. Only "
    "enrolling it again brings it back. A loss is reported as an incident."
)
_LOSSES = {
    "locked_brief": (
        "Lost for minutes, locked", MachineLoss.LOST, ScreenLock.LOCKED, OutOfHands.BRIEFLY,
    ),
    "open_brief": (
        "Lost for minutes, not locked", MachineLoss.LOST, ScreenLock.UNLOCKED, OutOfHands.BRIEFLY,
    ),
    "locked_long": (
        "Lost for longer, locked", MachineLoss.LOST, ScreenLock.LOCKED, OutOfHands.LONG,
    ),
    "open_long": (
        "Lost for longer, not locked", MachineLoss.LOST, ScreenLock.UNLOCKED, OutOfHands.LONG,
    ),
    "locked_gone": (
        "Stolen or not back, locked", MachineLoss.STOLEN, ScreenLock.LOCKED, OutOfHands.GONE,
    ),
    "open_gone": (
        "Stolen or not back, not locked", MachineLoss.STOLEN, ScreenLock.UNLOCKED,
        OutOfHands.GONE,
    ),
    "gone": (
        "Stolen or not back, lock unknown", MachineLoss.STOLEN, ScreenLock.UNKNOWN,
        OutOfHands.GONE,
    ),
    "copied": ("Copied", MachineLoss.COPIED, ScreenLock.UNKNOWN, OutOfHands.UNKNOWN),
    "retired": ("Retired: no loss", MachineLoss.RETIRED, ScreenLock.UNKNOWN, OutOfHands.UNKNOWN),
}  # fmt: skip
"""What is chosen: its words, and what they say of the loss (SEC-07)."""
_NOT_SAID = "", "What became of it?"
_KINDS = {DeviceKind.CAR: "Car", DeviceKind.DESK: "Desk", DeviceKind.CAMERA: "Fixed camera"}


class Machines(ActsTable):
    """The menu shows how many need somebody, from sign-in on."""

    title, order = "Machines", 103
    permissions = (Permission.MANAGE_ACCOUNTS,)
    counts = True
    note = "hq enroll-device makes a code for a new one"
    acts = ActRow(
        "Reason. No plates here.",
        (("revoke", "Revoke"),),
        "What became of it",
        (_NOT_SAID, *((name, words) for name, (words, *_) in _LOSSES.items())),
    )
    address, answer = addresses.DEVICES, DevicesMessage
    nothing = "No machine is enrolled. hq enroll-device makes a code for one."
    columns = (
        Column("Machine", 180),
        Column("Kind", 130),
        Column("Enrolled", 200),
        Column("Certificate expires", 180),
        Column("State", 420),
    )

    def rows(self, found: DevicesMessage) -> list[TableRow]:
        """Return a row for each machine."""
        return [_row(one) for one in found.devices]

    def state(self, found: DevicesMessage) -> PageState:
        """Return how many are enrolled, and which was copied."""
        copied = [one.device for one in found.devices if _is_copied(one)]
        words = f"TWO MACHINES AS {', '.join(copied)}: a key was copied. Revoke it."
        in_use = sum(one.revoked_at is None for one in found.devices)
        foot = f"{in_use} enrolled of {len(found.devices)}."
        return PageState(problem=words * bool(copied), foot=foot)

    def waiting(self, found: DevicesMessage) -> int:
        """Return how many were copied."""
        return sum(map(_is_copied, found.devices))

    def act(self, act: str, key: str, why: str, choice: str) -> None:
        """Ask before the chosen machine is revoked: it erases itself."""
        del act
        if not key or choice not in _LOSSES:
            self.show_state(problem="Choose a machine, and what became of it.")
            return
        path = addresses.filled(addresses.DEVICE_REVOCATION, device=key)
        _, loss, lock, out = _LOSSES[choice]
        revoke = partial(self.send, path, RevocationRequest(why, loss, lock, out))
        self.ask_first(_QUESTION.format(device=key), revoke)


PAGE = Machines


def _is_copied(one: DeviceMessage) -> bool:
    return one.used_twice_at is not None and one.revoked_at is None


def _row(one: DeviceMessage) -> TableRow:
    until = Cell("None") if one.ends_at is None else date_cell(local_day(one.ends_at))
    return TableRow(
        one.device,
        (
            Cell(one.device, strong=True),
            Cell(_KINDS[one.kind], below=one.place.name if one.place else ""),
            time_cell(one.enrolled_at, below=f"by {one.enrolled_by}"),
            until,
            _state(one),
        ),
    )


def _state(one: DeviceMessage) -> Cell:
    if one.revoked_at is not None:
        if one.wiped_at is not None:
            below = f"It says that it erased itself, {full_time(one.wiped_at)}"
        elif one.wipe_ordered_at is not None:
            below = f"Told to erase itself, {full_time(one.wipe_ordered_at)}"
        else:
            below = "Not seen since: it erases itself at its next contact"
        words = f"Revoked {full_time(one.revoked_at)} by {one.revoked_by}"
        return Cell(words, Mark.CROSS, warns=one.wiped_at is None, below=below)
    if one.trouble:
        return Cell(one.trouble, Mark.CROSS, warns=True)
    if one.kind is DeviceKind.CAMERA and one.place is None:
        return Cell("Not placed: it reads nothing (hq place-camera)", Mark.RING, warns=True)
    return Cell("In use", Mark.TICK)
