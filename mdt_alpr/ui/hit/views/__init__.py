"""Widgets of a hit."""
