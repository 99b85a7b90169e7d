"""What the desk's pages show and ask."""
