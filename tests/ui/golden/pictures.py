"""Comparing two pictures, and a picture of what differs."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

STEP = 8
"""Colours are kept in steps of so much: half the size, and no eye sees it."""
DIFFERENT = 3 * STEP
"""A part of a colour that is further off makes a pixel different: libraries smooth letters differently."""
ALLOWED = 0.0005
"""So large a part of a picture may be different."""

Pixels = NDArray[np.uint8]


def few_colours(image: QImage) -> QImage:
    """The picture in 32 steps of red, green and blue."""
    return image_of(pixels_of(image) // STEP * STEP)


def pixels_of(image: QImage) -> Pixels:
    """Height × width × blue, green, red."""
    flat = image.convertToFormat(QImage.Format.Format_RGB32)
    lines = np.frombuffer(flat.constBits(), np.uint8).reshape(flat.height(), flat.bytesPerLine())
    return lines[:, : flat.width() * 4].reshape(flat.height(), flat.width(), 4)[:, :, :3].copy()


def image_of(pixels: Pixels) -> QImage:
    """A picture of these pixels."""
    height, width, _ = pixels.shape
    whole = np.full((height, width, 4), 255, np.uint8)
    whole[:, :, :3] = pixels
    return QImage(whole.tobytes(), width, height, 4 * width, QImage.Format.Format_RGB32).copy()


def difference(golden: QImage, drawn: QImage) -> tuple[float, QImage]:
    """The part of the pixels that differ, 0 to 1, and the drawn picture, pale, with those in red."""
    if golden.size() != drawn.size():
        return 1.0, drawn
    before, after = pixels_of(golden), pixels_of(drawn)
    differs = (np.abs(before.astype(np.int16) - after.astype(np.int16)) > DIFFERENT).any(axis=2)
    marked = (after // 3 + 150).astype(np.uint8)
    marked[differs] = (40, 0, 230)
    return float(differs.mean()), image_of(marked)
