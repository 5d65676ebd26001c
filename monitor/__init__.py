"""Marketplace monitoring for brand owners: search, read, match, judge, keep."""

__version__ = "0.1.0"
