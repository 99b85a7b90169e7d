"""Takes the officer's wishes about the form of a manual entry."""

from collections.abc import Callable
from typing import Any

from mdt_alpr.ui.entries.models.entry_wishes import (
    ChooseBasis,
    ChooseInstruction,
    ChoosePurpose,
    ClearText,
    CloseField,
    ConfirmSpelling,
    DeleteText,
    EditField,
    EntryWish,
    NamePerson,
    TypeText,
)
from mdt_alpr.ui.entries.presenters.entry_form import EntryForm, Field
from mdt_alpr.ui.hit.models.hit_wishes import ChooseState, TurnStates

_TAKERS: dict[type, Callable[[EntryForm, Any], None]] = {
    EditField: lambda form, wish: form.edit(Field(wish.field)),
    CloseField: lambda form, _: form.edit(None),
    TypeText: lambda form, wish: form.type(wish.character),
    DeleteText: lambda form, _: form.delete(),
    ClearText: lambda form, _: form.clear(),
    ChooseState: lambda form, wish: form.choose_state(wish.code),
    TurnStates: lambda form, wish: form.turn_states(wish.page),
    ConfirmSpelling: lambda form, _: form.confirm(),
    ChooseBasis: lambda form, wish: form.choose_basis(wish.basis),
    ChoosePurpose: lambda form, wish: form.choose_purpose(wish.purpose),
    NamePerson: lambda form, wish: form.name_person(named=wish.named),
    ChooseInstruction: lambda form, wish: form.choose_instruction(wish.instruction),
}


def take_form_wish(form: EntryForm, wish: EntryWish) -> None:
    """Change the form as wished; nothing is taken while an entry is on its way."""
    if form.waiting is None:
        _TAKERS[type(wish)](form, wish)
