"""The program's own files: listed when it is built, compared at each start (SEC-09, SI-7, CM-5).

``program.manifest`` lies among them. The build signs it where it is given the release key
(Ed25519, in PEM form). The key's public half lies on each machine at ``PINNED``, where only an
administrator writes; then nothing starts but what that key signed. A copy that runs from its
sources has no manifest: it is a development copy, which the audit says.

Of a built client every file is listed. Libraries of others are compared by size at the start, and
by their content in ``--self-test``: they are too large to be read each time. Of a wheel the
self-test, and headquarters while it serves, compile each source again and compare that with what
Python keeps compiled beside it.
"""

import hashlib
import json
import marshal
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path

from mdt_alpr import __version__
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.files.paths import OF_MACHINE

MANIFEST = "program.manifest"
KEY_VARIABLE = "MDT_ALPR_RELEASE_KEY"
"""Names the file of the private key in the environment of a build."""
PINNED = OF_MACHINE / "release-key.pem"
_FORMAT = "mdt-alpr program 1"
_BUILT, _PACKAGE = "_internal", Path(__file__).resolve().parent.parent
_OURS = ("mdt_alpr", "resources", "base_library.zip", "python313.zip", "python313._pth")
"""In the folder ``_internal`` of a built client; all else there is of others."""
_INSTALLED = ("site-packages", "dist-packages")
_DIGITS = 16
_PYC_HEAD = 16
"""Bytes before the code in a compiled file (PEP 552)."""
_AGAIN = "Install MDT ALPR again, from the agency's own source."


