"""What is asked of the state as a whole: who is to be seen, and who is paused as far as one sees."""

import pytest

from wallboard.domain.centre.current_state import State
from wallboard.domain.centre.listing import Listing, Listings
from wallboard.domain.ids import AgentId, QueueId

ANN = AgentId("ann")


def state_of(queues: str, paused: str = "") -> State:
    """Ann in ``queues``, paused in some; those that begin with h are hidden."""
    hidden = {QueueId(name): Listing(hidden=name.startswith("h")) for name in queues.split()}
    return State(
        listings=Listings(by_queue=hidden),
        queues_of={ANN: set(map(QueueId, queues.split()))},
        paused_in={ANN: set(map(QueueId, paused.split()))},
    )


@pytest.mark.parametrize(("queues", "is_seen"), [("a", True), ("a h1", True), ("h1 h2", False), ("", True)])
def test_that_only_who_works_for_hidden_queues_alone_is_out_of_sight(queues: str, is_seen: bool) -> None:
    assert state_of(queues).works_in_sight(ANN) is is_seen


def test_that_nobody_knows_of_an_agent_that_was_never_told() -> None:
    assert State().works_in_sight(ANN)
