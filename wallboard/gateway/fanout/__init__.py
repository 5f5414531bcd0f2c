"""Everything that serves screens: the hub, sessions, limits and the socket."""
