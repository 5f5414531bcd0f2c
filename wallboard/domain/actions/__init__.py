"""Actions of a supervisor: the commands, when each is legal, and which event confirms it."""
