"""What must be true of a hit for an open gate, said anew beside ``domain.hit.gate``."""

from datetime import datetime, timedelta

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit.gate import Gate, GateForm
from mdt_alpr.domain.hit.hit import Hit, WholeNumberAnswer
from mdt_alpr.domain.hit.reasons import FIRST_LOOK_WRONG
from mdt_alpr.domain.hit.status_query import StatusReply, StatusResult, StatusSource
from mdt_alpr.domain.hit.tiles import look_alike_positions
from mdt_alpr.domain.hit.vehicle import vehicle_fits
from mdt_alpr.domain.officer import Officer
from mdt_alpr.domain.reading.typed_read import was_typed

GATEWAY = (StatusSource.GATEWAY, StatusSource.GATEWAY_DCIN)
STATUS = (StatusSource.MDT, StatusSource.COMMUNICATIONS, *GATEWAY)
DCIN = (StatusSource.DCIN, StatusSource.GATEWAY_DCIN)
FILES = (StatusSource.MDT, StatusSource.DCIN)
GOOD_FOR = policy.STATUS_REPLY_GOOD_FOR


class Conditions:
    """The conditions of a hit before an officer; ``before`` counts what was superseded."""

    hit: Hit
    now: datetime
    officer: Officer
    before: tuple[int, int]

    @property
    def gate_now(self) -> Gate:
        raise NotImplementedError

    @property
    def counted_replies(self) -> tuple[StatusReply, ...]:
        return self.hit.replies[self.before[0] :]

    def is_fresh(self, at: datetime) -> bool:
        return timedelta(0) <= self.now - at < GOOD_FOR

    def is_normal(self, reply: StatusReply) -> bool:
        """Tell whether a file truthfully has no record of an entry without an NIC number."""
        is_local = bool(self.hit.records) and not any(r.nic for r in self.hit.records)
        absent = reply.result is StatusResult.NO_RECORD and reply.source in FILES
        return is_local and absent

    def is_this_officers(self, reply: StatusReply) -> bool:
        """Tell whether a reply was stated here, or really answers about what was entered here."""
        if not reply.received:
            return reply.by == self.officer
        entry = self.hit.entry
        assert entry is not None
        real = self.officer.training or not reply.simulated
        return real and reply.about == (entry.text, entry.state)

    def newest(self, sources: tuple[StatusSource, ...]) -> list[StatusReply]:
        own = [(s,) for s in sources if s not in GATEWAY]
        voices = (*own, tuple(s for s in sources if s in GATEWAY))
        own_replies = [r for r in self.hit.replies if not r.received or self.is_this_officers(r)]
        last = (next((r for r in reversed(own_replies) if r.source in v), None) for v in voices)
        return [reply for reply in last if reply is not None]

    def answered_now(self, sources: tuple[StatusSource, ...]) -> bool:
        newest = self.newest(sources)
        return any(
            reply.result is StatusResult.ACTIVE
            and reply in self.counted_replies
            and self.is_this_officers(reply)
            and self.is_fresh(reply.at)
            for reply in newest
        ) and all(reply.result is StatusResult.ACTIVE or self.is_normal(reply) for reply in newest)

    def stated_now(self, sources: tuple[StatusSource, ...]) -> bool:
        return any(
            n.source in sources and n.by == self.officer and self.is_fresh(n.at)
            for n in self.hit.not_practicable[self.before[1] :]
        )

    def has_no_file_entry(self) -> bool:
        return any(
            self.is_normal(r) and r.by == self.officer and self.is_fresh(r.at)
            for r in self.counted_replies
        )

    def the_owner_confirmed_what_no_file_has(self) -> None:
        newest = [r for r in self.newest(FILES) if r in self.counted_replies]
        if any(self.is_normal(r) and r.by == self.officer and self.is_fresh(r.at) for r in newest):
            owner = (StatusSource.COMMUNICATIONS,)
            assert self.answered_now(owner) or self.gate_now.form is GateForm.OPEN_WITHOUT_STATUS

    def characters_were_typed_or_answered_as_a_whole(self) -> None:
        last = self.hit.attempts[-self.hit.entries_wanted :]
        assert len(last) == self.hit.entries_wanted
        for attempt in last:
            assert attempt.by == self.officer
            assert (attempt.text, attempt.state) == (last[-1].text, last[-1].state)
            if (check := attempt.tile_check) is not None:
                assert not was_typed(self.hit.read.engine), "it has no picture to compare with"
                assert check.whole_number is WholeNumberAnswer.SAME
                seen = {answer.position for answer in check.answers}
                assert look_alike_positions(self.hit) < seen

    def the_pictures_show_the_state_or_it_has_its_reason(self) -> None:
        read, entry = self.hit.read, self.hit.entry
        assert entry is not None
        sure = self.hit.second_state in ("", read.state) and read.state_confidence >= 0.98
        if read.state not in ("", entry.state) and sure:
            assert entry.state_reason
            assert self.answered_now(STATUS) or self.answered_now(DCIN)

    def the_vehicle_fits_or_has_its_reason(self) -> None:
        described = [r for r in self.hit.records if r.kind.describes_vehicle]
        if not described:
            return
        seen = self.hit.vehicle
        assert seen is not None
        assert seen.by == self.officer
        if any(vehicle_fits(r, seen.body, seen.color) is False for r in described):
            given = self.hit.vehicle_reasons[-1]
            assert given.by == self.officer
            assert given.reason != FIRST_LOOK_WRONG or given.second_answer is not None
            assert self.answered_now(STATUS) or self.answered_now(DCIN)
