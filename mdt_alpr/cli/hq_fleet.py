"""What `hq fleet` does beside its acts: a package to publish."""

import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.acts import fleet as acts
from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq_link import Hq, confirmed_by, hq_command
from mdt_alpr.cli.progress import progress
from mdt_alpr.domain.printable import escaped
from mdt_alpr.wire.program_updates import ProgramPackages


@hq_command(
    "fleet publish",
    "sign a package of the program and keep it for cars; it goes to none yet",
    arg("file", type=Path, help="mdt-alpr_VERSION_amd64.deb or mdt-alpr-VERSION.msi"),
    confirmed_by("a custodian or another administrator"),
)
def _publish(hq: Hq, args: Namespace) -> None:
    """Send it, and say what was signed."""
    named = [("name", args.file.name)]
    with progress(f"Sending {args.file.name}"):
        packages = hq.send_file(ProgramPackages, acts.PUBLISH.path(), args.file, named).packages
    facts = packages[0].facts
    words = f"Package {facts.number}: version {facts.version}, SHA-256 {facts.sha256}."
    sys.stdout.write(f"{escaped(words)} Next: mdt-alpr hq fleet begin {facts.number} CAR\n")
