"""Messages to text frames and back: strict about what screens say, tolerant of a newer gateway's words.

Tolerance costs nothing while nothing is unknown: only a frame that fails to decode is looked at piece by piece.
"""

import logging
from typing import TypeVar, get_args

import msgspec

from tests.releases.release_0_1.domain.commands import Outcome, Reason, Result
from tests.releases.release_0_1.domain.errors import ProtocolError
from tests.releases.release_0_1.domain.figures import AnyEntity
from tests.releases.release_0_1.domain.ids import CommandId
from tests.releases.release_0_1.feed.messages import (
    AnyClientMessage,
    AnyServerMessage,
    CommandResult,
    Delta,
    Message,
    Ready,
    SnapItems,
)
from tests.releases.release_0_1.feed.roles import Role

log = logging.getLogger(__name__)

T = TypeVar("T")

_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What decoding raises: also where JSON is nested deeper than anybody means it."""

_encoder = msgspec.json.Encoder()
_from_server: msgspec.json.Decoder[AnyServerMessage] = msgspec.json.Decoder(AnyServerMessage)
_from_client: msgspec.json.Decoder[AnyClientMessage] = msgspec.json.Decoder(AnyClientMessage)
_entity: msgspec.json.Decoder[AnyEntity] = msgspec.json.Decoder(AnyEntity)


class _Typed(msgspec.Struct):
    """What every message has."""

    type: str


class _RawDelta(msgspec.Struct):
    """A delta whose entities are not looked at yet."""

    seq: int
    prev: int
    put: list[msgspec.Raw] = []
    gone: list[tuple[str, str]] = []


class _RawItems(msgspec.Struct):
    """A part of a snapshot whose entities are not looked at yet."""

    items: list[msgspec.Raw]


class _RawReady(msgspec.Struct):
    """Who we are to a gateway that knows more roles than we do."""

    name: str
    site_name: str = ""
    interval_minutes: int = 15
    time_zone: str = ""


class _RawResult(msgspec.Struct):
    """The end of a command in words that may be newer than ours."""

    command_id: CommandId
    outcome: str
    reason: str | None = None
    detail: str = ""


class _RawCommandResult(msgspec.Struct):
    """The message around such a result."""

    result: _RawResult


class _RawCommand(msgspec.Struct):
    """A command that may be newer than we are."""

    id: CommandId


class _RawRequest(msgspec.Struct, tag="command"):
    """The message around such a command."""

    command: _RawCommand


_CLIENT_TYPES = {kind.__struct_config__.tag for kind in get_args(AnyClientMessage)}


def encode(message: Message) -> bytes:
    """One message as UTF-8 JSON, to be sent as a text frame."""
    return _encoder.encode(message)


def decode_client(frame: bytes | str) -> AnyClientMessage | None:
    """What a screen said, None for a message that we do not know; `ProtocolError` names the field that is wrong."""
    try:
        return _from_client.decode(frame)
    except msgspec.ValidationError as error:
        if _decode(_typed, frame).type not in _CLIENT_TYPES:
            return None
        raise _not_a_message(error) from error
    except _UNREADABLE as error:
        raise _not_a_message(error) from error


def misunderstood_command(frame: bytes | str) -> CommandId | None:
    """The id of a command that `decode_client` does not take, so that it can be refused; None if it is none."""
    try:
        return _raw_command.decode(frame).command.id
    except _UNREADABLE:
        return None


def decode_server(frame: bytes | str) -> AnyServerMessage | None:
    """What the gateway said; None for a message that we do not know.

    Entities of unknown kinds or with unknown values are left out one by one. `ProtocolError` when it is
    no message at all, or a delta or part of a snapshot that cannot be taken apart.
    """
    try:
        return _from_server.decode(frame)
    except msgspec.ValidationError:
        return _piecewise(frame)
    except _UNREADABLE as error:
        raise _not_a_message(error) from error


def _piecewise(frame: bytes | str) -> AnyServerMessage | None:
    kind = _decode(_typed, frame).type
    match kind:
        case "delta":
            delta = _decode(_raw_delta, frame)
            return Delta(seq=delta.seq, prev=delta.prev, put=_known(delta.put), gone=delta.gone)
        case "snap_items":
            return SnapItems(items=_known(_decode(_raw_items, frame).items))
        case "ready":
            ready = _decode(_raw_ready, frame)
            return Ready(
                name=ready.name,
                role=Role.VIEWER,  # the least there is
                site_name=ready.site_name,
                interval_minutes=ready.interval_minutes,
                time_zone=ready.time_zone,
            )
        case "command_result":
            return CommandResult(result=_result(_decode(_raw_command_result, frame).result))
        case _:
            log.debug("a message of type %r is not known and left out", kind)
            return None


def _known(pieces: list[msgspec.Raw]) -> list[AnyEntity]:
    """The entities that we understand."""
    entities = []
    for piece in pieces:
        try:
            entities.append(_entity.decode(piece))
        except msgspec.ValidationError as error:
            log.debug("an entity is not understood and left out: %s", error)
    return entities


def _result(raw: _RawResult) -> Result:
    """The result with what we know of it; a reason without words of ours stays readable in the detail."""
    outcome = Outcome(raw.outcome) if raw.outcome in set(Outcome) else Outcome.UNKNOWN
    reason = Reason(raw.reason) if raw.reason in set(Reason) else None
    detail = raw.detail or ("" if reason else raw.reason or "")
    return Result(command_id=raw.command_id, outcome=outcome, reason=reason, detail=detail)


_typed: msgspec.json.Decoder[_Typed] = msgspec.json.Decoder(_Typed)
_raw_delta: msgspec.json.Decoder[_RawDelta] = msgspec.json.Decoder(_RawDelta)
_raw_items: msgspec.json.Decoder[_RawItems] = msgspec.json.Decoder(_RawItems)
_raw_command: msgspec.json.Decoder[_RawRequest] = msgspec.json.Decoder(_RawRequest)
_raw_ready: msgspec.json.Decoder[_RawReady] = msgspec.json.Decoder(_RawReady)
_raw_command_result: msgspec.json.Decoder[_RawCommandResult] = msgspec.json.Decoder(_RawCommandResult)


def _decode(decoder: msgspec.json.Decoder[T], frame: bytes | str) -> T:
    try:
        return decoder.decode(frame)
    except _UNREADABLE as error:
        raise _not_a_message(error) from error


def _not_a_message(error: Exception) -> ProtocolError:
    return ProtocolError(f"not a message of the feed: {error}")
