"""Commands on their way to the PBX, their records, and the day restored after a restart."""
