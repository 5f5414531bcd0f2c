"""Base of all commands of a supervisor, their possible results, and the list of all actions.

An action is one module beside this one: the command that goes over the feed, with its rules.
"""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from tests.releases.release_next.domain.actions.centre import Centre
from tests.releases.release_next.domain.actions.grant import AccessRight, Grant
from tests.releases.release_next.domain.centre.events import Event
from tests.releases.release_next.domain.centre.state import Monitor, SourceStatus
from tests.releases.release_next.domain.ids import AgentId, CallId, CommandId, Key, QueueId, SourceId, source_of
from tests.releases.release_next.domain.wire_enum import TolerantEnum, WireEnum

NameLimit = Meta(max_length=256)
"""The greatest length of names in a command: a screen sends them, and they are kept for a day."""
AgentName = Annotated[AgentId, NameLimit]
CallName = Annotated[CallId, NameLimit]
QueueName = Annotated[QueueId, NameLimit]
MonitorName = Annotated[CommandId, NameLimit]
ONE_LINE = r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]*"
REASON_MOST = 60
PauseReason = Annotated[
    str,
    Meta(max_length=REASON_MOST, pattern=rf"\A{ONE_LINE}\Z", description="at most 60 characters on one line"),
]
"""The greatest length of a pause reason."""

ENDS_WITHIN_S = 25.0

Lock = tuple[str, str]
"""What only one command at a time may be about: its kind and its id."""


class Reason(WireEnum):
    """Why a command is refused or failed; screens have the words for each."""

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
    """Another command that pauses or unpauses the agent is pending."""
    AGENT_DO_NOT_DISTURB = "agent_do_not_disturb"
    AGENT_RINGING = "agent_ringing"
    AGENT_IN_CALL = "agent_in_call"
    AGENT_NOT_IN_CALL = "agent_not_in_call"
    EXTENSION_INVALID = "extension_invalid"
    EXTENSION_NOT_YOURS = "extension_not_yours"
    """The gateway's configuration does not list this phone as the supervisor's."""
    EXTENSION_NO_ANSWER = "extension_no_answer"
    ALREADY_MONITORING = "already_monitoring"
    MONITOR_GONE = "monitor_gone"
    SAME_MODE = "same_mode"
    NOT_YOURS = "not_yours"
    """Another supervisor began the monitoring."""
    CALLER_HUNG_UP = "caller_hung_up"
    PBX_REFUSED = "pbx_refused"
    PBX_RIGHT = "pbx_right"
    """The PBX does not permit Wallboard's user this action."""
    NOT_POSSIBLE = "not_possible"
    """The PBX, or what stands in for it, does not support this action."""
    PBX_SETUP = "pbx_setup"
    """The PBX's own configuration lacks what Wallboard needs, or has another version of it."""
    ID_REUSED = "id_reused"
    TOO_MANY = "too_many"
    RECORDS_FULL = "records_full"
    """The limit of one person's commands within 24 hours is reached; a record of each is kept so long."""
    TOO_LATE = "too_late"
    """The command reached the gateway after its own deadline."""
    LEDGER = "ledger"
    """The command cannot be recorded, and the gateway carries out no command without a record."""
    UNKNOWN = "unknown"


class Outcome(TolerantEnum):
    """How a command ended; ``unknown``: sent, but no event confirmed it in time. It is never sent again."""

    CONFIRMED = "confirmed"
    RETURNED_TO_QUEUE = "returned_to_queue"
    REFUSED = "refused"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Progress(WireEnum):
    """How far a pending command is."""

    ACCEPTED = "accepted"
    SENT = "sent"
    RINGING = "ringing"
    UNKNOWN = "unknown"


class Result(Struct, frozen=True, kw_only=True, gc=False):
    """The end of a command; ``detail`` is the PBX's own message, where there is one."""

    command_id: CommandId
    outcome: Outcome
    reason: Reason | None = None
    detail: str = ""


class About(Struct, frozen=True, kw_only=True):
    """What an action is about: a caller, an agent or a monitoring, and its target, if any."""

    subject: Key
    target: Key | None = None


class ActionSettings(Struct, frozen=True, kw_only=True):
    """A site's settings of supervisors' actions, which screens receive.

    ``pause_reasons`` are those that are offered; a supervisor may type another.
    """

    pause_reasons: list[PauseReason] = []


