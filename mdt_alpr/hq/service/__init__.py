"""The server's use cases: every rule of headquarters, without HTTP."""
