"""Each kind of PBX in a configuration becomes its adapter, with the options that it names."""

from pathlib import Path

import pytest

from wallboard.app.adapters import asterisk_options, build_adapter
from wallboard.domain.errors import ConfigError
from wallboard.domain.ids import QueueId
from wallboard.gateway.setup.config import AsteriskPbx, GatewayConfig, QueueEntry, ReplayPbx, SimulatorPbx
from wallboard.pbx.asterisk.adapter import AsteriskAdapter
from wallboard.pbx.simulator.adapter import Simulator


def test_that_a_simulator_is_built() -> None:
    assert isinstance(build_adapter(GatewayConfig(pbx=SimulatorPbx(agents=3))), Simulator)


def test_that_an_asterisk_is_built_with_its_secret_and_refused_without(monkeypatch: pytest.MonkeyPatch) -> None:
    config = GatewayConfig(pbx=AsteriskPbx(host="pbx", user="wb", secret_file="/nowhere"), wrap_up={"sales": 10})
    monkeypatch.setenv("WALLBOARD_PBX_SECRET", "s")
    assert isinstance(build_adapter(config), AsteriskAdapter)
    monkeypatch.delenv("WALLBOARD_PBX_SECRET")
    with pytest.raises(ConfigError, match="nowhere"):
        build_adapter(config)


def test_that_a_recording_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"day.txt"):
        build_adapter(GatewayConfig(pbx=ReplayPbx(file=str(tmp_path / "day.txt"))))


def test_that_an_asterisk_knows_how_soon_a_caller_is_back_in_the_same_visit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WALLBOARD_PBX_SECRET", "s")
    pbx = AsteriskPbx(host="pbx", user="wb", rejoin_s=12.5)
    queues = {"400": QueueEntry(rejoin_s=0), "401": QueueEntry(name="Sales")}
    adapter = build_adapter(GatewayConfig(pbx=pbx, queues=queues))
    assert isinstance(adapter, AsteriskAdapter)
    assert [adapter.floor.rejoin_ms_of(QueueId(key)) for key in ("400", "401", "402")] == [0, 12_500, 12_500]


def test_that_the_poll_and_the_listed_queues_reach_the_adapter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALLBOARD_PBX_SECRET", "s")
    pbx = AsteriskPbx(host="pbx", user="wb", poll_s=300)
    options = asterisk_options(pbx, GatewayConfig(pbx=pbx, queues={"400": QueueEntry(name="Sales")}))
    assert options.reconcile_s == 300
    assert options.listed_queues == frozenset({"400"})
