"""What ``head`` of the list's folder holds: which list lies there, in which files, their keys."""

from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.wire.hotlist_package import HotlistPackage


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
    return ListHead(
        version=head.version,
        compiled_at=head.compiled_at,
        look_alikes_allowed=head.look_alikes_allowed,
        digest=package.digest,
        signer=head.key,
        count=head.entries,
        base=base,
        deltas=deltas,
        lineage=head.lineage,
        made_at=head.made_at,
    )
