"""The car's use cases: one module a stage, no Qt, no device, no database."""
