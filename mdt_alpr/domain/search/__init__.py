"""Rules of searches in stored reads."""
