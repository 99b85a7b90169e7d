"""A small window that says why the program ended, where nobody sees what it prints."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox


def show_fault(title: str, text: str) -> None:
    """Show a text as it is until it is closed; needs a Qt application."""
    box = QMessageBox(QMessageBox.Icon.Critical, title, text)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.exec()
