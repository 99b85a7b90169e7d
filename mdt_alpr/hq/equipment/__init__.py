"""The register of equipment, its schedule and its work orders (09.21.3.A.2, 3.A.4)."""
