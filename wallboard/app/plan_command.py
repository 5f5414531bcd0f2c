"""``wallboard gateway plan``: reads the file of a plan and prints how it is understood, or all that is wrong."""

import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click
import msgspec

from wallboard.app.error_words import plain_errors
from wallboard.app.plan_words import displayable, sentence
from wallboard.domain.errors import ConfigError
from wallboard.domain.ids import GroupId, QueueId, ScopeId, SourceId, entity_id
from wallboard.domain.plan.plan import PlannedInterval, WorkforcePlan
from wallboard.domain.plan.reading.dates import DateOrder
from wallboard.domain.plan.reading.header_words import Field
from wallboard.domain.plan.reading.numbers import DecimalMark
from wallboard.domain.plan.reading.plan_file import PlanReader, PlanReading, ReadingChoices, Understood
from wallboard.domain.plan.reading.plan_problems import PlanProblemKind
from wallboard.domain.plan.reading.scope_names import ScopeNames
from wallboard.domain.sanitizer import sanitize
from wallboard.gateway.setup import config as gateway_config
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.queue_tables import by_queue_id, named_source
from wallboard.host.error_text import why
from wallboard.host.time_zone import find_zone

_MOST_BYTES = 100_000_000
_STEPS = 1000
_TABLE = "{:24} {:10} {:5} {:5} {:>9} {:>9} {:>7} {:>8} {:>9}"
_MEASURES = [str(one) for one in (Field.CALLS, Field.AHT, Field.REQUIRED, Field.SCHEDULED)]


class PlanOptions(msgspec.Struct, frozen=True, kw_only=True):
    """The options of the command, by their names there."""

    encoding: str = ""
    measure: Field | None = None
    scope: str | None = None
    day: datetime | None = None
    date_order: DateOrder | None = None
    decimal: DecimalMark | None = None
    interval: int | None = None
    queues: tuple[str, ...] = ()
    skip_unknown: bool = False

    def choices(self, scope: ScopeId | None) -> ReadingChoices:
        """Returns what the user says of the file."""
        return ReadingChoices(
            encoding=self.encoding,
            date_order=self.date_order,
            decimal_mark=self.decimal,
            measure=self.measure,
            scope=scope,
            day=self.day.date() if self.day else None,
            interval_minutes=self.interval,
            skip_unknown_queues=self.skip_unknown,
        )


