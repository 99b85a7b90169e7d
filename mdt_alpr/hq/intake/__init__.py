"""What the cars' outboxes send: batches, items, set-aside ones, offload."""
