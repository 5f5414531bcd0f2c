"""What a user set, in files and in the keyring, typed."""
