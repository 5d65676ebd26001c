"""Bytes that never change: the archive, and the kept pages in it, named by their digest."""
