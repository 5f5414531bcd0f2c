"""What a supervisor can do: commands, when each is legal, and which event confirms it."""
