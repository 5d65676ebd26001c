"""Planning and running monitoring runs, side by side, resumable."""
