"""What the agency publishes, and who checked it when (DIS-09)."""

from mdt_alpr.acts import publications, reports
from mdt_alpr.ui.desk.act_table import ActTable
from mdt_alpr.ui.desk.models.form import FormAct
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.ui.desk.presenters.saving import folder_saved


class Publications(ActTable):
    """The menu shows how many wait; an administrator makes the public page (RPT-04)."""

    title, order = "Publications", 74
    counts = True
    note = "CJIS AC-22: checked by a named person first, then every quarter"
    nothing = "Nothing is entered. Fill in what is published and where, then press Add."
    shows = publications.SHOW_PUBLICATIONS
    acts = (
        publications.ADD_PUBLICATION,
        publications.FIND_CLEAR,
        publications.FIND_NOT_PUBLIC,
        publications.END_PUBLICATION,
        reports.MAKE_PUBLIC_PAGE,
    )
    saves = ((reports.MAKE_PUBLIC_PAGE.button, "public-page"),)
    in_row = 6

    def act(self, act: FormAct) -> None:
        """Make the public page, whose files go into a folder, or do what else was pressed."""
        if act.act != reports.MAKE_PUBLIC_PAGE.button:
            super().act(act)
            return
        self.show_state(waits=ASKING)
        call = self.ask(reports.MAKE_PUBLIC_PAGE.answers, reports.MAKE_PUBLIC_PAGE.path())
        self.wait(folder_saved(act.place, call), self._made)

    def _made(self, files: tuple[str, ...]) -> None:
        made = ", ".join(files)
        self.show_state(foot=f"Made {made}. Read them, then publish the folder.")


PAGE = Publications
