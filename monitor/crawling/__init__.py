"""Scrapy plumbing: page and spider bases, wall detection, what the fetch knew, replay, politeness."""
