"""Why a screen has no figures, as kinds with their particulars; screens have the words for each."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class ProblemKind(StrEnum):
    """What prevents a screen from showing figures; the comment names the particulars in ``subject``."""

    UNREACHABLE = "unreachable"  # url
    NO_ANSWER = "no_answer"  # url
    FELL_SILENT = "fell_silent"  # url
    CLOSED = "closed"  # code
    SESSION_ENDED = "session_ended"
    SESSION_RESTART = "session_restart"
    SESSION_BUSY = "session_busy"
    SESSION_RATE = "session_rate"
    SESSION_SLOW = "session_slow"
    NO_GATEWAY = "no_gateway"  # url
    HTTP_STATUS = "http_status"  # url, status
    WEB_PAGE = "web_page"  # url, status: a page for people, which no gateway serves
    CERTIFICATE = "certificate"  # url
    CERTIFICATE_BETWEEN = "certificate_between"  # url: signed by an authority that this machine does not trust
    NOT_UNDERSTOOD = "not_understood"
    TOKEN_REFUSED = "token_refused"  # noqa: S105 - a kind, not a secret
    TOKEN_FORBIDDEN = "token_forbidden"  # noqa: S105 - a kind, not a secret
    TOKEN_MISSING = "token_missing"  # noqa: S105 - url
    TOKEN_FILE = "token_file"  # noqa: S105 - file
    TOKEN_FILE_EMPTY = "token_file_empty"  # noqa: S105 - file
    TOKENS_OPEN = "tokens_open"  # file: others may read it
    TOKENS_MALFORMED = "tokens_malformed"  # file, aside: where it is kept
    ADDRESS = "address"  # url
    ADDRESS_SECRETS = "address_secrets"  # host
    ADDRESS_UNENCRYPTED = "address_unencrypted"  # host, place: host and port
    AUTHORITIES = "authorities"  # file
    VERSIONS = "versions"
    GATEWAY_TOO_OLD = "gateway_too_old"
    NONSENSE = "nonsense"
    TOO_MUCH = "too_much"
    FAULT = "fault"
    PROXY_UNREACHABLE = "proxy_unreachable"  # proxy
    PROXY_NO_ANSWER = "proxy_no_answer"  # url, proxy
    PROXY_SIGN_IN = "proxy_sign_in"  # proxy
    PROXY_REFUSES = "proxy_refuses"  # url, proxy, status
    PROXY_BROKE_OFF = "proxy_broke_off"  # url, proxy
    PROXY_SETTING = "proxy_setting"
    BETWEEN = "between"  # url, device: its own name in its answer
    PROXY_SCRIPT = "proxy_script"  # url, script: where the system's settings name a script that chooses a proxy
    PBX_CLOSED = "pbx_closed"
    PBX_LOGIN = "pbx_login"
    PBX_NONSENSE = "pbx_nonsense"
    PBX_TROUBLE = "pbx_trouble"
    PBX_TLS = "pbx_tls"
    PBX_NOT_LISTENING = "pbx_not_listening"
    PBX_NO_ANSWER = "pbx_no_answer"
    PBX_UNREACHABLE = "pbx_unreachable"
    PBX_SILENT = "pbx_silent"
    PBX_EVENTS = "pbx_events"
    PBX_SLOW = "pbx_slow"
    PBX_FAULT = "pbx_fault"
    PBX_CONFIG = "pbx_config"
    NOT_SIGNED_IN = "not_signed_in"
    SETTINGS = "settings"
    SETTINGS_PARTLY = "settings_partly"
    SETTINGS_NOT_SAVED = "settings_not_saved"
    SETTINGS_LOCKED = "settings_locked"
    QUEUE_UNKNOWN = "queue_unknown"  # queue: or a group, known: existing ones
    SETUP_FILE = "setup_file"  # file: what an administrator set for this computer
    SETUP_KEY = "setup_key"  # file, key
    SCREEN_UNKNOWN = "screen_unknown"  # screen, known: existing screens
    PICTURE = "picture"
    OTHER = "other"


class Problem(Struct, frozen=True, kw_only=True):
    """One problem.

    ``subject`` is what it is about, by the placeholders of its sentence; ``technical`` is the message of a library
    or of the other side, in English, for the log and a tooltip.
    """

    kind: ProblemKind
    subject: Mapping[str, str] = {}
    technical: str = ""

    def __str__(self) -> str:
        """Returns the kind and all particulars, for a log."""
        known = [*self.subject.values(), *([self.technical] if self.technical else [])]
        return ": ".join([self.kind.replace("_", " "), *([", ".join(known)] if known else [])])
