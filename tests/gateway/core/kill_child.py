"""A gateway's engine and history in a process of its own, to be killed: prints each caller who was counted."""

import asyncio
import sys
from itertools import count
from pathlib import Path

from tests.domain.words import DAY_MS, answers, ends, handles, joins, queue
from tests.gateway.rig import config
from wallboard.domain.engine import Engine
from wallboard.gateway.core.earlier_day import earlier_day
from wallboard.gateway.core.gateway_history import GatewayHistory
from wallboard.gateway.core.restore import Restore
from wallboard.host.clock import now_ms


def restore(place: Path) -> tuple[Engine, Restore]:
    """An engine and what restores it from a folder."""
    made_by = config()
    engine = Engine(made_by.calendar(), made_by.domain_goals(), now_ms())
    return engine, Restore(made_by, engine, GatewayHistory(made_by.history, place), earlier_day(made_by, place))


def now_s() -> float:
    return (now_ms() - DAY_MS) / 1000


async def calls(engine: Engine, first: int) -> None:
    """One caller after the other, answered, or waiting when the process is killed."""
    engine.apply(queue("pbx:sales", now_s()))
    for number in count(first):
        call = f"pbx:{number}"
        engine.apply(joins(call, "pbx:sales", now_s()))
        await asyncio.sleep(0.005)
        engine.apply(answers("pbx:ana", call, now_s()))
        engine.apply(ends(call, now_s()))
        engine.apply(handles("pbx:ana", call, "pbx:sales", now_s(), talk_s=1))
        engine.flush(now_ms())
        sys.stdout.write(f"{number} {now_ms()}\n")
        sys.stdout.flush()


async def main(place: Path, first: int) -> None:
    engine, kept = restore(place)
    kept.recall(now_ms())
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(kept.keep())
        tasks.create_task(calls(engine, first))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
