"""Each kind of PBX in a configuration becomes its adapter, with the options that it names."""

from pathlib import Path

import pytest

from wallboard.app.adapters import adapters_of, build_adapter, chosen, context_of
from wallboard.domain.errors import ConfigError
from wallboard.domain.ids import QueueId
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.queue_tables import QueueEntry
from wallboard.pbx.asterisk.adapter import AsteriskAdapter
from wallboard.pbx.asterisk.config import AsteriskPbx
from wallboard.pbx.replay.config import ReplayPbx
from wallboard.pbx.simulator.adapter import Simulator
from wallboard.pbx.simulator.config import SimulatorPbx


def test_that_a_simulator_is_built() -> None:
    assert isinstance(build_adapter(GatewayConfig(sources={"pbx": SimulatorPbx(agents=3)}), "pbx"), Simulator)


def test_that_an_asterisk_is_built_with_its_secret_and_refused_without(monkeypatch: pytest.MonkeyPatch) -> None:
    pbx = AsteriskPbx(host="pbx", user="wb", secret_file="/nowhere")
    config = GatewayConfig(sources={"pbx": pbx}, wrap_up={"sales": 10})
    monkeypatch.setenv("WALLBOARD_PBX_SECRET", "s")
    assert isinstance(build_adapter(config, "pbx"), AsteriskAdapter)
    monkeypatch.delenv("WALLBOARD_PBX_SECRET")
    with pytest.raises(ConfigError, match="nowhere"):
        build_adapter(config, "pbx")


def test_that_a_recording_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"day.txt"):
        build_adapter(GatewayConfig(sources={"pbx": ReplayPbx(file=str(tmp_path / "day.txt"))}), "pbx")


def test_that_an_asterisk_knows_how_soon_a_caller_is_back_in_the_same_visit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WALLBOARD_PBX_SECRET", "s")
    pbx = AsteriskPbx(host="pbx", user="wb", rejoin_s=12.5)
    queues = {"400": QueueEntry(rejoin_s=0), "401": QueueEntry(name="Sales")}
    adapter = build_adapter(GatewayConfig(sources={"pbx": pbx}, queues=queues), "pbx")
    assert isinstance(adapter, AsteriskAdapter)
    assert [adapter.pbx_state.rejoin_ms_of(QueueId(key)) for key in ("400", "401", "402")] == [0, 12_500, 12_500]


def test_that_the_poll_reaches_the_adapter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALLBOARD_PBX_SECRET", "s")
    pbx = AsteriskPbx(host="pbx", user="wb", poll_s=300)
    config = GatewayConfig(sources={"pbx": pbx})
    options = pbx.options(context_of(config, "pbx"))
    assert options.reconcile_s == 300


def test_that_each_source_has_an_adapter_of_its_own() -> None:
    config = GatewayConfig(sources={"lisbon": SimulatorPbx(), "porto": SimulatorPbx(first_queue=7)})
    made = {name: make() for name, make in adapters_of(config).items()}
    assert list(made) == ["lisbon", "porto"]
    assert made["lisbon"] is not made["porto"]


def test_that_a_command_says_which_pbx_it_means_where_there_are_several() -> None:
    one, other = SimulatorPbx(seed=1), SimulatorPbx(seed=2)
    assert chosen(GatewayConfig(sources={"lisbon": one}), "") == ("lisbon", one)
    both = GatewayConfig(sources={"lisbon": one, "porto": other})
    assert chosen(both, "porto") == ("porto", other)
    with pytest.raises(ConfigError, match="Choose one with --source NAME: lisbon, porto"):
        chosen(both, "")
    with pytest.raises(ConfigError, match="no PBX 'faro' in the configuration"):
        chosen(both, "faro")
