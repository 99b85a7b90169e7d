"""The server's tables and its folder of pictures."""
