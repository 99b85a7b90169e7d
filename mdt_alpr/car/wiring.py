"""Plain calls that put a car together from its settings."""

import hashlib
import os
import secrets
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from typing import TypeVar

import httpx

from mdt_alpr import __version__
from mdt_alpr.adapters import discovery
from mdt_alpr.adapters.cameras import shows_stills
from mdt_alpr.adapters.hq_link.enrolled import Enrolled, enrolled
from mdt_alpr.adapters.hq_link.http_link import (
    ANSWER_WITHIN_S,
    CONNECT_WITHIN_S,
    HttpLink,
    open_client,
)
from mdt_alpr.adapters.hq_link.http_notices import HttpNotices
from mdt_alpr.adapters.hq_link.no_link import NoLink, NoNotices
from mdt_alpr.adapters.installers import kind_here
from mdt_alpr.adapters.pictures import JpegPictures, focus_of
from mdt_alpr.adapters.positions import DRAWN_DRIVE, positions_for
from mdt_alpr.adapters.state_classifier import OwnStateClassifier, known_series
from mdt_alpr.adapters.store.car_store import CarStore, erase
from mdt_alpr.car.contact import EnrolledMachine
from mdt_alpr.car.device_key import STORE_FILE, device_seed, engines_of, models_of, sealing_for
from mdt_alpr.car.fixed_camera import FixedCamera
from mdt_alpr.car.parts import CarParts
from mdt_alpr.car.runtime import Car
from mdt_alpr.car.settings import CameraSetting, CarSettings
from mdt_alpr.car.settings_file import SettingsFile, SettingsRefusedError, demand_signed
from mdt_alpr.car.update_files import CarUpdateFiles, MachinePlaces
from mdt_alpr.car.watch import Engines
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import EngineMissingError, OutsideError, PositionLostError
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.policy import PROFILE
from mdt_alpr.domain.policy_profile import PROFILE_FILE
from mdt_alpr.domain.reading.sightings import MOVING_PICTURES, STILL_PICTURES, PassRules
from mdt_alpr.domain.safeguards import simulated_position_fault
from mdt_alpr.machine.clock import Clock
from mdt_alpr.machine.process_memory import give_back_large_blocks
from mdt_alpr.machine.program_files import checked_program
from mdt_alpr.patrol.events import EngineMissing, Event
from mdt_alpr.patrol.ports import (
    Camera,
    HqLink,
    NoticesLink,
    PlateReader,
    Positions,
    SecurityKey,
    StatusGateway,
    Vault,
)
from mdt_alpr.patrol.position import ClockChecks
from mdt_alpr.patrol.recognition import Recognition, RecognitionParts
from mdt_alpr.patrol.sealing import Sealing
from mdt_alpr.patrol.self_check import Gauges
from mdt_alpr.patrol.store_port import Lists
from mdt_alpr.wire.devices import KeptEnrollment

T = TypeVar("T")
ERASED = 3
"""Exit code of a revoked car that erased itself."""
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Outside:
    """The parts that differ between a real car, the demo, a drill and a test.

    ``link``, ``notices``, ``make_recognition`` and ``positions`` replace those of the settings;
    ``further_cameras`` are beside ``camera``; ``device_vault`` keeps the key that
    signs evidence (``device_key.sealing_for``); ``transport`` is the network to
    headquarters where it is not the machine's. ``settings_file`` is the file of a real car, which
    headquarters signs where it takes a safety check away. ``end_program`` ends it
    once its keys are gone. ``key`` asks security keys. ``machine_places`` are
    where only an administrator writes.
    """

    camera: Camera
    vault: Vault
    clock: Clock
    link: HqLink | None = None
    notices: NoticesLink | None = None
    gateway: StatusGateway | None = None
    make_recognition: Callable[[], Engines] | None = None
    positions: Positions | None = None
    transport: httpx.BaseTransport | None = None
    device_vault: Vault | None = None
    end_program: Callable[[], None] = lambda: os._exit(ERASED)
    further_cameras: tuple[Camera, ...] = ()
    settings_file: SettingsFile | None = None
    key: SecurityKey | None = None
    machine_places: MachinePlaces = field(default_factory=MachinePlaces)


def make_car(settings: CarSettings, outside: Outside, listen: Callable[[Event], None]) -> Car:
    """Return a car that is not started yet.

    Raises:
        StoreLockedError: the key or the file of the store cannot be had.
        OutsideError: the address of headquarters is none; training meets live data (V9); settings
            take away a check, and headquarters did not sign that.
    """
    is_drawn = settings.position == DRAWN_DRIVE
    if fault := simulated_position_fault(car_trains=settings.training, is_simulated=is_drawn):
        raise PositionLostError(fault)
    return _made(settings, outside, DeviceKind.CAR, lambda parts: Car(parts, listen))


