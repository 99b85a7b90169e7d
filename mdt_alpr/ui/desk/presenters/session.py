"""Who sits at a desk, and what is asked of headquarters in that name, off the screen's thread."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Protocol, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from mdt_alpr.acts.act import Nothing
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import OWN_TEAM, Session
from mdt_alpr.domain.people.second_factor import Enrollment
from mdt_alpr.files.private_files import saved_whole
from mdt_alpr.machine.clock import Clock
from mdt_alpr.maps.map_tiles import MapFile
from mdt_alpr.ui.desk.models.lists import SecondPerson
from mdt_alpr.ui.desk.presenters.calls import DeskCalls
from mdt_alpr.ui.desk.presenters.confirming import SecondSignIn
from mdt_alpr.ui.desk.presenters.map_painting import MapTiles
from mdt_alpr.ui.kit.words import local_day, local_time
from mdt_alpr.wire.accounts import MemberMessage

M = TypeVar("M")


class DraftPlace(Protocol):
    """Where drafts outlive the desk's process; it fails in silence, and then keeps nothing."""

    def text(self, person: str, now: datetime) -> str:
        """Return what is kept for a person, empty for nothing; destroy what is too old."""
        ...

    def keep(self, person: str, text: str, now: datetime) -> None:
        """Keep a text in place of the last one; an empty one leaves nothing."""
        ...


class DeskLink(Protocol):
    """Headquarters as a desk asks it; every call may wait, and raises ``OutsideError``s."""

    def sign_in(self, person_id: str, password: str, code: str = "") -> Session:
        """Begin a session."""
        ...

    def directory_name(self) -> str:
        """Return what the agency's directory is called; empty where nobody signs in there."""
        ...

    def directory_ticket(self, canceled: Event) -> tuple[str, str]:
        """Let a person sign in in a browser; return the user name, and what is a password then."""
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

    def post(self, session: Session, path: str, body: object, second: str = "") -> None:
        """Post what has no answer."""
        ...

    def put(self, session: Session, path: str, body: object, second: str = "") -> None:
        """Put what has no answer."""
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


_WIDEST = 640


class DeskSession:
    """What every page of the desk shares."""

    def __init__(self, link: DeskLink, clock: Clock, map_file: MapFile | None = None) -> None:
        self.link, self._clock = link, clock
        self.asking, self.map = DeskCalls(), MapTiles(map_file)
        self.person: Session | None = None
        self.team = OWN_TEAM
        self.pages: frozenset[str] = frozenset()
        """The names of the pages that the person has."""
        self.used_at = clock.now()
        self.seen: dict[str, int] = {}
        """The hits that the person opened in this session, each with its number of steps."""
        self.people: tuple[MemberMessage, ...] = ()
        """Who may be found by name; asked for when somebody is sought first."""

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
            answer: object = self.link.ask(person, kind, path, body)
            return answer

        return call

    def confirmed(
        self, kind: type, path: str, body: object, entered: SecondPerson, *, put: bool = False
    ) -> Callable[[], object]:
        """Return a request that a second person confirms, who signs in for it (ACC-12)."""
        person, second = self.person, SecondSignIn(self.link, self.person, entered)

        def call() -> object:
            if person is None:
                return None
            with second.token() as token:
                if kind is Nothing:
                    (self.link.put if put else self.link.post)(person, path, body, token)
                    return None
                answer: object = self.link.ask(person, kind, path, body, token)
            return answer

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

    def post(self, path: str, body: object, *, put: bool = False) -> Callable[[], object]:
        """Return a request that has no answer; ``put`` where the address wants that."""
        person = self.person

        def call() -> object:
            if person is not None:
                (self.link.put if put else self.link.post)(person, path, body)
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
            saved_whole(place, content)
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

    def content(self, path: str, body: object = None) -> Callable[[], bytes]:
        """Return the request for what is no message, such as a paper to print."""
        person = self.person

        def call() -> bytes:
            return b"" if person is None else self.link.content(person, path, body)

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
