"""The steps that every page goes through, one per file, in the order of monitor/settings.py."""
