"""The PBX's channels as people and callers: who is connected with whom, who waits where."""
