"""Doctor's checks of the site: when its days begin, the machine's time zone, and who may monitor."""

from datetime import UTC, datetime, timedelta, tzinfo

from wallboard.domain.actions.grant import AccessRight
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.host.time_zone import find_zone
from wallboard.pbx.findings import Finding, ok, warning

_DAYS = 366


def check_site(config: GatewayConfig, machine_zone: str, now_ms: int) -> Finding:
    """Reports when days begin; warns where clocks in ``machine_zone`` show another time. Empty if it is unknown."""
    site = config.site
    text = f"Days begin at {site.day_start_hour:02}:00 {site.time_zone}"
    machine = find_zone(machine_zone) if machine_zone else None
    if machine is None or _same_time(config.calendar().zone, machine, now_ms):
        return ok("site", f"{text}.")
    remedy = f'gateway.toml, [site]: time_zone = "{machine_zone}", if the centre\'s clocks show that time too'
    return warning("site", f"{text}; this machine is in {machine_zone}.", remedy)


def check_phones(config: GatewayConfig) -> list[Finding]:
    """Warns of clients who may monitor calls but have no phone that may be rung for it."""
    names = [
        client.name for client in config.clients if client.grant.may(AccessRight.COMMAND) and not client.extensions
    ]
    if not names:
        return []
    remedy = 'gateway.toml, in the [[clients]] of each: extensions = ["2001"], the phones of that person'
    return [warning("phones", f"No phone may be rung to listen to a call for {', '.join(names)}.", remedy)]


def _same_time(one: tzinfo, other: tzinfo, now_ms: int) -> bool:
    """Whether clocks of both zones agree throughout the coming year: many a zone has two names."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    days = (now + timedelta(days=day) for day in range(_DAYS))
    return all(at.astimezone(one).utcoffset() == at.astimezone(other).utcoffset() for at in days)
