"""Widgets: lay out and report, decide nothing."""
