"""What the doctor says of the site's days."""

import pytest

from wallboard.gateway.config import GatewayConfig, SimulatorPbx, Site
from wallboard.gateway.site_check import check_site
from wallboard.pbx.asterisk.findings import Grade

NOW_MS = 1_772_438_400_000
"""2 March 2026: Lisbon is at UTC for some weeks yet."""


def config(zone: str, hour: int = 0) -> GatewayConfig:
    return GatewayConfig(pbx=SimulatorPbx(), site=Site(time_zone=zone, day_start_hour=hour))


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
