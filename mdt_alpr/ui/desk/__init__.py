"""The desk at headquarters: pages, tables, sign-in."""
