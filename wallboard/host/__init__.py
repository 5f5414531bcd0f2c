"""The operating system's part: paths, resources, log files, the clock."""
