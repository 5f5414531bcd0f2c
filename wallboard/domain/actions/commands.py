"""What every action of a supervisor has, what may come of it, and the list of all actions.

An action is one module beside this one: the command that goes over the feed and all that is to be known of it.
"""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from wallboard.domain.actions.centre import Centre
from wallboard.domain.actions.grant import AccessRight, Grant
from wallboard.domain.centre.events import Event
from wallboard.domain.centre.state import Monitor, SourceStatus
from wallboard.domain.ids import AgentId, CallId, CommandId, Key, QueueId, SourceId, source_of
from wallboard.domain.wire_enum import TolerantEnum, WireEnum

Name = Meta(max_length=256)
"""What a screen names is kept for a day with the command, so there is an end to its length."""
AgentName = Annotated[AgentId, Name]
CallName = Annotated[CallId, Name]
QueueName = Annotated[QueueId, Name]
MonitorName = Annotated[CommandId, Name]
ONE_LINE = r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]*"
REASON_MOST = 60
PauseReason = Annotated[
    str,
    Meta(max_length=REASON_MOST, pattern=rf"\A{ONE_LINE}\Z", description="at most 60 characters on one line"),
]
"""What an agent is paused for."""

ENDS_WITHIN_S = 25.0

Lock = tuple[str, str]
"""What one command at a time may be about: its kind and its id."""


class Reason(WireEnum):
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
    OTHER_SOURCE = "other_source"
    """The caller is at one PBX, and the agent or the queue at another."""
    AGENT_UNKNOWN = "agent_unknown"
    SAME_AGENT = "same_agent"
    AGENT_LOGGED_OUT = "agent_logged_out"
    AGENT_UNREACHABLE = "agent_unreachable"
    AGENT_PAUSED = "agent_paused"
    AGENT_NOT_PAUSED = "agent_not_paused"
    AGENT_NOT_IN_QUEUE = "agent_not_in_queue"
    PAUSE_BUSY = "pause_busy"
    """Somebody is just pausing the agent, or ending that."""
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
    PBX_RIGHT = "pbx_right"
    """The PBX does not let its user Wallboard do this."""
    NOT_POSSIBLE = "not_possible"
    """The PBX, or what stands for it, cannot do this at all."""
    PBX_SETUP = "pbx_setup"
    """What Wallboard needs in the PBX's own configuration is not there, or is of another version."""
    ID_REUSED = "id_reused"
    TOO_MANY = "too_many"
    RECORDS_FULL = "records_full"
    """There is a limit to one's commands within 24 hours, since a record of each is kept so long."""
    TOO_LATE = "too_late"
    """It reached the gateway after its own deadline."""
    LEDGER = "ledger"
    """It cannot be recorded, and the gateway carries out nothing that is not."""
    UNKNOWN = "unknown"


class Outcome(TolerantEnum):
    """How a command ended. ``unknown``: sent, and no event told within the time; it is never sent again."""

    CONFIRMED = "confirmed"
    RETURNED_TO_QUEUE = "returned_to_queue"
    REFUSED = "refused"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Progress(WireEnum):
    """What is known of a command on its way."""

    ACCEPTED = "accepted"
    SENT = "sent"
    RINGING = "ringing"
    UNKNOWN = "unknown"


class Result(Struct, frozen=True, kw_only=True, gc=False):
    """The end of a command; ``detail`` is the PBX's own message where it gave one."""

    command_id: CommandId
    outcome: Outcome
    reason: Reason | None = None
    detail: str = ""


class About(Struct, frozen=True, kw_only=True):
    """Whom an action is about: a caller, an agent or a monitoring, and to whom or where it leads, if anywhere."""

    subject: Key
    target: Key | None = None


class ActionSettings(Struct, frozen=True, kw_only=True):
    """What a site sets for its supervisors' actions; screens are told.

    ``pause_reasons`` are those that are offered; a supervisor may write another.
    """

    pause_reasons: list[PauseReason] = []


