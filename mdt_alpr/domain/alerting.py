"""How a hit alerts, and what officers are to do: as was set when it was raised (HOT-08)."""

from mdt_alpr.domain.hit import Hit
from mdt_alpr.domain.hotlist import AlertStyle, CategorySetting, HotlistEntry


def setting_of(hit: Hit) -> CategorySetting:
    """Return what the administrator set for the category that the alert names."""
    return hit.settings.of(hit.category.code)


def is_heard(hit: Hit) -> bool:
    """Tell whether the alert makes a sound: nobody silenced it, and none was set against it."""
    return hit.silenced_at is None and setting_of(hit).style is not AlertStyle.SHOWN


def instruction_for(hit: Hit, record: HotlistEntry) -> str:
    """Return what officers are to do on such a record; empty where nothing is set.

    Empty before the entry matched, too: it would tell what kind of record it is (D1).
    """
    return hit.settings.of(record.category).instruction if record in hit.records else ""
