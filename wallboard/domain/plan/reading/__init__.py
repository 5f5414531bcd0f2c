"""Reading a plan from a file of a workforce-management system: its encoding, its shape, its dates and numbers."""
