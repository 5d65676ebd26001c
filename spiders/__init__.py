"""One file per marketplace: its page classes and its spider. Scrapy loads them by name."""
