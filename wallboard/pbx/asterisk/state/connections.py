"""Finds who is connected with whom: the bridges of channels, across the halves of Local channels.

Only this module decides whose call a channel is part of; `parties` decides what follows from it.
"""

from collections.abc import Iterable

from wallboard.pbx.asterisk.state.model import Caller, Channel
from wallboard.pbx.asterisk.state.pbx_state import PbxState


def other_half(pbx_state: PbxState, channel: Channel) -> Channel | None:
    """Returns a Local channel's other half; None for any other channel, and where that half is gone."""
    return pbx_state.named(channel.other_half) if channel.is_local else None


def beside(pbx_state: PbxState, channel: Channel) -> list[Channel]:
    """Returns the channels in one bridge with ``channel``."""
    inside = pbx_state.bridges.get(channel.bridge, ()) if channel.bridge else ()
    return [pbx_state.channels[channel_id] for channel_id in inside if channel_id != channel.id]


def far_ends(pbx_state: PbxState, channel: Channel) -> list[Channel]:
    """Returns the phones and trunks that ``channel`` is connected with, over any number of Local channels."""
    ends: list[Channel] = []
    seen = {channel.id}
    todo = beside(pbx_state, channel)
    while todo:
        other = todo.pop()
        if other.id in seen:
            continue
        seen.add(other.id)
        if not other.is_local:
            ends.append(other)
        elif (half := other_half(pbx_state, other)) is not None:
            seen.add(half.id)
            todo += beside(pbx_state, half)
    return ends


def ends_behind(pbx_state: PbxState, channel: Channel) -> list[Channel]:
    """Returns the phones and trunks for which a Local channel stands; empty for any other channel."""
    half = other_half(pbx_state, channel)
    return far_ends(pbx_state, half) if half is not None else []


def caller_behind(pbx_state: PbxState, channel: Channel | None) -> Caller | None:
    """Returns the caller of a channel, or of a Local channel that stands for it: in its bridge, or by dialling."""
    seen: set[str] = set()
    todo = [channel]
    while todo:
        other = todo.pop()
        if other is None or other.id in seen:
            continue
        seen.add(other.id)
        if (caller := pbx_state.with_caller(other.id)) is not None:
            return caller
        if (half := other_half(pbx_state, other)) is None:
            continue
        if half.bridge:
            todo += beside(pbx_state, half)
        else:
            todo.append(pbx_state.channels.get(half.dialled_by))
    return None


def callers_around(pbx_state: PbxState, channels: Iterable[Channel]) -> list[Caller]:
    """Returns the callers whose connection any of ``channels`` is part of."""
    found: list[Caller] = []
    seen: set[str] = set()
    todo = list(channels)
    while todo:
        channel = todo.pop()
        if channel.id in seen:
            continue
        seen.add(channel.id)
        if (caller := pbx_state.with_caller(channel.id)) is not None:
            found.append(caller)
        todo += beside(pbx_state, channel)
        if (half := other_half(pbx_state, channel)) is not None:
            todo.append(half)
    return found


def origin(pbx_state: PbxState, channel: Channel) -> Channel:
    """Returns the phone or trunk that began the call in which ``channel`` dials."""
    seen: set[str] = set()
    while channel.is_local and channel.id not in seen:
        seen.add(channel.id)
        half = other_half(pbx_state, channel)
        before = pbx_state.channels.get(half.dialled_by) if half is not None else None
        if before is None:
            ends = ends_behind(pbx_state, channel)
            return ends[0] if len(ends) == 1 else channel
        channel = before
    return channel
