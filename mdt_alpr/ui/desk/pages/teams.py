"""Who is in which team, and who reviews every team (SUP-02)."""

from typing import Any

from mdt_alpr.acts import teams
from mdt_alpr.acts.act import Act
from mdt_alpr.ui.desk.act_table import ActTable


class Teams(ActTable):
    """Each account with its team; the form has those of the chosen one."""

    title, order = "Teams", 102
    permissions = teams.SET_TEAM.may
    note = "A supervisor reviews the own team, or every team where that is set here"
    shows, acts = teams.SHOW_TEAMS, (teams.SET_TEAM,)
    fills = ("team", "sees_all")
    tall = False

    def question(self, pressed: Act[Any], row: Any, body: Any) -> str:
        del pressed
        return f"Let {row.name} review every team?" if body.sees_all > row.sees_all else ""


PAGE = Teams
