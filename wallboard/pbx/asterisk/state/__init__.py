"""The PBX's channels as agents and callers: their connections and waits."""
