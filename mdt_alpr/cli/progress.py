"""What a person at a terminal sees of a long command; nothing in a pipe.

It goes to stderr, so that what a command prints can be read by another program.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[[str], None]]:
    """Show that ``what`` goes on, and since when, until the block ends.

    The function that is given counts one of ``total`` as done, under the words it is given.
    """
    if not sys.stderr.isatty():
        yield lambda _words: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn()
    shown = Progress(
        *columns,
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    with shown:
        task = shown.add_task(what, total=total)

        def count(words: str) -> None:
            shown.update(task, advance=1, description=f"{what}: {words}")

        yield count
