"""Simulated cars: each sends what cars send, and keeps a ledger of what was acknowledged.

A line of the ledger is on the disk before the car forgets the item. A car has one server that it
asks first; where that does not answer it asks another one.
"""

import hashlib
import http.client
import itertools
import os
import random
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path

from mdt_alpr.domain.retention.outbox import ItemKind, ReceiptOutcome
from mdt_alpr.lab.cluster.sent_items import Made, Maker
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.hotlist_package import MANUAL, HotlistPackage
from mdt_alpr.wire.messages import VERSION, BatchMessage, EntryMessage, ReceiptsMessage
from mdt_alpr.wire.notices import NoticesAndListMessage
from mdt_alpr.wire.pictures import DigestsMessage, PicturesMessage, frames

PORT = 8000
_ANSWER_WITHIN_S, _WAITS_FOR_NOTICES_S = 20.0, 15
_MOST_WAITING, _MOST_AT_ONCE = 300, 200
_LONGEST_RETRY_S = 5.0
HELD, LIST = "PICTURE", "LIST"
"""Words that begin a line of the ledger, beside those of items' kinds."""


@dataclass(slots=True)
class Answers:
    """What all cars were answered; any thread may add to it."""

    statuses: Counter[int] = field(default_factory=Counter)
    refused: Counter[int] = field(default_factory=Counter)
    acknowledged: dict[str, list[float]] = field(default_factory=dict)
    """When each server acknowledged something."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, server: str, status: int) -> None:
        """Count an answer; 0 is none."""
        with self.lock:
            self.statuses[status] += 1
            if status == HTTPStatus.OK:
                self.acknowledged.setdefault(server, []).append(time.monotonic())

    def longest_pause(self, server: str, began: float) -> float:
        """Return the longest time since then in which a server acknowledged nothing."""
        with self.lock:
            times = [began, *(at for at in self.acknowledged.get(server, []) if at >= began)]
        times.append(time.monotonic())
        return max(later - earlier for earlier, later in itertools.pairwise(times))

    def last(self, server: str) -> float:
        """Return when a server last acknowledged something, 0.0 where it never did."""
        with self.lock:
            return (self.acknowledged.get(server) or [0.0])[-1]


class Line:
    """Asks the servers over connections that stay open, the first one first."""

    def __init__(self, servers: Sequence[str], token: str, answers: Answers) -> None:
        self._servers = servers
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        self._answers = answers
        self._open: dict[str, http.client.HTTPConnection] = {}

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """Return status and body of the first answer; 0 where no server gave one."""
        for server in self._servers:
            try:
                link = self._open.get(server) or http.client.HTTPConnection(
                    server, PORT, timeout=_ANSWER_WITHIN_S
                )
                self._open[server] = link
                link.request(method, path, body, self._headers)
                answer = link.getresponse()
                status, content = answer.status, answer.read()
            except (OSError, http.client.HTTPException):
                self._answers.note(server, 0)
                self._open.pop(server).close()
                continue
            self._answers.note(server, status)
            return status, content
        return 0, b""

    def close(self) -> None:
        """Close every connection."""
        for link in self._open.values():
            link.close()


class Ledger:
    """A car's own file of what was acknowledged, a line each, on the disk before it goes on."""

    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def write(self, lines: Sequence[tuple[str, ...]]) -> None:
        """Add lines."""
        if lines:
            os.write(self._file, "".join(f"{' '.join(line)}\n" for line in lines).encode())
            os.fsync(self._file)


def ledgers(folder: Path) -> Iterator[list[str]]:
    """Give the words of every whole line of every ledger."""
    for file in sorted(folder.iterdir()):
        text = file.read_text()
        yield from (line.split(" ") for line in text[: text.rfind("\n") + 1].splitlines())


