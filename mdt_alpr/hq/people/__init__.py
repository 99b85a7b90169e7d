"""Accounts, sign-in, permissions, devices and their keys."""
