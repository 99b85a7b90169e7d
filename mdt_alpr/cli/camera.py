"""A fixed camera: no window, nobody signs in; it reads and sends by its certificate.

It runs until its source ends or the program is stopped. What it may be told lies in car.toml.
"""

from argparse import Namespace
from pathlib import Path

from mdt_alpr.cli.arguments import arg, main_command


@main_command(
    arg("--source", help="camera index, video file, rtsp:// address, or folder"),
    arg("--data", type=Path, help="its folder (default: the data folder)"),
    arg("--detector", help="engine that finds plates: own (default), ppocr, easyocr, agency"),
    arg("--reader", help="engine that reads plates: own (default), ppocr, easyocr, agency"),
    arg(
        "--training",
        action="store_true",
        help="mark everything TRAINING; needs a folder of its own",
    ),
    arg("--json", action="store_true", help="JSON lines"),
    arg("--why", action="store_true", help="say why a candidate became no read"),
    epilog="It is enrolled first (enroll --kind camera), and reads nothing before an "
    "administrator has said where it is (hq place-camera). Exit code: 75 where an update waits, "
    "which is installed before its next start.",
)
def _camera(args: Namespace) -> int:
    """Run the camera until its source ends."""
    from mdt_alpr.car.one_program import alone_in
    from mdt_alpr.car.settings import load_settings
    from mdt_alpr.car.settings_file import SETTINGS_FILE, GroupSettingsFile, by_group_settings
    from mdt_alpr.car.update_files import CarUpdateFiles, MachinePlaces
    from mdt_alpr.cli.headless import STARTS_AGAIN, HeadlessCamera, Printing
    from mdt_alpr.files.paths import data_folder

    folder = args.data or data_folder()

    def run() -> int:
        settings = load_settings(
            folder / SETTINGS_FILE,
            GroupSettingsFile(folder).values,
            source=args.source,
            camera=() if args.source else None,
            detector=args.detector,
            reader=args.reader,
            training=True if args.training else None,
            data=folder,
        )
        return HeadlessCamera(settings, Printing(args.json, args.why), None).run()

    files = CarUpdateFiles(folder)
    with alone_in(folder):
        files.note_start(MachinePlaces())
        while (code := by_group_settings(folder, run)) == STARTS_AGAIN:
            if files.package.exists():
                break
    return code
