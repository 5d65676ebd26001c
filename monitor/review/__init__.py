"""The review page: room kept free, see docs/architecture.md."""
