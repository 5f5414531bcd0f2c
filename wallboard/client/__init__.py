"""A screen's side of the feed: session, store, outbox, and one link with the socket; no Qt."""
