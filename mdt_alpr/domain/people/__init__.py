"""Accounts, roles, teams, trainings and shifts."""