class Observation(Struct, frozen=True, kw_only=True):
    """An event as pending commands receive it; ``centre`` already includes it.

    ``moving``: the PBX confirmed before that the supervisor's move of the caller had begun.
    """

    event: Event
    centre: Centre
    moving: bool = False


class Command(Struct, frozen=True, kw_only=True, gc=False):
    """Something to be done once; the ``id`` goes into logs and to the PBX, so it is plain.

    Attributes:
        deadline_s: without a confirming event within this time the outcome is unknown.
        always_possible: neither a limit nor a missing record prevents it.
    """

    deadline_s: ClassVar[float] = ENDS_WITHIN_S
    always_possible: ClassVar[bool] = False

    id: Annotated[CommandId, Meta(pattern=r"\A[A-Za-z0-9_-]{1,64}\Z")]

    def refusal(self, centre: Centre) -> Reason | None:
        """Returns why the command cannot be done, or None: one rule for screens (first) and the gateway (again)."""
        source_id = self.source(centre)
        source = None if source_id is None else centre.sources.get(source_id)
        if source is not None and source.status is not SourceStatus.UP:
            return Reason.LINK_DOWN
        if source is not None and source.kind and name_of(type(self)) not in source.actions:
            return Reason.NOT_POSSIBLE  # a source without a kind has not yet reported which actions it can do
        target = self.about().target
        if target is not None and source_of(target.id) != source_id:
            return Reason.OTHER_SOURCE
        return self._refusal(centre)

    def source(self, centre: Centre) -> SourceId | None:
        """Returns the source that carries it out; None for a monitoring that does not exist."""
        subject = self.about().subject
        if subject.kind != Monitor.__struct_config__.tag:
            return source_of(subject.id)
        monitor = centre.monitors.get(CommandId(subject.id))
        return None if monitor is None else source_of(monitor.agent_id)

    def _refusal(self, centre: Centre) -> Reason | None:
        """Checks the action's own preconditions."""
        raise NotImplementedError

    def refusal_to(self, grant: Grant, centre: Centre) -> Reason | None:  # noqa: ARG002 - some look who began it
        """Returns why the holder of ``grant`` may not do it, or None; screens check before, the gateway again."""
        return None if grant.may(AccessRight.COMMAND) else Reason.NOT_ALLOWED

    def detail(self, reason: Reason) -> str:  # noqa: ARG002 - most say nothing more
        """Returns details beside the reason of a refusal."""
        return ""

    def about(self) -> About:
        """Returns what the command is about."""
        raise NotImplementedError

    def locks(self) -> list[tuple[Lock, Reason]]:
        """Returns what no other command may be about meanwhile, each with the reason for refusing that one."""
        raise NotImplementedError

    def outcome(self, seen: Observation) -> Result | Progress | None:
        """Returns the end or the progress that an event implies; None if it implies neither."""
        raise NotImplementedError

    def is_done(self, centre: Centre) -> bool:
        """Whether ``centre`` shows the requested state: checked when no event came in time."""
        raise NotImplementedError

    def monitoring(self) -> CommandId | None:
        """Returns the monitoring that it begins, changes or ends."""
        return None

    def goes_on(self, centre: Centre) -> bool | None:  # noqa: ARG002 - as above
        """Whether its effect still lasts; None for what is done once and does not last."""
        return None

    def is_deferred(self, centre: Centre) -> bool | None:  # noqa: ARG002 - as above
        """Whether it was confirmed and its effect begins later; None where that can no longer be seen."""
        return False

    def ended(self, outcome: Outcome, reason: Reason | None = None, detail: str = "") -> Result:
        """Returns its end with this outcome."""
        return Result(command_id=self.id, outcome=outcome, reason=reason, detail=detail)

    def confirmed(self) -> Result:
        """Returns its end as requested."""
        return self.ended(Outcome.CONFIRMED)


@cache
def actions() -> Mapping[str, type[Command]]:
    """Returns all actions by their names on the wire."""
    from tests.releases.release_next.domain.actions import monitoring, moves, pausing  # noqa: PLC0415 - they are made of what is above

    kinds = (*moves.ACTIONS, *monitoring.ACTIONS, *pausing.ACTIONS)
    return {name_of(kind): kind for kind in kinds}


def name_of(kind: type[Command]) -> str:
    """Returns an action's name on the wire."""
    return str(kind.__struct_config__.tag)
