"""Whether what is shown is true right now, in words."""
