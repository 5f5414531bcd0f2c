"""The programs: assembly of their parts, and the command line."""
