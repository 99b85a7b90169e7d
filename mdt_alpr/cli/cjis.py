"""`cjis`: the CJIS Security Policy, control by control (CM-6, SA-5).

The table is ``resources/cjis.toml``. A test collects every test that it names.
"""

import json
import sys
import tomllib
from argparse import Namespace
from collections import Counter
from dataclasses import asdict, dataclass
from enum import StrEnum

from mdt_alpr.cli.arguments import arg, main_command
from mdt_alpr.files.paths import resource

TABLE = "cjis.toml"


class ControlStatus(StrEnum):
    """Whether the program meets a control, the agency must, or it is not met yet."""

    MET = "met"
    AGENCY = "agency"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Control:
    """One control; ``test`` is the pytest node that proves it, empty where it is not met.

    ``does`` is what the program does, ``agency_duty`` what is left to the agency.
    """

    id: str
    family: str
    status: ControlStatus
    does: str
    test: str
    agency_duty: str


def controls() -> tuple[Control, ...]:
    """Return every control, in the order of the table."""
    found = tomllib.loads(resource(TABLE).read_text(encoding="utf-8"))
    return tuple(
        Control(
            id=row["id"],
            family=row["family"],
            status=ControlStatus(row["status"]),
            does=row["does"],
            test=row.get("test", ""),
            agency_duty=row.get("duty", ""),
        )
        for row in found["control"]
    )


@main_command(arg("--json", action="store_true", help="one JSON object"))
def _cjis(args: Namespace) -> None:
    found = controls()
    counted = Counter(control.status for control in found)
    numbers = {status.value: counted[status] for status in ControlStatus}
    if args.json:
        plain = {"controls": [asdict(control) for control in found], **numbers}
        sys.stdout.write(json.dumps(plain) + "\n")
        return
    for control in found:
        sys.stdout.write(_words(control))
    sys.stdout.write(", ".join(f"{name} {number}" for name, number in numbers.items()) + "\n")


def _words(control: Control) -> str:
    lines = [f"{control.id} ({control.family}): {control.status.value}", f"  {control.does}"]
    if control.test:
        lines.append(f"  Proved by {control.test}")
    if control.agency_duty:
        lines.append(f"  Agency: {control.agency_duty}")
    return "\n".join(lines) + "\n"
