"""Plates added by officers: their steps, review and reads from before."""
