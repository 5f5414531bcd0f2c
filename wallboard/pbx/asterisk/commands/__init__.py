"""A supervisor's commands as AMI actions."""
