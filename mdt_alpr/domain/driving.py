"""Whether the officer's hands and eyes are wanted on the road (VER-10, U3)."""

from dataclasses import dataclass

from mdt_alpr.domain.policy import TYPING_ENDS_ABOVE_MPH


@dataclass(frozen=True, slots=True)
class Driving:
    """How the car moves and who works the screen.

    ``speed_mph`` is None where no receiver tells it. ``passenger`` is the mode in which a second
    officer works the screen; it is chosen by hand, recorded, and ends with the shift.
    """

    speed_mph: float | None = None
    passenger: bool = False

    @property
    def typing_allowed(self) -> bool:
        """Tell whether free text, list editing and moving pictures are open (VER-10)."""
        return self.passenger or self.speed_mph is None or self.speed_mph <= TYPING_ENDS_ABOVE_MPH
