"""The parts of a supervisor's action by AMI: queries, channel variables, and the action itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from wallboard.pbx.asterisk.state.model import MOVE_CONTEXT, REQUEUE_CONTEXT
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import Action, AmiMessage


class Dialplan(Struct, frozen=True, kw_only=True):
    """Contexts of the dialplan fragment, how long phones ring, whether a supervisor's phone auto-answers."""

    move: str = MOVE_CONTEXT
    requeue: str = REQUEUE_CONTEXT
    spy: str = "wb-spy"
    supervisor: str = "wb-sup"
    ring_s: int = 20
    auto_answer: bool = False


class Answers(Struct, frozen=True, kw_only=True):
    """The PBX's answers to `questions`: all rows, and the version of AMI in its greeting."""

    rows: Sequence[AmiMessage]
    ami: int

    def of(self, event: str, **headers: str) -> list[AmiMessage]:
        """Returns the rows of one kind with these headers."""
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
        """Returns what is needed for both, by the same class."""
        loss = f"{self.loss}, {other.loss}"
        return Right(write_class=self.write_class, actions=(*self.actions, *other.actions), loss=loss)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """How one kind of command becomes actions of AMI; each part raises `PbxRefused` where that is impossible.

    Attributes:
        right: what the AMI user must be allowed to send.
        act: returns the actions that do it for an owner, with the current channel; nearly always one.
        questions: the queries before the act.
        variables: the actions that set variables on the caller's channel before the act.
        caller_state: what must be the same at the act as before the queries.
        refused: reverts the notes of ``act`` when the PBX rejected the action.
    """

    right: Right
    act: Callable[[PbxState, Any, Dialplan, str], list[Action]]
    questions: Callable[[PbxState, Any, Dialplan], list[Action]] = _no_actions
    variables: Callable[[PbxState, Any, Dialplan, Answers], list[Action]] = _no_actions
    caller_state: Callable[[PbxState, Any], object] = _nothing
    refused: Callable[[PbxState, Any], None] = _nothing
