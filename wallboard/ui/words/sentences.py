"""Sentences about commands: what will happen, why it cannot, how it ended."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import assert_never

from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication

from wallboard.domain.actions.commands import Command, Outcome, Reason
from wallboard.domain.actions.monitoring import SetMonitorMode, StartMonitor, StopMonitor
from wallboard.domain.actions.moves import MoveCallToAgent, MoveCallToQueue
from wallboard.domain.actions.pausing import PauseAgent, UnpauseAgent
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import MonitorMode
from wallboard.present.frame import AgentRow, CallerRow, MoveSource, MoveTarget, Notice, Pending, QueueRow
from wallboard.ui.words import text
from wallboard.ui.words.day_time import hour_minute, hour_minute_second
from wallboard.ui.words.problem_words import details

translate = QCoreApplication.translate


_WITH_DETAIL = {Reason.PBX_REFUSED, Reason.BAD_REQUEST, Reason.UNKNOWN}
"""Reasons of which the PBX or the gateway has words of its own: technical details for a tooltip."""


def as_of_words(source: str, as_of_ms: int) -> str:
    """As of when all of a lost PBX is; empty where ``as_of_ms`` is 0, as while it is connected."""
    if not as_of_ms:
        return ""
    words = text.tr("{pbx}: as of {time}.")
    return words.format(pbx=source, time=hour_minute_second(as_of_ms))


@cache
def _reasons() -> Mapping[Reason, str]:
    return {
        Reason.NOT_ALLOWED: translate("sentences", "you have view-only access"),
        Reason.BAD_REQUEST: translate("sentences", "the gateway could not read the request"),
        Reason.LINK_DOWN: translate("sentences", "there is no live connection to the PBX"),
        Reason.CALL_GONE: translate("sentences", "the call has ended"),
        Reason.CALL_MOVED_ON: translate("sentences", "the call has already moved on"),
        Reason.CALL_OUT_OF_QUEUE: translate("sentences", "the caller is not in the queue at the moment"),
        Reason.CALL_BUSY: translate("sentences", "the call is already being moved"),
        Reason.QUEUE_UNKNOWN: translate("sentences", "the PBX has no such queue"),
        Reason.QUEUE_FULL: translate("sentences", "{who} is full"),
        Reason.SAME_QUEUE: translate("sentences", "the caller is already waiting in {who}"),
        Reason.OTHER_SOURCE: translate("sentences", "{who} is on another PBX"),
        Reason.AGENT_UNKNOWN: translate("sentences", "the PBX has no such agent"),
        Reason.SAME_AGENT: translate("sentences", "{who} already has this call"),
        Reason.AGENT_LOGGED_OUT: translate("sentences", "{who} is logged out"),
        Reason.AGENT_UNREACHABLE: translate("sentences", "{who}'s phone is unreachable"),
        Reason.AGENT_PAUSED: translate("sentences", "{who} is paused"),
        Reason.AGENT_NOT_PAUSED: translate("sentences", "{who} is not paused"),
        Reason.AGENT_NOT_IN_QUEUE: translate("sentences", "{who} does not take this queue's calls"),
        Reason.PAUSE_BUSY: translate("sentences", "{who} is being paused or unpaused already"),
        Reason.AGENT_DO_NOT_DISTURB: translate("sentences", "{who} has do not disturb on"),
        Reason.AGENT_RINGING: translate("sentences", "{who}'s phone is already ringing"),
        Reason.AGENT_IN_CALL: translate("sentences", "{who} is in a call"),
        Reason.AGENT_NOT_IN_CALL: translate("sentences", "{who} is not in a queue call"),
        Reason.EXTENSION_INVALID: translate("sentences", "your own extension is not set or cannot be dialled"),
        Reason.EXTENSION_NOT_YOURS: translate(
            "sentences", "this phone is not registered as yours; add to your entry in gateway.toml"
        ),
        Reason.EXTENSION_NO_ANSWER: translate("sentences", "your own phone was not answered"),
        Reason.ALREADY_MONITORING: translate("sentences", "you are already in a call: leave it first"),
        Reason.MONITOR_GONE: translate("sentences", "you are no longer in this call"),
        Reason.SAME_MODE: translate("sentences", "you are already doing that"),
        Reason.NOT_YOURS: translate("sentences", "only the supervisor who started it can change or end it"),
        Reason.CALLER_HUNG_UP: translate("sentences", "the caller hung up"),
        Reason.PBX_REFUSED: translate("sentences", "the PBX refused"),
        Reason.PBX_RIGHT: translate(
            "sentences", "Wallboard's user on the PBX lacks the right to do this: tell your administrator"
        ),
        Reason.NOT_POSSIBLE: translate("sentences", "this PBX cannot do that"),
        Reason.PBX_SETUP: translate(
            "sentences", "the PBX is not set up for this version of Wallboard: tell your administrator"
        ),
        Reason.ID_REUSED: translate("sentences", "the same request was already sent"),
        Reason.TOO_MANY: translate("sentences", "too many requests at once: wait a moment"),
        Reason.RECORDS_FULL: translate("sentences", "you have reached the limit of actions in 24 hours"),
        Reason.TOO_LATE: translate("sentences", "the request reached the gateway too late"),
        Reason.LEDGER: translate("sentences", "the gateway cannot record actions now: tell your administrator"),
        Reason.UNKNOWN: translate("sentences", "unknown reason: update Wallboard"),
    }


@cache
def _in_call() -> Mapping[MonitorMode, str]:
    return {
        MonitorMode.LISTEN: translate("sentences", "You are listening to {who}'s call; nobody hears you."),
        MonitorMode.WHISPER: translate("sentences", "You are whispering: only {who} hears you."),
        MonitorMode.BARGE: translate("sentences", "You are in {who}'s call; both hear you."),
    }


@cache
def _was_in_call() -> Mapping[MonitorMode, str]:
    return {
        MonitorMode.LISTEN: translate("sentences", "You listened to {who}'s call until {time}."),
        MonitorMode.WHISPER: translate("sentences", "You whispered to {who} until {time}."),
        MonitorMode.BARGE: translate("sentences", "You were in {who}'s call until {time}."),
    }


@cache
def _reasons_then() -> Mapping[Reason, str]:
    """Returns the reasons in the past tense: they are read when they may not be true any more."""
    return {
        Reason.NOT_ALLOWED: translate("sentences", "you had view-only access"),
        Reason.LINK_DOWN: translate("sentences", "there was no live connection to the PBX"),
        Reason.CALL_GONE: translate("sentences", "the call had ended"),
        Reason.CALL_MOVED_ON: translate("sentences", "the call had already moved on"),
        Reason.CALL_OUT_OF_QUEUE: translate("sentences", "the caller was not in the queue at that moment"),
        Reason.CALL_BUSY: translate("sentences", "the call was already being moved"),
        Reason.QUEUE_UNKNOWN: translate("sentences", "the PBX had no such queue"),
        Reason.QUEUE_FULL: translate("sentences", "{who} was full"),
        Reason.SAME_QUEUE: translate("sentences", "the caller was already waiting in {who}"),
        Reason.OTHER_SOURCE: translate("sentences", "{who} was on another PBX"),
        Reason.AGENT_UNKNOWN: translate("sentences", "the PBX had no such agent"),
        Reason.SAME_AGENT: translate("sentences", "{who} already had this call"),
        Reason.AGENT_LOGGED_OUT: translate("sentences", "{who} was logged out"),
        Reason.AGENT_UNREACHABLE: translate("sentences", "{who}'s phone was unreachable"),
        Reason.AGENT_PAUSED: translate("sentences", "{who} was paused"),
        Reason.AGENT_NOT_PAUSED: translate("sentences", "{who} was not paused"),
        Reason.AGENT_NOT_IN_QUEUE: translate("sentences", "{who} did not take this queue's calls"),
        Reason.PAUSE_BUSY: translate("sentences", "{who} was being paused or unpaused already"),
        Reason.AGENT_DO_NOT_DISTURB: translate("sentences", "{who} had do not disturb on"),
        Reason.AGENT_RINGING: translate("sentences", "{who}'s phone was already ringing"),
        Reason.AGENT_IN_CALL: translate("sentences", "{who} was in a call"),
        Reason.AGENT_NOT_IN_CALL: translate("sentences", "{who} was not in a queue call"),
        Reason.EXTENSION_INVALID: translate("sentences", "your own extension was not set or could not be dialled"),
        Reason.ALREADY_MONITORING: translate("sentences", "you were already in a call: leave it first"),
        Reason.MONITOR_GONE: translate("sentences", "you were no longer in this call"),
        Reason.SAME_MODE: translate("sentences", "you were already doing that"),
        Reason.TOO_MANY: translate("sentences", "there were too many requests at once"),
        Reason.RECORDS_FULL: translate("sentences", "you had reached the limit of actions in 24 hours"),
        Reason.LEDGER: translate("sentences", "the gateway could not record actions: tell your administrator"),
    }


def caller_name(source: MoveSource) -> str:
    """Returns the caller's name, else the number, else why there is none."""
    if isinstance(source, AgentRow):
        return talks_with(source) or translate("sentences", "The caller")
    withheld = translate("sentences", "Number withheld") if source.withheld else ""
    return source.name or source.number or withheld or translate("sentences", "Unknown caller")


