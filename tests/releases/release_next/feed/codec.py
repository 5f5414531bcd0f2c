"""Encodes and decodes messages: strict with screens, tolerant of a newer gateway.

Tolerance costs nothing while nothing is unknown: only a frame that fails to decode is examined piece by piece.
"""

import logging
from typing import Any, TypeVar, get_args

import msgspec
from msgspec.structs import replace

from tests.releases.release_next.domain.actions.commands import Command, Reason
from tests.releases.release_next.domain.counts.figures import AnyEntity
from tests.releases.release_next.domain.errors import ProtocolError
from tests.releases.release_next.domain.ids import CommandId, Key
from tests.releases.release_next.domain.wire_enum import WireEnum
from tests.releases.release_next.feed.messages import (
    AnyClientMessage,
    AnyServerMessage,
    CommandRequest,
    CommandResult,
    Delta,
    Message,
    SnapItems,
)
from tests.releases.release_next.feed.unread import remnant_of

log = logging.getLogger(__name__)

T = TypeVar("T")

_UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""The exceptions of decoding: also where JSON is nested too deep."""

_encoder = msgspec.json.Encoder()
_from_server: msgspec.json.Decoder[AnyServerMessage] = msgspec.json.Decoder(AnyServerMessage)
_from_client: msgspec.json.Decoder[AnyClientMessage] = msgspec.json.Decoder(AnyClientMessage)
_entity: msgspec.json.Decoder[AnyEntity] = msgspec.json.Decoder(AnyEntity)


class _Typed(msgspec.Struct):
    """The field of every message."""

    type: str


class _RawDelta(msgspec.Struct):
    """A delta whose entities are not decoded yet."""

    seq: int
    prev: int
    put: list[msgspec.Raw] = []
    gone: list[Key] = []


class _RawItems(msgspec.Struct):
    """A part of a snapshot whose entities are not decoded yet."""

    items: list[msgspec.Raw]


class _RawResult(msgspec.Struct):
    """The end of a command for a reason that may be newer than this program."""

    reason: str | None = None


class _RawCommandResult(msgspec.Struct):
    """The message around that result."""

    result: _RawResult


class _RawCommand(msgspec.Struct):
    """A command that may be newer than this program."""

    id: CommandId


class _RawRequest(msgspec.Struct, tag="command"):
    """The message around that command."""

    command: _RawCommand


_CLIENT_TYPES = {kind.__struct_config__.tag for kind in get_args(AnyClientMessage)}
_SERVER_TYPES = {kind.__struct_config__.tag for kind in get_args(AnyServerMessage)}


def encode(message: Message) -> bytes:
    """Encodes one message as UTF-8 JSON, to be sent as a text frame."""
    return _encoder.encode(message)


def decode_client(frame: bytes | str) -> AnyClientMessage | None:
    """Decodes a screen's message, None for an unknown one; `ProtocolError` names an invalid field."""
    try:
        message = _from_client.decode(frame)
    except msgspec.ValidationError as error:
        if _decode(_typed, frame).type not in _CLIENT_TYPES:
            return None
        raise _not_a_message(error) from error
    except _UNREADABLE as error:
        raise _not_a_message(error) from error
    if isinstance(message, CommandRequest) and (name := _unknown_in(message.command)):
        raise _not_a_message(ValueError(f"Invalid enum value - at `$.command.{name}`"))
    return message


def _unknown_in(command: Command) -> str:
    """Returns the first field of a command with an unknown value, empty without any; such a command is refused."""
    values = ((name, getattr(command, name)) for name in command.__struct_fields__)
    return next((name for name, one in values if isinstance(one, WireEnum) and one.name == "UNKNOWN"), "")


def misunderstood_command(frame: bytes | str) -> CommandId | None:
    """Returns the id of a command that `decode_client` rejects, so that it can be refused; None without one."""
    try:
        return _raw_command.decode(frame).command.id
    except _UNREADABLE:
        return None


def decode_server(frame: bytes | str) -> AnyServerMessage | None:
    """Decodes the gateway's message; None for an unknown one.

    Unknown values become the enumerations' unknown members, and the keys of what cannot be decoded at all are in
    ``unread``. `ProtocolError` when it is not a message, or cannot be taken apart.
    """
    try:
        message = _from_server.decode(frame)
    except msgspec.ValidationError as error:
        return _piecewise(frame, error)
    except _UNREADABLE as error:
        raise _not_a_message(error) from error
    if isinstance(message, CommandResult) and message.result.reason is Reason.UNKNOWN:
        return _with_reason(message, frame)
    return message


def _piecewise(frame: bytes | str, error: Exception) -> AnyServerMessage | None:
    kind = _decode(_typed, frame).type
    match kind:
        case "delta":
            delta = _decode(_raw_delta, frame)
            put, unread = _known(delta.put)
            return Delta(seq=delta.seq, prev=delta.prev, put=put, gone=delta.gone, unread=unread)
        case "snap_items":
            items, unread = _known(_decode(_raw_items, frame).items)
            return SnapItems(items=items, unread=unread)
        case _ if kind in _SERVER_TYPES:
            raise _not_a_message(error) from error
        case _:
            log.debug("ignored a message of unknown type %r", kind)
            return None


def _known(pieces: list[msgspec.Raw]) -> tuple[list[AnyEntity], list[Key]]:
    """Returns the entities as far as they can be decoded, and the keys of those of which nothing can be shown."""
    entities: list[AnyEntity] = []
    unread: list[Key] = []
    for piece in pieces:
        try:
            entities.append(_entity.decode(piece))
        except msgspec.ValidationError as error:
            log.debug("cannot decode an entity: %s", error)
            _leave_out(piece, entities, unread)
    return entities, unread


def _leave_out(piece: msgspec.Raw, entities: list[AnyEntity], unread: list[Key]) -> None:
    raw = _decode(_any, piece)
    remnant = remnant_of(raw) if isinstance(raw, dict) else None
    if remnant is None:
        unread.append(Key("", ""))
    elif remnant.entity is None:
        unread.append(remnant.key)
    else:
        entities.append(remnant.entity)


def _with_reason(message: CommandResult, frame: bytes | str) -> CommandResult:
    """Returns the message with an unknown reason as its technical detail."""
    detail = message.result.detail or _decode(_raw_command_result, frame).result.reason or ""
    return CommandResult(result=replace(message.result, detail=detail))


_typed: msgspec.json.Decoder[_Typed] = msgspec.json.Decoder(_Typed)
_raw_delta: msgspec.json.Decoder[_RawDelta] = msgspec.json.Decoder(_RawDelta)
_raw_items: msgspec.json.Decoder[_RawItems] = msgspec.json.Decoder(_RawItems)
_raw_command: msgspec.json.Decoder[_RawRequest] = msgspec.json.Decoder(_RawRequest)
_any: msgspec.json.Decoder[Any] = msgspec.json.Decoder()
_raw_command_result: msgspec.json.Decoder[_RawCommandResult] = msgspec.json.Decoder(_RawCommandResult)


def _decode(decoder: msgspec.json.Decoder[T], frame: bytes | str) -> T:
    try:
        return decoder.decode(frame)
    except _UNREADABLE as error:
        raise _not_a_message(error) from error


def _not_a_message(error: Exception) -> ProtocolError:
    return ProtocolError(f"not a message of the feed: {error}")
