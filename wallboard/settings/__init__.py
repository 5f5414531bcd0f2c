"""A user's settings, in files and in the keyring, typed."""
