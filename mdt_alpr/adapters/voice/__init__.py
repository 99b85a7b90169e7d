"""Spoken and sounded alerts. Nothing of what is said is logged or written to a disk."""
