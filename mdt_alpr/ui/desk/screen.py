"""The desk's window and its presenters put together; headquarters is behind a port."""

from PySide6.QtCore import QObject, QTimer

from mdt_alpr.clock import Clock
from mdt_alpr.domain.people.desk_pages import DeskPage
from mdt_alpr.ui.desk.presenters.accounts import COLUMNS as ACCOUNT_COLUMNS
from mdt_alpr.ui.desk.presenters.accounts import ROLE_CHOICES
from mdt_alpr.ui.desk.presenters.cases import COLUMNS as CASE_COLUMNS
from mdt_alpr.ui.desk.presenters.cases import RESULT_WORDS
from mdt_alpr.ui.desk.presenters.entries import COLUMNS as ENTRY_COLUMNS
from mdt_alpr.ui.desk.presenters.figures import QUALITY_COLUMNS, SPANS
from mdt_alpr.ui.desk.presenters.hit_ids import COLUMNS as HIT_ID_COLUMNS
from mdt_alpr.ui.desk.presenters.hit_ids import TOLD as HIT_IDS_TOLD
from mdt_alpr.ui.desk.presenters.link import DeskLink
from mdt_alpr.ui.desk.presenters.log import COLUMNS as LOG_COLUMNS
from mdt_alpr.ui.desk.presenters.past_reads import COLUMNS as PAST_COLUMNS
from mdt_alpr.ui.desk.presenters.past_reads import PURPOSE_CHOICES
from mdt_alpr.ui.desk.presenters.presenter import HELP, HIT, PAST_READS, DeskFacts, DeskPresenter
from mdt_alpr.ui.desk.presenters.set_aside import COLUMNS as ASIDE_COLUMNS
from mdt_alpr.ui.desk.presenters.set_aside import TOLD as ASIDE_TOLD
from mdt_alpr.ui.desk.presenters.truth import STATE_CHOICES
from mdt_alpr.ui.desk.presenters.wall import COLUMNS as WALL_COLUMNS
from mdt_alpr.ui.desk.views.accounts_page import AccountsPage
from mdt_alpr.ui.desk.views.cases_page import CasesPage
from mdt_alpr.ui.desk.views.desk_window import DeskWindow
from mdt_alpr.ui.desk.views.help_page import HelpDeskPage
from mdt_alpr.ui.desk.views.hit_ids_page import HitIdsPage
from mdt_alpr.ui.desk.views.hit_page import HitFilePage
from mdt_alpr.ui.desk.views.ledger_page import LedgerPage
from mdt_alpr.ui.desk.views.past_reads_page import PastReadsPage
from mdt_alpr.ui.desk.views.set_aside_page import SetAsidePage
from mdt_alpr.ui.desk.views.table_page import EntriesDeskPage, LogPage, SpanPage, TablePage
from mdt_alpr.ui.desk.views.truth_page import TruthPage
from mdt_alpr.ui.entries.presenters.entry_form import LONGEST_CASE
from mdt_alpr.ui.entries.presenters.past_read_words import BEFORE_THE_LOOK
from mdt_alpr.ui.shell.views.on_screen import bring

_TICK_MS = 10_000
_QUALITY_TOLD = "By shift, never by person. Over 10 % of stops without a status, the gate fails."


