"""Takes what the officer asks about the form of a manual entry."""

from collections.abc import Callable
from typing import Any

from mdt_alpr.ui.entries.models.entry_actions import (
    ChooseBasis,
    ChooseInstruction,
    ChoosePurpose,
    ClearText,
    CloseField,
    ConfirmSpelling,
    DeleteText,
    EditField,
    EntryAction,
    NamePerson,
    TypeText,
)
from mdt_alpr.ui.entries.presenters.entry_form import EntryForm, Field
from mdt_alpr.ui.hit.models.hit_actions import ChooseState, TurnStates

_TAKERS: dict[type, Callable[[EntryForm, Any], None]] = {
    EditField: lambda form, action: form.edit(Field(action.field)),
    CloseField: lambda form, _: form.edit(None),
    TypeText: lambda form, action: form.type(action.character),
    DeleteText: lambda form, _: form.delete(),
    ClearText: lambda form, _: form.clear(),
    ChooseState: lambda form, action: form.choose_state(action.code),
    TurnStates: lambda form, action: form.turn_states(action.page),
    ConfirmSpelling: lambda form, _: form.confirm(),
    ChooseBasis: lambda form, action: form.choose_basis(action.basis),
    ChoosePurpose: lambda form, action: form.choose_purpose(action.purpose),
    NamePerson: lambda form, action: form.name_person(named=action.named),
    ChooseInstruction: lambda form, action: form.choose_instruction(action.instruction),
}


def apply_form_action(form: EntryForm, action: EntryAction) -> None:
    """Change the form as asked; nothing is taken while an entry is on its way."""
    if form.waiting is None:
        _TAKERS[type(action)](form, action)
