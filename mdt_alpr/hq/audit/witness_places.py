"""The second places of checkpoints: a folder, an S3 bucket, or somebody's mailbox (AUD-04).

Each holds the same files, one a checkpoint, named by its number; none is ever written over. A
folder is made by the agency, never here: a share that is not mounted must not become a folder on
the same disk. Of mails headquarters keeps the newest, and one that was not accepted yet.
"""

import hashlib
import mailbox
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, select

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.files import private_files
from mdt_alpr.hq.audit.alarm_channels import MailChannel, channels_in
from mdt_alpr.hq.base.database import put_row
from mdt_alpr.hq.base.picture_stores import PictureBucket
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import MARKS

NAMED, ENDING = "audit-checkpoint-", ".json"
_BUCKET, _MAIL = "s3://", "mail:"
_MAILED, _WAITING = "audit_mail", ".waiting"
File = tuple[str, bytes]
"""The name and the content of a checkpoint's file."""


class WitnessRead(Protocol):
    """A place whose checkpoints can be read back."""

    def files(self) -> list[File]:
        """Return every checkpoint, the first one first; raises OutsideError where it cannot."""
        ...


class WitnessWritten(Protocol):
    """A place that headquarters adds checkpoints to; raises OutsideError where it cannot."""

    def newest(self) -> File | None:
        """Return the newest checkpoint, None where there is none."""
        ...

    def keep(self, name: str, content: bytes) -> None:
        """Keep a checkpoint; one of its name is never replaced."""
        ...


def place_to_write(named: str, data: Path) -> WitnessWritten:
    """Return the place of ``--audit-witness``: a folder, s3://BUCKET/FOLDER or mail:FILE.

    Raises:
        OutsideError: it cannot be used.
    """
    if named.startswith(_BUCKET):
        return WitnessBucket(named)
    if named.startswith(_MAIL):
        return WitnessMail(Path(named.removeprefix(_MAIL)), data / _MAILED)
    return WitnessFolder(Path(named))


def place_to_read(named: str, is_ours: Callable[[File], bool]) -> WitnessRead:
    """Return where checkpoints are read: a folder, a bucket, or mail as a mail program saved it.

    ``is_ours`` tells which attachments of mails count: anybody can send a mail.

    Raises:
        OutsideError: it cannot be used.
    """
    if named.startswith(_BUCKET):
        return WitnessBucket(named)
    place = Path(named)
    if place.is_file() or any(place.glob("*.eml")):
        return SavedMail(place, is_ours)
    return WitnessFolder(place)


def path_in(named: str) -> Path | None:
    """Return the folder or file of this machine that a place names, None where it names none."""
    is_away = not named or named.startswith(_BUCKET)
    return None if is_away else Path(named.removeprefix(_MAIL))


