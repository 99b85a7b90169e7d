"""Which engines are measured: one name for both, or one for each. It loads none."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """Names of engines; an empty ``detector`` or ``reader`` is that of ``engine``.

    No second reader for an empty name. ``threads`` are those of each network.
    """

    engine: str = "own"
    detector: str = ""
    reader: str = ""
    second_reader: str = ""
    threads: int = 1

    @property
    def title(self) -> str:
        """Return what a figure says of the engines."""
        if not self.detector and not self.reader:
            return self.engine
        return f"{self.detector or self.engine} + {self.reader or self.engine}"

    @property
    def described(self) -> str:
        """Return every engine and the threads, as a person compares them."""
        asks = f"second reader {self.second_reader}" if self.second_reader else "no second reader"
        threads = "1 thread" if self.threads == 1 else f"{self.threads} threads"
        return f"{self.title}, {asks}, {threads}"


SHIPPED = EngineChoice(second_reader="ppocr")
"""What a car reads with as it is installed."""
