"""A program whose files are not those that were built does not start, and says which (SI-7)."""

import marshal
import os
import py_compile
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.machine.program_files import (
    KEY_VARIABLE,
    MANIFEST,
    ProgramChangedError,
    checked_program,
    demand_files,
    demand_release,
    manifest_in,
    release_key_file,
    write_manifest,
)

ROOT = Path(__file__).parents[1]
GATE = "mdt_alpr/domain/hit/gate.py"
RUN = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); from mdt_alpr.__main__ import start; start()"
)


def a_key(folder: Path, name: str = "release") -> tuple[Path, Path]:
    """Return the files of a release key: the private one, and what machines know it by."""
    key = Ed25519PrivateKey.generate()
    private, public = folder / f"{name}.key", folder / f"{name}-key.pem"
    plain = serialization.NoEncryption()
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    private.write_bytes(key.private_bytes(pem, pkcs8, plain))
    info = serialization.PublicFormat.SubjectPublicKeyInfo
    public.write_bytes(key.public_key().public_bytes(pem, info))
    return private, public


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Return the folder of a built client, with its manifest."""
    root = tmp_path / "mdt-alpr"
    for name in ("mdt-alpr", "_internal/resources/cjis.toml", "_internal/Qt/libQt.so"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name, encoding="utf-8")
    write_manifest(root, None)
    return root


def fault(root: Path, *, whole: bool = False) -> str:
    """Return why the program of a folder does not start; "" where it does."""
    try:
        demand_files(root, manifest_in(root), whole=whole)
    except ProgramChangedError as error:
        return str(error)
    return ""


def longer(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8") + " ", encoding="utf-8")


def other(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8")[::-1], encoding="utf-8")


@pytest.mark.attack("V9")
@pytest.mark.parametrize(
    ("name", "change", "why"),
    [
        ("mdt-alpr", other, "mdt-alpr was changed"),
        ("_internal/resources/cjis.toml", other, "_internal/resources/cjis.toml was changed"),
        ("_internal/resources/cjis.toml", Path.unlink, "_internal/resources/cjis.toml is missing"),
        ("_internal/Qt/libQt.so", longer, "_internal/Qt/libQt.so was changed"),
        ("_internal/ssl.py", Path.touch, "_internal/ssl.py does not belong to it"),
        ("_internal/mdt_alpr/__pycache__.pyc", None, ""),
    ],
)
def test_a_built_client_with_another_file_is_refused_by_its_name(
    built: Path, name: str, change: Callable[[Path], None] | None, why: str
) -> None:
    assert fault(built) == ""
    if change is not None:
        change(built / name)
    found = fault(built)
    assert why in found
    assert bool(found) == bool(why)


def test_libraries_are_read_as_a_whole_by_the_self_test_only(built: Path) -> None:
    other(built / "_internal" / "Qt" / "libQt.so")
    assert fault(built) == ""
    assert "libQt.so was changed" in fault(built, whole=True)


def test_a_compiled_file_in_a_built_client_is_no_part_of_it(built: Path) -> None:
    planted = built / "_internal" / "mdt_alpr" / "__pycache__" / "gate.cpython-311.pyc"
    planted.parent.mkdir(parents=True)
    planted.write_bytes(b"")
    assert "gate.cpython-311.pyc does not belong" in fault(built)


def test_several_wrong_files_are_counted(built: Path) -> None:
    for name in ("a.py", "b.py", "c.py"):
        (built / name).touch()
    assert "a.py does not belong to it (2 more)" in fault(built)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"files": 1}', '{"files": [{"name": 1}]}'])
def test_a_program_without_its_list_is_refused(built: Path, content: str) -> None:
    (built / "_internal" / MANIFEST).write_text(content, encoding="ascii")
    assert "missing or damaged" in fault(built)


def test_a_signed_program_says_by_whom_and_no_line_of_its_list_can_be_changed(
    built: Path, tmp_path: Path
) -> None:
    private, public = a_key(tmp_path)
    signed = write_manifest(built, private)
    assert demand_release(signed, public).startswith("signed by ")
    assert fault(built) == ""
    place = built / "_internal" / MANIFEST
    place.write_text(place.read_text("ascii").replace("cjis", "sijc"), encoding="ascii")
    with pytest.raises(ProgramChangedError, match="changed after it was signed"):
        demand_release(manifest_in(built), tmp_path / "no key of this machine")


@pytest.mark.attack("SI-7")
def test_a_machine_that_knows_the_release_key_starts_nothing_else(
    built: Path, tmp_path: Path
) -> None:
    private, public = a_key(tmp_path)
    stranger, _ = a_key(tmp_path, "stranger")
    for manifest in (None, write_manifest(built, None), write_manifest(built, stranger)):
        with pytest.raises(ProgramChangedError, match="starts only what the key in"):
            demand_release(manifest, public)
        assert demand_release(manifest, tmp_path / "none") in {
            "development copy", "not signed", f"signed by {_digits(manifest)}",
        }  # fmt: skip
    assert "signed by" in demand_release(write_manifest(built, private), public)
    public.write_text("no key", encoding="ascii")
    with pytest.raises(ProgramChangedError):
        demand_release(write_manifest(built, private), public)


def _digits(manifest: object) -> str:
    import hashlib

    key = getattr(manifest, "key", "")
    return hashlib.sha256(bytes.fromhex(key)).hexdigest()[:16]


@pytest.mark.parametrize("content", [b"", b"-----BEGIN PUBLIC KEY-----\nAA\n"])
def test_a_build_with_a_file_that_is_no_key_says_how_to_make_one(
    built: Path, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "key").write_bytes(content)
    with pytest.raises(OutsideError, match="openssl genpkey -algorithm ed25519"):
        write_manifest(built, tmp_path / "key")


def test_a_build_is_signed_only_where_a_key_is_named(tmp_path: Path) -> None:
    assert release_key_file({}) is None
    assert release_key_file({KEY_VARIABLE: str(tmp_path / "key")}) == tmp_path / "key"


def test_a_copy_that_runs_from_its_sources_is_a_development_copy() -> None:
    assert checked_program() == "development copy"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of packages with the program as a wheel brings it, signed."""
    folder = tmp_path_factory.mktemp("wheel")
    private, _ = a_key(folder)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, env={**os.environ, KEY_VARIABLE: str(private)}, check=True, capture_output=True,
    )  # fmt: skip
    (wheel,) = folder.glob("*.whl")
    packages = folder / "site-packages"
    with zipfile.ZipFile(wheel) as file:
        file.extractall(packages)
    return packages


