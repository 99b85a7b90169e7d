"""What an officer does on the page of manual entries: a signal an act, named as the method."""

from PySide6.QtCore import QObject, Signal


class PadSignals(QObject):
    """The acts on the fields of a form and their pads."""

    edit_field = Signal(str)
    """Open the pad of a field."""
    close_field = Signal()
    """Back from the pad to the form; what was typed stays."""
    next_field = Signal()
    """On to the next field or the form, or send the request for more time."""
    type_text = Signal(str)
    """A character for the open field; with none open the first empty one opens."""
    delete_text = Signal()
    clear_text = Signal()
    choose_state = Signal(str)
    turn_states = Signal(int)
    choose_answer = Signal(str)
    """The answer of the open field, where it is one of a few."""


class EntrySignals(PadSignals):
    """The acts on the form, its pads and the own entries."""

    confirm_spelling = Signal()
    """The doubtful characters are as they were spelled out (MAN-07)."""
    choose_basis = Signal(str)
    choose_purpose = Signal(str)
    name_person = Signal(bool)
    choose_instruction = Signal(str)
    """What officers should do; empty for own words."""
    add_entry = Signal()
    ask_check = Signal()
    """Compare the plate with the list without an entry: it is seen and was not read."""
    clear_form = Signal()
    """Needs a second tap, as removing an entry does."""
    choose_entry = Signal(str)
    remove_entry = Signal(str)
    ask_more_time = Signal(str)
    still_wanted = Signal(str)
    """What DCIN or the owner said of an entry that names a person (MAN-08)."""
    not_wanted = Signal(str)
    turn_entries = Signal(int)


class PastReadsSignals(QObject):
    """The acts around the past reads of an own entry."""

    look_back = Signal(str)
    """Past reads of this entry: purpose and case are asked first."""
    choose_purpose = Signal(str)
    type_text = Signal(str)
    delete_text = Signal()
    clear_text = Signal()
    show_reads = Signal()
    """Ask headquarters for them."""
    leave = Signal()
    """Back to the entries; what was shown is forgotten."""


class IncidentSignals(PadSignals):
    """The acts on the report of an incident."""

    choose_kind = Signal(str)
    use_phrase = Signal(str)
    """Say what happened in the words of a tile, by its key."""
    choose_hit = Signal(str)
    """The hit that it is about; pressed again, none."""
    turn_hits = Signal()
    choose_ground = Signal(str)
    """For what the hit's reads are kept past their time; pressed again, for nothing."""
    ask_report = Signal()
    """On to the question; nothing is reported yet."""
    go_back = Signal()
    """From the pad to the form, from the form to patrol; what was typed stays."""


class HoldSignals(PadSignals):
    """The acts on form ALPR-1 and around the own preservation requests."""

    use_plate = Signal(str)
    """Fill in a plate that this officer entered before, by its key."""
    toggle_this_car = Signal()
    choose_window = Signal(str)
    choose_ground = Signal(str)
    ask_confirm = Signal()
    """On to the question; nothing is filed yet."""
    confirm = Signal()
    """File the form."""
    go_back = Signal()
    """From the pad or the question to the form, from the form to the entries; what was typed
    stays."""
    turn_requests = Signal(int)
