"""What is true in a contact centre, as pure data and pure functions; time is always an argument."""
