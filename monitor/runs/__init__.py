"""Runs: planning them, supervising their crawlers, importing saved pages, summaries, schedules."""
