"""What the pages of entries show and ask."""
