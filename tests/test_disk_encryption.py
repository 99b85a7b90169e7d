"""Whether a disk is encrypted is told as the system tells it (SEC-02)."""

from pathlib import Path

import pytest

from mdt_alpr.domain.equipment.doctor import disk_encryption_line
from mdt_alpr.machine.disk_encryption import is_disk_encrypted


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """A machine: a plain disk, and one that is encrypted under a volume group."""
    for name, uuid, below in (
        ("sda1", "", ()),
        ("sda2", "", ()),
        ("dm-0", "CRYPT-LUKS2-0123-root", ("sda2",)),
        ("dm-1", "LVM-0123", ("dm-0",)),
        ("dm-2", "LVM-0124", ("dm-0", "sda1")),
    ):
        device = tmp_path / "block" / name
        (device / "slaves").mkdir(parents=True)
        for one in below:
            (device / "slaves" / one).mkdir()
        if uuid:
            (device / "dm").mkdir()
            (device / "dm" / "uuid").write_text(uuid + "\n")
    return tmp_path


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("/dev/sda1", False),
        ("/dev/dm-0", True),
        ("/dev/dm-1", True),
        ("/dev/dm-2", False),
        ("/dev/gone", None),
        ("tmpfs", None),
    ],
)
@pytest.mark.skipif("sys.platform == 'win32'")
def test_dm_crypt_is_found_under_the_deepest_mount_of_the_folder(
    system: Path,
    source: str,
    told: bool | None,  # noqa: FBT001 - a parameter of the test
) -> None:
    data = system / "with space" / "data"
    data.mkdir(parents=True)
    point = str(data.parent.resolve()).replace(" ", "\\040")
    mounts = system / "mountinfo"
    mounts.write_text(
        "21 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
        f"22 21 0:1 / {point} rw,relatime shared:1 - btrfs {source} rw\n"
        "23 21 0:2 / /elsewhere rw - ext4 /dev/sda1 rw\n"
    )
    assert is_disk_encrypted(data, mounts, system / "block") is told
    assert is_disk_encrypted(data, system / "none", system / "block") is None


def test_doctor_says_what_is_known_and_else_how_to_see_it() -> None:
    told = [disk_encryption_line(encrypted=one) for one in (True, False, None)]
    assert all(one.ok for one in told)
    assert [one.known for one in told] == [True, False, False]
    assert all("technician.md" in one.words for one in told[1:])
