"""Deciding about findings: the functions that the terminal, the sheet and the page are thin over."""
