"""One numbered record of headquarters: its timeline and papers, and the acts on it."""

from abc import abstractmethod
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import Signal

from mdt_alpr.acts.act import Act, Declaration, Look
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.policy import LARGEST_PAPER
from mdt_alpr.ui.desk.act_form import body_of
from mdt_alpr.ui.desk.models.form import FormAct, FormHead, FormValues
from mdt_alpr.ui.desk.page import ASKING, SENDING
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.two_people import TwoPeople
from mdt_alpr.ui.desk.views.hold_page import HoldPage


class FilePage(TwoPeople):
    """What an act answers is the record again; an act on what was changed meanwhile is refused.

    Signals:
        paper_wanted: the person is to name a file to attach.
        place_wanted: the person is to name a file to write; the name that is proposed.
    """

    form: ClassVar[FormHead]
    acts: ClassVar[tuple[Act[Any], ...]]
    """Those that a button sends; the page does the others of its form itself."""
    asks_first: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Buttons of acts that cannot be undone, each with the question before it."""
    shows: ClassVar[Look[Any]]
    attaches: ClassVar[Act[Any]]

    paper_wanted = Signal()
    place_wanted = Signal(str)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self.number, self._saving = 0, ""
        self.found: Any = None

    def widget(self) -> HoldPage:
        view = HoldPage(self.head, self.form)
        view.paper_chosen.connect(self.attach)
        view.place_chosen.connect(self.save)
        self.paper_wanted.connect(view.choose_paper)
        self.place_wanted.connect(view.choose_place)
        self.connect_form(view, self.act)
        self.connect_second(view.second)
        self.second_changed.connect(view.second.ask)
        return view

    def act(self, act: FormAct) -> None:
        """Send the act that was pressed, unless a field refuses."""
        pressed = next(known for known in self.acts if known.button == act.act)
        self.do(pressed, act.form)

    def do(self, pressed: Act[Any], form: FormValues, **known: object) -> None:
        """Send an act of what was typed and is known, after a question where it is final."""
        self.drop_question()
        body = self.body(pressed, form, **known)
        if body is None:
            return
        send = partial(self.send, pressed, body)
        if question := dict(self.asks_first).get(pressed.button, ""):
            self.ask_first(question, send)
        else:
            send()

    def body(self, pressed: Act[Any], form: FormValues, **known: object) -> Any:
        """Return what is sent; None, with what is wrong shown, where a field refuses."""
        try:
            return body_of(pressed, form, self.made(pressed), known)
        except DomainError as error:
            self.show_state(problem=str(error))
            return None

    @abstractmethod
    def show_record(self, answer: Any) -> None:
        """Show the record with what may be done."""

    @abstractmethod
    def paper_named(self, name: str) -> object:
        """Return what headquarters is told of a paper that is attached."""

    def open(self, chosen: int) -> None:
        self.forget()
        self.number = chosen
        self.load()

    def load(self) -> None:
        if self.number:
            self.show_state(waits=ASKING)
            self.wait(self.ask(self.shows.answers, self.path(self.shows)), self.show_found)

    def show_found(self, answer: Any) -> None:
        """Show the record as it is now."""
        self.found = answer
        self.show_record(answer)

    def path(self, act: Declaration[Any], **places: object) -> str:
        """Return where an act on the record is asked for, with the version that was shown."""
        filled = {"number": self.number, **places}
        seen = act.seen_in(self.found, **filled) if isinstance(act, Act) else ""
        return act.path(seen=seen, **filled)

    def send(self, act: Act[Any], body: object) -> None:
        """Do an act."""
        self.show_state(waits=SENDING)
        self.wait(self.ask(self.shows.answers, self.path(act), body), self.changed)

    def changed(self, answer: Any) -> None:
        """Show the record as the act left it."""
        self.outdated.emit(self.opened_from)
        self.show_found(answer)
        self.acted.emit(self.page_name())

    def attach(self, place: str) -> None:
        """Attach the file that was chosen."""
        file = Path(place)
        self.show_state(waits=SENDING)
        self.desk.used()
        body, path = self.paper_named(file.name), self.path(self.attaches)
        call = self.desk.sent(self.shows.answers, path, body, file, LARGEST_PAPER)
        self.wait(call, self.changed)

    def choose_place(self, name: str, look: Look[Any], **places: object) -> None:
        """Let the person name the file to write."""
        self._saving = self.path(look, **places)
        self.place_wanted.emit(name)

    def save(self, place: str) -> None:
        """Write the file that was asked for."""
        self.show_state(waits=ASKING)
        self.wait(self.desk.saved(self._saving, Path(place)), self.say_saved)

    def forget(self) -> None:
        super().forget()
        self.number, self.found, self._saving = 0, None, ""
