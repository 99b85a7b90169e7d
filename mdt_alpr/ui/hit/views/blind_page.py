"""The blind check: pictures on the left, one question on the right (design 03a to 03e)."""

from PySide6.QtCore import QRectF, QSize, Qt, SignalInstance
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mdt_alpr.ui.hit.models.hit_blind import (
    BlindView,
    PausedView,
    PlatePadView,
    SlotView,
    StatePadView,
    TilePadView,
    WholePadView,
)
from mdt_alpr.ui.hit.models.hit_signals import HitSignals
from mdt_alpr.ui.hit.views.blind_pictures import BlindPictures
from mdt_alpr.ui.hit.views.state_pad import StatePad
from mdt_alpr.ui.hit.views.tile_pad import TilePad, WholePad
from mdt_alpr.ui.hit.views.vehicle_pad import VehiclePad
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import FontSize, plate_font, words_font
from mdt_alpr.ui.kit.views.answer_tile import AnswerTile, TileKind, TileStyle
from mdt_alpr.ui.kit.views.labels import label, set_kind
from mdt_alpr.ui.kit.views.layouts import spaced
from mdt_alpr.ui.kit.views.palette import palette_of
from mdt_alpr.ui.kit.views.shapes import ShapeMark
from mdt_alpr.ui.kit.views.text_keyboard import CLEAR, DELETE, KeyboardPad
from mdt_alpr.ui.kit.views.text_line import PlateLine


