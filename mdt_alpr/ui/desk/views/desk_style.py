"""The style of the desk's pages, in the colors of a palette."""

from dataclasses import asdict

from mdt_alpr.ui.kit.theme import Palette, style_sheet

_SHEET = """
QWidget {{ font-size: 14px; }}
QFrame[kind="inkbar"] QLabel {{ color: {onink}; font-size: 16px; }}
QFrame[kind="inkbar"] QLabel[role="desktitle"] {{ font-size: 17px; font-weight: 700; }}
QLabel[role="desktitle"] {{ font-size: 24px; font-weight: 800; }}
QLabel[role="desknote"] {{ font-size: 14px; color: {text2}; }}
QLabel[role="deskname"] {{ font-size: 12px; color: {text2}; }}
QLabel[role="menusection"] {{ font-size: 12px; font-weight: 700; color: {text2};
  padding: 10px 14px 2px 14px; }}
QLabel[role="deskvalue"] {{ font-size: 14px; font-weight: 700; }}
QLabel[role="desknumber"] {{ font-size: 24px; font-weight: 800; }}
QLabel[role="deskplate"] {{ font-family: "Fira Code"; font-size: 28px; font-weight: 700; }}
QLabel[role="desktime"] {{ font-family: "Fira Code"; font-size: 13px; color: {text2}; }}
QFrame[kind="warned"] {{ background: {medb}; border: 1px solid {medt}; border-radius: 8px; }}
QFrame[kind="menu"] {{ background: {panel}; border: none; border-right: 1px solid {line}; }}
QPushButton {{ font-size: 14px; border-width: 1px; border-radius: 6px; padding: 0 10px;
  min-height: 32px; }}
QPushButton[kind="small"] {{ font-size: 12px; min-height: 20px; padding: 0 6px; }}
QPushButton[kind="small"]:focus {{ padding: 0 4px; }}
QPushButton:focus {{ border: 3px solid {text}; padding: 0 8px; }}
QPushButton[kind="main"] {{ font-size: 14px; }}
QPushButton[kind="menu"] {{ background: transparent; border: none; text-align: left;
  font-weight: 500; font-size: 15px; border-radius: 0; min-height: 30px; padding: 0 18px; }}
QPushButton[kind="menu"]:checked {{ background: {off}; font-weight: 700;
  border-left: 4px solid {text}; padding: 0 14px; }}
QPushButton[kind="menu"]:focus {{ border: 2px solid {text}; }}
QPushButton[kind="figure"] {{ background: {panel}; border: 1px solid {line}; text-align: left; }}
QComboBox, QDateEdit, QTimeEdit {{ background: {raised}; color: {text}; border: 1px solid {edge};
  border-radius: 6px; padding: 0 8px; min-height: 32px; font-weight: 700; }}
QComboBox:focus, QDateEdit:focus, QTimeEdit:focus {{ border: 3px solid {text}; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: 20px; }}
QTimeEdit::up-button, QTimeEdit::down-button {{ border: none; width: 0px; }}
QComboBox QAbstractItemView {{ background: {raised}; color: {text};
  selection-background-color: {off}; selection-color: {text}; }}
QLineEdit {{ font-size: 14px; font-weight: 500; min-height: 32px; max-height: 32px;
  border-width: 1px; padding: 0 10px; }}
QPlainTextEdit {{ background: {raised}; color: {text}; border: 1px solid {edge};
  border-radius: 6px; font-size: 14px; font-weight: 500; padding: 4px 8px; }}
QPlainTextEdit:focus {{ border: 3px solid {text}; }}
QLineEdit:focus {{ border: 3px solid {text}; padding: 0 8px; min-height: 28px;
  max-height: 28px; }}
QTableView {{ background: {panel}; border: none; gridline-color: {line}; color: {text};
  selection-background-color: {off}; selection-color: {text}; font-size: 13px; }}
QHeaderView {{ background: {panel}; }}
QHeaderView::section {{ background: {panel}; color: {text2}; border: none;
  border-bottom: 1px solid {edge}; padding: 6px 4px; font-size: 13px; font-weight: 700; }}
QTableCornerButton::section {{ background: {panel}; border: none; }}
QDialog[kind="finder"] {{ background: {panel}; border: 2px solid {edge}; }}
QListWidget {{ background: {panel}; border: none; color: {text}; font-size: 14px;
  selection-background-color: {off}; selection-color: {text}; }}
QListWidget::item {{ padding: 5px 8px; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: {panel}; width: 12px; }}
QScrollBar::handle:vertical {{ background: {edge}; border-radius: 5px; min-height: 30px; }}
QScrollBar:horizontal {{ background: {panel}; height: 12px; }}
QScrollBar::handle:horizontal {{ background: {edge}; border-radius: 5px; min-width: 30px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
"""


def desk_sheet(palette: Palette) -> str:
    """Return the style of the desk's pages."""
    tokens = {k: v for k, v in asdict(palette).items() if isinstance(v, str)}
    return style_sheet(palette) + _SHEET.format(**tokens)
