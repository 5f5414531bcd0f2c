"""The contract between gateway and screens, ``wallboard.v1``: messages and their coding, no sockets."""
