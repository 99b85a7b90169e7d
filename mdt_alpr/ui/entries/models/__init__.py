"""What the widgets of entries show."""
