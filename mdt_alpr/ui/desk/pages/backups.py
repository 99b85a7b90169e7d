"""Backups at the desk: each as it was made, whether one is missing, to make and to check one."""

from typing import Any

from mdt_alpr.acts import backups
from mdt_alpr.ui.desk.act_table import ActTable


class Backups(ActTable):
    """The newest first; while one is made or checked it shows how far that is."""

    title, order = "Backups", 93
    note = "A timer makes one each night; captured data in it dies with the keys of its days"
    shows, acts = backups.SHOW_BACKUPS, (backups.MAKE_BACKUP, backups.CHECK_BACKUP)

    def rows(self, answer: Any) -> Any:
        self.renews = answer.is_under_way
        return super().rows(answer)


PAGE = Backups
