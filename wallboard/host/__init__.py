"""What is the operating system's: paths, resources, log files."""
