"""Pictures that strangers made: which bytes are one, and copies of it that are safe to show."""
