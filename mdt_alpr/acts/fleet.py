"""The agency's machines in one list: what runs on each, and how it is (CM-8)."""

from collections import Counter
from collections.abc import Mapping

from mdt_alpr.acts.act import Act, Look, Unversioned
from mdt_alpr.acts.devices import KIND_WORDS
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.program_update import (
    FAILED_STATES,
    CarUpdateState,
    PackageKind,
    SettingsState,
    UpdateStage,
)
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.car_settings import (
    GroupSettings,
    GroupSettingsMessage,
    GroupSettingsRequest,
    MachineGroupRequest,
)
from mdt_alpr.wire.fleet import FleetMachine, FleetMessage
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.program_updates import FirstCarRequest, ProgramPackage, ProgramPackages

GROUPS = {"fleet": "the machines of the agency: what runs on each, settings, and updates"}
KIND_NAMES = {PackageKind.DEBIAN: "Debian", PackageKind.WINDOWS: "Windows"}
_STATE_CELLS = {
    CarUpdateState.OFFERED: ("Offered", "ring"),
    CarUpdateState.FETCHED: ("Fetched", "ring"),
    CarUpdateState.INSTALLED: ("Installed", "weak"),
    CarUpdateState.GOOD: ("Works", "tick"),
    CarUpdateState.REFUSED: ("Refused", "cross"),
    CarUpdateState.ROLLED_BACK: ("Went back", "cross"),
}
_STAGES = {
    UpdateStage.NONE: ("No car yet", "ring"),
    UpdateStage.ONE: ("One car", "weak"),
    UpdateStage.FIVE: ("Five cars", "weak"),
    UpdateStage.ALL: ("All cars", "tick"),
    UpdateStage.STOPPED: ("Stopped", "cross"),
}


def _cameras(machine: FleetMachine) -> ListCell:
    if machine.kind is DeviceKind.DESK:
        return ListCell("None")
    if machine.lost:
        return ListCell("No picture", ", ".join(machine.lost), "cross", warns=True)
    if machine.checked_at is None:
        return ListCell("Never checked", mark="ring")
    if machine.failed:
        return ListCell(f"Failed: {machine.failed}", machine.checked_at, "cross", warns=True)
    return ListCell("Passed", machine.checked_at, "tick")


def _list(machine: FleetMachine) -> str:
    if machine.list_version is None:
        return ""
    return f"Version {machine.list_version}" if machine.list_version else "None"


_SETTINGS_STATES = {
    SettingsState.TAKEN: ("Waits for its next start", "ring"),
    SettingsState.PROVED: ("In use", "tick"),
    SettingsState.REFUSED: ("Refused", "cross"),
    SettingsState.WENT_BACK: ("Went back", "cross"),
}


def _settings(machine: FleetMachine) -> ListCell:
    given = machine.given
    if not given.group and not given.has:
        return ListCell("Its own", machine.settings)
    group = given.group or "No group"
    if given.asked == given.has:
        return ListCell(f"{group}: {given.asked or 'none'}", machine.settings, "tick")
    words = f"{group}: asked {given.asked or 'none'}, has {given.has or 'none'}"
    if given.has > given.asked and given.group and given.state is None:
        return ListCell(words, "Newer than asked: set them again", "cross", warns=True)
    said, mark = _SETTINGS_STATES[given.state] if given.state else ("Not fetched yet", "ring")
    below = f"{said}: {given.why}" if given.why else said
    return ListCell(words, below, mark, warns=mark == "cross")


def _program(machine: FleetMachine) -> ListCell:
    other = machine.other_profile
    below = f"Policy {other}: restart it" if other else machine.program
    return ListCell(machine.version or "Not reported", below, warns=bool(other))


def _update(machine: FleetMachine) -> ListCell:
    if machine.update.state is None:
        return ListCell("None" if machine.package else "By a technician")
    if machine.kind is DeviceKind.DESK:
        return ListCell(machine.update.version, "Waits for a technician", "ring")
    return ListCell(machine.update.version, *_STATE_CELLS[machine.update.state])


def _cars(package: ProgramPackage) -> ListCell:
    numbers = Counter(car.state for car in package.cars)
    failed = [f"{car.device}: {car.why}" for car in package.cars if car.state in FAILED_STATES]
    words = ", ".join(f"{n} {_STATE_CELLS[state][0].lower()}" for state, n in numbers.items())
    return ListCell(words or "None", " ".join(failed), warns=bool(failed))


