"""Rows and frames as a window gets them: each is a usual one, but for what is said."""

from typing import Any

from msgspec.structs import replace

from tests.factories import queue_rows
from tests.present.centres import centre_of
from wallboard.domain.actions.commands import Reason
from wallboard.domain.actions.grant import Grant
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import CallPhase
from wallboard.domain.counts.basis import Basis
from wallboard.domain.ids import AgentId, CallId, QueueId
from wallboard.feed.roles import Role
from wallboard.present.frame import AgentRow, BoardFrame, CallerRow, Freshness, FreshnessState, QueueRow
from wallboard.present.kpis import Kpis

NOW_MS = 1_700_000_000_000
NOT_FREE = {
    AgentState.TALKING: Reason.AGENT_IN_CALL,
    AgentState.HOLD: Reason.AGENT_IN_CALL,
    AgentState.BUSY: Reason.AGENT_IN_CALL,
    AgentState.BUSY_UNKNOWN: Reason.AGENT_IN_CALL,
    AgentState.RINGING: Reason.AGENT_RINGING,
    AgentState.PAUSED: Reason.AGENT_PAUSED,
    AgentState.DO_NOT_DISTURB: Reason.AGENT_DO_NOT_DISTURB,
    AgentState.UNREACHABLE: Reason.AGENT_UNREACHABLE,
    AgentState.LOGGED_OUT: Reason.AGENT_LOGGED_OUT,
}


def agent_row(name: str = "Maria Silva", state: AgentState = AgentState.READY, **parts: Any) -> AgentRow:
    """An agent who is ready, but for what is said."""
    in_call = state in (AgentState.TALKING, AgentState.HOLD)
    given: dict[str, Any] = {
        "agent_id": AgentId(f"PJSIP/{name}"),
        "name": name,
        "state": state,
        "since_ms": NOW_MS - 65_000,
        "queues": ("Support", "Sales"),
        "call_id": CallId(f"call of {name}") if in_call else None,
        "handover_rev": 4,
        "caller": "Carla Mendes" if in_call else "",
        "call_queue": "Support" if in_call else "",
        "refusal": NOT_FREE.get(state),
    }
    return AgentRow(**(given | parts))


def caller_row(call_id: str = "w1", **parts: Any) -> CallerRow:
    """A caller who has waited five seconds in Support, but for what is said."""
    since_ms = parts.get("since_ms", NOW_MS - 5_000)
    given: dict[str, Any] = {
        "call_id": CallId(call_id),
        "handover_rev": 7,
        "number": "+351 912 345 678",
        "name": "",
        "queue_id": QueueId("support"),
        "queue_name": "Support",
        "since_ms": since_ms,
        "warn_at_ms": since_ms + 13_333,
        "late_at_ms": since_ms + 20_000,
        "position": 1,
        "phase": CallPhase.WAITING,
    }
    return CallerRow(**(given | parts))


def queue_row(queue_id: str = "support", name: str = "Support", **parts: Any) -> QueueRow:
    """A queue with figures, but for what is said."""
    return queue_rows.queue_row(queue_id, name, parts.pop("longest_since_ms", NOW_MS - 25_000), **parts)


def board_frame(**parts: Any) -> BoardFrame:
    """A live board of a supervisor, with the rows and figures that are given."""
    given: dict[str, Any] = {
        "freshness": Freshness(state=FreshnessState.LIVE, since_ms=NOW_MS),
        "user": "ana",
        "role": Role.SUPERVISOR,
    }
    given |= parts
    given["kpis"] = Kpis(Basis(), made=given.get("kpis", ()))
    given.setdefault("scopes", given.get("queues", ()))
    grant = Grant(person=given["user"], rights=given["role"].rights, extensions=given.pop("extensions", None))
    frame = BoardFrame(**({"grant": grant} | given))
    if "centre" in parts:
        return frame
    agents, callers = (*frame.agents, *frame.all_agents), (*frame.callers, *frame.all_callers)
    return replace(frame, centre=centre_of(callers, agents, frame.monitoring))
