"""Snapshots of pages: kept bytes, named by their hash."""
