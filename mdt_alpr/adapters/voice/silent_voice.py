"""No voice: for runs without a person, and for machines that must be quiet."""


class SilentVoice:
    """See ``patrol.ports.Voice``; says nothing and remembers nothing."""

    def say(self, text: str) -> None:
        """Say nothing."""

    def tone(self, name: str) -> None:
        """Play nothing."""

    def silence(self) -> None:
        """Stay silent."""

    def close(self) -> None:
        """Hold nothing that has to be given back."""
