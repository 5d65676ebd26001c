"""Tools of developers: starting a marketplace, adding fixtures, the table of what is supported."""
