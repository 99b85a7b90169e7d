"""Who sits at a desk, and what is asked of headquarters in that name, off the screen's thread."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from mdt_alpr.clock import Clock
from mdt_alpr.domain.errors import (
    MdtAlprError,
    OutsideError,
    ProofWantedError,
    SignInRefusedError,
)
from mdt_alpr.domain.people.roles import OWN_TEAM, Session
from mdt_alpr.domain.people.second_factor import Enrollment
from mdt_alpr.map_tiles import MapFile
from mdt_alpr.ui.desk.models.lists import SecondPerson
from mdt_alpr.ui.desk.presenters.confirming import SecondSignIn
from mdt_alpr.ui.desk.presenters.map_painting import MapTiles
from mdt_alpr.ui.desk.presenters.saving import write_private
from mdt_alpr.ui.kit.words import local_day, local_time

M = TypeVar("M")
_AT_ONCE = 3


class DeskLink(Protocol):
    """Headquarters as a desk asks it; every call may wait, and raises ``OutsideError``s."""

    def sign_in(self, person_id: str, password: str, code: str = "") -> Session:
        """Begin a session."""
        ...

    def offer_factor(self, person_id: str, password: str, code: str = "") -> Enrollment:
        """Ask for a second factor, which counts after its first code (ACC-02)."""
        ...

    def confirm_factor(self, person_id: str, password: str, code: str) -> Enrollment:
        """Put the offered second factor in use; return its recovery codes."""
        ...

    def key_question(self, person_id: str, password: str) -> str:
        """Return a question that one of the person's security keys answers once."""
        ...

    def change_password(
        self, person_id: str, password: str, new_password: str, code: str = ""
    ) -> None:
        """Change a person's password; every session of that person ends."""
        ...

    def prove(self, session: Session, password: str) -> None:
        """Give the person's password again (ACC-08)."""
        ...

    def sign_out(self, session: Session) -> None:
        """End it."""
        ...

    def ask(
        self,
        session: Session,
        kind: type[M],
        path: str,
        body: object | None = None,
        second: str = "",
    ) -> M:
        """Return the answer to a request; with a body it is posted.

        ``second`` is the token of who confirms it, too (ACC-12).
        """
        ...

    def send_file(  # noqa: PLR0913 - one argument a part of the request
        self,
        session: Session,
        kind: type[M],
        path: str,
        file: Path,
        moved: Callable[[int], None],
        *,
        second: str = "",
    ) -> M:
        """Send a file; ``moved`` gets how many bytes are gone, and may raise to stop."""
        ...

    def post(self, session: Session, path: str, body: object) -> None:
        """Post what has no answer."""
        ...

    def picture(self, session: Session, digest: str) -> bytes:
        """Return a picture."""
        ...

    def content(self, session: Session, path: str, body: object | None = None) -> bytes:
        """Return what is no message, such as a paper to print; with a body it is posted."""
        ...

    def parted(self, session: Session, kind: type[M], path: str, body: object) -> tuple[M, bytes]:
        """Return the answer to a question, and the content behind its line."""
        ...

    def send(self, session: Session, kind: type[M], path: str, body: object, content: bytes) -> M:
        """Post a message with a content behind its line, and return the answer."""
        ...

    def close(self) -> None:
        """Close every connection."""
        ...


@dataclass(frozen=True, slots=True)
class _Waiting:
    number: int
    call: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[str], None]


class DeskCalls(QObject):
    """Runs calls on its own threads and delivers each result on the screen's.

    A newer call replaces an older one of the same name, whose answer is dropped; ``cancel``
    drops it without a newer one. A call for which headquarters wants the person's password again
    waits until ``go_on`` or ``give_up``.

    Signals:
        refused: headquarters no longer accepts the session; its message.
        proof_wanted: a call waits for the person's password.
    """

    refused = Signal(str)
    proof_wanted = Signal()

    _came = Signal(str, int, object, object)

    def __init__(self) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="desk")
        self._waiting: dict[str, _Waiting] = {}
        self._unproved: list[tuple[str, _Waiting]] = []
        self._number = 0
        self._ended = threading.Event()
        self._came.connect(self._hand_over)

    def ask(
        self,
        name: str,
        call: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[str], None],
    ) -> None:
        """Run ``call`` on another thread, then ``done`` with its result or ``failed``."""
        self._number += 1
        self._waiting[name] = _Waiting(self._number, call, done, failed)
        self._submit(name, self._waiting[name])

    def waits(self, name: str) -> bool:
        """Return whether a call of this name is pending."""
        return name in self._waiting

    def goes_on(self, name: str) -> Callable[[], bool]:
        """Return whether the call of this name that is made next is still waited for.

        It is made right after this, on the screen's thread, and may ask from its own.
        """
        number = self._number + 1

        def call() -> bool:
            waiting = self._waiting.get(name)
            return waiting is not None and waiting.number == number

        return call

    @property
    def waits_for_any(self) -> bool:
        """Return whether any call is pending."""
        return bool(self._waiting)

    def go_on(self) -> None:
        """Make the calls again that waited for the password."""
        for name, waiting in self._take_unproved():
            self._submit(name, waiting)

    def give_up(self, why: str) -> None:
        """Fail the calls that waited for the password."""
        for name, waiting in self._take_unproved():
            del self._waiting[name]
            waiting.failed(why)

    def cancel(self, *names: str) -> None:
        """Drop the calls of these names; all without names."""
        for name in names or tuple(self._waiting):
            self._waiting.pop(name, None)

    def close(self) -> None:
        """Drop every call, and end the threads after their current one."""
        self._ended.set()
        self.cancel()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, name: str, waiting: _Waiting) -> None:
        def run() -> None:
            found: object = None
            problem: MdtAlprError | None = None
            try:
                found = waiting.call()
            except MdtAlprError as error:
                problem = error
            if not self._ended.is_set():
                self._came.emit(name, waiting.number, found, problem)

        self._pool.submit(run)

    def _take_unproved(self) -> list[tuple[str, _Waiting]]:
        """Return the calls that wait for the password and were not dropped or replaced since."""
        unproved, self._unproved = self._unproved, []
        return [(name, one) for name, one in unproved if self._waiting.get(name) is one]

    @Slot(str, int, object, object)
    def _hand_over(self, name: str, number: int, found: object, problem: object) -> None:
        waiting = self._waiting.get(name)
        if waiting is None or waiting.number != number:
            return
        if isinstance(problem, ProofWantedError):
            self._unproved.append((name, waiting))
            self.proof_wanted.emit()
            return
        del self._waiting[name]
        if problem is None:
            waiting.done(found)
            return
        waiting.failed(str(problem))
        if isinstance(problem, SignInRefusedError):
            self.refused.emit(str(problem))


