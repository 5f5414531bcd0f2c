"""Who may connect: the oldest that says nothing goes, never the newcomer, and never one who signed in."""

from wallboard.gateway.fanout.admission import LEAVING_AT_ONCE, SPARE_DESCRIPTORS, Admission, Connection
from wallboard.gateway.setup.tables import Listen

DESCRIPTORS = 65_536


class Caller:
    """A connection that notes how it fares."""

    def __init__(self, address: str = "192.0.2.1") -> None:
        self.address = address
        self.is_broken = False
        self.looks = 0

    def abort(self) -> None:
        self.is_broken = True

    def check_unsent(self) -> None:
        self.looks += 1


def admission(descriptors: int = DESCRIPTORS, **limits: int) -> tuple[Admission, list[Connection]]:
    told: list[Connection] = []
    return Admission(Listen(**limits), descriptors, told.append), told  # type: ignore[arg-type]  # all of them numbers


def arrive(door: Admission, count: int, address: str = "192.0.2.1") -> list[Caller]:
    callers = [Caller(address) for _ in range(count)]
    for caller in callers:
        door.arrive(caller, is_proxy=False)
    return callers


def test_that_the_oldest_silent_one_goes_when_there_are_too_many() -> None:
    door, told = admission(max_unknown=5)
    callers = [arrive(door, 1, f"192.0.2.{number}")[0] for number in range(7)]
    assert [caller.is_broken for caller in callers] == [True, True, False, False, False, False, False]
    assert told == callers[:2]
    assert door.count == 5


def test_that_one_address_takes_no_others_place() -> None:
    door, told = admission(max_unknown_per_address=3)
    other = arrive(door, 1, "192.0.2.2")[0]
    crowd = arrive(door, 100)
    assert not other.is_broken
    assert [caller.is_broken for caller in crowd] == [True] * 97 + [False] * 3
    assert len(told) == 97


def test_that_a_network_of_ipv6_is_one_address() -> None:
    door, _ = admission(max_unknown_per_address=1)
    first = arrive(door, 1, "2001:db8::1")[0]
    arrive(door, 1, "2001:db8::2")
    assert first.is_broken


def test_that_this_machine_is_counted_in_all_alone() -> None:
    door, told = admission(max_unknown_per_address=1)
    assert not any(caller.is_broken for caller in arrive(door, 50, "127.0.0.1"))
    assert told == []


def test_that_connections_by_a_trusted_proxy_are_counted_where_they_come_from() -> None:
    door, _ = admission(max_unknown_per_address=1)
    callers = [Caller("10.0.0.1") for _ in range(3)]
    for caller in callers:
        door.arrive(caller, is_proxy=True)
    assert not any(caller.is_broken for caller in callers)
    for caller, address in zip(callers, ("198.51.100.1", "198.51.100.2", "198.51.100.1"), strict=True):
        door.come_from(caller, address)
    assert [caller.is_broken for caller in callers] == [True, False, False]


def test_that_who_signed_in_stays_and_the_newcomer_goes_when_nobody_else_is_there() -> None:
    door, _ = admission(max_connections=10)
    screens = arrive(door, 10)
    for one in screens:
        door.sign_in(one)
    late = arrive(door, 1)[0]
    assert late.is_broken
    assert not any(one.is_broken for one in screens)
    door.leave(screens[0])
    assert not arrive(door, 1)[0].is_broken


def test_that_those_being_sent_away_are_not_counted_and_are_cut_off_when_too_many_linger() -> None:
    door, _ = admission()
    callers = arrive(door, LEAVING_AT_ONCE + 1, "127.0.0.1")
    for caller in callers:
        door.send_away(caller)
    assert door.count == 0
    assert [caller.is_broken for caller in callers] == [True] + [False] * LEAVING_AT_ONCE


def test_that_descriptors_are_kept_for_the_rest_of_the_gateway() -> None:
    assert admission(1_024)[0].max_connections == 1_024 - SPARE_DESCRIPTORS
    assert admission(256)[0].max_connections == 128
    assert admission(DESCRIPTORS)[0].max_connections == Listen().max_connections


def test_that_all_are_looked_at_and_only_strangers_broken_at_the_end() -> None:
    door, _ = admission()
    unknown, screen, leaving = arrive(door, 3)
    door.sign_in(screen)
    door.send_away(leaving)
    door.check_unsent()
    assert [one.looks for one in (unknown, screen, leaving)] == [1, 1, 1]
    door.close()
    assert [one.is_broken for one in (unknown, screen, leaving)] == [True, False, True]
    assert arrive(door, 1)[0].is_broken
