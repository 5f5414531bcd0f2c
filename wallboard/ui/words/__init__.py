"""The words of all screens, in the user's language."""
