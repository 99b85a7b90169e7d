"""What the window's widgets show."""
