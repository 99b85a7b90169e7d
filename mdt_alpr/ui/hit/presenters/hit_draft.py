"""What an officer has entered so far of one blind check; nothing here knows read or record."""

from dataclasses import dataclass, field
from enum import StrEnum

from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.plate.plate import LONGEST_PLATE, STATES
from mdt_alpr.ui.hit.presenters.hit_pictures import PictureTimes
from mdt_alpr.ui.hit.presenters.hit_tile_run import TileRun

UNSEEN = "?"
"""Stands for a character that cannot be seen."""
PLACES = 8
"""Places of the entry line: always as many, so that they do not tell the length (D1)."""
BODIES = tuple(Body)
COLORS = (
    Color.BLACK, Color.WHITE, Color.SILVER, Color.GRAY, Color.RED, Color.BLUE,
    Color.GREEN, Color.BROWN, Color.TAN, Color.YELLOW, Color.ORANGE,
)  # fmt: skip
BODY_KEYS = "123456"
COLOR_KEYS = "1234567890-"


class Slot(StrEnum):
    """The four answers in their fixed order (U19)."""

    PLATE = "plate"
    STATE = "state"
    BODY = "body"
    COLOR = "color"


class Pause(StrEnum):
    """Why the entry rests and is to be made again."""

    NONE = "none"
    ONCE_MORE = "once_more"
    DIFFERED = "differed"
    OWN_SIGHT = "own_sight"
    """A relayed or typed hit: the officer has not said yet that he sees the vehicle (VER-06)."""
    NOT_BY_YOU = "not_by_you"
    """Another officer verified it: this one has not begun yet to do so himself (VER-06)."""


