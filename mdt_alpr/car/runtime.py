"""The car's threads and what runs on them; the window is only one of its listeners.

| thread | owns |
|---|---|
| camera | the device |
| recognition | the networks, the tracks |
| records | the encrypted store, the open hits |
| link | the connection to headquarters |
| notices, express | a second one: notices of other units, and what they need at once |
| position | the receiver of positions, where there is one |
"""

import random
import secrets
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from mdt_alpr import __version__
from mdt_alpr.car.contact import Contact
from mdt_alpr.car.entry_watch import EntryWatch, EntryWatchParts
from mdt_alpr.car.fleet_rounds import FleetRounds, MachineWork, fleet_rounds
from mdt_alpr.car.link_rounds import LinkParts, LinkRounds
from mdt_alpr.car.other_units import NoticeParts, OtherUnits
from mdt_alpr.car.parts import CarParts
from mdt_alpr.car.position_watch import PositionWatch, PositionWatchParts
from mdt_alpr.car.watch import Watch, WatchParts
from mdt_alpr.domain.audit.audit import WITHOUT_LINK, AuditEvent
from mdt_alpr.domain.equipment.program_update import may_install
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hit.status_query import StatusAnswer, StatusQuery
from mdt_alpr.domain.hit.trial import NO_TYPED_PLATES
from mdt_alpr.domain.hotlist.hotlist import Hotlist
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.retention.outbox import ItemKind, OutboxItem
from mdt_alpr.patrol.camera import frame_of
from mdt_alpr.patrol.camera_sightings import CameraParts, TrialSightings
from mdt_alpr.patrol.crew import Crew, CrewParts
from mdt_alpr.patrol.drills import DrillResults
from mdt_alpr.patrol.events import (
    CameraChanged,
    DrivingChanged,
    EngineMissing,
    Event,
    Health,
    HitChanged,
    HitRaised,
    ListChanged,
    SelfChecked,
    SignedIn,
    SignedOut,
    SignInFailed,
)
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.hit_service import HitService
from mdt_alpr.patrol.list_in_use import Matcher
from mdt_alpr.patrol.open_hits import CLOCK_CHECKED_EVERY_S
from mdt_alpr.patrol.outbox import LARGEST_BATCH, RequestRefusedError
from mdt_alpr.patrol.pipeline import Records
from mdt_alpr.patrol.ports import Camera, Frame, StatusGateway
from mdt_alpr.patrol.retention import PURGE_EVERY, Retention
from mdt_alpr.patrol.self_check import EVERY_S, SelfCheckParts, ShiftCheck
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.status_questions import StatusAsking
from mdt_alpr.patrol.store_port import UnitOfWork
from mdt_alpr.patrol.trial_watch import TrialWatch, TrialWatchParts, sample_facts
from mdt_alpr.patrol.typed_plates import TypedPlateParts, TypedPlates
from mdt_alpr.patrol.upkeep_watch import UpkeepWatch
from mdt_alpr.patrol.verifiers import Verifiers
from mdt_alpr.patrol.worker import Worker
from mdt_alpr.wire.devices import KeptEnrollment, OwnDeviceMessage
from mdt_alpr.wire.problems import Problem


class HitsFirst:
    """A gateway that answers only about a hit that headquarters has from this very car."""

    def __init__(self, gateway: StatusGateway, send_hits: Callable[[Session], None]) -> None:
        self._gateway = gateway
        self._send_hits = send_hits

    def ask_status(self, session: Session, hit_id: str, query: StatusQuery) -> StatusAnswer:
        """Return what the gateway answered.

        Raises:
            OutsideError: the question did not get through; a sentence says why.
        """
        try:
            return self._gateway.ask_status(session, hit_id, query)
        except RequestRefusedError as error:
            if error.problem != Problem.NO_SUCH_HIT.number:
                raise
        self._send_hits(session)
        return self._gateway.ask_status(session, hit_id, query)


_LOOK_EVERY_S = 0.2
_ON_WATCH = "Plates are being read. Cameras are set right while nobody is signed in."
T = TypeVar("T")


