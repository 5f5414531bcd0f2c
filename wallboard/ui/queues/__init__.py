"""The queues as a table of figures."""
