"""What a supervisor can do with one row, and by which key; what cannot be done now says why not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from wallboard.domain.actions.commands import Reason
from wallboard.domain.actions.grant import AccessRight
from wallboard.domain.centre.state import MonitorMode
from wallboard.present.frame import AgentRow, CallerRow
from wallboard.ui.call_control.call_controller import CallController
from wallboard.ui.look import icons
from wallboard.ui.look.icons import Icon
from wallboard.ui.words import sentences, text
from wallboard.ui.words.sentences import Source

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
    """A key of the whole board, and what it does with the agent who is selected."""

    key: str
    words: str
    do: Callable[[CallController, AgentRow | None], None]


def offers(
    controller: CallController, row: AgentRow | CallerRow, choose: Callable[[Source], None]
) -> list[tuple[Offer, ...]]:
    """All entries for ``row``, those of one kind together; ``choose`` asks where to move a caller."""
    kinds = [_moving(controller, row, choose)]
    if isinstance(row, AgentRow):
        kinds.append(_monitoring(controller, row))
    return kinds


def keys() -> list[OfferKey]:
    """The keys, as the list of keys has them."""
    modes = {
        MonitorMode.LISTEN: translate("keys", "Listen to the selected agent's call, or go back to listening only"),
        MonitorMode.WHISPER: translate("keys", "Whisper to the agent"),
        MonitorMode.BARGE: translate("keys", "Barge in: the customer hears you too"),
    }
    leave = translate("keys", "Leave the agent's call")
    return [
        *(OfferKey(key=MODE_KEYS[mode], words=words, do=partial(_go_to, mode)) for mode, words in modes.items()),
        OfferKey(key=LEAVE_KEY, words=leave, do=lambda controller, _agent: controller.leave_own()),
    ]


# moving a caller


def _moving(
    controller: CallController, row: AgentRow | CallerRow, choose: Callable[[Source], None]
) -> tuple[Offer, ...]:
    source = controller.source(row)
    words = translate("menu", "Move to…")
    if source is None:
        return (Offer(words=words, icon=Icon.MOVE, why_not=_why_not_movable(row)),)
    return (Offer(words=words, icon=Icon.MOVE, do=lambda: choose(source)),)


def _why_not_movable(row: AgentRow | CallerRow) -> str:
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
    """In a call change its mode; else begin with the agent who is selected."""
    if controller.frame.monitoring is not None:
        controller.change_own_mode(mode)
    elif agent is None:
        controller.not_done.emit(translate("keys", "Select an agent in a call first: click the tile."))
    else:
        controller.monitor(agent, mode)
