"""Whether the shown data is current, in words."""
