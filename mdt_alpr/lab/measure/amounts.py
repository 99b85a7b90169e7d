"""Numbers that a measuring command takes; what makes no sense is refused with its usage."""

import argparse
import math


def count(text: str) -> int:
    """Return a whole number from 1 on.

    Raises:
        ArgumentTypeError: it is none.
    """
    if not text.isdecimal() or int(text) < 1:
        message = f"{text!r} is no whole number from 1 on"
        raise argparse.ArgumentTypeError(message)
    return int(text)


def amount(text: str) -> float:
    """Return a number above 0.

    Raises:
        ArgumentTypeError: it is none.
    """
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or number <= 0:
        message = f"{text!r} is no number above 0"
        raise argparse.ArgumentTypeError(message)
    return number
