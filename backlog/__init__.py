"""Throughline: one unbroken thread from a customer's words to the answer."""

from backlog.app import create_app

__all__ = ["create_app"]
