"""Scripts that build the program's tables of words. Run by hand; each names the packages and data that it needs."""
