"""How well and how fast titles are matched, beside other tools: `python -m bench.matching --help`."""
