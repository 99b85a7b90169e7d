"""What runs in namespaces of its own: ``-m mdt_alpr.lab.cluster.inside FOLDER N CARS WHICH``."""

import json
import sys
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.lab.cluster.campaign import main

SHORT = "short"
FAILED = "failed"
"""Name of the words that say why there are no figures."""

if __name__ == "__main__":
    folder, failovers, cars, which = sys.argv[1:]
    try:
        found = main(Path(folder), int(failovers), int(cars), short=which == SHORT)
    except OutsideError as error:
        found = {FAILED: str(error)}
    sys.stdout.write(json.dumps(found) + "\n")
