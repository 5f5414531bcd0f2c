"""The contact centre's current state: entities, events, and the reducer that applies the one to the other."""
