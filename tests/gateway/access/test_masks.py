"""What viewers are told in place of numbers and of ids that may be numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.centre.state import Agent
from wallboard.domain.ids import AgentId, SourceId
from wallboard.gateway.access.masks import Mask, masked_name, masked_number, new_mask_key

MASK = Mask(b"a test's")
HOME = AgentId("Local/00351912345678@from-internal/n")


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("+351912345678", "••• ••• 678"),
        ("030 / 1234-56", "••• ••• 456"),
        ("1001", "•••"),
        ("anonymous", "•••"),
        ("", ""),
    ],
)
def test_that_a_viewer_sees_the_end_of_a_number_and_nothing_of_a_short_one(number: str, masked: str) -> None:
    assert masked_number(number) == masked


@given(st.text(max_size=20))
def test_that_no_mask_lets_through_more_than_three_digits(number: str) -> None:
    assert sum(char.isdigit() for char in masked_number(number)) <= 3


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Ana Souza", "Ana Souza"),
        ("Agent 1001", "Agent 1001"),
        ("+351 912-345-678", "••• ••• 678"),
        ("Ana (+351 912 345 678)", "Ana (••• ••• 678)"),
        ("00351912345678", "••• ••• 678"),
        (HOME, "Local/••• ••• 678@from-internal/n"),
        ("٠٠٣٥١٩١٢٣", "••• ••• ١٢٣"),
    ],
)
def test_that_a_number_in_a_name_is_masked_and_an_extension_is_not(name: str, masked: str) -> None:
    assert masked_name(name) == masked


@given(st.text(max_size=40), st.text(max_size=40))
def test_that_different_agents_have_different_ids_from_which_nobody_can_tell_who_it_is(one: str, two: str) -> None:
    ids = {MASK.agent_id(AgentId(one)), MASK.agent_id(AgentId(two))}
    assert (len(ids) == 1) is (one == two)
    assert all(len(each) == len("agent-") + 18 for each in ids)


def test_that_an_agents_source_stays_and_nothing_else_that_stands_before_a_colon() -> None:
    mask = Mask(new_mask_key())
    mask.sources.add(SourceId("lisbon"))
    known = mask.agent_id(AgentId("lisbon:Local/00351912345678@x"))
    assert known.startswith("lisbon:agent-")
    assert "912345678" not in known
    assert mask.agent_id(AgentId("00351912345678:x")).startswith("agent-")
    assert mask.agent_id(AgentId("lisbon")).startswith("agent-")
    assert mask.agent_name(Agent(id=AgentId("lisbon:PJSIP/ana"), name="")) == "PJSIP/ana"


def test_that_another_key_makes_other_ids() -> None:
    assert Mask(new_mask_key()).agent_id(HOME) != Mask(new_mask_key()).agent_id(HOME)
