"""The blind check: pictures on the left, one question on the right (design 03a to 03e)."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from mdt_alpr.ui.hit.models.hit_actions import (
    CannotRead,
    ClearEntry,
    ConfirmCannotRead,
    DeleteCharacter,
    EndHit,
    EnterAgain,
    GoBack,
    GoNext,
    HitAction,
    TypeCharacter,
)
from mdt_alpr.ui.hit.models.hit_blind import (
    BlindView,
    LookAgainView,
    PlatePadView,
    StatePadView,
)
from mdt_alpr.ui.hit.models.hit_tiles import LookPadView, TilePadView
from mdt_alpr.ui.hit.models.tile_actions import UseKeyboard, UseTiles
from mdt_alpr.ui.hit.views.blind_look_again import LookAgain
from mdt_alpr.ui.hit.views.blind_pictures import BlindPictures
from mdt_alpr.ui.hit.views.blind_slots import BlindSlots
from mdt_alpr.ui.hit.views.state_pad import StatePad
from mdt_alpr.ui.hit.views.tile_pad import TilePad
from mdt_alpr.ui.hit.views.vehicle_pad import VehiclePad
from mdt_alpr.ui.hit.views.whole_pad import WholePad
from mdt_alpr.ui.kit.theme import FontSize, Palette
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileKind, TileLook
from mdt_alpr.ui.kit.views.keyboard_pad import CLEAR, DELETE, KeyboardPad
from mdt_alpr.ui.kit.views.labels import label
from mdt_alpr.ui.kit.views.plate_line import PlateLine

_OTHER_WAYS: dict[str, tuple[str, HitAction]] = {
    "": ("Back", GoBack()),
    "tiles": ("Use tiles", UseTiles()),
    "keyboard": ("Keyboard", UseKeyboard()),
}


class BlindPage(QWidget):
    """Shows pictures and the officer's own answers, and nothing else (D1).

    Signals:
        asked: an action.
    """

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.pictures, self.slots = BlindPictures(), BlindSlots()
        self._line, self._hint = PlateLine(), label("", "advice")
        self._keyboard, self._states, self._vehicle = KeyboardPad(), StatePad(), VehiclePad()
        self._again = LookAgain()
        self.tiles, self._whole = TilePad(), WholePad()
        self._pads = QStackedWidget()
        self._plate = self._plate_pad()
        for pad in (
            self._plate, self._states, self._vehicle, self._again, self.tiles, self._whole,
        ):  # fmt: skip
            self._pads.addWidget(pad)
        self._next = AnswerTile("", TileLook(kind=TileKind.MAIN, size=FontSize.MAIN), key="next")
        self._cannot = AnswerTile("Can't read", TileLook(key_name="F3"), key="cannot")
        self._back = AnswerTile("Back", key="back")
        self._main_action: HitAction = GoNext()
        self._back_action: HitAction = GoBack()
        self._keyboard.pressed.connect(self._typed)
        for tile in (self._next, self._cannot, self._back):
            tile.pressed_key.connect(self._pressed)
        asking = (self.pictures, self.slots, self._states, self._vehicle)
        for part in (*asking, self.tiles, self._whole):
            part.asked.connect(self.asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(16)
        row.addWidget(self.pictures, 1)
        row.addLayout(self._right(), 1)

    # ------------------------------------------------------------------------------ shown

    def show_view(self, view: BlindView) -> None:
        """Show one question."""
        self._show_both(view)
        self._main_action = GoNext()
        self._next.show_words(view.next_label)
        self._next.setEnabled(view.next_live)
        self._back.setVisible(True)
        self._back.setEnabled(view.back_live or bool(view.other_way))
        words, self._back_action = _OTHER_WAYS[view.other_way]
        self._back.show_words(words)
        self._cannot.setEnabled(True)
        self._show_pad(view)

    def _show_pad(self, view: BlindView) -> None:
        if isinstance(view.pad, TilePadView):
            self.tiles.show_view(view.pad)
            self._pads.setCurrentWidget(self.tiles)
        elif isinstance(view.pad, LookPadView):
            self._whole.show_view(view.pad)
            self._pads.setCurrentWidget(self._whole)
        elif isinstance(view.pad, PlatePadView):
            self._line.show_text(view.pad.text, view.pad.places)
            self._hint.setText(view.notice or view.pad.hint)
            self._pads.setCurrentWidget(self._plate)
        elif isinstance(view.pad, StatePadView):
            self._states.show_view(view.pad)
            self._pads.setCurrentWidget(self._states)
        else:
            self._vehicle.show_view(view.pad)
            self._pads.setCurrentWidget(self._vehicle)

    def show_look_again(self, view: LookAgainView) -> None:
        """Show that the entry is to be made again, or was made in vain twice."""
        self._show_both(view)
        self._again.show_view(view)
        self._main_action = EnterAgain() if view.may_enter else EndHit()
        if view.agree_words:
            self._main_action, self._back_action = GoBack(), ConfirmCannotRead()
        self._next.show_words(view.enter_words if view.may_enter else "Reject")
        self._next.setEnabled(True)
        self._cannot.setEnabled(not view.agree_words)
        self._back.show_words(view.agree_words)
        self._back.setEnabled(bool(view.agree_words))
        self._back.setVisible(bool(view.agree_words))
        self._pads.setCurrentWidget(self._again)

    def use_palette(self, palette: Palette) -> None:
        """Paint in another palette."""
        parts = (self.pictures, self.slots, self._line, self._keyboard, self._states)
        pads = (self._vehicle, self._again, self.tiles, self._whole)
        for part in (*parts, *pads, self._next, self._cannot, self._back):
            part.use_palette(palette)

    def press_main(self) -> None:
        """Press the page's main button, if it is live (Enter)."""
        if self._next.isEnabled():
            self.asked.emit(self._main_action)

    @property
    def takes_letters(self) -> bool:
        """Tell whether a letter may be an answer: of the plate, a tile, or a state."""
        return self._pads.currentWidget() in (self._plate, self._states, self.tiles)

    def _show_both(self, view: BlindView | LookAgainView) -> None:
        self.pictures.show_view(view.pictures)
        self.slots.show_slots(view.slots)

    # ----------------------------------------------------------------------------- layout

    def _plate_pad(self) -> QWidget:
        pad = QWidget()
        column = QVBoxLayout(pad)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._line)
        column.addSpacing(10)
        column.addWidget(self._keyboard)
        column.addSpacing(4)
        column.addWidget(self._hint)
        column.addStretch(1)
        return pad

    def _right(self) -> QVBoxLayout:
        actions = QHBoxLayout()
        actions.setSpacing(14)
        for tile, width in ((self._cannot, 176), (self._back, 120), (self._next, 270)):
            tile.set_size(width, 72)
            if tile is self._next:
                actions.addStretch(1)
            actions.addWidget(tile)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(self.slots)
        column.addWidget(self._pads, 1)
        column.addLayout(actions)
        return column

    # ----------------------------------------------------------------------------- actions

    def _typed(self, key: str) -> None:
        action: HitAction = TypeCharacter(key)
        if key == DELETE:
            action = DeleteCharacter()
        elif key == CLEAR:
            action = ClearEntry()
        self.asked.emit(action)

    def _pressed(self, key: str) -> None:
        if key == "next":
            self.press_main()
        elif key == "cannot":
            self.asked.emit(CannotRead())
        else:
            self.asked.emit(self._back_action)
