"""The server of screens: the hub, sessions, limits and the socket."""
