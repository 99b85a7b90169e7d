"""What is packed for Windows; the package itself is tried by test-under-wine.sh."""

import importlib.util
import re
import shlex
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).parents[2] / "installers" / "windows"
NAMESPACE = {"w": "http://schemas.microsoft.com/wix/2006/wi"}


@pytest.fixture(scope="module")
def client() -> ModuleType:
    spec = importlib.util.spec_from_file_location("client", FOLDER / "client.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("script", ["build.sh", "prepare.sh", "test-under-wine.sh"])
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
def test_of_others_only_what_runs_and_its_licence_is_packed(
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
