"""Reading values out of text: prices, counts, dates, charsets, scripts. Pure: no network, no clock, no settings."""
