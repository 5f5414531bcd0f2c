"""Asterisk over AMI: codec, session and mapping without I/O, and one link with the socket."""
