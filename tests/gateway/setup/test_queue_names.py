"""Names of queues out of a file that was written from the PBX's database."""

import logging
from pathlib import Path

import pytest

from wallboard.domain.errors import ConfigError
from wallboard.domain.ids import QueueId
from wallboard.gateway.setup.config import GatewayConfig
from wallboard.gateway.setup.queue_names import check_queue_names, listings_of, read_queue_names
from wallboard.gateway.setup.queue_tables import QueueEntry
from wallboard.pbx.asterisk.config import AsteriskPbx
from wallboard.pbx.findings import Grade
from wallboard.pbx.simulator.config import SimulatorPbx


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file as ``mysql --batch --skip-column-names`` writes it."""
    path = tmp_path / "queue-names.tsv"
    path.write_bytes("400\tSales\n401\tTechnikai skyrius „Ą“\n8001\tA\\tB\\\\C\n".encode())
    return path


def config_with(path: Path | str, **queues: QueueEntry) -> GatewayConfig:
    pbx = AsteriskPbx(host="pbx", user="wallboard", queue_names_file=str(path))
    return GatewayConfig(
        sources={"pbx": pbx}, queues={key.removeprefix("q"): entry for key, entry in queues.items()}
    )


def test_that_names_are_those_of_the_database(path: Path) -> None:
    assert read_queue_names(path) == {"400": "Sales", "401": "Technikai skyrius „Ą“", "8001": "A B\\C"}


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (b"", {}),
        (b"400\tSales", {"400": "Sales"}),
        (b"\xef\xbb\xbf400\tSales\r\n\r\n401\tHelp\r\n", {"400": "Sales", "401": "Help"}),
        (b"400\t\n401\tNULL\n402\t  \n", {}),
        (b"400\tAten\xe7\xe3o\n", {"400": "Atenção"}),
        (b"400\tOne\n400\tTwo\n", {"400": "Two"}),
        (b"vip desk\tVery important\tpeople\n", {"vip desk": "Very important people"}),
        (b"400\t" + b"x" * 200, {"400": "x" * 79 + "…"}),
    ],
)
def test_that_every_way_to_write_such_a_file_is_read(path: Path, content: bytes, names: dict[str, str]) -> None:
    path.write_bytes(content)
    assert read_queue_names(path) == names


def test_that_a_file_of_another_form_is_refused_by_its_line(path: Path) -> None:
    path.write_text("400\tSales\n401 Help\n")
    with pytest.raises(ConfigError, match=r"queue-names\.tsv, line 2: there is no tab"):
        read_queue_names(path)


def test_that_what_gateway_toml_says_comes_first(path: Path) -> None:
    config = config_with(
        path, q400=QueueEntry(name="Verkauf"), q401=QueueEntry(order=1), q9=QueueEntry(hidden=True)
    )
    listings = listings_of(config)
    told = {key: (one.name, one.hidden, one.order) for key, one in listings.by_queue.items()}
    assert told == {
        "pbx:400": ("Verkauf", False, None),
        "pbx:401": ("Technikai skyrius „Ą“", False, 1),
        "pbx:8001": ("A B\\C", False, None),
        "pbx:9": ("", True, None),
    }


def test_that_a_gateway_goes_without_names_that_it_cannot_read(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.unlink()
    with caplog.at_level(logging.WARNING):
        listings = listings_of(config_with(path, q400=QueueEntry(name="Sales")))
    assert listings.of(QueueId("pbx:400")).name == "Sales"
    assert "source pbx: queue_names_file" in caplog.text
    assert "queue-names.tsv cannot be read: No such file" in caplog.text


def test_that_the_doctor_says_what_it_read(path: Path) -> None:
    (finding,) = check_queue_names(config_with(path).sources["pbx"])
    assert (finding.grade, finding.text) == (Grade.OK, f"{path} has names of 3 queues.")
    path.write_text("400 Sales")
    (finding,) = check_queue_names(config_with(path).sources["pbx"])
    assert finding.grade is Grade.WARNING
    assert "no tab" in finding.text
    assert check_queue_names(config_with("").sources["pbx"]) == check_queue_names(SimulatorPbx()) == []
