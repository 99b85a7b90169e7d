"""Which function keys do something where (design section 5)."""

from PySide6.QtCore import Qt

FUNCTION_KEYS = {Qt.Key.Key_F1.value + n: f"F{n + 1}" for n in range(12)}
ALWAYS = frozenset({"F2", "F4", "F7", "F8", "F10", "F11"})
"""On every page but sign-in."""
NOT_ON_HITS = frozenset({"F9"})
OF_A_HIT = frozenset({"F1", "F12"})
"""Where there is an open hit."""
