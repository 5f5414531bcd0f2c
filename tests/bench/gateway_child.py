"""A whole gateway on a pretend Asterisk, as ``python -m tests.bench.gateway_child AMI_PORT``; prints its port."""

import asyncio
import sys

from tests.bench.within import TOKENS
from wallboard.feed.roles import Role
from wallboard.gateway.access.tokens import token_hash
from wallboard.gateway.service import Gateway
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.tables import ClientEntry, Listen
from wallboard.pbx.asterisk.adapter import AsteriskAdapter, AsteriskOptions
from wallboard.pbx.asterisk.config import AsteriskPbx


def _config() -> GatewayConfig:
    clients = [ClientEntry(name=token, role=Role.SUPERVISOR, token_sha256=token_hash(token)) for token in TOKENS]
    return GatewayConfig(
        sources={"pbx": AsteriskPbx(host="127.0.0.1", user="w")}, listen=Listen(port=0), clients=clients
    )


async def _main(ami_port: int) -> None:
    options = AsteriskOptions(host="127.0.0.1", port=ami_port, user="w", secret="s", reconcile_s=86_400)
    gateway = Gateway(_config(), {"pbx": lambda: AsteriskAdapter(options)})
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(gateway.run())
        await gateway.started.wait()
        sys.stdout.write(f"{gateway.port}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1])))
