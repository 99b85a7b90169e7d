"""The car's folder of the delivered list: accepts signed packages, gives the index in use.

The file ``head``, sealed, is what counts: the version, the files that belong to it with their
keys, and the key by which this car knows headquarters. It is replaced as a whole, so that a car
that is switched off in the middle has the old list or the new one. A file that ``head`` does not
name is erased at the next opening; its key is gone already (HOT-13).
"""

import os
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from pathlib import Path

from mdt_alpr.adapters.store.list_files import (
    KEY_BYTES,
    ListBase,
    Sealer,
    derived,
    details_of,
    hashing,
    text_of,
    write_base,
)
from mdt_alpr.adapters.store.list_index import ListIndex, Overlay
from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.errors import ListRefusedError, StoreLockedError, in_words
from mdt_alpr.domain.hotlist.hotlist import CategorySettings, Hotlist
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.files import private_files
from mdt_alpr.wire.codec import DecodeError, decode, encode
from mdt_alpr.wire.hotlist_package import ENTRY, MANUAL, WHOLE, HotlistPackage, PackageHead
from mdt_alpr.wire.messages import EntryMessage, record_from


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file of the list, by its name, its key (hexadecimal) and the SHA-256 of its index.

    The digest is empty where the file has no index, or was written before there were any.
    """

    name: str
    key: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class ListHead:
    """The list in use; ``signer`` is headquarters' key, ``lineage`` where its versions count."""

    version: int
    compiled_at: datetime
    look_alikes_allowed: bool
    digest: str
    signer: str
    count: int
    base: ListFile
    deltas: tuple[ListFile, ...]
    lineage: str = ""
    made_at: datetime | None = None


def head_of(package: HotlistPackage, base: ListFile, deltas: tuple[ListFile, ...]) -> ListHead:
    """Return the head of a list that came, with the files that it was written to."""
    head = package.head
    return converted(
        ListHead,
        head,
        digest=package.digest,
        signer=head.key,
        count=head.entries,
        base=base,
        deltas=deltas,
    )


HEAD = "head"
OVERLAY_AT_MOST = 200_000
"""Changed entries; with more, the base is rewritten."""
DELTAS_AT_MOST = 32
"""Files of changes; with more, they are written as one."""
_FASTEST = 1


