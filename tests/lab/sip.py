"""SIP messages as far as the lab's phones need them (RFC 3261, RFC 3264). No sockets here."""

import re
from dataclasses import dataclass

_HEADER = re.compile(r"^([A-Za-z-]+)\s*:\s*(.*)$")
_COMPACT = {"v": "via", "f": "from", "t": "to", "i": "call-id", "m": "contact", "l": "content-length"}


@dataclass(frozen=True)
class Message:
    """One request or response; header names are lower case, repeated headers keep their order."""

    start: str
    headers: tuple[tuple[str, str], ...]
    body: str = ""

    @classmethod
    def parse(cls, data: bytes) -> "Message":
        """Read one datagram; what is no header is left out."""
        head, _, body = data.decode("utf-8", "replace").partition("\r\n\r\n")
        start, *lines = head.split("\r\n")
        matches = (match for line in lines if (match := _HEADER.match(line)))
        headers = ((match[1].lower(), match[2]) for match in matches)
        return cls(start, tuple((_COMPACT.get(name, name), value) for name, value in headers), body)

    def get(self, name: str, default: str = "") -> str:
        """The first header of this name."""
        return next((value for key, value in self.headers if key == name), default)

    def all(self, name: str) -> list[str]:
        """Every header of this name, in order."""
        return [value for key, value in self.headers if key == name]

    @property
    def method(self) -> str:
        """The request's method, empty for a response."""
        return "" if self.is_response else self.start.split(" ", 1)[0]

    @property
    def is_response(self) -> bool:
        """Whether this answers a request."""
        return self.start.startswith("SIP/2.0")

    @property
    def status(self) -> int:
        """The response's code."""
        return int(self.start.split(" ", 2)[1])

    @property
    def cseq(self) -> tuple[int, str]:
        """Number and method of the transaction."""
        number, method = self.get("cseq", "0 NONE").split()
        return int(number), method

    @property
    def target_user(self) -> str:
        """The user that a request is for."""
        return user_of(self.start.split(" ")[1])


def status_of(fragment: str) -> int:
    """The code of a status line that another message carries (message/sipfrag), 0 if there is none."""
    match = re.match(r"SIP/2\.0 (\d{3})", fragment)
    return int(match[1]) if match else 0


def packet(start: str, headers: list[tuple[str, str]], body: str = "") -> bytes:
    """One datagram of the given lines; says the body's type and length by itself."""
    lines = [start, *(f"{name}: {value}" for name, value in headers)]
    if body:
        lines.append("Content-Type: application/sdp")
    lines.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def uri_of(header: str) -> str:
    """The URI in a From, To or Contact header."""
    match = re.search(r"<([^>]+)>", header)
    return match[1] if match else header.split(";", maxsplit=1)[0].strip()


def user_of(uri: str) -> str:
    """The user part of a URI, empty if there is none."""
    match = re.match(r"sips?:([^@;>]+)@", uri)
    return match[1] if match else ""


def tag_of(header: str) -> str:
    """The tag of a From or To header, empty if there is none."""
    match = re.search(r";tag=([^;>\s]+)", header)
    return match[1] if match else ""


def offer(host: str, port: int, direction: str = "sendrecv", version: int = 1) -> str:
    """A session of one G.711 mu-law stream and of keys; ``sendonly`` is hold."""
    return (
        f"v=0\r\no=lab 1 {version} IN IP4 {host}\r\ns=lab\r\nc=IN IP4 {host}\r\nt=0 0\r\n"
        f"m=audio {port} RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\n"
        f"a=rtpmap:101 telephone-event/8000\r\na={direction}\r\n"
    )


def media_address(sdp: str) -> tuple[str, int] | None:
    """Where the other side wants its audio."""
    address = re.search(r"^c=IN IP4 (\S+)", sdp, re.MULTILINE)
    port = re.search(r"^m=audio (\d+)", sdp, re.MULTILINE)
    return (address[1].strip(), int(port[1])) if address and port else None
