"""What the toolkit must not do to us."""

import sys

from PySide6.QtCore import QObject, Signal, qVersion

EMISSIONS = 50


class Sender(QObject):
    sent = Signal(object)


def test_emitting_a_signal_drops_no_reference_that_is_not_its_own() -> None:
    """PySide6 6.12.0 drops one reference to True an emission; below Python 3.12 that kills us.

    After a few hundred emissions the interpreter ends with "deallocating True or False".
    """
    sender = Sender()
    true = bool(sender)
    before = sys.getrefcount(true)
    for _ in range(EMISSIONS):
        sender.sent.emit(None)
    lost = before - sys.getrefcount(true)
    assert lost < EMISSIONS, f"Qt {qVersion()} is not fit for Python {sys.version}"
