"""The car's window: pages, keys, status strip, sign-in, drill."""