def _stage(package: ProgramPackage) -> ListCell:
    words, mark = _STAGES[package.stage]
    return ListCell(words, "goes on by itself" * package.by_itself, mark)


def _foot(answer: FleetMessage) -> str:
    versions = {machine.version for machine in answer.machines if machine.version}
    return (
        f"{len(answer.machines)} in use, versions of the program: "
        f"{', '.join(sorted(versions)) or 'none reported'}. Newest list: {answer.list_version}."
    )


MACHINES: Listing[FleetMessage, FleetMachine] = Listing(
    lambda answer: answer.machines,
    lambda machine: machine.device,
    (
        ListColumn(
            "Machine",
            160,
            lambda m: ListCell(m.device, m.unit or KIND_WORDS[m.kind], is_strong=True),
        ),
        ListColumn("Program", 140, _program),
        ListColumn("Models", 130, lambda machine: machine.models),
        ListColumn("Settings", 166, _settings),
        ListColumn("List", 100, _list),
        ListColumn("Cameras and check", 170, _cameras),
        ListColumn("Update", 146, _update),
        ListColumn("Last contact", 160, lambda machine: machine.last_contact or "Never"),
    ),
    "No machine is enrolled.",
    _foot,
)
PACKAGES: Listing[ProgramPackages, ProgramPackage] = Listing(
    lambda answer: answer.packages,
    lambda package: package.facts.number,
    (
        ListColumn("Number", 80, lambda package: package.facts.number, right=True),
        ListColumn(
            "Package", 260,
            lambda p: ListCell(
                f"{p.facts.version} ({KIND_NAMES[p.facts.kind]})",
                f"SHA-256 {p.facts.sha256[:16]}", is_strong=True,
            ),
        ),
        ListColumn(
            "Published", 250,
            lambda p: ListCell(p.published_at, f"by {p.published_by} and {p.confirmed_by}"),
        ),
        ListColumn("Goes to", 200, _stage),
        ListColumn("Cars", 384, _cars),
    ),
    "No package is published: mdt-alpr hq fleet publish.",
    lambda answer: f"{len(answer.packages)} published.",
)  # fmt: skip


def _package(answer: ProgramPackages, places: Mapping[str, str]) -> object:
    return next(p.stage for p in answer.packages if str(p.facts.number) == places["number"])


def _group_of(answer: FleetMessage, places: Mapping[str, str]) -> object:
    groups = (m.given.group for m in answer.machines if m.device == places["device"])
    return next(groups, "")


def _decision(answer: GroupSettingsMessage, places: Mapping[str, str]) -> object:
    numbers = (g.number for g in answer.groups if g.group == places["group"].strip())
    return next(numbers, 0)


