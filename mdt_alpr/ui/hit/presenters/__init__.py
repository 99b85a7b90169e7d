"""What a hit's pages show and ask."""
