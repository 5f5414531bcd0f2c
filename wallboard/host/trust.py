"""The trusted authorities of outgoing TLS connections: the system's, or those of one file."""

import ssl
from pathlib import Path

import truststore

from wallboard.host.regular_file import check_regular


def client_context(ca_file: Path | None) -> ssl.SSLContext:
    """Returns a TLS context that checks certificate and name; `OSError` or `ssl.SSLError` for a bad ``ca_file``.

    Without a file the system's own store decides. OpenSSL alone would look where the machine that built the
    program has its store, and find none on another distribution.
    """
    if ca_file is not None:
        check_regular(ca_file)
        return ssl.create_default_context(cafile=ca_file)
    return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
