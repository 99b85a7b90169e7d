"""What an officer does on a hit's pages: a signal an act, named as the presenter's method.

Names that they carry are the values of the domain's enumerations ("pickup", "mdt", "cleared").
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True)
class ChosenGlyph:
    """What is seen at a tile; an empty glyph for "can't tell"."""

    tile: int
    glyph: str


@dataclass(frozen=True, slots=True)
class ReleasedHold:
    """The stop button was released before its time, on the hit on which the hold began."""

    hit_id: str
    held_s: float


class HitSignals(QObject):
    """The acts on one hit page; they concern the hit that it shows."""

    # ------------------------------------------------------------------------- every page

    type_character = Signal(str)
    """A letter, a digit, or "?" for one that cannot be seen; means what the page asks for."""
    delete_character = Signal()
    clear_entry = Signal()
    go_next = Signal()
    """The page's main button: next question, compare, save."""
    go_back = Signal()
    """One step back; answers stay."""
    leave = Signal()
    """Back to patrol; the hit stays open."""
    end_hit = Signal()
    """To the question how the hit ended (F12 Reject, Close hit)."""
    choose_relay = Signal()
    """To the units to which the hit can be passed on."""
    preserve = Signal()
    """To form ALPR-1 with what was entered; the hit stays open."""
    pass_on = Signal(str)
    """To the unit in this car (a device)."""
    turn_units = Signal()
    """To the next page of units on shift; behind the last comes the first."""

    # ------------------------------------------------------------------------ blind check

    choose_picture = Signal(int)
    choose_state = Signal(str)
    """The state of issuance by its code; empty where it cannot be seen."""
    turn_states = Signal(int)
    """A page of all states; 0 is the page of the area."""
    choose_body = Signal(str)
    """Empty for "can't tell", as with the color."""
    choose_color = Signal(str)
    go_to = Signal(str)
    """To a slot that was answered before."""
    enter_again = Signal()
    cannot_read = Signal()
    """Ask whether the plate cannot be read."""
    confirm_cannot_read = Signal()
    """State that it cannot, which cannot be undone."""
    choose_glyph = Signal(ChosenGlyph)
    compare_whole = Signal(str)
    """The whole number beside the picture: same, different, empty for "can't tell"."""
    use_tiles = Signal()
    use_keyboard = Signal()

    # --------------------------------------------------------------------- result and gate

    turn_record = Signal(int)
    """The next or the previous record of several."""
    ask_status = Signal(str)
    """What a source replied is to be recorded: mdt, communications, dcin."""
    ask_why_not = Signal()
    ask_reason = Signal()
    state_result = Signal(str)
    state_why_not = Signal(str)
    give_reason = Signal(str)
    ask_gateway = Signal()
    ask_confirmation = Signal()
    answer_confirmation = Signal(str)
    """A tile of the hit confirmation's sheet, by its key."""
    initiate_stop = Signal()
    """The hold was completed."""
    release_hold = Signal(ReleasedHold)

    # ------------------------------------------------------------------------- disposition

    choose_disposition = Signal(str)
    choose_stopped = Signal(str)
    """Whether the vehicle was stopped: no, before, after."""
    choose_outcome = Signal(str)
    choose_force = Signal(bool)
    edit_event_number = Signal()
    end_event_number = Signal()
    ask_stop_record = Signal()
    """To the sheet for a stop that was made without the checks."""
    choose_stop_reason = Signal(str)
    choose_minutes_ago = Signal(int)
    record_stop = Signal()
