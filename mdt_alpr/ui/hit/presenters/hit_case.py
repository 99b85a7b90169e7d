"""One hit on the screen: its latest state, the officer's draft, and the page that follows."""

from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from mdt_alpr.domain.hit.gate import Gate, gate, gate_at_stop
from mdt_alpr.domain.hit.handover import may_pass_on, needs_own_check, verified_by
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hit.reasons import wants_second_answer
from mdt_alpr.domain.hit.tiles import tiles
from mdt_alpr.domain.hit.vehicle import wants_vehicle
from mdt_alpr.domain.hit.verification import tries_left
from mdt_alpr.domain.policy import PAGE_GUARD
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.domain.reading.typed_read import was_typed
from mdt_alpr.ui.hit.models.hit_blind import BlindView, PausedView, TilePadView, WholePadView
from mdt_alpr.ui.hit.models.hit_result import DispositionView, ResultView
from mdt_alpr.ui.hit.models.hit_view import HitView, RelayView
from mdt_alpr.ui.hit.presenters.hit_bar_view import bar_view
from mdt_alpr.ui.hit.presenters.hit_blind_view import (
    BlindFacts,
    RelayedFacts,
    blind_view,
    giving_up_view,
    not_by_you_view,
    own_sight_view,
    paused_view,
)
from mdt_alpr.ui.hit.presenters.hit_closing_form import ClosingForm, StopForm
from mdt_alpr.ui.hit.presenters.hit_disposition_view import disposition_view, without_typing
from mdt_alpr.ui.hit.presenters.hit_draft import Draft, Pause, Slot
from mdt_alpr.ui.hit.presenters.hit_pictures import OWN_SIGHT, Picture, pictures_of
from mdt_alpr.ui.hit.presenters.hit_relay_view import relay_view, units_of_page, verified_words
from mdt_alpr.ui.hit.presenters.hit_result_view import ResultFacts, result_view
from mdt_alpr.ui.hit.presenters.hit_status_form import StatusForm
from mdt_alpr.ui.hit.presenters.hit_tile_run import TileRun
from mdt_alpr.ui.hit.presenters.hit_tile_view import shown_run
from mdt_alpr.wire.notices import UnitMessage

Page = BlindView | PausedView | ResultView | DispositionView | RelayView
GUARD_MS = int(PAGE_GUARD.total_seconds() * 1000)
ALWAYS = frozenset({"F2", "F4", "F7", "F8"})


@dataclass(frozen=True, slots=True)
class PageContext:
    """What every page needs besides the hit."""

    area_states: tuple[str, ...]
    zone: tzinfo | None


