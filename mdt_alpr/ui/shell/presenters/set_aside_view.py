"""What headquarters refused, in words: how many, why the newest, what to do."""

from mdt_alpr.domain.retention.outbox import SetAside
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.shell.models.pages import StatusLine
from mdt_alpr.wire.problems import Problem


def set_aside_lines(set_aside: SetAside) -> tuple[StatusLine, ...]:
    """Return the line of the status page; none while nothing was refused."""
    if set_aside.count == 0:
        return ()
    items = "1 item" if set_aside.count == 1 else f"{set_aside.count:,} items"
    number = set_aside.newest_problem
    problem = None if number is None else Problem.of_number(number)
    detail = "Call the technician." if problem is None else problem.sentence
    value = f"{items}, newest for reason {number}"
    return (StatusLine("Refused", value, Mark.WEAK, detail),)
