"""What every feature of headquarters builds on: settings, database, tables, HTTP."""
