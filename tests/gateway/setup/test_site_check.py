"""What the doctor says of the site's days."""

import pytest

from wallboard.feed.roles import Role
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.site_check import check_phones, check_site
from wallboard.gateway.setup.tables import ClientEntry, Site
from wallboard.pbx.findings import Grade
from wallboard.pbx.simulator.config import SimulatorPbx

NOW_MS = 1_772_438_400_000
"""2 March 2026: Lisbon is at UTC for some weeks yet."""


def config(zone: str, hour: int = 0) -> GatewayConfig:
    return GatewayConfig(sources={"pbx": SimulatorPbx()}, site=Site(time_zone=zone, day_start_hour=hour))


@pytest.mark.parametrize(
    ("site", "machine"),
    [("Europe/Lisbon", "Europe/Lisbon"), ("Europe/Lisbon", "Portugal"), ("UTC", "Etc/UTC"), ("Asia/Tokyo", "")],
)
def test_that_the_doctor_says_when_days_begin(site: str, machine: str) -> None:
    finding = check_site(config(site, hour=4), machine, NOW_MS)
    assert (finding.grade, finding.text) == (Grade.OK, f"Days begin at 04:00 {site}.")


@pytest.mark.parametrize("machine", ["Europe/Lisbon", "America/Sao_Paulo"])
def test_that_a_machine_in_another_zone_is_a_warning(machine: str) -> None:
    finding = check_site(config("UTC"), machine, NOW_MS)
    assert finding.grade is Grade.WARNING
    assert finding.text == f"Days begin at 00:00 UTC; this machine is in {machine}."
    assert f'[site]: time_zone = "{machine}"' in finding.remedy


def test_that_the_doctor_names_who_may_listen_and_has_no_phone() -> None:
    clients = [
        ClientEntry(name=name, role=role, token_sha256="0" * 64, extensions=extensions)
        for name, role, extensions in (
            ("Ana", Role.SUPERVISOR, ["2001"]),
            ("TV", Role.VIEWER, []),
            ("Bea", Role.SUPERVISOR, []),
            ("Cid", Role.ADMINISTRATOR, []),
        )
    ]
    [finding] = check_phones(GatewayConfig(sources={"pbx": SimulatorPbx()}, clients=clients))
    assert (finding.grade, finding.text) == (
        Grade.WARNING,
        "No phone may be rung to listen to a call for Bea, Cid.",
    )
    assert 'extensions = ["2001"]' in finding.remedy
    assert check_phones(GatewayConfig(sources={"pbx": SimulatorPbx()}, clients=clients[:2])) == []
