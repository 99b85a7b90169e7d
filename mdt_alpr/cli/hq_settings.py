"""`hq sign-settings`: allow one car to be without a safety check."""

import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.hq_link import REASON, Hq, confirmed_by, hq_command
from mdt_alpr.domain.errors import OutsideError, in_words
from mdt_alpr.domain.printable import escaped
from mdt_alpr.files.private_files import saved_whole
from mdt_alpr.wire import addresses
from mdt_alpr.wire.car_settings import SUFFIX, SettingsRequest, SettingsSignature
from mdt_alpr.wire.codec import encode


@hq_command(
    "sign-settings",
    "allow one car the settings of its car.toml that take a safety check away",
    arg("file", type=Path, help="the car.toml, which names its device; FILE.sig is written"),
    REASON,
    confirmed_by("a custodian or another administrator"),
)
def _sign_settings(hq: Hq, args: Namespace) -> None:
    """Say what the settings take away, sign them, and write the signature beside them."""
    from mdt_alpr.car.settings import load_settings

    settings = load_settings(args.file)
    try:
        text = args.file.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise OutsideError(f"{args.file} cannot be read: {in_words(error)}.") from error
    asked = SettingsRequest(text, args.reason)
    signed = hq.ask(SettingsSignature, addresses.CAR_SETTINGS_SIGNATURE, asked)
    place = args.file.with_name(args.file.name + SUFFIX)
    saved_whole(place, encode(signed).encode("ascii"))
    for one in settings.weakened:
        sys.stdout.write(escaped(f"{one.title}: {one.state}. {one.meaning}") + "\n")
    sys.stdout.write(
        escaped(f"{place}: put both files into the data folder of {signed.device}.") + "\n"
    )
