"""Plates that officers add with a documented reason."""
