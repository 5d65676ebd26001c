"""Beginning a marketplace, adding fixtures, and the table of what is supported."""
