"""The programs: what is put together with what, and the command line."""
