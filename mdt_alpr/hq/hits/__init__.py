"""Hits: log, review, notices between cars, status, truth of the reads."""
