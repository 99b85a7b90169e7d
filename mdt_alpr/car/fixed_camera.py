"""A fixed camera: it reads and sends by its certificate; nobody is signed in (09.21.1).

Its threads are a car's without those of an officer: camera, recognition, records, link. It reads
nothing before headquarters has said where it is. Nothing can be answered or stopped here.
"""

import random
import secrets
import threading
import time
from collections.abc import Callable

from mdt_alpr import __version__
from mdt_alpr.car.contact import Contact
from mdt_alpr.car.fleet_rounds import FleetRounds, MachineWork, fleet_rounds
from mdt_alpr.car.link_rounds import LinkParts, LinkRounds
from mdt_alpr.car.parts import CarParts
from mdt_alpr.car.watch import Watch, WatchParts
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hotlist.hotlist import Hotlist
from mdt_alpr.domain.hotlist.matching import HotlistIndex
from mdt_alpr.domain.people.fixed_cameras import CameraPlace
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.safeguards import headquarters_fault
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.camera_sightings import NOBODY, CameraParts, CameraSightings, fix_of
from mdt_alpr.patrol.events import CameraChanged, Event, Health, LinkChanged, ListChanged
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.list_in_use import ListInUse, Matcher
from mdt_alpr.patrol.retention import PURGE_EVERY, Retention
from mdt_alpr.patrol.self_check import EVERY_S, SelfCheckParts, ShiftCheck
from mdt_alpr.patrol.upkeep_watch import UpkeepWatch
from mdt_alpr.patrol.worker import Worker
from mdt_alpr.wire.devices import KeptEnrollment, OwnDeviceMessage

_LOOK_EVERY_S = 0.2
TICK_S = 15.0
"""A manual entry alerts to the microsecond of its end; its plate is erased within this time."""
NOT_PLACED = (
    "Headquarters has not said where this camera is, so it reads nothing: an administrator "
    "runs hq place-camera."
)


class ByCertificate:
    """In place of a person's session: headquarters knows the camera itself."""

    current: Session | None = None

    def __init__(self, clock: Clock) -> None:
        self._nobodys = Session(NOBODY, "", Role.OFFICER, clock.now(), token="")
        self.fault = ""
        """Why nothing may be sent to this headquarters."""

    def usable(self) -> Session | None:
        """Return what the link sends by; None where nothing may be sent."""
        return None if self.fault else self._nobodys

    def accepted(self) -> None:
        """Do nothing: there is nobody to remember."""

    def refused(self) -> None:
        """Do nothing: the next round asks again; a revoked camera erases itself."""


class OthersEntries:
    """The manual entries of a machine on which nobody makes one."""

    def __init__(self, listing: ListInUse) -> None:
        self._listing = listing

    def restore(self) -> None:
        """Do nothing: none is kept."""

    def reconcile(self, hotlist: Hotlist) -> None:
        """Do nothing: none waits for a decision."""

    def show(self) -> None:
        self._listing.change((), frozenset())


