"""A pretend contact centre that lives a believable day and obeys every command."""
