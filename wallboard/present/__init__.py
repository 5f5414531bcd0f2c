"""The board's content, ordered, as numbers and enum members; no Qt."""
