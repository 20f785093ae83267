"""Reports: what became of the work, derived from what was recorded. Reads only."""
