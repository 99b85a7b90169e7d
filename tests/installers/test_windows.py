"""What is packed for Windows; the package itself is tried by test-under-wine.sh."""

import importlib.util
import os
import re
import shlex
import shutil
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parents[2] / "installers" / "windows"
EMPTY_PROGRAM = (
    b"MZ".ljust(60, b"\0")
    + struct.pack("<I", 64)
    + struct.pack("<4sHHIIIHH", b"PE", 0x8664, 0, 0, 0, 0, 240, 0x22)
    + struct.pack("<H106xI128x", 0x20B, 16)
).ljust(512, b"\0")
NAMESPACE = {"w": "http://schemas.microsoft.com/wix/2006/wi"}


@pytest.fixture(scope="module")
def client() -> ModuleType:
    spec = importlib.util.spec_from_file_location("client", FOLDER / "client.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "script", ["build.sh", "pack.sh", "prepare.sh", "sign.sh", "test-under-wine.sh"]
)
def test_each_script_can_be_read_by_a_plain_shell(script: str) -> None:
    subprocess.run(["sh", "-n", str(FOLDER / script)], check=True)


@pytest.mark.parametrize(
    ("said", "is_well"),
    [
        ("412 passed, 3 skipped in 90.1s", True),
        ("1 failed, 411 passed in 90.1s", False),
        ("no tests ran in 0.01s", False),
        ("ModuleNotFoundError: No module named 'pytest'", False),
        ("", False),
    ],
)
def test_under_wine_the_tests_are_well_only_where_they_ran(
    tmp_path: Path, said: str, *, is_well: bool
) -> None:
    lines = (FOLDER / "test-under-wine.sh").read_text(encoding="utf-8").splitlines()
    (judged,) = [line for line in lines if line.strip().startswith("is tests ")]
    (tmp_path / "tests").write_text(f"{said}\n", encoding="utf-8")
    words = f'is() {{ shift; "$@"; }}; said={shlex.quote(str(tmp_path))}\n{judged}'
    assert (subprocess.run(["sh", "-c", words], check=False).returncode == 0) is is_well


def test_the_client_has_no_headquarters_and_no_lab(client: ModuleType) -> None:
    names = set(client.our_files())

    assert {"mdt_alpr/cli/car.py", "resources/docs/officer.md"} <= names
    assert not any(name.startswith(("mdt_alpr/hq/", "mdt_alpr/lab/")) for name in names)


def test_every_part_of_qt_that_car_and_desk_load_is_packed(client: ModuleType) -> None:
    """A desk whose charts lacked one started on no machine."""
    loads = (
        "import sys\n"
        "from mdt_alpr.ui.desk.pages import page_kinds\n"
        "from mdt_alpr.ui.shell.views.window import CarWindow\n"
        "page_kinds()\n"
        "print(*(name for name in sys.modules if name.startswith('PySide6.Qt')))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", loads], check=True, capture_output=True, text=True
    ).stdout
    assert {name.removeprefix("PySide6.") for name in shown.split()} <= set(client.QT_MODULES)


@pytest.mark.parametrize(
    ("file", "is_packed"),
    [
        ("numpy/_core/_multiarray_umath.cp313-win_amd64.pyd", True),
        ("numpy/_core/tests/test_api.py", False),
        ("onnxruntime/capi/onnxruntime_pybind11_state.pyd", True),
        ("onnxruntime/capi/onnxruntime_providers_shared.dll", True),
        ("onnxruntime/capi/onnxruntime.dll", False),  # all of it is in the .pyd once more
        ("onnxruntime/transformers/optimizer.py", False),
        ("rapidocr/models/PP-OCRv6_rec_small.onnx", True),
        ("rapidocr/models/ch_ppocr_mobile_v2.0_cls_mobile.onnx", False),
        ("keyring-25.7.0.dist-info/entry_points.txt", True),
        ("keyring-25.7.0.dist-info/RECORD", False),
        ("numpy-2.4.6.dist-info/licenses/LICENSE.txt", True),
        ("tzdata/zoneinfo/America/New_York", True),
        ("tzdata/zoneinfo/Asia/Tokyo", False),
    ],
)
def test_of_others_only_what_runs_and_its_license_is_packed(
    client: ModuleType, file: str, *, is_packed: bool
) -> None:
    assert (client.LEFT_OUT.search(file) is None) == is_packed


