"""Whose phone a device is, by any spelling: interfaces, state interfaces, and the hints of extensions.

A hint names the devices behind an extension, such as ``PJSIP/1001&Custom:DND1001``; the phones among them are the
agent's, and so is every channel that is named after one of them.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from wallboard.domain.ids import AgentId
from wallboard.pbx.asterisk.state import agents
from wallboard.pbx.asterisk.state.devices import HINT, device, devices_in, is_phone
from wallboard.pbx.asterisk.state.model import AgentRecord, Channel, Member
from wallboard.pbx.asterisk.state.pbx_state import PbxState
from wallboard.pbx.asterisk.wire.codec import AmiMessage

_GONE: Final = frozenset({"UNAVAILABLE", "INVALID"})


def take_hints(floor: PbxState, rows: Sequence[AmiMessage]) -> None:
    """Take in the whole list of hints; a PBX that refuses to list them has told nothing new."""
    if not rows:
        return
    floor.hints = {_extension(row): devices_in(row.get("Hint")) for row in rows}
    _update_extensions(floor)
    for person in floor.people.values():
        update_devices(floor, person)


def take_device_states(floor: PbxState, rows: Iterable[AmiMessage]) -> None:
    """Take in the whole list of devices' states."""
    floor.device_states = {
        row.get("Device"): row.get("State") for row in rows if row.get("Device") in floor.watched
    }
    for person in floor.people.values():
        floor.touch(person.id)


def hint_changed(floor: PbxState, message: AmiMessage) -> None:
    """A hint has a new state or, on a system where people change desks, other devices."""
    extension, devices = _extension(message), devices_in(message.get("Hint"))
    if not devices or floor.hints.get(extension) == devices:
        return
    floor.hints[extension] = devices
    _update_extensions(floor)
    for person in floor.people.values():
        if any(member.state_interface == f"{HINT}{extension}" for member in person.members.values()):
            update_devices(floor, person)


def device_changed(floor: PbxState, message: AmiMessage) -> None:
    """A phone can be reached or not, or a switch was set, whatever the hint that it is part of says."""
    name, state = message.get("Device"), message.get("State")
    if name not in floor.watched or floor.device_states.get(name) == state:
        return
    floor.device_states[name] = state
    for agent_id in floor.watched[name]:
        floor.touch(agent_id)


def _update_extensions(floor: PbxState) -> None:
    floor.extensions = frozenset(name for devices in floor.hints.values() for name in devices if is_phone(name))


def _extension(message: AmiMessage) -> str:
    return f"{message.get('Exten')}@{message.get('Context')}"


def devices_of(floor: PbxState, member: Member) -> list[str]:
    """The phones, switches and Local channels of a member, those that its interface itself names first."""
    devices = [device(member.interface)]
    if member.state_interface.startswith(HINT):
        devices += floor.hints.get(member.state_interface.removeprefix(HINT), ())
    elif member.state_interface:
        devices.append(device(member.state_interface))
    return [name for name in devices if name.startswith(("Local/", "Custom:")) or is_phone(name)]


def owner(floor: PbxState, member: Member) -> AgentId | None:
    """The agent whose phone a member's is; None where it is nobody's yet."""
    if (agent_id := floor.interfaces.get(member.interface)) is not None:
        return agent_id
    found = (floor.phones.get(name) for name in devices_of(floor, member) if is_phone(name))
    return next((agent_id for agent_id in found if agent_id is not None), None)


def update_devices(floor: PbxState, person: AgentRecord) -> None:
    """Update which devices are this agent's, and whose the channels are that exist."""
    members = [*person.members.values(), *person.doubles.values()]
    devices = frozenset(name for member in members for name in devices_of(floor, member))
    for member in members:
        floor.interfaces[member.interface] = person.id
    if devices == person.devices:
        return
    for name in person.devices - devices:
        if floor.phones.get(name) == person.id:
            del floor.phones[name]
        floor.watched[name].discard(person.id)
    for name in sorted(devices):
        floor.phones.setdefault(name, person.id)
        floor.watched.setdefault(name, set()).add(person.id)
    person.devices = devices
    for channel in floor.channels.values():
        if channel.agent != (agent_id := floor.agent_of(channel.name)) and person.id in (channel.agent, agent_id):
            _own(floor, channel, agent_id)


def forget(floor: PbxState, person: AgentRecord) -> None:
    """The agent is gone: its phones are whoever's else they are."""
    for table in (floor.phones, floor.interfaces):
        for key in [key for key, agent_id in table.items() if agent_id == person.id]:
            del table[key]
    for name in person.devices:
        floor.watched[name].discard(person.id)
        for other in floor.watched[name]:
            floor.phones.setdefault(name, other)


def _own(floor: PbxState, channel: Channel, agent_id: AgentId | None) -> None:
    person = agents.person_of(floor, agent_id)
    if person is not None:
        agents.take_leg(floor, person, channel)
    elif (old := agents.person_of(floor, channel.agent)) is not None and channel.id not in _in_calls(old):
        old.legs.discard(channel.id)
        channel.agent = None
        floor.touch(old.id)


def _in_calls(person: AgentRecord) -> set[str]:
    """The legs that an agent's talks and rings are about, by whatever way they became its own."""
    return {talk.leg for talk in person.talks.values()} | set(person.rings)


def has_phone(person: AgentRecord) -> bool:
    """Whether a telephone of the agent is known, and not only a Local channel that leads to one."""
    return any(is_phone(name) for name in person.devices)


def has_hint(person: AgentRecord) -> bool:
    """Whether a queue watches the agent by an extension's hint, which may hide that a phone is gone."""
    return any(member.state_interface.startswith(HINT) for member in person.members.values())


def is_unplugged(floor: PbxState, person: AgentRecord) -> bool:
    """Whether none of the agent's phones can be reached, by their own states."""
    if not floor.device_states:
        return False
    states = [floor.device_states.get(name) for name in person.devices if is_phone(name)]
    return bool(states) and all(state in _GONE for state in states)


def is_set_busy(floor: PbxState, person: AgentRecord) -> bool:
    """Whether a switch of the agent says busy: what do-not-disturb is on most systems."""
    if not floor.device_states:
        return False
    return any(floor.device_states.get(name) == "BUSY" for name in person.devices if name.startswith("Custom:"))
