"""Benchmarks: figures beside a baseline of the same run. `make bench` runs them, docs/benchmarks.md keeps them."""
