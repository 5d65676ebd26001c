"""What to search for, per marketplace and brand."""
