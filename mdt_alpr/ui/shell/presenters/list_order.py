"""The order of the hit list: sorted as it comes up, still while it is in front."""

from collections.abc import Sequence

from mdt_alpr.domain.hit.hit import Hit


class ListOrder:
    """Keeps the rows where they are while the list is in front; what is new is at the end."""

    def __init__(self) -> None:
        self._held: list[str] | None = None
        self._sorted: frozenset[str] = frozenset()

    def hold(self, hits: Sequence[Hit]) -> None:
        """Sort, and keep that order from now on."""
        self._held = [hit.hit_id for hit in hits]
        self._sorted = frozenset(self._held)

    def release(self) -> None:
        """Sort whenever something changes: nobody has the list before him."""
        self._held = None

    def arrange(self, hits: Sequence[Hit]) -> tuple[list[Hit], int]:
        """Return sorted ``hits`` in the order to show, and how many are unsorted at the end."""
        if self._held is None:
            return list(hits), 0
        by_id = {hit.hit_id: hit for hit in hits}
        self._held += [hit_id for hit_id in by_id if hit_id not in self._held]
        shown = [by_id[hit_id] for hit_id in self._held if hit_id in by_id]
        return shown, sum(hit.hit_id not in self._sorted for hit in shown)