@dataclass(slots=True)
class Draft:
    """The answers of one hit; an answer is None until given, empty for "can't tell".

    ``vehicle_is_sent``: only the first answer on the vehicle counts. ``entered``: plate and state
    matched already. ``wants_second_answer``: the first answer about the vehicle was wrong.
    ``waiting``: an entry is on its way to the records thread. ``run`` is the run over the tiles
    where the characters are not typed (D2).
    """

    asks_vehicle: bool
    text: str = ""
    state: str | None = None
    letter: str = ""
    body: str | None = None
    color: str | None = None
    slot: Slot = Slot.PLATE
    states_page: int = 0
    picture: int = 0
    pause: Pause = Pause.NONE
    vehicle_is_sent: bool = False
    entered: bool = False
    wants_second_answer: bool = False
    waiting: bool = False
    view_times: PictureTimes = field(default_factory=PictureTimes)
    run: TileRun | None = None

    # ---------------------------------------------------------------------- answers

    def type(self, character: str) -> None:
        """Take one typed character for the question that is open."""
        takers = {
            Slot.PLATE: self.run.type if self.run else self._type_plate,
            Slot.STATE: self._type_state,
            Slot.BODY: self._type_body,
            Slot.COLOR: self._type_color,
        }
        if self.run is not None and self.run.comparing:
            self.run.type(character)
        else:
            takers[self.slot](character)

    def delete(self) -> None:
        """Remove the last character."""
        if self.run is not None and (self.run.comparing or self.slot is Slot.PLATE):
            self.run.take_back()
        elif self.slot is Slot.PLATE:
            self.text = self.text[:-1]
        elif self.slot is Slot.STATE:
            self.letter, self.state = "", None

    def clear(self) -> None:
        """Remove every character."""
        if self.slot is Slot.PLATE:
            self.text = ""
            if self.run is not None:
                self.run.clear()

    def choose_state(self, code: str) -> None:
        """Enter a state code; empty where the state cannot be seen."""
        if code in STATES or not code:
            self.state, self.letter = code, ""

    def choose_body(self, body: str) -> None:
        """Enter a body; the next question is the color."""
        if not self.vehicle_is_sent and (not body or body in set(Body)):
            self.body, self.slot = body, Slot.COLOR

    def choose_color(self, color: str) -> None:
        """Enter a color."""
        if not self.vehicle_is_sent and (not color or color in set(Color)):
            self.color, self.slot = color, Slot.COLOR

    # ------------------------------------------------------------------------ steps

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Return the answers that are asked: a stolen plate sits on any vehicle, by rule (D4)."""
        return tuple(Slot) if self.asks_vehicle else (Slot.PLATE, Slot.STATE)

    @property
    def plate_is_whole(self) -> bool:
        """Tell whether every character was seen, or every tile answered."""
        if self.run is not None:
            return self.run.is_answered
        return bool(self.text) and UNSEEN not in self.text

    def answered(self, slot: Slot) -> bool:
        """Tell whether a slot holds an answer that can be sent."""
        return {
            Slot.PLATE: self.entered or (self.plate_is_whole and self.view_times.long_enough),
            Slot.STATE: self.entered or bool(self.state),
            Slot.BODY: self.body is not None,
            Slot.COLOR: self.color is not None,
        }[slot]

    @property
    def is_last(self) -> bool:
        """Tell whether the next step is the comparison."""
        return self.slot in (Slot.BODY, Slot.COLOR) or not self._asks_vehicle_now

    @property
    def may_go_on(self) -> bool:
        """Tell whether the open question is answered, and at the end all of them."""
        if self.waiting:
            return False
        if self.run is not None and self.run.comparing:
            return self.run.is_done
        if self.slot is Slot.PLATE:
            return self.answered(Slot.PLATE)
        if self.slot is Slot.STATE and not self.is_last:
            return self.answered(Slot.STATE)
        return all(self.answered(slot) for slot in self.slots)

    @property
    def asks_whole(self) -> bool:
        """Tell whether the whole number comes next, after every other answer (D2)."""
        run = self.run
        at_last = self.is_last and self.slot is not Slot.PLATE
        return run is not None and not run.comparing and not self.entered and at_last

    def go_on(self) -> None:
        """Go to the next question."""
        self.slot = Slot.STATE if self.slot is Slot.PLATE else Slot.BODY

    def go_back(self) -> bool:
        """Go one question back; answers stay. False where there is none before."""
        if self.run is not None and self.run.comparing:
            self.run.ask_tiles()
            return True
        if self.states_page and self.slot is Slot.STATE:
            self.states_page = 0
            return True
        before = {Slot.STATE: Slot.PLATE, Slot.BODY: Slot.STATE, Slot.COLOR: Slot.STATE}
        if self.entered or self.slot not in before:
            return False
        self.slot = before[self.slot]
        return True

    def may_go_to(self, slot: Slot) -> bool:
        """Tell whether a slot may be opened: plate and state before it are answered."""
        open_now = self._open_now
        if slot not in open_now:
            return False
        earlier = open_now[: open_now.index(slot)]
        return all(self.answered(s) for s in earlier if s in (Slot.PLATE, Slot.STATE))

    def again(self, *, keep: bool) -> None:
        """Begin the next entry, with what was typed or from nothing."""
        self.pause, self.slot, self.states_page, self.view_times = (
            Pause.NONE,
            Slot.PLATE,
            0,
            PictureTimes(),
        )
        self.letter = ""
        if not keep:
            self.text, self.state = "", None

    def look_again(self) -> None:
        """Ask body and color again, from nothing; the record has been shown by now."""
        self.wants_second_answer = True
        self.body, self.color, self.slot, self.waiting = None, None, Slot.BODY, False

    def use_tiles(self, run: TileRun | None) -> None:
        """Give the characters by tiles, or type them: what was given the other way goes."""
        self.run = run
        if run is not None:
            self.text = ""

    # ----------------------------------------------------------------------- inside

    @property
    def _asks_vehicle_now(self) -> bool:
        return self.asks_vehicle and not self.vehicle_is_sent

    @property
    def _open_now(self) -> tuple[Slot, ...]:
        seen = () if self.entered else (Slot.PLATE, Slot.STATE)
        vehicle = (Slot.BODY, Slot.COLOR) if self._asks_vehicle_now else ()
        return (*seen, *vehicle)

    def _type_plate(self, character: str) -> None:
        if len(self.text) < LONGEST_PLATE and (character.isalnum() or character == UNSEEN):
            self.text += character

    def _type_state(self, character: str) -> None:
        pair = self.letter + character
        if pair in STATES:
            self.choose_state(pair)
        elif any(code.startswith(character) for code in STATES):
            self.letter, self.state = character, None

    def _type_body(self, character: str) -> None:
        if character in BODY_KEYS:
            self.choose_body(BODIES[BODY_KEYS.index(character)].value)

    def _type_color(self, character: str) -> None:
        if character in COLOR_KEYS:
            self.choose_color(COLORS[COLOR_KEYS.index(character)].value)
