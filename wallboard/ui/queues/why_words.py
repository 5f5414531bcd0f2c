"""Why a queue is in trouble, in a few words."""

from wallboard.present.frame import Paused, Why
from wallboard.ui.words import text
from wallboard.ui.words.day_time import hour_minute

translate = text.translate


def why_words(why: Why, *, has_times: bool = True) -> str:
    """Returns a queue's agents by state, most telling first: ``0 ready, 3 on Lunch since 12:58, 2 in wrap-up``."""
    if why.logged_in == 0:
        return translate("queues", "No agents logged in")
    paused = [_paused_words(group, has_times=has_times) for group in why.paused]
    parts = [text.tr("%Ln ready", "", why.ready), *paused]
    if why.wrap_up:
        parts.append(text.tr("%Ln in wrap-up", "", why.wrap_up))
    if why.cool_down:
        parts.append(text.tr("%Ln in cool-down", "after a call that the agent refused or missed", why.cool_down))
    if why.on_demand:
        parts.append(text.tr("%Ln on demand", "agents who have to ask for the next call", why.on_demand))
    if why.ringing:
        parts.append(text.tr("%Ln ringing", "agents whose phones ring", why.ringing))
    if why.in_call:
        parts.append(text.tr("%Ln in calls", "", why.in_call))
    if why.unreachable:
        parts.append(text.tr("%Ln unreachable", "", why.unreachable))
    return ", ".join(parts)


def _paused_words(group: Paused, *, has_times: bool) -> str:
    if group.reason:
        words = translate("queues", "{count} on {reason}", "3 on Lunch")
        words = words.format(count=text.count(group.count), reason=group.reason)
    else:
        words = text.tr("%Ln paused", "", group.count)
    if not has_times:
        return words
    since = translate("queues", "{agents} since {time}", "3 on Lunch since 12:58")
    return since.format(agents=words, time=hour_minute(group.since_ms))
