"""Writes: what goes out is recorded, what comes in is created."""

from backlog.interchange.services.handing_over import OutMeanwhile, Seen, hand_over

__all__ = ["OutMeanwhile", "Seen", "hand_over"]
