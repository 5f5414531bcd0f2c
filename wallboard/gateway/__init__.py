"""The gateway: one connection to each PBX for all screens, with state, feed and commands."""
