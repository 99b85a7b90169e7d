"""The window and the pages that belong to no hit."""
