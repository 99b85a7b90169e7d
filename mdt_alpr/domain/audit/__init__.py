"""The audit's entries, their chain and its witness."""