def make_camera(
    settings: CarSettings, outside: Outside, listen: Callable[[Event], None]
) -> FixedCamera:
    """Return a fixed camera that is not started yet.

    Raises:
        StoreLockedError: the key or the file of the store cannot be had.
        OutsideError: it is not enrolled as a camera, or has more than one; or as of ``make_car``.
    """
    if settings.trial:
        message = "A fixed camera has no trial mode: its hits go to cars. Take mode out."
        raise SettingsRefusedError(message)
    if len(settings.cameras) > 1:
        message = "A fixed camera has one source. Enroll each camera on a computer of its own."
        raise OutsideError(message)
    return _made(settings, outside, DeviceKind.CAMERA, lambda parts: FixedCamera(parts, listen))


def _made(
    settings: CarSettings, outside: Outside, kind: DeviceKind, make: Callable[[CarParts], T]
) -> T:
    path, key = settings.data / STORE_FILE, outside.vault.key()
    store = CarStore(
        path, key, outside.clock, secrets.token_bytes, settings.device, training=settings.training
    )
    try:
        own_parts = store, device_seed(key, outside.device_vault)
        return make(_parts(settings, outside, kind, own_parts))
    except BaseException:
        store.close()
        raise


def _parts(
    settings: CarSettings, outside: Outside, kind: DeviceKind, own_parts: tuple[CarStore, bytes]
) -> CarParts:
    store, seed = own_parts
    enrollment = store.enrollment()
    demand_kind(kind, enrollment)
    known = None if enrollment is None else enrolled(enrollment, seed)
    if enrollment is not None:
        demand_same_headquarters(settings, enrollment)
        settings = replace(settings, hq_url=enrollment.address, device=enrollment.device)
        store.lists.pin(enrollment.headquarters)
    started = _started(settings, outside, store)
    clock_checks = ClockChecks()
    sealing = sealing_for(settings, seed, clock_checks)
    own = _link(settings, outside, (clock_checks, store.lists, sealing), known)
    demand_own_profile(enrollment, own)
    notices = _notices(settings, outside, known)

    def close_links() -> None:
        own.close()
        notices.close()

    return CarParts(
        camera=outside.camera,
        make_recognition=outside.make_recognition
        or (lambda: load_engines(settings, outside.clock)),
        store=store,
        link=outside.link or own,
        gateway=outside.gateway if outside.link else own,
        notices=outside.notices or notices,
        close_links=close_links,
        clock=outside.clock,
        unit=settings.unit,
        device=settings.device,
        sealing=sealing,
        positions=outside.positions or positions_for(settings.position, outside.clock),
        clock_checks=clock_checks,
        further_cameras=outside.further_cameras,
        lists=store.lists,
        weakened=settings.weakened,
        training=settings.training,
        trial=settings.trial,
        started=started,
        machine=_machine(settings, outside, (own, store), known),
        key=outside.key,
        gauges=Gauges(focus_of, store.free_bytes),
        update_files=CarUpdateFiles(settings.data),
        machine_places=outside.machine_places,
    )


def demand_kind(kind: DeviceKind, enrollment: KeptEnrollment | None) -> None:
    """Refuse to run a machine as another kind than it was enrolled as.

    Raises:
        OutsideError: it was enrolled as another; a camera must be enrolled.
    """
    if enrollment is None and kind is DeviceKind.CAMERA:
        message = (
            "This fixed camera is not enrolled yet. Ask for a code (hq enroll-device NAME --kind "
            "camera), then: mdt-alpr enroll --kind camera."
        )
        raise OutsideError(message)
    if enrollment is not None and enrollment.kind is not kind:
        message = (
            f"This machine is enrolled as a {enrollment.kind.value} ({enrollment.device}). "
            f"Start it as one: mdt-alpr {enrollment.kind.value}."
        )
        raise OutsideError(message)


def _started(
    settings: CarSettings, outside: Outside, store: CarStore
) -> tuple[tuple[str, str], ...]:
    """Return what the audit says of a start: program, settings and their signature (CM-3, SI-7).

    Raises:
        SettingsUnsignedError: as of ``demand_signed``.
    """
    program: tuple[tuple[str, str], ...] = (
        ("version", __version__), ("program", checked_program()), ("models", models_of(settings)),
        ("profile", PROFILE.words),
    )  # fmt: skip
    if outside.machine_places.trusted:
        program = (*program, ("package", kind_here().value))
    file = outside.settings_file
    if file is None:
        return (*program, *settings.deviations)
    digest = hashlib.sha256(file.content).hexdigest()[:_DIGITS]
    program = (*program, ("settings_file", digest))
    with store.begin() as work:
        last = work.last_recorded(AuditEvent.STARTED)
    said = dict(last.detail) if last is not None else {}
    signed = demand_signed(settings, file, store.lists.signer, said)
    return (*program, *signed, *settings.deviations)


