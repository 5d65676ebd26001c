"""Bytes and an address to a reading: page classes and what they share. Pure: no Scrapy, no database, no clock."""