def talks_with(agent: AgentRow) -> str:
    """Returns the party that an agent talks with or that rings; empty where it is unknown or missing."""
    return agent.caller or (translate("sentences", "Number withheld") if agent.caller_withheld else "")


def why_not(reason: Reason, who: str = "", detail: str = "", *, was: bool = False) -> str:
    """Returns a refusal as a clause without capital or full stop; ``who`` is the agent or queue it is about.

    ``was``: it is told afterwards.
    """
    name = who or translate("sentences", "the agent")
    then = _reasons_then().get(reason) if was else None
    clause = (then or _reasons()[reason]).format(who=name)
    return f"{clause}: {detail.removesuffix('.')}" if detail else clause


def why_not_there(reason: Reason, target: MoveTarget) -> str:
    """Returns a refusal to bring a caller to ``target``, as a sentence; a pause with the reason the agent gave."""
    detail = target.pause_reason if isinstance(target, AgentRow) and reason is Reason.AGENT_PAUSED else ""
    return sentence(why_not(reason, target.name, detail))


def what_will_happen(source: MoveSource, target: MoveTarget) -> str:
    """Returns what a drop of ``source`` on ``target`` does, before it is done."""
    caller = caller_name(source)
    if isinstance(target, QueueRow):
        return translate("sentences", "{caller} will wait in {queue}.").format(caller=caller, queue=target.name)
    rings = translate("sentences", "{agent}'s phone will ring immediately.").format(agent=target.name)
    if target.state is AgentState.WRAP_UP:
        rings = translate("sentences", "{agent}'s phone will ring immediately and end the wrap-up.").format(
            agent=target.name
        )
    queue = source.queue_name if isinstance(source, CallerRow) else source.call_queue
    back = translate("sentences", "If unanswered, {caller} returns to the front of {queue}.").format(
        caller=caller, queue=queue or translate("sentences", "the queue")
    )
    return f"{rings} {back}"


