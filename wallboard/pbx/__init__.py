"""Where a contact centre's events come from and its commands go: adapters behind one protocol."""