class DeskScreen(QObject):
    """Owns window and presenter; lives on the screen's thread."""

    def __init__(self, link: DeskLink, clock: Clock, facts: DeskFacts) -> None:
        super().__init__()
        self.presenter = DeskPresenter(link, clock, facts)
        self.window = DeskWindow()
        self.log, self.hit = LogPage(LOG_COLUMNS), HitFilePage()
        self.ledger, self.help = LedgerPage(SPANS), HelpDeskPage()
        self.quality = SpanPage("Check quality", _QUALITY_TOLD, QUALITY_COLUMNS, SPANS)
        self.entries = EntriesDeskPage(ENTRY_COLUMNS)
        self.past_reads = PastReadsPage(
            BEFORE_THE_LOOK, PAST_COLUMNS, PURPOSE_CHOICES, LONGEST_CASE
        )
        self.truth = TruthPage(STATE_CHOICES)
        self.cases = CasesPage(CASE_COLUMNS, RESULT_WORDS)
        self.accounts = AccountsPage(ACCOUNT_COLUMNS, ROLE_CHOICES)
        self.hit_ids = HitIdsPage(HIT_IDS_TOLD, HIT_ID_COLUMNS, PURPOSE_CHOICES, LONGEST_CASE)
        self.set_aside = SetAsidePage(ASIDE_TOLD, ASIDE_COLUMNS)
        told = "Updates every 10 seconds"
        self.wall = TablePage("Live wall", told, WALL_COLUMNS, tall=True)
        for name, page in (
            (DeskPage.SHIFT_LOG.value, self.log),
            (HIT, self.hit),
            (HELP, self.help),
            (DeskPage.NEAR_MISSES.value, self.ledger),
            (DeskPage.CHECK_QUALITY.value, self.quality),
            (DeskPage.MANUAL_ENTRIES.value, self.entries),
            (PAST_READS, self.past_reads),
            (DeskPage.READ_ACCURACY.value, self.truth),
            (DeskPage.REVIEW_CASES.value, self.cases),
            (DeskPage.HIT_IDS.value, self.hit_ids),
            (DeskPage.SET_ASIDE.value, self.set_aside),
            (DeskPage.LIVE_WALL.value, self.wall),
            (DeskPage.ACCOUNTS.value, self.accounts),
        ):
            self.window.add_page(name, page)
        for connect in (
            self._connect_frame,
            self._connect_log,
            self._connect_hit,
            self._connect_figures,
            self._connect_entries,
            self._connect_cases,
            self._connect_truth,
            self._connect_accounts,
            self._connect_hit_ids,
            self._connect_set_aside,
        ):
            connect()
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.presenter.tick)

    def start(self) -> None:
        """Show the window at its sign-in page, in front of what is open."""
        bring(self.window, whole=False)
        self.window.raise_()
        self.window.activateWindow()
        self.presenter.start()
        self._timer.start()

    def stop(self) -> None:
        """End the session and the threads."""
        self._timer.stop()
        self.presenter.close()

    # ------------------------------------------------------------------------ inside

    def _connect_frame(self) -> None:
        window, presenter = self.window, self.presenter
        window.sign_in.sign_in_pressed.connect(presenter.sign_in)
        window.sign_in.change_pressed.connect(presenter.change_password)
        window.page_wanted.connect(presenter.want)
        window.team_chosen.connect(presenter.choose_team)
        window.lock_pressed.connect(presenter.lock)
        window.reload_pressed.connect(presenter.reload)
        window.back_pressed.connect(presenter.back)
        window.help_pressed.connect(presenter.help)
        presenter.guide_changed.connect(self.help.guide.show_guide)
        window.used.connect(presenter.used)
        presenter.sign_in_changed.connect(window.show_sign_in)
        presenter.frame_changed.connect(window.show_frame)
        presenter.ended.connect(self._forget)

    def _connect_log(self) -> None:
        page, log = self.log, self.presenter.log
        page.table.opened.connect(self.presenter.open_hit)
        page.table.sort_wanted.connect(log.sort)
        page.table.rows.more_wanted.connect(log.more)
        page.filters.chosen.connect(log.choose)
        page.filters.cleared.connect(log.clear)
        page.figures.chosen.connect(self._choose_flag)
        page.cancelled.connect(log.cancel)
        log.filters_changed.connect(page.filters.show_fields)
        log.figures_changed.connect(page.figures.show_figures)
        log.rows_replaced.connect(page.replace_rows)
        log.rows_appended.connect(page.append_rows)
        log.state_changed.connect(page.show_state)

    def _connect_hit(self) -> None:
        page, hit = self.hit, self.presenter.hit
        page.left.connect(self.presenter.back)
        page.reviewed.connect(hit.review)
        page.cancelled.connect(hit.cancel)
        hit.shown.connect(page.show_hit)
        hit.picture_came.connect(page.show_picture)
        hit.checked.connect(page.show_check)
        hit.state_changed.connect(page.show_state)
        hit.reviewed.connect(self.presenter.log.load)

    def _connect_figures(self) -> None:
        figures = self.presenter.figures
        for page, load in (
            (self.ledger, figures.load_ledger),
            (self.quality, figures.load_quality),
        ):
            page.days_chosen.connect(figures.choose_days)
            page.days_chosen.connect(load)
        figures.charts_changed.connect(self.ledger.show_charts)
        figures.ledger_state.connect(self.ledger.show_state)
        figures.quality_changed.connect(self.quality.replace_rows)
        figures.quality_state.connect(self.quality.show_state)
        figures.wall_changed.connect(self.wall.replace_rows)
        figures.wall_state.connect(self.wall.show_state)
        self.ledger.cancelled.connect(self._cancel_figures)
        self.quality.cancelled.connect(self._cancel_figures)
        self.wall.cancelled.connect(self._cancel_figures)

    def _connect_entries(self) -> None:
        page, entries = self.entries, self.presenter.entries
        page.acted.connect(entries.act)
        page.cancelled.connect(entries.cancel)
        entries.rows_changed.connect(page.replace_rows)
        entries.state_changed.connect(page.show_state)
        page.past_wanted.connect(self.presenter.open_past_reads)
        past, looking = self.past_reads, self.presenter.past_reads
        past.looked.connect(looking.look)
        past.left.connect(self.presenter.back)
        past.cancelled.connect(looking.cancel)
        looking.opened.connect(past.show_head)
        looking.rows_changed.connect(past.replace_rows)
        looking.state_changed.connect(past.show_state)
        self.presenter.ended.connect(entries.forget)
        self.presenter.ended.connect(looking.forget)

    def _connect_cases(self) -> None:
        page, cases = self.cases, self.presenter.cases
        page.acted.connect(cases.act)
        page.cancelled.connect(cases.cancel)
        cases.rows_changed.connect(page.replace_rows)
        cases.state_changed.connect(page.show_state)

    def _connect_accounts(self) -> None:
        page, accounts = self.accounts, self.presenter.accounts
        page.acted.connect(accounts.act)
        page.chosen.connect(accounts.choose)
        page.answered.connect(accounts.answer)
        page.cancelled.connect(accounts.cancel)
        accounts.rows_changed.connect(page.replace_rows)
        accounts.state_changed.connect(page.show_state)
        accounts.acts_changed.connect(page.show_acts)
        accounts.question_changed.connect(page.ask)
        accounts.chosen_changed.connect(page.show_form)
        self.presenter.ended.connect(accounts.forget)

    def _connect_hit_ids(self) -> None:
        page, ids = self.hit_ids, self.presenter.hit_ids
        page.looked.connect(ids.look)
        page.copied.connect(ids.copied)
        page.cancelled.connect(ids.cancel)
        ids.search_changed.connect(page.show_search)
        ids.rows_changed.connect(page.replace_rows)
        ids.state_changed.connect(page.show_state)
        self.presenter.ended.connect(ids.begin)

    def _connect_set_aside(self) -> None:
        page, aside = self.set_aside, self.presenter.set_aside
        page.acted.connect(aside.act)
        page.chosen.connect(aside.choose)
        page.question.answered.connect(aside.answer)
        page.cancelled.connect(aside.cancel)
        aside.rows_changed.connect(page.replace_rows)
        aside.state_changed.connect(page.show_state)
        aside.acts_changed.connect(page.show_acts)
        aside.question_changed.connect(page.ask)
        self.presenter.ended.connect(aside.forget)

    def _connect_truth(self) -> None:
        page, truth = self.truth, self.presenter.truth
        page.judged.connect(truth.judge)
        page.unreadable.connect(truth.unreadable)
        page.another.connect(truth.load)
        page.cancelled.connect(truth.cancel)
        truth.sample_changed.connect(page.show_sample)
        truth.picture_came.connect(page.show_picture)
        truth.charts_changed.connect(page.show_charts)
        truth.state_changed.connect(page.show_state)

    def _choose_flag(self, flag: str) -> None:
        self.presenter.log.choose("flag", flag)

    def _cancel_figures(self) -> None:
        self.presenter.figures.cancel()

    def _forget(self) -> None:
        """Leave nothing of a session on the pages."""
        nothing: list[object] = []
        for page in (
            self.log,
            self.quality,
            self.entries,
            self.cases,
            self.wall,
            self.accounts,
            self.hit_ids,
            self.set_aside,
        ):
            page.find_box.clear()
            page.table.rows.replace(nothing, has_more=False)  # type: ignore[arg-type]
        self.past_reads.forget()
        self.hit.forget()
        self.truth.forget()