def pending_words(pending: Pending, own_name: str = "") -> str:
    """Returns the target of a pending command, unless that is the row itself, and its progress."""
    progress = text.progress_word(pending.progress)
    is_elsewhere = pending.target and pending.target != own_name
    return f"{pending.target} · {progress}" if is_elsewhere else sentence(progress, stop="…")


def outcome(notice: Notice) -> str:
    """Returns how a command of the user ended, in one sentence."""
    if notice.subject:
        return _outcome(notice)
    said = _outcome(replace(notice, subject=translate("sentences", "the caller")))
    return sentence(said, stop="")


def _outcome(notice: Notice) -> str:
    match notice.outcome:
        case Outcome.CONFIRMED:
            return _confirmed(notice)
        case Outcome.RETURNED_TO_QUEUE:
            return _returned(notice)
        case Outcome.REFUSED:
            return translate("sentences", "Refused: {why}.").format(why=_why(notice))
        case Outcome.FAILED:
            return translate("sentences", "Not done: {why}.").format(why=_why(notice))
        case Outcome.UNKNOWN:
            return translate("sentences", "{subject}: the PBX did not confirm. Check before you retry.").format(
                subject=notice.subject
            )
        case _:
            assert_never(notice.outcome)


def _returned(notice: Notice) -> str:
    if isinstance(notice.command, MoveCallToQueue):
        words = translate(
            "sentences", "{target} accepted no callers: {subject} returned to the front of the queue."
        )
    else:
        words = translate("sentences", "{target} did not answer: {subject} returned to the front of the queue.")
    return words.format(target=notice.target, subject=notice.subject)


