"""Headquarters over the network."""
