"""Wallboard: the live picture of a contact centre, for desks and TVs."""

__version__ = "0.1.0"
