"""Commands of the lab: they measure, train, draw sample screens, and list the commands."""