class PausedNotice(QFrame):
    """An ink block for "no", a plain card for "once more"."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._mark = ShapeMark(Mark.DIFFERS, 48, on_ink=True)
        self._title, self._text = label("", "head"), label("", "second")
        self._foot = label("", "strong")
        self._text.setWordWrap(True)
        self._foot.setWordWrap(True)
        column = spaced(QVBoxLayout(self), 10, (28, 28, 28, 24))
        column.addWidget(self._mark)
        column.addSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addStretch(1)
        column.addWidget(self._foot)

    def show_view(self, view: PausedView) -> None:
        """Show its words."""
        kind = "ink" if view.differs else "card"
        set_kind(self, kind)
        self._mark.show_shape(Mark.DIFFERS if view.differs else Mark.RING)
        self._mark.use_tokens(("onink", "ink") if view.differs else None)
        for part, words in (
            (self._title, view.title),
            (self._text, view.text),
            (self._foot, view.foot),
        ):
            part.setText(words)
        self.setAccessibleName(f"{view.title} {view.text}")


HEIGHT, LEAST_HEIGHT = 84, 72
_WIDTHS = (172, 172, 140, 140)
_PLATE = "plate"


class _SlotTile(QAbstractButton):
    """One answer of the officer."""

    def __init__(self) -> None:
        super().__init__()
        self._slot = SlotView("", "", "", answered=False, active=False, live=False)
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setMaximumHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def key(self) -> str:
        """Return which answer it is."""
        return self._slot.key

    def show_slot(self, slot: SlotView) -> None:
        """Show the answer so far."""
        if slot != self._slot:
            self._slot = slot
            self.setEnabled(slot.live)
            self.setAccessibleName(f"{slot.name}: {slot.value}")
            self.update()

    def sizeHint(self) -> QSize:
        """Return the height of the design."""
        return QSize(60, HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint name and value."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        slot, color = self._slot, palette_of(self).color
        thick = 4 if slot.active else 2
        half = thick / 2
        filled = slot.answered or slot.active
        painter.setBrush(color("raised" if filled else "bg"))
        edge = "text" if slot.active else ("edge" if filled else "line")
        painter.setPen(QPen(color(edge), thick))
        area = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(area, 8 - half, 8 - half)
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(color("text2"))
        painter.setFont(words_font(FontSize.CAPTION))
        room = self.width() - 24
        painter.drawText(QRectF(16, self.height() / 2 - 34, room, 26), left, slot.name)
        painter.setPen(color("text" if slot.answered else "text2"))
        in_face = slot.key == _PLATE and slot.answered
        font = plate_font(26) if in_face else words_font(22, QFont.Weight.Bold)
        painter.setFont(font)
        while painter.fontMetrics().horizontalAdvance(slot.value) > room - 4:
            font.setPixelSize(font.pixelSize() - 1)
            painter.setFont(font)
        painter.drawText(QRectF(16, self.height() / 2 - 6, room, 38), left, slot.value)


class BlindSlots(QWidget):
    """Plate, State, Body, Color."""

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self._signals = signals
        self.tiles = [_SlotTile() for _ in _WIDTHS]
        row = spaced(QHBoxLayout(self), 12, (0, 0, 0, 0))
        for tile, width in zip(self.tiles, _WIDTHS, strict=True):
            tile.clicked.connect(self._pressed)
            row.addWidget(tile, width)

    def show_slots(self, slots: tuple[SlotView, ...]) -> None:
        """Show the four answers."""
        for tile, slot in zip(self.tiles, slots, strict=True):
            tile.show_slot(slot)

    def _pressed(self) -> None:
        tile = self.sender()
        if isinstance(tile, _SlotTile):
            self._signals.go_to.emit(tile.key)


class BlindPage(QWidget):
    """Shows pictures and the officer's own answers, and nothing else (D1)."""

    def __init__(self, signals: HitSignals) -> None:
        super().__init__()
        self._signals = signals
        self._other_ways = {
            "": ("Back", signals.go_back),
            "tiles": ("Use tiles", signals.use_tiles),
            "keyboard": ("Keyboard", signals.use_keyboard),
        }
        self.pictures, self.slots = BlindPictures(signals), BlindSlots(signals)
        self._line, self._hint = PlateLine(), label("", "advice")
        self._keyboard, self._states = KeyboardPad(), StatePad()
        self._vehicle, self._paused = VehiclePad(signals), PausedNotice()
        self.tiles, self._whole = TilePad(signals), WholePad(signals)
        self._pads = QStackedWidget()
        self._plate = self._plate_pad()
        for pad in (
            self._plate, self._states, self._vehicle, self._paused, self.tiles, self._whole,
        ):  # fmt: skip
            self._pads.addWidget(pad)
        self._next = AnswerTile("", TileStyle(kind=TileKind.MAIN, size=FontSize.MAIN), key="next")
        self._cannot = AnswerTile("Can't read", TileStyle(key_name="F3"), key="cannot")
        self._back = AnswerTile("Back", key="back")
        self._main_act: SignalInstance = signals.go_next
        self._back_act: SignalInstance = signals.go_back
        self._keyboard.pressed.connect(self._typed)
        for tile in (self._next, self._cannot, self._back):
            tile.pressed_key.connect(self._pressed)
        self._states.chosen.connect(signals.choose_state)
        self._states.turned.connect(signals.turn_states)
        row = spaced(QHBoxLayout(self), 16, (16, 16, 16, 16))
        row.addWidget(self.pictures, 1)
        row.addLayout(self._right(), 1)

    # ------------------------------------------------------------------------------ shown

    def show_view(self, view: BlindView) -> None:
        """Show one question."""
        self._show_both(view)
        self._main_act = self._signals.go_next
        self._next.show_words(view.next_label)
        self._next.setEnabled(view.next_live)
        self._back.setVisible(True)
        self._back.setEnabled(view.back_live or bool(view.other_way))
        words, self._back_act = self._other_ways[view.other_way]
        self._back.show_words(words)
        self._cannot.setEnabled(True)
        self._show_pad(view)

    def _show_pad(self, view: BlindView) -> None:
        if isinstance(view.pad, TilePadView):
            self.tiles.show_view(view.pad)
            self._pads.setCurrentWidget(self.tiles)
        elif isinstance(view.pad, WholePadView):
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

    def show_paused(self, view: PausedView) -> None:
        """Show that the entry is to be made again, or was made in vain twice."""
        self._show_both(view)
        self._paused.show_view(view)
        signals = self._signals
        self._main_act = signals.enter_again if view.may_enter else signals.end_hit
        if view.agree_words:
            self._main_act, self._back_act = signals.go_back, signals.confirm_cannot_read
        self._next.show_words(view.enter_words if view.may_enter else "Reject")
        self._next.setEnabled(True)
        self._cannot.setEnabled(not view.agree_words)
        self._back.show_words(view.agree_words)
        self._back.setEnabled(bool(view.agree_words))
        self._back.setVisible(bool(view.agree_words))
        self._pads.setCurrentWidget(self._paused)

    def press_main(self) -> None:
        """Press the page's main button, if it is live (Enter)."""
        if self._next.isEnabled():
            self._main_act.emit()

    @property
    def takes_letters(self) -> bool:
        """Tell whether a letter may be an answer: of the plate, a tile, or a state."""
        return self._pads.currentWidget() in (self._plate, self._states, self.tiles)

    def _show_both(self, view: BlindView | PausedView) -> None:
        self.pictures.show_view(view.pictures)
        self.slots.show_slots(view.slots)

    # ----------------------------------------------------------------------------- layout

    def _plate_pad(self) -> QWidget:
        pad = QWidget()
        column = spaced(QVBoxLayout(pad), 0, (0, 0, 0, 0))
        column.addWidget(self._line)
        column.addSpacing(10)
        column.addWidget(self._keyboard)
        column.addSpacing(4)
        column.addWidget(self._hint)
        column.addStretch(1)
        return pad

    def _right(self) -> QVBoxLayout:
        actions = spaced(QHBoxLayout(), 14)
        for tile, width in ((self._cannot, 176), (self._back, 120), (self._next, 270)):
            tile.set_size(width, 72)
            if tile is self._next:
                actions.addStretch(1)
            actions.addWidget(tile)
        column = spaced(QVBoxLayout(), 10)
        column.addWidget(self.slots)
        column.addWidget(self._pads, 1)
        column.addLayout(actions)
        return column

    # ----------------------------------------------------------------------------- actions

    def _typed(self, key: str) -> None:
        if key == DELETE:
            self._signals.delete_character.emit()
        elif key == CLEAR:
            self._signals.clear_entry.emit()
        else:
            self._signals.type_character.emit(key)

    def _pressed(self, key: str) -> None:
        if key == "next":
            self.press_main()
        elif key == "cannot":
            self._signals.cannot_read.emit()
        else:
            self._back_act.emit()
