"""Searches in stored reads: made, kept for review, and what they can name."""
