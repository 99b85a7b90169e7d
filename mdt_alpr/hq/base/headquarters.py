"""What every use case of headquarters works with."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import Connection, ExceptionContext, event

from mdt_alpr.database.engine import wait_for_standbys
from mdt_alpr.domain.audit.audit import SESSION_DIGITS, UNKNOWN_ORIGIN, Origin
from mdt_alpr.domain.audit.own_chain import NOT_CHECKED
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.people.provenance import Seat
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.retention.purge import NOTHING_KNOWN
from mdt_alpr.hq.base.agency_keys import (
    ACCOUNTS_SEALED_FILE,
    AUDITOR_KEY_FILE,
    AgencyKey,
    ListSigner,
    entry_key,
    factor_key,
    kept_key,
    kept_lineage,
)
from mdt_alpr.hq.base.case_system import CaseSystem, NoCaseSystem
from mdt_alpr.hq.base.database import Database
from mdt_alpr.hq.base.database_keys import opened_places
from mdt_alpr.hq.base.leader import Leader
from mdt_alpr.hq.base.message_switch import MessageSwitch, NoSwitch
from mdt_alpr.hq.base.notifier import Notifier
from mdt_alpr.hq.base.picture_stores import (
    PictureBucket,
    PictureFolder,
    PictureStore,
    SealedPictures,
)
from mdt_alpr.hq.base.recorded_changes import demand_record, note_changes
from mdt_alpr.hq.base.retention_setting import due_at
from mdt_alpr.hq.base.sealed_rows import RowKeys, let_audit_be_read
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.wakeups import Bell
from mdt_alpr.keys.day_keys import DayKeys
from mdt_alpr.keys.hold_keys import HoldKeys
from mdt_alpr.machine.clock import Clock
from mdt_alpr.wire.problems import Problem


class RefusedError(DomainError):
    """Headquarters says no; ``detail`` names the place, never the value.

    ``headers`` go with the answer.
    """

    def __init__(
        self, problem: Problem, detail: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(problem.sentence)
        self.problem = problem
        self.detail = detail
        self.headers = headers or {}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, on which device; ``token_hash`` names the session.

    ``is_vouched``: the device signed all that it brings, as on a stick. ``used_at`` is when its
    session was used before, ``proved_at`` when the person last gave the password in it,
    ``bound_to`` the one address from which it counts, empty for any. ``is_camera``: a fixed camera
    asks, and no person; its role counts for nothing.
    """

    person_id: str
    name: str
    role: Role
    device: str
    token_hash: str
    seat: Seat = Seat.CAR
    unit: str = ""
    is_vouched: bool = False
    address: str = ""
    used_at: datetime | None = None
    proved_at: datetime | None = None
    bound_to: str = ""
    is_camera: bool = False

    @property
    def origin(self) -> Origin:
        """Return who asks, as the audit has it (AUD-01)."""
        return Origin(
            name=self.name,
            role="" if self.is_camera else self.role.value,
            unit=self.unit,
            device=self.device,
            address=self.address,
            session=self.token_hash[:SESSION_DIGITS],
        )


@dataclass(frozen=True, slots=True)
class EnrolledDevice:
    """A machine, by the certificate that its connection proved."""

    device: str
    kind: DeviceKind
    revoked_at: datetime | None
    wipe_ordered_at: datetime | None
    ends_at: datetime
    counts_until: datetime
    runs: tuple[str, ...] = ()
    """The last starts of its program."""


HOLDS_FOLDER, ENDS_FOLDER = "holds", "ends"
"""Below the folder of day keys, and mirrored with it."""
_NOBODY_ASKS = "", UNKNOWN_ORIGIN
_ASKING: ContextVar[tuple[str, Origin]] = ContextVar("asking", default=_NOBODY_ASKS)


@contextmanager
def acting_as(person_id: str, origin: Origin) -> Iterator[None]:
    """Let every transaction that begins meanwhile know who asks, and from where."""
    before = _ASKING.set((person_id, origin))
    try:
        yield
    finally:
        _ASKING.reset(before)


