"""Why there are no figures, in sentences that say what to do; the kinds are in `domain.problems`."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from wallboard.domain.problems import Problem, ProblemKind

if TYPE_CHECKING:
    from wallboard.present.frame import Freshness

translate = QCoreApplication.translate


def reason_words(freshness: "Freshness") -> str:
    """Returns why the picture is not live, in the user's language; empty where that is not known."""
    from wallboard.present.frame import FreshnessState  # noqa: PLC0415 - start-up time

    problem = freshness.problem
    is_of_pbx = freshness.state in (FreshnessState.PBX_LOST, FreshnessState.PBX_SYNCING)
    if problem is None or (is_of_pbx and problem.kind is ProblemKind.OTHER):
        return ""
    words = problem_words(problem)
    if freshness.is_retried:
        return translate("problems", "{why}. Retrying every 30 seconds.").replace("{why}", words)
    return words


def raw_words(freshness: "Freshness") -> str:
    """Returns the technical details as a library or the other side gives them, for a tooltip; empty without any."""
    problem = freshness.problem
    return "" if problem is None else details(problem.technical)


def details(raw: str) -> str:
    """Returns the message of a library or of the other side, marked as such: it is not translated."""
    return translate("problems", "Details: {raw}").replace("{raw}", raw) if raw else ""


def problem_words(problem: Problem) -> str:
    """Returns what is wrong, and what to do."""
    words = _sentences()[problem.kind]
    for name, value in problem.subject.items():
        words = words.replace(f"{{{name}}}", value)  # not by format: a value may have braces of its own
    return words


@cache
def _sentences() -> Mapping[ProblemKind, str]:
    return _gateways() | _sessions() | _proxies() | _pbx() | _settings() | _own()


def _gateways() -> dict[ProblemKind, str]:
    return {
        ProblemKind.UNREACHABLE: translate(
            "problems", "{url} cannot be reached: check the network and the gateway"
        ),
        ProblemKind.NO_ANSWER: translate("problems", "{url} does not answer: check the network and the gateway"),
        ProblemKind.FELL_SILENT: translate(
            "problems", "{url} no longer responds: check the network and the gateway"
        ),
        ProblemKind.NO_GATEWAY: translate(
            "problems", "{url} answers, but is not a Wallboard gateway: check the address"
        ),
        ProblemKind.HTTP_STATUS: translate(
            "problems", "{url} answered with HTTP {status}: check the address, or try later"
        ),
        ProblemKind.CERTIFICATE: translate(
            "problems",
            "The certificate of {url} is not trusted: set its authority's file with --ca-file or ca_file",
        ),
        ProblemKind.NOT_UNDERSTOOD: translate(
            "problems", "The gateway cannot read the messages of this program: update the older of the two"
        ),
        ProblemKind.TOKEN_REFUSED: translate(
            "problems", "The gateway does not accept the token: ask your administrator for a new one"
        ),
        ProblemKind.TOKEN_FORBIDDEN: translate(
            "problems", "This token may not use the gateway: ask your administrator for another one"
        ),
        ProblemKind.TOKEN_MISSING: translate("problems", "This computer has no token for {url} yet"),
        ProblemKind.VERSIONS: translate(
            "problems", "The gateway and this program have incompatible versions: update the older of the two"
        ),
        ProblemKind.GATEWAY_TOO_OLD: translate(
            "problems", "The gateway is too old for this program: update the gateway"
        ),
        ProblemKind.NONSENSE: translate(
            "problems",
            "The data from the gateway cannot be read: update the older of the gateway and this program",
        ),
        ProblemKind.TOO_MUCH: translate("problems", "The gateway sends more data than this program accepts"),
        ProblemKind.FAULT: translate("problems", "An error in this program broke the connection; see its log"),
    }


def _sessions() -> dict[ProblemKind, str]:
    return {
        ProblemKind.CLOSED: translate("problems", "The connection was closed (code {code})"),
        ProblemKind.SESSION_ENDED: translate("problems", "The gateway closed the session"),
        ProblemKind.SESSION_RESTART: translate(
            "problems", "The gateway is restarting, or its settings have changed"
        ),
        ProblemKind.SESSION_BUSY: translate("problems", "The gateway is busy"),
        ProblemKind.SESSION_RATE: translate(
            "problems", "The gateway limits the connections or requests of this token"
        ),
        ProblemKind.SESSION_SLOW: translate("problems", "The network connection of this screen is too slow"),
    }


