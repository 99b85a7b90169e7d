"""The outboxes of the cars, taken in: batches, items, set-aside ones, offload."""
