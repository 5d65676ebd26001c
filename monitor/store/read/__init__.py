"""Questions to the store, one file per subject. Nothing here writes."""
