"""Reading values out of words. Pure functions: no network, no clock, no settings."""
