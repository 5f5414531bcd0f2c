"""The gateway's certificate for screens that connect by TLS."""

import ssl
from pathlib import Path

from wallboard.domain.errors import ConfigError
from wallboard.gateway.setup.credentials import credential
from wallboard.gateway.setup.tables import Listen
from wallboard.host.error_text import why
from wallboard.host.regular_file import check_regular


def server_context(listen: Listen) -> ssl.SSLContext | None:
    """Returns a context with the certificate and its key, systemd's credential ``tls_key`` before the named file.

    None without a certificate, on loopback alone; `ConfigError` if the two cannot be used.
    """
    if not listen.tls_certificate:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    load_certificate(context, listen)
    return context


def load_certificate(context: ssl.SSLContext, listen: Listen) -> None:
    """Loads the certificate from its files again, for new connections; `ConfigError` as above."""
    key = credential("tls_key") or Path(listen.tls_key)
    try:
        for path in (Path(listen.tls_certificate), key):
            check_regular(path)
        context.load_cert_chain(Path(listen.tls_certificate), key)
    except (OSError, ssl.SSLError) as error:
        files = f"{listen.tls_certificate} and {key}"
        raise ConfigError(
            f"The certificate and key in {files} ([listen] in gateway.toml) cannot be used: {why(error)}. "
            "Both must be PEM files that belong together and that this user may read."
        ) from error
