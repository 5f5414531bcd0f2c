"""The words on an agent's tile and beside it: what the agent does, whose call it is, where they are paused."""

from collections.abc import Mapping
from functools import cache

from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import Direction, MonitorMode
from wallboard.domain.ids import source_of
from wallboard.present.frame import AgentRow
from wallboard.ui.words import sentences, text

translate = text.translate


@cache
def _own_calls() -> Mapping[Direction, str]:
    return {
        Direction.INBOUND: translate("agents", "Inbound call"),
        Direction.OUTBOUND: translate("agents", "Outbound call"),
        Direction.INTERNAL: translate("agents", "Internal call"),
    }


def shape_of(agent: AgentRow) -> AgentState:
    """Returns the state that sets an agent's shape, not the colour: an own call on hold has the shape of hold."""
    return AgentState.HOLD if agent.on_hold else agent.state


def doing(agent: AgentRow) -> str:
    """Returns what the agent does, in a few words."""
    if agent.on_hold:
        return translate("agents", "On hold · own call")
    return text.state_word(agent.state)


def tile_words(agent: AgentRow) -> tuple[str, str]:
    """Returns what the agent does, or the reason of a pause; and the same in fewer letters."""
    if agent.state is AgentState.PAUSED and agent.pause_reason:
        return agent.pause_reason, agent.pause_reason
    return doing(agent), text.short_state_word(shape_of(agent))


def call_words(agent: AgentRow) -> str:
    """Returns whom or what the agent's call is with, and what it interrupts; empty without a call."""
    caller = sentences.talks_with(agent)
    words = [caller, agent.call_queue] if caller else []
    if agent.own_call is not None:
        words = [_own_calls().get(agent.own_call, "")]
    if agent.wrap_up_interrupted:
        words.append(translate("agents", "in wrap-up"))
    return " · ".join(word for word in words if word)


def part_paused(agent: AgentRow) -> str:
    """Returns in how many of the queues the agent is paused, as ``1/2``."""
    return f"{len(agent.paused_in)}/{len(agent.queues)}"


def pause_words(agent: AgentRow, *, reasons: bool = False) -> str:
    """Returns in how many of the queues the agent is paused, and which; empty where that is none or all."""
    if not agent.paused_in:
        return ""
    names = [f"{one.queue} ({one.reason})" if reasons and one.reason else one.queue for one in agent.paused_in]
    return translate("agents", "Paused in {part} of {all} queues: {queues}").format(
        part=text.count(len(names)), all=text.count(len(agent.queues)), queues=", ".join(names)
    )


def detail(agent: AgentRow) -> str:
    """Returns the third line of a tile: a command on its way, else the call, else the pauses, else the queues."""
    if agent.pending is not None:
        return sentences.pending_words(agent.pending, agent.name)
    return call_words(agent) or pause_words(agent) or ", ".join(agent.queues)


def tip(agent: AgentRow) -> list[str]:
    """Returns the tool tip of an agent, line by line."""
    as_of = sentences.as_of_words(source_of(agent.agent_id), agent.as_of_ms)
    lines = [f"{agent.name} · {doing(agent)}", as_of, agent.pause_reason, call_words(agent)]
    if agent.pause_pending:
        lines.append(translate("agents", "Pauses after this call"))
    if agent.state is AgentState.COOL_DOWN:
        lines.append(translate("agents", "No calls for a moment, after a call that was refused or missed"))
    if agent.state is AgentState.ON_DEMAND:
        lines.append(translate("agents", "Has to ask for the next call"))
    if agent.monitor is not None:
        lines.append(_monitored(agent.monitor, agent.monitored_by))
    lines.append(pause_words(agent, reasons=True))
    lines.append(_member_of(agent))
    return [line for line in lines if line]


def _member_of(agent: AgentRow) -> str:
    """Returns the queues whose calls the agent takes."""
    if not agent.queues:
        return translate("agents", "Not in any queue")
    return translate("agents", "Queues: {queues}").format(queues=", ".join(agent.queues))


def _monitored(mode: MonitorMode, by: str) -> str:
    """Returns the text about an agent's monitoring: its mode, and whose it is if not the user's."""
    return f"{text.monitored_word(mode)} · {by}" if by else text.monitored_word(mode)


def spoken(agent: AgentRow, now_ms: int) -> str:
    """Returns the agent's text for a screen reader; ``now_ms`` is the gateway's clock."""
    parts = [agent.name, doing(agent), agent.pause_reason, text.clock(agent.shown_ms(now_ms) - agent.since_ms)]
    if caller := sentences.talks_with(agent):
        parts.append(translate("agents", "with {caller}").format(caller=caller))
    else:
        parts.append(call_words(agent))
    if agent.pause_pending:
        parts.append(translate("agents", "pauses after this call"))
    parts.append(pause_words(agent, reasons=True))
    if agent.monitor is not None:
        parts.append(_monitored(agent.monitor, agent.monitored_by))
    if agent.pending is not None:
        parts.append(sentences.pending_words(agent.pending, agent.name))
    return ", ".join(part for part in parts if part)
