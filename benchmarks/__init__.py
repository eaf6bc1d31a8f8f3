"""Accuracy, speed and faults: each a `python -m benchmarks.NAME` that prints a table."""
