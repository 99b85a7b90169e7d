"""What may be asked of headquarters, declared once; a room's acts are in the file of its name.

Of a declaration are made: the address at headquarters (``hq.people.endpoints``) with its
permission and the audit entry that it demands, the published description, the command (``cli``)
and the desk's form and list (``ui.desk``).
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

_KERNEL = "act", "fields", "listing"


def rooms() -> Iterator[ModuleType]:
    """Yield the file of every room."""
    names = (module.name for module in iter_modules(__path__) if module.name not in _KERNEL)
    return (import_module(f"{__name__}.{name}") for name in names)
