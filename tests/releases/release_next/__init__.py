"""A frozen copy of release next, made by tests/releases/freeze.py: never changed."""
