"""How colours are seen: contrast by WCAG 2, difference by CIE76, and both by colour-blind eyes."""

from PySide6.QtGui import QColor

Rgb = tuple[float, float, float]

VISIONS: dict[str, tuple[Rgb, Rgb, Rgb]] = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""The matrices of Machado, Oliveira and Fernandes (2009) at full severity, for linear RGB."""

_TO_XYZ: tuple[Rgb, Rgb, Rgb] = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
_WHITE: Rgb = (0.95047, 1.0, 1.08883)


def _linear(colour: QColor) -> Rgb:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return red, green, blue


def _through(matrix: tuple[Rgb, Rgb, Rgb], rgb: Rgb) -> Rgb:
    one, two, three = (sum(a * b for a, b in zip(line, rgb, strict=True)) for line in matrix)
    return one, two, three


def contrast(one: QColor, other: QColor) -> float:
    """Contrast as WCAG 2 defines it, 1 to 21."""
    light, dark = sorted((_through(_TO_XYZ, _linear(colour))[1] for colour in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(colour: QColor, vision: str = "all colours") -> Rgb:
    """Lightness (0 to 100) and the two colour axes of CIELAB, as eyes of ``vision`` have them."""
    seen = tuple(min(1.0, max(0.0, part)) for part in _through(VISIONS[vision], _linear(colour)))
    xyz = _through(_TO_XYZ, (seen[0], seen[1], seen[2]))
    x, y, z = (
        part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (value / white for value, white in zip(xyz, _WHITE, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: QColor, other: QColor, vision: str) -> float:
    """How far apart two colours are (CIE76) for eyes of ``vision``; 2 is just seen side by side."""
    return float(sum((a - b) ** 2 for a, b in zip(lab(one, vision), lab(other, vision), strict=True)) ** 0.5)