class ProgramChangedError(OutsideError):
    """The program is not the one that was built, or not one that this machine may start."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of the program; ``name`` from its folder on, with slashes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ProgramManifest:
    """Every file of a program, and who vouches for it; ``key`` and ``signature`` hexadecimal."""

    version: str
    files: tuple[FileLine, ...]
    key: str = ""
    signature: str = ""

    @property
    def signed_bytes(self) -> bytes:
        """Return what the signature is of."""
        plain = [_FORMAT, self.version, [asdict(line) for line in self.files]]
        return json.dumps(plain, separators=(",", ":")).encode("ascii")


@cache
def checked_program() -> str:
    """Return in words what vouches for the program that runs, as it was at its start.

    Raises:
        ProgramChangedError: as of ``check_program``.
    """
    return check_program()


def check_program(*, whole: bool = False) -> str:
    """Return in words what vouches for the program that runs; ``whole`` reads every file.

    Raises:
        ProgramChangedError: a file is missing, changed or added, or the signature is not that of
            this machine's release key.
    """
    beside = _PACKAGE.parent
    is_built = beside.name == _BUILT
    if not is_built and beside.name not in _INSTALLED:
        return demand_release(None, PINNED)
    root = beside.parent if is_built else _PACKAGE
    manifest = manifest_in(root)
    words = demand_release(manifest, PINNED)
    demand_files(root, manifest, whole=whole)
    return words


def manifest_in(root: Path) -> ProgramManifest:
    """Return the manifest of the program in a folder.

    Raises:
        ProgramChangedError: there is none, or it cannot be read.
    """
    try:
        plain = json.loads(_place_in(root).read_text(encoding="ascii"))
        files = tuple(FileLine(**line) for line in plain.pop("files"))
        manifest = ProgramManifest(files=files, **plain)
        bytes.fromhex(manifest.key + manifest.signature)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        message = f"The list of the program's files ({MANIFEST}) is missing or damaged. {_AGAIN}"
        raise ProgramChangedError(message) from error
    return manifest


def demand_release(manifest: ProgramManifest | None, pinned: Path) -> str:
    """Return in words who vouches for a program; None stands for a development copy.

    Raises:
        ProgramChangedError: the manifest was changed after it was signed, or this machine has a
            release key and it is not signed by that.
    """
    from mdt_alpr.keys.signing import is_signed, key_of  # a library that not every command needs

    if manifest is not None and manifest.key:
        signature = bytes.fromhex(manifest.signature)
        if not is_signed(manifest.key, manifest.signed_bytes, signature):
            message = f"The list of the program's files was changed after it was signed. {_AGAIN}"
            raise ProgramChangedError(message)
    if pinned.exists():
        key = key_of(pinned.read_text(encoding="ascii", errors="replace"))
        if key is None or manifest is None or manifest.key != key:
            raise ProgramChangedError(
                f"This machine starts only what the key in {pinned} signed, and this program is "
                f"{_words(manifest)}. {_AGAIN}"
            )
    return _words(manifest)


def demand_files(root: Path, manifest: ProgramManifest, *, whole: bool) -> None:
    """Refuse a program whose files are not those of its manifest; its first sentence names one.

    Raises:
        ProgramChangedError: a file is missing, changed or added.
    """
    present = dict(_files(root))
    listed = {line.name: line for line in manifest.files}
    wrong = [f"{name} is missing" for name in listed.keys() - present.keys()]
    wrong += [f"{name} does not belong to it" for name in present.keys() - listed.keys()]
    for name in listed.keys() & present.keys():
        line, path = listed[name], present[name]
        is_same = path.stat().st_size == line.size
        if is_same and (whole or _is_ours(root, name)):
            is_same = _digest(path) == line.sha256
        if not is_same:
            wrong.append(f"{name} was changed")
        elif whole and path.suffix == ".py" and not _is_compiled_from(path):
            wrong.append(f"{name} is not what was compiled from it")
    if wrong:
        first, *others = sorted(wrong)
        more = f" ({len(others)} more)" if others else ""
        message = f"The program is not the one that was installed: {first}{more}. {_AGAIN}"
        raise ProgramChangedError(message)


def write_manifest(root: Path, key_file: Path | None) -> ProgramManifest:
    """List the files of a program, sign the list where a key is given, and write it beside them.

    ``root`` is the folder of a built client, or that of the package.

    Raises:
        OutsideError: the key file holds no Ed25519 key in PEM form.
    """
    lines = sorted((name, path) for name, path in _files(root))
    files = tuple(FileLine(name, path.stat().st_size, _digest(path)) for name, path in lines)
    manifest = ProgramManifest(__version__, files)
    if key_file is not None:
        manifest = _signed(manifest, key_file)
    _place_in(root).write_text(json.dumps(asdict(manifest), indent=0), encoding="ascii")
    return manifest


def release_key_file(environ: Mapping[str, str]) -> Path | None:
    """Return where the release key of a build lies; None for a build that nobody signs."""
    named = environ.get(KEY_VARIABLE, "")
    return Path(named) if named else None


def _signed(manifest: ProgramManifest, key_file: Path) -> ProgramManifest:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(key_file.read_bytes(), None)
    except (OSError, ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise OutsideError(
            f"{key_file} is no release key. Make one with "
            "`openssl genpkey -algorithm ed25519 -out FILE`."
        )
    public = key.public_key().public_bytes_raw().hex()
    signature = key.sign(manifest.signed_bytes).hex()
    return ProgramManifest(manifest.version, manifest.files, public, signature)


def _words(manifest: ProgramManifest | None) -> str:
    if manifest is None:
        return "development copy"
    if not manifest.key:
        return "not signed"
    return f"signed by {hashlib.sha256(bytes.fromhex(manifest.key)).hexdigest()[:_DIGITS]}"


def _place_in(root: Path) -> Path:
    return (root / _BUILT if _is_built(root) else root) / MANIFEST


def _is_built(root: Path) -> bool:
    """Tell whether it is the folder of a built client, else it is that of the package."""
    return (root / _BUILT).is_dir()


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    """Give every file of a program by its name; a package's compiled ones are not read."""
    manifest = _place_in(root)
    for folder, folders, names in os.walk(root):
        if not _is_built(root):
            folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            path = Path(folder, name)
            if path != manifest:
                yield path.relative_to(root).as_posix(), path


def _is_compiled_from(source: Path) -> bool:
    """Tell whether what Python keeps compiled of a source, if it does, is that source."""
    compiled = Path(cache_from_source(str(source)))
    content = compiled.read_bytes() if compiled.is_file() else b""
    if not _is_loaded(content[:_PYC_HEAD], source):
        return True
    try:
        code = marshal.loads(content[_PYC_HEAD:])  # noqa: S302 - as Python itself
    except (ValueError, EOFError, TypeError):
        return False
    return bool(code == compile(source.read_bytes(), str(source), "exec", dont_inherit=True))


def _is_loaded(head: bytes, source: Path) -> bool:
    """Tell whether Python would load a compiled file with this head in place of its source."""
    if head[:4] != MAGIC_NUMBER or len(head) < _PYC_HEAD:
        return False
    of_source = source.stat()
    stamp = (int(of_source.st_mtime), of_source.st_size)
    stamped = tuple(int.from_bytes(head[at : at + 4], "little") for at in (8, 12))
    return any(head[4:8]) or stamped == tuple(number & 0xFFFFFFFF for number in stamp)


def _is_ours(root: Path, name: str) -> bool:
    first, _, rest = name.partition("/")
    return not _is_built(root) or first != _BUILT or rest.partition("/")[0] in _OURS


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
