"""What the program is made of is known, its licenses are, and no key lies in the repository."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from detect_secrets.plugins import (
    aws,
    github_token,
    gitlab_token,
    jwt,
    npm,
    openai,
    private_key,
    pypi_token,
    slack,
    stripe,
)

from mdt_alpr.cli import main

ROOT = Path(__file__).parents[2]
LOCKS = ("program", "easyocr", "torch")
LICENSES = tomllib.loads((ROOT / "resources/licenses.toml").read_text("utf-8"))["packages"]
KNOWN = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "ISC",
    "LGPL-3.0-only", "LGPL-3.0-or-later", "LLVM-exception", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0",
    "PSF-2.0", "Zlib",
}  # fmt: skip
"""Those that the product may be shipped with; of LGPL and MPL nothing is changed."""
DETECTORS = [
    aws.AWSKeyDetector(), github_token.GitHubTokenDetector(), gitlab_token.GitLabTokenDetector(),
    jwt.JwtTokenDetector(), npm.NpmDetector(), openai.OpenAIDetector(),
    private_key.PrivateKeyDetector(), pypi_token.PypiTokenDetector(), slack.SlackDetector(),
    stripe.StripeDetector(),
]  # fmt: skip


def pinned() -> dict[str, str]:
    """Return the packages of the locks with their version, of a range where it begins."""
    texts = [(ROOT / f"installers/locks/{lock}.txt").read_text("utf-8") for lock in LOCKS]
    return dict(re.findall(r"^([\w.-]+)[=>]=([\w.]+)", "\n".join(texts), re.MULTILINE))


def may_be_shipped(words: str) -> bool:
    """Tell whether the product may be shipped with a package of this license expression."""
    choices = [set(re.split(r" (?:AND|WITH) ", choice)) for choice in words.split(" OR ")]
    return any(choice <= KNOWN for choice in choices)


@pytest.mark.attack("SR-3")
def test_every_package_has_a_license_that_the_product_may_be_shipped_with() -> None:
    assert set(LICENSES) == set(pinned())
    for name, words in LICENSES.items():
        assert may_be_shipped(words), name


@pytest.mark.parametrize("name", LICENSES)
def test_a_license_is_what_the_package_says_of_itself(name: str) -> None:
    try:
        found = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        pytest.skip("not for this system")
    words = found["License-Expression"] if "License-Expression" in found else LICENSES[name]
    if name.startswith("torch"):  # a range: another version may say more
        assert may_be_shipped(words)
    else:
        assert words == LICENSES[name]


@pytest.mark.attack("CM-8")
def test_the_bill_of_materials_has_every_package_of_the_locks_with_its_hashes(
    tmp_path: Path,
) -> None:
    place = tmp_path / "sbom.json"
    script = ROOT / "installers" / "sbom.py"
    subprocess.run([sys.executable, "-W", "error", str(script), str(place)], check=True)
    bill = json.loads(place.read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["metadata"]["component"]["name"]) == ("CycloneDX", "mdt-alpr")
    listed = {component["name"]: component for component in bill["components"]}
    assert set(listed) == set(pinned())
    for name, one in listed.items():
        assert one["licenses"] == [{"expression": LICENSES[name]}]
        if not name.startswith("torch"):
            assert one["version"] == pinned()[name]
            assert one["externalReferences"][0]["hashes"]
    (root,) = [one for one in bill["dependencies"] if one["ref"] == "mdt-alpr"]
    assert set(root["dependsOn"]) == set(listed)


def test_the_command_lists_files_and_packages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["licenses"]) == 0
    said = capsys.readouterr().out
    assert "fonts/Inter-Bold.otf: OFL-1.1" in said
    assert "sqlcipher3: Zlib" in said
    assert main(["licenses", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["packages"] == LICENSES


def secrets_in(text: str) -> list[str]:
    """Return what looks like a key or a token; a part of a longer word is none."""
    patterns = {pattern for detector in DETECTORS for pattern in detector.denylist}
    found = [match for pattern in patterns for match in pattern.finditer(text)]
    return [m[0] for m in found if m.start() == 0 or not _continues(text[m.start() - 1])]


def _continues(before: str) -> bool:
    return before.isalnum() or before == "_"


def texts() -> Iterator[tuple[str, str]]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        content = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b""
        if b"\0" not in content[:8000]:
            yield name, content.decode(errors="replace")


@pytest.mark.attack("RA-5")
def test_no_file_of_the_repository_holds_a_key_or_a_token() -> None:
    found = {name: secrets_in(text) for name, text in texts()}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "planted",
    ["AKIA" + "IOSFODNN7EXAMPLE", "ghp_" + "a1" * 18, "-----BEGIN " + "PRIVATE KEY-----"],
)
def test_a_planted_key_would_be_found(planted: str) -> None:
    assert secrets_in(f"one = '{planted}'\n")
