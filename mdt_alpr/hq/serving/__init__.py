"""The served application: addresses, connections, metrics, OpenAPI."""