def _settings() -> dict[ProblemKind, str]:
    return {
        ProblemKind.TOKEN_FILE: translate("problems", "The token file {file} cannot be read"),
        ProblemKind.TOKEN_FILE_EMPTY: translate(
            "problems", "The token file {file} is empty: write the gateway's token into it"
        ),
        ProblemKind.TOKENS_OPEN: translate(
            "problems", "Other users can read the tokens in {file}: run chmod 600 on it"
        ),
        ProblemKind.TOKENS_MALFORMED: translate(
            "problems", "The tokens in {file} could not be read; the file is kept as {aside}. Sign in again"
        ),
        ProblemKind.ADDRESS: translate(
            "problems", "{url} is not a valid gateway address. Example: wss://gateway.example:8765"
        ),
        ProblemKind.ADDRESS_SECRETS: translate(
            "problems",
            "The gateway address for {host} must not contain a user name, query or fragment: the "
            "token is stored separately",
        ),
        ProblemKind.ADDRESS_UNENCRYPTED: translate(
            "problems",
            "ws:// would send the token to {host} unencrypted: use wss://{place}, and install a "
            "certificate on the gateway",
        ),
        ProblemKind.SETUP_FILE: translate(
            "problems", "The settings for this computer in {file} cannot be used: tell your administrator"
        ),
        ProblemKind.SETUP_KEY: translate("problems", "Check “{key}” in the settings for this computer, {file}"),
        ProblemKind.SCREEN_UNKNOWN: translate(
            "problems", "This computer has no screen {screen}. Available: {known}"
        ),
        ProblemKind.NOT_SIGNED_IN: translate(
            "problems", "Not signed in. Choose “Sign in to a gateway…” in the menu."
        ),
        ProblemKind.SETTINGS: translate("problems", "The settings cannot be used"),
        ProblemKind.SETTINGS_PARTLY: translate("problems", "Some settings cannot be used; defaults apply."),
        ProblemKind.SETTINGS_NOT_SAVED: translate("problems", "The settings cannot be saved."),
        ProblemKind.SETTINGS_LOCKED: translate("problems", "Set by your administrator."),
        ProblemKind.AUTHORITIES: translate("problems", "{file} cannot be used as a certificate authority file"),
    }


def _pbx() -> dict[ProblemKind, str]:
    return {
        ProblemKind.PBX_CLOSED: translate("problems", "The PBX closed the connection; reconnecting"),
        ProblemKind.PBX_LOGIN: translate("problems", "The PBX rejects the gateway's login; see the gateway's log"),
        ProblemKind.PBX_NONSENSE: translate(
            "problems", "The address of the PBX does not lead to an Asterisk manager (AMI)"
        ),
        ProblemKind.PBX_TROUBLE: translate(
            "problems", "The PBX did not carry out a request of the gateway; reconnecting"
        ),
        ProblemKind.PBX_TLS: translate("problems", "No secure (TLS) connection between the gateway and the PBX"),
        ProblemKind.PBX_NOT_LISTENING: translate(
            "problems", "The PBX does not accept connections from the gateway"
        ),
        ProblemKind.PBX_NO_ANSWER: translate("problems", "The PBX does not answer the gateway"),
        ProblemKind.PBX_UNREACHABLE: translate("problems", "The gateway cannot reach the PBX"),
        ProblemKind.PBX_SILENT: translate("problems", "The PBX no longer responds; reconnecting"),
        ProblemKind.PBX_EVENTS: translate(
            "problems", "The PBX does not send events that the board needs; see the gateway's log"
        ),
        ProblemKind.PBX_SLOW: translate("problems", "The PBX responds slowly: the figures are delayed"),
        ProblemKind.PBX_FAULT: translate(
            "problems", "An error in the gateway broke the connection to the PBX; see the gateway's log"
        ),
        ProblemKind.PBX_CONFIG: translate(
            "problems", "The gateway's configuration of this PBX cannot be used; see the gateway's log"
        ),
    }


def _own() -> dict[ProblemKind, str]:
    return {
        ProblemKind.QUEUE_UNKNOWN: translate(
            "problems", "Set another one in tv.toml, or with --queue or --group. Available: {known}"
        ),
        ProblemKind.OTHER: translate("problems", "The connection failed; see the log of this program"),
        ProblemKind.PICTURE: translate(
            "problems", "An error in this program keeps the newest figures from being shown; see its log"
        ),
    }


def _proxies() -> dict[ProblemKind, str]:
    return {
        ProblemKind.WEB_PAGE: translate(
            "problems",
            "{url} returned a web page (HTTP {status}), which comes from a proxy or web filter in your "
            "network. Ask your administrator to allow the gateway",
        ),
        ProblemKind.CERTIFICATE_BETWEEN: translate(
            "problems",
            "The certificate of {url} is from an unknown authority. Set the gateway's authority with "
            "ca_file; if a proxy inspects encrypted connections, exempt the gateway",
        ),
        ProblemKind.PROXY_UNREACHABLE: translate(
            "problems",
            "The proxy {proxy} cannot be reached: check HTTPS_PROXY or the system's proxy settings",
        ),
        ProblemKind.PROXY_NO_ANSWER: translate(
            "problems", "{url} does not answer through the proxy {proxy}: allow it there, or add it to no_proxy"
        ),
        ProblemKind.PROXY_SIGN_IN: translate(
            "problems",
            "The proxy {proxy} requires a sign-in: set HTTPS_PROXY to http://name:password@proxy, or "
            "add the gateway to no_proxy",
        ),
        ProblemKind.PROXY_REFUSES: translate(
            "problems",
            "The proxy {proxy} blocks {url} (HTTP {status}): ask your administrator to allow it, or "
            "add the gateway to no_proxy",
        ),
        ProblemKind.PROXY_BROKE_OFF: translate(
            "problems",
            "The proxy {proxy} broke the connection to {url}: ask your administrator to allow "
            "WebSockets, or add the gateway to no_proxy",
        ),
        ProblemKind.PROXY_SETTING: translate(
            "problems",
            "The configured proxy cannot be used: check HTTPS_PROXY or the system's proxy settings",
        ),
        ProblemKind.BETWEEN: translate(
            "problems",
            "{device} does not forward the answers of {url}: ask your "
            "administrator to allow WebSockets, or add the gateway to no_proxy",
        ),
        ProblemKind.PROXY_SCRIPT: translate(
            "problems",
            "{url} cannot be reached. This computer's proxy is set by the script {script}, which "
            "Wallboard does not run: set HTTPS_PROXY to the proxy",
        ),
    }