_WIDEST = 640


class DeskSession:
    """What every page of the desk shares."""

    def __init__(self, link: DeskLink, clock: Clock, map_file: MapFile | None = None) -> None:
        self.link, self._clock = link, clock
        self.asking, self.map = DeskCalls(), MapTiles(map_file)
        self.person: Session | None = None
        self.team = OWN_TEAM
        self.used_at = clock.now()

    def now(self) -> datetime:
        """Return the time at this desk."""
        return self._clock.now()

    def today(self) -> date:
        """Return the agency's day."""
        return local_day(self.now())

    def used(self) -> None:
        """Note that somebody uses the desk."""
        self.used_at = self.now()

    def ask(self, kind: type, path: str, body: object = None) -> Callable[[], object]:
        """Return the request whose answer is of a kind; with a body it is posted."""
        person = self.person

        def call() -> object:
            if person is None:
                return None
            found: object = self.link.ask(person, kind, path, body)
            return found

        return call

    def confirmed(
        self, kind: type, path: str, body: object, entered: SecondPerson
    ) -> Callable[[], object]:
        """Return a request that a second person confirms, who signs in for it (ACC-12)."""
        person, second = self.person, SecondSignIn(self.link, self.person, entered)

        def call() -> object:
            if person is None:
                return None
            with second.token() as token:
                found: object = self.link.ask(person, kind, path, body, token)
            return found

        return call

    def send(
        self,
        kind: type,
        path: str,
        file: Path,
        moved: Callable[[int], None],
        entered: SecondPerson | None = None,
    ) -> Callable[[], object]:
        """Return the request that sends a file, confirmed by a second person where one is."""
        person = self.person
        second = None if entered is None else SecondSignIn(self.link, person, entered)

        def call() -> object:
            if person is None:
                return None
            found: object
            if second is None:
                found = self.link.send_file(person, kind, path, file, moved)
                return found
            with second.token() as token:
                found = self.link.send_file(person, kind, path, file, moved, second=token)
            return found

        return call

    def post(self, path: str, body: object) -> Callable[[], object]:
        """Return a request that has no answer."""
        person = self.person

        def call() -> object:
            if person is not None:
                self.link.post(person, path, body)
            return None

        return call

    def asker(self, kind: type[M]) -> Callable[[str, object], M | None]:
        """Return what makes requests in the name of this person, one after another."""
        person = self.person

        def ask(path: str, body: object) -> M | None:
            return None if person is None else self.link.ask(person, kind, path, body)

        return ask

    def saver(
        self, path: str, place: Path, goes_on: Callable[[], bool] = lambda: True
    ) -> Callable[[object], Path | None]:
        """Return what asks for a file in the name of this person, and writes it while wanted."""
        person = self.person

        def save(body: object) -> Path | None:
            content = b"" if person is None else self.link.content(person, path, body)
            if not goes_on():
                return None
            write_private(place, content)
            return place

        return save

    def saved(self, path: str, place: Path, body: object = None) -> Callable[[], Path | None]:
        """Return the request that writes what is no message to a file of this user's alone."""
        return partial(self.saver(path, place), body)

    def sent(
        self, kind: type, path: str, body: object, place: Path, most: int
    ) -> Callable[[], object]:
        """Return the request that sends a file behind a message; a byte too much is enough."""
        person = self.person

        def call() -> object:
            try:
                with place.open("rb") as file:
                    content = file.read(most + 1)
            except OSError as error:
                message = f"{place} cannot be read: {error.strerror or error}."
                raise OutsideError(message) from error
            if person is None:
                return None
            found: object = self.link.send(person, kind, path, body, content)
            return found

        return call

    def picture(self, digest: str) -> Callable[[], QImage]:
        """Return the request for a picture, which decodes it off the screen's thread."""
        person = self.person
        return lambda: _decoded(b"" if person is None else self.link.picture(person, digest))

    def picture_at(self, path: str) -> Callable[[], QImage]:
        """Return the request for the picture at an address, likewise."""
        content = self.content(path)
        return lambda: _decoded(content())

    def content(self, path: str) -> Callable[[], bytes]:
        """Return the request for what is no message, such as a paper to print."""
        person = self.person

        def call() -> bytes:
            return b"" if person is None else self.link.content(person, path)

        return call

    def watermark(self) -> str:
        """Return who views pictures, and when (DIS-05)."""
        name = self.person.name if self.person else ""
        return f"{name}  {local_time(self.now()):%Y-%m-%d %H:%M:%S}"


def _decoded(jpeg: bytes) -> QImage:
    image = QImage.fromData(jpeg)
    if image.width() <= _WIDEST:
        return image
    return image.scaledToWidth(_WIDEST, Qt.TransformationMode.SmoothTransformation)
