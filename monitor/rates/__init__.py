"""Exchange rates: the European Central Bank's reference rates, day by day."""
