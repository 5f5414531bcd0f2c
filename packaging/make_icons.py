"""Draws the program's icon for Windows (.ico) and macOS (.icns) from resources/icons/wallboard.svg.

python packaging/make_icons.py FOLDER
"""

import os
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWING = Path(__file__).resolve().parents[1] / "resources/icons/wallboard.svg"
ICO_PX = (16, 20, 24, 32, 40, 48, 64, 128, 256)
ICNS_PX = {
    b"icp4": 16, b"icp5": 32, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024,
    b"ic11": 32, b"ic12": 64, b"ic13": 256, b"ic14": 512,
}  # fmt: skip
"""Apple's types of PNG images; ic10 to ic14 are the double resolutions."""


def png(size_px: int) -> bytes:
    """The icon as a PNG of this width and height."""
    image = QImage(size_px, size_px, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, "PNG"):
        raise OSError("this Qt cannot write PNG files")
    return bytes(content.data())


def ico(images: dict[int, bytes]) -> bytes:
    """A Windows icon file of PNG images by their size; 256 pixels are written as 0 there."""
    offset = 6 + 16 * len(images)
    entries = b""
    for size, image in images.items():
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(image), offset)
        offset += len(image)
    return struct.pack("<HHH", 0, 1, len(images)) + entries + b"".join(images.values())


def icns(images: dict[bytes, bytes]) -> bytes:
    """An Apple icon file of PNG images by their type."""
    blocks = b"".join(kind + struct.pack(">I", 8 + len(image)) + image for kind, image in images.items())
    return b"icns" + struct.pack(">I", 8 + len(blocks)) + blocks


def main(folder: Path) -> None:
    """Write both files into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "wallboard.ico").write_bytes(ico({size: png(size) for size in ICO_PX}))
    (folder / "wallboard.icns").write_bytes(icns({kind: png(size) for kind, size in ICNS_PX.items()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
