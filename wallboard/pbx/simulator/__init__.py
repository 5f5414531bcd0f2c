"""A simulated contact centre with a plausible day that carries out every command."""
