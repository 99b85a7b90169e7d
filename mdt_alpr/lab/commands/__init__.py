"""Commands of the lab: they measure, train, draw sample screens, and list the commands."""

from mdt_alpr.cli.arguments import Command

COMMANDS = (
    Command(
        "command-list",
        "mdt_alpr.lab.commands.command_list",
        "write the page of all commands and their arguments",
    ),
    Command("bench", "mdt_alpr.lab.commands.bench", "measure the speed of this machine"),
    Command(
        "evaluate",
        "mdt_alpr.lab.commands.evaluate",
        "measure recognition on pictures or clips with known truth",
    ),
    Command("screenshots", "mdt_alpr.lab.commands.screenshots", "render every page into a folder"),
    Command("train", "mdt_alpr.lab.commands.train", "train one of our networks on drawn pictures"),
)
