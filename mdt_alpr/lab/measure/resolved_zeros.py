"""How often letter O and digit 0 are told apart on plates that were read right, and how well."""

from dataclasses import dataclass

from mdt_alpr.domain.plate.plate import folded, tidy
from mdt_alpr.domain.reading.reading import PlateText
from mdt_alpr.domain.reading.slashed_zero import is_either


@dataclass(slots=True)
class ZerosTold:
    """Counts characters that are O or 0; ``told``: not left open; ``wrong``: of those."""

    there: int = 0
    told: int = 0
    wrong: int = 0

    def take(self, text: PlateText, plate: str) -> None:
        """Count the characters of one answer; another text than ``plate`` counts not at all."""
        if folded(text.text) != folded(plate):
            return
        for character, true in zip(text.characters, tidy(plate), strict=True):
            if is_either(true):
                self.there += 1
                self.told += character.is_resolved
                self.wrong += character.is_resolved and character.text != true

    def figures(self) -> dict[str, int]:
        """Return the counts by name."""
        return {"there": self.there, "told": self.told, "wrong": self.wrong}
