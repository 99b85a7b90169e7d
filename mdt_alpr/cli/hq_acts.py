"""The commands that are made of acts (``mdt_alpr.acts``), by the room's name."""

from types import ModuleType

from mdt_alpr.acts import rooms
from mdt_alpr.acts.act import acts_in
from mdt_alpr.cli.act_commands import command_of
from mdt_alpr.cli.arguments import Command


def _commands(room: ModuleType) -> list[Command]:
    groups: dict[str, str] = getattr(room, "GROUPS", {})
    made = [command_of(act) for act in acts_in(room) if act.command]
    return [*(Command(words, help_, None) for words, help_ in groups.items()), *made]


ROOMS = {f"hq_{room.__name__.rpartition('.')[2]}": _commands(room) for room in rooms()}
