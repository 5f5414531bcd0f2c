"""A screen's side of the feed: session, store, commands on their way, and one link with the socket; no Qt."""
