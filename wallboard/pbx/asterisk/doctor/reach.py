"""Checks whether the doctor can reach the PBX and log in; if not, why, and what to write where."""

import ssl
from collections.abc import Iterator

from wallboard.domain.errors import RemoteError
from wallboard.host.addresses import is_loopback
from wallboard.host.error_text import why
from wallboard.pbx.asterisk.adapter import AsteriskOptions
from wallboard.pbx.asterisk.doctor.distribution import InstallPlace
from wallboard.pbx.asterisk.doctor.probe import CLOSED, Probe
from wallboard.pbx.asterisk.doctor.refusal import BEFORE_GREETING, of_login
from wallboard.pbx.asterisk.wire.login import proof_of
from wallboard.pbx.findings import Finding, problem, warning


def check_transport(options: AsteriskOptions) -> Iterator[Finding]:
    """Checks whether the connection can be overheard."""
    if not options.tls and not is_loopback(options.host):
        text = f"The connection to {options.host} is not encrypted: callers' numbers and commands can be read."
        remedy = "manager.conf, [general]: tlsenable = yes, tlsbindaddr, tlscertfile; gateway.toml: tls = true"
        yield warning("reach", text, f"{remedy}, port = 5039")


def unreachable(options: AsteriskOptions, error: Exception, *, is_greeted: bool = False) -> Finding:
    """Returns why there is no connection; ``is_greeted`` if there was one and it was lost."""
    where = f"{options.host}:{options.port}"
    match error:
        case ssl.SSLCertVerificationError():
            text = f"The certificate of {where} is not trusted: {error.verify_message}."
            return problem(
                "reach", text, "gateway.toml: tls_ca_file = the PEM file of the authority that signed it"
            )
        case ssl.SSLError():
            text = f"No secure connection to {where}: {error.reason or error}."
            return problem("reach", text, "gateway.toml: port = what tlsbindaddr in manager.conf says")
        case ConnectionRefusedError():
            text = f"Nothing listens at {where}."
            return problem(
                "reach", text, "manager.conf, [general]: enabled = yes; port, bindaddr as in gateway.toml"
            )
        case TimeoutError():
            text = f"No response from {where}."
            return problem("reach", text, "gateway.toml: host and port; else the network or a firewall")
        case RemoteError() if str(error) == CLOSED and not is_greeted:
            text = f"{where}: {BEFORE_GREETING}."
            return problem("reach", text, "manager.conf, [general]: authlimit; else what is between here and there")
        case RemoteError():
            text = f"{where}: {error}."
            return problem("reach", text, "gateway.toml: host and port of Asterisk's manager (port 5038)")
        case _:
            return problem("reach", f"No connection to {where}: {why(error)}.", "gateway.toml: host and port")


async def log_in(probe: Probe, options: AsteriskOptions, place: InstallPlace) -> Finding | None:
    """Logs in; returns why the PBX refuses, if so."""
    proof: tuple[tuple[str, str], ...] = (("Secret", options.secret),)
    if not options.plain_login:
        challenge = (await probe.ask("Challenge", ("AuthType", "MD5"))).get("Challenge")
        if not challenge:
            text = "The PBX offers no login by MD5."
            return problem("login", text, "gateway.toml: plain_login = true, and tls = true with it")
        proof = proof_of(challenge, options.secret)
    answer = await probe.ask("Login", ("Username", options.user), *proof, ("Events", "on"))
    if answer.get("Response") == "Success":
        return None
    refusal = of_login(answer.get("Message"), options.user)
    text = f"{options.user} is not let in ({answer.get('Message')}): {refusal.meaning}."
    if refusal.passes:
        remedy = f"{place.user_file}: {refusal.remedy}; or stop the gateway for as long as the doctor looks"
        return problem("login", text, remedy)
    remedy = (
        f"{place.manager}. Asterisk's user must be able to read it; {refusal.remedy}. Then touch manager.conf, and "
        "asterisk -rx 'manager reload'; Asterisk's log says which it was"
    )
    return problem("login", text, remedy)
