"""RTP endpoints that send a pure tone and keys, and tell which tones they hear (RFC 3550, RFC 4733, G.711 mu-law).

A tone heard proves listen, whisper and barge by sound instead of by the PBX's own word.
"""

import asyncio
import itertools
import math
import random
import secrets
import struct
from collections import deque

RATE = 8000  # samples per second of G.711
FRAME = 160  # samples in one 20 ms packet
AMPLITUDE = 8000
WINDOW = RATE * 2 // 5  # what is listened to: 0.4 s
KEYS = "0123456789*#ABCD"  # in the order of their RFC 4733 codes
SOUND, EVENT = 0, 101  # the payload types of the offer
MARKER = 0x80
PRESSED, RELEASED, APART = 5, 3, 5  # packets of a key held, of its end, and of the time to the next key


def _ulaw(sample: int) -> int:
    sign = 0x80 if sample < 0 else 0
    value = min(abs(sample), 32635) + 132
    exponent = value.bit_length() - 8
    return ~(sign | (exponent << 4) | ((value >> (exponent + 3)) & 0x0F)) & 0xFF


def _linear(code: int) -> int:
    code = ~code & 0xFF
    value = ((((code & 0x0F) << 3) + 132) << ((code & 0x70) >> 4)) - 132
    return -value if code & 0x80 else value


_LINEAR = [_linear(code) for code in range(256)]
_SILENCE = b"\xff" * FRAME


def _payloads(tone: float) -> list[bytes]:
    """One second of the tone (whole Hz), which may then be repeated for ever; 0 Hz is silence."""
    step = 2 * math.pi * tone / RATE
    second = bytes(_ulaw(int(AMPLITUDE * math.sin(step * i))) for i in range(RATE)) if tone else b"\xff" * RATE
    return [second[start : start + FRAME] for start in range(0, RATE, FRAME)]


def _key_payloads(key: str) -> list[bytes | None]:
    """The packets of one key, from its press to the time after it, which is None."""
    code = KEYS.index(key)
    held = [struct.pack("!BBH", code, 10, FRAME * n) for n in range(1, PRESSED + 1)]
    end = struct.pack("!BBH", code, 0x80 | 10, FRAME * PRESSED)
    return [*held, *[end] * RELEASED, *[None] * APART]


class Audio(asyncio.DatagramProtocol):
    """One end of a call's sound: sends ``tone`` Hz (0 is silence) and keeps the last 0.4 s of what it hears.

    Attributes:
        muted: whether it sends silence instead, as a phone does that holds.
    """

    def __init__(self, tone: float) -> None:
        self.heard: list[int] = []
        self.muted = False
        self._payloads = itertools.cycle(_payloads(tone))
        self._keys: deque[bytes | None] = deque()
        self._remote: tuple[str, int] | None = None
        self._transport: asyncio.DatagramTransport | None = None
        self._sending: asyncio.Task[None] | None = None
        self._arrived = asyncio.Event()
        self._keys_sent = asyncio.Event()

    async def open(self, host: str) -> int:
        """Take a free port and return it."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(lambda: self, (host, 0))
        return int(self._transport.get_extra_info("sockname")[1])

    def start(self, remote: tuple[str, int]) -> None:
        """Send to ``remote`` from now on."""
        self._remote = remote
        if self._sending is None:
            self._sending = asyncio.get_running_loop().create_task(self._send())

    async def press(self, keys: str) -> None:
        """Press keys one after the other; returns when the last one is released, or the call over."""
        self._keys_sent.clear()
        for key in keys:
            self._keys.extend(_key_payloads(key))
        await self._keys_sent.wait()

    async def _send(self) -> None:
        sequence, stamp, ssrc = random.randrange(1 << 15), 0, secrets.randbits(32)
        loop = asyncio.get_running_loop()
        due = loop.time()
        key_stamp: int | None = None
        while self._transport and not self._transport.is_closing():
            kind, payload = self._next_payload()
            if kind & 0x7F != EVENT:
                key_stamp = None
            elif key_stamp is None:  # all packets of a key have the time of its press
                kind, key_stamp = kind | MARKER, stamp
            sent_stamp = stamp if key_stamp is None else key_stamp
            header = struct.pack("!BBHII", 0x80, kind, sequence & 0xFFFF, sent_stamp & 0xFFFFFFFF, ssrc)
            self._transport.sendto(header + payload, self._remote)
            sequence, stamp, due = sequence + 1, stamp + FRAME, due + 0.02
            await asyncio.sleep(max(0.0, due - loop.time()))

    def _next_payload(self) -> tuple[int, bytes]:
        sound = next(self._payloads)
        key = self._keys.popleft() if self._keys else None
        if not self._keys:
            self._keys_sent.set()
        if key is not None:
            return EVENT, key
        return SOUND, _SILENCE if self.muted else sound

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Take an RTP packet of mu-law sound; other payloads (keys, comfort noise) are no sound."""
        if len(data) > 12 and data[1] & 0x7F == SOUND:
            self.heard.extend(_LINEAR[code] for code in data[12:])
            del self.heard[:-WINDOW]
            self._arrived.set()

    def hears(self, tone: float) -> bool:
        """Whether ``tone`` (Hz) has at least a tenth of a sent tone's strength in a full window of sound."""
        if len(self.heard) < WINDOW:
            return False
        step = 2 * math.pi * tone / RATE
        real = sum(s * math.cos(step * i) for i, s in enumerate(self.heard))
        imag = sum(s * math.sin(step * i) for i, s in enumerate(self.heard))
        return 2 * math.hypot(real, imag) / len(self.heard) > AMPLITUDE / 10

    async def until_hears(self, *tones: float, but_not: tuple[float, ...] = ()) -> None:
        """Wait until just these of the named tones are in a window; the test's own timeout is the limit."""
        while not (all(map(self.hears, tones)) and len(self.heard) == WINDOW and not any(map(self.hears, but_not))):
            self.heard.clear()
            while len(self.heard) < WINDOW:
                self._arrived.clear()
                await self._arrived.wait()

    def close(self) -> None:
        """Be silent and deaf."""
        self._keys_sent.set()
        if self._sending:
            self._sending.cancel()
        if self._transport:
            self._transport.close()
