"""`wallboard doctor` at an Asterisk: what is missing, and which line of which file adds it."""
