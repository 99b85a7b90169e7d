"""What the window's pages show."""
