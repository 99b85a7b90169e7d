"""`licenses`: whose the bundled files and the packages are, from ``resources/licenses.toml``."""

import json
import sys
import tomllib
from argparse import Namespace

from mdt_alpr.cli.arguments import arg, main_command
from mdt_alpr.files.paths import resource

TABLE = "licenses.toml"


@main_command(arg("--json", action="store_true", help="one JSON object"))
def _licenses(args: Namespace) -> None:
    found = tomllib.loads(resource(TABLE).read_text(encoding="utf-8"))
    files = {name: entry["license"] for entry in found["entry"] for name in entry["files"]}
    if args.json:
        sys.stdout.write(json.dumps({"files": files, "packages": found["packages"]}) + "\n")
        return
    for name, terms in {**files, **found["packages"]}.items():
        sys.stdout.write(f"{name}: {terms}\n")
