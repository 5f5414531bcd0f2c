"""The only user of pyqtgraph: a plot with fixed ranges, so that a redraw takes about a millisecond.

Everything is drawn in fractions of the plot, 0 to 1 from left to right and from bottom to top; what a fraction
means is written at the ticks. Import this module after the first paint: it brings numpy and pyqtgraph.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg  # type: ignore[import-untyped]  # it ships no types; nothing else imports it
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wallboard.ui.look.theme import Text, Theme

Fractions = NDArray[np.float64]
Ticks = Sequence[tuple[float, str]]

EMPTY: Fractions = np.empty(0, dtype=np.float64)
_RULES = (0.0, 0.25, 0.5, 0.75, 1.0)


class Plot(QWidget):
    """Lines, bars and rules in one fixed frame, made once and given new data.

    Signals:
        hovered: the fraction from left to right that the pointer is at, or None when it has left.
    """

    hovered = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._view: Any = pg.PlotWidget(parent=self, enableMenu=False)
        self._ticks: dict[str, list[tuple[float, str]]] = {}
        self._dressed: list[Callable[[Theme], None]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._view)
        item = self._view.getPlotItem()
        item.hideButtons()
        item.setMouseEnabled(x=False, y=False)
        item.setRange(xRange=(0, 1), yRange=(-0.02, 1.07), padding=0)  # room for the topmost label
        item.disableAutoRange()
        item.getViewBox().setDefaultPadding(0)
        self._view.setMinimumSize(1, 1)  # its own least would be too high for a strip
        self._view.setFrameShape(self._view.Shape.NoFrame)
        self._view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for inner in (self._view, self._view.viewport()):
            inner.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # there is nothing to do in it by keys
        self._axes: dict[str, Any] = {}
        for side in ("left", "right", "bottom"):
            item.showAxis(side)
            self._axes[side] = item.getAxis(side)
            self._axes[side].setStyle(tickLength=0, autoExpandTextSpace=False, hideOverlappingLabels=False)
            self._axes[side].setTicks([[]])
        self._rules = [pg.InfiniteLine(pos=at, angle=0) for at in _RULES]
        for rule in self._rules:
            item.addItem(rule)
        self._cursor = pg.InfiniteLine(pos=0, angle=90)
        self._cursor.hide()
        item.addItem(self._cursor)
        self.restyle(theme)

    def restyle(self, theme: Theme) -> None:
        """Applies another theme; the items keep their data."""
        self._theme = theme
        self._view.setBackground(theme.colour("surface"))
        for side, axis in self._axes.items():
            axis.setPen(pg.mkPen(None))
            axis.setTickPen(pg.mkPen(theme.colour("surface")))  # ticks of no length are bright dots else
            axis.setTextPen(theme.colour("ink_faint"))
            axis.setTickFont(theme.font(Text.CAPTION))
            if side == "bottom":
                axis.setHeight(theme.px(20))
        self._widen_axes()
        for at, rule in zip(_RULES, self._rules, strict=True):
            rule.setPen(self._pen(theme, "line_strong" if at == 0 else "chart_grid", 1))
        self._cursor.setPen(self._pen(theme, "ink_faint", 1))
        for dress in self._dressed:
            dress(theme)

    def set_compact(self, *, is_compact: bool) -> None:
        """Hides the labels at the edges, or shows them again."""
        for side in self._axes:
            self._view.getPlotItem().showAxis(side, not is_compact)

    def event(self, event: QEvent) -> bool:
        """Keeps the thickness of lines on a screen of another scale."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self.restyle(self._theme)
        return super().event(event)

    def set_ticks(self, *, bottom: Ticks, left: Ticks, right: Ticks = ()) -> None:
        """Sets the labels of the axis: pairs of a fraction and its label."""
        for side, ticks in (("bottom", bottom), ("left", left), ("right", right)):
            if self._ticks.get(side) != list(ticks):
                self._ticks[side] = list(ticks)
                self._axes[side].setTicks([list(ticks)])  # rebuilds the axis: it costs more than a line
                self._widen_axes()

    def _widen_axes(self) -> None:
        """Widens the axes for their labels, and leaves a margin where there are none."""
        for side in ("left", "right"):
            self._axes[side].setWidth(self._theme.px(44 if self._ticks.get(side) else 12))

    def colour_axis(self, side: str, token: str) -> None:
        """Draws an axis in the colour of its line, so that it is not confused with another."""

        def dress(theme: Theme) -> None:
            self._axes[side].setTextPen(theme.colour(token))

        self._dress_by(dress)

    def add_line(self, token: str, *, width: float = 2, dashed: bool = False, smooth: bool = True) -> "Curve":
        """Adds a line in the colour ``token``; NaN in its data is a gap. Steps need not be ``smooth``."""
        curve = pg.PlotCurveItem(connect="finite", antialias=smooth, segmentedLineMode="on", skipFiniteCheck=False)
        self._view.addItem(curve)
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        self._dress_by(lambda theme: curve.setPen(self._pen(theme, token, width, style)))
        return Curve(curve.setData, curve.getData)

    def add_dots(self, token: str, *, hollow: bool = False) -> "Curve":
        """Points in the colour ``token``; hollow ones are not certain yet."""
        dots = pg.ScatterPlotItem(symbol="o", pxMode=True)
        self._view.addItem(dots)

        def dress(theme: Theme) -> None:
            dots.setSize(theme.px(8))
            dots.setPen(self._pen(theme, token, 2))
            dots.setBrush(theme.colour("surface" if hollow else token))

        self._dress_by(dress)
        return Curve(dots.setData, dots.getData)

    def add_bars(self, token: str, *, alpha: float = 1.0) -> "Bars":
        """Bars in the colour ``token``."""
        bars = pg.BarGraphItem(x0=EMPTY, width=EMPTY, y0=EMPTY, height=EMPTY, pen=None)
        self._view.addItem(bars)
        self._dress_by(lambda theme: bars.setOpts(brush=theme.colour(token, alpha)))
        return Bars(bars.setOpts, bars.opts)

    def enable_hover(self) -> None:
        """Signals the pointer's position, and draws a line there; for a desk, not for a TV."""
        self._view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on=False)
        self._view.scene().sigMouseMoved.connect(self._on_moved)
        self._view.leaveEvent = lambda _event: self._on_left()

    def _on_moved(self, position: QPointF) -> None:
        at = float(self._view.getPlotItem().getViewBox().mapSceneToView(position).x())
        if 0 <= at <= 1:
            self._cursor.setPos(at)
            self._cursor.show()
            self.hovered.emit(at)
        else:
            self._on_left()

    def _on_left(self) -> None:
        self._cursor.hide()
        self.hovered.emit(None)

    def _pen(self, theme: Theme, token: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        """Returns a pen that is as thick wherever it draws: a cosmetic one counts the pixels of the device."""
        pen = QPen(theme.colour(token))
        pen.setCosmetic(True)
        ratio = self.devicePixelRatioF()
        pen.setWidthF(max(1.0, width * theme.scale * ratio) if width > 1 else max(1.0, round(ratio)))
        pen.setStyle(style)
        return pen

    def _dress_by(self, dress: Callable[[Theme], None]) -> None:
        self._dressed.append(dress)
        dress(self._theme)


class Curve:
    """One line of a plot."""

    def __init__(
        self,
        set_points: Callable[[Fractions, Fractions], None],
        points: Callable[[], tuple[Fractions | None, Fractions | None]],
    ) -> None:
        self._set_points = set_points
        self._points = points

    def set_data(self, x: Fractions, y: Fractions) -> None:
        """Draws these points from left to right."""
        self._set_points(x, y)

    def data(self) -> tuple[Fractions, Fractions]:
        """Returns the points that are drawn now."""
        x, y = self._points()
        return (EMPTY, EMPTY) if x is None or y is None else (x, y)


class Bars:
    """One kind of bar of a plot."""

    def __init__(self, set_opts: Callable[..., None], opts: dict[str, Any]) -> None:
        self._set_opts, self._opts = set_opts, opts

    def data(self) -> tuple[Fractions, Fractions]:
        """Returns the bases of the drawn bars, and their heights."""
        return self._opts["y0"], self._opts["height"]

    def set_data(self, x0: Fractions, width: Fractions, y0: Fractions, height: Fractions) -> None:
        """Draws bars from ``x0`` of this ``width``, standing on ``y0``."""
        self._set_opts(x0=x0, width=width, y0=y0, height=height)
