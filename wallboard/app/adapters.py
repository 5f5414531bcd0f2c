"""Which adapter a configuration asks for, put together with its options."""

from pathlib import Path
from typing import TYPE_CHECKING, assert_never

from wallboard.gateway.setup.config import AsteriskPbx, GatewayConfig, ReplayPbx, SimulatorPbx
from wallboard.host.clock import now_ms
from wallboard.pbx.adapter import Adapter

if TYPE_CHECKING:
    from wallboard.pbx.asterisk.adapter import AsteriskOptions


def build_adapter(config: GatewayConfig) -> Adapter:
    """The PBX of ``config``; `ConfigError` if a secret or a file that it needs is missing."""
    match config.pbx:
        case AsteriskPbx():
            return _asterisk(config.pbx, config)
        case SimulatorPbx():
            return _simulator(config.pbx, config)
        case ReplayPbx():
            return _replay(config.pbx, config)
        case _:
            assert_never(config.pbx)


def asterisk_options(pbx: AsteriskPbx, config: GatewayConfig) -> "AsteriskOptions":
    """How to reach the Asterisk of ``config``; `ConfigError` if its secret is nowhere."""
    from wallboard.gateway.setup.secret import find_secret
    from wallboard.pbx.asterisk.adapter import AsteriskOptions
    from wallboard.pbx.asterisk.commands.translation import Dialplan

    return AsteriskOptions(
        host=pbx.host,
        port=pbx.port,
        user=pbx.user,
        secret=find_secret(pbx),
        tls=pbx.tls,
        ca_file=pbx.tls_ca_file or None,
        plain_login=pbx.plain_login,
        wrap_up_s=config.wrap_up,
        default_wrap_up_s=pbx.default_wrap_up_s,
        rejoin_s=pbx.rejoin_s,
        rejoin_by_queue_s={key: one.rejoin_s for key, one in config.queues.items() if one.rejoin_s is not None},
        reconcile_s=pbx.poll_s,
        listed_queues=frozenset(config.queues),
        dialplan=Dialplan(ring_s=pbx.ring_s, auto_answer=pbx.auto_answer),
    )


def _asterisk(pbx: AsteriskPbx, config: GatewayConfig) -> Adapter:
    from wallboard.pbx.asterisk.adapter import AsteriskAdapter

    return AsteriskAdapter(asterisk_options(pbx, config))


def _replay(pbx: ReplayPbx, config: GatewayConfig) -> Adapter:
    from wallboard.pbx.replay.adapter import Replay, ReplayOptions

    options = ReplayOptions(path=Path(pbx.file), speed=pbx.speed, loop=pbx.loop, wrap_up_s=config.wrap_up)
    return Replay(options, now_ms)


def _simulator(pbx: SimulatorPbx, config: GatewayConfig) -> Adapter:
    from wallboard.pbx.simulator.adapter import Simulator
    from wallboard.pbx.simulator.options import SimulatorOptions

    options = SimulatorOptions(
        agents=pbx.agents, queues=pbx.queues, seed=pbx.seed, speed=pbx.speed, zone=config.calendar().zone
    )
    return Simulator(options, now_ms)
