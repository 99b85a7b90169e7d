"""Strip, sign-in and status page: the state of the car and who sits in it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.policy import CAR_LOCKS_DATA_AFTER
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.desk import KeyUse, OfficerCommands
from mdt_alpr.patrol.events import (
    CameraBeat,
    CandidateUnread,
    DrivingChanged,
    Event,
    FrameSeen,
    ReadMade,
    SignedIn,
)
from mdt_alpr.ui.kit.words import training_notice
from mdt_alpr.ui.shell.models.pages import CodeEntered
from mdt_alpr.ui.shell.presenters.car_known import CarFacts, CarKnown
from mdt_alpr.ui.shell.presenters.car_pages import rests, sign_in_view, status_view
from mdt_alpr.ui.shell.presenters.strip_view import strip_view

__all__ = ["CarFacts", "CarPresenter"]


class CarPresenter(QObject):
    """Decides what strip, sign-in page and status page show, and what is open to whom.

    Signals:
        strip_changed: the strip (``StripView``).
        sign_in_changed: the sign-in page (``SignInView``).
        status_changed: the status page (``StatusView``).
        access_changed: whether somebody is signed in and the screen is not locked (bool).
        data_changed: whether stored pictures are open; they shut after 30 minutes in which
            nobody touched the car, and when the session ends, while alerts go on (bool,
            ACC-07, ACC-08).
        returned_came: who signed in has hits that a supervisor sent back (09.21.6), or a
            training that ends soon (TRN-03).
    """

    strip_changed = Signal(object)
    sign_in_changed = Signal(object)
    status_changed = Signal(object)
    access_changed = Signal(object)
    data_changed = Signal(object)
    returned_came = Signal()

    def __init__(self, desk: OfficerCommands, clock: Clock, facts: CarFacts) -> None:
        super().__init__()
        self._desk = desk
        self._clock = clock
        self._facts = facts
        self._known = CarKnown()
        self._data_is_open = True
        self._driving = Driving()
        self._shift_ends_for = ""
        """Whose password ends the shift; empty while none is asked for that."""

    @property
    def may_use(self) -> bool:
        """Tell whether pages other than sign-in are open."""
        return self._known.session is not None and not self._known.locked

    @property
    def may_drill(self) -> bool:
        """Tell whether the practice of roll-call may begin: the car is not on patrol (D17)."""
        return self._facts.offers_drill and rests(self._known, self._clock.now())

    @Slot(object)
    def take(self, event: Event) -> None:
        """Handle an event of the car."""
        before = self.may_use
        self._known.note(event)
        if isinstance(event, SignedIn):
            self._known.used_at = self._clock.now()
        if self.may_use != before:
            self.access_changed.emit(self.may_use)
        if isinstance(
            event, CameraBeat | CandidateUnread | ReadMade
        ):  # they come by themselves, and often
            self._shut_or_open()
        else:
            self.tick()
        if isinstance(event, DrivingChanged):
            self._driving = event.driving
        elif isinstance(event, SignedIn) and self._ends_shift(event):
            self.sign_out()
        elif isinstance(event, SignedIn) and self._has_news(event):
            self.returned_came.emit()

    @Slot(object)
    def take_frame(self, seen: FrameSeen) -> None:
        """Note that a frame was read."""
        self._known.camera.frame_came(self._clock.now(), seen.frame.camera)

    @Slot()
    def tick(self) -> None:
        """Bring the ages up to date; called several times a second and after each event."""
        now, known, facts = self._clock.now(), self._known, self._facts
        self._shut_or_open()
        self.strip_changed.emit(strip_view(known, facts, now))
        self.sign_in_changed.emit(sign_in_view(known, facts, now))
        self.status_changed.emit(status_view(known, facts, now))

    @Slot()
    def used(self) -> None:
        """Note that somebody touched the car; opens nothing that is shut."""
        if self._data_is_open:
            self._known.used_at = self._clock.now()

    @Slot(str, str)
    def sign_in(self, person_id: str, password: str) -> None:
        """Ask headquarters to sign a person in, or unlock for the same person."""
        self._known.busy, self._known.problem = True, ""
        self._desk.sign_in(person_id.strip(), password)
        self.tick()

    @Slot(str, str, str)
    def change_password(self, person_id: str, password: str, new_password: str) -> None:
        """Ask headquarters to change a person's password, and sign in with the new one."""
        self._known.busy, self._known.problem = True, ""
        self._desk.change_password(person_id.strip(), password, new_password)
        self.tick()

    @Slot(object)
    def give_code(self, entered: CodeEntered) -> None:
        """Answer the question for a code: of a factor in use, or the first one of a new factor."""
        known, give = self._known, self._command(entered)
        known.busy, known.problem, known.touches = True, "", entered.with_key
        if entered.with_key:
            question = known.enrollment.key if known.enrollment is not None else ""
            who = entered.person.strip(), entered.password
            self._desk.use_key(KeyUse(*who, entered.code, question), give)
        else:
            give(entered.code)
        self.tick()

    @Slot()
    def cancel_key(self) -> None:
        """Wait for no touch of a security key any more."""
        self._desk.cancel_key()

    def _command(self, entered: CodeEntered) -> Callable[[str], None]:
        """Return what a code is for; a security key's answer comes on another thread."""
        who = entered.person.strip(), entered.password
        if self._known.enrollment is not None:
            return partial(self._desk.confirm_factor, *who)
        if entered.renews:
            return partial(self._desk.offer_factor, *who)
        if entered.new_password:
            return partial(self._desk.change_password, *who, entered.new_password)
        return partial(self._desk.sign_in, *who)

    @Slot()
    def recovery_codes_kept(self) -> None:
        """Ask for a code once the person has the recovery codes."""
        self._known.enrollment, self._known.code_is_wanted = None, True
        self.tick()

    @Slot()
    def sign_out(self) -> None:
        """End the shift: the session ends on both ends (ACC-09)."""
        self._desk.sign_out()

    @Slot()
    def end_shift(self) -> None:
        """End the shift once its own person gives the password: hits are open (09.21.5.A.3).

        Asked again, the shift goes on.
        """
        known, asked = self._known, bool(self._shift_ends_for)
        person = known.session.person_id if known.session is not None else ""
        self._shift_ends_for = "" if asked else person
        known.problem = "" if asked else "Enter your password. The shift ends then."
        known.problem_is_step = True
        self.tick()

    @Slot()
    def lock(self) -> None:
        """Hide pictures until a person signs in again; alerts go on (ACC-06, ACC-07)."""
        if self.may_use:
            self._known.locked = True
            self._desk.lock()
            self.access_changed.emit(self.may_use)
            self.tick()

    def _ends_shift(self, event: SignedIn) -> bool:
        """Tell whether this is the person whose shift was to end; another one takes it over."""
        ends, self._shift_ends_for = self._shift_ends_for, ""
        return event.session.person_id == ends

    def _has_news(self, event: SignedIn) -> bool:
        """Tell whether the status page comes up: never on a locked screen, never while driving."""
        news = event.session.returned or training_notice(event.session, self._clock.now())
        return bool(news) and self.may_use and self._driving.typing_allowed

    def _shut_or_open(self) -> None:
        since, session, now = self._known.used_at, self._known.session, self._clock.now()
        idle = since is not None and now - since >= CAR_LOCKS_DATA_AFTER
        over = session is not None and now >= session.ends_at
        shut = idle or over
        if shut == self._data_is_open:
            self._data_is_open = not shut
            if shut and session is not None:
                self._desk.lock()
            self.data_changed.emit(self._data_is_open)