class WitnessFolder:
    """The checkpoints in a folder; written by one thread of one headquarters."""

    def __init__(self, folder: Path) -> None:
        """Take the folder.

        Raises:
            OutsideError: it is not there.
        """
        if not folder.is_dir():
            message = f"The witness folder {folder} is not there. Make it, or mount its share."
            raise OutsideError(message)
        self._folder = folder

    def files(self) -> list[File]:
        """Read them all."""
        with self._failures_in_words():
            return [(place.name, place.read_bytes()) for place in self._places()]

    def newest(self) -> File | None:
        with self._failures_in_words():
            places = self._places()
            return (places[-1].name, places[-1].read_bytes()) if places else None

    def keep(self, name: str, content: bytes) -> None:
        """Write a half, then give it its name, which no other has."""
        place = self._folder / name
        half = place.with_name(f"{name}.{secrets.token_hex(8)}.part")
        with self._failures_in_words():
            try:
                with half.open("xb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                _name_new(half, place)
            finally:
                private_files.remove(half)

    def _places(self) -> list[Path]:
        return sorted(self._folder.glob(f"{NAMED}*{ENDING}"))

    @contextmanager
    def _failures_in_words(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            why = error.strerror or error
            message = f"The witness folder {self._folder} cannot be used: {why}."
            raise OutsideError(message) from error


def write_new(place: Path, content: bytes) -> None:
    """Write a file that only this user may read, where there is none."""
    with private_files.create(place) as file:
        file.write(content)


def _name_new(half: Path, place: Path) -> None:
    """Give a file its name where no other has it; without links the content is copied."""
    try:
        place.hardlink_to(half)
    except FileExistsError:
        raise
    except OSError:
        write_new(place, half.read_bytes())


class WitnessBucket:
    """The checkpoints in an S3 bucket, below an address."""

    def __init__(self, address: str) -> None:
        """Take the address.

        Raises:
            OutsideError: it is none.
        """
        self._bucket = PictureBucket(address, holds="checkpoints")

    def files(self) -> list[File]:
        """Get them all."""
        return [(name, self._content(name)) for name in self._names()]

    def newest(self) -> File | None:
        names = self._names()
        return (names[-1], self._content(names[-1])) if names else None

    def keep(self, name: str, content: bytes) -> None:
        """Put an object under a condition that S3 keeps: there is none of its name."""
        if not self._bucket.put_new(name, content):
            raise OutsideError(f"The bucket holds a {name} already. Nothing was written over it.")

    def _names(self) -> list[str]:
        names = self._bucket.names("")
        return sorted(name for name in names if name.startswith(NAMED) and name.endswith(ENDING))

    def _content(self, name: str) -> bytes:
        return self._bucket.get(name) or b""


class WitnessMail:
    """Sends checkpoints by e-mail, one after the other, none left out.

    One that was not accepted is sent again as it is: the mail server may have taken it all the
    same, and two that differ would speak against headquarters.
    """

    def __init__(self, settings: Path, folder: Path) -> None:
        """Take the file with [mail], and where the newest one is kept.

        Raises:
            OutsideError: it names no mail, or the folder cannot be made.
        """
        channels = [
            channel for channel in channels_in(settings) if isinstance(channel, MailChannel)
        ]
        if not channels:
            raise OutsideError(f"{settings} has no section [mail].")
        self._mail, self._folder = channels[0], folder

    def newest(self) -> File | None:
        with self._failures_in_words():
            matches = self._folder.glob(f"*{ENDING}"), self._folder.glob(f"*{_WAITING}")
            places = sorted(place for some in matches for place in some)
            if not places:
                return None
            return places[-1].name.removesuffix(_WAITING), places[-1].read_bytes()

    def keep(self, name: str, content: bytes) -> None:
        with self._failures_in_words():
            private_files.make_folder(self._folder)
            self._send_waiting()
            private_files.write_whole(self._folder / f"{name}{_WAITING}", content)
            self._send_waiting()

    def _send_waiting(self) -> None:
        for place in sorted(self._folder.glob(f"{NAMED}*{_WAITING}")):
            name = place.name.removesuffix(_WAITING)
            number = name.removeprefix(NAMED).removesuffix(ENDING).lstrip("0")
            subject = f"MDT-ALPR: checkpoint {number} of the audit"
            self._mail.send(subject, _KEEP_IT, (name, place.read_bytes()))
            sent = list(self._folder.glob(f"*{ENDING}"))
            private_files.replace(place, self._folder / name)
            for older in sent:
                private_files.remove(older)

    @contextmanager
    def _failures_in_words(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            message = f"{self._folder} cannot be used: {error.strerror or error}."
            raise OutsideError(message) from error


_KEEP_IT = (
    "Keep this mail where nobody who runs headquarters can change it. Its attachment vouches for "
    "the audit up to now. Save these mails in a folder (.eml) or a file (mbox):\n\n"
    "mdt-alpr hq audit-verify --witness FOLDER-OR-FILE --audit-key PUBLIC --by PERSON\n"
)


class SavedMail:
    """Checkpoints in mails as a mail program saves them: a folder of .eml files, one, or mbox."""

    def __init__(self, place: Path, is_ours: Callable[[File], bool]) -> None:
        self._place = place
        self._is_ours = is_ours

    def files(self) -> list[File]:
        """Read the attachments; the same one of two mails counts once."""
        try:
            names = {name for mail in self._mails() for name in _attached(mail)}
        except OSError as error:
            message = f"The mails in {self._place} cannot be read: {error.strerror or error}."
            raise OutsideError(message) from error
        return sorted(filter(self._is_ours, names))

    def _mails(self) -> Iterable[Message]:
        if self._place.is_dir():
            return [message_from_bytes(path.read_bytes()) for path in self._place.glob("*.eml")]
        with self._place.open("rb") as file:
            is_mbox = file.read(5) == b"From "
        if is_mbox:
            with closing(mailbox.mbox(self._place, create=False)) as box:
                return list(box)
        return [message_from_bytes(self._place.read_bytes())]


def _attached(mail: Message) -> Iterator[File]:
    for part in mail.walk():
        name, content = part.get_filename(""), part.get_payload(decode=True)
        if name.startswith(NAMED) and isinstance(content, bytes):
            yield name, content


def keep_number(connection: Connection, settings: HqSettings, number: int) -> None:
    """Keep in the database up to which checkpoint the place of the settings was written to."""
    put_row(connection, MARKS, {"name": _mark_of(settings), "value": str(number)})


def number_written(connection: Connection, settings: HqSettings) -> int:
    """Return it, 0 for a place that was never written to."""
    query = select(MARKS.c.value).where(MARKS.c.name == _mark_of(settings))
    return int(connection.scalar(query) or 0)


def _mark_of(settings: HqSettings) -> str:
    place = f"{settings.audit_witness}\n{settings.audit_key}"
    return f"witness:{hashlib.sha256(place.encode()).hexdigest()}"
