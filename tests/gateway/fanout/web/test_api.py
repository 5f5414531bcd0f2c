"""The read-only JSON, over a real socket, against its own description."""

from datetime import UTC, datetime
from typing import Any, get_args

import msgspec
import pytest

from tests.domain.words import DAY_MS, agent, answers, does, hangs_up, joins, link, member, ms, queue
from tests.gateway.fanned import Fanned
from wallboard.domain.centre.agent_state import AgentState
from wallboard.domain.centre.state import Activity, SourceStatus
from wallboard.domain.counts.catalogue import CATALOGUE, FigureId
from wallboard.gateway.access.sight import Sight
from wallboard.gateway.fanout.web import api, shared
from wallboard.gateway.fanout.web import api_types as t
from wallboard.gateway.fanout.web.reading import KINDS, Reading

PHONE = "00351912345678"
VIEWER, SUPERVISOR = Sight(sees_numbers=False), Sight(sees_numbers=True)


@pytest.fixture(autouse=True)
def anew_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "FRESH_S", 0.0)


def centre(*more: Any) -> Fanned:
    """A queue with two agents, one of whom is rung at a number; two callers answered and lost."""
    made = Fanned(
        link(SourceStatus.UP, 0),
        *(queue("pbx:sales"), agent("pbx:ana"), agent(f"pbx:{PHONE}")),
        *(member("pbx:sales", "pbx:ana"), member("pbx:sales", f"pbx:{PHONE}")),
        *(joins("pbx:a", "pbx:sales", 1), answers("pbx:ana", "pbx:a", 2)),
        does("pbx:ana", Activity.TALKING, 2, call="pbx:a"),
        *(joins("pbx:b", "pbx:sales", 3), hangs_up("pbx:b", 9), joins("pbx:w", "pbx:sales", 10)),
        *more,
    )
    made.flush(ms(20))
    return made


def reading(of: Fanned) -> Reading:
    return Reading(ms(20), of.hub.seen(KINDS, VIEWER))


def test_that_figures_have_their_unit_and_what_they_are_a_share_of() -> None:
    now = reading(centre())
    body = b"".join(api.figures(now, now.scopes, "today"))
    answer = msgspec.json.decode(body, type=t.FiguresAnswer)
    (sales,) = (one for one in answer.scopes if one.id == "pbx:sales")
    assert sales.figures.keys() == CATALOGUE.keys()
    assert sales.figures[FigureId.SERVICE_LEVEL] == t.FigureValue(value=50.0, unit="percent", of=2)
    assert sales.figures[FigureId.OFFERED].value == 3
    assert sales.figures[FigureId.LONGEST_WAIT] == t.FigureValue(value=10.0, unit="seconds")
    assert sales.since == datetime.fromtimestamp(ms(-8 * 3600) / 1000, UTC)
    assert sales.covered_since == datetime.fromtimestamp(DAY_MS / 1000, UTC)


def test_that_figures_of_now_are_null_once_the_pbx_is_lost() -> None:
    made = centre()
    made.happens(link(SourceStatus.DOWN, 21))
    made.flush(ms(22))
    now = reading(made)
    answer = msgspec.json.decode(b"".join(api.figures(now, now.scopes, "today")), type=t.FiguresAnswer)
    for one in answer.scopes:
        assert not one.live
        assert one.figures[FigureId.WAITING].value is None
        assert one.figures[FigureId.ANSWERED].value == 1


def test_that_each_window_has_its_own_figures() -> None:
    now = reading(centre())
    for window in get_args(t.WindowName):
        body = b"".join(api.figures(now, now.scopes, window))
        assert msgspec.json.decode(body, type=t.FiguresAnswer).window == window


def test_that_agents_are_masked_as_on_a_viewers_screen() -> None:
    hub = centre().hub

    def told(sight: Sight) -> list[t.AgentNow]:
        body = b"".join(api.agents(ms(20), hub.seen(api.PEOPLE_KINDS, sight)))
        return msgspec.json.decode(body, type=t.AgentsAnswer).agents

    whole, masked = told(SUPERVISOR), told(VIEWER)
    assert {one.id for one in whole} == {"pbx:ana", f"pbx:{PHONE}"}
    assert PHONE not in str(masked)
    assert all(one.queues == ["pbx:sales"] and one.live for one in [*whole, *masked])
    assert sorted(one.state for one in masked) == sorted(one.state for one in whole)
    assert AgentState.TALKING in {one.state for one in whole}


def test_that_many_agents_are_all_there() -> None:
    many = [agent(f"pbx:n{number}") for number in range(1_200)]
    body = b"".join(api.agents(ms(20), centre(*many).hub.seen(api.PEOPLE_KINDS, VIEWER)))
    assert len(msgspec.json.decode(body, type=t.AgentsAnswer).agents) == 1_202


def test_that_finished_intervals_have_the_figures_of_their_callers() -> None:
    made = centre()
    made.flush(ms(16 * 60))
    now = reading(made)
    (sales,) = (scope for scope in now.scopes if scope.id == "pbx:sales")
    body = b"".join(api.intervals(now, sales, made.hub.intervals(sales.id)))
    (one,) = msgspec.json.decode(body, type=t.IntervalsAnswer).intervals
    assert one.start == datetime.fromtimestamp(DAY_MS / 1000, UTC)
    assert one.figures[FigureId.ABANDONS].value == 1
    assert FigureId.WAITING not in one.figures
    assert FigureId.OCCUPANCY not in one.figures
