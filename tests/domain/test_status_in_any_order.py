"""Whatever is asked, answered late, recorded or confirmed: only an answer that counts opens."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hit import gateway, verification
from mdt_alpr.domain.hit.confirmation import (
    AgencyReply,
    ConfirmationReply,
    ConfirmationRequest,
    Urgency,
)
from mdt_alpr.domain.hit.disposition import Closing, Disposition, RecordedStop, Stopped, StopReason
from mdt_alpr.domain.hit.gate import GATEWAY_SOURCES, gate
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hit.status_query import (
    GatewayResult,
    GatewaySource,
    QueryStatus,
    StatusAnswer,
)
from mdt_alpr.domain.hit.verification import close
from mdt_alpr.domain.policy import status_reply_is_good
from tests.builders import NOW
from tests.compared_hits import RECORD, compared
from tests.profiles import examples


class AnyOrder(RuleBasedStateMachine):
    """One hit whose only source is the gateway."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.hit: Hit = compared()

    @property
    def may_stop(self) -> bool:
        hit = self.hit
        return gate(hit, self.now, officer=hit.officer, open_hit_id=hit.hit_id).may_stop

    @rule()
    def another_hit_begins(self) -> None:
        self.now, self.hit = NOW, compared()

    @rule(seconds=st.sampled_from([1, 20, 400, 601]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def it_is_asked(self) -> None:
        try:
            self.hit = gateway.ask(self.hit, f"q{len(self.hit.asked)}", self.now)
        except DomainError:
            assert self.hit.state not in (HitState.COMPARED, HitState.STOPPED)

    @rule(
        number=st.integers(0, 3),
        result=st.sampled_from([*GatewayResult, *[GatewayResult.ACTIVE] * 4]),
        source=st.sampled_from(GatewaySource),
        state=st.sampled_from(["NC", "NC", "NC", "AR"]),
        late=st.sampled_from([0, 1, 599, 3600]),
    )
    def an_answer_comes(
        self, number: int, result: GatewayResult, source: GatewaySource, state: str, late: int
    ) -> None:
        answer = StatusAnswer(
            f"q{number}", "EXN2894", state, RECORD.entry_id, RECORD.nic, result, source,
            "SWITCH1", self.now - timedelta(seconds=late), simulated=False,
        )  # fmt: skip
        before = self.hit
        try:
            self.hit = gateway.apply_answer(before, answer, self.now)
        except DomainError:
            return
        if state != "NC" or result is GatewayResult.UNAVAILABLE:
            assert replace(self.hit, asked=before.asked) == before
        elif result is not GatewayResult.ACTIVE:
            assert not self.may_stop

    @rule(minutes=st.integers(0, 60))
    def a_stop_is_recorded(self, minutes: int) -> None:
        could = self.may_stop
        stop = RecordedStop(
            StopReason.NO_TIME, self.now - timedelta(minutes=minutes), self.now, force_used=True
        )
        self.attempt(lambda: verification.record_stop(self.hit, stop))
        assert self.may_stop is could

    @rule()
    def a_confirmation_is_requested(self) -> None:
        could = self.may_stop
        request = ConfirmationRequest(1, Urgency.URGENT, "", RECORD.nic, self.now)
        self.attempt(lambda: verification.request_confirmation(self.hit, request))
        assert self.may_stop is could

    @rule(reply=st.sampled_from(AgencyReply))
    def the_agency_replies(self, reply: AgencyReply) -> None:
        could = self.may_stop
        later = self.now + timedelta(hours=1) if reply is AgencyReply.LATER else None
        agency_reply = ConfirmationReply(reply, self.now, later)
        if self.attempt(lambda: verification.answer_confirmation(self.hit, agency_reply)):
            assert self.may_stop is (could and reply is not AgencyReply.NOT_CONFIRMED)

    @rule()
    def it_ends(self) -> None:
        end = Closing(Disposition.LOST_SIGHT, self.now, stopped=Stopped.NO)
        self.attempt(lambda: close(self.hit, end))

    @invariant()
    def an_open_gate_rests_on_an_answer_about_this_very_record_that_is_still_good(self) -> None:
        if not self.may_stop:
            return
        newest = self.hit.replies[-1]
        assert newest.source in GATEWAY_SOURCES
        assert self.hit.contrary == ()
        counted = [a for a in self.hit.asked if a.status is QueryStatus.ANSWERED]
        assert any(
            a.answer is not None
            and a.answer.source is GatewaySource.DCIN
            and (a.answer.text, a.answer.state) == ("EXN2894", "NC")
            for a in counted
        )
        assert any(status_reply_is_good(reply.at, self.now) for reply in self.hit.replies)

    def attempt(self, step: object) -> bool:
        try:
            self.hit = step()  # type: ignore[operator]
        except DomainError:
            return False
        return True


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=examples(80), stateful_step_count=40, deadline=None)