@dataclass(frozen=True, slots=True)
class Work:
    """One transaction and its instant; ``notified`` are the devices to wake when it is done.

    ``keys`` open what lies sealed; ``entry_key`` is the agency's key for what is left of ended
    manual entries (MAN-05).
    ``asking`` is who asks, by person id, and from where.
    """

    connection: Connection
    now: datetime
    keys: RowKeys = field(repr=False)
    notified: list[str] = field(default_factory=list)
    entry_key: bytes = field(default=b"", repr=False)
    training: bool = False
    asking: tuple[str, Origin] = _NOBODY_ASKS

    @property
    def day_keys(self) -> DayKeys:
        """Return the keys of the days, which open what was captured."""
        return self.keys.days

    def asked(self, person_id: str, **known: str) -> "Work":
        """Return the same transaction with what is now known of who asks."""
        return replace(self, asking=(person_id, replace(self.asking[1], **known)))


class Headquarters:
    """Database, pictures, clock and randomness of one headquarters."""

    def __init__(
        self, settings: HqSettings, clock: Clock, random_bytes: Callable[[int], bytes]
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.random_bytes = random_bytes
        self.database = Database(settings.database)
        note_changes(self.database.engine)
        self.leader = Leader(settings.direct)
        self._places = opened_places(settings, random_bytes)
        self.kept = self._places.lasting
        """Where its keys lie, the lineage of its lists and the mark of its audit."""
        self.day_keys = DayKeys(self._places.days, random_bytes)
        self.pictures = SealedPictures(_picture_store(settings), self.day_keys)
        self.notifier = Notifier()
        self.bell = Bell(settings.direct, self.notifier) if settings.cluster_key else None
        self.read_keys()
        event.listen(self.database.engine, "handle_error", self._forget_known)
        self.lineage = kept_lineage(self.kept, random_bytes)
        self.given: tuple[int, int] = (0, 0)
        """A version of the list, and how many of its entries cars get: counted once."""
        self.trains: bool | None = None
        """What the data that it serves are for, as they were at its start; None before it."""
        self.purged_at: datetime | None = None
        self.retention = NOTHING_KNOWN
        self.own_chain = NOT_CHECKED
        self.audit_is_down = False
        """Found by the watch on logging: until it is over only cars are served (AUD-05)."""
        self.days_made: set[date] = set()
        self.saw_units: set[str] = set()
        """Sessions whose first look at the units on shift is on record."""
        self.switch: MessageSwitch = NoSwitch()
        self.case_system: CaseSystem = NoCaseSystem()

    @property
    def signer(self) -> ListSigner:
        """Return who signs what cars know headquarters by."""
        return ListSigner(self.kept, self.random_bytes)

    @property
    def factor_key(self) -> bytes:
        """Return the key of second factors, which may be replaced while headquarters serves."""
        return factor_key(self.kept, self.random_bytes)

    def move_keys_on(self) -> None:
        """Give up keys of days that are over by the last purge, and by the clock of this server.

        Two clocks must be wrong to give up too many.

        Raises:
            OSError: the file of the cluster key cannot be written.
        """
        self.keys.forget()
        if self.purged_at is not None:
            self._places.move_on(min(self.purged_at, self.clock.now()))

    def _forget_known(self, failed: ExceptionContext) -> None:
        """Read again what may be otherwise where a line was cut: at another primary, perhaps."""
        if failed.is_disconnect:
            self.keys.forget()
            self.days_made.clear()

    def read_keys(self) -> None:
        """Read the agency's keys, which are made on first use."""
        what_for = "what was typed is read by it."
        auditor = kept_key(self.kept, AUDITOR_KEY_FILE, self.random_bytes, what_for)
        self.entry_key = entry_key(self.kept, self.random_bytes)
        factor_key(self.kept, self.random_bytes)  # a backup has every key
        ListSigner(self.kept, self.random_bytes)
        days = self._places.days
        self.keys = RowKeys(
            self.day_keys,
            AgencyKey(self.entry_key, "rows", self.random_bytes),
            AgencyKey(auditor, "audit", self.random_bytes),
            HoldKeys(days.below(HOLDS_FOLDER), self.random_bytes),
            DayKeys(days.below(ENDS_FOLDER), self.random_bytes),
            seals_are_demanded=(self.settings.data / ACCOUNTS_SEALED_FILE).exists(),
        )
        let_audit_be_read(self.database.engine, self.keys)

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """Give a transaction that commits as a whole, what it changes recorded, or not at all.

        Raises:
            NotRecordedError: a change without an audit entry.
        """
        with self.database.writing() as connection, demand_record(connection):
            training = self.settings.training
            work = Work(
                connection,
                self.clock.now(),
                self.keys,
                entry_key=self.entry_key,
                training=training,
                asking=_ASKING.get(),
            )
            yield work
            if self.bell is not None and work.notified:
                self.bell.ring(connection, work.notified)
        self.notifier.notify(work.notified)

    @contextmanager
    def reading(self) -> Iterator[Work]:
        """Give a transaction that only reads."""
        with self.database.reading() as connection:
            yield Work(connection, self.clock.now(), self.keys, asking=_ASKING.get())

    @contextmanager
    def admitting(self) -> Iterator[Work]:
        """Give a transaction that only reads; who is refused in it waits for the standbys.

        A primary of the past knows nobody who signed in since.
        """
        try:
            with self.reading() as work:
                yield work
        except RefusedError:
            if self.database.is_server:
                with self.database.writing() as connection:
                    wait_for_standbys(connection)
            raise

    def due_now(self, now: datetime | None = None) -> datetime:
        """Return the instant by which deadlines of captured data count now (RET-06)."""
        with self.database.reading() as connection:
            return due_at(connection, now or self.clock.now())

    @contextmanager
    def snapshot(self) -> Iterator[Work]:
        """Give a transaction that only reads, and sees one state over many statements."""
        with self.database.snapshot() as connection:
            yield Work(connection, self.clock.now(), self.keys, asking=_ASKING.get())

    def close(self) -> None:
        """Give everything back."""
        self.leader.close()
        if self.bell is not None:
            self.bell.close()
        self.database.close()
        self._places.close()


@dataclass(frozen=True, slots=True)
class ApiCall:
    """A request to one address of headquarters, from somebody who may make it.

    ``address`` is the method and path without what is filled in, ``place`` the network address
    that asks, ``session`` None where nobody needs to be signed in. ``machine`` is None where the
    settings demand no certificates. ``second`` is who confirms it as well, where somebody does.
    ``still_permitted`` refuses a session that does not count any more: a body may take long to
    come.
    """

    hq: Headquarters
    address: str
    place: str
    session: Caller | None = None
    machine: EnrolledDevice | None = None
    second: Caller | None = None
    still_permitted: Callable[[], object] = lambda: None

    @property
    def device(self) -> EnrolledDevice:
        """Return the machine that asks.

        Raises:
            RefusedError: headquarters knows it by no certificate.
        """
        if self.machine is None:
            raise RefusedError(Problem.NOT_ENROLLED)
        return self.machine

    @property
    def caller(self) -> Caller:
        """Return who asks.

        Raises:
            RefusedError: nobody is signed in.
        """
        if self.session is None:
            raise RefusedError(Problem.NOT_SIGNED_IN)
        return self.session

    @property
    def by(self) -> str:
        """Return the caller's person id."""
        return self.caller.person_id

    @property
    def second_id(self) -> str:
        """Return the person id of who confirms it, "" where nobody does."""
        return self.second.person_id if self.second else ""

    @property
    def confirmed_by(self) -> str:
        """Return the person id of who confirms it.

        Raises:
            RefusedError: nobody does.
        """
        if self.second is None:
            raise RefusedError(Problem.SECOND_PERSON)
        return self.second.person_id


def _picture_store(settings: HqSettings) -> PictureStore:
    if settings.picture_store:
        return PictureBucket(settings.picture_store)
    return PictureFolder(settings.pictures)
