"""Why there are no figures, in sentences that say what to do; the kinds are in `domain.problems`."""

from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import QCoreApplication

from wallboard.domain.errors import WallboardError
from wallboard.domain.problems import Problem, ProblemKind
from wallboard.present.frame import Freshness

translate = QCoreApplication.translate


def reason_words(freshness: Freshness) -> str:
    """Why the picture is not live, in the user's language; empty where that is not known."""
    return freshness.detail if freshness.problem is None else problem_words(freshness.problem)


def raw_words(freshness: Freshness) -> str:
    """What a library or the other side said, for who looks closer; empty where it says nothing more."""
    problem = freshness.problem
    return "" if problem is None or problem.kind is ProblemKind.OTHER else problem.raw


def problem_words(problem: Problem) -> str:
    """What stands between, and what to do."""
    if problem.kind is ProblemKind.OTHER:
        return problem.raw
    words = _sentences()[problem.kind]
    for name, value in problem.values.items():
        words = words.replace(f"{{{name}}}", value)  # not by format: a value may have braces of its own
    return words


@cache
def _sentences() -> Mapping[ProblemKind, str]:
    return _gateways() | _proxies() | _pbx() | _settings() | _own()


def _gateways() -> dict[ProblemKind, str]:
    return {
        ProblemKind.UNREACHABLE: translate(
            "problems", "{url} cannot be reached ({reason}): check the network and the gateway"
        ),
        ProblemKind.NO_ANSWER: translate("problems", "{url} does not answer: check the network and the gateway"),
        ProblemKind.FELL_SILENT: translate("problems", "{url} fell silent: check the network and the gateway"),
        ProblemKind.CLOSED: translate("problems", "The connection was closed (code {code})"),
        ProblemKind.SESSION_ENDED: translate("problems", "The gateway closed the session: {reason}"),
        ProblemKind.NO_GATEWAY: translate(
            "problems", "{url} answers, but is no Wallboard gateway: check the address"
        ),
        ProblemKind.HTTP_STATUS: translate(
            "problems", "{url} answered with HTTP {status}: check the address, or try later"
        ),
        ProblemKind.CERTIFICATE: translate(
            "problems",
            "The certificate of {url} is not trusted ({reason}): name its authority's file by --ca-file or ca_file",
        ),
        ProblemKind.NOT_UNDERSTOOD: translate(
            "problems", "The gateway does not understand this program: update the older of the two"
        ),
        ProblemKind.TOKEN_REFUSED: translate(
            "problems", "The gateway does not accept the token: ask your administrator for a new one"
        ),
        ProblemKind.TOKEN_FORBIDDEN: translate(
            "problems", "This token may not use the gateway: ask your administrator for another one"
        ),
        ProblemKind.TOKEN_MISSING: translate("problems", "This computer has no token for {url} yet"),
        ProblemKind.VERSIONS: translate(
            "problems", "Gateway and program speak different versions: update the older of the two"
        ),
        ProblemKind.GATEWAY_TOO_OLD: translate(
            "problems", "The gateway is too old for this program: update the gateway"
        ),
        ProblemKind.NONSENSE: translate(
            "problems",
            "What comes from the gateway cannot be read: update the older of gateway and program",
        ),
        ProblemKind.TOO_MUCH: translate("problems", "The gateway sends more than any contact centre has"),
        ProblemKind.FAULT: translate(
            "problems", "An error of this program's own broke the connection; it is in the log"
        ),
    }


def error_words(error: WallboardError) -> str:
    """An error in the user's language, where its kind is known, else in its own words."""
    return str(error) if error.problem is None else problem_words(error.problem)


def _settings() -> dict[ProblemKind, str]:
    return {
        ProblemKind.TOKEN_FILE: translate("problems", "The token file {file} cannot be read: {reason}"),
        ProblemKind.TOKEN_FILE_EMPTY: translate(
            "problems", "The token file {file} is empty: write the gateway's token into it"
        ),
        ProblemKind.TOKENS_OPEN: translate("problems", "Others may read the tokens in {file}: run chmod 600 on it"),
        ProblemKind.TOKENS_MALFORMED: translate(
            "problems", "The tokens in {file} could not be read; the file is kept as {aside}. Sign in again"
        ),
        ProblemKind.ADDRESS: translate(
            "problems", "{url} is no gateway address: write it like wss://gateway.example:8765"
        ),
        ProblemKind.ADDRESS_SECRETS: translate(
            "problems",
            "The gateway address for {host} must be without user name, query and fragment: the token is kept "
            "apart from it",
        ),
        ProblemKind.ADDRESS_UNENCRYPTED: translate(
            "problems",
            "{host} is another machine and ws:// would send the token there unencrypted: use wss://{place}, and "
            "give the gateway a certificate",
        ),
        ProblemKind.AUTHORITIES: translate(
            "problems", "{file} cannot be used as a file of certificate authorities: {reason}"
        ),
    }


