"""The actions that a supervisor has for one row, with their keys; impossible ones have a reason."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from msgspec.structs import replace

from wallboard.domain.actions.commands import REASON_MOST, Reason
from wallboard.domain.actions.grant import AccessRight
from wallboard.domain.actions.pausing import PauseAgent, UnpauseAgent, is_reason
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import MonitorMode
from wallboard.present.frame import AgentRow, MoveSource
from wallboard.present.intents import judged, new_id
from wallboard.present.names import queue_place
from wallboard.ui.call_control.answer_dialog import TextQuestion
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.look import icons
from wallboard.ui.look.icons import Icon
from wallboard.ui.words import sentences, text

translate = text.translate


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One entry of a menu; ``why_not`` is empty where it can be done, ``options`` are the entries below it."""

    words: str
    icon: Icon
    do: Callable[[], None] = lambda: None
    why_not: str = ""
    options: tuple["Offer", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferKey:
    """A key of the whole board, and its action for the selected agent."""

    key: str
    words: str
    do: Callable[[CallController, AgentRow | None], None]


def offers(
    controller: CallController, row: MoveSource, choose: Callable[[MoveSource], None]
) -> list[tuple[Offer, ...]]:
    """Returns all entries for ``row``, those of one kind together; ``choose`` asks where to move a caller."""
    kinds = [_moving(controller, row, choose)]
    if isinstance(row, AgentRow):
        kinds += [_monitoring(controller, row), _pausing(controller, row)]
    return kinds


def keys() -> list[OfferKey]:
    """Returns the keys, as the list of keys shows them."""
    modes = {
        MonitorMode.LISTEN: translate("keys", "Listen to the selected agent's call, or go back to listening only"),
        MonitorMode.WHISPER: translate("keys", "Whisper to the agent"),
        MonitorMode.BARGE: translate("keys", "Barge in: the customer hears you too"),
    }
    leave = translate("keys", "Leave the agent's call")
    return [
        *(OfferKey(key=MODE_KEYS[mode], words=words, do=partial(_go_to, mode)) for mode, words in modes.items()),
        OfferKey(key=LEAVE_KEY, words=leave, do=lambda controller, _agent: controller.leave_own()),
        OfferKey(key="P", words=translate("keys", "Pause or unpause the selected agent"), do=_pause_or_unpause),
    ]


# moving a caller


def _moving(controller: CallController, row: MoveSource, choose: Callable[[MoveSource], None]) -> tuple[Offer, ...]:
    source = controller.source(row)
    words = translate("menu", "Move to…")
    if source is None:
        return (Offer(words=words, icon=Icon.MOVE, why_not=_why_not_movable(row)),)
    return (Offer(words=words, icon=Icon.MOVE, do=lambda: choose(source)),)


def _why_not_movable(row: MoveSource) -> str:
    if isinstance(row, AgentRow) and row.pending is None:
        return sentences.why_not(Reason.AGENT_NOT_IN_CALL, row.name)
    return sentences.why_not(Reason.CALL_BUSY)


# being in an agent's call

MODE_KEYS = {MonitorMode.LISTEN: "L", MonitorMode.WHISPER: "W", MonitorMode.BARGE: "B"}
LEAVE_KEY = "H"


def _monitoring(controller: CallController, agent: AgentRow) -> tuple[Offer, ...]:
    return (*_modes(controller, agent), *_stopping(controller, agent))


def _modes(controller: CallController, agent: AgentRow) -> Iterable[Offer]:
    for mode in MonitorMode:
        refusal = controller.monitor_refusal(agent, mode)
        yield Offer(
            words=text.mode_name(mode),
            icon=icons.mode_icon(mode),
            why_not="" if refusal is None else sentences.why_not(refusal, agent.name),
            do=partial(controller.monitor, agent, mode),
        )


def _stopping(controller: CallController, agent: AgentRow) -> Iterable[Offer]:
    if agent.my_monitor_id is not None:
        words = translate("menu", "Leave the call")
    elif agent.monitor_id is not None and controller.frame.grant.may(AccessRight.ADMINISTER):
        words = translate("menu", "End monitoring by {who}").format(who=agent.monitored_by or "?")
    else:
        return
    yield Offer(words=words, icon=Icon.CLOSE, do=lambda: controller.stop_monitor(agent))


def _go_to(mode: MonitorMode, controller: CallController, agent: AgentRow | None) -> None:
    """Changes the mode of the monitored call; without one starts to monitor the selected agent."""
    if controller.frame.monitoring is not None:
        controller.change_own_mode(mode)
    elif agent is None:
        controller.not_done.emit(translate("keys", "Select an agent in a call first: click the tile."))
    else:
        controller.monitor(agent, mode)


# pausing an agent


def _pausing(controller: CallController, agent: AgentRow) -> tuple[Offer, ...]:
    """Returns pause where there is anything to pause, unpause where there is anything to unpause."""
    pause, unpause = PauseAgent(id=new_id(), agent_id=agent.agent_id), _unpausing(agent)
    kinds: list[tuple[PauseAgent | UnpauseAgent, str, str, Icon]] = [
        (pause, translate("menu", "Pause…"), translate("menu", "Pause in one queue"), Icon.PAUSED),
        (unpause, translate("menu", "Unpause"), translate("menu", "Unpause in one queue"), Icon.READY),
    ]
    found: list[Offer] = []
    for command, words, words_of_one, icon in kinds:
        refusal = _refusal(controller, command)
        if refusal in (Reason.AGENT_PAUSED, Reason.AGENT_NOT_PAUSED):
            continue
        why_not = "" if refusal is None else sentences.why_not(refusal, agent.name)
        found.append(
            Offer(words=words, icon=icon, why_not=why_not, do=partial(_request, controller, agent, command))
        )
        if refusal is None and len(options := _by_queue(controller, agent, command, icon)) > 1:
            found.append(Offer(words=words_of_one, icon=icon, options=options))
    return tuple(found)


def _by_queue(
    controller: CallController, agent: AgentRow, command: PauseAgent | UnpauseAgent, icon: Icon
) -> tuple[Offer, ...]:
    """Returns the same for each single queue of the agent where it is possible."""
    centre = controller.frame.centre
    queue_ids = centre.queues_of.get(agent.agent_id, frozenset()) & centre.queues.keys()
    found: list[Offer] = []
    for queue in sorted((centre.queues[queue_id] for queue_id in queue_ids), key=queue_place):
        one = replace(command, queue_id=queue.id)
        if _refusal(controller, one) is None:
            do = partial(_request, controller, agent, one)
            found.append(Offer(words=queue.name or queue.id, icon=icon, do=do))
    return tuple(found)


def _unpausing(agent: AgentRow) -> UnpauseAgent:
    return UnpauseAgent(id=new_id(), agent_id=agent.agent_id)


def _pause_or_unpause(controller: CallController, agent: AgentRow | None) -> None:
    """Unpauses an agent who is paused in all queues, else pauses."""
    if agent is None:
        controller.not_done.emit(translate("keys", "Select an agent first: click the tile."))
        return
    pause = PauseAgent(id=new_id(), agent_id=agent.agent_id)
    is_paused = _refusal(controller, pause) is Reason.AGENT_PAUSED
    _request(controller, agent, _unpausing(agent) if is_paused else pause)


def _refusal(controller: CallController, command: PauseAgent | UnpauseAgent) -> Reason | None:
    verdict = judged(command, controller.frame)
    return verdict if isinstance(verdict, Reason) else None


def _request(controller: CallController, agent: AgentRow, command: PauseAgent | UnpauseAgent) -> None:
    """Requests the command, a pause once there is a reason for it."""
    refusal = _refusal(controller, command)
    if refusal is not None:
        controller.not_done.emit(sentences.sentence(sentences.why_not(refusal, agent.name)))
    elif isinstance(command, PauseAgent) and not command.reason:
        controller.question_wanted.emit(_reason_wanted(controller, agent, command))
    else:
        controller.command_wanted.emit(replace(command, id=new_id()))


def _reason_wanted(controller: CallController, agent: AgentRow, command: PauseAgent) -> TextQuestion:
    queue = None if command.queue_id is None else controller.frame.centre.queues.get(command.queue_id)
    if queue is None:
        words = translate("pause", "{agent} gets no more calls from any queue.")
    else:
        words = translate("pause", "{agent} gets no more calls from {queue}.")
    words = words.format(agent=agent.name, queue=(queue.name or queue.id) if queue is not None else "")
    if agent.state in (AgentState.TALKING, AgentState.HOLD, AgentState.BUSY, AgentState.RINGING):
        goes_on = translate("pause", "The call in progress continues.")
        words = f"{words} {goes_on}"
    reasons = tuple(controller.frame.actions.pause_reasons)
    wanted = translate("pause", "Choose or enter a reason.") if reasons else translate("pause", "Enter a reason.")
    return TextQuestion(
        title=translate("pause", "Pause {agent}").format(agent=agent.name),
        words=f"{words} {wanted}",
        choices=reasons,
        is_valid=is_reason,
        then=lambda reason: _request(controller, agent, replace(command, reason=reason)),
        accept=translate("pause", "Pause"),
        placeholder=translate("pause", "Reason"),
        max_length=REASON_MOST,
    )
