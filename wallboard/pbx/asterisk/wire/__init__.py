"""AMI on the wire: codec, login, session and lists, without I/O."""
