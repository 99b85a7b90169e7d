import io
import sys
import threading
import wave
from pathlib import Path

import pytest

from mdt_alpr.adapters.voice.speech import EspeakSpeech, SpeechError, generate_in_memory

WAIT_S = 10
SENTENCE = "Possible match. Stolen vehicle."


def _player(path: Path, script: str) -> tuple[str, ...]:
    """Return a player that does what ``script`` says with the sound in its standard input."""
    path.write_text(f"import sys\n{script}\n")
    return (sys.executable, str(path))


def _speech(player: tuple[str, ...]) -> EspeakSpeech:
    try:
        return EspeakSpeech(player)
    except SpeechError as error:
        pytest.skip(str(error))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="eSpeak speaks on Linux")
class TestEspeak:
    def test_a_sentence_reaches_the_player_whole_and_no_disk(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        temporary = tmp_path / "tmp"
        temporary.mkdir()
        monkeypatch.setenv("TMPDIR", str(temporary))
        monkeypatch.setattr("tempfile.tempdir", str(temporary))
        log = tmp_path / "heard.wav"
        speech = _speech(
            _player(tmp_path / "p.py", f"open({str(log)!r}, 'wb').write(sys.stdin.buffer.read())")
        )
        speech.speak(SENTENCE, lambda: True)
        with wave.open(str(log)) as sound:
            seconds = sound.getnframes() / sound.getframerate()
        assert 1 < seconds < 6
        assert not [file for file in temporary.rglob("*") if file.is_file()]
        assert capfd.readouterr() == ("", "")

    def test_two_sentences_in_a_row_do_not_run_into_each_other(self, tmp_path: Path) -> None:
        speech = _speech(_player(tmp_path / "p.py", ""))
        first, second = speech.wav(SENTENCE), speech.wav(SENTENCE)
        lengths = []
        for wav in (first, second):
            with wave.open(io.BytesIO(wav)) as sound:
                lengths.append(sound.getnframes())
        assert abs(lengths[0] - lengths[1]) < lengths[0] / 10

    def test_words_are_as_loud_as_the_car_is_set(self, tmp_path: Path) -> None:
        speech = _speech(_player(tmp_path / "p.py", ""))
        peaks = []
        for share in (1.0, 0.3):
            speech.set_loudness(share)
            with wave.open(io.BytesIO(speech.wav(SENTENCE))) as sound:
                samples = memoryview(sound.readframes(sound.getnframes())).cast("h")
            peaks.append(max(map(abs, samples)))
        assert peaks[1] < peaks[0] / 2

    def test_stopping_ends_a_sentence_in_the_middle(self, tmp_path: Path) -> None:
        begun = tmp_path / "begun"
        script = f"open({str(begun)!r}, 'w').close()\nimport threading\nthreading.Event().wait(60)"
        speech = _speech(_player(tmp_path / "p.py", script))
        thread = threading.Thread(target=speech.speak, args=(SENTENCE, lambda: True))
        thread.start()
        while speech._playing is None and thread.is_alive():
            thread.join(0.01)
        speech.stop()
        thread.join(WAIT_S)
        assert not thread.is_alive()

    def test_a_sentence_that_was_silenced_meanwhile_is_not_begun(self, tmp_path: Path) -> None:
        log = tmp_path / "heard"
        speech = _speech(_player(tmp_path / "p.py", f"open({str(log)!r}, 'w').close()"))
        speech.speak(SENTENCE, lambda: False)
        speech.stop()
        assert not log.exists()

    def test_a_player_without_sound_output_says_so(self, tmp_path: Path) -> None:
        speech = _speech(_player(tmp_path / "p.py", "sys.exit(1)"))
        with pytest.raises(SpeechError, match="no sound output"):
            speech.speak(SENTENCE, lambda: True)

    def test_a_missing_player_is_named_with_its_package(self) -> None:
        with pytest.raises(SpeechError, match="alsa-utils"):
            EspeakSpeech(("no-such-player-here",))


@pytest.mark.skipif(sys.platform != "win32", reason="Windows speaks by COM")
def test_no_code_is_generated_into_a_folder_or_loaded_from_one() -> None:
    generate_in_memory()

    import comtypes.client

    assert comtypes.client.gen_dir is None
    assert comtypes.gen.__path__ == []
    assert not (Path(comtypes.__file__).parent / "gen").exists()
