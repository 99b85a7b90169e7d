"""Widgets of entries and past reads."""
