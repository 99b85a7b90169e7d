"""Hotlists: delivered, imported, packaged, corrected, watched."""
