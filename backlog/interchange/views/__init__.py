"""Pages of what goes out and comes in."""
