"""Dispatch is told of hits by signed webhooks."""
