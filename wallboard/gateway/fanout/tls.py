"""What the gateway shows to screens that come over TLS."""

import ssl
from pathlib import Path

from wallboard.domain.errors import ConfigError
from wallboard.gateway.setup.credentials import credential
from wallboard.gateway.setup.tables import Listen
from wallboard.host.error_text import why


def server_context(listen: Listen) -> ssl.SSLContext | None:
    """The certificate to show with its key, systemd's credential ``tls_key`` before the file that is named.

    None without a certificate, on loopback alone; `ConfigError` if the two cannot be used.
    """
    if not listen.tls_certificate:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    load_certificate(context, listen)
    return context


def load_certificate(context: ssl.SSLContext, listen: Listen) -> None:
    """Show the certificate that is in the files now to all who connect from now on; `ConfigError` as above."""
    key = credential("tls_key") or Path(listen.tls_key)
    try:
        context.load_cert_chain(Path(listen.tls_certificate), key)
    except (OSError, ssl.SSLError) as error:
        files = f"{listen.tls_certificate} and {key}"
        raise ConfigError(
            f"The certificate and key in {files} ([listen] in gateway.toml) cannot be used: {why(error)}. "
            "Both must be PEM files that belong together and that this user may read."
        ) from error
