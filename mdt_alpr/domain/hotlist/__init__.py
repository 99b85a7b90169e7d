"""Hotlists, their categories, corrections and watch, and how a read is matched."""
