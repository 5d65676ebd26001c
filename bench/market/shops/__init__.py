"""A simulated market of shops with several identifiers, read from pages as the marketplaces make them."""
