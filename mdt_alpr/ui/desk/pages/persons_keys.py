"""The security keys of another person, to remove one that was lost (ACC-02)."""

from mdt_alpr.acts import security_keys
from mdt_alpr.acts.act import Declaration
from mdt_alpr.ui.desk.act_table import ActTable
from mdt_alpr.ui.desk.models.form import FormAct
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.wire.accounts import AccountMessage


class KeysOfPerson(ActTable):
    """Of whom was chosen before."""

    title, order = "Security keys of a person", 120
    opened_from = "second_factors"
    note = "A key that was lost is removed; every session of the person ends then"
    shows, acts = security_keys.PERSONS_KEYS, (security_keys.REMOVE_PERSONS_KEY,)
    asks_first = (
        (
            security_keys.REMOVE_PERSONS_KEY.button,
            "Remove {row.name}? Nobody signs in with it any more, and every session ends now.",
        ),
    )

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._person = ""

    def open(self, chosen: AccountMessage) -> None:
        self.forget()
        self._person = chosen.person_id
        self.empty_form()
        self.about_changed.emit(f"{chosen.name} ({chosen.person_id})")
        self.load()

    def load(self) -> None:
        if self._person:
            self.show_state(waits=ASKING)
            path = self.shows.path(person_id=self._person)
            self.wait(self.ask(self.answer, path), self.show_answer)

    def places(self, pressed: Declaration[object], act: FormAct) -> dict[str, str]:
        return {**super().places(pressed, act), "person_id": self._person}

    def forget(self) -> None:
        super().forget()
        self._person = ""


PAGE = KeysOfPerson
