"""Hotlist categories: purpose, priority, sound, instruction, on or off (HOT-08, PUR-03)."""

from mdt_alpr.acts import hotlists
from mdt_alpr.domain.citations import under
from mdt_alpr.domain.review.list_precision import proposal_words
from mdt_alpr.ui.desk.act_table import ActTable
from mdt_alpr.ui.desk.models.form import FormValues
from mdt_alpr.wire.hotlists import CategoryMessage

_ON = "Switch on {row.name}? Its lines are used from the next delivery of the list."
_OFF = "Switch off {row.name}? No car alerts on it any more."
_DECIDE = "Set it, or set the present priority again to keep it. Either starts the count anew."


class Categories(ActTable):
    """A category is on only with the lawful purpose that supports it."""

    title, order = "Categories", 55
    heading = "Hotlist categories"
    note = under("statute", "each has a lawful purpose. An administrator decides.")
    stopped = "Stopped. Press F5 to ask again."
    shows = hotlists.SHOW_CATEGORIES
    acts = hotlists.SWITCH_ON, hotlists.SWITCH_OFF, hotlists.SET_CATEGORY
    asks_first = (hotlists.SWITCH_ON.button, _ON), (hotlists.SWITCH_OFF.button, _OFF)
    links = (("look_alikes", "Look-alikes"),)
    in_row = 4

    def choose(self, code: str) -> None:
        """Fill the form with a category, and say how often its lists were right."""
        super().choose(code)
        if (category := self.known.get(code)) is not None:
            setting, purpose = category.setting, category.purpose
            known = {
                "purpose": purpose.value if purpose else "",
                "priority": setting.priority.value,
                "style": setting.style.value,
                "instruction": setting.instruction,
                "reason": "",
            }
            self.form_changed.emit(FormValues(known))
            self.about_changed.emit(_precision(category, self.found.line))


PAGE = Categories


def _precision(category: CategoryMessage, line: float | None) -> str:
    """Return how often hits of each list were right, and what is proposed (D18)."""
    if category.proposed is not None and line is not None:
        return f"{proposal_words(category.proposed, category.lists, line)}. {_DECIDE}"
    counts = "; ".join(precision.words for precision in category.lists)
    return f"Hits since it was set that a person decided: {counts}." if counts else ""
