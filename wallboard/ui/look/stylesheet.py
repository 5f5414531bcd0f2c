"""The style sheet and palette of the whole application, filled from a theme's tokens."""

from string import Template

from msgspec.structs import asdict
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from wallboard.host.resources import resource
from wallboard.ui.look.theme import Text, Theme

_SHEET = Template("""
* { outline: 0; }
QWidget { color: $ink; }
QMainWindow, QDialog, QWidget#page { background: $window; }
QFrame#panel { background: $surface; border: 1px solid $line; border-radius: ${r10}px; }
QFrame#panel[focusInside="true"] { border-color: $line_strong; }
QLabel { background: transparent; }
QLabel[role="title"] { color: $ink; font-size: ${heading}px; font-weight: 600; }
QLabel[role="soft"] { color: $ink_soft; }
QLabel[role="problem"] { color: $bad; font-weight: 600; }
QLabel[role="caption"] { color: $ink_soft; font-size: ${caption}px; }
QTableView, QListView { background: $surface; border: 0; color: $ink; selection-background-color: transparent; }
QListWidget::item { padding: ${p4}px ${p8}px; color: $ink; }
QListWidget::item:hover { background: $hover; }
QListWidget::item:selected { background: $selected; color: $ink; }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section { background: transparent; color: $ink_faint; border: 0;
  border-bottom: 1px solid $line; padding: ${p4}px ${p8}px; font-size: ${caption}px; }
QPushButton { background: $raised; border: 1px solid $line_strong; border-radius: ${r6}px;
  padding: ${p4}px ${p16}px; min-height: ${p24}px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $selected; }
QPushButton:focus { border: 1px solid $accent; }
QPushButton:disabled { color: $ink_faint; border-color: $line; background: transparent; }
QPushButton[role="primary"], QPushButton:default { background: $accent; color: $on_accent;
  border-color: $accent; }
QPushButton[role="primary"]:disabled, QPushButton:default:disabled { background: $raised; color: $ink_faint;
  border-color: $line; }
QPushButton[role="quiet"], QPushButton[role="choice"], QToolButton { background: transparent;
  border: 1px solid transparent;
  border-radius: ${r6}px; padding: ${p4}px ${p8}px; min-height: ${p24}px; color: $ink_soft; }
QPushButton[role="quiet"]:hover, QPushButton[role="choice"]:hover, QToolButton:hover { background: $hover;
  color: $ink; }
QPushButton[role="quiet"]:focus, QPushButton[role="choice"]:focus, QToolButton:focus { border-color: $accent; }
QPushButton[role="choice"]:checked, QToolButton:checked { background: $selected; color: $ink;
  border-color: $accent; }
QToolButton[role="chip"] { padding: 0 ${p6}px; min-height: ${p30}px; }
QToolButton[role="chip"][offered="true"] { border: 1px dashed $accent; color: $ink; }
QToolButton[role="chip"]::menu-indicator { image: none; }
QLineEdit, QComboBox, QSpinBox, QPlainTextEdit { background: $raised; border: 1px solid $line_strong;
  border-radius: ${r6}px; padding: ${p6}px ${p8}px; min-height: ${p20}px;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QPlainTextEdit:focus { border-color: $accent; }
QLineEdit:disabled, QComboBox:disabled { color: $ink_faint; border-color: $line; }
QComboBox { combobox-popup: 0; }
QComboBox::drop-down { border: 0; width: ${p20}px; }
QComboBox::down-arrow { image: url("$chevron"); width: ${p12}px; height: ${p12}px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line_strong; padding: ${p4}px; }
QComboBox QAbstractItemView::item { min-height: ${p30}px; padding: 0 ${p8}px; border-radius: ${r4}px; color: $ink; }
QComboBox QAbstractItemView::item:selected { background: $selected; color: $ink; }
QMenu { background: $raised; border: 1px solid $line_strong; padding: ${p6}px; }
QMenu::item { padding: ${p9}px ${p20}px ${p9}px ${p12}px; border-radius: ${r4}px; }
QMenu::item:selected { background: $selected; }
QMenu::item:disabled { color: $ink_faint; background: transparent; }
QMenu::separator { height: 1px; background: $line; margin: ${p4}px ${p8}px; }
QToolTip { background: $raised; color: $ink; border: 1px solid $line_strong; padding: ${p8}px; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $line_strong; }
QScrollBar:vertical { background: transparent; width: ${p12}px; margin: 0; }
QScrollBar::handle:vertical { background: $line_strong; border-radius: ${r4}px; min-height: ${p32}px;
  margin: ${p2}px ${p2}px; }
QScrollBar:horizontal { background: transparent; height: ${p12}px; margin: 0; }
QScrollBar::handle:horizontal { background: $line_strong; border-radius: ${r4}px; min-width: ${p32}px;
  margin: ${p2}px ${p2}px; }
QScrollBar::handle:hover { background: $ink_faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QCheckBox { spacing: ${p8}px; }
""")


def style_sheet(theme: Theme) -> str:
    """Returns the style sheet of ``theme``; panels are frames named ``panel``, labels and buttons have roles."""
    sizes = {f"p{size}": theme.px(size) for size in (2, 4, 6, 8, 9, 12, 16, 20, 24, 30, 32)}
    radii = {f"r{size}": theme.px(size) for size in (4, 6, 10)}
    fonts = {text.value: theme.font(text).pixelSize() for text in Text}
    chevron = resource("icons/chevron.svg").as_posix()
    return _SHEET.substitute(asdict(theme.colours), chevron=chevron, **sizes, **radii, **fonts)


def palette(theme: Theme) -> QPalette:
    """Returns the palette for what the style sheet does not cover."""
    roles = {
        QPalette.ColorRole.Window: "window",
        QPalette.ColorRole.WindowText: "ink",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "raised",
        QPalette.ColorRole.Text: "ink",
        QPalette.ColorRole.PlaceholderText: "ink_faint",
        QPalette.ColorRole.Button: "raised",
        QPalette.ColorRole.ButtonText: "ink",
        QPalette.ColorRole.Highlight: "accent",
        QPalette.ColorRole.HighlightedText: "on_accent",
        QPalette.ColorRole.ToolTipBase: "raised",
        QPalette.ColorRole.ToolTipText: "ink",
        QPalette.ColorRole.Link: "accent",
    }
    colours = QPalette()
    for role, token in roles.items():
        colours.setColor(role, theme.colour(token))
    return colours


_WITH_FONTS_OF_THEIR_OWN = (
    "QAbstractItemView", "QHeaderView", "QMenu", "QMenuBar", "QTipLabel", "QMessageBox", "QStatusBar",
    "QPushButton", "QCheckBox", "QRadioButton", "QToolButton", "QLabel", "QComboMenuItem", "QComboLineEdit",
)  # fmt: skip
"""Windows and macOS say for these how they are to be written, which the application's own font leaves as it is."""


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Applies the theme to the whole application; call it before the first window."""
    app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setFont(theme.font(Text.BODY))
    app.setStyleSheet(style_sheet(theme))
    for name in _WITH_FONTS_OF_THEIR_OWN:
        app.setFont(theme.font(Text.BODY), name)  # type: ignore[arg-type] # PySide takes text, and bytes never
