"""Retention, purge, backup, certificates, and the doctor."""