class Car:
    """Starts, connects and stops the car's threads.

    ``desk`` does what the officer asks, ``entries`` what concerns manual entries, ``plates``
    checks plates that were typed, ``past_reads`` finds past reads, ``holds`` takes preservation
    requests, ``incidents`` reports of incidents, ``drills`` results of practices, ``trial`` what
    is said in a trial (None in service), ``shift_check`` checks the car itself; ``listen`` gets
    every event, on the thread that it happened on.
    """

    def __init__(self, parts: CarParts, listen: Callable[[Event], None]) -> None:
        self.parts = self._parts = parts
        self._cameras = parts.camera, *parts.further_cameras
        self._listen = listen
        self._records = Worker("records", self._publish)
        self._link = Worker("link", self._publish)
        self._recorder = HitRecorder(
            parts.store, parts.clock, parts.unit, __version__, parts.sealing
        )
        verifiers = Verifiers(self._in_store, parts.clock, parts.device)
        self._sessions = Sessions(
            parts.link, parts.clock, self._publish, verifiers, training=parts.training
        )
        self._sessions.key = parts.key
        self._matcher = Matcher(parts.clock, secrets.token_bytes)
        self.desk = HitService(
            self._records, self._recorder, self._sessions, self._link, self._publish
        )
        self.position = PositionWatch(self._position_parts())
        self.crew = Crew(
            CrewParts(
                self._records,
                self._recorder,
                self._sessions,
                self.position.driving,
                parts.device,
                self.desk.handed_over,
            )
        )
        self.shift_check = ShiftCheck(self._check_parts())
        self._upkeep = UpkeepWatch(
            self._matcher,
            lambda event, why: self._note(event, parts.device, ("why", why)),
            self._publish,
        )
        self.plates = self._typed_plates()
        self._entry_watch = watch = EntryWatch(self._entry_parts())
        self.entries, self.past_reads = watch.desk, watch.past_reads
        self.holds, self.incidents = watch.holds, watch.incidents
        self.drills = DrillResults(
            self._records, parts.store, parts.clock, self._sessions, trial=parts.trial
        )
        self.trial, self._asking = self._trial_watch(), self._status_asking()
        self._fleet = self._fleet_rounds()
        self._rounds = LinkRounds(self._link_parts())
        self._others = OtherUnits(self._notice_parts(), self._publish)
        self._retention = Retention(parts.clock, lambda: parts.clock_checks.current)
        self._watch: Watch | None = None
        self._is_wanted = self._is_trying = False
        self._starting = threading.Lock()
        self._stopped = self._resumes = False
        self._pausing = threading.Event()

    def start(self, *, resume: bool = True) -> None:
        """Start the threads that need nobody; the camera waits for a person (09.21.5.A.2).

        ``resume`` False leaves the session of whoever sat here before alone.
        """
        self._resumes = resume
        self._records.start()
        self._link.start()
        self._others.start()
        self.position.start()
        # First, for open hits are not exempt (RET-02): what is erased is not restored.
        self._records.do(self._purge)
        self._records.do(lambda: self._records.go_through(self._take_up))
        if (machine := self._parts.machine) is not None:
            self._upkeep.restore(machine.enrolled.kept.upkeep)
        self._records.do(self._look_at_clock)
        self._records.do_in(EVERY_S, self._check_shift)
        if self.trial is not None:
            self._records.do(self.trial.begin)

    def watch(self) -> None:
        """Start camera and recognition; from any thread, a second call changes nothing."""
        with self._starting:
            self._is_wanted = True
            self._watch_unless_tried()

    def rest(self) -> None:
        """Stop camera and recognition: nobody operates the car (09.21.5.A.2)."""
        with self._starting:
            self._is_wanted = False
            watch, self._watch = self._watch, None
        if watch is not None:
            watch.stop()
            watch.wait()

    @property
    def is_on_watch(self) -> bool:
        """Tell whether plates are read, or are about to be."""
        return self._is_wanted

    def tried_frames(self) -> tuple[Frame | None, ...] | None:
        """Return a frame of each camera, None for one that gives none; on the doctor's thread.

        None while the car is on watch, which owns the cameras; a watch that is wanted meanwhile
        begins right after.
        """
        if not self._may_try():
            return None
        try:
            return tuple(self._tried_frame(camera) for camera in self._cameras)
        finally:
            self._end_trying()

    @property
    def camera_names(self) -> tuple[str, ...]:
        """Return the names of the car's cameras."""
        return tuple(camera.name for camera in self._cameras)

    def look(self, name: str, show: Callable[[Frame], bool]) -> None:
        """Give a camera's frames to ``show`` until that returns False or a watch is wanted.

        On the caller's thread.

        Raises:
            OutsideError: the camera gives none or no more, or the car is on watch.
        """
        if not self._may_try():
            raise OutsideError(_ON_WATCH)
        camera = next(camera for camera in self._cameras if camera.name == name)
        try:
            camera.open()
            while not self._is_wanted and (frame := camera.read()) is not None:
                if not show(frame):
                    return
        finally:
            camera.close()
            self._end_trying()
        raise OutsideError(_ON_WATCH if self._is_wanted else "The source has ended.")

    def wait_for_source_end(self, timeout_s: float | None = None) -> bool:
        """Wait until the source is played and read to its end; return whether it is."""
        watch = self._watch
        return watch is None or watch.wait(timeout_s)

    def wait_until_sent(self, timeout_s: float) -> int:
        """Wait until nothing waits for headquarters; return how much still does."""
        ends = time.monotonic() + timeout_s
        while (left := self._records.ask(self._waiting)) and time.monotonic() < ends:
            self._pausing.wait(_LOOK_EVERY_S)
        return left

    def hold_round(self) -> None:
        """Hold a round with headquarters now and wait for its end; for drills and tests."""
        self._link.ask(self._rounds.hold)

    def stop(self) -> None:
        """Stop every thread in the order of the data, then close the store."""
        with self._starting:
            self._stopped = True
        self.rest()
        self.desk.cancel_key()
        self.position.stop()
        self._rounds.stop()
        self._others.stop()
        self._link.stop()
        if self._fleet is not None:
            self._fleet.stop()
        self._records.stop()
        self._parts.close_links()
        self._parts.store.close()

    # ----------------------------------------------------------------------------- threads

    def _watch_unless_tried(self) -> None:
        if self._is_wanted and not self._is_trying and self._watch is None and not self._stopped:
            self._watch = Watch(self._watch_parts())
            self._watch.start()

    def _may_try(self) -> bool:
        """Tell whether the cameras are free, and take them."""
        with self._starting:
            if self._is_wanted or self._is_trying or self._stopped:
                return False
            self._is_trying = True
        return True

    def _end_trying(self) -> None:
        with self._starting:
            self._is_trying = False
            self._watch_unless_tried()

    def _tried_frame(self, camera: Camera) -> Frame | None:
        """Return a frame of a camera, unless somebody wants the watch."""
        try:
            return None if self._is_wanted else frame_of(camera)
        except Exception:  # noqa: BLE001 - whatever a driver raises: it gives no picture
            return None

    def _take_up(self) -> None:
        with self._parts.store.begin() as work:
            hotlist = work.hotlist()
            self._record_start(work)
        self._records.go_through(
            self.shift_check.restore,
            lambda: self._restore_list(hotlist),
            self._resume,
            # Last: a question that waited when the program ended is asked again, with the session.
            self.desk.restore,
        )

    def _restore_list(self, hotlist: Hotlist | None) -> None:
        self._entry_watch.restore(hotlist)
        if hotlist is not None:
            self._say_list(hotlist)
        version = hotlist.version if hotlist is not None else 0
        self._link.do(lambda: self._rounds.begin(version))

    def _resume(self) -> None:
        """Resume the session that was kept, unless somebody signs in while this is tried."""
        if not self._resumes:
            return
        with self._parts.store.begin() as work:
            session, locked = work.session(), work.screen_is_locked()
        if session is None:
            return

        def resume() -> None:
            if self._sessions.current is None:
                self._sessions.resume(session, locked=locked)

        self._link.do(resume)

    def _in_store(self, work: Callable[[UnitOfWork], T]) -> T:
        def done() -> T:
            with self._parts.store.begin() as unit:
                return work(unit)

        return self._records.ask(done)

    def _record_start(self, work: UnitOfWork) -> None:
        """Record program and settings, and which checks they take away or give back (CM-3)."""
        if self._parts.started:
            work.record(AuditEvent.STARTED, self._parts.device, "", *self._parts.started)
        now = tuple((w.setting, w.state) for w in self._parts.weakened)
        last = work.last_recorded(AuditEvent.SAFEGUARDS)
        if now or (last is not None and last.detail):
            work.record(AuditEvent.SAFEGUARDS, self._parts.device, "", *now)

    def _look_at_clock(self) -> None:
        self._records.do_in(CLOCK_CHECKED_EVERY_S, self._look_at_clock)
        self.desk.lists.check_clock()

    def _check_shift(self) -> None:
        self._records.do_in(EVERY_S, self._check_shift)
        self.shift_check.tick()

    def _note(self, event: AuditEvent, subject: str, *detail: tuple[str, str]) -> None:
        """Record what befell a part of the car; from any thread."""
        person = self._sessions.person_id
        self._records.do(lambda: self._recorder.record(event, subject, person, *detail))

    def _waiting(self) -> int:
        with self._parts.store.begin() as work:
            return work.waiting_count()

    def _purge(self) -> None:
        self._records.do_in(PURGE_EVERY.total_seconds(), self._purge)
        if self._retention.due():
            with self._parts.store.begin() as work:
                self._retention.run(work)

    # -------------------------------------------------------------------------------- list

    def _use(self, hotlist: Hotlist) -> None:
        """Use a list from the next read on; withdraw open hits that it no longer holds."""
        self._entry_watch.listing.use_list(hotlist, self.entries)
        self._say_list(hotlist)

    def _say_list(self, hotlist: Hotlist) -> None:
        age = hotlist.version, hotlist.compiled_at
        self._publish(ListChanged(*age, hotlist.count, hotlist.settings))

    def _entry_parts(self) -> EntryWatchParts:
        return EntryWatchParts(
            records=self._records,
            link=self._link,
            hq=self._parts.link,
            store=self._parts.store,
            clock=self._parts.clock,
            sessions=self._sessions,
            unit=self._parts.unit,
            device=self._parts.device,
            use_index=self._matcher.use,
            withdraw=self.desk.lists.use_list,
            publish=self._publish,
        )

    def _typed_plates(self) -> TypedPlates:
        return TypedPlates(
            TypedPlateParts(
                records=self._records,
                recorder=self._recorder,
                sessions=self._sessions,
                matcher=self._matcher,
                sightings=self.desk.sightings,
                random_bytes=secrets.token_bytes,
                place_at=self.position.whereabouts.at,
                publish=self._publish,
                refusal=NO_TYPED_PLATES if self._parts.trial else "",
            )
        )

    def _where_reads_go(self) -> Records:
        """Return where reads and hits go: in trial mode they are kept, and that is all."""
        if not self._parts.trial:
            return self.desk.sightings
        parts = CameraParts(
            self._records, self._recorder, self._publish, lambda: self._link.do(self._rounds.hurry)
        )
        return TrialSightings(parts, lambda: self._sessions.person_id)

    def _trial_watch(self) -> TrialWatch | None:
        if not self._parts.trial:
            return None
        return TrialWatch(TrialWatchParts(self._records, self._recorder, self._parts.device))

    def _watch_parts(self) -> WatchParts:
        return WatchParts(
            cameras=self._cameras,
            make_recognition=self._parts.make_recognition,
            matcher=self._matcher,
            records=self._where_reads_go(),
            clock=self._parts.clock,
            jitter=random.random,
            publish=self._publish,
            place_at=self.position.whereabouts.at,
            shows_hits=not self._parts.trial,
        )

    def _position_parts(self) -> PositionWatchParts:
        return PositionWatchParts(
            self._parts.positions,
            self._parts.clock,
            self._publish,
            self._note,
            self._parts.clock_checks,
        )

    def _check_parts(self) -> SelfCheckParts:
        parts = self._parts
        return SelfCheckParts(
            recorder=self._recorder,
            clock=parts.clock,
            cameras=self.camera_names,
            device=parts.device,
            gauges=parts.gauges,
            clock_check=lambda: parts.clock_checks.current,
            operator=lambda: self._sessions.person_id or None,
            publish=self._publish,
        )

    def _notice_parts(self) -> NoticeParts:
        return NoticeParts(
            link=self._parts.notices,
            records=self._records,
            store=self._parts.store,
            sessions=self._sessions,
            clock=self._parts.clock,
            relays=self.desk.relays,
            unit=self._parts.unit,
            list_changed=lambda: self._link.do(self._rounds.list_changed),
        )

    def _link_parts(self) -> LinkParts:
        return LinkParts(
            link=self._parts.link,
            worker=self._link,
            records=self._records,
            store=self._parts.store,
            sessions=self._sessions,
            clock=self._parts.clock,
            use_list=self._use,
            publish=self._publish,
            lists=self._parts.lists,
            contact=self._contact(),
        )

    def _contact(self) -> Contact | None:
        machine = self._parts.machine
        if machine is None:
            return None

        def keep(enrollment: KeptEnrollment) -> None:
            self._records.ask(lambda: machine.keep(enrollment))

        return Contact(machine, self._parts.clock, keep, self._told_of_device)

    def _told_of_device(self, own: OwnDeviceMessage) -> None:
        self._upkeep.tell(own.upkeep)
        if self._fleet is not None:
            self._fleet.ask()

    def _fleet_rounds(self) -> FleetRounds | None:
        """Return what fetches packages and settings, for an enrolled car."""
        hit_is_open = lambda: bool(self._open_hits())  # noqa: E731
        work = MachineWork(self._link, self._note, hit_is_open, self._shift_is_over)
        return fleet_rounds(self._parts, work)

    def _open_hits(self) -> int:
        return self._in_store(lambda work: len(work.open_hits()))

    def _shift_is_over(self) -> bool:
        signed_in = self._sessions.current is not None
        return may_install(
            signed_in=signed_in, on_watch=self._is_wanted, open_hits=self._open_hits()
        )

    def _status_asking(self) -> StatusAsking | None:
        gateway = self._parts.gateway
        if gateway is None:
            return None
        asking = HitsFirst(gateway, self._send_hits_ahead)
        return StatusAsking(self._link, asking, self._sessions.usable, self.desk.questions)

    def _send_hits_ahead(self, session: Session) -> None:
        """Send the hits that wait; the outbox sends them again in their turn."""

        def waiting() -> tuple[OutboxItem, ...]:
            with self._parts.store.begin() as work:
                return work.waiting_of((ItemKind.HIT,), LARGEST_BATCH)

        if items := self._records.ask(waiting):
            self._parts.link.send(session, items)

    # ------------------------------------------------------------------------------ events

    def _publish(self, event: Event) -> None:
        if isinstance(event, SignedIn | SignedOut):  # published there, one after the other
            self._records.do(lambda: self._session_changed(event))
            return
        if isinstance(event, SignInFailed):
            self._records.do(lambda: self._sign_in_refused(event))
        elif isinstance(event, CameraChanged) and event.health in (Health.OK, Health.LOST):
            self._records.do(lambda: self._camera_changed(event))
        elif isinstance(event, HitRaised | HitChanged):
            self._others.hit_changed(event.hit)
            if self._asking is not None:
                self._asking.hit_changed(event.hit)
        self._distribute(event)

    def _distribute(self, event: Event) -> None:
        self.shift_check.note(event)
        self._entry_watch.on_event(event)
        if self.trial is not None:
            self.trial.note(event)
        if isinstance(event, DrivingChanged):
            self.plates.drive(event.driving)
        if self._fleet is not None and isinstance(event, SelfChecked | EngineMissing):
            self._fleet.take(event)
        self._listen(event)

    def _session_changed(self, event: SignedIn | SignedOut) -> None:
        """Tell of it once every hit lies unverified before the next, whatever the disk does."""
        try:
            self.desk.handed_over()
        finally:
            self._distribute(event)
        if isinstance(event, SignedIn):
            self._signed_in(event)
        else:
            self._signed_out(event)
        if self._fleet is not None:
            self._fleet.take(event)

    def _signed_in(self, event: SignedIn) -> None:
        self.watch()
        self.crew.signed_in(event.session.person_id)
        with self._parts.store.begin() as work:
            work.save_session(event.session, locked=event.locked)
            how = AuditEvent.SESSION_RESUMED if event.resumed else AuditEvent.SIGN_IN
            facts = [WITHOUT_LINK] if event.session.is_offline else []
            facts += sample_facts(event.session.sample) if self._parts.trial else ()
            work.record(how, self._parts.device, event.session.person_id, *facts)
            self._recorder.announce_key(work)
            self._recorder.note_sign_in(work, event.session.person_id, signed_in=True)
        self._link.do(self._rounds.hurry)
        self._others.hurry()

    def _sign_in_refused(self, event: SignInFailed) -> None:
        """Record the try (AUD-02); never the name entered, which may be a password."""
        person, device = self._sessions.person_id, self._parts.device
        if not event.without_link:
            self._recorder.record(AuditEvent.SIGN_IN_REFUSED, device, person)

    def _signed_out(self, event: SignedOut) -> None:
        """End the watch where the officer ended the shift; else the alerts go on (ACC-07)."""
        if event.by_officer:
            self.rest()
        self.crew.signed_out()
        with self._parts.store.begin() as work:
            work.save_session(None)
            work.record(AuditEvent.SIGN_OUT, self._parts.device, event.person_id)
            self._recorder.note_sign_in(work, event.person_id, signed_in=False)

    def _camera_changed(self, event: CameraChanged) -> None:
        lost = event.health is Health.LOST
        name = AuditEvent.CAMERA_LOST if lost else AuditEvent.CAMERA_BACK
        self._recorder.record(name, event.camera, self._sessions.person_id)
