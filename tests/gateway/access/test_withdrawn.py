"""Monitorings of those who lost the right to them, or the phone, are to be ended, and nobody else's."""

from wallboard.domain.centre.state import Monitor, MonitorMode
from wallboard.domain.ids import AgentId, CommandId
from wallboard.feed.roles import Role
from wallboard.gateway.access.withdrawn import Withdrawn
from wallboard.gateway.setup.tables import ClientEntry


def client(name: str, role: Role = Role.SUPERVISOR, *extensions: str) -> ClientEntry:
    return ClientEntry(name=name, role=role, token_sha256="0" * 64, extensions=list(extensions))


def monitor(who: str, extension: str = "2001") -> Monitor:
    return Monitor(
        id=CommandId("m"),
        agent_id=AgentId("ana"),
        extension=extension,
        mode=MonitorMode.LISTEN,
        since_ms=1,
        begun_by=who,
    )


def test_that_who_lost_the_token_or_the_role_may_monitor_no_longer_until_it_comes_back() -> None:
    dana, eve = client("Dana", Role.SUPERVISOR, "2001"), client("Eve", Role.SUPERVISOR, "2001")
    withdrawn = Withdrawn([dana, eve])
    assert not withdrawn.concerns(monitor("Dana"))
    withdrawn.renew([client("Eve", Role.VIEWER)])
    assert withdrawn.concerns(monitor("Dana"))
    assert withdrawn.concerns(monitor("Eve"))
    assert not withdrawn.concerns(monitor("somebody at another gateway"))
    withdrawn.renew([dana])
    assert not withdrawn.concerns(monitor("Dana"))
    assert withdrawn.concerns(monitor("Eve"))


def test_that_who_began_it_before_the_gateway_was_started_and_is_unknown_now_may_not_either() -> None:
    withdrawn = Withdrawn([client("Dana", Role.SUPERVISOR, "2001")], before={"Dana", "Eve"})
    assert [withdrawn.concerns(monitor(who)) for who in ("Dana", "Eve", "Kim")] == [False, True, False]


def test_that_a_phone_that_was_taken_away_is_monitored_at_no_longer() -> None:
    before, after = client("Dana", Role.SUPERVISOR, "2001", "2002"), client("Dana", Role.SUPERVISOR, "2002")
    withdrawn = Withdrawn([before])
    withdrawn.renew([after])
    assert withdrawn.concerns(monitor("Dana", "2001"))
    assert not withdrawn.concerns(monitor("Dana", "2002"))
    assert not withdrawn.concerns(monitor("Eve", "2001"))
    withdrawn.renew([before])
    assert not withdrawn.concerns(monitor("Dana", "2001"))


def test_that_a_phone_taken_away_while_no_gateway_ran_is_monitored_at_no_longer() -> None:
    withdrawn = Withdrawn([client("Dana", Role.SUPERVISOR, "2002")], before={"Dana"})
    assert withdrawn.concerns(monitor("Dana", "2001"))
    assert not withdrawn.concerns(monitor("Dana", ""))
