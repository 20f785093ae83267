"""Benchmarks: how fast Throughline is, in multiples of the least that a Flask page can cost (bench/README.md)."""
