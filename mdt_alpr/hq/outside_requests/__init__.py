"""Own requests for data of other agencies' readers, and the log of access to it (09.21.7.E)."""
