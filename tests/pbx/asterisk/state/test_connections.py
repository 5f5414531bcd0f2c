"""Connections over Local channels: whatever is bridged, optimised and transferred, who hears whom is known."""

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from wallboard.domain.centre.state import Direction
from wallboard.pbx.asterisk.state import connections
from wallboard.pbx.asterisk.state.model import Channel
from wallboard.pbx.asterisk.state.pbx_state import PbxState


@dataclass
class Switchboard:
    """Phones that are connected pairwise, each connection over bridges and any number of Local channels.

    Attributes:
        talks: the pairs of phones that hear each other: what the board has to find out.
        chains: for each pair the bridges on the way, each with the two channels that are in it.
    """

    pbx_state: PbxState = field(default_factory=lambda: PbxState({}))
    talks: dict[str, str] = field(default_factory=dict)
    chains: dict[tuple[str, str], list[list[str]]] = field(default_factory=dict)
    serial: int = 0

    def _channel(self, name: str) -> str:
        channel = Channel(name, name, 6, name, Direction.INBOUND, 0)
        self.pbx_state.add_channel(channel)
        return name

    def _bridge(self, *channels: str) -> list[str]:
        self.serial += 1
        for channel in channels:
            self.pbx_state.channels[channel].bridge = f"b{self.serial}"
        self.pbx_state.bridges[f"b{self.serial}"] = set(channels)
        return list(channels)

    def connect(self, one: str, other: str, locals_between: int) -> None:
        """Two idle phones talk, over so many Local channels."""
        for phone in (one, other):
            if phone not in self.pbx_state.channels:
                self._channel(phone)
        ends = [one]
        for _ in range(locals_between):
            self.serial += 1
            ends += [self._channel(f"Local/x@y-{self.serial:08x};{half}") for half in (1, 2)]
        ends.append(other)
        pairs = [self._bridge(*ends[at : at + 2]) for at in range(0, len(ends), 2)]
        self.chains[one, other] = pairs
        self.talks |= {one: other, other: one}

    def hang_up(self, phone: str) -> None:
        """A phone is out of its call, and with it whatever led to the other one."""
        other = self.talks.pop(phone)
        del self.talks[other]
        pair = (phone, other) if (phone, other) in self.chains else (other, phone)
        for channel in {channel for bridge in self.chains.pop(pair) for channel in bridge}:
            self._leave(channel)
            if channel.startswith("Local/"):
                self.pbx_state.drop_channel(self.pbx_state.channels[channel])

    def optimise(self, phone: str) -> None:
        """The PBX takes one Local channel out of a phone's call."""
        other = self.talks[phone]
        pair = (phone, other) if (phone, other) in self.chains else (other, phone)
        chain = self.chains[pair]
        if len(chain) < 2:
            return
        (first, near), (far, second) = chain[0], chain[1]
        for channel in (first, near, far, second):
            self._leave(channel)
        for half in (near, far):
            self.pbx_state.drop_channel(self.pbx_state.channels[half])
        self.chains[pair] = [self._bridge(first, second), *chain[2:]]

    def transfer(self, phone: str, target: str) -> None:
        """A phone sends whom it talks with on to an idle one; the other's Local channels stay where they are."""
        other = self.talks[phone]
        self.hang_up(phone)
        self.connect(other, target, 1)

    def _leave(self, channel: str) -> None:
        found = self.pbx_state.channels[channel]
        self.pbx_state.bridges.get(found.bridge, set()).discard(channel)
        found.bridge = ""

    def heard_by(self, phone: str) -> set[str]:
        """Whom a phone hears, as the product sees it."""
        channel = self.pbx_state.channels.get(phone)
        return set() if channel is None else {end.id for end in connections.far_ends(self.pbx_state, channel)}


PHONES = [f"PJSIP/{number}-00000001" for number in range(8)]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["connect", "hang_up", "optimise", "transfer"]),
        st.sampled_from(PHONES),
        st.sampled_from(PHONES),
        st.integers(0, 3),
    ),
    max_size=30,
)


@given(steps=STEPS)
def test_that_each_talking_pair_is_connected_and_nobody_else(steps: list[tuple[str, str, str, int]]) -> None:
    board = Switchboard()
    for step, phone, other, between in steps:
        idle = phone not in board.talks
        match step:
            case "connect" if idle and other not in board.talks and phone != other:
                board.connect(phone, other, between)
            case "hang_up" if not idle:
                board.hang_up(phone)
            case "optimise" if not idle:
                board.optimise(phone)
            case "transfer" if not idle and other not in board.talks:
                board.transfer(phone, other)
        heard = {who: board.heard_by(who) for who in PHONES}
        assert heard == {who: {board.talks[who]} if who in board.talks else set() for who in PHONES}


def test_that_a_local_channel_whose_other_half_is_gone_leads_nowhere() -> None:
    board = Switchboard()
    board.connect("PJSIP/1-00000001", "PJSIP/2-00000001", 1)
    half = next(channel for channel in board.pbx_state.channels.values() if channel.name.endswith(";2"))
    board.pbx_state.drop_channel(half)
    board.pbx_state.bridges[half.bridge].discard(half.id)
    assert board.heard_by("PJSIP/1-00000001") == set()


def test_that_a_call_began_at_the_phone_behind_all_local_channels_that_dial_on() -> None:
    board = Switchboard()
    for name in ("PJSIP/1-00000001", "Local/x@y-0000000a;1", "Local/x@y-0000000a;2"):
        board._channel(name)
    board.pbx_state.channels["Local/x@y-0000000a;1"].dialled_by = "PJSIP/1-00000001"
    far = board.pbx_state.channels["Local/x@y-0000000a;2"]
    assert connections.origin(board.pbx_state, far).id == "PJSIP/1-00000001"
