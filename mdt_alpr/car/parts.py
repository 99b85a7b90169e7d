"""What a car is put together from."""

from collections.abc import Callable
from dataclasses import dataclass, field

from mdt_alpr.adapters.hq_link.no_link import NoNotices
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.car.contact import EnrolledMachine
from mdt_alpr.car.update_files import CarUpdateFiles, MachinePlaces
from mdt_alpr.car.watch import Engines
from mdt_alpr.domain.safeguards import Weakened
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.ports import (
    Camera,
    HqLink,
    NoticesLink,
    Positions,
    SecurityKey,
    StatusGateway,
)
from mdt_alpr.patrol.position import ClockChecks
from mdt_alpr.patrol.sealing import Sealing
from mdt_alpr.patrol.self_check import Gauges
from mdt_alpr.patrol.store_port import Lists


@dataclass(frozen=True, slots=True)
class CarParts:
    """The car's outside world; ``unit`` and ``device`` name it at headquarters.

    ``make_recognition`` loads the engines; it is called on the recognition thread. ``lists`` is
    where the delivered list lies. ``weakened``: safety checks that the settings take away.
    ``training``: nothing in this car is real; ``trial``: nothing alerts. ``started``: program and
    settings, for the audit. ``machine`` is None where it is not enrolled. ``gauges`` measure
    picture and disk.
    """

    camera: Camera
    make_recognition: Callable[[], Engines]
    store: CarStore
    link: HqLink
    clock: Clock
    unit: str
    device: str
    notices: NoticesLink = field(default_factory=NoNotices)
    close_links: Callable[[], None] = lambda: None
    gateway: StatusGateway | None = None
    sealing: Sealing | None = None
    positions: Positions | None = None
    clock_checks: ClockChecks = field(default_factory=ClockChecks)
    further_cameras: tuple[Camera, ...] = ()
    lists: Lists | None = None
    weakened: tuple[Weakened, ...] = ()
    training: bool = False
    trial: bool = False
    started: tuple[tuple[str, str], ...] = ()
    machine: EnrolledMachine | None = None
    key: SecurityKey | None = None
    gauges: Gauges = field(default_factory=Gauges)
    update_files: CarUpdateFiles | None = None
    machine_places: MachinePlaces = field(default_factory=MachinePlaces)
