"""State that outlives a restart of the gateway: the checkpoint, and what the PBX has yet to confirm."""
