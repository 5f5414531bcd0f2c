"""A screen's side of the feed: session, store, pending commands, and one connection with the socket; no Qt."""
