"""What it takes to do a supervisor's action by AMI: what is asked before, what is set, and what acts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from wallboard.pbx.asterisk.state.model import MOVE_CONTEXT, REQUEUE_CONTEXT
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import Action, AmiMessage


class Dialplan(Struct, frozen=True, kw_only=True):
    """Where the dialplan fragment's contexts are, how long phones ring, whether a supervisor's answers itself."""

    move: str = MOVE_CONTEXT
    requeue: str = REQUEUE_CONTEXT
    spy: str = "wb-spy"
    supervisor: str = "wb-sup"
    ring_s: int = 20
    auto_answer: bool = False


class Answers(Struct, frozen=True, kw_only=True):
    """What the PBX answered to `questions`: all rows, and the version of AMI in its greeting."""

    rows: Sequence[AmiMessage]
    ami: int

    def of(self, event: str, **headers: str) -> list[AmiMessage]:
        """The rows of one kind with these headers."""
        return [
            row
            for row in self.rows
            if row.event == event and all(row.get(header) == value for header, value in headers.items())
        ]


def _no_actions(*_: object) -> list[Action]:
    return []


def _nothing(*_: object) -> None:
    return None


class Right(Struct, frozen=True, kw_only=True):
    """A class of ``write =`` that the AMI user needs, the actions sent by it, and what is impossible without."""

    write_class: str
    actions: tuple[str, ...]
    loss: str

    def joined(self, other: "Right") -> "Right":
        """What is needed for both, by the same class."""
        loss = f"{self.loss}, {other.loss}"
        return Right(write_class=self.write_class, actions=(*self.actions, *other.actions), loss=loss)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """How one kind of command becomes actions of AMI; `PbxRefused` from any of it where that is impossible.

    Attributes:
        right: what the AMI user must be allowed to send.
        act: what does it for an owner, with the channel of now; nearly always one action.
        questions: the questions to the PBX before the act.
        variables: the actions that set variables on the caller's channel before the act.
        caller_state: what must be the same when the PBX is asked to act as before it was asked anything.
        refused: takes back what ``act`` noted: the PBX did not take the action.
    """

    right: Right
    act: Callable[[PbxState, Any, Dialplan, str], list[Action]]
    questions: Callable[[PbxState, Any, Dialplan], list[Action]] = _no_actions
    variables: Callable[[PbxState, Any, Dialplan, Answers], list[Action]] = _no_actions
    caller_state: Callable[[PbxState, Any], object] = _nothing
    refused: Callable[[PbxState, Any], None] = _nothing