def sentence(clause: str, stop: str = ".") -> str:
    """Returns a clause with its capital and full stop."""
    return f"{clause[:1].upper()}{clause[1:]}{stop}"


def _confirmed(notice: Notice) -> str:
    words = _done()[type(notice.command)](notice)
    seconds = text.count(max(1, round(notice.elapsed_s)))
    over = "" if notice.over_at_ms is None else hour_minute(notice.over_at_ms)
    return words.format(
        target=notice.target,
        subject=notice.subject,
        who=notice.subject,
        reason=_pause_reason(notice),
        seconds=seconds,
        time=over,
    )


@cache
def _done() -> Mapping[type[Command], Callable[[Notice], str]]:
    """Returns the sentences of confirmed commands, by command; a test asks for each action's words."""
    return {
        MoveCallToAgent: lambda _: translate("sentences", "{target} answered {subject} after {seconds} s."),
        MoveCallToQueue: lambda _: translate("sentences", "{subject} was moved to {target}."),
        StartMonitor: _monitored,
        SetMonitorMode: _monitored,
        StopMonitor: _stopped,
        PauseAgent: _paused,
        UnpauseAgent: lambda notice: (
            translate("sentences", "{subject} was unpaused in {target}.")
            if notice.target
            else translate("sentences", "{subject} was unpaused.")
        ),
    }


def _monitored(notice: Notice) -> str:
    """Returns the mode that a supervisor is in, or was in."""
    is_over, command = notice.over_at_ms is not None, notice.command
    mode = command.mode if isinstance(command, StartMonitor | SetMonitorMode) else MonitorMode.LISTEN
    return (_was_in_call() if is_over else _in_call())[mode]


def _paused(notice: Notice) -> str:
    if notice.is_deferred:
        words = translate("sentences", "{subject} will be paused in all queues after the call: {reason}.")
        later = translate("sentences", "{subject} will be paused in all queues after the call.")
        return words if _pause_reason(notice) else later
    if notice.target:
        words = translate("sentences", "{subject} was paused in {target}: {reason}.")
        return words if _pause_reason(notice) else translate("sentences", "{subject} was paused in {target}.")
    words = translate("sentences", "{subject} was paused in all queues: {reason}.")
    return words if _pause_reason(notice) else translate("sentences", "{subject} was paused in all queues.")


def _pause_reason(notice: Notice) -> str:
    return notice.command.reason.removesuffix(".") if isinstance(notice.command, PauseAgent) else ""


def _stopped(notice: Notice) -> str:
    if notice.target:
        return translate("sentences", "You ended {target}'s monitoring of {who}'s call.")
    return translate("sentences", "You left {who}'s call.")


def _why(notice: Notice) -> str:
    if notice.reason is None:
        return translate("sentences", "no reason was given")
    is_move = notice.command.about().subject.kind == "call"
    return why_not(notice.reason, notice.target if is_move else notice.subject, was=True)


def technical(notice: Notice) -> str:
    """Returns what the PBX or the gateway said of a failure, marked as technical details; empty without any."""
    is_foreign = notice.reason is None or notice.reason in _WITH_DETAIL
    return details(notice.detail) if is_foreign else ""
