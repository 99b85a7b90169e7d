"""A hit on the screen, from blind entry to disposition."""
