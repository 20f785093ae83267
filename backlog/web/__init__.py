"""Shared HTTP kernel: knows the core, no feature."""
