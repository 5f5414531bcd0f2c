"""The contract between gateway and screens, ``wallboard.v2``: messages and their coding, no sockets."""
