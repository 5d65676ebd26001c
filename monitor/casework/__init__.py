"""Take-down cases: room kept free, see docs/architecture.md."""
