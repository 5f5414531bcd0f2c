"""What a supervisor may ask for, in the imperative, and what may come of it.

A command's ``id`` makes it be carried out at most once. ``expect_rev`` is the ``stage_rev`` of the call that
the supervisor saw: a call that has changed hands since is left alone.
"""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from tests.releases.release_0_1.domain.ids import AgentId, CallId, CommandId, QueueId
from tests.releases.release_0_1.domain.state import MonitorMode

_NAME = Meta(max_length=256)
"""What a screen names is kept for a day with the command, so there is an end to its length."""
_REVISION = Meta(ge=-(2**53), le=2**53)


class Command(Struct, frozen=True, kw_only=True, gc=False):
    """Something to be done, once; the ``id`` goes into logs and to the PBX, so it is plain."""

    id: Annotated[CommandId, Meta(pattern=r"\A[A-Za-z0-9_-]{1,64}\Z")]


class MoveCallToAgent(Command, frozen=True, kw_only=True, tag="move_call_to_agent"):
    """Take a waiting or talking caller to an agent; back to the queue's head if nobody answers."""

    call_id: Annotated[CallId, _NAME]
    expect_rev: Annotated[int, _REVISION]
    agent_id: Annotated[AgentId, _NAME]


class MoveCallToQueue(Command, frozen=True, kw_only=True, tag="move_call_to_queue"):
    """Take a waiting or talking caller to another queue."""

    call_id: Annotated[CallId, _NAME]
    expect_rev: Annotated[int, _REVISION]
    queue_id: Annotated[QueueId, _NAME]


class StartMonitor(Command, frozen=True, kw_only=True, tag="start_monitor"):
    """Ring the supervisor's own ``extension`` and connect it to the agent's call in this mode."""

    agent_id: Annotated[AgentId, _NAME]
    extension: Annotated[str, _NAME]
    mode: MonitorMode


class SetMonitorMode(Command, frozen=True, kw_only=True, tag="set_monitor_mode"):
    """Go over to another mode in a monitoring that runs."""

    monitor_id: Annotated[CommandId, _NAME]
    mode: MonitorMode


class StopMonitor(Command, frozen=True, kw_only=True, tag="stop_monitor"):
    """Leave the agent's call."""

    monitor_id: Annotated[CommandId, _NAME]


AnyCommand = MoveCallToAgent | MoveCallToQueue | StartMonitor | SetMonitorMode | StopMonitor


class Reason(StrEnum):
    """Why a command is refused or failed; a person's words for each are the screen's affair."""

    NOT_ALLOWED = "not_allowed"
    BAD_REQUEST = "bad_request"
    LINK_DOWN = "link_down"
    CALL_GONE = "call_gone"
    CALL_MOVED_ON = "call_moved_on"
    CALL_OUT_OF_QUEUE = "call_out_of_queue"
    CALL_BUSY = "call_busy"
    QUEUE_UNKNOWN = "queue_unknown"
    QUEUE_FULL = "queue_full"
    SAME_QUEUE = "same_queue"
    AGENT_UNKNOWN = "agent_unknown"
    SAME_AGENT = "same_agent"
    AGENT_LOGGED_OUT = "agent_logged_out"
    AGENT_UNREACHABLE = "agent_unreachable"
    AGENT_PAUSED = "agent_paused"
    AGENT_DO_NOT_DISTURB = "agent_do_not_disturb"
    AGENT_RINGING = "agent_ringing"
    AGENT_IN_CALL = "agent_in_call"
    AGENT_NOT_IN_CALL = "agent_not_in_call"
    EXTENSION_INVALID = "extension_invalid"
    EXTENSION_NOT_YOURS = "extension_not_yours"
    """The gateway's configuration does not say that this phone is the supervisor's."""
    EXTENSION_NO_ANSWER = "extension_no_answer"
    ALREADY_MONITORING = "already_monitoring"
    MONITOR_GONE = "monitor_gone"
    SAME_MODE = "same_mode"
    NOT_YOURS = "not_yours"
    """Another supervisor began the monitoring."""
    CALLER_HUNG_UP = "caller_hung_up"
    PBX_REFUSED = "pbx_refused"
    DIALPLAN_OLD = "dialplan_old"
    """What Wallboard needs in the PBX's dialplan is not there, or is an older version's."""
    ID_REUSED = "id_reused"
    TOO_MANY = "too_many"
    RECORDS_FULL = "records_full"
    """There is a limit to one's commands within 24 hours, since a record of each is kept so long."""
    TOO_LATE = "too_late"
    """It reached the gateway after its own deadline."""
    LEDGER = "ledger"
    """It cannot be recorded, and the gateway carries out nothing that is not."""


class Outcome(StrEnum):
    """How a command ended. ``unknown``: sent, and no event told within the time; it is never sent again."""

    CONFIRMED = "confirmed"
    RETURNED_TO_QUEUE = "returned_to_queue"
    REFUSED = "refused"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Progress(StrEnum):
    """What is known of a command on its way."""

    ACCEPTED = "accepted"
    SENT = "sent"
    RINGING = "ringing"


class Result(Struct, frozen=True, kw_only=True, gc=False):
    """The end of a command; ``detail`` is the PBX's own message where it gave one."""

    command_id: CommandId
    outcome: Outcome
    reason: Reason | None = None
    detail: str = ""
