"""Incidents: reports of wrongful stops, and the record of a breach (OPS-01, 02, 04)."""