class ListFolder:
    """See above; used by one thread at a time, the index that it gives by any."""

    def __init__(
        self,
        folder: Path,
        key: bytes,
        random_bytes: Callable[[int], bytes],
        is_signed: Callable[[str, bytes, bytes], bool],
        *,
        erases: bool = True,
    ) -> None:
        """Open the folder; one that is damaged counts as empty, and is filled again.

        One that the disk refuses, for its rights as well, is left as it is: see ``fault``.
        Without ``erases`` no file is: another program may have made it meanwhile.
        """
        self._folder = folder
        self._random = random_bytes
        self._is_signed = is_signed
        self._erases = erases
        self._key_of_head = derived(key, "list head")
        self._hashed = hashing(derived(key, "list index"))
        self._head: ListHead | None = None
        self._index: ListIndex | None = None
        self._pinned = ""
        self._looking: tuple[ListBase, Iterator[None]] | None = None
        self._fault = ""
        self._open()

    @property
    def version(self) -> int:
        """Return the version of the list that is complete here; for 0 it is sent as a whole."""
        return self._head.version if self._head and not self.is_damaged else 0

    @property
    def is_damaged(self) -> bool:
        """Tell whether damage was met; what of the list can be read is matched all the same."""
        return bool(self._fault) or (self._index is not None and self._index.is_damaged)

    @property
    def fault(self) -> str:
        return self._fault

    @property
    def lineage(self) -> str:
        """Return in which lineage of headquarters that version counts; empty for none."""
        return self._head.lineage if self._head else ""

    def pin(self, key: str) -> None:
        """Accept lists of this key only: that of the headquarters that enrolled this car."""
        self._pinned = key

    @property
    def signer(self) -> str:
        """Return headquarters' key (hexadecimal), by which its lists are known; empty for none."""
        return self._pinned or (self._head.signer if self._head else "")

    @property
    def index(self) -> ListIndex | None:
        """Return the delivered entries, None before the first list."""
        return self._index

    def beside(self, hotlist: Hotlist | None) -> Hotlist | None:
        """Return the list that the store kept with the delivered entries that lie here.

        None where the store kept a list whose delivered entries are lost: no car shall show the
        age of a list that it does not compare with. It is fetched again.
        """
        if hotlist is None or self._index is not None:
            made_at = self._head.made_at if self._head else None
            return hotlist and replace(hotlist, delivered=self._index, made_at=made_at)
        has_others = any(entry.manual is None for entry in hotlist.entries)
        return hotlist if has_others else None

    def accept(self, lines: Iterable[bytes]) -> Hotlist:
        """Use a package from now on; return the list, its manual entries in memory.

        The package is written, sealed, while it arrives, and counts when its end was judged.

        Raises:
            ListRefusedError: not whole, not signed by this car's headquarters, or too old.
            StoreLockedError: the disk refuses.
        """
        package = HotlistPackage(lines, self._is_signed)
        if self._fault:
            self._open()
        self._judge(package.head)
        manual: list[bytes] = []
        try:
            self._use(package, _apart(package, manual))
        except OSError as error:
            raise StoreLockedError(
                f"The new list cannot be kept: {in_words(error)}. Free the disk, and check the "
                f"rights of {self._folder}."
            ) from error
        finally:
            self.erase_superseded()
        head = package.head
        return converted(
            Hotlist,
            head,
            entries=tuple(record_from(decode(EntryMessage, line)) for line in manual),
            digest=package.digest,
            delivered=self._index,
            settings=CategorySettings(head.settings, head.past_hits),
        )

    def check(self, for_s: float) -> bool:
        """Look through the list in use for so long; return whether some of it is left."""
        base = self._index.base if self._index else None
        if base is None or base.is_damaged:
            return False
        if self._looking is None or self._looking[0] is not base:
            self._looking = base, base.pieces()
            self.erase_superseded()
        ends = time.monotonic() + for_s
        return any(time.monotonic() >= ends for _ in self._looking[1])

    def close(self) -> None:
        """Close the files, once nobody compares any more; safe to call twice."""
        self._looking = None
        if self._index is not None:
            self._index.base.close()
        self.erase_superseded()

    # ------------------------------------------------------------------------- judging

    def _judge(self, head: PackageHead) -> None:
        """Refuse what is not the next list of this car's headquarters."""
        known = self._head
        number = known.version if known and head.lineage == known.lineage else WHOLE
        trusted = self._pinned or (known.signer if known else "")
        if trusted and head.key != trusted:
            raise ListRefusedError(_OTHER_KEY)
        if known is not None and known.signer == head.key and _is_older(head, known):
            raise ListRefusedError(_OLDER)
        if head.since > number:
            raise ListRefusedError(_NOT_NEXT)

    # ------------------------------------------------------------------------- accepting

    def _use(self, package: HotlistPackage, changes: Iterable[tuple[bytes, bytes]]) -> None:
        if package.head.since == WHOLE:
            self._rebuild(package, (line for mark, line in changes if mark == ENTRY))
            return
        index, known = self._index, self._head
        if index is None or known is None:
            raise ListRefusedError(_NOT_NEXT)
        changed = list(changes)
        overlay = index.overlay.changed(changed, self._key_of)
        if len(overlay.gone) > OVERLAY_AT_MOST:
            whole = ListIndex(index.base, overlay, self._hashed, 0)
            self._rebuild(package, whole.lines())
            return
        deltas = known.deltas
        if len(deltas) == DELTAS_AT_MOST:
            deltas, changed = (), overlay.as_changes()
        if changed:
            deltas = (*deltas, self._write_delta(package.head, changed))
        self._keep(head_of(package, known.base, deltas), overlay)

    def _rebuild(self, package: HotlistPackage, lines: Iterable[bytes]) -> None:
        """Write all entries into a new base."""
        base = self._new_file(f"list-{package.head.version}")
        path = self._folder / base.name
        sealer = Sealer(bytes.fromhex(base.key), base.name)
        count, digest = write_base(path, lines, self._key_of, sealer)
        for file in (path, details_of(path)):
            _synced(file)
        head = replace(head_of(package, replace(base, digest=digest), ()), count=count)
        self._keep(head, Overlay(), ListBase(path, sealer, digest))

    def _write_delta(self, head: PackageHead, changes: Iterable[tuple[bytes, bytes]]) -> ListFile:
        delta = self._new_file(f"changes-{head.since}-{head.version}")
        plain = b"\n".join(mark + line for mark, line in changes)
        sealer = Sealer(bytes.fromhex(delta.key), delta.name)
        path = self._folder / delta.name
        path.write_bytes(sealer.seal(0, zlib.compress(plain, _FASTEST)))
        _synced(path)
        return delta

    def _keep(self, head: ListHead, overlay: Overlay, base: ListBase | None = None) -> None:
        """Make a new list the one in use, on the disk first."""
        used = base or (self._index.base if self._index else None)
        if used is None:
            raise ListRefusedError(_NOT_NEXT)
        nonce = self._random(KEY_BYTES)
        sealed = Sealer(derived(self._key_of_head, nonce.hex()), HEAD).seal(
            0, encode(head).encode()
        )
        draft = self._folder / f"{HEAD}.new"
        draft.write_bytes(nonce + sealed)
        _synced(draft)
        private_files.replace(draft, self._folder / HEAD)
        self._show(head, overlay, used)

    def _show(self, head: ListHead, overlay: Overlay, base: ListBase) -> None:
        self._head, self._fault = head, ""
        self._index = ListIndex(base, overlay, self._hashed, head.count)

    # ------------------------------------------------------------------------- opening

    def _open(self) -> None:
        self._fault = ""
        try:
            private_files.make_folder(self._folder)
            self._read()
        except (FileNotFoundError, DecodeError, ListRefusedError, StoreLockedError):
            pass  # there is no list yet, or it is damaged
        except OSError as error:
            self._fault = (
                f"The folder {self._folder.name} cannot be read: {in_words(error)}. Have a "
                "technician give this account full access to it, then start again."
            )

    def _read(self) -> None:
        whole = (self._folder / HEAD).read_bytes()
        nonce, sealed = whole[:KEY_BYTES], whole[KEY_BYTES:]
        plain = Sealer(derived(self._key_of_head, nonce.hex()), HEAD).opened(0, sealed)
        head = decode(ListHead, plain)
        every = chain.from_iterable(self._changes(delta) for delta in head.deltas)
        overlay = Overlay().changed(every, self._key_of)
        sealer = Sealer(bytes.fromhex(head.base.key), head.base.name)
        base = ListBase(self._folder / head.base.name, sealer, head.base.digest)
        self._show(head, overlay, base)

    def _changes(self, delta: ListFile) -> Iterable[tuple[bytes, bytes]]:
        sealed = (self._folder / delta.name).read_bytes()
        plain = zlib.decompress(Sealer(bytes.fromhex(delta.key), delta.name).opened(0, sealed))
        return [(line[:1], line[1:]) for line in plain.split(b"\n") if line]

    def erase_superseded(self) -> None:
        """Erase what does not belong to the list in use (HOT-13)."""
        if not self._erases or self._fault:  # what cannot be read may belong to it
            return
        head = self._head
        in_use = {HEAD}
        if head is not None:
            in_use |= {head.base.name, details_of(Path(head.base.name)).name}
            in_use |= {delta.name for delta in head.deltas}
        with suppress(OSError):  # the folder may be gone with all that is in it
            for path in self._folder.iterdir():
                if path.name not in in_use:
                    with suppress(OSError):  # mapped under Windows: erased at the next check
                        private_files.remove(path, waits=False)

    def _key_of(self, line: bytes) -> int:
        try:
            return self._hashed(folded(text_of(line)))
        except (ValueError, UnicodeDecodeError):
            raise ListRefusedError(_STRANGE) from None

    def _new_file(self, name: str) -> ListFile:
        return ListFile(f"{name}-{self._random(4).hex()}.list", self._random(KEY_BYTES).hex())


