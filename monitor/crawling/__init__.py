"""Scrapy's side: the spider base and registry, the planner and its scheduler, from a response to a visit, feeds."""
