"""What supervisors and custodians examine afterwards."""