@click.command("plan", short_help="Read the file of a plan and print how it is understood.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--measure", type=click.Choice(_MEASURES), help="What a table with a column per queue or day has.")
@click.option("--for", "scope", metavar="QUEUE", help="The queue or group of rows that name none.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="The day of times without a date.")
@click.option(
    "--date-order", type=click.Choice([str(one) for one in DateOrder]), help="The order of day and month."
)
@click.option("--decimal", type=click.Choice([str(one) for one in DecimalMark]), help="What comes before decimals.")
@click.option("--encoding", default="", metavar="NAME", help="The encoding of the file, such as cp1257.")
@click.option("--interval", type=click.IntRange(5, 1440), metavar="MINUTES", help="How long each interval is.")
@click.option("--queue", "queues", multiple=True, metavar="QUEUE", help="A queue that is not in gateway.toml.")
@click.option("--skip-unknown", is_flag=True, help="Leave out queues that are not known.")
@click.pass_context
def plan_command(context: click.Context, /, file: Path, **_options: object) -> None:
    """Read FILE, the CSV export of a workforce-management system, and print how it is understood.

    Forecast calls, handle time, required and scheduled agents are read from tables with a row for each interval and
    queue, and from those with a column for each queue or day. Queues are known by [queues] and [groups] in
    gateway.toml, by --queue, and else by what the file calls them. Nothing is stored.
    """
    with plain_errors():
        options = msgspec.convert(context.params, PlanOptions)
        config = gateway_config.load(context.obj)
        reading = _read(config, _content(file), options)
    if reading.understood is None:
        raise click.ClickException(_all_that_is_wrong(file, reading))
    for line in [*_understood(reading.understood), *_table(reading.intervals, config)]:
        click.echo(line)


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise ConfigError(f"{file} is larger than {_MOST_BYTES // 1_000_000} MB: export fewer days.")
        return file.read_bytes()
    except OSError as error:
        raise ConfigError(f"Cannot read {file}: {why(error)}.") from error


def _read(config: GatewayConfig, data: bytes, options: PlanOptions) -> PlanReading:
    """Reads a file; a second time with the queues that only the file names, where nothing else is wrong."""
    listed = by_queue_id(config.queues, config.sources)
    queues = {id_: one.name for id_, one in listed.items()} | _queues_named(config, options.queues)
    reading = _with_progress(config, data, queues, options)
    unknown = [one.subject["queue"] for one in reading.problems if one.kind is PlanProblemKind.UNKNOWN_QUEUE]
    if not unknown or len(unknown) < len(reading.problems):
        return reading
    names = displayable(", ".join(unknown))
    click.echo(f"Not in gateway.toml, taken as queues of the PBX: {names}", err=True)
    return _with_progress(config, data, queues | _queues_named(config, unknown), options)


def _queues_named(config: GatewayConfig, keys: Iterable[str]) -> dict[QueueId, str]:
    """Ids of queues by what a person calls them; a bare key is that queue of the first source."""
    first = SourceId(next(iter(config.sources)))
    found = {}
    for key in keys:
        source = named_source(key, config.sources)
        found[QueueId(key) if source else QueueId(entity_id(first, key))] = key
    return found


def _with_progress(
    config: GatewayConfig, data: bytes, queues: dict[QueueId, str], options: PlanOptions
) -> PlanReading:
    scopes = ScopeNames(queues, {GroupId(id_): one.name or id_ for id_, one in config.groups.items()})
    reader = PlanReader(scopes, config.calendar().zone, find_zone)
    choices = options.choices(_scope(scopes, options.scope) if options.scope else None)
    with click.progressbar(length=_STEPS, label="Reading", file=sys.stderr) as bar:

        def watch(done: int, of: int) -> bool:
            bar.update(_STEPS * done // max(1, of) - bar.pos)
            return True

        return reader.read(data, choices, watch)


def _scope(scopes: ScopeNames, name: str) -> ScopeId:
    found = scopes.find(name)
    if len(found) != 1:
        known = ", ".join(found or scopes.names)
        raise ConfigError(f"--for {name} is not one queue or group. Known: {known}")
    return found[0]


def _all_that_is_wrong(file: Path, reading: PlanReading) -> str:
    lines = [sentence(one) for one in reading.problems]
    more = [f"and {reading.more} more"] if reading.more else []
    return "\n  ".join([f"{file} cannot be used as a plan:", *lines, *more])


def _understood(said: Understood) -> list[str]:
    columns = ", ".join(f"{field} from {displayable(header)}" for field, header in said.columns.items())
    separator = {"\t": "tab"}.get(said.separator, said.separator)
    marks = f"separator {separator}, decimal {said.decimal_mark}, dates {said.date_order}"
    lines = [f"Encoding {said.encoding}, {marks}, times of {said.zone}", f"Columns: {columns}"]
    if said.left_out:
        lines.append(f"Columns that were left out: {', '.join(map(displayable, said.left_out))}")
    if said.skipped:
        lines.append(f"Queues that were left out: {', '.join(map(displayable, said.skipped))}")
    if said.hours_twice:
        lines.append(f"Clocks are put back: {said.hours_twice} intervals of the file count for both hours.")
    return lines


def _table(intervals: Sequence[PlannedInterval], config: GatewayConfig) -> list[str]:
    """One line for each day of each scope: calls are sums, agents averages over its planned time."""
    zone = config.calendar().zone
    plan = WorkforcePlan(intervals)
    spans: dict[tuple[ScopeId, date], list[PlannedInterval]] = {}
    for one in plan:
        day = datetime.fromtimestamp(one.start_ms / 1000, UTC).astimezone(zone).date()
        spans.setdefault((one.scope, day), []).append(one)
    lines = [
        "",
        _TABLE.format("Queue or group", "Day", "From", "To", "Intervals", "Calls", "AHT", "Required", "Scheduled"),
    ]
    for (scope, day), row in sorted(spans.items()):
        start, end = row[0].start_ms, row[-1].end_ms
        clock = [datetime.fromtimestamp(ms / 1000, UTC).astimezone(zone).strftime("%H:%M") for ms in (start, end)]
        total = plan.sum(scope, start, end)
        figures = (total.calls, total.aht_s, total.required, total.scheduled) if total else (None,) * 4
        lines.append(_TABLE.format(sanitize(scope), str(day), *clock, len(row), *map(_figure, figures)))
    return lines


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
