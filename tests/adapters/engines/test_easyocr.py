import sys

import pytest

from mdt_alpr.adapters.engines import easyocr_engine, easyocr_plates
from mdt_alpr.domain.errors import EngineMissingError


@pytest.mark.parametrize("package", ["torch", "easyocr", "easyocr_en_models"])
@pytest.mark.parametrize(
    "kind", [easyocr_engine.Detector, easyocr_engine.Reader, easyocr_plates.Reader]
)
def test_without_its_packages_it_says_what_to_do(
    kind: type[easyocr_engine.Detector | easyocr_engine.Reader | easyocr_plates.Reader],
    package: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(EngineMissingError) as refused:
        kind().load()
    assert str(refused.value) == (
        "EasyOCR is not installed. Run the installer again without --without-easyocr, "
        "or choose another engine."
    )
