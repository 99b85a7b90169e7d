"""What the administrator set for categories as plain JSON values and back."""

from collections.abc import Iterable
from typing import Any

from mdt_alpr.domain.hotlist.hotlist import AlertStyle, CategorySetting, CategorySettings, Priority

Facts = dict[str, Any]


def settings_facts(settings: CategorySettings) -> list[Facts]:
    """Return the settings, one object a category."""
    return [
        {
            "code": setting.code,
            "priority": setting.priority.value,
            "style": setting.style.value,
            "instruction": setting.instruction,
        }
        for setting in settings.decided
    ]


def settings_from(facts: Iterable[Facts]) -> CategorySettings:
    """Return the settings; what an older program wrote has none."""
    return CategorySettings(
        tuple(
            CategorySetting(
                code=one["code"],
                priority=Priority(one["priority"]),
                style=AlertStyle(one["style"]),
                instruction=one["instruction"],
            )
            for one in facts
        )
    )
