"""What the agency publishes, and who checked it when (DIS-09)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.review.publications import WAITING, PublicationState
from mdt_alpr.ui.desk.form_table import FormTable
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.ui.desk.presenters.saving import folder_saved
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import full_time, local_time
from mdt_alpr.wire import addresses
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.publications import (
    ContentCheckRequest,
    PublicationMessage,
    PublicationRequest,
    PublicationsMessage,
)
from mdt_alpr.wire.reports import PublicFilesMessage

_ADD, _CLEAR, _FOUND, _END, _PAGE = "add", "clear", "found", "end", "page"
_FORM = FormHead(
    (
        FormField("title", "What is published"),
        FormField("place", "Where it appears"),
        FormField("words", "What you looked at, or found. No plates.", wide=True),
    ),
    (
        (_ADD, "Add"),
        (_CLEAR, "Checked: nothing confidential"),
        (_FOUND, "Checked: not public"),
        (_END, "Taken down"),
        (_PAGE, "Make the public page"),
    ),
    in_row=4,
    saves=((_PAGE, "public-page"),),
)
_STATES = {
    PublicationState.NOT_CHECKED: ("Not checked: do not publish", Mark.RING),
    PublicationState.CHECKED: ("Checked", Mark.TICK),
    PublicationState.DUE: ("Check it again", Mark.RING),
    PublicationState.NOT_PUBLIC: ("Not public: take it down", Mark.CROSS),
    PublicationState.WITHDRAWN: ("Taken down", None),
}


class Publications(FormTable):
    """The menu shows how many wait for a check, from sign-in on."""

    title, order = "Publications", 74
    permissions = (Permission.DOWNLOAD,)
    counts = True
    form, emptied = _FORM, ("title", "place", "words")
    note = "CJIS AC-22: checked by a named person first, then every quarter"
    address, answer = addresses.PUBLICATIONS, PublicationsMessage
    nothing = "Nothing is entered. Fill in what is published and where, then press Add."
    columns = (
        Column("What", 260),
        Column("Where", 220),
        Column("State", 250),
        Column("Last check", 340),
    )

    def begin(self) -> None:
        """Offer what the person may do; an administrator makes the public page (RPT-04)."""
        acts = [act for act, _ in _FORM.acts if act != _PAGE]
        self.acts_changed.emit([*acts, _PAGE] if self.has(Permission.MANAGE_ACCOUNTS) else acts)

    def rows(self, found: PublicationsMessage) -> list[TableRow]:
        """Return a row for each line."""
        return list(map(_row, found.publications))

    def state(self, found: PublicationsMessage) -> PageState:
        """Return how many wait."""
        return PageState(foot=f"{self.waiting(found)} of {len(found.publications)} wait.")

    def waiting(self, found: PublicationsMessage) -> int:
        """Return how many are to check or to take down."""
        return sum(one.state in WAITING for one in found.publications)

    def act(self, act: FormAct) -> None:
        """Enter a publication, or keep what was found about the chosen one."""
        words = act.form.text("words")
        if act.act == _PAGE:
            self.show_state(waits=ASKING)
            call = self.ask(PublicFilesMessage, addresses.PUBLIC_PAGE)
            self.wait(folder_saved(act.place, call), self._made)
        elif act.act == _ADD:
            asked = PublicationRequest(act.form.text("title"), act.form.text("place"))
            self.send(self.address, asked)
        elif not act.key:
            self.show_state(problem="Choose a line first.")
        elif act.act == _END:
            path = addresses.filled(addresses.PUBLICATION_END, number=act.key)
            self.send(path, ReasonMessage(words))
        else:
            path = addresses.filled(addresses.PUBLICATION_CHECKS, number=act.key)
            self.send(path, ContentCheckRequest(act.act == _CLEAR, words))

    def _made(self, files: tuple[str, ...]) -> None:
        made = ", ".join(files)
        self.show_state(foot=f"Made {made}. Read them, then publish the folder.")


PAGE = Publications


def _row(one: PublicationMessage) -> TableRow:
    publication = one.publication
    words, mark = _STATES[one.state]
    due = publication.due_at
    below = f"Next check by {date_words(local_time(due).date())}" if due else ""
    if publication.withdrawn_at is not None:
        below = f"{full_time(publication.withdrawn_at)} by {publication.withdrawn_by}"
    last = publication.checks[-1] if publication.checks else None
    checked = f"{full_time(last.at)} by {last.by}" if last else "None"
    return TableRow(
        str(one.number),
        (
            Cell(publication.title, strong=True, below=f"Entered by {publication.added_by}"),
            Cell(publication.place),
            Cell(words, mark, below=below, warns=one.state in WAITING),
            Cell(checked, below=publication.why_withdrawn or (last.words if last else "")),
        ),
    )
