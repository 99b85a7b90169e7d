"""The way from one page of a case to the next, with what the case carries on (8.C to 8.E)."""

from mdt_alpr.acts.case_threads import SHOW_CASE
from mdt_alpr.acts.disclosures import RECORD_REQUEST
from mdt_alpr.domain.retention.case_thread import CaseStage
from mdt_alpr.domain.retention.data_request import Asked
from mdt_alpr.ui.desk.act_form import values_of
from mdt_alpr.ui.desk.models.form import FormValues
from mdt_alpr.ui.desk.page import ASKING, TableBase
from mdt_alpr.ui.kit.words import full_time
from mdt_alpr.wire.case_threads import CaseThreadMessage, CaseWanted
from mdt_alpr.wire.disclosures import DisclosureRecord

NEXT = ("next", "Next step of the case")
_ON_PACKAGES = {
    CaseStage.RELEASE, CaseStage.WRITE_AGAIN, CaseStage.RECEIPT, CaseStage.END_COPY,
}  # fmt: skip
_ON_HOLD = {CaseStage.SWEAR, CaseStage.CONFIRM_WARRANT}


def shown(asked: Asked) -> FormValues:
    """Return a request for data as its form has it."""
    return values_of(RECORD_REQUEST, DisclosureRecord("", asked))


class CaseSteps(TableBase):
    """A page that is a step of a case; an act opens the page of the next step, filled in."""

    def go_on(self, case: str) -> None:
        """Ask what a case waits for, which headquarters records, and open it."""
        self.show_state(waits=ASKING)
        call = self.ask(CaseThreadMessage, SHOW_CASE.path(), CaseWanted(case))
        self.wait(call, self.open_next)

    def open_next(self, thread: CaseThreadMessage) -> None:
        """Open the page of the next step, or say what waits for whom."""
        step = thread.next
        self.show_state(foot=f"Next: {step.words}. Who: {step.who}.")
        if step.stage in _ON_HOLD:
            self._turn("hold_item", step.hold)
        elif step.stage in _ON_PACKAGES:
            self._turn("packages", (_package(thread), step.package))
        elif step.stage is CaseStage.DECIDE:
            self._turn("data_request", step.request)
        elif step.stage is CaseStage.ASK:
            values = shown(thread.asked).values | {"received_at": full_time(self.desk.now())}
            self._turn("data_requests", FormValues(values, focus="standing"))
        elif step.stage is CaseStage.PRESERVE:
            self._turn("hold_request", FormValues({"case": thread.case}))
        else:
            self.show_state(foot="Nothing waits in this case.")

    def _turn(self, page: str, chosen: object) -> None:
        """Open another page; what is done on this one is done here already."""
        if page != self.page_name() or chosen != getattr(self, "number", None):
            self.open_wanted.emit(page, chosen)


def _package(thread: CaseThreadMessage) -> FormValues:
    """Return the form of a release, or of what follows it."""
    step, asked = thread.next, thread.asked
    holder = asked.requester.name
    return FormValues(
        {
            "hold": str(step.hold or ""),
            "request": str(step.request or ""),
            "purpose": asked.purpose.value if asked.purpose else "",
            "recipient": asked.recipient,
            "holder": holder,
            "place": asked.requester.agency,
            "by": "" if step.stage is CaseStage.END_COPY else holder,
        }
    )
