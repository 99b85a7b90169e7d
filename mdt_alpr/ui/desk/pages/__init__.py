"""Pages of the desk, one file each: found by a folder walk, in the menu of those who have them.

A file offers one ``Page`` as ``PAGE``: its title, its place in the menu, the permissions of which
one is enough, its columns, where it asks headquarters and what, and the rows of the answer. A page
that is only a table needs no widget; one with a widget of its own makes it in ``widget``.
"""

import sys

from mdt_alpr.files.plugin_files import modules_in
from mdt_alpr.ui.desk.page import Page


def page_kinds() -> tuple[type[Page], ...]:
    """Return the class of each page, in the order of the menu."""
    found = (module.PAGE for module in modules_in(sys.modules[__name__]))
    return tuple(sorted(found, key=lambda kind: (kind.order, kind.page_name())))
