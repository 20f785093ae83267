"""Shared kernel: knows no HTTP and no feature."""
