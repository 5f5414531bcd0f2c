"""Messages to text frames and back."""

from typing import TypeVar

import msgspec

from wallboard.domain.errors import ProtocolError
from wallboard.feed.messages import AnyClientMessage, AnyServerMessage, Message

T = TypeVar("T")

_encoder = msgspec.json.Encoder()
_from_server: msgspec.json.Decoder[AnyServerMessage] = msgspec.json.Decoder(AnyServerMessage)
_from_client: msgspec.json.Decoder[AnyClientMessage] = msgspec.json.Decoder(AnyClientMessage)


def encode(message: Message) -> bytes:
    """One message as UTF-8 JSON, to be sent as a text frame."""
    return _encoder.encode(message)


def decode_server(frame: bytes | str) -> AnyServerMessage:
    """What the gateway said; `ProtocolError` names the field that is wrong."""
    return _decode(_from_server, frame)


def decode_client(frame: bytes | str) -> AnyClientMessage:
    """What a screen said; `ProtocolError` names the field that is wrong."""
    return _decode(_from_client, frame)


def _decode(decoder: msgspec.json.Decoder[T], frame: bytes | str) -> T:
    try:
        return decoder.decode(frame)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ProtocolError(f"not a message of the feed: {error}") from error
