"""Formats of delivered hotlists: one TOML file each says where a field is (HOT-05).

The program's own lie in ``resources/hotlist_formats/``; a file of the same name in the folder
``formats`` of headquarters' data takes its place, another name adds a format. Its keys:

``label``, ``kind`` ("fixed" or "delimited"), ``[columns]``: a field (``layout.FIELDS``) stands
in the columns from, up to but without (fixed); in a column by number from 0, or by its name in
the header (delimited). ``list`` and ``category`` are what holds where no column says it, and with
``category = "as described"`` the row's note says it or the row is left out;
``[categories]`` gives words of the file, in whatever capitals, their record code,
``category_letters`` cuts a text to the code. ``date`` is a ``strptime`` format (ISO without),
``header_lines`` are passed over; where columns are named, the first line is the header all the
same. ``header`` is demanded word for word, ``width`` is the number of columns, ``separator`` is
between them; a line that begins with ``trailer`` ends the file, its last number counts the lines.
``recognize`` is a regular expression for the first lines of a file of this format; without it a
file is read so only where the format is named (``--format``, or the drop folder's subfolder).
``example`` shows a file.
``extracted`` is a regular expression whose one group is the time, in the header lines or the
trailer, at which the data was extracted from its source; the column ``extracted_at`` says it line
by line. ``extracted_form`` is its ``strptime`` format (ISO without), in UTC where it names no
zone. From then on counts the age that officers see (HOT-02).
"""

from mdt_alpr.hq.formats.layout import AS_DESCRIBED, FIELDS, Layout, chosen, formats
from mdt_alpr.hq.formats.reading import FileFrame, FileRecord, FileStopsError, records, time_of

__all__ = [
    "AS_DESCRIBED",
    "FIELDS",
    "FileFrame",
    "FileRecord",
    "FileStopsError",
    "Layout",
    "chosen",
    "formats",
    "records",
    "time_of",
]
