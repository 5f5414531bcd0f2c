"""What a person reads, ordered and worded as numbers and enum members; no Qt."""
