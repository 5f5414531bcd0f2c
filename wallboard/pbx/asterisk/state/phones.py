"""Finds the agent of a device in any spelling: interfaces, state interfaces, and the hints of extensions.

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


def take_hints(pbx_state: PbxState, rows: Sequence[AmiMessage]) -> None:
    """Replaces all hints by the list; if the PBX refuses to list them nothing changes."""
    if not rows:
        return
    pbx_state.hints = {_extension(row): devices_in(row.get("Hint")) for row in rows}
    _update_extensions(pbx_state)
    for person in pbx_state.people.values():
        update_devices(pbx_state, person)


def take_device_states(pbx_state: PbxState, rows: Iterable[AmiMessage]) -> None:
    """Replaces the states of all devices by the list."""
    pbx_state.device_states = {
        row.get("Device"): row.get("State") for row in rows if row.get("Device") in pbx_state.watched
    }
    for person in pbx_state.people.values():
        pbx_state.touch(person.id)


def hint_changed(pbx_state: PbxState, message: AmiMessage) -> None:
    """Applies a hint's new state or, on a system where people change desks, its other devices."""
    extension, devices = _extension(message), devices_in(message.get("Hint"))
    if not devices or pbx_state.hints.get(extension) == devices:
        return
    pbx_state.hints[extension] = devices
    _update_extensions(pbx_state)
    for person in pbx_state.people.values():
        if any(member.state_interface == f"{HINT}{extension}" for member in person.members.values()):
            update_devices(pbx_state, person)


def device_changed(pbx_state: PbxState, message: AmiMessage) -> None:
    """Applies a device's state: a phone's reachability, or a switch, whatever the state of its hint."""
    name, state = message.get("Device"), message.get("State")
    if name not in pbx_state.watched or pbx_state.device_states.get(name) == state:
        return
    pbx_state.device_states[name] = state
    for agent_id in pbx_state.watched[name]:
        pbx_state.touch(agent_id)


def _update_extensions(pbx_state: PbxState) -> None:
    pbx_state.extensions = frozenset(
        name for devices in pbx_state.hints.values() for name in devices if is_phone(name)
    )


def _extension(message: AmiMessage) -> str:
    return f"{message.get('Exten')}@{message.get('Context')}"


def devices_of(pbx_state: PbxState, member: Member) -> list[str]:
    """Returns a member's phones, switches and Local channels, those that its interface itself names first."""
    devices = [device(member.interface)]
    if member.state_interface.startswith(HINT):
        devices += pbx_state.hints.get(member.state_interface.removeprefix(HINT), ())
    elif member.state_interface:
        devices.append(device(member.state_interface))
    return [name for name in devices if name.startswith(("Local/", "Custom:")) or is_phone(name)]


def owner(pbx_state: PbxState, member: Member) -> AgentId | None:
    """Returns the agent of a member's phone; None where it has none yet."""
    if (agent_id := pbx_state.interfaces.get(member.interface)) is not None:
        return agent_id
    found = (pbx_state.phones.get(name) for name in devices_of(pbx_state, member) if is_phone(name))
    return next((agent_id for agent_id in found if agent_id is not None), None)


def update_devices(pbx_state: PbxState, person: AgentRecord) -> None:
    """Updates which devices are this agent's, and the agents of existing channels."""
    members = [*person.members.values(), *person.doubles.values()]
    devices = frozenset(name for member in members for name in devices_of(pbx_state, member))
    for member in members:
        pbx_state.interfaces[member.interface] = person.id
    if devices == person.devices:
        return
    for name in person.devices - devices:
        if pbx_state.phones.get(name) == person.id:
            del pbx_state.phones[name]
        pbx_state.watched[name].discard(person.id)
    for name in sorted(devices):
        pbx_state.phones.setdefault(name, person.id)
        pbx_state.watched.setdefault(name, set()).add(person.id)
    person.devices = devices
    for channel in pbx_state.channels.values():
        if channel.agent != (agent_id := pbx_state.agent_of(channel.name)) and person.id in (
            channel.agent,
            agent_id,
        ):
            _own(pbx_state, channel, agent_id)


def forget(pbx_state: PbxState, person: AgentRecord) -> None:
    """Removes an agent: its phones belong to the other agents that have them."""
    for table in (pbx_state.phones, pbx_state.interfaces):
        for key in [key for key, agent_id in table.items() if agent_id == person.id]:
            del table[key]
    for name in person.devices:
        pbx_state.watched[name].discard(person.id)
        for other in pbx_state.watched[name]:
            pbx_state.phones.setdefault(name, other)


def _own(pbx_state: PbxState, channel: Channel, agent_id: AgentId | None) -> None:
    person = agents.person_of(pbx_state, agent_id)
    if person is not None:
        agents.take_leg(pbx_state, person, channel)
    elif (old := agents.person_of(pbx_state, channel.agent)) is not None and channel.id not in _in_calls(old):
        old.legs.discard(channel.id)
        channel.agent = None
        pbx_state.touch(old.id)


def _in_calls(person: AgentRecord) -> set[str]:
    """Returns the legs of an agent's talks and rings, however they became its own."""
    return {talk.leg for talk in person.talks.values()} | set(person.rings)


def has_phone(person: AgentRecord) -> bool:
    """Whether a telephone of the agent is known, and not only a Local channel that leads to one."""
    return any(is_phone(name) for name in person.devices)


def has_hint(person: AgentRecord) -> bool:
    """Whether a queue watches the agent by an extension's hint, which may hide that a phone is gone."""
    return any(member.state_interface.startswith(HINT) for member in person.members.values())


def is_unplugged(pbx_state: PbxState, person: AgentRecord) -> bool:
    """Whether all of the agent's phones are unreachable, by their own states."""
    if not pbx_state.device_states:
        return False
    states = [pbx_state.device_states.get(name) for name in person.devices if is_phone(name)]
    return bool(states) and all(state in _GONE for state in states)


def is_set_busy(pbx_state: PbxState, person: AgentRecord) -> bool:
    """Whether a switch of the agent is busy: do-not-disturb on most systems."""
    if not pbx_state.device_states:
        return False
    return any(pbx_state.device_states.get(name) == "BUSY" for name in person.devices if name.startswith("Custom:"))
