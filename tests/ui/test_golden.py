"""Each window looks as it did: `python -m tests.ui.golden` accepts another look."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from tests.ui.golden.pictures import ALLOWED, difference, few_colours
from tests.ui.golden.scenes import SCENES

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).parent / "golden"
CHANGED = ROOT / "build" / "golden"


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pictures as they are drawn now, by a process that no other test had a part in."""
    folder = tmp_path_factory.mktemp("golden")
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    }
    command = [sys.executable, "-m", "tests.ui.golden", str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, timeout=90, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.skipif(sys.platform != "linux", reason="other systems draw letters in their own way")
@pytest.mark.parametrize("name", SCENES)
def test_that_a_window_looks_as_it_did(drawn: Path, name: str) -> None:
    golden, now = QImage(str(GOLDEN / f"{name}.png")), QImage(str(drawn / f"{name}.png"))
    part, marked = difference(golden, now)
    if part > ALLOWED:
        CHANGED.mkdir(parents=True, exist_ok=True)
        now.save(str(CHANGED / f"{name}.png"))
        marked.save(str(CHANGED / f"{name}-difference.png"))
    assert part <= ALLOWED, (
        f"{part:.2%} of {name} differ: look at build/golden/{name}-difference.png. If it is meant: make golden"
    )


def test_that_each_picture_is_of_a_window() -> None:
    assert {path.stem for path in GOLDEN.glob("*.png")} == set(SCENES)


def picture(*dots: tuple[int, int]) -> QImage:
    image = QImage(100, 50, QImage.Format.Format_RGB32)
    image.fill(QColor("navy"))
    for x, y in dots:
        image.setPixelColor(x, y, QColor("white"))
    return image


def test_that_what_differs_is_counted_and_marked() -> None:
    assert difference(picture(), picture())[0] == 0
    part, marked = difference(picture(), picture((3, 4), (5, 6)))
    assert part == pytest.approx(2 / 5_000)
    assert marked.pixelColor(3, 4) == QColor(230, 0, 40)
    assert marked.pixelColor(4, 4) != QColor(230, 0, 40)


def test_that_another_size_is_all_different() -> None:
    assert difference(picture(), picture().scaled(50, 50))[0] == 1


def test_that_a_hardly_different_colour_is_the_same() -> None:
    image = picture()
    other = image.copy()
    other.fill(QColor(0, 0, 140))
    assert difference(image, other)[0] == 0
    assert difference(few_colours(image), image)[0] == 0
