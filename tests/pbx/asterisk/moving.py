"""A supervisor's moves in stories of two agents: marked as asked for, and what the queue tells then."""

from tests.pbx.asterisk.story import Story
from wallboard.domain.ids import AgentId, CallId, CommandId
from wallboard.pbx.asterisk.state import talks
from wallboard.pbx.asterisk.state.model import Move

ANN, BOB = "PJSIP/1001", "PJSIP/1002"


def mark(story: Story, move: Move) -> None:
    talks.mark_move(story.pbx_state, story.pbx_state.callers[CallId("c1")], move)


def to_bob(story: Story) -> None:
    mark(story, Move(CommandId("m1"), to_agent=AgentId(BOB)))


def redirected(story: Story) -> None:
    """What the queue says when a waiting caller is taken out of it."""
    story.send("QueueCallerAbandon", Uniqueid="c1", Queue="support", Position=1)
    story.send("QueueCallerLeave", Uniqueid="c1", Queue="support", Position=1)


def booked(story: Story) -> list[str]:
    return [type(booking).__name__ for booking in story.bookings]