def _pbx() -> dict[ProblemKind, str]:
    return {
        ProblemKind.PBX_CLOSED: translate("problems", "The PBX closed the connection; trying to connect again"),
        ProblemKind.PBX_LOGIN: translate("problems", "The PBX does not let the gateway in; its log says why"),
        ProblemKind.PBX_NONSENSE: translate("problems", "What answers in the PBX's place is no Asterisk manager"),
        ProblemKind.PBX_TROUBLE: translate(
            "problems", "The PBX did not do what the gateway asked of it; trying to connect again"
        ),
        ProblemKind.PBX_TLS: translate("problems", "There is no secure connection between gateway and PBX"),
        ProblemKind.PBX_NOT_LISTENING: translate("problems", "The PBX takes no connections from the gateway"),
        ProblemKind.PBX_NO_ANSWER: translate("problems", "The PBX does not answer the gateway"),
        ProblemKind.PBX_UNREACHABLE: translate("problems", "The gateway does not reach the PBX"),
        ProblemKind.PBX_SILENT: translate("problems", "The PBX no longer answers; trying to connect again"),
        ProblemKind.PBX_EVENTS: translate(
            "problems", "The PBX holds back events that the board needs; the gateway's log says which"
        ),
        ProblemKind.PBX_SLOW: translate("problems", "The PBX is slow: what is shown comes late"),
        ProblemKind.PBX_FAULT: translate(
            "problems", "An error of the gateway's own broke the connection to the PBX; it is in the gateway's log"
        ),
    }


def _own() -> dict[ProblemKind, str]:
    return {
        ProblemKind.QUEUE_UNKNOWN: translate(
            "problems", "Write another one as queue into tv.toml, or after --queue: there are {known}"
        ),
        ProblemKind.PICTURE: translate(
            "problems", "An error of this program's own keeps the newest figures from being shown; it is in the log"
        ),
    }


def _proxies() -> dict[ProblemKind, str]:
    return {
        ProblemKind.WEB_PAGE: translate(
            "problems",
            "A web page came in place of {url} (HTTP {status}): a proxy or a filter of your network stands "
            "between. Ask your administrator to let the gateway through",
        ),
        ProblemKind.CERTIFICATE_BETWEEN: translate(
            "problems",
            "The certificate of {url} is of an authority that this computer does not know ({reason}). Name the "
            "gateway's by ca_file; if a proxy opens encrypted connections, exempt the gateway from that",
        ),
        ProblemKind.PROXY_UNREACHABLE: translate(
            "problems",
            "The proxy {proxy} cannot be reached ({reason}): check HTTPS_PROXY or the system's proxy settings",
        ),
        ProblemKind.PROXY_NO_ANSWER: translate(
            "problems", "{url} does not answer through the proxy {proxy}: let it through, or name it in no_proxy"
        ),
        ProblemKind.PROXY_SIGN_IN: translate(
            "problems",
            "The proxy {proxy} asks for a sign-in of its own: write it as http://name:password@proxy into "
            "HTTPS_PROXY, or name the gateway in no_proxy",
        ),
        ProblemKind.PROXY_REFUSES: translate(
            "problems",
            "The proxy {proxy} does not let {url} through (HTTP {status}): ask your administrator to allow it, "
            "or name the gateway in no_proxy",
        ),
        ProblemKind.PROXY_BROKE_OFF: translate(
            "problems",
            "The proxy {proxy} broke off the connection to {url} ({reason}): ask your administrator to let "
            "WebSockets through, or name the gateway in no_proxy",
        ),
        ProblemKind.PROXY_SETTING: translate(
            "problems",
            "The proxy that is set cannot be used ({reason}): check HTTPS_PROXY or the system's proxy settings",
        ),
        ProblemKind.BETWEEN: translate(
            "problems",
            "{device} stands between and does not pass on what {url} says: ask your administrator to let "
            "WebSockets through, or name the gateway in no_proxy",
        ),
        ProblemKind.PROXY_SCRIPT: translate(
            "problems",
            "{url} cannot be reached. This computer finds its proxy by the script {script}, which Wallboard does "
            "not run: set HTTPS_PROXY to the proxy",
        ),
    }
