"""Writes: what goes out is recorded, what comes in is created."""

from backlog.interchange.services.handing_over import AlreadyHandedOver, hand_over

__all__ = ["AlreadyHandedOver", "hand_over"]
