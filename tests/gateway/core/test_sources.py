"""What a source says gets ids and readable texts, what it is told loses the ids: all of them, found by type."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import asdict

from tests.domain.words import agent, ms, queue
from wallboard.domain.actions.commands import Command, actions
from wallboard.domain.actions.moves import MoveCallToAgent
from wallboard.domain.centre import events as e
from wallboard.domain.centre.state import MonitorMode, SourceStatus
from wallboard.domain.ids import AgentId, CallId, CommandId, QueueId, SourceId, key_of, source_of
from wallboard.gateway.core.sources import CACHED, ForeignId, SourceStage, fields_of

LISBON = SourceId("lisbon")
OURS = {"monitor_id", "id"}
"""Ids that the gateway gives."""


def kinds(kind: type[e.Event] = e.Event) -> Iterator[type[e.Event]]:
    for sub in kind.__subclasses__():
        yield sub
        yield from kinds(sub)


EVENTS = [*kinds()]
COMMANDS = [*actions().values()]
KEYS = st.text(min_size=1, max_size=12)


def any_of(kind: type[Struct]) -> st.SearchStrategy[Struct]:
    """Any event or command of that kind, whose keys are any text at all."""
    fields = fields_of(kind)
    ids = {
        **dict.fromkeys(fields.ids, KEYS),
        **dict.fromkeys(fields.by_id, st.dictionaries(KEYS, st.integers(1, 9))),
    }
    return st.builds(kind, **ids)


@pytest.mark.parametrize("kind", [*EVENTS, *COMMANDS], ids=lambda kind: kind.__name__)
def test_that_every_field_that_is_called_an_id_is_taken_for_one(kind: type[Struct]) -> None:
    called = {
        name
        for name in kind.__struct_fields__
        if name.endswith("_id") or name in {"id", "to_agent", "to_queue", "resumes"}
    }
    fields = fields_of(kind)
    assert {*fields.ids, *fields.sources} == called - OURS
    assert set(fields.ids).isdisjoint(fields.texts)


@given(st.one_of([any_of(kind) for kind in EVENTS]))
def test_that_every_key_of_every_event_carries_its_source_and_is_otherwise_as_it_was(event: e.Event) -> None:
    taken = SourceStage(LISBON).taken_in(event)
    fields = fields_of(type(event))
    for name, value in asdict(event).items():
        now = getattr(taken, name)
        if name in fields.ids and value:
            assert (source_of(now), key_of(now)) == (LISBON, value)
        elif name in fields.by_id:
            assert {(source_of(id_), key_of(id_)): one for id_, one in now.items()} == {
                (LISBON, key): one for key, one in value.items()
            }
        elif name in fields.sources:
            assert now == LISBON
        elif name not in fields.texts:
            assert now == value


@given(st.one_of([any_of(kind) for kind in COMMANDS]))
def test_that_a_command_reaches_the_pbx_by_the_pbxs_own_keys(command: Command) -> None:
    keys = {name: getattr(command, name) for name in fields_of(type(command)).ids}
    named = type(command)(**{**asdict(command), **{name: f"lisbon:{key}" for name, key in keys.items()}})
    assert SourceStage(LISBON).sent_out(named) == command


def test_that_a_command_that_names_anything_of_another_source_is_not_sent() -> None:
    move = MoveCallToAgent(
        id=CommandId("1"), call_id=CallId("lisbon:c"), expect_rev=1, agent_id=AgentId("porto:ana")
    )
    with pytest.raises(ForeignId, match="porto:ana"):
        SourceStage(LISBON).sent_out(move)


def test_that_texts_are_as_they_may_be_shown_and_ids_as_they_are() -> None:
    joined = e.CallerJoined(
        at_ms=ms(0),
        call_id=CallId("c\u202e"),
        queue_id=QueueId("a\nb"),
        number="+351\u200b1",
        name="Ana\nB\u202e",
        entered_ms=ms(0),
    )
    taken = SourceStage(LISBON).taken_in(joined)
    assert (taken.call_id, taken.queue_id) == ("lisbon:c\u202e", "lisbon:a\nb")
    assert (taken.number, taken.name) == ("+3511", "Ana B")


def test_that_who_has_no_name_is_shown_by_the_pbxs_own_key() -> None:
    stage = SourceStage(LISBON)
    unnamed = e.QueueFound(at_ms=ms(0), queue_id=QueueId("400"), name="\u200b")
    assert stage.taken_in(unnamed).name == "400"
    assert stage.taken_in(e.AgentFound(at_ms=ms(0), agent_id=AgentId("PJSIP/1001"), name="")).name == "PJSIP/1001"
    assert stage.taken_in(queue("sales")).name == "Sales"
    assert stage.taken_in(agent("ana")).name == "Ana"


def test_that_names_and_reasons_of_whatever_is_told_are_shown_plainly() -> None:
    stage, bad, shown = SourceStage(LISBON), "\u202e" + "x" * 999, "x" * 79 + "…"
    call, agent_id, queue_id = CallId("c"), AgentId("a"), QueueId("q")
    found = e.CallFound(
        at_ms=1, call_id=call, queue_id=queue_id, agent_id=agent_id, number=bad, since_ms=1, name=bad
    )
    known = e.CallerIdentified(at_ms=1, call_id=call, number=bad, name=bad)
    taken_over = e.VisitTakenOver(at_ms=1, call_id=call, from_call_id=call, number=bad, name=bad)
    for event in (found, known, taken_over):
        told = stage.taken_in(event)
        assert (told.number, told.name) == (shown, shown)
    paused = e.MemberPauseChanged(
        at_ms=1, queue_id=queue_id, agent_id=agent_id, paused=True, reason=bad, since_ms=1
    )
    assert stage.taken_in(paused).reason == shown
    assert stage.taken_in(e.MonitorEnded(at_ms=1, monitor_id=CommandId("m"), reason=bad)).reason == "x" * 399 + "…"


def test_that_what_identifies_a_client_is_left_alone() -> None:
    started = e.MonitorStarted(
        at_ms=1, monitor_id=CommandId("m"), agent_id=AgentId("a"), extension="1\u200b", mode=MonitorMode.LISTEN,
        begun_by="Zoë\u200b",
    )  # fmt: skip
    taken = SourceStage(LISBON).taken_in(started)
    assert (taken.begun_by, taken.extension) == ("Zoë\u200b", "1\u200b")


def test_that_a_source_is_called_as_the_configuration_calls_it() -> None:
    up = e.SourceChanged(at_ms=ms(0), source_id=SourceId("asterisk"), status=SourceStatus.UP, reason="r" * 500)
    taken = SourceStage(LISBON).taken_in(up)
    assert taken.source_id == LISBON
    assert len(taken.reason) == 400


def test_that_keys_that_come_and_go_for_ever_take_no_memory_for_ever() -> None:
    stage = SourceStage(LISBON)
    for number in range(CACHED + 10):
        stage.taken_in(e.CallEnded(at_ms=0, call_id=CallId(str(number))))
    assert len(stage._ids) <= CACHED
