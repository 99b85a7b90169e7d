"""Migrations of headquarters' store, oldest first."""
