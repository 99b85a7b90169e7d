"""How many plates were read in this shift: one count for every page that says it."""

from dataclasses import dataclass

from mdt_alpr.patrol.events import Event, ReadMade, SignedIn


@dataclass(slots=True)
class ShiftReads:
    """Counts from zero for another person; an unlock goes on counting."""

    reads: int = 0
    person: str = ""

    def take(self, event: Event) -> bool:
        """Take an event; True where another person's shift began."""
        if isinstance(event, ReadMade):
            self.reads += event.read.revision == 0
        if not isinstance(event, SignedIn) or event.session.person_id == self.person:
            return False
        self.person, self.reads = event.session.person_id, 0
        return True
