"""`hq sign-settings`: allow one car to be without a safety check."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.car.settings import load_settings
from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq import REASON, by, hq_command, write_file
from mdt_alpr.domain.errors import OutsideError, in_words
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import escaped

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters


@hq_command(
    "sign-settings",
    "allow one car the settings of its car.toml that take a safety check away",
    arg("file", type=Path, help="the car.toml, which names its device; FILE.sig is written"),
    REASON,
    by("administrator, signs in"),
    permissions=(Permission.MANAGE_ACCOUNTS,),
)
def _sign_settings(hq: "Headquarters", args: Namespace) -> int:
    """Say what the settings take away, sign them, and write the signature beside them."""
    from mdt_alpr.hq.people.car_settings import sign_settings
    from mdt_alpr.wire.car_settings import SUFFIX, SettingsRequest
    from mdt_alpr.wire.codec import encode

    settings = load_settings(args.file)
    try:
        text = args.file.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        message = f"{args.file} cannot be read: {in_words(error)}."
        raise OutsideError(message) from error
    signed = sign_settings(hq, SettingsRequest(text, args.reason), args.by)
    place = args.file.with_name(args.file.name + SUFFIX)
    write_file(place, encode(signed).encode("ascii"))
    for one in settings.weakened:
        sys.stdout.write(escaped(f"{one.title}: {one.state}. {one.meaning}") + "\n")
    sys.stdout.write(
        escaped(f"{place}: put both files into the data folder of {signed.device}.") + "\n"
    )
    return 0
