"""Who is connected with whom: the bridges that channels are in, with Local channels followed from half to half.

The one place that answers whose call a channel is part of; what follows from it is decided in `parties`.
"""

from collections.abc import Iterable

from wallboard.pbx.asterisk.state.model import Caller, Channel
from wallboard.pbx.asterisk.state.pbx_state import PbxState


def other_half(floor: PbxState, channel: Channel) -> Channel | None:
    """A Local channel's other half; None for any other channel, and where that half is gone."""
    return floor.named(channel.other_half) if channel.is_local else None


def beside(floor: PbxState, channel: Channel) -> list[Channel]:
    """The channels in one bridge with ``channel``."""
    inside = floor.bridges.get(channel.bridge, ()) if channel.bridge else ()
    return [floor.channels[channel_id] for channel_id in inside if channel_id != channel.id]


def far_ends(floor: PbxState, channel: Channel) -> list[Channel]:
    """The phones and trunks that ``channel`` is connected with, over any number of Local channels."""
    ends: list[Channel] = []
    seen = {channel.id}
    todo = beside(floor, channel)
    while todo:
        other = todo.pop()
        if other.id in seen:
            continue
        seen.add(other.id)
        if not other.is_local:
            ends.append(other)
        elif (half := other_half(floor, other)) is not None:
            seen.add(half.id)
            todo += beside(floor, half)
    return ends


def ends_behind(floor: PbxState, channel: Channel) -> list[Channel]:
    """The phones and trunks for which a Local channel stands; empty for any other channel."""
    half = other_half(floor, channel)
    return far_ends(floor, half) if half is not None else []


def caller_behind(floor: PbxState, channel: Channel | None) -> Caller | None:
    """The caller whose channel this is, or for whom a Local channel stands: in its bridge, or by dialling it."""
    seen: set[str] = set()
    todo = [channel]
    while todo:
        other = todo.pop()
        if other is None or other.id in seen:
            continue
        seen.add(other.id)
        if (caller := floor.with_caller(other.id)) is not None:
            return caller
        if (half := other_half(floor, other)) is None:
            continue
        if half.bridge:
            todo += beside(floor, half)
        else:
            todo.append(floor.channels.get(half.dialled_by))
    return None


def callers_around(floor: PbxState, channels: Iterable[Channel]) -> list[Caller]:
    """The callers whose connection any of ``channels`` is part of."""
    found: list[Caller] = []
    seen: set[str] = set()
    todo = list(channels)
    while todo:
        channel = todo.pop()
        if channel.id in seen:
            continue
        seen.add(channel.id)
        if (caller := floor.with_caller(channel.id)) is not None:
            found.append(caller)
        todo += beside(floor, channel)
        if (half := other_half(floor, channel)) is not None:
            todo.append(half)
    return found


def origin(floor: PbxState, channel: Channel) -> Channel:
    """The phone or trunk that began the call in which ``channel`` dials."""
    seen: set[str] = set()
    while channel.is_local and channel.id not in seen:
        seen.add(channel.id)
        half = other_half(floor, channel)
        before = floor.channels.get(half.dialled_by) if half is not None else None
        if before is None:
            ends = ends_behind(floor, channel)
            return ends[0] if len(ends) == 1 else channel
        channel = before
    return channel
