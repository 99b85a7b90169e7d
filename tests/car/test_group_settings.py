"""A machine takes the settings of its group, uses them from its next start on, and goes back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mdt_alpr.adapters.cameras import camera_for
from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.adapters.vault.memory_vault import MemoryVault
from mdt_alpr.car.fleet_rounds import FleetRounds
from mdt_alpr.car.group_settings import GroupSettingsParts, GroupSettingsRounds
from mdt_alpr.car.settings import CarSettings, load_settings
from mdt_alpr.car.settings_file import (
    GroupSettingsFile,
    SettingsRefusedError,
    SettingsUnsignedError,
    by_group_settings,
    settings_file,
)
from mdt_alpr.car.wiring import Outside, make_car
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.program_update import STARTS_TO_PROVE
from mdt_alpr.domain.equipment.self_check import CheckPart, SelfCheck
from mdt_alpr.domain.errors import EngineMissingError, OutsideError
from mdt_alpr.lab.hq.staged_updates import package_of
from mdt_alpr.patrol.events import SelfChecked
from mdt_alpr.patrol.outbox import RequestRefusedError
from mdt_alpr.patrol.worker import Worker
from mdt_alpr.wire.car_settings import (
    FORMAT,
    KeptSettings,
    MachineSettings,
    SettingsOffer,
    SettingsSignature,
    SignedSettings,
    signed_bytes,
)
from mdt_alpr.wire.codec import encode
from tests.adapters.store.test_list_folder import a_package, listed
from tests.builders import NOW, SetClock
from tests.car.test_updates import TriedCar, installed
from tests.car.updating import NEXT, Machine, ScriptedOffers, signed

HQ = Ed25519Signer(b"h" * 32)
LOUD, LOUDER, SILENT = "volume = 80\n", "volume = 90\n", 'second_reader = ""\n'
TAKEN, PROVED = AuditEvent.SETTINGS_TAKEN, AuditEvent.SETTINGS_PROVED
REFUSED, WENT_BACK = AuditEvent.SETTINGS_REFUSED, AuditEvent.SETTINGS_WENT_BACK
GOOD = SelfCheck(NOW)


def given(
    text: str, number: int = 7, device: str = "car-1", signer: Ed25519Signer = HQ
) -> SignedSettings:
    """Return what headquarters signs; the signature has a hundred times the number."""
    settings = MachineSettings(device, "night", number, text)
    message = signed_bytes(device, 100 * number, encode(settings).encode())
    made = FORMAT, device, 100 * number, signer.public_key, signer.sign(message).hex()
    return SignedSettings(settings, SettingsSignature(*made))


class StartedCar:
    """A car at one start of its program; ``offered`` is what headquarters gives it."""

    def __init__(self, folder: Path, newest: int = 0) -> None:
        self.file = GroupSettingsFile(folder)
        self.file.note_start()
        self.offered: SignedSettings | None = None
        self.raises: Exception | None = None
        self.hit_is_open = False
        self.restarts = 0
        self.noted: list[tuple[AuditEvent, str]] = []
        self.why = ""
        self.rounds = GroupSettingsRounds(
            GroupSettingsParts(
                self.file, "car-1", newest, self, lambda: HQ.public_key, self._note,
                lambda: self.hit_is_open, self._restart,
            )
        )  # fmt: skip

    def settings_offer(self) -> SettingsOffer:
        if self.raises is not None:
            raise self.raises
        return SettingsOffer(self.offered)

    def ask(self, offered: SignedSettings) -> None:
        self.offered = offered
        self.rounds.ask()

    @property
    def volume(self) -> int:
        """Return what the next start would use."""
        return load_settings(None, self.file.values).volume

    def _restart(self) -> None:
        self.restarts += 1

    def _note(self, event: AuditEvent, subject: str, *detail: tuple[str, str]) -> None:
        self.noted.append((event, subject))
        self.why = dict(detail).get("why", "")


@pytest.fixture
def start(tmp_path: Path) -> Callable[[], StartedCar]:
    return lambda: StartedCar(tmp_path)


@pytest.fixture
def car(start: Callable[[], StartedCar]) -> StartedCar:
    return start()


def test_settings_count_from_the_next_start_on_and_prove_themselves_by_its_check(
    car: StartedCar, start: Callable[[], StartedCar]
) -> None:
    car.ask(given(LOUD))
    car.rounds.checked(GOOD)
    car.rounds.ask()
    assert car.noted == [(TAKEN, "7")]
    car.rounds.shift_is_over()
    assert car.restarts == 1
    new = start()
    assert new.volume == 80
    new.rounds.restored(SelfCheck(NOW))
    assert new.noted == []
    new.rounds.checked(GOOD)
    assert new.noted == [(PROVED, "7")]
    new.ask(given(LOUD))
    new.rounds.shift_is_over()
    assert (len(new.noted), new.restarts) == (1, 0)


def test_nothing_is_taken_while_a_hit_is_open(car: StartedCar) -> None:
    for car.hit_is_open, noted in ((True, []), (False, [(TAKEN, "7")])):
        car.ask(given(LOUD))
        assert car.noted == noted


def test_a_headquarters_of_before_gives_none(car: StartedCar) -> None:
    car.raises = RequestRefusedError("no such address", 104)
    car.rounds.ask()
    assert (car.noted, car.volume) == ([], 100)


@pytest.mark.attack("CM-5")
@pytest.mark.parametrize(
    ("offered", "words"),
    [
        (given(LOUD, device="car-2"), "for car-2"),
        (given(LOUD, signer=Ed25519Signer(bytes(32))), "not that of this car's headquarters"),
        (SignedSettings(given(SILENT).settings, given(LOUD).signature), "changed after"),
        (given('detector = "nobody\'s"\n'), "is no detector"),
        (given("unknown = 1\n"), "does not know them"),
        (given('unit = "Unit 9"\n'), "each machine's own"),
    ],
)
def test_what_this_machine_is_not_given_or_cannot_do_is_refused_once(
    car: StartedCar, offered: SignedSettings, words: str
) -> None:
    for _ in range(2):
        car.ask(offered)
    assert car.noted == [(REFUSED, str(offered.settings.number))]
    assert words in car.why
    assert car.file.kept.current is None


@pytest.mark.attack("CM-5")
def test_an_older_number_is_refused_as_a_restored_backup_sends_it(
    tmp_path: Path, car: StartedCar, start: Callable[[], StartedCar]
) -> None:
    car.ask(given(LOUD))
    new = start()
    new.rounds.checked(GOOD)
    new.ask(given(SILENT, number=6))
    assert new.noted[-1] == (REFUSED, "6")
    assert "is older (number 600)" in new.why
    kept_by_audit = StartedCar(tmp_path / "another", newest=800)
    kept_by_audit.ask(given(LOUD))
    assert kept_by_audit.noted == [(REFUSED, "7")]


def test_settings_that_fail_the_first_check_are_replaced_by_those_of_before(
    car: StartedCar, start: Callable[[], StartedCar]
) -> None:
    car.ask(given(LOUD))
    proved = start()
    proved.rounds.checked(GOOD)
    proved.ask(given(LOUDER, number=8))
    new = start()
    assert new.volume == 90
    new.rounds.checked(SelfCheck(NOW, (CheckPart.CAMERA,)))
    assert new.noted == [(WENT_BACK, "8")]
    assert "camera" in new.why
    new.ask(given(LOUDER, number=8))
    assert (len(new.noted), new.volume) == (1, 80)
    back = start()
    back.ask(given(LOUDER, number=8))
    assert (back.noted, back.volume) == ([], 80)
    back.ask(given(LOUDER, number=9))
    assert back.noted == [(TAKEN, "9")]


def test_what_failed_before_is_not_held_against_new_settings(
    car: StartedCar, start: Callable[[], StartedCar]
) -> None:
    car.rounds.checked(SelfCheck(NOW, (CheckPart.POSITION,)))
    car.ask(given(LOUD))
    new = start()
    new.rounds.checked(SelfCheck(NOW, (CheckPart.POSITION,)))
    assert new.noted == [(PROVED, "7")]


def test_an_engine_that_is_missing_sends_new_settings_back_and_proved_ones_not(
    car: StartedCar, start: Callable[[], StartedCar]
) -> None:
    car.ask(given('second_reader = "easyocr"\n'))
    car.rounds.failed("of the settings in use")
    assert car.noted == [(TAKEN, "7")]
    new = start()
    new.rounds.failed("EasyOCR is not installed.")
    assert (new.noted, new.file.kept.current) == ([(WENT_BACK, "7")], None)
    new.rounds.failed("EasyOCR is not installed.")
    assert len(new.noted) == 1


def test_starts_that_crash_go_back_and_those_that_end_in_order_count_for_nothing(
    car: StartedCar, start: Callable[[], StartedCar]
) -> None:
    car.ask(given(LOUD))
    for _ in range(2 * STARTS_TO_PROVE):
        start().rounds.stop()
    for _ in range(STARTS_TO_PROVE):
        assert start().volume == 80
    crashed = start()
    crashed.ask(given(LOUD))
    assert (crashed.volume, crashed.noted) == (100, [(WENT_BACK, "7")])


def test_a_withdrawn_decision_never_counts_in_a_car_that_was_out_of_reach(
    car: StartedCar, start: Callable[[], StartedCar]
) -> None:
    car.ask(given(SILENT))
    car.ask(given("", number=8))
    assert car.noted == [(TAKEN, "7"), (TAKEN, "8")]
    new = start()
    new.rounds.checked(GOOD)
    assert new.file.values == {}
    new.ask(given("", number=9))  # another group, with the same settings
    assert new.noted == [(PROVED, "8"), (PROVED, "9")]


def test_settings_of_a_newer_program_are_left_by_an_older_one(
    car: StartedCar, start: Callable[[], StartedCar]
) -> None:
    car.file.keep(KeptSettings(given("of_tomorrow = 1\n"), given(LOUD, number=6)))
    old = start()
    assert old.volume == 80
    old.ask(given("of_tomorrow = 1\n"))
    assert old.noted == [(WENT_BACK, "7")]


# ---------------------------------------------------------------- the start of a real car


class RealCar:
    """A car with its store, which has a list of headquarters."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.clock = folder, SetClock()
        folder.mkdir(exist_ok=True)
        (folder / "car.toml").write_text('unit = "Unit 12"\ndevice = "car-1"\n', encoding="utf-8")
        self.file = GroupSettingsFile(folder)
        store = self._store()
        store.lists.accept(a_package(0, 1, [listed("AB1")]))
        store.close()

    def start(self) -> CarSettings:
        """Start as the command does; return the settings by which it ran."""
        return by_group_settings(self.folder, self._run)

    def recorded(self) -> dict[str, str]:
        """Return what the audit says of the last start."""
        store = self._store()
        with store.begin() as work:
            last = work.last_recorded(AuditEvent.STARTED)
        store.close()
        return dict(last.detail) if last else {}

    def _run(self) -> CarSettings:
        path = self.folder / "car.toml"
        settings = load_settings(path, self.file.values, data=self.folder)
        outside = Outside(
            camera_for("0", self.clock), MemoryVault(bytes), self.clock,
            settings_file=settings_file(self.folder),
        )  # fmt: skip
        car = make_car(settings, outside, lambda _event: None)
        car.start()
        car.hold_round()
        car.stop()
        return settings

    def _store(self) -> CarStore:
        path = self.folder / "car.db"
        return CarStore(path, bytes(32), self.clock, bytes, "car-1")