SETTINGS: Listing[GroupSettingsMessage, GroupSettings] = Listing(
    lambda answer: answer.groups,
    lambda group: group.group,
    (
        ListColumn("Group", 160, lambda g: ListCell(g.group, is_strong=True)),
        ListColumn("Number", 80, lambda g: g.number or "None", right=True),
        ListColumn(
            "Settings", 330,
            lambda g: ListCell(
                ", ".join(g.text.splitlines()) or "Each machine's own",
                " ".join(g.taken_away), warns=bool(g.taken_away),
            ),
        ),
        ListColumn("Reason", 190, lambda g: g.reason),
        ListColumn(
            "Decided", 210,
            lambda g: ListCell(g.set_at, " and ".join(filter(None, (g.set_by, g.confirmed_by)))),
        ),
        ListColumn(
            "Machines", 200, lambda g: ListCell(len(g.machines), ", ".join(g.machines))
        ),
    ),
    "No group has settings. Put machines into a group on the page Fleet.",
    lambda answer: f"{len(answer.groups)} groups. mdt-alpr settings explain car tells them all.",
)  # fmt: skip
SHOW_FLEET = Look(
    "GET /v1/fleet", "List the machines in use: what runs on each, and how it is",
    (Permission.MANAGE_ACCOUNTS, Permission.RUN_SERVER), FleetMessage, shows_captured=False,
    records=(AuditEvent.HQ_FLEET_VIEWED,), command="fleet list", listing=MACHINES,
)  # fmt: skip
SHOW_PACKAGES = Look(
    "GET /v1/fleet/packages", "List published packages and how far their cars are",
    (Permission.MANAGE_ACCOUNTS, Permission.RUN_SERVER), ProgramPackages, shows_captured=False,
    records=(AuditEvent.HQ_UPDATES_VIEWED, AuditEvent.HQ_UPDATE_STAGED,
    AuditEvent.HQ_UPDATE_STOPPED), command="fleet packages", listing=PACKAGES,
)  # fmt: skip
PUBLISH = Act(
    "POST /v1/fleet/packages", "Publish a package of the program, signed; it goes to no car yet",
    (Permission.MANAGE_ACCOUNTS,), ProgramPackages, refusal=Problem.UPDATE_REFUSED,
    second=Permission.DOWNLOAD, needs_second=True, records=(AuditEvent.HQ_UPDATE_PUBLISHED,
    AuditEvent.HQ_UPDATES_VIEWED), changes=Unversioned.MAKES,
    off_desk="a package is sent by command from where it was built",
)  # fmt: skip
BEGIN_UPDATE = Act(
    "POST /v1/fleet/packages/{number}/begin", "Let a package go to its first car",
    (Permission.MANAGE_ACCOUNTS,), ProgramPackages, body=FirstCarRequest,
    refusal=Problem.UPDATE_REFUSED, records=(AuditEvent.HQ_UPDATE_STAGED,
    AuditEvent.HQ_UPDATES_VIEWED), command="fleet begin {device}",
    button="Begin with car", listing=PACKAGES, changes=_package,
)  # fmt: skip
ADVANCE_UPDATE = Act(
    "POST /v1/fleet/packages/{number}/advance",
    "Let a package go on: from one car to five, from five to all",
    (Permission.MANAGE_ACCOUNTS,), ProgramPackages, refusal=Problem.UPDATE_REFUSED,
    records=(AuditEvent.HQ_UPDATE_STAGED, AuditEvent.HQ_UPDATES_VIEWED),
    command="fleet advance", button="Go on", listing=PACKAGES, changes=_package,
)  # fmt: skip
STOP_UPDATE = Act(
    "POST /v1/fleet/packages/{number}/stop", "Let a package go to no further car, for good",
    (Permission.MANAGE_ACCOUNTS, Permission.RUN_SERVER), ProgramPackages,
    refusal=Problem.UPDATE_REFUSED, records=(AuditEvent.HQ_UPDATE_STOPPED,
    AuditEvent.HQ_UPDATES_VIEWED), command="fleet stop", button="Stop for good",
    listing=PACKAGES, changes=_package,
)  # fmt: skip
SHOW_GROUPS = Look(
    "GET /v1/fleet/settings", "List groups of machines with their settings",
    (Permission.MANAGE_ACCOUNTS, Permission.RUN_SERVER), GroupSettingsMessage,
    shows_captured=False, records=(AuditEvent.HQ_FLEET_SETTINGS_VIEWED,),
    command="fleet settings", listing=SETTINGS,
)  # fmt: skip
SET_GROUP = Act(
    "POST /v1/fleet/settings", "Give a group of machines its settings, all that it is to have",
    (Permission.MANAGE_ACCOUNTS,), GroupSettingsMessage, body=GroupSettingsRequest,
    refusal=Problem.AGENCY_SETTING_REFUSED, second=Permission.DOWNLOAD,
    records=(AuditEvent.HQ_SETTINGS_SIGNED, AuditEvent.HQ_FLEET_SETTINGS_VIEWED),
    command="fleet set {group}", button="Give settings", listing=SETTINGS, changes=_decision,
    confirms=lambda answer: answer.changes,
)  # fmt: skip
MOVE_MACHINE = Act(
    "POST /v1/fleet/machines/{device}/group", "Put a machine into a group, or out of its own",
    (Permission.MANAGE_ACCOUNTS,), FleetMessage, body=MachineGroupRequest,
    refusal=Problem.AGENCY_SETTING_REFUSED, second=Permission.DOWNLOAD,
    records=(AuditEvent.HQ_SETTINGS_SIGNED, AuditEvent.HQ_FLEET_VIEWED),
    command="fleet move", button="Put into group", listing=MACHINES, changes=_group_of,
)  # fmt: skip
