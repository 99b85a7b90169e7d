"""Who makes a check: a person in one session at one screen (09.21.5.A.4.a to .c).

A verification belongs to the person who made it. Another person, a sign-out, a restart of the
program and a handover of the screen each begin another session; what was verified in an earlier
one is kept and shown with its name, but opens no gate.
"""

from dataclasses import dataclass

from mdt_alpr.domain.policy import TYPING_ENDS_ABOVE_MPH


@dataclass(frozen=True, slots=True)
class Officer:
    """A person in one session; equal only where person and session are.

    ``session_id`` is made in the car when the session begins; unlocking one's own screen continues
    it. ``second_officer``: someone next to the driver works the screen in the driver's session.
    ``training``: nothing in this car is real.
    """

    person_id: str = ""
    session_id: str = ""
    name: str = ""
    second_officer: bool = False
    training: bool = False

    @property
    def is_signed_in(self) -> bool:
        """Return whether this is a person."""
        return bool(self.person_id and self.session_id)


NOBODY = Officer()
"""Nobody is signed in."""


@dataclass(frozen=True, slots=True)
class Driving:
    """Whether the car moves, and who works the screen (VER-10, U3).

    ``speed_mph`` is None where no receiver reports it. ``passenger`` is the mode in which a second
    officer works the screen; it is chosen by hand, recorded, and ends with the shift.
    """

    speed_mph: float | None = None
    passenger: bool = False

    @property
    def typing_allowed(self) -> bool:
        """Return whether free text, list editing and moving pictures are open (VER-10)."""
        return self.passenger or self.speed_mph is None or self.speed_mph <= TYPING_ENDS_ABOVE_MPH