class FixedCamera:
    """Starts and stops the camera's threads; ``listen`` gets every event, on its thread.

    Raises:
        OutsideError: it is not enrolled.
    """

    def __init__(self, parts: CarParts, listen: Callable[[Event], None]) -> None:
        if parts.machine is None:
            message = "A fixed camera is enrolled first: mdt-alpr enroll --kind camera."
            raise OutsideError(message)
        self._parts, self._listen = parts, listen
        self._machine = parts.machine
        self._place = parts.machine.enrolled.kept.place
        self._records = Worker("records", listen)
        self._link = Worker("link", listen)
        self._recorder = HitRecorder(parts.store, parts.clock, parts.unit, __version__)
        self._sender = ByCertificate(parts.clock)
        self.shift_check = ShiftCheck(self._check_parts())
        self.matcher = Matcher(parts.clock, secrets.token_bytes)
        self._upkeep = UpkeepWatch(
            self.matcher,
            lambda event, why: self._note(event, parts.device, ("why", why)),
            self._publish,
        )
        self.sightings: CameraSightings | None = None
        """Where reads and hits go; None before the place is known."""
        self._listing = ListInUse(parts.clock, self.matcher.use, _nothing_to_withdraw)
        self._entries = OthersEntries(self._listing)
        self._fleet = fleet_rounds(parts, self._work())
        files = parts.update_files
        self._had_package = files is not None and files.package.exists()
        self.starts_again = False
        """Whether it ended for what its next start brings: other settings, or an update."""
        self._rounds = LinkRounds(self._link_parts())
        self._retention = Retention(parts.clock, lambda: parts.clock_checks.current)
        self._changing = threading.Lock()
        self._stopped = False
        self._watch: Watch | None = None
        self._ended = threading.Event()

    def start(self) -> None:
        """Start the threads; camera and recognition as soon as the place is known."""
        self._records.start()
        self._link.start()
        self._upkeep.restore(self._machine.enrolled.kept.upkeep)
        if self._place is None:
            self._publish(LinkChanged(Health.LOST, NOT_PLACED))
        else:
            self._look_from(self._place)
        self._records.do(self._purge)
        self._records.do(lambda: self._records.go_through(self._take_up))
        self._records.do_in(EVERY_S, self._check_shift)

    def wait_for_source_end(self) -> None:
        """Wait until the source is played to its end, or ``stop``."""
        while not self._ended.wait(_LOOK_EVERY_S):
            watch = self._watch
            if watch is not None and watch.wait(_LOOK_EVERY_S) and watch is self._watch:
                return

    def wait_until_sent(self, timeout_s: float) -> int:
        """Wait until nothing waits for headquarters; return how much still does."""
        ends = time.monotonic() + timeout_s
        while (left := self._records.ask(self._waiting)) and time.monotonic() < ends:
            self._ended.wait(_LOOK_EVERY_S)
        return left

    def stop(self) -> None:
        """Stop every thread in the order of the data, then close the store."""
        self._ended.set()
        with self._changing:
            self._stopped = True
            self._rest()
        self._rounds.stop()
        self._link.stop()
        if self._fleet is not None:
            self._fleet.stop()
        self._records.stop()
        self._parts.close_links()
        self._parts.store.close()

    # ------------------------------------------------------------------------------- place

    def _look_from(self, place: CameraPlace) -> None:
        """Read from this place on."""
        with self._changing:
            self._rest()
            if not self._stopped:
                self._watch = Watch(self._watch_parts(place))
                self._watch.start()

    def _rest(self) -> None:
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.stop()
            watch.wait()

    def _apply_device(self, own: OwnDeviceMessage) -> None:
        """Apply what headquarters says of this camera; on the link thread."""
        trains = self._parts.training
        self._sender.fault = headquarters_fault(
            car_trains=trains, headquarters_trains=own.training
        )
        self._upkeep.tell(own.upkeep)
        if self._fleet is not None:
            self._fleet.ask()
            self._start_again_where_due(self._fleet)
        if own.place is None or own.place == self._place:
            return
        self._place = own.place
        self._look_from(own.place)

    def _start_again_where_due(self, fleet: FleetRounds) -> None:
        """End where a start brings other settings or a new package; for that once only."""
        fleet.shift_is_over()  # nobody works here
        files = self._parts.update_files
        is_new = not self._had_package and files is not None and files.package.exists()
        if is_new or fleet.settings_wait:
            self.starts_again = True
            self._ended.set()

    def _keep(self, enrollment: KeptEnrollment) -> None:
        self._records.ask(lambda: self._machine.keep(enrollment))

    # ----------------------------------------------------------------------------- records

    def _take_up(self) -> None:
        parts = self._parts
        with parts.store.begin() as work:
            hotlist = work.hotlist()
            if parts.started:
                work.record(AuditEvent.STARTED, parts.device, NOBODY, *parts.started)
        self._records.go_through(self.shift_check.restore, lambda: self._restore_list(hotlist))

    def _restore_list(self, hotlist: Hotlist | None) -> None:
        self._listing.restore(hotlist, self._entries)
        if hotlist is not None:
            self._say_list(hotlist)
        version = hotlist.version if hotlist is not None else 0
        self._records.do(self._tick)
        self._link.do(lambda: self._rounds.begin(version))

    def _use(self, hotlist: Hotlist) -> None:
        self._listing.use_list(hotlist, self._entries)
        self._say_list(hotlist)

    def _say_list(self, hotlist: Hotlist) -> None:
        self._publish(ListChanged(hotlist.version, hotlist.compiled_at, hotlist.count))

    def _tick(self) -> None:
        """Erase the entries that ended by this machine's clock."""
        self._records.do_in(TICK_S, self._tick)
        if gone := self._listing.expired():
            self._entries.show()
            with self._parts.store.begin() as work:
                work.entries.erase_listed(gone)

    def _check_shift(self) -> None:
        """Check the camera once a shift, from its place on (MNT-03)."""
        self._records.do_in(EVERY_S, self._check_shift)
        self.shift_check.tick()

    def _publish(self, event: Event) -> None:
        self.shift_check.note(event)
        if self._fleet is not None:
            self._fleet.take(event)
        self._listen(event)

    def _purge(self) -> None:
        self._records.do_in(PURGE_EVERY.total_seconds(), self._purge)
        if self._retention.due():
            with self._parts.store.begin() as work:
                self._retention.run(work)

    def _waiting(self) -> int:
        with self._parts.store.begin() as work:
            return work.waiting_count()

    def _note(self, event: AuditEvent, subject: str, *detail: tuple[str, str]) -> None:
        """Record what befell the camera; from any thread."""
        self._records.do(lambda: self._recorder.record(event, subject, NOBODY, *detail))

    def _note_camera(self, event: CameraChanged) -> None:
        lost = event.health is Health.LOST
        name = AuditEvent.CAMERA_LOST if lost else AuditEvent.CAMERA_BACK
        self._recorder.record(name, event.camera, NOBODY)

    # ------------------------------------------------------------------------------- parts

    def _work(self) -> MachineWork:
        """Return what packages and settings wait for: nothing, as no hit is answered here."""
        return MachineWork(self._link, self._note, lambda: False, lambda: True)

    def _check_parts(self) -> SelfCheckParts:
        parts = self._parts
        return SelfCheckParts(
            recorder=self._recorder,
            clock=parts.clock,
            cameras=(parts.camera.name,),
            device=parts.device,
            gauges=parts.gauges,
            clock_check=lambda: parts.clock_checks.current,
            operator=lambda: None if self._watch is None else NOBODY,
            publish=self._publish,
        )

    def _watch_parts(self, place: CameraPlace) -> WatchParts:
        sightings = CameraSightings(
            CameraParts(
                self._records,
                self._recorder,
                self._publish,
                lambda: self._link.do(self._rounds.hurry),
            ),
            place,
        )
        self.sightings = sightings
        return WatchParts(
            cameras=(self._parts.camera,),
            make_recognition=self._parts.make_recognition,
            matcher=self.matcher,
            records=sightings,
            clock=self._parts.clock,
            jitter=random.random,
            publish=self._seen,
            place_at=lambda at: fix_of(place, at),
        )

    def _seen(self, event: Event) -> None:
        if isinstance(event, CameraChanged) and event.health in (Health.OK, Health.LOST):
            self._records.do(lambda: self._note_camera(event))
        self._publish(event)

    def _link_parts(self) -> LinkParts:
        parts = self._parts
        return LinkParts(
            link=parts.link,
            worker=self._link,
            records=self._records,
            store=parts.store,
            sessions=self._sender,
            clock=parts.clock,
            use_list=self._use,
            publish=self._publish,
            lists=parts.lists,
            contact=Contact(self._machine, parts.clock, self._keep, self._apply_device),
        )


def _nothing_to_withdraw(index: HotlistIndex) -> None:
    """Do nothing: the cars withdraw their own hits."""
