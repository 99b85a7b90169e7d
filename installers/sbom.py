"""Writes the bill of materials (CycloneDX) from the locks: sbom.py FILE [NAMES] (CM-8, SR-3).

What is listed is what set-up installs, with the hashes that it demands; NAMES is a file with the
packages that a client for one system has, one a line.
"""

import re
import sys
import tomllib
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import (
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    XsUri,
)
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("program", "easyocr", "torch")
_PIN = re.compile(r"^([\w.-]+)==([^\s;\\]+)((?:.*\\\n)*.*)", re.MULTILINE)
_RANGE = re.compile(r"^([\w.-]+)[<>]", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def components() -> list[Component]:
    """Return the packages of the locks; one that is a range has no version."""
    licenses = tomllib.loads((ROOT / "resources/licenses.toml").read_text("utf-8"))["packages"]
    texts = [(ROOT / f"installers/locks/{lock}.txt").read_text("utf-8") for lock in LOCKS]
    pins = [pin for text in texts for pin in _PIN.findall(text)]
    pins += [(name, None, "") for text in texts for name in _RANGE.findall(text)]
    return [
        Component(
            type=ComponentType.LIBRARY,
            name=name,
            version=version,
            bom_ref=name,
            purl=_purl(name, version),
            licenses=[LicenseFactory().make_with_expression(licenses[name])],
            external_references=[_files(_purl(name, version), _HASH.findall(at))],
        )
        for name, version, at in pins
    ]


def _purl(name: str, version: str | None) -> PackageURL:
    return PackageURL("pypi", None, name, version)


def _files(package: PackageURL, digests: list[str]) -> ExternalReference:
    """Return the distribution of a package, with the SHA-256 of each file that set-up may take."""
    return ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(package.to_string()),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in digests],
    )


def bill(only: set[str] | None) -> str:
    """Return the bill; the same locks give the same but for its time and serial number."""
    source = (ROOT / "mdt_alpr/__init__.py").read_text("utf-8")
    version = re.search(r'__version__ = "(.*)"', source)
    program = Component(
        type=ComponentType.APPLICATION,
        name="mdt-alpr",
        version=version[1] if version else None,
        bom_ref="mdt-alpr",
        licenses=[LicenseFactory().make_with_expression("Apache-2.0")],
    )
    listed = [one for one in components() if only is None or one.name in only]
    bom = Bom(components=listed)
    bom.metadata.component = program
    bom.register_dependency(program, bom.components)
    return JsonV1Dot6(bom).output_as_string(indent=1)


if __name__ == "__main__":
    place, *named = map(Path, sys.argv[1:])
    names = {line for file in named for line in file.read_text("utf-8").splitlines()}
    place.write_text(bill(names or None) + "\n", encoding="utf-8")
