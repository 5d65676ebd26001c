"""Findings as files that people open."""