def test_the_package_is_for_the_whole_machine_and_leaves_data_alone() -> None:
    product = ET.parse(FOLDER / "product.wxs").getroot()  # noqa: S314 - our own file

    (package,) = product.iterfind(".//w:Package", NAMESPACE)
    assert package.get("InstallScope") == "perMachine"
    assert product.find(".//w:MajorUpgrade", NAMESPACE) is not None
    (removed,) = product.iterfind(".//w:RemoveFolder", NAMESPACE)
    assert removed.get("Id") == "MENU"
    assert product.find(".//w:RemoveFile", NAMESPACE) is None


def test_the_start_menu_starts_a_program_without_a_console() -> None:
    product = ET.parse(FOLDER / "product.wxs").getroot()  # noqa: S314 - our own file
    made = dict(re.findall(r'"(mdt-alpr[\w-]*) -m(\w+)', (FOLDER / "build.sh").read_text("utf-8")))

    started = {
        (shortcut.get("Target"), shortcut.get("Arguments"))
        for shortcut in product.iterfind(".//w:Shortcut", NAMESPACE)
    }

    program = "[INSTALLDIR]mdt-alpr-window.exe"
    assert started == {(program, "car"), (program, "desk"), (program, "drill")}
    assert made == {"mdt-alpr": "console", "mdt-alpr-window": "windows"}


def test_the_setup_program_finds_what_it_removes_by_the_package_s_own_code() -> None:
    product = ET.parse(FOLDER / "product.wxs").getroot()  # noqa: S314 - our own file
    (one,) = product.iterfind("w:Product", NAMESPACE)
    setup = (FOLDER / "setup.nsi").read_text(encoding="utf-8")

    assert f'!define FAMILY "{{{one.get("UpgradeCode")}}}"' in setup


def signed(file: Path, **given: Path) -> subprocess.CompletedProcess[str]:
    names = {f"MDT_ALPR_SIGNING_{name.upper()}": str(value) for name, value in given.items()}
    return subprocess.run(
        ["sh", str(FOLDER / "sign.sh"), str(file)],
        env={"PATH": os.environ["PATH"], **names},
        check=False,
        capture_output=True,
        text=True,
    )


def test_nothing_passes_for_signed_without_a_certificate(tmp_path: Path) -> None:
    program = tmp_path / "mdt-alpr.exe"
    program.write_bytes(b"MZ")

    for result in (signed(program), signed(program, certificate=tmp_path / "none.p12")):
        assert result.returncode == 1
        assert result.stderr.startswith("not signed: ")
        assert result.stdout == ""
    assert [file.name for file in tmp_path.iterdir()] == ["mdt-alpr.exe"]


@pytest.mark.skipif(not shutil.which("osslsigncode"), reason="osslsigncode is not installed")
def test_a_signature_counts_only_where_somebody_known_vouches_for_it(tmp_path: Path) -> None:
    key, certificate, both = (tmp_path / name for name in ("key", "certificate", "both"))
    password = tmp_path / "password"
    password.write_text("a word", encoding="ascii")
    request = [
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Agency"),
        *(
            "-addext",
            "extendedKeyUsage=codeSigning",
            "-keyout",
            str(key),
            "-out",
            str(certificate),
        ),
    ]
    packed = [
        *("openssl", "pkcs12", "-export", "-inkey", str(key), "-in", str(certificate)),
        *("-passout", f"file:{password}", "-out", str(both)),
    ]
    for command in (request, packed):
        subprocess.run(command, check=True, capture_output=True)
    program = tmp_path / "setup.exe"
    program.write_bytes(EMPTY_PROGRAM)

    unknown = signed(program, certificate=both, password=password)
    assert unknown.returncode == 1
    assert "vouches" in unknown.stderr
    assert program.read_bytes() == EMPTY_PROGRAM

    known = signed(program, certificate=both, password=password, ca=certificate)
    assert known.returncode == 0, known.stderr
    assert known.stdout == f"signed: {program}\n"
    assert program.read_bytes() != EMPTY_PROGRAM
