"""Holds: what is kept past its ninetieth day, by whom it was asked, until when (09.21.8)."""