@dataclass(slots=True)
class HitCase:
    """A hit and everything about it that lives on this screen only."""

    hit: Hit
    draft: Draft
    status: StatusForm = field(default_factory=StatusForm)
    closing: ClosingForm | None = None
    pictures: tuple[Picture, ...] = ()
    record: int = 0
    notice: str = ""
    typing_allowed: bool = True
    relaying: bool = False
    giving_up: bool = False
    """F3 was pressed, and the question whether the plate cannot be read is not answered yet."""
    units: tuple[UnitMessage, ...] = ()
    units_page: int = 0
    turn: int = 0
    """How often any hit was brought before the officer, up to this one."""
    shown_gate: Gate | None = None
    """The gate of the page that ``view`` gave last."""

    # --------------------------------------------------------------------- what is asked

    @property
    def awaits_vehicle(self) -> bool:
        """Tell whether the vehicle is to be answered: not yet, so that the record hides, or again.

        Again where the officer says that the first answer was wrong (D4).
        """
        compared = self.hit.state in (HitState.COMPARED, HitState.STOPPED)
        first = compared and wants_vehicle(self.hit.records) and self.hit.vehicle is None
        return first or wants_second_answer(self.hit)

    @property
    def is_blind(self) -> bool:
        """Tell whether an entry can be made now."""
        may_enter = self.hit.state in (HitState.RAISED, HitState.BLIND) or self.awaits_vehicle
        rests = self.closing is not None or self.asks_giving_up
        return may_enter and not rests and self.draft.pause is Pause.NONE

    @property
    def asks_giving_up(self) -> bool:
        """Tell whether the officer is asked if the plate cannot be read: that is for good."""
        entering = self.hit.state in (HitState.RAISED, HitState.BLIND)
        return self.giving_up and entering and self.closing is None

    @property
    def shows_result(self) -> bool:
        """Tell whether the result page is shown."""
        compared = self.hit.state in (HitState.COMPARED, HitState.STOPPED, HitState.CONTRARY)
        return compared and self.closing is None and not self.awaits_vehicle

    @property
    def picture(self) -> Picture | None:
        """Return the big picture."""
        chosen = self.draft.picture
        return self.pictures[chosen] if chosen < len(self.pictures) else None

    @property
    def asks_status(self) -> bool:
        """Tell whether the status card asks: of the plate entered, while nothing contradicts."""
        return self.shows_result and not self.hit.contrary and self.hit.entry is not None

    @property
    def asks_characters(self) -> bool:
        """Tell whether the characters of the plate are asked for."""
        return self.is_blind and self.draft.slot is Slot.PLATE and not self.draft.entered

    @property
    def stop_sheet(self) -> StopForm | None:
        """Return the sheet for a stop without the checks, None where it is not open."""
        is_open = self.closing is not None and self.closing.stop.is_open
        return self.closing.stop if self.closing is not None and is_open else None

    # ------------------------------------------------------------------------ what happens

    def take(self, hit: Hit) -> None:
        """Show the hit's next state; what was typed stays while one officer has it."""
        if hit.officer != self.hit.officer:
            self._start_over(hit)
        grew, had_result = len(hit.attempts) > len(self.hit.attempts), self.shows_result
        self._mind_vehicle(hit)
        self.hit = hit
        self.draft.entered = hit.entry is not None
        if grew:
            self._entry_came_back()
        if self.draft.entered:
            self.draft.use_tiles(None)
        if self.awaits_vehicle and self.draft.slot in (Slot.PLATE, Slot.STATE):
            self.draft.slot = Slot.BODY
        if hit.state is HitState.UNMATCHED and hit.cannot_see and self.closing is None:
            self.closing = ClosingForm()
        self.status.mind(hit)
        if self.shows_result and not had_result:
            self.status.begin(hit)
        if self.closing is not None:
            self.closing.mind(hit)

    def _mind_vehicle(self, hit: Hit) -> None:
        again = wants_second_answer(hit)
        if again and not wants_second_answer(self.hit):
            self.draft.look_again()
            self.face_question()
        self.draft.vehicle_is_sent = hit.vehicle is not None and not again

    def _start_over(self, hit: Hit) -> None:
        """Forget what another officer typed and chose: nothing of it is this one's."""
        self.draft, self.status, self.closing = _draft_of(hit), StatusForm(), None
        self.relaying, self.notice, self.record = False, "", 0
        self.hit = hit

    def add_reads(self, reads: tuple[Read, ...], *, open_now: bool) -> None:
        """Add further pictures of the same pass; the one before the officer stays (U18).

        A plate that is too small to check gives way to the first that is large enough. Before the
        hit is opened, the closest one waits.
        """
        shown = self.picture if open_now or self.hit.attempts else None
        self.pictures = pictures_of(reads, shown)
        small = shown is not None and not (shown.good_enough or shown.shows_vehicle)
        if shown is None:
            self.show_closest()
            return
        if small and self.pictures[0].good_enough:
            self.draft.picture = 0
            return
        same = [p for p, new in enumerate(self.pictures) if new.jpeg == shown.jpeg]
        self.draft.picture = same[0] if same else 0

    def leave_closing(self) -> None:
        """Go back one step from the question how the hit ended."""
        form = self.closing
        if form is None:
            return
        if form.editing_number:
            form.editing_number = False
        elif form.stop.is_open:
            form.stop.is_open = False
        elif not self.hit.cannot_see:
            self.closing = None
            self.come_before_officer()

    def refuse(self, why: str) -> None:
        """Say why a step was refused."""
        self.notice, self.draft.waiting = why, False

    def face_question(self) -> None:
        """Show the vehicle for the vehicle's questions, a plate for the others."""
        comparing = self.draft.run is not None and self.draft.run.comparing
        wants_vehicle = self.draft.slot in (Slot.BODY, Slot.COLOR) and not comparing
        if self.picture is None or self.picture.shows_vehicle == wants_vehicle:
            return
        fitting = [p for p, pic in enumerate(self.pictures) if pic.shows_vehicle == wants_vehicle]
        self.draft.picture = fitting[0] if fitting else self.draft.picture

    def ask_characters(self) -> None:
        """Begin the question what the characters are: typed, or by tiles where that is unsafe."""
        self.use_tiles(by_tiles=not self.typing_allowed)

    def show_closest(self) -> None:
        """Show the closest plate there is by now; a further entry keeps its other picture (D1)."""
        if not self.hit.attempts:
            self.draft.picture = 0
            self.face_question()

    def come_before_officer(self) -> None:
        """Begin with the first question, or go on with what was given before."""
        if self.shows_result:
            self.status.begin(self.hit)
        if self.draft.slot is not Slot.PLATE or not self.is_blind:
            return
        if self.draft.text or (self.draft.run is not None and self.draft.run.given):
            self.mind_driving()
        else:
            self.ask_characters()

    def mind_driving(self) -> None:
        """Change to the tiles on coming back to the characters where typing is unsafe by now."""
        if not self.typing_allowed and self.draft.run is None:
            self.use_tiles(by_tiles=True)

    def use_tiles(self, *, by_tiles: bool) -> None:
        """Ask the characters by tiles, as the hit is now, or by keyboard.

        Never by tiles of another unit's picture, or of none: the officer has to see the vehicle
        (VER-06).
        """
        if by_tiles and self.hit.needs_own_sight:
            self.draft.pause = Pause.OWN_SIGHT
            return
        self.draft.use_tiles(TileRun(tiles(self.hit)) if by_tiles else None)

    def _entry_came_back(self) -> None:
        matched = self.hit.attempts[-1].matched
        self.draft.waiting = False
        if self.draft.run is not None:
            self.draft.run.ask_tiles()
        if matched:
            self.draft.pause = Pause.NONE
            return
        self.draft.pause = Pause.ONCE_MORE if matched is None else Pause.DIFFERED
        self.draft.slot = Slot.PLATE
        self.face_question()
        self._turn_to_another_picture()

    def _turn_to_another_picture(self) -> None:
        """Show the next plate that can carry a check; where no other can, this one stays."""
        plates = [p for p, picture in enumerate(self.pictures) if picture.good_enough]
        if plates:
            after = [p for p in plates if p > self.draft.picture]
            self.draft.picture = (after or plates)[0]

    # ------------------------------------------------------------------------ what is shown

    def gate(self, now: datetime) -> Gate:
        """Return the gate of this hit while it is the one before the officer."""
        if (held := gate_at_stop(self.hit)) is not None:
            return held
        return gate(self.hit, now, officer=self.hit.officer, open_hit_id=self.hit.hit_id)

    def note_viewing(self, now: datetime, *, open_now: bool) -> None:
        """Count for how long a good picture is before the officer."""
        counts = open_now and self.is_blind
        viewed = OWN_SIGHT if self.hit.needs_own_sight else self.picture
        self.draft.view_times.see(viewed if counts else None, now)
        run = self.draft.run
        if run is not None:
            asks = run.comparing or self.draft.slot is Slot.PLATE
            run.dwell.note(run.asked if counts and asks else None, now)
            run.view_times.see(self.picture if counts and run.comparing else None, now)

    def view(self, now: datetime, around: PageContext) -> HitView:
        """Return the page as it is now."""
        self.shown_gate = held = self.gate(now)
        page = self._page(now, held, around)
        return HitView(
            hit_id=self.hit.hit_id,
            bar=bar_view(self.hit, held, now, around.zone),
            page=page,
            turn=self.turn,
            place=f"{self.turn}/{self._place(page)}",
            keys=self._keys(page),
            guard_ms=GUARD_MS,
        )

    def _page(self, now: datetime, held: Gate, around: PageContext) -> Page:
        if self.relaying and may_pass_on(self.hit):
            shown = units_of_page(self.units, self.units_page)
            return relay_view(self.hit, shown, around.zone, self.notice)
        if self.closing is not None:
            back = not self.hit.cannot_see
            view = disposition_view(self.hit, self.closing, now, around.zone, back_live=back)
            return view if self.typing_allowed else without_typing(view)
        if self.shows_result:
            return result_view(self._result_facts(now, held, around))
        return self._entry_page(around)

    def _entry_page(self, around: PageContext) -> BlindView | PausedView:
        states = around.area_states
        run = shown_run(self.hit, self.draft.run, typing_allowed=self.typing_allowed)
        sent = RelayedFacts(self.hit.relayed_from, around.zone) if self.hit.relayed_from else None
        given = self.draft, self.pictures, states, self.notice, run, sent, self.typing_allowed
        facts = BlindFacts(*given, typed=was_typed(self.hit.read.engine))
        return blind_view(facts) if self.is_blind else self._rest_page(facts, around)

    def _rest_page(self, facts: BlindFacts, around: PageContext) -> PausedView:
        """Return the page on which the entry rests, and is to be made (again)."""
        if self.asks_giving_up:
            return giving_up_view(facts)
        if self.draft.pause is Pause.OWN_SIGHT:
            return own_sight_view(facts, may_enter=self.typing_allowed)
        if self.draft.pause is Pause.NOT_BY_YOU and (check := verified_by(self.hit)):
            return not_by_you_view(facts, verified_words(check, around.zone))
        left = 0 if self.hit.state is HitState.UNMATCHED else tries_left(self.hit)
        return paused_view(facts, tries_left=left)

    def _result_facts(self, now: datetime, held: Gate, around: PageContext) -> ResultFacts:
        plates = [picture.jpeg for picture in self.pictures if not picture.shows_vehicle]
        return ResultFacts(
            hit=self.hit,
            gate=held,
            form=self.status,
            record=self.record,
            picture=plates[0] if plates else b"",
            notice=self.notice,
            now=now,
            zone=around.zone,
        )

    def _place(self, page: Page) -> str:
        if isinstance(page, RelayView):
            return f"relay/{[unit.key for unit in page.units]}"
        if isinstance(page, BlindView):
            if isinstance(page.pad, TilePadView | WholePadView):
                return f"blind/{'whole' if isinstance(page.pad, WholePadView) else 'tiles'}"
            vehicle = self.draft.slot in (Slot.BODY, Slot.COLOR)
            return f"blind/{'vehicle' if vehicle else self.draft.slot}/{self.draft.states_page}"
        if isinstance(page, PausedView):
            return f"again/{len(self.hit.attempts)}/{self.draft.pause}/{self.asks_giving_up}"
        if isinstance(page, ResultView):
            card = page.status
            asked = f"{card.kind}/{card.title if card.text or card.kind == 'result' else ''}"
            return f"result/{asked}/{card.tiles[-1].key}/{page.gate.stop.form}/{page.banner.title}"
        return f"closing/{page.chosen}/{page.editing_number}/{page.stop_sheet is not None}"

    def _keys(self, page: Page) -> frozenset[str]:
        passes = {"F9"} if may_pass_on(self.hit) else set()
        if isinstance(page, BlindView | PausedView):
            gives_up = set() if self.asks_giving_up else {"F3"}
            return ALWAYS | {"F12"} | gives_up | passes
        own = self.hit.entry is not None and not needs_own_check(self.hit)
        form = {"F3"} if own and self.typing_allowed else set()
        if isinstance(page, DispositionView | RelayView):
            return ALWAYS | (form if isinstance(page, DispositionView) else set())
        held = {"F6"} if page.gate.stop.live else set()
        asks = {"F5"} if self.asks_status else set()
        return ALWAYS | {"F12"} | held | asks | passes | form


def new_case(hit: Hit) -> HitCase:
    """Return the case of a hit that this screen did not know yet."""
    case = HitCase(hit, _draft_of(hit))
    case.take(hit)
    case.add_reads((hit.read,), open_now=False)
    return case


def _draft_of(hit: Hit) -> Draft:
    asks = wants_vehicle(match.entry for match in hit.matches)
    draft = Draft(asks_vehicle=asks, vehicle_is_sent=hit.vehicle is not None)
    if hit.vehicle is not None:
        draft.body, draft.color = hit.vehicle.body or "", hit.vehicle.color or ""
    if hit.needs_own_sight and not hit.attempts:
        draft.pause = Pause.OWN_SIGHT
    elif verified_by(hit) is not None and not hit.attempts:
        draft.pause = Pause.NOT_BY_YOU
    return draft
