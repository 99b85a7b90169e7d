"""Commands of the lab: they measure, train, draw sample screens, and list the commands."""

COMMANDS = (
    (
        "command-list",
        "mdt_alpr.lab.commands.command_list",
        "write the page of all commands and their arguments",
    ),
    ("bench", "mdt_alpr.lab.commands.bench", "measure the speed of this machine"),
    (
        "evaluate",
        "mdt_alpr.lab.commands.evaluate",
        "measure recognition on pictures or clips with known truth",
    ),
    ("screenshots", "mdt_alpr.lab.commands.screenshots", "render every page into a folder"),
    ("train", "mdt_alpr.lab.commands.train", "train one of our networks on drawn pictures"),
)
"""Name, module and help of each; the command line, which imports this, makes commands of them."""
