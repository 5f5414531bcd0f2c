"""A frozen copy of release 0.1, made by tests/releases/freeze.py: never changed."""
