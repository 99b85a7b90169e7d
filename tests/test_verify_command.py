"""A package that fits its own key only is not called whole: anybody can make such a key."""

import json
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.cli import main
from mdt_alpr.cli.verify import NOT_PROVED, PURGED_WORDS
from mdt_alpr.domain.canonical import canonical, plain
from mdt_alpr.domain.hit.disposition import Closing, Disposition, Stopped
from mdt_alpr.domain.hit.hit import VehicleAnswer
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hit.verification import (
    answer_vehicle,
    close,
    enter,
    give_vehicle_reason,
    open_hit,
)
from mdt_alpr.wire.evidence_file import (
    EXPORT,
    MANIFEST,
    UNSIGNED_NOTE,
    manifest_bytes,
    packed,
    zipped,
)
from tests.builders import NOW, OFFICER, a_hit, an_entry
from tests.evidence import HEADQUARTERS_SEED, NOTE, Sealer, a_package, whole

ENDED = Closing(Disposition.VEHICLE_MISMATCH, NOW, Stopped.NO)


@pytest.mark.proved("V13")
@pytest.mark.attack("V13")
def test_without_a_key_that_is_known_no_package_is_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    forger, package = a_package()
    path, key = tmp_path / "forged.zip", tmp_path / "key"
    path.write_bytes(whole(package))
    key.write_text(forger.signer.public_key)
    assert main(["verify", str(path)]) == NOT_PROVED
    output = capsys.readouterr().out
    assert "KEY NOT KNOWN" in output
    assert "WHOLE" not in output
    assert main(["verify", str(path), "--json"]) == NOT_PROVED
    assert json.loads(capsys.readouterr().out)["whole"] is False
    asked = ["verify", str(path), "--key", str(key)]
    assert main(asked) == NOT_PROVED  # whoever can make a key can write an export note
    output = capsys.readouterr().out
    assert "--headquarters-key" in output
    assert "WHOLE" not in output
    theirs = tmp_path / "headquarters"
    theirs.write_text(Ed25519Signer(HEADQUARTERS_SEED).public_key)
    assert main([*asked, "--headquarters-key", str(theirs)]) == 0
    assert "WHOLE" in capsys.readouterr().out
    assert main([*asked, "--headquarters-key", str(key)]) == 1


@pytest.mark.proved("V13")
@pytest.mark.attack("V13")
def test_a_package_of_an_older_headquarters_is_not_broken_but_its_note_proves_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealer, package = a_package()
    with zipfile.ZipFile(BytesIO(whole(package))) as given:
        files = {name: given.read(name) for name in given.namelist() if name != MANIFEST}
    note = {name: value for name, value in plain(NOTE).items() if name in UNSIGNED_NOTE}
    old = {**files, EXPORT: canonical(note)}
    data = zipped({MANIFEST: manifest_bytes(old, 1), **old})
    path, car, theirs = tmp_path / "old.zip", tmp_path / "car", tmp_path / "headquarters"
    path.write_bytes(data)
    car.write_text(sealer.signer.public_key)
    theirs.write_text(Ed25519Signer(HEADQUARTERS_SEED).public_key)
    asked = ["verify", str(path), "--key", str(car), "--headquarters-key", str(theirs)]
    assert main(asked) == NOT_PROVED
    output = capsys.readouterr().out
    assert output.startswith("NOTE NOT SIGNED")
    assert "WHOLE" not in output
    assert "BROKEN" not in output
    assert main([*asked, "--json"]) == NOT_PROVED
    facts = json.loads(capsys.readouterr().out)
    assert (facts["whole"], facts["note_signed"], facts["first_break"]) == (False, False, None)
    strange = {**old, EXPORT: canonical({"by": "nobody"})}
    path.write_bytes(zipped({MANIFEST: manifest_bytes(strange, 1), **strange}))
    assert main(asked) == 1


@pytest.mark.proved("V8")
@pytest.mark.attack("V8")
def test_what_a_forger_named_a_file_moves_no_cursor(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "forged.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("\x1b[2J\nWHOLE: all is well", b"x")
    assert main(["verify", str(path)]) == 1
    output = capsys.readouterr().out
    assert "\x1b" not in output
    assert len(output.splitlines()) == 1


@pytest.mark.proved("S9")
def test_what_contradicts_the_record_is_said_of_a_whole_package(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = an_entry(color="BLK", style="MC", plate_type="MC")
    seen = VehicleAnswer(Body.CAR, Color.SILVER, NOW)
    hit = answer_vehicle(open_hit(a_hit(None, record, officer=OFFICER), NOW), seen)
    hit = enter(hit, "EXN2894", "NC", NOW, picture_s=2)
    hit = give_vehicle_reason(hit, "repainted", NOW)
    sealer = Sealer()
    package = sealer.package(sealer.seal(close(hit, ENDED)))
    path = tmp_path / "package.zip"
    path.write_bytes(whole(package))
    main(["verify", str(path)])
    assert (
        "VEHICLE CONTRADICTS THE RECORD. Record: black motorcycle. Officer saw: silver car. "
        "Color, body and plate type DIFFER, reason: repainted."
    ) in capsys.readouterr().out
    main(["verify", str(path), "--json"])
    vehicle = json.loads(capsys.readouterr().out)["vehicle"]
    assert vehicle["differs"] == ["color", "body", "plate type"]
    assert (vehicle["comparison"], vehicle["reason"]) == ("reason_given", "repainted")


def test_where_an_agency_keeps_data_for_fewer_days_what_it_purged_is_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, package = a_package()
    path = tmp_path / "purged.zip"
    path.write_bytes(packed(replace(package, parts=None)))
    assert main(["verify", str(path), "--kept-days", "1"]) == NOT_PROVED
    assert PURGED_WORDS in capsys.readouterr().out
