"""The TV: a board without a pointer, fullscreen and large."""
