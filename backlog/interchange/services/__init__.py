"""Writes: what goes out is recorded, what comes in is created."""

from backlog.interchange.services.handing_over import hand_over

__all__ = ["hand_over"]
