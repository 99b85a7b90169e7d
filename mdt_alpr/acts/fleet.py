"""The agency's machines in one list: what runs on each, and how it is (CM-8)."""

from mdt_alpr.acts.act import Look
from mdt_alpr.acts.devices import KIND_WORDS
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.fleet import FleetMachine, FleetMessage

GROUPS = {"fleet": "the machines of the agency: what runs on each, and how it is"}


def _cameras(machine: FleetMachine) -> ListCell:
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
        ListColumn("Program", 190, lambda m: ListCell(m.version or "Not reported", m.program)),
        ListColumn("Models", 190, lambda machine: machine.models),
        ListColumn("Settings", 160, lambda machine: machine.settings),
        ListColumn("List", 110, _list),
        ListColumn("Cameras and check", 220, _cameras),
        ListColumn("Last contact", 180, lambda machine: machine.last_contact or "Never"),
    ),
    "No car and no fixed camera is enrolled.",
    _foot,
)
SHOW_FLEET = Look(
    "GET /v1/fleet", "List the machines in use: what runs on each, and how it is",
    (Permission.MANAGE_ACCOUNTS, Permission.RUN_SERVER), FleetMessage, shows_captured=False,
    records=(AuditEvent.HQ_FLEET_VIEWED,), command="fleet list", listing=MACHINES,
)  # fmt: skip
