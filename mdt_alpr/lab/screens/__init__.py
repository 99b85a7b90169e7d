"""Sample screens, drawn offscreen into pictures."""
