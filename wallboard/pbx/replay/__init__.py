"""Plays a raw AMI recording back as if it were happening now."""
