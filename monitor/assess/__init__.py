"""The indicators over the whole store: vendors, spreads, market prices."""
