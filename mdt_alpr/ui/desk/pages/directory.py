"""Whose accounts are signed in to by the agency's directory, and its token (ACC-01, ACC-12)."""

from mdt_alpr.acts import directory
from mdt_alpr.acts.act import Declaration
from mdt_alpr.ui.desk.act_table import ActTable
from mdt_alpr.ui.desk.models.form import FormAct, FormField
from mdt_alpr.wire.directory import DirectoryToken

_ENDS = "Every session of the account ends now."


class Directory(ActTable):
    """By user name; a link is made of a user name and what the directory calls the person."""

    title, order = "Directory", 111
    heading = "Accounts linked to the directory"
    note = "A person who is refused there is told the subject; compare it before you link it"
    shows, acts = directory.SHOW_LINKS, (directory.LINK, directory.UNLINK, directory.MAKE_TOKEN)
    typed = (FormField("person_id", "User name of the account"),)
    asks_first = (
        (directory.LINK.button, f"Let {{body.subject}} of the directory sign in? {_ENDS}"),
        (
            directory.UNLINK.button,
            f"Let nobody of the directory sign in as {{row.person_id}} ({{row.name}})? {_ENDS}",
        ),
        (
            directory.MAKE_TOKEN.button,
            "Make a new token? The directory says who has left by no other any more.",
        ),
    )

    def places(self, pressed: Declaration[object], act: FormAct) -> dict[str, str]:
        """Return the account: that which was typed, of a new link."""
        if pressed is directory.LINK:
            return {"person_id": act.form.text("person_id")}
        return super().places(pressed, act)

    def was_done(self, answer: DirectoryToken) -> None:
        """Show the token once."""
        super().was_done(answer)
        self.about_changed.emit(
            f"Token: {answer.token}. Give it to the directory. It is shown only here, now."
        )


PAGE = Directory