def ran(installed: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-c", RUN, str(installed), *words],
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip


@contextmanager
def changed(path: Path) -> Iterator[None]:
    before = path.read_bytes()
    path.write_bytes(before + b"\n")
    yield
    path.write_bytes(before)


@pytest.mark.attack("V9")
def test_an_installed_program_starts_as_it_was_built_and_not_with_a_changed_gate(
    installed: Path,
) -> None:
    assert manifest_in(installed / "mdt_alpr").key
    whole = ran(installed, "licenses")
    assert (whole.stderr, "numpy: " in whole.stdout) == ("", True)
    for command in (["cjis"], ["car"], ["desk", "--hq", "https://hq.example"], ["hq", "serve"]):
        with changed(installed / GATE):
            refused = ran(installed, *command)
        assert refused.stdout == ""
        assert "domain/hit/gate.py was changed" in refused.stderr


@pytest.mark.attack("V9")
def test_code_that_was_compiled_from_another_source_is_found_by_the_whole_check(
    installed: Path,
) -> None:
    package = installed / "mdt_alpr"
    gate = installed / GATE
    path = Path(py_compile.compile(str(gate), doraise=True) or "")
    assert fault(package, whole=True) == ""
    hostile = compile("def gate(*args, **facts): return True", str(gate), "exec")
    path.write_bytes(path.read_bytes()[:16] + marshal.dumps(hostile))
    assert "domain/hit/gate.py is not what was compiled from it" in fault(package, whole=True)
    path.write_bytes(path.read_bytes()[:-9])
    assert "gate.py is not what was compiled" in fault(package, whole=True)
    later = gate.stat().st_mtime + 10
    os.utime(gate, (later, later))  # which Python then compiles anew
    assert fault(package, whole=True) == ""
    path.write_bytes(b"")
    assert fault(package, whole=True) == ""
