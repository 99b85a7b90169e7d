"""A voice that cannot be taken for a real alert: each sentence begins with "Drill"."""

from mdt_alpr.patrol.ports import Voice


class DrillVoice:
    """See ``patrol.ports.Voice``."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def say(self, text: str) -> None:
        """Say that it is a drill, then the sentence."""
        self._voice.say(f"Drill. {text}")

    def tone(self, name: str) -> None:
        """Play a tone; the sentence that follows says what it is."""
        self._voice.tone(name)

    def silence(self) -> None:
        """Stop speaking and sounding now."""
        self._voice.silence()

    def close(self) -> None:
        """Stop for good."""
        self._voice.close()


class BorrowedVoice:
    """The voice of the window under the practice, which goes on after it."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self.say, self.tone, self.silence = voice.say, voice.tone, voice.silence

    def close(self) -> None:
        """Fall silent, and give it back."""
        self._voice.silence()
