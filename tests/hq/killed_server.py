"""A server or a command that ends as if its power failed, in the middle of what it does."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import Connection as Database
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mdt_alpr.adapters.session_keyring import VARIABLE
from mdt_alpr.cli import main
from mdt_alpr.domain.audit.audit import AuditEntry
from mdt_alpr.hq.app import app_of, open_headquarters, running
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.base.settings import HqSettings
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP
from tests.hq.senders import HANGS_AFTER_S

BEFORE_COMMIT, IN_ANSWER = "an entry is written, not committed", "half of the answer is out"
OPENED, UNNAMED, NAMED = "a file is opened", "it is written, without its name", "it has its name"
_IS_CHOSEN: ContextVar[bool] = ContextVar("is_chosen", default=False)


def _killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Killed:
    """Ends the process at a moment of the request to an address."""

    def __init__(self, app: ASGIApp, path: str, moment: str) -> None:
        self.app, self.path, self.moment = app, path, moment

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != self.path:
            await self.app(scope, receive, send)
            return

        async def half_sent(message: Message) -> None:
            if message["type"] == "http.response.body" and self.moment == IN_ANSWER:
                body = message["body"]
                await send({**message, "body": body[: len(body) // 2], "more_body": True})
                await asyncio.sleep(0)
                _killed()
            await send(message)

        _IS_CHOSEN.set(True)
        await self.app(scope, receive, half_sent)


def serve(data: Path, path: str, moment: str, said: Connection) -> None:
    """Serve until the moment comes; say the address."""
    appended = own_audit.append

    def append(connection: Database, *entries: AuditEntry) -> None:
        appended(connection, *entries)
        if moment == BEFORE_COMMIT and _IS_CHOSEN.get():
            _killed()

    own_audit.append = append
    settings = HqSettings(data, password_cost=CHEAP)
    app = app_of(open_headquarters(settings, SetClock(NOW), os.urandom))
    app.add_middleware(Killed, path=path, moment=moment)
    with running(app, settings) as url:
        said.send(url)
        threading.Event().wait()


def command(words: Sequence[str], session: str, place: str, moment: str) -> None:
    """Give a command of headquarters that writes a file or a folder at ``place``."""
    renamed = False

    def killing(event: str, facts: tuple[Any, ...]) -> None:
        nonlocal renamed
        if event == "os.kill":  # its own
            return
        if renamed:
            _killed()
        if event == "open" and moment == OPENED and str(facts[0]).startswith(place):
            _killed()
        if event == "os.rename" and str(facts[1]) == place:
            if moment == UNNAMED:
                _killed()
            renamed = True

    os.environ[VARIABLE] = session
    sys.addaudithook(killing)
    main(["hq", *words])


def command_killed(words: Sequence[object], session: str, place: Path, moment: str) -> None:
    """Give such a command in a process that is killed at a moment of its writing."""
    forked = get_context("forkserver")
    forked.set_forkserver_preload([__name__])
    given = [str(word) for word in words], session, str(place), moment
    process = forked.Process(target=command, args=given, daemon=True)
    process.start()
    process.join(HANGS_AFTER_S)
    assert process.exitcode == -signal.SIGKILL, "it wrote in another way"
    process.close()


@contextmanager
def ending_at(moment: str, data: Path, path: str) -> Iterator[str]:
    """Serve in a process that is killed at a moment of the request to ``path``; give its URL."""
    forked = get_context("forkserver")  # what it imports is there: each begins at once
    forked.set_forkserver_preload([__name__])
    heard, said = forked.Pipe(duplex=False)
    process = forked.Process(target=serve, args=(data, path, moment, said), daemon=True)
    process.start()
    yield heard.recv()
    process.join(HANGS_AFTER_S)
    assert process.exitcode == -signal.SIGKILL
    process.close()
