"""A simulated market with ground truth: sellers, their tricks and their lawful neighbours (docs/market-bench.md)."""