def demand_own_profile(enrollment: KeptEnrollment | None, link: HttpLink | NoLink) -> None:
    """Refuse to serve another policy profile than headquarters, which may have adopted this one.

    Raises:
        OutsideError: says what to do.
    """
    if enrollment is None or enrollment.profile in ("", PROFILE.digest):
        return
    with suppress(OutsideError):
        if isinstance(link, HttpLink) and link.own_device().profile == PROFILE.digest:
            return
    raise OutsideError(
        f"This program runs the policy profile {PROFILE.words}, and its headquarters another "
        f"({enrollment.profile}). Put headquarters' {PROFILE_FILE} into the data folder; if "
        "headquarters adopted this one, start again with a link to it."
    )


def demand_same_headquarters(settings: CarSettings, enrollment: KeptEnrollment) -> None:
    """Refuse to move an enrolled car: its data belong to the headquarters that enrolled it (V5).

    Raises:
        OutsideError: settings or command line name another headquarters or device.
    """
    asked = (
        ("headquarters", settings.hq_url.rstrip("/"), enrollment.address.rstrip("/")),
        ("the device name", settings.device, enrollment.device),
    )
    for what, given, known in asked:
        if given and given != known:
            message = (
                f"This car is enrolled as {enrollment.device} at {enrollment.address}. "
                f"Settings or command line name {what} {given!r}: remove that. "
                "Only another enrollment by the same headquarters changes it (mdt-alpr enroll)."
            )
            raise OutsideError(message)


def _machine(
    settings: CarSettings,
    outside: Outside,
    own: tuple[HttpLink | NoLink, CarStore],
    known: Enrolled | None,
) -> EnrolledMachine | None:
    link, store = own
    if known is None or isinstance(link, NoLink):
        return None

    def erase_all() -> None:
        with ExitStack() as cleanup:  # one that refuses keeps no other
            cleanup.callback(erase, settings.data / STORE_FILE)
            for vault in (outside.vault, outside.device_vault):
                if vault is not None:
                    cleanup.callback(vault.forget)

    return EnrolledMachine(known, link, store.keep_enrollment, erase_all, outside.end_program)


def load_engines(settings: CarSettings, clock: Clock) -> Engines:
    """Load the engines of the settings; a second reader that is missing is said, not fatal.

    Raises:
        EngineMissingError: detector, reader or the look of plates cannot be used.
    """
    give_back_large_blocks()
    detector = discovery.detector(settings.detector, settings.threads)
    reader = discovery.reader(settings.reader, settings.threads)
    detector.load()
    reader.load()
    second, missing = _second_reader(settings)
    classifier = OwnStateClassifier(settings.threads)
    parts = RecognitionParts(
        detector=detector,
        reader=reader,
        second_reader=second,
        pictures=JpegPictures(),
        randomness=secrets.token_bytes,
        rules_of={camera.name: _rules_of(camera) for camera in settings.cameras},
        now=clock.now,
        engines=engines_of(detector, reader, second, classifier),
        series=known_series(),
        state_classifier=classifier,
    )
    return Engines(Recognition(parts), missing)


def _rules_of(camera: CameraSetting) -> PassRules:
    rules = STILL_PICTURES if shows_stills(camera.source) else MOVING_PICTURES
    return replace(rules, issuing=replace(rules.issuing, left_out=camera.mask))


def _second_reader(settings: CarSettings) -> tuple[PlateReader | None, tuple[EngineMissing, ...]]:
    if not settings.second_reader:
        return None, ()
    try:
        second = discovery.reader(settings.second_reader, settings.threads)
        second.load()
    except EngineMissingError as error:
        return None, (EngineMissing(settings.second_reader, str(error)),)
    return second, ()


def _client(settings: CarSettings, outside: Outside, known: Enrolled | None) -> httpx.Client:
    if known is not None:
        return known.client(httpx.Timeout(ANSWER_WITHIN_S, connect=CONNECT_WITHIN_S))
    return open_client(settings.hq_url, transport=outside.transport)


def _notices(
    settings: CarSettings, outside: Outside, known: Enrolled | None
) -> HttpNotices | NoNotices:
    if outside.link or not settings.hq_url or settings.trial:  # no other unit's hit alerts either
        return NoNotices()
    client = _client(settings, outside, known)
    return HttpNotices(client, outside.clock, settings.device, known)


def _link(
    settings: CarSettings,
    outside: Outside,
    own: tuple[ClockChecks, Lists, Sealing],
    known: Enrolled | None,
) -> HttpLink | NoLink:
    if not settings.hq_url:
        return NoLink()
    client = _client(settings, outside, known)
    checks, lists, sealing = own
    return HttpLink(
        client,
        outside.clock,
        settings.device,
        checks.note_headquarters,
        lists,
        training=settings.training,
        unit=settings.unit,
        signer=sealing.signer,
        known=known,
    )
