"""The callers who wait, as cards."""