def _apart(package: HotlistPackage, manual: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Give the delivered entries of a package; put the manual ones aside."""
    for mark, line in package:
        if mark == MANUAL:
            manual.append(line)
        else:
            yield mark, line


def _synced(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


_STAYS = "The list in use stays; its age shows. Tell the hotlist custodian."
_OTHER_KEY = (
    "The new hotlist is signed, but by another key than this car's headquarters has. It is not "
    "used. Where headquarters got a new key, a technician empties this car's folder of the list."
)
_OLDER = f"The new hotlist is older than the one in use and is not used. {_STAYS}"
_NOT_NEXT = f"The new hotlist does not follow the one in use and is not used. {_STAYS}"
_STRANGE = f"The new hotlist holds an entry without a plate and is not used. {_STAYS}"


def _is_older(head: PackageHead, known: ListHead) -> bool:
    """Tell whether a package is one of before, sent once more.

    The age of its data says nothing of that: an old list may come in use (HOT-02). Within a
    lineage the number alone counts, as a clock may have been ahead when an old one was made;
    where headquarters restarted the numbers, it made the version later.
    """
    made, made_before = head.made_at or head.compiled_at, known.made_at or known.compiled_at
    if head.lineage == known.lineage:
        return (head.version, made) < (known.version, made_before)
    return made < made_before
