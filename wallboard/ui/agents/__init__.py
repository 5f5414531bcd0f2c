"""The wall of agents: tiles, chips, words."""
