"""Machines that headquarters knows: enrolled with a code, what is against them, revoked."""

from functools import partial

from mdt_alpr.acts import devices as acts
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.people.known_devices import DeviceKind, MachineLoss, OutOfHands, ScreenLock
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.act_form import body_of, form_of
from mdt_alpr.ui.desk.act_table import ListTable
from mdt_alpr.ui.desk.form_table import FormTable
from mdt_alpr.ui.desk.models.desk import PageState
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead
from mdt_alpr.ui.desk.page import SENDING
from mdt_alpr.ui.desk.presenters.listing_rows import foot_of
from mdt_alpr.ui.kit.words import full_time
from mdt_alpr.wire.devices import (
    CodeMessage,
    CodeRequest,
    DeviceMessage,
    DevicesMessage,
    RevocationRequest,
)

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
_AGAIN = (
    "{device} is enrolled. The name goes to the new machine, and the former one counts no more as "
    "soon as the code is used. Make the code?"
)
_ENROLL, _REVOKE = "enroll", "revoke"
_PLACE = acts.SET_PLACE.button

_FORM = FormHead(
    (
        FormField("device", "New machine: name", "car-12"),
        FormField(
            "kind", "Kind", options=tuple((k.value, words) for k, words in acts.KIND_WORDS.items())
        ),
        FormField(
            "loss",
            "To revoke: what became of it",
            options=(_NOT_SAID, *((name, words) for name, (words, *_) in _LOSSES.items())),
        ),
        FormField("reason", "Reason to revoke. No plates."),
        *form_of(acts.SET_PLACE).fields,
    ),
    ((_ENROLL, "Enroll a machine"), (_PLACE, _PLACE), (_REVOKE, "Revoke chosen")),
    in_row=5,
)


class Machines(ListTable, FormTable):
    """The menu shows how many need somebody, from sign-in on."""

    title, order = "Machines", 103
    shows, does = acts.SHOW_DEVICES, (acts.MAKE_CODE, acts.SET_PLACE, acts.REVOKE)
    permissions = (Permission.MANAGE_ACCOUNTS,)
    counts = True
    form = _FORM
    emptied = "device", "loss", "reason", *(field.name for field in acts.SET_PLACE.fields)
    note = "Enroll a machine makes a one-time code, which is typed on that machine"
    nothing = "No machine is enrolled. Name one and press Enroll a machine."

    def state(self, answer: DevicesMessage) -> PageState:
        """Return how many are enrolled, and which was copied."""
        copied = [device.device for device in answer.devices if _is_copied(device)]
        words = f"TWO MACHINES AS {', '.join(copied)}: a key was copied. Revoke it."
        return PageState(problem=words * bool(copied), foot=foot_of(self.listing, answer))

    def waiting(self, answer: DevicesMessage) -> int:
        return sum(map(_is_copied, answer.devices))

    def act(self, act: FormAct) -> None:
        """Make a code, place the chosen camera, or ask before the chosen machine is revoked."""
        if act.act == _ENROLL:
            self._enroll(act.form.text("device"), DeviceKind(act.form.text("kind")))
        elif not act.key:
            self.show_state(problem="Choose a machine first.")
        elif act.act == _PLACE:
            self._place(act)
        elif (said := act.form.text("loss")) not in _LOSSES:
            self.show_state(problem="Choose what became of it first.")
        else:
            path = acts.REVOKE.path(device=act.key)
            _, loss, lock, out = _LOSSES[said]
            asked = RevocationRequest(act.form.text("reason"), loss, lock, out)
            self.ask_first(_QUESTION.format(device=act.key), partial(self.send, path, asked))

    def _place(self, act: FormAct) -> None:
        """Say where the chosen camera is: it reads nothing before."""
        try:
            body = body_of(acts.SET_PLACE, act.form)
        except DomainError as error:
            self.show_state(problem=str(error))
            return
        seen = acts.SET_PLACE.seen_in(self.found, device=act.key)
        self.post(acts.SET_PLACE.path(seen=seen, device=act.key), body, put=True)

    def _enroll(self, device: str, kind: DeviceKind) -> None:
        if not device:
            self.show_state(problem="Name the machine first, such as car-12.")
            return
        make = partial(self._make_code, CodeRequest(device, kind))
        if device in self.known:
            self.ask_first(_AGAIN.format(device=device), make)
        else:
            make()

    def _make_code(self, asked: CodeRequest) -> None:
        self.show_state(waits=SENDING)
        self.wait(self.ask(CodeMessage, acts.MAKE_CODE.path(), asked), self._code_came)

    def _code_came(self, code: CodeMessage) -> None:
        self.empty_form()
        self.about_changed.emit(
            f"Code for {code.device}: {code.code}. It counts once, until "
            f"{full_time(code.expires_at)}. Type it on that machine: mdt-alpr enroll --kind "
            f"{code.kind.value} --hq ADDRESS. It is shown only here."
        )
        self.show_state(foot=f"A code for {code.device} is above the table.")


PAGE = Machines


def _is_copied(device: DeviceMessage) -> bool:
    return device.used_twice_at is not None and device.revoked_at is None
