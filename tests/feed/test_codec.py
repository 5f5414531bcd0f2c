"""Coding there and back, and what a screen does with words it does not know."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.feed.strategies import client_messages, entities, server_messages
from wallboard.domain.actions.commands import Outcome, Reason
from wallboard.domain.centre.state import membership_key
from wallboard.domain.counts.figures import AnyEntity
from wallboard.domain.errors import ProtocolError
from wallboard.domain.ids import AgentId, Key, QueueId
from wallboard.feed import codec
from wallboard.feed.messages import AnyClientMessage, AnyServerMessage, CommandResult, Delta, Ready, SnapItems
from wallboard.feed.roles import Role

DEEP = b"[" * 20_000 + b"]" * 20_000
UNKNOWN_ENTITIES: list[dict[str, Any]] = [
    {"type": "weather", "rev": 1, "id": "x"},
    {"type": "agent", "rev": 1, "id": ["a"], "name": "A"},
    {"type": "membership", "rev": 1, "queue_id": "q", "agent_id": "a", "level": "low"},
]
UNREAD = [Key("weather", "x"), Key("", ""), membership_key(QueueId("q"), AgentId("a"))]


@given(server_messages())
def test_that_what_a_gateway_says_arrives_as_it_was(message: AnyServerMessage) -> None:
    assert codec.decode_server(codec.encode(message)) == message


@given(client_messages())
def test_that_what_a_screen_says_arrives_as_it_was(message: AnyClientMessage) -> None:
    assert codec.decode_client(codec.encode(message)) == message


@given(st.lists(entities(), max_size=5), st.data())
def test_that_unknown_entities_are_left_out_one_by_one(known: list[AnyEntity], data: st.DataObject) -> None:
    delta = json.loads(codec.encode(Delta(seq=8, prev=7, put=known, gone=[Key("call", "c")])))
    at = data.draw(st.integers(0, len(known)))
    delta["put"][at:at] = UNKNOWN_ENTITIES
    expected = Delta(seq=8, prev=7, put=known, gone=[Key("call", "c")], unread=UNREAD)
    assert codec.decode_server(json.dumps(delta)) == expected
    items = {"type": "snap_items", "items": delta["put"]}
    assert codec.decode_server(json.dumps(items)) == SnapItems(items=known, unread=UNREAD)


@given(server_messages())
def test_that_fields_we_do_not_know_are_ignored(message: AnyServerMessage) -> None:
    frame = json.loads(codec.encode(message))
    frame["mood"] = {"colour": "blue"}
    assert codec.decode_server(json.dumps(frame)) == message


@pytest.mark.parametrize(
    "frame",
    [b'{"type":"fireworks","when":"now"}', b'{"type":"auth","token":"t"}'],
)
def test_that_a_message_we_do_not_know_is_nothing(frame: bytes) -> None:
    assert codec.decode_server(frame) is None


def test_that_an_unknown_role_may_do_the_least() -> None:
    frame = b'{"type":"ready","name":"Kim","role":"emperor","interval_minutes":30,"time_zone":"Asia/Tokyo"}'
    ready = Ready(name="Kim", role=Role.UNKNOWN, interval_minutes=30, time_zone="Asia/Tokyo")
    assert codec.decode_server(frame) == ready
    assert not ready.grant.rights


def test_that_an_unknown_end_of_a_command_is_still_an_end() -> None:
    frame = b'{"type":"command_result","result":{"command_id":"1","outcome":"evaporated","reason":"heat"}}'
    message = codec.decode_server(frame)
    assert isinstance(message, CommandResult)
    assert (message.result.outcome, message.result.reason) == (Outcome.UNKNOWN, Reason.UNKNOWN)
    assert message.result.detail == "heat"


def test_that_a_known_reason_beside_an_unknown_outcome_stays() -> None:
    frame = (
        b'{"type":"command_result","result":'
        b'{"command_id":"1","outcome":"evaporated","reason":"call_gone","detail":"it went"}}'
    )
    message = codec.decode_server(frame)
    assert isinstance(message, CommandResult)
    assert (message.result.reason, message.result.detail) == (Reason.CALL_GONE, "it went")


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"hello",
        b"[1,2]",
        b'{"no":"type"}',
        b'{"type":"delta","seq":"soon","prev":1}',
        b'{"type":"snap_items"}',
        b'{"type":"ready","role":"emperor"}',
        b'{"type":"heartbeat","seq":"soon"}',
        b'{"type":"command_result","result":{"outcome":"confirmed"}}',
        b'{"type":"delta","seq":1,"prev":0,"put":[{"type":"agent","id":"\xff\xfe"}]}',
        b'{"type":"delta","seq":1,"prev":0,"put":' + DEEP + b"}",
        b'{"type":"delta","seq":1,"prev":0,"put":[{"type":"agent","id":' + DEEP + b"}]}",
        b'{"type":"fireworks","colours":' + DEEP + b"}",
        b'{"type":"fireworks","colours":' + b'{"a":' * 100_000,
        b'{"type":"delta","prev":0,"seq":' + b"9" * 5_000 + b"}",
    ],
)
def test_that_what_is_no_message_of_a_gateway_is_an_error(frame: bytes) -> None:
    with pytest.raises(ProtocolError, match="not a message of the feed"):
        codec.decode_server(frame)


@pytest.mark.parametrize(
    "frame",
    [
        b"\x00",
        b'{"type":"command_status"}',
        b'{"type":"auth","token":"t","client":"c","kind":"toaster"}',
        b'{"type":"command","deadline_ms":1,"command":{"type":"reboot_pbx","id":"1"}}',
        b'{"type":"command","deadline_ms":1,"command":{"type":"set_monitor_mode","id":"1","monitor_id":"2","mode":"shout"}}',
        b'{"type":"auth","token":' + DEEP + b"}",
        b'{"type":"fireworks","colours":' + DEEP + b"}",
        b'{"type":"command","deadline_ms":1,"command":{"id":"1","type":' + DEEP + b"}}",
        b'{"type":"client_heartbeat","seq":' + b"9" * 400 + b"}",
        b'{"type":"client_heartbeat","seq":' + b"9" * 5_000 + b"}",
        b'{"type":"client_heartbeat","seq":1e400}',
        b'{"type":"subscribe","charts_of":"' + b"q" * 257 + b'"}',
        b'{"type":"command_status","command_id":"' + b"q" * 257 + b'"}',
    ],
)
def test_that_a_gateway_is_strict_about_what_screens_say(frame: bytes) -> None:
    with pytest.raises(ProtocolError, match="not a message of the feed"):
        codec.decode_client(frame)


def test_that_a_gateway_ignores_what_only_newer_screens_say() -> None:
    assert codec.decode_client(b'{"type":"fireworks","colour":"red"}') is None


@pytest.mark.parametrize(
    ("frame", "command_id"),
    [
        (b'{"type":"command","deadline_ms":1,"command":{"type":"reboot_pbx","id":"1"}}', "1"),
        (b'{"type":"command","command":{}}', None),
        (b'{"type":"auth","command":{"id":"1"}}', None),
        (b"\x00", None),
        (b'{"type":"command","command":' + DEEP + b"}", None),
    ],
)
def test_that_a_command_which_is_not_understood_can_be_refused_by_its_id(
    frame: bytes, command_id: str | None
) -> None:
    assert codec.misunderstood_command(frame) == command_id


@given(st.binary(max_size=60))
def test_that_garbage_never_raises_anything_else(frame: bytes) -> None:
    for decode in (codec.decode_server, codec.decode_client):
        try:
            decode(frame)
        except ProtocolError as error:
            assert str(error)  # noqa: PT017 - garbage may also be a message by chance