@pytest.fixture
def real(tmp_path: Path) -> RealCar:
    return RealCar(tmp_path / "car")


def test_two_people_let_a_group_be_without_a_check_and_the_audit_says_so(real: RealCar) -> None:
    real.file.keep(KeptSettings(given(SILENT), is_proved=False))
    assert real.start().second_reader == ""
    assert real.recorded()["fleet_settings"] == "7"
    assert real.recorded()["fleet_signed"] == "0", "it may still go back"
    real.file.keep(KeptSettings(given(SILENT)))
    real.start()
    assert real.recorded()["fleet_signed"] == "700"


@pytest.mark.attack("CM-5")
def test_settings_that_somebody_wrote_or_put_back_count_for_nothing(real: RealCar) -> None:
    real.file.keep(KeptSettings(given(LOUD, number=8)))
    assert real.start().volume == 80
    stranger = given(SILENT, number=9, signer=Ed25519Signer(bytes(32)))
    for forged in (given(SILENT), stranger, given(SILENT, number=9, device="car-2")):
        real.file.keep(KeptSettings(forged, earlier=forged))
        assert real.start().second_reader == "ppocr"
        assert real.file.kept.current is None
        assert real.recorded()["fleet_signed"] == "800"


@pytest.mark.attack("CM-5")
def test_no_check_is_lost_between_a_groups_settings_and_a_machines_own(real: RealCar) -> None:
    own = 'unit = "Unit 12"\ndevice = "car-1"\nsecond_reader = "easyocr"\n'
    (real.folder / "car.toml").write_text(own, encoding="utf-8")
    real.file.keep(KeptSettings(given('reader = "easyocr"\n'), is_proved=False))
    settings = real.start()  # together they would ask the first reader twice
    assert (settings.reader, settings.second_reader) == ("own", "easyocr")
    assert "It repeats the mistakes of the first reader" in real.file.kept.why
    real.file.keep(KeptSettings(given('reader = "easyocr"\n')))
    with pytest.raises(SettingsUnsignedError):
        real.start()


