"""What is left of entities that this program cannot read: never their old states."""

import json
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given

from tests.feed.strategies import entities
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.shown_state import shown_state
from wallboard.domain.centre.state import Agent, Availability, Queue
from wallboard.domain.counts.figures import AnyEntity
from wallboard.domain.counts.formulas import Formula
from wallboard.feed.unread import KINDS, is_understood, remnant_of


def wire(entity: AnyEntity, **changed: object) -> dict[str, Any]:
    return {**json.loads(msgspec.json.encode(entity)), **changed}


@given(entities())
def test_that_what_today_s_gateway_says_is_understood(entity: AnyEntity) -> None:
    assert is_understood(entity)


@given(entities())
def test_that_a_remnant_has_the_key_of_what_could_not_be_read(entity: AnyEntity) -> None:
    remnant = remnant_of(wire(entity, rev="new"))
    if getattr(entity, "id", "none") == "":
        assert remnant is None
        return
    assert remnant is not None
    assert remnant.key == entity.key
    assert remnant.entity is None or not is_understood(remnant.entity)


def test_that_an_agent_who_is_read_in_part_has_no_state() -> None:
    remnant = remnant_of(
        {"type": "agent", "id": "a", "name": "Ana", "availability": "ready", "activity_since_ms": "noon"}
    )
    assert remnant is not None
    assert isinstance(remnant.entity, Agent)
    assert (remnant.entity.name, shown_state(remnant.entity)) == ("Ana", (AgentState.UNKNOWN, 0))


def test_that_a_queue_with_an_unknown_goal_keeps_its_name() -> None:
    remnant = remnant_of({"type": "queue", "id": "q", "name": "Sales", "goal": "the best"})
    assert remnant is not None
    assert isinstance(remnant.entity, Queue)
    assert (remnant.entity.name, remnant.entity.goal.formula) == ("Sales", Formula.UNKNOWN)


@pytest.mark.parametrize("raw", [{"type": "agent"}, {"type": "call", "id": 7}])
def test_that_nothing_is_left_of_what_has_no_id(raw: dict[str, Any]) -> None:
    assert remnant_of(raw) is None


def test_that_a_kind_which_is_not_known_is_told_by_its_name() -> None:
    remnant = remnant_of({"type": "alert", "id": "7"})
    assert remnant is not None
    assert (remnant.key.kind, remnant.entity) == ("alert", None)
    assert "alert" not in KINDS
    assert len(KINDS) == len(get_args(AnyEntity))


def test_that_one_unknown_state_makes_an_entity_one_that_is_not_understood() -> None:
    raw = b'{"type":"agent","id":"a","name":"Ana","availability":"offline_task"}'
    agent = msgspec.json.decode(raw, type=Agent)
    assert agent.availability is Availability.UNKNOWN
    assert not is_understood(agent)