class SimulatedCar(threading.Thread):
    """One car on patrol."""

    def __init__(self, maker: Maker, line: Line, ledger: Ledger, pause_s: float) -> None:
        super().__init__(name=maker.device, daemon=True)
        self._maker, self._line, self._ledger = maker, line, ledger
        self._pause_s = pause_s
        self._dice = random.Random(maker.device)  # noqa: S311 - made-up traffic
        self._ending = threading.Event()
        self._waiting: deque[Made] = deque()
        self._pictures: dict[str, bytes] = {}
        self.refused: Counter[int] = Counter()

    def end(self) -> None:
        """Stop sending soon."""
        self._ending.set()

    def run(self) -> None:
        """Make, send, wait, until it is to end."""
        self._ending.wait(self._dice.uniform(0, self._pause_s))
        while not self._ending.is_set():
            if len(self._waiting) < _MOST_WAITING:
                self._waiting += self._maker.make()
            is_well = self._send_items() and self._send_pictures()
            pause = self._pause_s if is_well else min(self._pause_s, _LONGEST_RETRY_S)
            self._ending.wait(pause * self._dice.uniform(0.5, 1.5))
        self._line.close()

    def _send_items(self) -> bool:
        some = [self._waiting[i] for i in range(min(_MOST_AT_ONCE, len(self._waiting)))]
        batch = BatchMessage(
            VERSION, self._maker.device, self._maker.now(), tuple(one.item for one in some)
        )
        status, body = self._line.ask("POST", addresses.ITEMS, encode(batch).encode())
        if status != HTTPStatus.OK:
            return False
        kept = []
        for made, receipt in zip(some, decode(ReceiptsMessage, body).receipts, strict=True):
            if receipt.outcome is ReceiptOutcome.REFUSED:
                self.refused[receipt.problem or 0] += 1
                continue
            kept.append((made.item.kind, made.item.item_id, made.name))
            if made.jpeg:
                self._pictures[made.name] = made.jpeg
        self._ledger.write(kept)
        for _ in some:
            self._waiting.popleft()
        return True

    def _send_pictures(self) -> bool:
        some = dict(list(self._pictures.items())[:20])
        if not some:
            return True
        if self._dice.random() < 0.2:  # noqa: PLR2004 - as after a cut
            asked = encode(DigestsMessage(tuple(some))).encode()
            status, body = self._line.ask("POST", addresses.PICTURES_HELD, asked)
            held = decode(DigestsMessage, body).digests if status == HTTPStatus.OK else ()
            self._forget(held)
            some = {digest: jpeg for digest, jpeg in some.items() if digest not in held}
        status, body = self._line.ask("POST", addresses.PICTURES, frames(some.items()))
        if status != HTTPStatus.OK:
            return False
        receipts = decode(PicturesMessage, body).receipts
        self.refused.update(receipt.problem for receipt in receipts if receipt.problem is not None)
        self._forget([receipt.digest for receipt in receipts if receipt.problem is None])
        return True

    def _forget(self, held: Sequence[str]) -> None:
        self._ledger.write([(HELD, digest) for digest in held])
        for digest in held:
            self._pictures.pop(digest, None)


class Watcher(threading.Thread):
    """A car that waits for another list, and notes which one it got."""

    def __init__(self, name: str, line: Line, ledger: Ledger) -> None:
        super().__init__(name=name, daemon=True)
        self._line, self._ledger = line, ledger
        self._ending = threading.Event()
        self._acknowledged = 0
        self.version = 0
        self.manual: frozenset[str] = frozenset()
        """Ids of the manual entries of its list."""

    def end(self) -> None:
        """Stop asking soon."""
        self._ending.set()

    def run(self) -> None:
        """Wait for lists until it is to end."""
        while not self._ending.is_set():
            asked = addresses.asking(
                addresses.NOTICES,
                after=self._acknowledged,
                wait=_WAITS_FOR_NOTICES_S,
                unit=self.name,
                list=self.version,
            )
            status, body = self._line.ask("GET", asked)
            if status == HTTPStatus.OK:
                with suppress(ValueError):
                    answered = decode(NoticesAndListMessage, body)
                    for notice in answered.notices:
                        self._acknowledged = notice.number
                    if answered.list_version != self.version:
                        self._fetch()
            else:
                self._ending.wait(1)
        self._line.close()

    def _fetch(self) -> None:
        status, body = self._line.ask("GET", addresses.HOTLIST_CHANGES)
        if status != HTTPStatus.OK:
            return
        package = HotlistPackage(body.splitlines(keepends=True), lambda *_signed: True)
        digest, manual = hashlib.sha256(), set[str]()
        for mark, content in package:
            digest.update(mark + content)
            if mark == MANUAL:
                manual.add(decode(EntryMessage, content).entry_id)
        head = package.head
        self._ledger.write([(LIST, head.lineage, str(head.version), digest.hexdigest())])
        self.version, self.manual = head.version, frozenset(manual)


KINDS = frozenset(kind.value for kind in ItemKind)
"""Words that begin the line of an item."""