@pytest.mark.parametrize("error", [EngineMissingError("gone"), SettingsRefusedError("trial")])
def test_a_start_that_is_refused_goes_back_at_once(tmp_path: Path, error: OutsideError) -> None:
    file = GroupSettingsFile(tmp_path)
    file.keep(KeptSettings(given(LOUDER, number=8), given(LOUD), is_proved=False))
    volumes = []

    def run() -> int:
        volumes.append(load_settings(None, file.values).volume)
        if volumes[-1] == 90:
            raise error
        return 0

    assert by_group_settings(tmp_path, run) == 0
    assert volumes == [90, 80]
    assert file.kept.why == str(error)


def test_a_start_that_fails_for_another_reason_keeps_the_settings(tmp_path: Path) -> None:
    file = GroupSettingsFile(tmp_path)
    file.keep(KeptSettings(given(LOUD), is_proved=False))

    def run() -> int:
        raise OutsideError("The passphrase is wrong.")

    with pytest.raises(OutsideError, match="passphrase"):
        by_group_settings(tmp_path, run)
    assert file.kept.current == given(LOUD)


def test_a_file_that_cannot_be_read_keeps_no_car_from_starting(real: RealCar) -> None:
    real.file.keep(KeptSettings())
    for content in (b"", b"{", b'{"current":7}'):
        (real.folder / "updates" / "settings.json").write_bytes(content)
        assert real.start().volume == 100


@pytest.mark.parametrize(("is_of_before", "noted"), [(True, []), (False, [PROVED])])
def test_only_a_check_of_this_start_proves_settings_and_an_update(
    tmp_path: Path, *, is_of_before: bool, noted: list[AuditEvent]
) -> None:
    package = package_of(NEXT)
    updated = installed(TriedCar(Machine(tmp_path), ScriptedOffers(signed(package), package)))
    GroupSettingsFile(tmp_path).keep(KeptSettings(given(LOUD), is_proved=False))
    car, link = StartedCar(tmp_path), Worker("link", lambda _event: None)
    rounds = FleetRounds(SetClock(), link, (updated.updates, car.rounds))
    link.start()
    rounds.take(SelfChecked(GOOD, is_of_before=is_of_before))
    link.ask(lambda: None)
    link.stop()
    assert [event for event, _ in car.noted] == noted
    assert (AuditEvent.UPDATE_PROVED in updated.events) is bool(noted)
