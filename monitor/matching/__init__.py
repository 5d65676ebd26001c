"""Does this title name the brand? Which of its names, where, and how sure."""
