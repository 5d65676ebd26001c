"""A case's pack: the folder that a filer works from. It prepares; a person reads, signs and files."""
