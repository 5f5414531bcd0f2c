"""The gateway's configuration: the model of ``gateway.toml``, validated while it is read."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from wallboard.domain.centre.groups import GroupRule, Groups
from wallboard.domain.centre.listing import Listing, Listings
from wallboard.domain.counts.calendar import Calendar
from wallboard.domain.counts.formulas import Goal, Goals
from wallboard.domain.errors import ConfigError
from wallboard.domain.ids import GroupId, QueueId, SourceId, key_of, source_of
from wallboard.gateway.setup.config_check import as_written, check, duplicate_table, with_sources
from wallboard.gateway.setup.config_errors import explain, unknown_member
from wallboard.gateway.setup.credentials import original
from wallboard.gateway.setup.queue_tables import GoalTables, GroupEntry, QueueEntry, by_queue_id, of_source
from wallboard.gateway.setup.tables import HistorySettings, ServingTables
from wallboard.pbx.kind import SourceContext
from wallboard.pbx.kinds import AnyPbx
from wallboard.settings import toml_file


class GatewayConfig(ServingTables, frozen=True, kw_only=True):
    """All of ``gateway.toml``; ``wrap_up`` holds seconds by queue where the PBX does not report them."""

    sources: dict[str, AnyPbx]
    queues: dict[str, QueueEntry] = {}
    groups: dict[str, GroupEntry] = {}
    goals: GoalTables = GoalTables()
    wrap_up: dict[str, Annotated[float, Meta(ge=0, le=3_600)]] = {}
    history: HistorySettings = HistorySettings()

    def domain_goals(self) -> Goals:
        """Returns the goals for the engine."""
        default = self.goals.default.over(Goal())
        own = by_queue_id(self.goals.queues, self.sources)
        return Goals(
            default=default,
            by_queue={queue_id: goal.over(default) for queue_id, goal in own.items()},
            by_group={GroupId(id_): goal.over(default) for id_, goal in self.goals.groups.items()},
        )

    def domain_groups(self) -> Groups:
        """Returns the groups for the engine."""
        return Groups(
            by_id={
                GroupId(id_): GroupRule(name=one.name, queues=tuple(one.queues), order=one.order, colour=one.colour)
                for id_, one in self.groups.items()
            }
        )

    def listings(self, names: Mapping[QueueId, str]) -> Listings:
        """Returns how queues are listed; ``names`` are for those without a name in ``[queues]``.

        Where queues share a name, what tells them apart follows it: the source, the key, or both.
        """
        by_queue = {queue_id: Listing(name=name) for queue_id, name in names.items()}
        for queue_id, entry in by_queue_id(self.queues, self.sources).items():
            name = entry.name or names.get(queue_id, "")
            by_queue[queue_id] = Listing(name=name, hidden=entry.hidden, order=entry.order, colour=entry.colour)
        shown = {queue_id: one.name.casefold() for queue_id, one in by_queue.items() if not one.hidden}
        shared = Counter(shown.values())
        within = Counter((source_of(queue_id), name) for queue_id, name in shown.items())
        for queue_id, one in by_queue.items():
            if one.name and shared[one.name.casefold()] > 1:  # otherwise it is not clear where a call goes
                is_only_one = within[source_of(queue_id), one.name.casefold()] == 1
                name = f"{one.name} ({self._distinction(queue_id, is_only_one)})"
                by_queue[queue_id] = msgspec.structs.replace(one, name=name)
        return Listings(by_queue=by_queue)

    def _distinction(self, queue_id: QueueId, is_only_one: bool) -> str:
        """Returns what tells queues of one name apart: the source where it has only this one, else the key."""
        if len(self.sources) == 1:
            return key_of(queue_id)
        return source_of(queue_id) if is_only_one else queue_id

    def calendar(self) -> Calendar:
        """Returns the site's days and intervals."""
        return Calendar(
            zone=ZoneInfo(self.site.time_zone),
            day_start_hour=self.site.day_start_hour,
            interval_minutes=self.site.interval_minutes,
        )

    def context(self, source: str, secret: str = "") -> SourceContext:
        """Returns what concerns one source in all tables but its own."""
        entries = of_source(self.queues, source, self.sources)
        return SourceContext(
            source_id=SourceId(source),
            wrap_up_s=of_source(self.wrap_up, source, self.sources),
            rejoin_s={key: one.rejoin_s for key, one in entries.items() if one.rejoin_s is not None},
            zone=self.calendar().zone,
            secret=secret,
        )


def load(path: Path) -> GatewayConfig:
    """Reads and checks a file; `ConfigError` names the file, the key and its valid values."""
    return parse(read_text(path), str(original(path)))


def read_text(path: Path) -> str:
    """Returns the file's text; a `ConfigError` says why it cannot be read."""
    try:
        return toml_file.read_text(path, str(original(path)))
    except FileNotFoundError as error:
        hint = "write one by `wallboard gateway init`, or name another by --config"
        raise ConfigError(f"There is no configuration file {path}: {hint}.") from error


def parse(text: str, source: str) -> GatewayConfig:
    """Checks the text of a file named ``source``; errors as in `load`."""
    try:
        content = toml_file.parse_toml(text, source)
    except ConfigError as error:
        if words := duplicate_table(str(error)):
            raise ConfigError(f"{source}: {words}.") from error
        raise
    tree, has_old_table = with_sources(content, source)
    try:
        config = msgspec.convert(tree, GatewayConfig)
    except msgspec.ValidationError as error:
        words = explain(str(error), tree, GatewayConfig)
        raise ConfigError(f"{source}: {as_written(words, has_old_table=has_old_table)}") from error
    if invalid := unknown_member(config, tree):
        raise ConfigError(f"{source}: {explain(invalid, tree, GatewayConfig)}")
    check(config, source, has_old_table=has_old_table)
    return config
