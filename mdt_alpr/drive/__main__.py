"""``python -m mdt_alpr.drive FOLDER`` writes the demo's hotlist and truth."""

import csv
import json
import sys
from pathlib import Path

from mdt_alpr.drive.sample_files import COLUMNS, rows, truth


def write(folder: Path) -> None:
    """Write ``hotlist.csv`` and ``truth.json`` into ``folder``."""
    with (folder / "hotlist.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(rows())
    text = json.dumps(truth(), indent=1, ensure_ascii=False)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
