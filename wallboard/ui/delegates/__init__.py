"""Painting delegates: tiles, cards and table cells drawn from a theme and one row."""
