"""``wallboard doctor``: looks at the PBX of a configuration and prints what is missing, and where to write it."""

import asyncio
import textwrap
from collections import Counter
from pathlib import Path

import click
import msgspec

from wallboard.domain.errors import ConfigError
from wallboard.gateway import config as gateway_config
from wallboard.gateway.config import AsteriskPbx
from wallboard.gateway.queue_names import check_queue_names
from wallboard.gateway.site_check import check_site
from wallboard.host import paths
from wallboard.host.clock import now_ms
from wallboard.host.time_zone import machine_zone
from wallboard.pbx.asterisk.findings import Finding, Grade

WIDTH = 100
INDENT = " " * 9


@click.command("doctor", short_help="Check the PBX before it is used.")
@click.option(
    "--config",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The gateway's configuration; by default gateway.toml here, then your own, then the machine's.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@click.option(
    "--probe-queue",
    default="",
    metavar="QUEUE",
    help="Prove that queue events arrive, by a paused test member that is in QUEUE for a moment.",
)
@click.pass_context
def doctor(context: click.Context, path: Path | None, as_json: bool, probe_queue: str) -> None:
    """Check the PBX before it is used; ends with 1 if anything there keeps Wallboard from working.

    Changes nothing at the PBX and rings no phone.
    """
    from wallboard.app.adapters import asterisk_options
    from wallboard.pbx.asterisk.doctor import examine

    path = path or paths.default_gateway_config()
    config = gateway_config.load(path)
    if not isinstance(config.pbx, AsteriskPbx):
        raise ConfigError(f"The PBX in {path} needs no doctor: [pbx] kind is not 'asterisk'.")
    findings = asyncio.run(examine(asterisk_options(config.pbx, config), probe_queue))
    findings += [*check_queue_names(config), check_site(config, machine_zone(), now_ms())]
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(findings)))
    else:
        click.echo(report(findings))
    context.exit(any(finding.grade is Grade.PROBLEM for finding in findings))


def report(findings: list[Finding]) -> str:
    """The findings for a person: each with its grade, its remedy below it, and the count at the end."""
    lines: list[str] = []
    for finding in findings:
        lines.append(_wrapped(f"{finding.grade:8} {finding.text}"))
        if finding.remedy:
            lines.append(_wrapped(f"{INDENT}-> {finding.remedy}"))
    counts = Counter(finding.grade for finding in findings)
    if counts[Grade.PROBLEM]:
        verdict = f"{counts[Grade.PROBLEM]} to put right, {counts[Grade.WARNING]} to look at."
    elif counts[Grade.WARNING]:
        verdict = f"Wallboard can be used; {counts[Grade.WARNING]} to look at."
    else:
        verdict = "Wallboard can be used."
    return "\n".join([*lines, "", verdict])


def _wrapped(text: str) -> str:
    return textwrap.fill(
        text, WIDTH, subsequent_indent=INDENT, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
    )