class Observation(Struct, frozen=True, kw_only=True):
    """An event as commands on their way hear of it; ``centre`` has it already.

    ``moving`` says that the PBX told before that our move of the caller took hold.
    """

    event: Event
    centre: Centre
    moving: bool = False


class Command(Struct, frozen=True, kw_only=True, gc=False):
    """Something to be done, once; the ``id`` goes into logs and to the PBX, so it is plain.

    Attributes:
        deadline_s: the PBX's events tell what came of it within so long, else it is unknown.
        always_possible: no limit and no missing record keeps anybody from it.
    """

    deadline_s: ClassVar[float] = ENDS_WITHIN_S
    always_possible: ClassVar[bool] = False

    id: Annotated[CommandId, Meta(pattern=r"\A[A-Za-z0-9_-]{1,64}\Z")]

    def refusal(self, centre: Centre) -> Reason | None:
        """Why it cannot be done, or None: the one rule, asked by screens before and by the gateway again."""
        source_id = self.source(centre)
        source = None if source_id is None else centre.sources.get(source_id)
        if source is not None and source.status is not SourceStatus.UP:
            return Reason.LINK_DOWN
        if source is not None and source.kind and name_of(type(self)) not in source.actions:
            return Reason.NOT_POSSIBLE  # without its kind a source has not told what it can do
        target = self.about().target
        if target is not None and source_of(target.id) != source_id:
            return Reason.OTHER_SOURCE
        return self._refusal(centre)

    def source(self, centre: Centre) -> SourceId | None:
        """The source of what it is about, which carries it out; None for a monitoring that is not there."""
        subject = self.about().subject
        if subject.kind != Monitor.__struct_config__.tag:
            return source_of(subject.id)
        monitor = centre.monitors.get(CommandId(subject.id))
        return None if monitor is None else source_of(monitor.agent_id)

    def _refusal(self, centre: Centre) -> Reason | None:
        """What the action itself needs."""
        raise NotImplementedError

    def refusal_to(self, grant: Grant, centre: Centre) -> Reason | None:  # noqa: ARG002 - some look who began it
        """Why whoever has ``grant`` may not do it, or None: asked by screens before and by the gateway again."""
        return None if grant.may(AccessRight.COMMAND) else Reason.NOT_ALLOWED

    def detail(self, reason: Reason) -> str:  # noqa: ARG002 - most say nothing more
        """What is to be known beside the reason of its refusal."""
        return ""

    def about(self) -> About:
        """Whom it is about."""
        raise NotImplementedError

    def locks(self) -> list[tuple[Lock, Reason]]:
        """What no other command may be about meanwhile, each with what others are told."""
        raise NotImplementedError

    def outcome(self, seen: Observation) -> Result | Progress | None:
        """The end, or how far it is, as an event tells; None if it tells nothing."""
        raise NotImplementedError

    def is_done(self, centre: Centre) -> bool:
        """Whether ``centre`` shows what was asked for: asked when no event told in time."""
        raise NotImplementedError

    def monitoring(self) -> CommandId | None:
        """The monitoring that it begins, changes or ends."""
        return None

    def goes_on(self, centre: Centre) -> bool | None:  # noqa: ARG002 - as above
        """Whether what it brought about is still so; None for what is done once and has no end."""
        return None

    def ended(self, outcome: Outcome, reason: Reason | None = None, detail: str = "") -> Result:
        """Its end."""
        return Result(command_id=self.id, outcome=outcome, reason=reason, detail=detail)

    def confirmed(self) -> Result:
        """Its end as it was asked for."""
        return self.ended(Outcome.CONFIRMED)


@cache
def actions() -> Mapping[str, type[Command]]:
    """All actions by their names on the wire."""
    from wallboard.domain.actions import monitoring, moves, pausing  # noqa: PLC0415 - they are made of what is above

    kinds = (*moves.ACTIONS, *monitoring.ACTIONS, *pausing.ACTIONS)
    return {name_of(kind): kind for kind in kinds}


def name_of(kind: type[Command]) -> str:
    """An action's name on the wire."""
    return str(kind.__struct_config__.tag)
